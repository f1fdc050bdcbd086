"""The statements of the account at the Treasury, beside what the book holds."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from kernel.db import Database
from occupancy.domain.dft_statements import Compared, DftStatement
from occupancy.store.ledger import as_values
from occupancy.tables.dft_statements import DftStatementRow


async def statements_of(regie_id: UUID, *, limit: int = 24) -> tuple[DftStatement, ...]:
    """What was recorded, the latest day first, the last word on a day first."""
    rows = (
        await DftStatementRow.select()
        .where(DftStatementRow.regie_id == regie_id)
        .order_by(DftStatementRow.day, DftStatementRow.number, ascending=False)
        .limit(limit)
    )
    return tuple(msgspec.convert(row, DftStatement) for row in rows)


async def times_told(regie_id: UUID, day: date) -> int:
    """How many times the balance of a day was recorded."""
    found: int = await DftStatementRow.count().where(DftStatementRow.regie_id == regie_id, DftStatementRow.day == day)
    return found


async def add_statement(one: DftStatement) -> None:
    await DftStatementRow.insert(DftStatementRow(**as_values(one)))


async def compared(db: Database) -> list[Compared]:
    """The last statement of each day of each régie, with what the book holds on that day."""
    sql = "select regie_id, day, stated_cents, transit_cents, book_cents from dft_statement_standing"
    return [_compared(row) for row in await db.run(sql)]


def _compared(row: dict[str, Any]) -> Compared:
    day = row["day"] if isinstance(row["day"], date) else date.fromisoformat(row["day"])
    cents = {name: int(row[name]) for name in ("stated_cents", "transit_cents", "book_cents")}
    return Compared(regie_id=UUID(str(row["regie_id"])), day=day, **cents)
