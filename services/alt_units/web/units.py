"""The park: the list, a unit's page, its registration and its correction."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from alt_units.actions import units as actions
from alt_units.actions.planning import plan_unit
from alt_units.actions.watching import alerts_of
from alt_units.documents.lists import units_sheet
from alt_units.domain.claim_terms import planned_cents
from alt_units.domain.convention_amounts import check_lines
from alt_units.domain.conventions import Convention, amounts_in_effect
from alt_units.domain.offers import ran_out_on
from alt_units.domain.scales import Scales
from alt_units.domain.units import Unit
from alt_units.store import conventions as convention_store
from alt_units.store import presence as presence_store
from alt_units.store import units as store
from alt_units.store.offers import as_offered, held_days
from alt_units.web import labels, paths, planning_svg
from alt_units.web.planning import rows_of
from alt_units.web.unit_forms import filled, read_facts, read_registration
from alt_units.web.unit_timeline import free_from, timeline
from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.requests import Paging
from kernel.law import Law
from kernel.period import Month, Period
from kernel.web.export import Export
from kernel.web.form import Form
from kernel.web.formats import euros
from kernel.web.formats import month as month_words
from kernel.web.page import page, see

MONTHS_SHOWN = 12
UNIT = "/logements/{unit_id:uuid}"


@get("/logements")
async def list_units_page(
    paging: NamedDependency[Paging],
    today: NamedDependency[date],
    act: NamedDependency[Act],
    export: NamedDependency[Export],
) -> Response[Any]:
    found = await store.all_units() if export else await store.list_units(limit=paging.limit + 1, after=paging.after)
    units = await as_offered(found, today)
    shown = units[: paging.limit]
    month = Month.of(today)
    presence = await presence_store.presence_of_month(str(month))
    funded = act.by.may("conventions.read")
    conventions = await convention_store.list_conventions(year=today.year) if funded else []
    amounts = amounts_in_effect(conventions, month)
    if export:
        states = {one.id: labels.state_of(one, today)[0] for one in units}
        funds = amounts if funded else None
        sheet = units_sheet(units, today=today, states=states, presence=presence, amounts=funds)
        return await export.of(sheet, f"logements-{today}")
    rows = [
        {
            "unit": unit,
            "programme": unit.programme_on(today),
            "state": labels.state_of(unit, today),
            "presence": presence.get(unit.id),
            "monthly_cents": amounts.get(unit.id),
        }
        for unit in shown
    ]
    following = paths.units_after(shown[-1].reference) if len(units) > paging.limit else ""
    return page(
        "units/list.html",
        rows=rows,
        month=month,
        funded=funded,
        totals=_totals(conventions, month) if funded else [],
        households=sum(one.households for one in presence.values()),
        following=following,
        first=paths.UNITS if paging.after else "",
    )


def _totals(conventions: Sequence[Convention], month: Month) -> list[tuple[str, str, str]]:
    """What the conventions pay for the month, were every dwelling available: one figure per programme, as for its funder."""
    signed = [one for one in conventions if one.is_in_effect(month)]
    sums: dict[str, int] = defaultdict(int)
    for one in signed:
        sums[one.programme] += planned_cents(one, month)
    if len(sums) < 2:
        return [(f"Aide conventionnée, {month_words(month)}", euros(sum(sums.values())), "")]
    return [
        (f"Aide {name} conventionnée, {month_words(month)}", euros(cents), "") for name, cents in sorted(sums.items())
    ]


@get("/logements/nouveau")
async def register_unit_page(today: NamedDependency[date]) -> Response[Any]:
    form = Form.blank(first_day=today, water_and_wc=True, heating=True)
    return page("units/register.html", form=form)


@post("/logements/nouveau")
async def register_unit_form(
    form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    command = read_registration(form)
    if form.ok:
        with form.refusals():
            unit = await once(act, Unit, actions.register_unit(db, command, act))
            return see(paths.unit(unit.id), done="unit-registered")
    return page("units/register.html", status=form.status, form=form)


@get(UNIT)
async def unit_page(
    unit_id: FromPath[UUID],
    today: NamedDependency[date],
    act: NamedDependency[Act],
    scales: NamedDependency[Scales],
    law: NamedDependency[Law],
) -> Response[Any]:
    unit = await store.find_unit(unit_id)
    conventions = await convention_store.conventions_of_unit(unit_id) if act.by.may("conventions.read") else []
    lines = [
        {"convention": convention, "checked": checked}
        for convention in conventions
        for checked in check_lines(convention.of_unit(unit_id), [unit], scales)
    ]
    since = Month.of(today).plus(1 - MONTHS_SHOWN)
    told = await presence_store.list_presence(unit_id)
    within = Period(
        Month.of(today).plus(-MONTHS_SHOWN // 2).first_day, Month.of(today).plus(MONTHS_SHOWN // 2).last_day
    )
    plan = await plan_unit(unit, within, today)
    drawing = planning_svg.draw(rows_of(plan, within), within, today, title=f"Les jours de {unit.name}", ids="unit")
    return page(
        "units/unit.html",
        unit=unit,
        programme=plan.unit.programme_on(today),
        ran_out_on=ran_out_on(unit, await held_days([unit.id]), today),
        state=labels.state_of(unit, today),
        lines=lines,
        presence=[one for one in told if one.month >= str(since)],
        free=free_from(plan.unit, plan.calendar, today),
        drawing=drawing,
        legend=planning_svg.legend(),
        events=timeline(unit, told, today),
        alerts=await alerts_of(law, today=today, unit_id=unit_id),
    )


@get(f"{UNIT}/modifier")
async def amend_unit_page(unit_id: FromPath[UUID]) -> Response[Any]:
    unit = await store.find_unit(unit_id)
    return page("units/edit.html", unit=unit, form=filled(unit))


@post(f"{UNIT}/modifier")
async def amend_unit_form(
    unit_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    unit = await store.find_unit(unit_id)
    facts, version = read_facts(form), form.version()
    if form.ok:
        with form.refusals():
            await once(act, Unit, actions.amend_unit(db, unit_id, facts, act, version=version))
            return see(paths.unit(unit_id), done="unit-amended")
    return page("units/edit.html", status=form.status, unit=unit, form=form)


HANDLERS = [
    list_units_page,
    register_unit_page,
    register_unit_form,
    unit_page,
    amend_unit_page,
    amend_unit_form,
]
