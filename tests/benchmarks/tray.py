"""« À faire »: what its list and its count in the bar cost with many stays, on both engines.

The list is gathered anew each time it is read. The count is asked by every page of everybody: what it reads is kept for a
moment, and forgotten once this process writes. Half of the stays owe their month.
"""

import asyncio
import sys
import time
from datetime import date
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from kernel.acts import Staff
from kernel.period import Month
from occupancy.actions.charges import run_monthly_fees
from occupancy.actions.stay_deadlines import keep_missing_deadlines
from occupancy.actions.work_tray import RecentTray, waiting_for
from occupancy.domain.work_tray import horizon
from occupancy.store import contracts, households
from occupancy.store.law import law_in_force
from tests.benchmarks.claims import empty_database
from tests.service.occupancy.money_town import act, household, open_store
from tests.unit.occupancy import stays

SIZES = (100, 1_000)
FIRST, TODAY = date(2025, 1, 1), date(2025, 3, 3)
ZONE = ZoneInfo("Europe/Paris")
EVERYTHING = Staff(id=UUID(int=1), name="Agent", roles=("agent", "finance"), permissions=frozenset({"*"}))
ASKED = 20


def main(engines: list[str]) -> None:
    for engine in engines:
        for size in SIZES:
            with empty_database(engine) as url:
                for said in asyncio.run(costs(url, size)):
                    print(f"{engine}, {size} stays: {said}")


async def costs(url: str, size: int) -> list[str]:
    db = open_store(url)
    await db.open()
    try:
        await a_town(db, size)
        law, recent = await law_in_force(), RecentTray(db)
        until = horizon(law, TODAY)

        async def listed() -> int:
            return len(await waiting_for(EVERYTHING, law, today=TODAY, zone=ZONE, until=until))

        async def counted() -> int:
            found = await recent.waiting_for(EVERYTHING, law, at=act(TODAY).at, today=TODAY, zone=ZONE, until=until)
            return len(found)

        return [await _cost("the list", listed), await _cost("the count", counted)]
    finally:
        await db.close()


async def _cost(name, asked) -> str:  # type: ignore[no-untyped-def]
    first = time.process_time()
    found = await asked()
    first = time.process_time() - first
    worked = time.process_time()
    for _ in range(ASKED):
        await asked()
    worked = (time.process_time() - worked) / ASKED
    return f"{name}, {found} lines: {first * 1000:.1f} ms of work at first, then {worked * 1000:.2f} ms"


async def a_town(db, size: int) -> None:  # type: ignore[no-untyped-def]
    """Stays that began on the first day of the year, each with its deadlines and two months of fees."""
    model = await household("1")
    async with db.engine.transaction():
        for rank in range(size):
            holder = replace(model, id=uuid4(), reference=f"M-{rank:06d}")
            await households.insert_household(holder)
            plain = stays.contract(FIRST, date(2025, 12, 31), unit_id=uuid4(), household_id=holder.id)
            signed = replace(plain, reference=f"C-{rank:06d}", fee=replace(plain.fee, cents=10_000))
            await contracts.ensure_unit_lock(signed.unit_id)
            await contracts.insert_contract(signed)
    for month in (Month(2025, 1), Month(2025, 2)):
        await run_monthly_fees(db, month, act(month.first_day))
    at = act(TODAY)
    await keep_missing_deadlines(db, at.at, TODAY)


if __name__ == "__main__":
    main(sys.argv[1:] or ["sqlite", "postgresql"])
