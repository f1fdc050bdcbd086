"""What changes from one version of a convention to another: facts, lines, capacity, forecast month by month."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from alt_units.domain.conventions import Capacity, Convention, ConventionFacts, Line, Version, month_forecast
from alt_units.domain.units import DwellingType
from kernel.period import Month


class FactChange(Struct, frozen=True, kw_only=True):
    """A fact of the paper that is not the same; `name` is the fact's."""

    name: str
    before: object
    after: object


class LineChange(Struct, frozen=True, kw_only=True):
    """A dwelling whose lines differ. None before: it comes in; None after: it goes."""

    unit_id: UUID
    before: tuple[Line, ...]
    after: tuple[Line, ...]


class MonthChange(Struct, frozen=True, kw_only=True):
    """What the two versions foresee for a month."""

    month: Month
    before_cents: int
    after_cents: int


class CapacityChange(Struct, frozen=True, kw_only=True):
    """How many dwellings of a type each version foresees for a month."""

    month: Month
    dwelling_type: DwellingType
    before: int
    after: int


class Differences(Struct, frozen=True, kw_only=True):
    """All that differs between two versions, from the later one's month of effect on."""

    first_month: Month
    facts: tuple[FactChange, ...]
    lines: tuple[LineChange, ...]
    capacity: tuple[CapacityChange, ...]
    forecast: tuple[MonthChange, ...]

    @property
    def before_cents(self) -> int:
        return sum(one.before_cents for one in self.forecast)

    @property
    def after_cents(self) -> int:
        return sum(one.after_cents for one in self.forecast)


def differences(convention: Convention, before: Version, after: Version) -> Differences:
    """From the month in which the later version takes effect: a version says nothing of the months before it."""
    first = max(before.facts.first_month, after.facts.first_month)
    months = [one for one in (Month(convention.year, number) for number in range(1, 13)) if one >= first]
    was, now = (_alone(convention, one) for one in (before, after))
    return Differences(
        first_month=first,
        facts=_facts(before.facts, after.facts),
        lines=_lines(_from(before.lines, first), _from(after.lines, first)),
        capacity=_capacity(capacity_of(was), capacity_of(now), months),
        forecast=tuple(
            MonthChange(month=one, before_cents=month_forecast(was, one), after_cents=month_forecast(now, one))
            for one in months
        ),
    )


def line_capacity(convention: Convention) -> Counter[tuple[Month, DwellingType]]:
    """How many dwellings of each type the lines give, month by month."""
    months = [Month(convention.year, number) for number in range(1, 13)]
    return Counter((one, line.dwelling_type) for line in convention.lines for one in months if line.covers(one))


def capacity_of(convention: Convention) -> Counter[tuple[Month, DwellingType]]:
    """The capacity of the annex: as it was typed in, else as the lines give it (R. 851-2)."""
    typed = Counter({(one.month, one.dwelling_type): one.units for one in convention.capacity})
    return typed or line_capacity(convention)


def capacity_gaps(convention: Convention) -> tuple[CapacityChange, ...]:
    """Where the capacity typed in is not the one of the lines, from the month of effect on. Empty when none was typed in."""
    if not convention.capacity:
        return ()
    months = [Month(convention.year, number) for number in range(convention.first_month.number, 13)]
    return _capacity(line_capacity(convention), capacity_of(convention), months)


def typed_capacity(units: dict[tuple[Month, DwellingType], int]) -> tuple[Capacity, ...]:
    """A grid as it is kept: the cells that say something, in order."""
    kinds = list(DwellingType)
    cells = sorted(units.items(), key=lambda one: (one[0][0], kinds.index(one[0][1])))
    return tuple(Capacity(month=month, dwelling_type=kind, units=count) for (month, kind), count in cells if count)


def _alone(convention: Convention, version: Version) -> Convention:
    """The convention as if that version were the only one."""
    facts = {name: getattr(version.facts, name) for name in ConventionFacts.__struct_fields__}
    return replace(convention, **facts, lines=version.lines, versions=())


def _facts(before: ConventionFacts, after: ConventionFacts) -> tuple[FactChange, ...]:
    apart = {"capacity", "first_month"}
    names = [name for name in ConventionFacts.__struct_fields__ if name not in apart]
    pairs = [(name, getattr(before, name), getattr(after, name)) for name in names]
    return tuple(FactChange(name=name, before=was, after=now) for name, was, now in pairs if was != now)


def _from(lines: Sequence[Line], first: Month) -> dict[UUID, list[Line]]:
    found: dict[UUID, list[Line]] = {}
    for line in lines:
        if line.last_month >= first:
            found.setdefault(line.unit_id, []).append(replace(line, first_month=max(line.first_month, first)))
    return found


def _lines(before: dict[UUID, list[Line]], after: dict[UUID, list[Line]]) -> tuple[LineChange, ...]:
    return tuple(
        LineChange(unit_id=unit_id, before=tuple(before.get(unit_id, ())), after=tuple(after.get(unit_id, ())))
        for unit_id in sorted({*before, *after})
        if _said(before.get(unit_id, ())) != _said(after.get(unit_id, ()))
    )


def _said(lines: Sequence[Line]) -> list[tuple[DwellingType, Month, Month, int]]:
    return sorted((one.dwelling_type, one.first_month, one.last_month, one.monthly_cents) for one in lines)


def _capacity(
    before: Counter[tuple[Month, DwellingType]], after: Counter[tuple[Month, DwellingType]], months: Sequence[Month]
) -> tuple[CapacityChange, ...]:
    return tuple(
        CapacityChange(month=month, dwelling_type=kind, before=before[month, kind], after=after[month, kind])
        for month in months
        for kind in DwellingType
        if before[month, kind] != after[month, kind]
    )
