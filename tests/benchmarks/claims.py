"""The claims of a year: twelve months prepared and submitted for 500 then 5,000 dwellings, on both engines.

Goals: under 10 s for 5,000 dwellings on 2 cores, and a growth from 500 to 5,000 close to linear (ratio of the two times near
10). The acts are the program's own, on a real database; what surrounds them (registering the park) is not counted.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

from msgspec.structs import replace

from alt_units.actions.claims import prepare_claim, submit_claim
from alt_units.app import HERE
from alt_units.domain.convention_acts import draft, sign
from alt_units.domain.conventions import Convention, ConventionFacts, Line
from alt_units.domain.regimes import Basis, CeilingScope, PartialMonthRule
from alt_units.domain.units import DwellingType, Programme, UnitFacts, Zone, register
from alt_units.law import read_law
from alt_units.store import conventions, units
from alt_units.tables import TABLES
from kernel.acts import Act, Staff
from kernel.db import Database
from kernel.period import Month
from tests.support.postgres import server

LAW = read_law()
YEAR = 2025
SMALL, LARGE = 500, 5_000
GOAL_SECONDS = 10.0
FINANCE = Staff(id=UUID(int=1), name="Finance")


def main(engines: list[str]) -> None:
    for engine in engines:
        times = {}
        for dwellings in (SMALL, LARGE):
            with empty_database(engine) as url:
                times[dwellings] = asyncio.run(year_of(url, dwellings))
        (_, worked_small), (clock, worked) = times[SMALL], times[LARGE]
        print(
            f"{engine}: 12 months of {LARGE} dwellings in {clock:.1f} s by the clock, {worked:.1f} s of work"
            f" (goal {GOAL_SECONDS:.0f} s); {SMALL} dwellings in {worked_small:.2f} s of work;"
            f" growth x{worked / worked_small:.1f} for x{LARGE // SMALL}"
        )


@contextmanager
def empty_database(engine: str) -> Iterator[str]:
    if engine == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:{Path(folder) / 'store.sqlite'}"
        return
    with server() as postgres:
        yield postgres.create()


async def year_of(url: str, dwellings: int) -> tuple[float, float]:
    """Seconds taken by the claims of a year: by the clock, and of this process's work (others may share the machine)."""
    db = Database(url, list(TABLES), HERE / "migrations")
    await db.open()
    try:
        convention = await a_park(db, dwellings)
        began, worked = time.perf_counter(), time.process_time()
        for number in range(1, 13):
            await claim(db, convention, Month(YEAR, number))
        return time.perf_counter() - began, time.process_time() - worked
    finally:
        await db.close()


async def claim(db: Database, convention: Convention, month: Month) -> None:
    """Prepare and submit one month, the day after it ends."""
    day = month.plus(1).first_day
    act = Act(by=FINANCE, at=datetime(day.year, day.month, 1, 9, tzinfo=UTC), today=day, request_id="bench")
    prepared = await prepare_claim(db, convention.id, month, act, law=LAW)
    sent = await submit_claim(db, prepared.id, act, law=LAW, version=prepared.version)
    assert sent.due_cents == len(convention.lines) * 311_27, sent.due_cents


async def a_park(db: Database, dwellings: int) -> Convention:
    """A convention of the year with as many T1, all in service, all signed for twelve months."""
    facts = ConventionFacts(
        programme=Programme.ALT,
        number="BANC",
        funder="État (DDETS)",
        year=YEAR,
        first_month=Month(YEAR, 1),
        rule=PartialMonthRule.MOIS_ENTIER,
        least_days=None,
        basis=Basis.DISPONIBILITE,
        ceiling=CeilingScope.ANNUEL,
        ceiling_cents=None,
        aml=None,
        capacity=(),
        deliberation="",
        deliberated_on=None,
        signatories="",
        note="",
    )
    async with db.engine.transaction():
        lines = [a_line(await a_dwelling(number)) for number in range(dwellings)]
        before = await conventions.insert_convention(draft(LAW, facts, convention_id=uuid4()))
        day = date(YEAR - 1, 12, 10)
        signed = sign(LAW, replace(before, lines=tuple(lines)), signed_on=day, today=day)
        drafted = await conventions.save_convention(replace(before, lines=tuple(lines)), before=before, version=1)
        return await conventions.save_convention(
            replace(signed, version=drafted.version), before=drafted, version=drafted.version
        )


async def a_dwelling(number: int) -> UUID:
    facts = UnitFacts(
        reference=f"LOG-{number:05d}",
        name=f"Studio {number}",
        dwelling_type=DwellingType.T1,
        zone=Zone.I,
        address=f"{number} rue de l'Exemple",
        postal_code="77340",
        city="Ville-Exemple",
        surface_dm2=None,
        water_and_wc=True,
        heating=True,
        note="",
    )
    unit = register(facts, unit_id=uuid4(), place_names=(), programme=Programme.ALT, first_day=date(YEAR - 1, 1, 1))
    await units.insert_unit(unit)
    return unit.id


def a_line(unit_id: UUID) -> Line:
    december = Month(YEAR, 12)
    return Line(
        id=uuid4(),
        unit_id=unit_id,
        dwelling_type=DwellingType.T1,
        first_month=Month(YEAR, 1),
        last_month=december,
        holds_until=december,
        monthly_cents=311_27,
    )


if __name__ == "__main__":
    main(sys.argv[1:] or ["sqlite", "postgresql"])
