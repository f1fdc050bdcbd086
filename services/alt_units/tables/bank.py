"""The bank sources, files and lines, and what was decided of each. Columns only: constraints live in the migrations."""

from piccolo.columns import UUID, BigInt, Boolean, Date, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class BankSourceRow(Table, tablename="bank_source"):
    """`mapping`: which column of a CSV says what, as JSON."""

    id = UUID(primary_key=True, default=None)
    version = BigInt(default=None)
    name = Varchar(length=80, default=None)
    format = Varchar(length=10, default=None)
    account = Varchar(length=40, default=None)
    mapping = Text(null=True, default=None)


class BankUploadRow(Table, tablename="bank_upload"):
    """A file that waits to be imported or abandoned. `content`: its bytes, in base 64. `source_id` empty: being described."""

    id = UUID(primary_key=True, default=None)
    source_id = UUID(null=True, default=None)
    file_name = Varchar(length=120, default=None)
    content = Text(default=None)
    sent_at = Timestamptz(default=None)
    sent_by = Varchar(length=120, default=None)


class BankImportRow(Table, tablename="bank_import"):
    """Append-only. `report`: what the agent was told, as JSON."""

    id = UUID(primary_key=True, default=None)
    source_id = UUID(default=None)
    file_name = Varchar(length=120, default=None)
    sha256 = Varchar(length=64, default=None)
    imported_at = Timestamptz(default=None)
    imported_by = Varchar(length=120, default=None)
    read_lines = Integer(default=None)
    new_lines = Integer(default=None)
    known_lines = Integer(default=None)
    new_cents = BigInt(default=None)
    report = Text(default=None)


class BankLineRow(Table, tablename="bank_line"):
    """Append-only: what the bank said. `sequence`: its rank among identical lines of the day; `alike_id`: the known line that
    this one may be, told otherwise.
    """

    id = UUID(primary_key=True, default=None)
    import_id = UUID(default=None)
    account = Varchar(length=40, default=None)
    booked_on = Date(default=None)
    amount_cents = BigInt(default=None)
    reference = Varchar(length=80, default=None)
    sequence = Integer(default=None)
    label = Varchar(length=500, default=None)
    payer = Varchar(length=140, default=None)
    file_row = Integer(default=None)
    alike_id = UUID(null=True, default=None)


class BankFollowUpRow(Table, tablename="bank_follow_up"):
    """Where a line stands. `id` is the line's; `proposal`: what the last matching says of it, as JSON."""

    id = UUID(primary_key=True, default=None)
    state = Varchar(length=10, default=None)
    booked_on = Date(default=None)
    score = Integer(default=None)
    proposal = Text(default=None)


class BankDecisionRow(Table, tablename="bank_decision"):
    """Append-only: odd numbers decide, even numbers put the line back in suspense."""

    id = UUID(primary_key=True, default=None)
    line_id = UUID(default=None)
    number = Integer(default=None)
    kind = Varchar(length=10, default=None)
    reason = Varchar(length=500, default=None)
    decided_at = Timestamptz(default=None)
    decided_by = Varchar(length=120, default=None)


class BankLinePaymentRow(Table, tablename="bank_line_payment"):
    """The payments that explain a line; `released` once the match is undone."""

    id = UUID(primary_key=True, default=None)
    decision_id = UUID(default=None)
    line_id = UUID(default=None)
    payment_id = UUID(default=None)
    made = Boolean(default=None)
    released = Boolean(default=None)


class BankCollectionRow(Table, tablename="bank_collection"):
    """The lines that the stays claimed, by the number that they gave; `decision_id` empty: given back before it arrived."""

    id = UUID(primary_key=True, default=None)
    line_id = UUID(default=None)
    decision_id = UUID(null=True, default=None)
    reference = Varchar(length=80, default=None)
    returned = Boolean(default=None)


class BankLineErasureRow(Table, tablename="bank_line_erasure"):
    """Append-only. `id` is the line's: under which visa its names went."""

    id = UUID(primary_key=True, default=None)
    elimination = Varchar(length=20, default=None)
    visa = Varchar(length=200, default=None)
    visa_on = Date(default=None)
    erased_at = Timestamptz(default=None)
    erased_by = Varchar(length=120, default=None)


class FunderPaymentCancellationRow(Table, tablename="funder_payment_cancellation"):
    """Append-only. `id` is the payment's: it counts no more."""

    id = UUID(primary_key=True, default=None)
    reason = Varchar(length=500, default=None)
    cancelled_at = Timestamptz(default=None)
    cancelled_by = Varchar(length=120, default=None)


TABLES: tuple[type[Table], ...] = (
    BankSourceRow,
    BankUploadRow,
    BankImportRow,
    BankLineRow,
    BankFollowUpRow,
    BankDecisionRow,
    BankLinePaymentRow,
    BankCollectionRow,
    BankLineErasureRow,
    FunderPaymentCancellationRow,
)
