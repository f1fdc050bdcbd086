"""Lines of bank statements that the régies receipt. Columns only: constraints live in the migrations."""

from piccolo.columns import UUID, BigInt, Date, Integer, Timestamptz, Varchar
from piccolo.table import Table


class BankCollectionRow(Table, tablename="bank_collection"):
    """A line that is reserved, receipted, or given back. `id`: the number told to alt_units; `asked_key`: of the request."""

    id = UUID(primary_key=True, default=None)
    line_id = UUID(default=None)
    attempt = Integer(default=None)
    state = Varchar(10, default=None)
    regie_id = UUID(default=None)
    account = Varchar(40, default=None)
    booked_on = Date(default=None)
    amount_cents = BigInt(default=None)
    reference = Varchar(80, default=None)
    label = Varchar(500, default=None)
    payer = Varchar(140, default=None)
    asked_at = Timestamptz(default=None)
    asked_by = UUID(default=None)
    asked_by_name = Varchar(120, default=None)
    asked_key = Varchar(200, default=None)
    reason = Varchar(500, default=None)
    tries = Integer(default=None)
    next_try_at = Timestamptz(null=True, default=None)


class BankLineReceiptRow(Table, tablename="bank_line_receipt"):
    """Append-only: the receipts that a line made, part by part."""

    receipt_id = UUID(primary_key=True, default=None)
    collection_id = UUID(default=None)
    line_id = UUID(default=None)
    part = Integer(default=None)
    amount_cents = BigInt(default=None)


class BankLineErasureRow(Table, tablename="bank_line_erasure"):
    """A line that names an erased household, and whether the service that keeps it has heard."""

    id = UUID(primary_key=True, default=None)
    line_id = UUID(default=None)
    elimination_id = UUID(default=None)
    asked_at = Timestamptz(default=None)
    told_at = Timestamptz(null=True, default=None)
    tries = Integer(default=None)
    next_try_at = Timestamptz(null=True, default=None)


TABLES: tuple[type[Table], ...] = (BankCollectionRow, BankLineReceiptRow, BankLineErasureRow)
