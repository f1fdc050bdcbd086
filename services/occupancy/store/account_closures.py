"""The accounts of households that were closed."""

from collections.abc import Callable
from uuid import UUID

import msgspec

from kernel.db import Database
from kernel.errors import Refusal
from occupancy.domain.account_closures import AccountClosure, AccountNotAtZero, AccountStillLives
from occupancy.store.ledger import as_values
from occupancy.tables.money import AccountClosureRow

REFUSED: dict[str, Callable[[], Refusal]] = {
    "account_closed_at_zero": AccountNotAtZero,
    "account_closed_as_written": AccountNotAtZero,
    "account_closure_once": lambda: AccountStillLives("Ce compte est déjà clos."),
}


async def closures_of(household_id: UUID) -> tuple[AccountClosure, ...]:
    """The latest first."""
    rows = (
        await AccountClosureRow.select()
        .where(AccountClosureRow.household_id == household_id)
        .order_by(AccountClosureRow.last_number, ascending=False)
    )
    return tuple(msgspec.convert(row, AccountClosure) for row in rows)


async def add_closure(db: Database, one: AccountClosure) -> None:
    """Raises `AccountNotAtZero`, `AccountStillLives`."""
    with db.refusing(REFUSED):
        await AccountClosureRow.insert(AccountClosureRow(**as_values(one)))
