"""What is read to look ahead: the cost of an empty dwelling, the places lived in for long. Nothing is written."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from alt_units.actions.claims import room_of
from alt_units.domain.claim_readings import long_stay_months
from alt_units.domain.conventions import Convention
from alt_units.domain.presence import Presence
from alt_units.domain.regimes import Sourced
from alt_units.domain.stay_alerts import AlertKind, StayAlert, stay_alerts
from alt_units.domain.units import Programme, Unit
from alt_units.domain.vacancy_cost import VacancyCost, vacancy_cost
from alt_units.store import claim_answers, conventions, dwellings, presence, units
from kernel.db import Database
from kernel.law import Law
from kernel.period import Month, Period

_MONTHS_BACK = 36
"""How far back a stay without a break is looked for."""


async def cost_of_vacancy(
    db: Database, law: Law, unit_id: UUID, *, first_day: date, days: int
) -> tuple[Unit, VacancyCost]:
    """What a dwelling loses by staying empty `days` days from `first_day`. Raises `UnitNotFound`."""
    unit = await units.find_unit(unit_id)
    seen = {one.month: one for one in await presence.list_presence(unit_id, since=str(Month.of(first_day)))}
    found = await conventions.conventions_of_unit(unit_id)
    months = Period(first_day, first_day + timedelta(days=days - 1)).months()
    cost = vacancy_cost(
        law,
        unit,
        found,
        seen,
        first_day=first_day,
        days=days,
        recorded={one.id: await claim_answers.find_readings(one.id) for one in found},
        rooms={(one.id, month): await room_of(db, one, month) for month in months for one in _of_month(found, month)},
    )
    return unit, cost


def _of_month(found: Sequence[Convention], month: Month) -> list[Convention]:
    return [one for one in found if one.year == month.year]


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


async def open_alerts(db: Database, law: Law, *, today: date) -> dict[AlertKind, int]:
    """How many places have reached each of their delays: only those lived in throughout the last months are looked at."""
    month = Month.of(today)
    running = [one for one in await _running(today) if one.programme is Programme.ALT]
    delays = {one.id: long_stay_months(law, one, month, await claim_answers.find_readings(one.id)) for one in running}
    months = [law.at("stay_alert_months", today).number, *(int(one.text) for one in delays.values())]
    units_seen = await _candidates(db, month, least=min(months))
    if units_seen is not None and not units_seen:
        return dict.fromkeys(AlertKind, 0)
    since = str(month.plus(-min(_MONTHS_BACK, max(months) + 2)))
    seen: dict[UUID, list[Presence]] = defaultdict(list)
    for one in await presence.presence_since(since, among=units_seen):
        seen[one.unit_id].append(one)
    counts = dict.fromkeys(AlertKind, 0)
    by_unit = {line.unit_id: one.id for one in running for line in one.lines}
    for convention in running if seen else ():
        for unit_id, dwelling in (await dwellings.dwellings_of(db, convention.id)).items():
            if by_unit.get(unit_id) != convention.id or not dwelling.is_in(Programme.ALT, today):
                continue
            for alert in stay_alerts(
                law, unit_id, seen[unit_id], dwelling.numbers, today=today, long_stay=delays[convention.id]
            ):
                counts[alert.kind] += alert.is_reached(today)
    return counts


async def _candidates(db: Database, month: Month, *, least: int) -> set[UUID] | None:
    """The units that may have reached a delay of `least` months: lived in on every day between its first month and the last
    two. None: all of them may.
    """
    between = [month.plus(-back) for back in range(2, least)]
    return await presence.lived_in_throughout(db, between) if between else None


async def _running(today: date) -> list[Convention]:
    month = Month.of(today)
    return [one for one in await conventions.list_conventions(year=today.year) if one.is_in_effect(month)]
