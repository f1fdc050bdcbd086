"""The claims of a year: twelve months prepared and submitted for 500 then 5,000 dwellings, on both engines.

Goals: under 10 s for 5,000 dwellings on 2 cores, and a growth from 500 to 5,000 close to linear (ratio of the two times near
10). The acts are the program's own, on a real database; what surrounds them (registering the park) is not counted.

The park is as dense as a lived-in one: presence told for every dwelling and month, one in six with a departure and a remise en
état; a void of three weeks a year in one dwelling out of twelve; now and then a household with AL or APL. `bare`: without.
"""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4, uuid5

import msgspec
from msgspec.structs import replace

from alt_units.actions.claims import prepare_claim, submit_claim
from alt_units.app import HERE
from alt_units.domain.convention_acts import draft, sign
from alt_units.domain.conventions import Convention, ConventionFacts, Line
from alt_units.domain.presence import PlacePresence
from alt_units.domain.regimes import Basis, CeilingScope, PartialMonthRule
from alt_units.domain.units import DwellingType, Programme, UnitFacts, Zone, register
from alt_units.domain.voids import CostBearer, VoidReason
from alt_units.law import read_law
from alt_units.store import conventions, units
from alt_units.tables import TABLES
from alt_units.tables.park import PresenceRow, VoidRow
from kernel.acts import Act, Staff
from kernel.db import Database
from kernel.period import Month
from tests.support.postgres import server

LAW = read_law()
YEAR = 2025
SMALL, LARGE = 500, 5_000
GOAL_SECONDS = 10.0
AT_ONCE = 400
FINANCE = Staff(id=UUID(int=1), name="Finance")


def main(engines: list[str], *, dense: bool = True) -> None:
    for engine in engines:
        times = {}
        before = os.getloadavg()[0]
        for dwellings in (SMALL, LARGE):
            with empty_database(engine) as url:
                times[dwellings] = asyncio.run(year_of(url, dwellings, dense=dense))
        (_, worked_small), (clock, worked) = times[SMALL], times[LARGE]
        print(
            f"{engine}, {'as lived in' if dense else 'bare'}: 12 months of {LARGE} dwellings"
            f" in {clock:.1f} s by the clock, {worked:.1f} s of work"
            f" (goal {GOAL_SECONDS:.0f} s); {SMALL} dwellings in {worked_small:.2f} s of work;"
            f" growth x{worked / worked_small:.1f} for x{LARGE // SMALL};"
            f" load of the machine {before:.1f} before, {os.getloadavg()[0]:.1f} after, {os.cpu_count()} cores"
        )


@contextmanager
def empty_database(engine: str) -> Iterator[str]:
    if engine == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:{Path(folder) / 'store.sqlite'}"
        return
    with server() as postgres:
        yield postgres.create()


async def year_of(url: str, dwellings: int, *, dense: bool = True) -> tuple[float, float]:
    """Seconds taken by the claims of a year: by the clock, and of this process's work (others may share the machine)."""
    db = Database(url, list(TABLES), HERE / "migrations")
    await db.open()
    try:
        convention = await a_park(db, dwellings, dense=dense)
        await db.run("analyze")  # as the server does by itself with a park that was not registered a second ago
        began, worked = time.perf_counter(), time.process_time()
        for number in range(1, 13):
            await claim(db, convention, Month(YEAR, number), dense=dense)
        return time.perf_counter() - began, time.process_time() - worked
    finally:
        await db.close()


async def claim(db: Database, convention: Convention, month: Month, *, dense: bool = True) -> None:
    """Prepare and submit one month, the day after it ends."""
    day = month.plus(1).first_day
    act = Act(by=FINANCE, at=datetime(day.year, day.month, 1, 9, tzinfo=UTC), today=day, request_id="bench")
    prepared = await prepare_claim(db, convention.id, month, act, law=LAW)
    sent = await submit_claim(db, prepared.id, act, law=LAW, version=prepared.version)
    numbers = range(len(convention.lines) if dense else 0)
    nothing = sum(is_void(number, month) or is_aided(number, month) for number in numbers)
    assert sent.due_cents == (len(convention.lines) - nothing) * 311_27, sent.due_cents


def is_void(number: int, month: Month) -> bool:
    """One dwelling out of twelve has three weeks of works, each in a month of its own."""
    return number % 12 == 0 and number // 12 % 12 + 1 == month.number


def is_aided(number: int, month: Month) -> bool:
    """One dwelling out of a hundred lodges a household with AL or APL in December."""
    return number % 100 == 7 and month.number == 12


def leaves(number: int, month: Month) -> bool:
    """One month out of six a household leaves: twenty days lived in, then three of remise en état."""
    return (number + month.number) % 6 == 0


async def lived_in(dwellings: list[UUID]) -> None:
    """The presence of a year and the works, as occupancy and staff would have told them."""
    now = datetime(YEAR + 1, 1, 2, 9, tzinfo=UTC)
    rows = []
    for number, unit_id in enumerate(dwellings):
        for month in (Month(YEAR, one) for one in range(1, 13)):
            last = 20 if leaves(number, month) or is_void(number, month) else month.days
            place = PlacePresence(
                number=0,
                days_occupied=last,
                occupied=((1, last),),
                turnaround=((21, 23),) if leaves(number, month) else (),
            )
            rows.append(
                PresenceRow(
                    id=uuid5(unit_id, str(month)),
                    unit_id=unit_id,
                    month=str(month),
                    revision=1,
                    days_occupied=last,
                    households=1,
                    persons=2,
                    places=msgspec.json.encode((place,)).decode(),
                    received_at=now,
                    aided_households=int(is_aided(number, month)),
                )
            )
    works = [
        VoidRow(
            id=uuid4(),
            unit_id=unit_id,
            place_number=0,
            reason=VoidReason.WORKS,
            bearer=CostBearer.CCAS,
            first_day=date(YEAR, number // 12 % 12 + 1, 5),
            last_day=date(YEAR, number // 12 % 12 + 1, 25),
            reference="",
            note="",
            cancelled_on=None,
            cancel_reason="",
        )
        for number, unit_id in enumerate(dwellings)
        if number % 12 == 0
    ]
    for start in range(0, len(rows), AT_ONCE):
        await PresenceRow.insert(*rows[start : start + AT_ONCE])
    for start in range(0, len(works), AT_ONCE):
        await VoidRow.insert(*works[start : start + AT_ONCE])


async def a_park(db: Database, dwellings: int, *, dense: bool = True) -> Convention:
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
        made = [await a_dwelling(number) for number in range(dwellings)]
        if dense:
            await lived_in(made)
        lines = [a_line(unit_id) for unit_id in made]
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
    asked = [one for one in sys.argv[1:] if one != "bare"]
    main(asked or ["sqlite", "postgresql"], dense="bare" not in sys.argv)
