"""What an empty dwelling costs: the allowance that is lost when it stays empty some days more, or a referral is refused.

Ground: CAL-12 (availability and occupation are both computed), PEERS § 4.17. The ceiling is left aside: what is lost here may
be taken by another dwelling.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from alt_units.domain.claim_amounts import compute
from alt_units.domain.claim_readings import Readings, readings_of
from alt_units.domain.claim_terms import Room, UnitMonth, out_of_force, unit_month
from alt_units.domain.conventions import Convention, Line
from alt_units.domain.presence import Presence
from alt_units.domain.regimes import Basis, PartialMonthRule
from alt_units.domain.units import Unit
from kernel.law import Law
from kernel.period import Month, Period


class MonthCost(Struct, frozen=True, kw_only=True):
    """A month: what it gives when the days are lived in, and when they stay empty, on both bases."""

    month: Month
    convention_number: str
    rule: PartialMonthRule
    basis: Basis
    days: int
    planned_cents: int
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

    @property
    def lost_cents(self) -> int:
        """What is lost under the basis of the convention."""
        return self.lost_by_availability_cents if self.basis is Basis.DISPONIBILITE else self.lost_by_occupation_cents


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
) -> VacancyCost:
    """`days` empty days from `first_day`. `conventions`: those with a line of the unit; `seen`: its presence by month."""
    empty = Period(first_day, first_day + timedelta(days=days - 1))
    months, unfunded = [], []
    for month in empty.months():
        found = next(((one, line) for one in conventions for line in one.lines if _pays(one, line, unit, month)), None)
        if found is None:
            unfunded.append(month)
        else:
            months.append(_month_cost(law, unit, *found, seen.get(str(month)), month, empty))
    return VacancyCost(empty=empty, months=tuple(months), unfunded=tuple(unfunded))


def _pays(convention: Convention, line: Line, unit: Unit, month: Month) -> bool:
    covers = line.unit_id == unit.id and line.covers(month)
    return covers and not convention.is_draft and out_of_force(convention, month) is None


def _month_cost(
    law: Law, unit: Unit, convention: Convention, line: Line, seen: Presence | None, month: Month, empty: Period
) -> MonthCost:
    part = month.period.common(empty)
    assert part is not None
    facts = unit_month(convention, line, unit, seen)
    as_it_is = min(facts.days_occupied or 0, month.days - part.days)
    readings = readings_of(law, convention, month)
    lived_in = _both(law, month, convention, replace(facts, days_occupied=as_it_is + part.days), readings)
    stays_empty = _both(law, month, convention, replace(facts, days_occupied=as_it_is), readings)
    return MonthCost(
        month=month,
        convention_number=convention.number,
        rule=convention.rule,
        basis=convention.basis,
        days=part.days,
        planned_cents=convention.line_cents(line, month),
        lived_in_by_availability_cents=lived_in[0],
        lived_in_by_occupation_cents=lived_in[1],
        empty_by_availability_cents=stays_empty[0],
        empty_by_occupation_cents=stays_empty[1],
    )


def _both(law: Law, month: Month, convention: Convention, facts: UnitMonth, readings: Readings) -> tuple[int, int]:
    room = Room(ceiling_cents=convention.line_cents(facts.line, month), used_cents=0)
    (line,) = compute(law, month, convention, [facts], room=room, readings=readings)
    return line.by_availability_cents, line.by_occupation_cents
