"""What may be claimed for a dwelling and a month: planned, effective, claimable, each with its trace.

Ground: CSS R. 851-5 (effective capacity, within the forecast); the convention fixes the rule of incomplete months
since 2017. Whatever the basis chosen, the amounts by availability and by occupation are both computed and shown.
"""

from collections.abc import Callable, Sequence
from uuid import UUID

from msgspec import Struct

from alt_units.domain.claim_terms import Reason, Room, UnitMonth, available_days, occupied_days, out_of_force
from alt_units.domain.claim_traces import claimable_step, effective_steps, planned_step
from alt_units.domain.conventions import Convention
from alt_units.domain.regimes import Basis, PartialMonthRule
from alt_units.domain.traces import Step
from kernel.law import Law
from kernel.money import prorate
from kernel.period import Month, covered_days


class Computed(Struct, frozen=True, kw_only=True):
    """The amounts of one dwelling for one month."""

    unit_id: UUID
    reference: str
    name: str
    dwelling_type: str
    days_in_month: int
    days_available: int
    days_occupied: int | None
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


def compute(
    law: Law, month: Month, convention: Convention, units: Sequence[UnitMonth], *, room: Room
) -> tuple[Computed, ...]:
    """Every line of the month, by reference. Where the ceiling or the maximum of units bites, the last references give way."""
    left, aided = room.left_cents, 0
    lines: list[Computed] = []
    for unit in sorted(units, key=lambda one: (one.reference, str(one.line.unit_id))):
        if unit.line.covers(month):
            full = convention.max_units is not None and aided >= convention.max_units
            line = _compute_line(law, month, convention, unit, room=room, left_cents=0 if full else left, full=full)
            left -= line.claimable_cents
            aided += line.claimable_cents > 0
            lines.append(line)
    return tuple(lines)


def _compute_line(
    law: Law, month: Month, convention: Convention, unit: UnitMonth, *, room: Room, left_cents: int, full: bool
) -> Computed:
    barred = out_of_force(convention, month)
    planned = 0 if barred else convention.line_cents(unit.line, month)
    available, occupied = available_days(month, unit), occupied_days(month, unit)
    needs_presence = convention.rule is PartialMonthRule.OCCUPE_AU_MOINS_N_JOURS
    least = convention.least_days or month.days
    by_availability = counted_cents(
        convention.rule, planned, occupied if needs_presence else available, month, least_days=least
    )
    by_occupation = counted_cents(convention.rule, planned, occupied, month, least_days=least)
    effective = by_availability if convention.basis is Basis.DISPONIBILITE else by_occupation
    claimable = min(effective, left_cents)
    limit = Reason.MAX_UNITS_REACHED if full else Reason.CEILING_REACHED
    reasons = (barred,) if barred else _reasons(month, convention, unit, planned, effective)
    return Computed(
        unit_id=unit.line.unit_id,
        reference=unit.reference,
        name=unit.name,
        dwelling_type=unit.line.dwelling_type,
        days_in_month=month.days,
        days_available=available,
        days_occupied=unit.days_occupied,
        planned_cents=planned,
        by_availability_cents=by_availability,
        by_occupation_cents=by_occupation,
        effective_cents=effective,
        claimable_cents=claimable,
        reasons=(*reasons, limit) if claimable < effective else reasons,
        trace=(
            planned_step(law, month, convention, unit, planned),
            *effective_steps(law, month, convention, unit, (by_availability, by_occupation)),
            claimable_step(law, month, convention, room, left_cents=left_cents, effective_cents=effective),
        ),
    )


def _reasons(month: Month, convention: Convention, unit: UnitMonth, planned: int, effective: int) -> tuple[Reason, ...]:
    if effective >= planned:
        return ()
    reasons = []
    if covered_days(month.period, list(unit.in_programme)) < month.days:
        reasons.append(Reason.NOT_IN_PROGRAMME)
    if covered_days(month.period, list(unit.in_service)) < month.days or covered_days(month.period, list(unit.void)):
        reasons.append(Reason.OUT_OF_SERVICE)
    if convention.rule is PartialMonthRule.MOIS_ENTIER and 0 < available_days(month, unit) < month.days:
        reasons.append(Reason.NOT_AVAILABLE_WHOLE_MONTH)
    looks_at_presence = (
        convention.basis is Basis.OCCUPATION or convention.rule is PartialMonthRule.OCCUPE_AU_MOINS_N_JOURS
    )
    if looks_at_presence and unit.days_occupied is None:
        reasons.append(Reason.PRESENCE_UNKNOWN)
    elif looks_at_presence and occupied_days(month, unit) < available_days(month, unit):
        reasons.append(Reason.NOT_OCCUPIED)
    return tuple(reasons)
