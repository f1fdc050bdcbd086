"""What an empty dwelling costs: the allowance that is lost when it stays empty some days more, or a referral is refused.

Ground: CAL-12 (availability and occupation are both computed), PEERS § 4.17. A month is read as its claim would be: the rule,
basis and ceiling in force then, and the readings recorded for the convention. The other dwellings of the month are left aside.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from alt_units.domain.claim_amounts import Computed, compute
from alt_units.domain.claim_readings import Readings, RecordedReadings, readings_of
from alt_units.domain.claim_terms import Room, UnitMonth, out_of_force, unit_month
from alt_units.domain.conventions import Convention, Line
from alt_units.domain.presence import Presence
from alt_units.domain.regimes import Basis, PartialMonthRule
from alt_units.domain.units import Unit
from kernel.law import Law
from kernel.period import Month, Period

NOTHING: Mapping[Any, Any] = MappingProxyType({})


class MonthCost(Struct, frozen=True, kw_only=True):
    """A month: what it gives when the days are lived in, and when they stay empty, on both bases.

    `left_cents`: what the ceiling leaves once the other claims under it are counted; `lost_cents`: what is lost under the
    basis of the convention, within it.
    """

    month: Month
    convention_number: str
    rule: PartialMonthRule
    basis: Basis
    days: int
    planned_cents: int
    left_cents: int
    lost_cents: int
    lived_in_by_availability_cents: int
    lived_in_by_occupation_cents: int
    empty_by_availability_cents: int
    empty_by_occupation_cents: int

    @property
    def lost_by_availability_cents(self) -> int:
        return self.lived_in_by_availability_cents - self.empty_by_availability_cents

    @property
    def lost_by_occupation_cents(self) -> int:
        return self.lived_in_by_occupation_cents - self.empty_by_occupation_cents


class VacancyCost(Struct, frozen=True, kw_only=True):
    """The months that the empty days touch, and their sums. `unfunded`: months in which no convention pays the unit."""

    empty: Period
    months: tuple[MonthCost, ...]
    unfunded: tuple[Month, ...]

    @property
    def lost_by_availability_cents(self) -> int:
        return sum(one.lost_by_availability_cents for one in self.months)

    @property
    def lost_by_occupation_cents(self) -> int:
        return sum(one.lost_by_occupation_cents for one in self.months)

    @property
    def lost_cents(self) -> int:
        return sum(one.lost_cents for one in self.months)


def vacancy_cost(
    law: Law,
    unit: Unit,
    conventions: Sequence[Convention],
    seen: Mapping[str, Presence],
    *,
    first_day: date,
    days: int,
    recorded: Mapping[UUID, RecordedReadings] = NOTHING,
    rooms: Mapping[tuple[UUID, Month], Room] = NOTHING,
) -> VacancyCost:
    """`days` empty days from `first_day`. `conventions`: those with a line of the unit; `seen`: its presence by month;
    `recorded`: their readings, by convention; `rooms`: what their ceilings leave, by convention and month.
    """
    empty = Period(first_day, first_day + timedelta(days=days - 1))
    months, unfunded = [], []
    for month in empty.months():
        found = next(((one, line) for one in conventions for line in one.lines if _pays(one, line, unit, month)), None)
        if found is None:
            unfunded.append(month)
        else:
            convention, line = found
            readings = readings_of(law, convention, month, recorded.get(convention.id))
            own = Room(ceiling_cents=convention.at(month).line_cents(line, month), used_cents=0)
            room = rooms.get((convention.id, month), own)
            facts = unit_month(convention, line, unit, seen.get(str(month)))
            months.append(_month_cost(law, convention, facts, month, empty, readings=readings, room=room))
    return VacancyCost(empty=empty, months=tuple(months), unfunded=tuple(unfunded))


def _pays(convention: Convention, line: Line, unit: Unit, month: Month) -> bool:
    covers = line.unit_id == unit.id and line.covers(month)
    return covers and not convention.is_draft and out_of_force(convention, month) is None


def _month_cost(
    law: Law,
    convention: Convention,
    facts: UnitMonth,
    month: Month,
    empty: Period,
    *,
    readings: Readings,
    room: Room,
) -> MonthCost:
    part = month.period.common(empty)
    assert part is not None
    held = convention.at(month)

    def worth(days_occupied: int) -> Computed:
        dwelling = replace(facts, days_occupied=days_occupied)
        return compute(law, month, convention, [dwelling], room=room, readings=readings)[0]

    as_it_is = min(facts.days_occupied or 0, month.days - part.days)
    lived_in, stays_empty = worth(as_it_is + part.days), worth(as_it_is)
    return MonthCost(
        month=month,
        convention_number=convention.number,
        rule=held.rule,
        basis=held.basis,
        days=part.days,
        planned_cents=held.line_cents(facts.line, month),
        left_cents=room.left_cents,
        lost_cents=lived_in.claimable_cents - stays_empty.claimable_cents,
        lived_in_by_availability_cents=lived_in.by_availability_cents,
        lived_in_by_occupation_cents=lived_in.by_occupation_cents,
        empty_by_availability_cents=stays_empty.by_availability_cents,
        empty_by_occupation_cents=stays_empty.by_occupation_cents,
    )
