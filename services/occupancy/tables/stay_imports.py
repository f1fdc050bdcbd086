"""The imports of households and stays. Columns only: constraints live in the migrations."""

from piccolo.columns import UUID, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class StayUploadRow(Table, tablename="stay_upload"):
    """A file that waits for its confirmation. `content` is base64."""

    id = UUID(primary_key=True, default=None)
    actor_id = UUID(default=None)
    file_name = Varchar(length=120, default=None)
    sha256 = Varchar(length=64, default=None)
    content = Text(default=None)
    sent_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)


class StayImportRow(Table, tablename="stay_import"):
    """The report of an import. Append-only; warnings and what was created are JSON."""

    id = UUID(primary_key=True, default=None)
    imported_at = Timestamptz(default=None)
    actor_id = UUID(default=None)
    actor_name = Varchar(length=120, default=None)
    file_name = Varchar(length=120, default=None)
    sha256 = Varchar(length=64, default=None)
    template_year = Integer(default=None)
    unchanged = Integer(default=None)
    warnings = Text(default=None)
    reason = Varchar(length=500, default=None)
    created = Text(default=None)


TABLES: tuple[type[Table], ...] = (StayUploadRow, StayImportRow)
