"""Files of the comptable and what they said. Columns only: constraints live in the migrations."""

from piccolo.columns import UUID, BigInt, Date, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class TitleSourceRow(Table, tablename="title_source"):
    """Append-only: the last version of a name counts. `mapping`: which column says what, as JSON."""

    id = UUID(primary_key=True, default=None)
    name = Varchar(80, default=None)
    version = Integer(default=None)
    kind = Varchar(10, default=None)
    mapping = Text(default=None)
    recorded_on = Date(default=None)
    recorded_by = UUID(default=None)
    recorded_by_name = Varchar(120, default=None)


class TitleUploadRow(Table, tablename="title_upload"):
    """A file that waits for its confirmation. `content` is base64."""

    id = UUID(primary_key=True, default=None)
    actor_id = UUID(default=None)
    file_name = Varchar(120, default=None)
    sha256 = Varchar(64, default=None)
    content = Text(default=None)
    sent_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)


class TitleImportRow(Table, tablename="title_import"):
    """Append-only. `content`: the file in base64, the proof of what it said."""

    id = UUID(primary_key=True, default=None)
    source_id = UUID(default=None)
    kind = Varchar(10, default=None)
    file_name = Varchar(120, default=None)
    sha256 = Varchar(64, default=None)
    content = Text(default=None)
    read_lines = Integer(default=None)
    new_lines = Integer(default=None)
    imported_on = Date(default=None)
    imported_by = UUID(default=None)
    imported_by_name = Varchar(120, default=None)


class UntitledReceiptRow(Table, tablename="untitled_receipt"):
    """Append-only: what the comptable received without a title (P503). `sequence`: its rank among identical lines."""

    id = UUID(primary_key=True, default=None)
    import_id = UUID(default=None)
    on_day = Date(default=None)
    cents = BigInt(default=None)
    payer = Varchar(140, default=None)
    label = Varchar(300, default=None)
    reference = Varchar(80, default=None)
    sequence = Integer(default=None)


class UntitledReceiptTitleRow(Table, tablename="untitled_receipt_title"):
    """Append-only: the title issued after encashment."""

    receipt_id = UUID(primary_key=True, default=None)
    reference = Varchar(80, default=None)
    recorded_on = Date(default=None)
    recorded_by = UUID(default=None)
    recorded_by_name = Varchar(120, default=None)


TABLES: tuple[type[Table], ...] = (
    TitleSourceRow,
    TitleUploadRow,
    TitleImportRow,
    UntitledReceiptRow,
    UntitledReceiptTitleRow,
)
