"""The conventions, their versions and their papers. Columns only: constraints live in the migrations."""

from piccolo.columns import UUID, BigInt, Bytea, Date, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class ConventionRow(Table, tablename="convention"):
    """`aml` and `capacity` are JSON; `renews_id`: the convention of the year before; the approval may change once signed."""

    id = UUID(primary_key=True, default=None)
    version = BigInt(default=None)
    programme = Varchar(length=3, default=None)
    number = Varchar(length=40, default=None)
    funder = Varchar(length=120, default=None)
    regime = Varchar(length=20, null=True, default=None)
    year = Integer(default=None)
    first_month = Varchar(length=7, default=None)
    rule = Varchar(length=30, default=None)
    least_days = Integer(null=True, default=None)
    basis = Varchar(length=20, default=None)
    ceiling = Varchar(length=10, default=None)
    ceiling_cents = BigInt(null=True, default=None)
    signed_on = Date(null=True, default=None)
    ended_on = Date(null=True, default=None)
    end_reason = Varchar(length=500, default=None)
    note = Varchar(length=2000, default=None)
    aml = Text(null=True, default=None)
    capacity = Text(default=None)
    deliberation = Varchar(length=120, default=None)
    deliberated_on = Date(null=True, default=None)
    signatories = Varchar(length=500, default=None)
    renews_id = UUID(null=True, default=None)
    end_kind = Varchar(length=20, default=None)
    notified_on = Date(null=True, default=None)
    approval_number = Varchar(length=40, default=None)
    approved_on = Date(null=True, default=None)
    approval_ends_on = Date(null=True, default=None)


class ConventionLineRow(Table, tablename="convention_line"):
    """`holds_until`: the last month in which the line holds its dwelling; earlier than `last_month` once ended."""

    id = UUID(primary_key=True, default=None)
    convention_id = UUID(default=None)
    unit_id = UUID(default=None)
    dwelling_type = Varchar(length=20, default=None)
    first_month = Varchar(length=7, default=None)
    last_month = Varchar(length=7, default=None)
    holds_until = Varchar(length=7, default=None)
    monthly_cents = BigInt(default=None)
    version_number = Integer(default=None)


class ConventionVersionRow(Table, tablename="convention_version"):
    """An avenant: a version of the whole, from `first_month` on. Version 1 is the convention's own row."""

    id = UUID(primary_key=True, default=None)
    convention_id = UUID(default=None)
    number = Integer(default=None)
    funder = Varchar(length=120, default=None)
    first_month = Varchar(length=7, default=None)
    rule = Varchar(length=30, default=None)
    least_days = Integer(null=True, default=None)
    basis = Varchar(length=20, default=None)
    ceiling = Varchar(length=10, default=None)
    ceiling_cents = BigInt(null=True, default=None)
    note = Varchar(length=2000, default=None)
    aml = Text(null=True, default=None)
    capacity = Text(default=None)
    deliberation = Varchar(length=120, default=None)
    deliberated_on = Date(null=True, default=None)
    signatories = Varchar(length=500, default=None)
    signed_on = Date(null=True, default=None)


class ConventionDocumentRow(Table, tablename="convention_document"):
    """A document that the funder expects."""

    id = UUID(primary_key=True, default=None)
    convention_id = UUID(default=None)
    label = Varchar(length=120, default=None)
    due_on = Date(null=True, default=None)
    received_on = Date(null=True, default=None)


class ConventionPaperRow(Table, tablename="convention_paper"):
    """A signed paper of one version. Append-only."""

    id = UUID(primary_key=True, default=None)
    convention_id = UUID(default=None)
    version_number = Integer(default=None)
    name = Varchar(length=120, default=None)
    media_type = Varchar(length=40, default=None)
    size = Integer(default=None)
    sha256 = Varchar(length=64, default=None)
    content = Bytea(default=None)
    added_by = Varchar(length=120, default=None)
    added_at = Timestamptz(default=None)


TABLES: tuple[type[Table], ...] = (
    ConventionRow,
    ConventionLineRow,
    ConventionVersionRow,
    ConventionDocumentRow,
    ConventionPaperRow,
)
