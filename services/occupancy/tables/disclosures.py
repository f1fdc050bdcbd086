"""What was told of a household outside, and who opened its file."""

from piccolo.columns import UUID, Date, Text, Varchar
from piccolo.table import Table


class DisclosureRow(Table, tablename="disclosure"):
    id = UUID(primary_key=True, default=None)
    household_id = UUID(default=None)
    recipient_kind = Varchar(20, default=None)
    recipient = Varchar(200, default=None)
    what = Varchar(20, default=None)
    detail = Text(default=None)
    basis = Varchar(300, default=None)
    disclosed_on = Date(default=None)
    told_on = Date(null=True, default=None)
    recorded_on = Date(default=None)
    recorded_by = UUID(default=None)
    recorded_by_name = Varchar(120, default=None)


class FileReadingRow(Table, tablename="file_reading"):
    """One person, one household, one purpose, one day."""

    id = UUID(primary_key=True, default=None)
    household_id = UUID(default=None)
    person_id = UUID(default=None)
    person_name = Varchar(120, default=None)
    purpose = Varchar(20, default=None)
    read_on = Date(default=None)


TABLES: tuple[type[Table], ...] = (DisclosureRow, FileReadingRow)
