"""Reading the days of the park: what each dwelling was, is and will be, with what the conventions fund."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from alt_units.domain.convention_lines import running_lines
from alt_units.domain.conventions import Convention
from alt_units.domain.stock_days import calendar_of
from alt_units.domain.units import Unit
from alt_units.store import conventions as convention_store
from alt_units.store import presence as presence_store
from alt_units.store import units as unit_store
from alt_units.store.offers import as_offered, offer_of
from kernel.availability import UnitCalendar
from kernel.period import Month, Period


class UnitPlan(Struct, frozen=True, kw_only=True):
    """A dwelling over some months. `unfunded`: its days in service that no programme or no signed convention covers."""

    unit: Unit
    calendar: UnitCalendar
    unfunded: tuple[Period, ...]


async def plan_park(within: Period, today: date) -> list[UnitPlan]:
    """Every dwelling that is in the park on some day of a closed period, by reference."""
    assert within.last_day is not None
    there = [one for one in await unit_store.all_units() if any(s.period.overlaps(within) for s in one.service)]
    units = await as_offered(there, today)
    told = await presence_store.presence_between(str(Month.of(within.first_day)), str(Month.of(within.last_day)))
    conventions = await convention_store.conventions_between(within.first_day.year, within.last_day.year)
    by_unit: dict[UUID, list[Convention]] = defaultdict(list)
    for convention in conventions:
        for unit_id in {line.unit_id for line in convention.lines}:
            by_unit[unit_id].append(convention)
    return [
        UnitPlan(
            unit=unit,
            calendar=calendar_of(unit, told.get(unit.id, [])),
            unfunded=unfunded_days(unit, by_unit[unit.id], within),
        )
        for unit in sorted(units, key=lambda one: one.reference)
    ]


async def plan_unit(unit: Unit, within: Period, today: date) -> UnitPlan:
    """One dwelling over a closed period; all that was told of it is in its calendar."""
    unit = await offer_of(unit, today)
    told = await presence_store.list_presence(unit.id)
    conventions = await convention_store.conventions_of_unit(unit.id)
    return UnitPlan(unit=unit, calendar=calendar_of(unit, told), unfunded=unfunded_days(unit, conventions, within))


def unfunded_days(unit: Unit, conventions: Sequence[Convention], within: Period) -> tuple[Period, ...]:
    """The days in service outside any programme, or inside one without a line of a signed convention."""
    assert within.last_day is not None
    lines = [
        (convention.programme, Period(line.first_month.first_day, line.last_month.last_day))
        for convention in conventions
        if not convention.is_draft
        for line in running_lines(convention, unit.id)
    ]
    funded = [
        part
        for one in unit.programmes
        for programme, covered in lines
        if programme is one.programme and (part := one.period.common(covered))
    ]
    return tuple(gap for one in unit.service if (shown := one.period.common(within)) for gap in _without(shown, funded))


def _without(period: Period, holes: Sequence[Period]) -> list[Period]:
    """What is left of a closed period once the others are taken out."""
    assert period.last_day is not None
    left, day = [], period.first_day
    for hole in sorted((part for one in holes if (part := period.common(one))), key=lambda one: one.first_day):
        assert hole.last_day is not None
        if hole.first_day > day:
            left.append(Period(day, date.fromordinal(hole.first_day.toordinal() - 1)))
        day = max(day, date.fromordinal(hole.last_day.toordinal() + 1))
    if day <= period.last_day:
        left.append(Period(day, period.last_day))
    return left
