"""At the start, before the first request: what was erased and came back with an older backup is erased again (GOALS E7)."""

from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from msgspec.structs import replace

from kernel import sweeping
from kernel.acts import Act, Staff, writing
from kernel.db import Database
from occupancy.actions.data_eliminations import erase_lines
from occupancy.domain.data_eliminations import DataElimination, DataEliminationNotFound
from occupancy.store import data_eliminations as store
from occupancy.store import households
from occupancy.store.erasure_ledger import kept_erasures

PROGRAM = Staff(id=UUID(int=0), name="Palier")


async def erase_again(db: Database, folder: Path | None, at: datetime, today: date) -> int:
    """How many lists were carried out again. A database that knows them all is left alone."""
    again = 0
    for kept in kept_erasures(folder):
        if not await _is_carried_out(kept):
            await _erase(db, kept, Act(by=PROGRAM, at=at, today=today, request_id="start"))
            again += 1
    if again:
        await sweeping.pay(db)
    return again


async def _is_carried_out(kept: DataElimination) -> bool:
    try:
        return (await store.find_elimination(kept.id)).visa is not None
    except DataEliminationNotFound:
        return False


async def _erase(db: Database, kept: DataElimination, act: Act) -> None:
    async with writing(db, act) as tx:
        there = await households.households({one.household_id for one in kept.erased})
        mine = replace(kept, lines=tuple(one for one in kept.lines if one.household_id in there))
        try:
            await store.find_elimination(kept.id)
            await store.record_visa(mine)
        except DataEliminationNotFound:
            await store.insert_elimination(mine)
        await erase_lines(db, mine, act)
        await tx.journal("data-erased-again", f"data-elimination/{kept.id}", after=mine)
