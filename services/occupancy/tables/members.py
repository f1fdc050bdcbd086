"""Members of households."""

from piccolo.columns import UUID, Date, Integer, Text, Varchar
from piccolo.table import Table


class HouseholdMemberRow(Table, tablename="household_member"):
    id = UUID(primary_key=True, default=None)
    version = Integer(default=None)
    household_id = UUID(default=None)
    relation = Varchar(10, default=None)
    last_name = Varchar(120, default=None)
    first_name = Varchar(120, default=None)
    born_on = Text(null=True, default=None)
    birth_year = Integer(null=True, default=None)
    gender = Varchar(10, null=True, default=None)
    joined_on = Date(default=None)
    left_on = Date(null=True, default=None)


TABLES: tuple[type[Table], ...] = (HouseholdMemberRow,)
