"""What is known of a household beyond its members."""

from piccolo.columns import UUID, Date, Integer, Text, Varchar
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
    name = Text(default=None)
    organisation = Text(default=None)
    phone = Text(default=None)
    email = Text(default=None)
    monthly_cents = Integer(null=True, default=None)
    reference = Text(default=None)
    recorded_by = Varchar(120, default=None)
    withdrawn_reason = Text(null=True, default=None)


TABLES: tuple[type[Table], ...] = (HouseholdParticularRow,)
