"""What may be claimed for a dwelling and a month: planned, effective, claimable, each with its trace.

Ground: CSS R. 851-5 (effective capacity, within the forecast); the convention fixes the rule of incomplete months
since 2017. Whatever the basis chosen, the amounts by availability and by occupation are both computed and shown.
"""

from collections.abc import Callable, Hashable, Sequence
from uuid import UUID

from msgspec import Struct

from alt_units.domain.claim_readings import Readings, SharedAided, Turnaround, readings_of
from alt_units.domain.claim_terms import Reason, Room, UnitMonth, available_days, out_of_force, turnaround_days
from alt_units.domain.claim_traces import (
    ClaimableTrace,
    Days,
    Origins,
    aided_step,
    availability_steps,
    effective_step,
    origins_of,
    planned_step,
)
from alt_units.domain.conventions import Convention
from alt_units.domain.regimes import Basis, PartialMonthRule
from alt_units.domain.traces import Step
from kernel.law import Law
from kernel.money import prorate
from kernel.period import Month, covered_days


class Computed(Struct, frozen=True, kw_only=True, gc=False):
    """The amounts of one dwelling for one month."""

    unit_id: UUID
    reference: str
    name: str
    dwelling_type: str
    days_in_month: int
    days_available: int
    days_occupied: int | None
    households: int
    aided_households: int
    planned_cents: int
    by_availability_cents: int
    by_occupation_cents: int
    effective_cents: int
    claimable_cents: int
    reasons: tuple[Reason, ...]
    trace: tuple[Step, ...]


def counted_cents(rule: PartialMonthRule, amount_cents: int, days: int, month: Month, *, least_days: int) -> int:
    """What a monthly amount gives when `days` of the month count, under the convention's rule."""
    return _COUNT[rule](amount_cents, days, month.days, least_days)


_COUNT: dict[PartialMonthRule, Callable[[int, int, int, int], int]] = {
    PartialMonthRule.MOIS_ENTIER: lambda cents, days, month_days, _: cents if days >= month_days else 0,
    PartialMonthRule.PRORATA_JOURS: lambda cents, days, month_days, _: prorate(cents, days, month_days),
    PartialMonthRule.MOIS_ENTAME: lambda cents, days, _month_days, _: cents if days >= 1 else 0,
    PartialMonthRule.OCCUPE_AU_MOINS_N_JOURS: lambda cents, days, _month_days, least: cents if days >= least else 0,
}


class _Month(Struct, frozen=True, kw_only=True):
    """What is the same for every dwelling of a month."""

    month: Month
    convention: Convention
    room: Room
    readings: Readings
    origins: Origins
    barred: Reason | None
    claimable: ClaimableTrace
    kept: dict[Hashable, "_Effective"]
    """What was computed for one dwelling and is the same for the next ones: most of them are alike."""


class _Effective(Struct, frozen=True, kw_only=True):
    """What a dwelling is worth before the ceiling and the maximum of units, with the steps to it."""

    days: Days
    planned_cents: int
    by_availability_cents: int
    by_occupation_cents: int
    effective_cents: int
    reasons: tuple[Reason, ...]
    trace: tuple[Step, ...]


def compute(
    law: Law,
    month: Month,
    convention: Convention,
    units: Sequence[UnitMonth],
    *,
    room: Room,
    readings: Readings | None = None,
) -> tuple[Computed, ...]:
    """Every line of the month, by reference. Where the ceiling or the maximum of units bites, the last references give way."""
    convention = convention.at(month)
    origins = origins_of(law, month, convention)
    shared = _Month(
        month=month,
        convention=convention,
        room=room,
        readings=readings or readings_of(law, convention, month),
        origins=origins,
        barred=out_of_force(convention, month),
        claimable=ClaimableTrace(origins, convention, room),
        kept={},
    )
    left, funded = room.left_cents, 0
    lines: list[Computed] = []
    for unit in sorted(units, key=lambda one: (one.reference, one.line.unit_id.int)):
        if unit.line.covers(month):
            full = convention.max_units is not None and funded >= convention.max_units
            line = _compute_line(shared, unit, left_cents=0 if full else left, full=full)
            left -= line.claimable_cents
            funded += line.claimable_cents > 0
            lines.append(line)
    return tuple(lines)


def _compute_line(shared: _Month, unit: UnitMonth, *, left_cents: int, full: bool) -> Computed:
    before = _effective_once(shared, unit)
    effective = before.effective_cents
    claimable = min(effective, left_cents)
    limit = Reason.MAX_UNITS_REACHED if full else Reason.CEILING_REACHED
    return Computed(
        unit_id=unit.line.unit_id,
        reference=unit.reference,
        name=unit.name,
        dwelling_type=unit.line.dwelling_type,
        days_in_month=shared.month.days,
        days_available=before.days.available,
        days_occupied=unit.days_occupied,
        households=unit.households,
        aided_households=unit.aided_households,
        planned_cents=before.planned_cents,
        by_availability_cents=before.by_availability_cents,
        by_occupation_cents=before.by_occupation_cents,
        effective_cents=effective,
        claimable_cents=claimable,
        reasons=(*before.reasons, limit) if claimable < effective else before.reasons,
        trace=(*before.trace, shared.claimable.step(left_cents=left_cents, effective_cents=effective)),
    )


