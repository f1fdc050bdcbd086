"""The monthly run: the fees of a month charged to 20,000 stays, on both engines, first with nothing before, then a month later.

Goal: under 60 s on 2 cores. The act is the program's own on a real database; making the stays is not counted. One household in
ten has paid in advance, so that its new fee is paid at once.
"""

import asyncio
import os
import sys
import time
from datetime import date
from uuid import uuid4

from msgspec.structs import replace

from kernel.period import Month
from occupancy.actions.charges import preview_monthly_fees, run_monthly_fees
from occupancy.actions.payments import issue_receipt
from occupancy.store import contracts, households
from tests.benchmarks.claims import empty_database
from tests.service.occupancy.money_town import REGISSEUR, act, household, open_store, payment, regie
from tests.unit.occupancy import stays

STAYS = 20_000
GOAL_SECONDS = 60.0
PAID_AHEAD = 200
FIRST = date(2025, 1, 1)


def main(engines: list[str]) -> None:
    for engine in engines:
        with empty_database(engine) as url:
            for said in asyncio.run(months_of(url)):
                print(
                    f"{engine}: {said} (goal {GOAL_SECONDS:.0f} s), load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores"
                )


async def months_of(url: str) -> list[str]:
    db = open_store(url)
    await db.open()
    desk = await regie(db)
    people = await _stays(db)
    for holder in people[:PAID_AHEAD]:
        await issue_receipt(db, payment(desk, holder, 15_000, FIRST), act(FIRST, REGISSEUR))
    said = []
    for month in (Month(2025, 1), Month(2025, 2)):
        begun = time.perf_counter()
        await preview_monthly_fees(month)
        previewed = time.perf_counter()
        run = await run_monthly_fees(db, month, act(month.first_day))
        done = time.perf_counter()
        said.append(
            f"{month}, {run.charged} stays charged in {done - previewed:.1f} s, preview {previewed - begun:.1f} s"
        )
        begun = time.perf_counter()
        again = await run_monthly_fees(db, month, act(month.first_day))
        said.append(f"{month} again, {again.charged} charged in {time.perf_counter() - begun:.1f} s")
    await db.close()
    return said


async def _stays(db):  # type: ignore[no-untyped-def]
    """Twenty thousand households, each in a place of its own."""
    people = [await household(str(rank)) for rank in range(PAID_AHEAD)]
    async with db.engine.transaction():
        while len(people) < STAYS:
            one = replace(people[0], id=uuid4(), reference=f"M-{uuid4().hex[:12]}")
            await households.insert_household(one)
            people.append(one)
        for rank, holder in enumerate(people):
            plain = stays.contract(FIRST, date(2025, 12, 31), unit_id=uuid4(), household_id=holder.id)
            signed = replace(plain, reference=f"C-{rank:06d}", fee=replace(plain.fee, cents=10_000))
            await contracts.ensure_unit_lock(signed.unit_id)
            await contracts.insert_contract(signed)
    return people


if __name__ == "__main__":
    main(sys.argv[1:] or ["sqlite", "postgresql"])
