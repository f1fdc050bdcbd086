"""What the dwellings cost: the list of a year, a new cost, its reversal."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from alt_units.actions import costs as actions
from alt_units.documents.lists import costs_sheet
from alt_units.domain.costs import Cost, CostFacts, CostKind
from alt_units.store import costs as store
from alt_units.store import units
from alt_units.web import labels, paths
from alt_units.web.reconciliation import check_year
from kernel.acts import Act, once
from kernel.db import Database
from kernel.period import Month, Period
from kernel.web.export import Export
from kernel.web.form import Form
from kernel.web.page import Page, page, see

MOST_PROPOSED = 300
"""What one page proposes; the rest follows once these are recorded."""


@get(paths.COSTS)
async def costs_page(
    today: NamedDependency[date], export: NamedDependency[Export], annee: FromQuery[int | None] = None
) -> Response[Any]:
    """The costs with a month in the year, reversals beside what they undo."""
    year = annee if annee is not None else today.year
    check_year(year)
    found = await store.costs_touching(Period(date(year, 1, 1), date(year, 12, 31)))
    park = {one.id: one for one in await units.all_units()}
    found.sort(key=lambda one: (one.first_month, park[one.unit_id].reference if one.unit_id else "", one.kind))
    if export:
        return await export.of(costs_sheet(found, park, year), f"depenses-{year}")
    tabs = [
        {"label": str(one), "href": paths.costs(one), "current": one == year, "count": None}
        for one in range(today.year, today.year - 4, -1)
    ]
    undone = {one.cancels_id for one in found}
    rows = [
        {"cost": one, "unit": park[one.unit_id] if one.unit_id else None, "undone": one.id in undone} for one in found
    ]
    return page("costs/list.html", year=year, rows=rows, tabs=tabs, total=sum(one.amount_cents for one in found))


@get(paths.NEW_COST)
async def record_cost_page(today: NamedDependency[date], logement: FromQuery[str] = "") -> Page:
    """For one month, or for several."""
    month = Month.of(today)
    return await _edit(Form.blank(unit_id=logement, first_month=month, last_month=month))


@post(paths.NEW_COST)
async def record_cost_form(
    form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    facts = CostFacts(
        unit_id=form.maybe_identifier("unit_id"),
        kind=form.choice("kind", CostKind),
        first_month=form.month("first_month"),
        last_month=form.month("last_month"),
        amount_cents=form.euros("amount_cents", least=1),
        reference=form.text("reference", 80, required=False),
        label=form.text("label", required=False),
    )
    if form.ok:
        with form.refusals():
            cost = await once(act, Cost, actions.record_cost(db, facts, act))
            return see(paths.costs(cost.first_month.year), done="cost-recorded")
    return await _edit(form)


@get(paths.RENTS)
async def rents_page(today: NamedDependency[date], annee: FromQuery[int | None] = None) -> Page:
    """The rents that the mobilisations let one expect and that are not recorded; nothing is until an agent ticks."""
    return await _propose(annee if annee is not None else today.year, None, today)


@post(paths.RENTS)
async def record_rents_form(
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    annee: FromQuery[int],
) -> Response[Any]:
    """Those that are ticked, or the one whose own button was used."""
    check_year(annee)
    chosen = [found for text in form.many("only") or form.many("rents") if (found := _identifier(text))]
    if not chosen:
        form.wrong("rents", "Cochez au moins un loyer.")
    if form.ok:
        with form.refusals():
            await once(act, list[Cost], actions.record_rents(db, annee, chosen, act))
            return see(paths.costs(annee), done="rents-recorded")
    return await _propose(annee, form, act.today)


@get(f"{paths.COSTS}/{{cost_id:uuid}}/annulation")
async def cancel_cost_page(cost_id: FromPath[UUID]) -> Page:
    """What is about to be undone."""
    return await _cancel(cost_id, Form.blank())


@post(f"{paths.COSTS}/{{cost_id:uuid}}/annulation")
async def cancel_cost_form(
    cost_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    reason = form.text("reason")
    if form.ok:
        with form.refusals():
            undone = await once(act, Cost, actions.cancel_cost(db, cost_id, reason, act))
            return see(paths.costs(undone.first_month.year), done="cost-cancelled")
    return await _cancel(cost_id, form)


async def _propose(year: int, sent: Form | None, today: date) -> Page:
    check_year(year)
    proposed = await actions.rents_of_year(year, today)
    shown = proposed[:MOST_PROPOSED]
    form = sent or Form.blank(rents=[str(one.cost_id) for one in shown])
    total = sum(one.amount_cents for one in shown)
    return page(
        "costs/rents.html",
        status=form.status,
        form=form,
        year=year,
        rows=shown,
        total=total,
        more=len(proposed) - len(shown),
    )


def _identifier(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


async def _edit(form: Form) -> Page:
    options = [(one.id, f"{one.reference} – {one.name}") for one in await units.all_units()]
    kinds = list(labels.COST_KINDS.items())
    return page("costs/new.html", status=form.status, form=form, unit_options=options, kind_options=kinds)


async def _cancel(cost_id: UUID, form: Form) -> Page:
    return page("costs/cancel.html", status=form.status, form=form, cost=await store.find_cost(cost_id))


HANDLERS = [
    costs_page,
    record_cost_page,
    record_cost_form,
    rents_page,
    record_rents_form,
    cancel_cost_page,
    cancel_cost_form,
]