def _effective_once(shared: _Month, unit: UnitMonth) -> _Effective:
    """What `_effective` reads of a dwelling, and nothing else: two that agree on it are worth the same."""
    line = unit.line
    key = (
        line.monthly_cents, line.first_month, line.last_month, line.from_version, unit.in_programme, unit.in_service,
        unit.void, unit.turnaround, unit.days_occupied, unit.households, unit.aided_households,
    )  # fmt: skip
    found = shared.kept.get(key)
    if found is None:
        found = shared.kept[key] = _effective(shared, unit)
    return found


def _effective(shared: _Month, unit: UnitMonth) -> _Effective:
    month, convention, origins = shared.month, shared.convention, shared.origins
    planned = 0 if shared.barred else convention.line_cents(unit.line, month)
    days = _days(shared, unit)
    both = by_availability, by_occupation = _both_bases(shared, planned, days)
    counted = by_availability if convention.basis is Basis.DISPONIBILITE else by_occupation
    aided = _aided(shared, unit)
    effective = 0 if aided is Reason.AIDED_HOUSEHOLDS else counted
    reasons = (shared.barred,) if shared.barred else _reasons(shared, unit, planned, counted, days)
    steps = [
        planned_step(origins, convention, unit, month, planned, shared.barred),
        *availability_steps(origins, convention, unit, days, both),
    ]
    if unit.aided_households and shared.readings.excludes_aided:
        steps.append(aided_step(shared.readings, unit, effective))
    steps.append(effective_step(origins, convention, effective, both))
    return _Effective(
        days=days,
        planned_cents=planned,
        by_availability_cents=by_availability,
        by_occupation_cents=by_occupation,
        effective_cents=effective,
        reasons=(*reasons, aided) if aided and counted else reasons,
        trace=tuple(steps),
    )


def _days(shared: _Month, unit: UnitMonth) -> Days:
    in_turnaround = turnaround_days(shared.month, unit)
    available = available_days(shared.month, unit)
    if shared.readings.turnaround is Turnaround.INDISPONIBLE:
        available -= in_turnaround
    return Days(
        month=shared.month.days,
        available=available,
        occupied=min(unit.days_occupied or 0, available),
        turnaround=in_turnaround,
    )


def _both_bases(shared: _Month, planned: int, days: Days) -> tuple[int, int]:
    """The amount by availability and by occupation; « occupied at least N days » looks at presence in both."""
    convention = shared.convention
    needs_presence = convention.rule is PartialMonthRule.OCCUPE_AU_MOINS_N_JOURS
    least = convention.least_days or shared.month.days
    available = days.occupied if needs_presence else days.available
    return (
        counted_cents(convention.rule, planned, available, shared.month, least_days=least),
        counted_cents(convention.rule, planned, days.occupied, shared.month, least_days=least),
    )


def _aided(shared: _Month, unit: UnitMonth) -> Reason | None:
    """Households with AL or APL do not count (CSS L. 851-1 al. 3): all of them exclude the month; some of them, in a
    shared dwelling, are decided as the convention is read.
    """
    if not shared.readings.excludes_aided or not unit.aided_households:
        return None
    if unit.aided_households >= unit.households or shared.readings.shared_aided is SharedAided.EXCLURE:
        return Reason.AIDED_HOUSEHOLDS
    return Reason.AIDED_SHARED if shared.readings.shared_aided is SharedAided.DECIDER else None


def _reasons(shared: _Month, unit: UnitMonth, planned: int, counted: int, days: Days) -> tuple[Reason, ...]:
    if counted >= planned:
        return ()
    month, convention = shared.month, shared.convention
    reasons = []
    if covered_days(month.period, list(unit.in_programme)) < month.days:
        reasons.append(Reason.NOT_IN_PROGRAMME)
    if covered_days(month.period, list(unit.in_service)) < month.days or covered_days(month.period, list(unit.void)):
        reasons.append(Reason.OUT_OF_SERVICE)
    if days.turnaround and shared.readings.turnaround is Turnaround.INDISPONIBLE:
        reasons.append(Reason.IN_TURNAROUND)
    if convention.rule is PartialMonthRule.MOIS_ENTIER and 0 < days.available < month.days:
        reasons.append(Reason.NOT_AVAILABLE_WHOLE_MONTH)
    looks_at_presence = (
        convention.basis is Basis.OCCUPATION or convention.rule is PartialMonthRule.OCCUPE_AU_MOINS_N_JOURS
    )
    if looks_at_presence and unit.days_occupied is None:
        reasons.append(Reason.PRESENCE_UNKNOWN)
    elif looks_at_presence and days.occupied < days.available:
        reasons.append(Reason.NOT_OCCUPIED)
    return tuple(reasons)
