"""What was taken over from the books kept before. Append-only."""

from piccolo.columns import UUID, BigInt, Date, Varchar
from piccolo.table import Table


class OpeningRow(Table, tablename="opening"):
    """One sum: a debt, an advance, a deposit held."""

    id = UUID(primary_key=True, default=None)
    import_id = UUID(default=None)
    household_id = UUID(default=None)
    contract_id = UUID(default=None)
    kind = Varchar(10, default=None)
    amount_cents = BigInt(default=None)
    due_on = Date(default=None)
    month = Varchar(7, null=True, default=None)
    reason = Varchar(200, default=None)
    payer = Varchar(120, default=None)
    former_reference = Varchar(40, default=None)
    opened_on = Date(default=None)
    event_id = UUID(default=None)


class FormerFeesRow(Table, tablename="former_fees"):
    """Until which month the books kept before charged a stay."""

    contract_id = UUID(primary_key=True, default=None)
    import_id = UUID(default=None)
    called_until = Varchar(7, default=None)


TABLES: tuple[type[Table], ...] = (OpeningRow, FormerFeesRow)
