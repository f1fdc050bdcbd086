"""Files of households at their term, what suspends it, and what was erased."""

from piccolo.columns import UUID, Boolean, Date, Integer, Varchar
from piccolo.table import Table


class DataHoldRow(Table, tablename="data_hold"):
    """While open, nothing of the household is erased."""

    id = UUID(primary_key=True, default=None)
    household_id = UUID(default=None)
    reason = Varchar(1000, default=None)
    since = Date(default=None)
    recorded_by = UUID(default=None)
    recorded_by_name = Varchar(120, default=None)
    lifted_on = Date(null=True, default=None)
    lifted_by_name = Varchar(120, null=True, default=None)


class DataEliminationRow(Table, tablename="data_elimination"):
    id = UUID(primary_key=True, default=None)
    version = Integer(default=None)
    reference = Varchar(20, default=None)
    reason = Varchar(1000, default=None)
    proposed_on = Date(default=None)
    proposed_by = UUID(default=None)
    proposed_by_name = Varchar(120, default=None)
    visa = Varchar(200, null=True, default=None)
    visa_on = Date(null=True, default=None)
    carried_out_on = Date(null=True, default=None)
    carried_out_by = UUID(null=True, default=None)
    carried_out_by_name = Varchar(120, null=True, default=None)


class DataEliminationLineRow(Table, tablename="data_elimination_line"):
    """One part of one household's file."""

    id = UUID(primary_key=True, default=None)
    elimination_id = UUID(default=None)
    household_id = UUID(default=None)
    stage = Varchar(10, default=None)
    due_on = Date(default=None)
    last_contact_on = Date(default=None)
    rows_kept = Integer(default=None)
    erased = Boolean(default=None)


class ErasureMarkRow(Table, tablename="erasure_mark"):
    """There while an erasure runs."""

    id = UUID(primary_key=True, default=None)


TABLES: tuple[type[Table], ...] = (DataHoldRow, DataEliminationRow, DataEliminationLineRow, ErasureMarkRow)
