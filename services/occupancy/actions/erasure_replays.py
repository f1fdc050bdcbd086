"""At the start, before the first request: what was erased and came back with an older backup is erased again (GOALS E7)."""

from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from msgspec.structs import replace

from kernel import sweeping
from kernel.acts import Act, Staff, writing
from kernel.db import Database
from occupancy.domain.data_eliminations import DataElimination, DataEliminationNotFound
from occupancy.store import data_eliminations as store
from occupancy.store import data_files, households
from occupancy.store.erasure_ledger import kept_erasures
from occupancy.store.law import law_in_force

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
        for line in mine.erased:
            await store.erase(kept.id, await data_files.rows_of(line.household_id), line.stage, act.at)
        await sweeping.owe(db, store.SWEPT)
        days = (await law_in_force()).at("retention.answer_days", act.today).number
        await store.forget_answers(db, act.at - timedelta(days=days))
        await tx.journal("data-erased-again", f"data-elimination/{kept.id}", after=mine)
