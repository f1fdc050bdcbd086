"""Housing operations, their sessions, the dossiers of households towards a social dwelling."""

from piccolo.columns import UUID, Date, Integer, Text, Varchar
from piccolo.table import Table


class HousingOperationRow(Table, tablename="housing_operation"):
    id = UUID(primary_key=True, default=None)
    version = Integer(default=None)
    reference = Varchar(20, default=None)
    kind = Varchar(20, default=None)
    name = Varchar(200, default=None)
    landlord = Varchar(200, default=None)
    commune = Varchar(200, default=None)
    territory = Varchar(20, default=None)
    dwellings = Integer(default=None)
    available_on = Date(default=None)
    consulted_on = Date(null=True, default=None)
    minutes_sent_on = Date(null=True, default=None)


class AttributionSessionRow(Table, tablename="attribution_session"):
    id = UUID(primary_key=True, default=None)
    version = Integer(default=None)
    operation_id = UUID(default=None)
    pre_commission_on = Date(null=True, default=None)
    commission_on = Date(default=None)
    closed_on = Date(null=True, default=None)


class AttributionRow(Table, tablename="attribution"):
    """`content`: what the dossier holds beside its state, its receipts, its rank and its call, as JSON."""

    id = UUID(primary_key=True, default=None)
    version = Integer(default=None)
    reference = Varchar(20, default=None)
    operation_id = UUID(default=None)
    session_id = UUID(default=None)
    household_id = UUID(default=None)
    state = Varchar(20, default=None)
    deal_on = Date(null=True, default=None)
    als_on = Date(null=True, default=None)
    commission = Varchar(20, null=True, default=None)
    rank = Integer(null=True, default=None)
    list_until = Date(null=True, default=None)
    called_for_id = UUID(null=True, default=None)
    called_on = Date(null=True, default=None)
    content = Text(default=None)


TABLES: tuple[type[Table], ...] = (HousingOperationRow, AttributionSessionRow, AttributionRow)
