"""What is known of a household beyond its members."""

from piccolo.columns import UUID, Date, Integer, Varchar
from piccolo.table import Table


class HouseholdParticularRow(Table, tablename="household_particular"):
    id = UUID(primary_key=True, default=None)
    version = Integer(default=None)
    household_id = UUID(default=None)
    member_id = UUID(null=True, default=None)
    kind = Varchar(20, default=None)
    code = Varchar(30, default=None)
    since = Date(default=None)
    until = Date(null=True, default=None)
    name = Varchar(120, default=None)
    organisation = Varchar(120, default=None)
    phone = Varchar(30, default=None)
    email = Varchar(200, default=None)
    monthly_cents = Integer(null=True, default=None)
    reference = Varchar(30, default=None)
    recorded_by = Varchar(120, default=None)
    withdrawn_reason = Varchar(1000, null=True, default=None)


TABLES: tuple[type[Table], ...] = (HouseholdParticularRow,)
