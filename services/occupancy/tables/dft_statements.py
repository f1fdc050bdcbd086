"""The statements of the account at the Treasury. Columns only: constraints live in the migrations."""

from piccolo.columns import UUID, BigInt, Date, Integer, Varchar
from piccolo.table import Table


class DftStatementRow(Table, tablename="dft_statement"):
    """Append-only: the last number of a day counts."""

    id = UUID(primary_key=True, default=None)
    regie_id = UUID(default=None)
    number = Integer(default=None)
    day = Date(default=None)
    account = Varchar(80, default=None)
    stated_cents = BigInt(default=None)
    transit_cents = BigInt(default=None)
    transit_reason = Varchar(500, default=None)
    source = Varchar(300, default=None)
    recorded_on = Date(default=None)
    recorded_by = UUID(default=None)
    recorded_by_name = Varchar(120, default=None)


TABLES: tuple[type[Table], ...] = (DftStatementRow,)
