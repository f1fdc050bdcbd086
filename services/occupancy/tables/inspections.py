"""What comes with inspections: their photos, the visits that tablets sent, their seals and avenants."""

from piccolo.columns import UUID, Boolean, Bytea, Date, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class InspectionPhotoRow(Table, tablename="inspection_photo"):
    id = UUID(primary_key=True, default=None)
    inspection_id = UUID(default=None)
    subject_id = UUID(default=None)
    taken_at = Timestamptz(default=None)
    received_at = Timestamptz(default=None)
    received_by = Varchar(120, default=None)
    sent_sha256 = Varchar(64, default=None)
    sha256 = Varchar(64, default=None)
    width = Integer(default=None)
    height = Integer(default=None)
    content = Bytea(default=None)
    small = Bytea(default=None)


class InspectionVisitRow(Table, tablename="inspection_visit"):
    """A finished visit as a tablet sent it. Append-only."""

    id = UUID(primary_key=True, default=None)
    inspection_id = UUID(default=None)
    outcome = Varchar(10, default=None)
    base_version = Integer(default=None)
    sent_sha256 = Varchar(64, default=None)
    body = Text(default=None)
    finished_at = Timestamptz(default=None)
    received_at = Timestamptz(default=None)
    received_by = Varchar(120, default=None)


class InspectionSealRow(Table, tablename="inspection_seal"):
    """What was signed, with its paper and its seal. Append-only."""

    inspection_id = UUID(primary_key=True, default=None)
    record = Text(default=None)
    record_sha256 = Varchar(64, default=None)
    pdf = Bytea(default=None)
    pdf_sha256 = Varchar(64, default=None)
    sealed_at = Timestamptz(default=None)
    public_key = Varchar(44, default=None)
    signature = Varchar(88, default=None)


class InspectionAmendmentRow(Table, tablename="inspection_amendment"):
    """What was added to a signed entry inspection. Append-only."""

    id = UUID(primary_key=True, default=None)
    inspection_id = UUID(default=None)
    number = Integer(default=None)
    ground = Varchar(12, default=None)
    requested_on = Date(default=None)
    until_on = Date(null=True, default=None)
    is_late = Boolean(default=None)
    established_on = Date(default=None)
    items = Text(default=None)
    signatures = Text(default=None)
    sha256 = Varchar(64, default=None)
    public_key = Varchar(44, default=None)
    signature = Varchar(88, default=None)
    recorded_at = Timestamptz(default=None)
    recorded_by = Varchar(120, default=None)
    signed_sheets = Text(default=None)
    no_sheet_reason = Text(default=None)


class InspectionAmendmentSealRow(Table, tablename="inspection_amendment_seal"):
    """What an avenant says, with its paper and its seal. Append-only."""

    amendment_id = UUID(primary_key=True, default=None)
    record = Text(default=None)
    record_sha256 = Varchar(64, default=None)
    pdf = Bytea(default=None)
    pdf_sha256 = Varchar(64, default=None)
    sealed_at = Timestamptz(default=None)
    public_key = Varchar(44, default=None)
    signature = Varchar(88, default=None)


TABLES: tuple[type[Table], ...] = (
    InspectionPhotoRow,
    InspectionVisitRow,
    InspectionSealRow,
    InspectionAmendmentRow,
    InspectionAmendmentSealRow,
)
