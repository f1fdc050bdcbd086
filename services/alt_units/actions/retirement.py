"""What a retirement would meet and take, read before a dwelling leaves the park. Nothing is written."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from alt_units.actions.counted_months import counted_months
from alt_units.domain import retirement
from alt_units.domain.convention_lines import running_lines
from alt_units.domain.counted_months import CountedMonth
from alt_units.domain.presence import occupied_periods
from alt_units.domain.units import UnitInUse, check_in_park
from alt_units.store import conventions as convention_store
from alt_units.store import presence as presence_store
from alt_units.store import units as store
from kernel.db import Database
from kernel.law import Law
from kernel.period import Month


class Foreseen(Struct, frozen=True, kw_only=True):
    """What a retirement would meet and take: all that stands in its way; else the months that would count otherwise."""

    in_the_way: tuple[UnitInUse, ...]
    months: tuple[CountedMonth, ...]


async def foresee_retirement(db: Database, law: Law, unit_id: UUID, last_day: date) -> Foreseen:
    """Raises `UnitNotFound`, `UnitRetired`."""
    unit = await store.find_unit(unit_id)
    check_in_park(unit)
    papers = await convention_store.conventions_of_unit(unit_id)
    lines = [line for one in papers for line in running_lines(one, unit_id)]
    month = Month.of(last_day)
    lived = occupied_periods(await presence_store.list_presence(unit_id))
    found = tuple(retirement.in_the_way(unit, last_day=last_day, lines=lines, lived=lived))
    if found:
        return Foreseen(in_the_way=found, months=())
    retired = retirement.retire(unit, last_day=last_day, lines=lines, lived=lived)
    months = [
        counted
        for paper in papers
        if paper.is_in_effect(month)
        for counted in await counted_months(db, law, paper, paper, [month], changed={unit_id: retired})
    ]
    return Foreseen(in_the_way=(), months=tuple(months))
