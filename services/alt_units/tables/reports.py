"""The costs, the activity told by occupancy, the yearly files. Columns only: constraints live in the migrations."""

from piccolo.columns import UUID, BigInt, Date, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class CostRow(Table, tablename="cost"):
    """Append-only; `cancels_id` undoes another row, amount for amount. `unit_id` empty: the whole park."""

    id = UUID(primary_key=True, default=None)
    unit_id = UUID(null=True, default=None)
    kind = Varchar(length=20, default=None)
    first_month = Varchar(length=7, default=None)
    last_month = Varchar(length=7, default=None)
    amount_cents = BigInt(default=None)
    reference = Varchar(length=80, default=None)
    label = Varchar(length=200, default=None)
    recorded_on = Date(default=None)
    recorded_by = Varchar(length=120, default=None)
    cancels_id = UUID(null=True, default=None)


class ActivityRow(Table, tablename="activity"):
    """`id` is the year. `content`: what occupancy told, as JSON."""

    id = BigInt(primary_key=True, default=None)
    revision = BigInt(default=None)
    content = Text(default=None)
    received_at = Timestamptz(default=None)


class DeclaredFigureRow(Table, tablename="declared_figure"):
    """Append-only; `replaces_id`: the row that this one corrects."""

    id = UUID(primary_key=True, default=None)
    year = Integer(default=None)
    topic = Varchar(length=40, default=None)
    heading = Varchar(length=120, default=None)
    figure = BigInt(default=None)
    unit = Varchar(length=12, default=None)
    source = Varchar(length=200, default=None)
    declared_on = Date(default=None)
    declared_by = Varchar(length=120, default=None)
    replaces_id = UUID(null=True, default=None)


class YearlyFileRow(Table, tablename="yearly_file"):
    """Append-only. `pdf` and `workbook`: the bytes, in base64."""

    id = UUID(primary_key=True, default=None)
    year = Integer(default=None)
    number = Integer(default=None)
    produced_at = Timestamptz(default=None)
    produced_by = Varchar(length=120, default=None)
    missing = Text(default=None)
    inputs_sha256 = Varchar(length=64, default=None)
    pdf_sha256 = Varchar(length=64, default=None)
    pdf = Text(default=None)
    workbook_sha256 = Varchar(length=64, default=None)
    workbook = Text(default=None)


TABLES: tuple[type[Table], ...] = (CostRow, ActivityRow, DeclaredFigureRow, YearlyFileRow)
