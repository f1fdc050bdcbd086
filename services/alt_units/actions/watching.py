"""What is read to look ahead: the cost of an empty dwelling, the places lived in for long. Nothing is written."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from alt_units.domain.claim_readings import long_stay_months
from alt_units.domain.conventions import Convention
from alt_units.domain.presence import Presence
from alt_units.domain.regimes import Sourced
from alt_units.domain.stay_alerts import StayAlert, stay_alerts
from alt_units.domain.units import Programme, Unit
from alt_units.domain.vacancy_cost import VacancyCost, vacancy_cost
from alt_units.store import claim_answers, conventions, presence, units
from kernel.law import Law
from kernel.period import Month

_MONTHS_BACK = 36
"""How far back a stay without a break is looked for."""


async def cost_of_vacancy(law: Law, unit_id: UUID, *, first_day: date, days: int) -> tuple[Unit, VacancyCost]:
    """What a dwelling loses by staying empty `days` days from `first_day`. Raises `UnitNotFound`."""
    unit = await units.find_unit(unit_id)
    seen = {one.month: one for one in await presence.list_presence(unit_id, since=str(Month.of(first_day)))}
    found = await conventions.conventions_of_unit(unit_id)
    return unit, vacancy_cost(law, unit, found, seen, first_day=first_day, days=days)


async def alerts_of(law: Law, *, today: date, unit_id: UUID | None = None) -> list[tuple[Unit, StayAlert]]:
    """The dates to watch of the park, or of one unit, soonest first."""
    park = [await units.find_unit(unit_id)] if unit_id else await units.all_units()
    since = str(Month.of(today).plus(-_MONTHS_BACK))
    seen: dict[UUID, list[Presence]] = defaultdict(list)
    for one in await presence.presence_since(since, unit_id=unit_id):
        seen[one.unit_id].append(one)
    by_unit = {line.unit_id: one for one in await _running(today) for line in one.lines}
    delays: dict[UUID, Sourced] = {}
    found = []
    for unit in park:
        convention = by_unit.get(unit.id)
        if convention is None or unit.programme_on(today) is not Programme.ALT:
            continue
        if convention.id not in delays:
            recorded = await claim_answers.find_readings(convention.id)
            delays[convention.id] = long_stay_months(law, convention, Month.of(today), recorded)
        numbers = [place.number for place in unit.places]
        alerts = stay_alerts(law, unit.id, seen[unit.id], numbers, today=today, long_stay=delays[convention.id])
        found += [(unit, alert) for alert in alerts]
    return sorted(found, key=lambda pair: (pair[1].on, pair[0].reference, pair[1].place_number, pair[1].kind))


async def _running(today: date) -> list[Convention]:
    month = Month.of(today)
    return [one for one in await conventions.list_conventions(year=today.year) if one.is_in_effect(month)]
