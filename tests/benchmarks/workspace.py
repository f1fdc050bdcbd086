"""The workspace of a year at 5,000 dwellings: a page and its sums, once eleven months were claimed. Goal: under 1 s of work."""

import asyncio
import sys
import time

from alt_units.actions.workspace import After, work_of
from alt_units.app import HERE
from alt_units.domain.claim_terms import Reason
from alt_units.domain.workspace import Wanted, WorkState
from alt_units.tables import TABLES
from kernel.db import Database
from kernel.period import Month
from tests.benchmarks.claims import YEAR, a_park, claim, empty_database

DWELLINGS = 5_000
CLAIMED = 11
"""The last month is left to prepare: its rows are foreseen, not read."""
PAGE = 50


def main(engines: list[str]) -> None:
    for engine in engines:
        with empty_database(engine) as url:
            asyncio.run(pages(engine, url))


async def pages(engine: str, url: str) -> None:
    db = Database(url, list(TABLES), HERE / "migrations")
    await db.open()
    try:
        convention = await a_park(db, DWELLINGS)
        for number in range(1, CLAIMED + 1):
            await claim(db, convention, Month(YEAR, number))
        middle = After(segment=(f"{YEAR}-06", str(convention.id)), reference="LOG-02500")
        for about, wanted, after in (
            ("first page", Wanted(year=YEAR), None),
            ("middle page", Wanted(year=YEAR), middle),
            ("one dwelling", Wanted(year=YEAR, unit="log-01234"), None),
            ("still due", Wanted(year=YEAR, gap=True), None),
            ("one state", Wanted(year=YEAR, state=WorkState.SUBMITTED), None),
            ("one reason", Wanted(year=YEAR, reason=Reason.OUT_OF_SERVICE), None),
        ):
            clock, worked = time.perf_counter(), time.process_time()
            work = await work_of(db, wanted, after=after, limit=PAGE)
            clock, worked = time.perf_counter() - clock, time.process_time() - worked
            print(
                f"{engine}, {about}: {len(work.rows)} of {work.totals.rows} rows"
                f" in {worked * 1000:.0f} ms of work, {clock * 1000:.0f} ms by the clock"
            )
    finally:
        await db.close()


if __name__ == "__main__":
    main(sys.argv[1:] or ["sqlite", "postgresql"])
