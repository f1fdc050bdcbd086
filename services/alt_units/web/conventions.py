"""Conventions: the list, a convention's page, its preparation; the tables of the allowance."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from alt_units.actions import conventions as actions
from alt_units.actions.reconciliation import year_reconciliation
from alt_units.documents.lists import convention_sheets, conventions_sheet, scales_sheet
from alt_units.domain.aml import Advance, advance
from alt_units.domain.convention_amounts import check_lines
from alt_units.domain.convention_differences import capacity_gaps, capacity_of
from alt_units.domain.convention_lines import managed_units
from alt_units.domain.convention_papers import usual_documents
from alt_units.domain.convention_states import alerts_on, state_on
from alt_units.domain.convention_versions import open_version, versions_of
from alt_units.domain.conventions import Convention, month_forecast, year_forecast
from alt_units.domain.payment_schedules import ExpectedPayment
from alt_units.domain.regimes import chosen
from alt_units.domain.scales import Scales
from alt_units.domain.units import DwellingType, Programme
from alt_units.store import convention_papers as paper_store
from alt_units.store import conventions as store
from alt_units.store import units as unit_store
from alt_units.web import labels, paths
from alt_units.web.convention_forms import blank_convention, filled_convention, read_convention
from kernel.acts import Act, once
from kernel.db import Database
from kernel.law import Law, Status
from kernel.period import Month
from kernel.web.export import Export
from kernel.web.form import Form
from kernel.web.page import page, see

CONVENTION = "/logements/conventions/{convention_id:uuid}"


@get("/logements/baremes")
async def list_scales_page(scales: NamedDependency[Scales], export: NamedDependency[Export]) -> Response[Any]:
    if export:
        return await export.of(scales_sheet(reversed(scales.all())), "baremes")
    return page("conventions/scales.html", scales=list(reversed(scales.all())))


@get("/logements/conventions")
async def list_conventions_page(
    scales: NamedDependency[Scales],
    export: NamedDependency[Export],
    today: NamedDependency[date],
    programme: FromQuery[str | None] = None,
    annee: FromQuery[str | None] = None,
    etat: FromQuery[str | None] = None,
) -> Response[Any]:
    """Every convention, or those of a programme, a year, a state."""
    asked = Form.blank(programme=programme or "", annee=annee or "", etat=etat or "")
    known = await store.list_conventions()
    found = [
        one
        for one in known
        if programme in (None, "", one.programme)
        and annee in (None, "", str(one.year))
        and etat in (None, "", state_on(one, today))
    ]
    if export:
        states = {one.id: labels.convention_state(one, today)[0] for one in found}
        return await export.of(conventions_sheet(found, states), "conventions")
    units = await unit_store.find_units(sorted({line.unit_id for one in found for line in one.lines}))
    rows = [
        {
            "convention": one,
            "state": labels.convention_state(one, today),
            "forecast": year_forecast(one),
            "waiting": open_version(one),
            "warnings": sum(bool(line.check.excess_cents) for line in check_lines(one, units, scales)),
        }
        for one in found
    ]
    years = [(year, str(year)) for year in sorted({one.year for one in known}, reverse=True)]
    states_told = [(state, words) for state, (words, _) in labels.CONVENTION_STATES.items()]
    return page("conventions/list.html", rows=rows, known=bool(known), form=asked, years=years, states=states_told)


@get("/logements/conventions/nouvelle")
async def register_convention_page(today: NamedDependency[date], law: NamedDependency[Law]) -> Response[Any]:
    return page("conventions/edit.html", form=blank_convention(law, today.year), convention=None)


@post("/logements/conventions/nouvelle")
async def register_convention_form(
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
) -> Response[Any]:
    facts = read_convention(form)
    if form.ok:
        with form.refusals():
            convention = await once(act, Convention, actions.register_convention(db, facts, act, law=law))
            return see(paths.convention(convention.id), done="convention-registered")
    return page("conventions/edit.html", status=form.status, form=form, convention=None)


@get(CONVENTION)
async def convention_page(
    convention_id: FromPath[UUID],
    scales: NamedDependency[Scales],
    law: NamedDependency[Law],
    export: NamedDependency[Export],
    today: NamedDependency[date],
) -> Response[Any]:
    convention = await store.find_convention(convention_id)
    units = await unit_store.find_units([line.unit_id for line in convention.lines])
    if export:
        sheets = convention_sheets(convention, check_lines(convention, units, scales))
        return await export.book(sheets, f"Convention {convention.number}", f"convention-{convention.number}")
    latest, forecast = convention.latest, year_forecast(convention)
    documents, papers = await paper_store.documents_of(convention_id), await paper_store.papers_of(convention_id)
    renewed = await store.renewal_of(convention_id)
    before = await store.find_conventions([convention.renews_id]) if convention.renews_id else []
    listed = {one.label for one in documents}
    return page(
        "conventions/convention.html",
        convention=convention,
        latest=latest,
        state=labels.convention_state(convention, today),
        lines=check_lines(convention, units, scales),
        total_cents=forecast,
        advance=_advance(law, convention, managed_units(convention, units, today)),
        rules=_rules(law, latest),
        versions=versions_of(convention),
        waiting=open_version(convention),
        documents=documents,
        missing_documents=any(label not in listed for label, _ in usual_documents(law, convention)),
        papers=papers,
        renewed=renewed,
        renews=before[0] if before else None,
        expected=await _expected(law, convention),
        alerts=alerts_on(law, convention, today, is_renewed=renewed is not None, documents=documents),
        **_capacity(convention),
    )


def _capacity(convention: Convention) -> dict[str, Any]:
    """The grid of months and types, and the most dwellings that one month has."""
    months = [Month(convention.year, number) for number in range(1, 13)]
    grids = {one: capacity_of(convention.at(one)) for one in months}
    kinds = [kind for kind in DwellingType if any(grid[month, kind] for month, grid in grids.items())]
    rows = [
        {
            "month": one,
            "units": {kind: grids[one][one, kind] for kind in kinds},
            "cents": month_forecast(convention, one),
        }
        for one in months
    ]
    most = max(sum(line.covers(one) for line in convention.lines) for one in months)
    gaps = capacity_gaps(convention.latest)
    return {"months": rows, "kinds": kinds, "gaps": gaps, "most_lines": most}


def _advance(law: Law, convention: Convention, managed: int) -> Advance | None:
    terms = convention.latest.aml
    if terms is None:
        return None
    forecast = year_forecast(convention)
    return advance(law, terms, first_month=convention.first_month, forecast_cents=forecast, managed=managed)


async def _expected(law: Law, convention: Convention) -> tuple[ExpectedPayment, ...]:
    """The payments of the year, while they are paid in a few times."""
    if convention.is_draft:
        return ()
    year = await year_reconciliation(law, convention.year)
    return next((one.expected for one in year.conventions if one.convention.id == convention.id), ())


@get(f"{CONVENTION}/modifier")
async def amend_convention_page(convention_id: FromPath[UUID], law: NamedDependency[Law]) -> Response[Any]:
    convention = await store.find_convention(convention_id)
    return page("conventions/edit.html", form=filled_convention(law, convention), convention=convention)


@post(f"{CONVENTION}/modifier")
async def amend_convention_form(
    convention_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
) -> Response[Any]:
    convention = await store.find_convention(convention_id)
    facts, version = read_convention(form, convention.capacity), form.version()
    if form.ok:
        with form.refusals():
            changing = actions.amend_convention(db, convention_id, facts, act, law=law, version=version)
            await once(act, Convention, changing)
            return see(paths.convention(convention_id), done="convention-amended")
    return page("conventions/edit.html", status=form.status, form=form, convention=convention)


@get(f"{CONVENTION}/signature")
async def sign_convention_page(convention_id: FromPath[UUID], today: NamedDependency[date]) -> Response[Any]:
    convention = await store.find_convention(convention_id)
    return page("conventions/sign.html", convention=convention, form=Form.blank(signed_on=today))


@post(f"{CONVENTION}/signature")
async def sign_convention_form(
    convention_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
) -> Response[Any]:
    convention = await store.find_convention(convention_id)
    signed_on, version = form.date("signed_on"), form.version()
    if form.ok:
        with form.refusals():
            changing = actions.sign_convention(db, convention_id, act, law=law, signed_on=signed_on, version=version)
            await once(act, Convention, changing)
            return see(paths.convention(convention_id), done="convention-signed")
    return page("conventions/sign.html", status=form.status, convention=convention, form=form)


def _rules(law: Law, convention: Convention) -> list[dict[str, Any]]:
    """Each rule of the convention with where it comes from: the law when it says the same, else the convention."""
    told = (
        ("Mois incomplet", "partial_month_rule", convention.rule, labels.PARTIAL_MONTH_RULES[convention.rule]),
        ("Ce qui compte", "basis", convention.basis, labels.BASES[convention.basis]),
        ("Plafond apprécié", "ceiling", convention.ceiling, labels.CEILINGS[convention.ceiling]),
    )
    rows = []
    for label, key, value, words in told:
        if convention.programme is not Programme.ALT:
            status = labels.LAW_STATUSES[Status.VERIFIED]
            rows.append(
                {"label": label, "words": words, "source": f"Convention n° {convention.number}", "status": status}
            )
            continue
        sourced = chosen(law, key, convention.first_month, value, convention.number)
        status = labels.LAW_STATUSES[sourced.status]
        rows.append({"label": label, "words": words, "source": sourced.source, "status": status})
    return rows


HANDLERS = [
    list_scales_page,
    list_conventions_page,
    register_convention_page,
    register_convention_form,
    convention_page,
    amend_convention_page,
    amend_convention_form,
    sign_convention_page,
    sign_convention_form,
]
