"""The dwellings of a convention, as far as a claim looks at them: a whole park in a few trips, asked for by its convention."""

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from alt_units.domain.claim_terms import Dwelling
from alt_units.domain.units import Programme, ProgrammePeriod
from alt_units.domain.voids import Void
from alt_units.store.unit_periods import voids_of
from kernel.db import Database
from kernel.period import Period

_MINE = "(select unit_id from convention_line where convention_id = {})"


async def dwellings_of(db: Database, convention_id: UUID) -> dict[UUID, Dwelling]:
    """The dwellings that a convention has lines for, by unit."""
    voids = await _voids(db, convention_id)
    numbers: dict[UUID, list[int]] = defaultdict(list)
    for row in await db.run(
        f"select unit_id, number from place where unit_id in {_MINE} order by number",  # noqa: S608  a text of ours
        convention_id,
    ):
        numbers[row["unit_id"]].append(row["number"])
    rows = await db.run(
        "select unit.id, unit.reference, unit.name, part.programme, part.first_day, part.last_day,"  # noqa: S608
        " stay.first_day as served_from, stay.last_day as served_to"
        " from unit left join programme_period part on part.unit_id = unit.id"
        f" left join service_period stay on stay.unit_id = unit.id where unit.id in {_MINE}",
        convention_id,
    )
    alike = _Alike()
    found: dict[UUID, Dwelling] = {}
    for row in rows:
        unit_id, known = row["id"], found.get(row["id"])
        programmes = alike.programmes(row)
        if known is not None:
            programmes = (*known.programmes, *programmes)
        found[unit_id] = Dwelling(
            reference=row["reference"],
            name=row["name"],
            programmes=programmes,
            service=alike.service(row),
            voids=tuple(voids.get(unit_id, ())),
            numbers=tuple(numbers.get(unit_id, ())),
        )
    return found


async def _voids(db: Database, convention_id: UUID) -> dict[UUID, list[Void]]:
    rows = await db.run(
        f"select distinct unit_id from void where cancelled_on is null and unit_id in {_MINE}",  # noqa: S608
        convention_id,
    )
    return await voids_of([row["unit_id"] for row in rows]) if rows else {}


class _Alike:
    """Most dwellings came on the same days: their periods are made once."""

    def __init__(self) -> None:
        self.programmes_kept: dict[tuple[Any, ...], tuple[ProgrammePeriod, ...]] = {}
        self.service_kept: dict[tuple[Any, ...], tuple[Period, ...]] = {}

    def programmes(self, row: dict[str, Any]) -> tuple[ProgrammePeriod, ...]:
        key = (row["programme"], row["first_day"], row["last_day"])
        if key not in self.programmes_kept:
            self.programmes_kept[key] = _programmes(*key)
        return self.programmes_kept[key]

    def service(self, row: dict[str, Any]) -> tuple[Period, ...]:
        first, last = key = (row["served_from"], row["served_to"])
        if key not in self.service_kept:
            self.service_kept[key] = (Period(first, last),) if first else ()
        return self.service_kept[key]


def _programmes(word: str | None, first: date, last: date | None) -> tuple[ProgrammePeriod, ...]:
    return (ProgrammePeriod(programme=Programme(word), first_day=first, last_day=last),) if word else ()
