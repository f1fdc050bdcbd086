"""The claim workspace: the months of a year, and one claim with every amount explained."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from alt_units.actions import claims as actions
from alt_units.actions.bank_matching import missing_payments
from alt_units.actions.claims import WriteNote
from alt_units.actions.reconciliation import year_reconciliation
from alt_units.actions.watching import open_alerts
from alt_units.documents.money_lists import claim_sheet, claims_sheet
from alt_units.domain.claim_acts import LineSince
from alt_units.domain.claim_deadlines import justifications, limitations, yearly_deadlines
from alt_units.domain.claim_terms import out_of_force, planned_cents
from alt_units.domain.claims import Claim, ClaimNotFound, ClaimStatus
from alt_units.domain.conventions import FIRST_YEAR, LAST_YEAR
from alt_units.domain.reconciliation import NoteKind
from alt_units.domain.reconciliation_year import FollowedClaim, followed
from alt_units.store import claim_answers as answers
from alt_units.store import claim_corrections, claim_papers, conventions
from alt_units.store import claims as store
from alt_units.web import paths
from kernel.acts import Act, once
from kernel.db import Database
from kernel.errors import NotFound
from kernel.law import Law
from kernel.period import Month
from kernel.web.export import Export
from kernel.web.form import Form
from kernel.web.page import Page, page, see

CLAIM = "/logements/aides/{convention_id:uuid}/{month:str}"


@get("/logements/aides")
async def claims_page(
    law: NamedDependency[Law],
    db: NamedDependency[Database],
    today: NamedDependency[date],
    export: NamedDependency[Export],
    annee: FromQuery[int | None] = None,
) -> Response[Any]:
    """The months of a year, convention by convention."""
    years = sorted({one.year for one in await conventions.list_conventions()} | {today.year}, reverse=True)
    year = annee if annee is not None else next((one for one in years if one <= today.year), today.year)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound("Cette année n'est pas gérée.")
    found = await year_reconciliation(law, year)
    tabs = [{"label": str(one), "href": paths.claims(one), "current": one == year, "count": None} for one in years]
    months = [Month(year, number) for number in range(1, 13)]
    grid = [
        (part, [(month, _of_month(part.claims, month), planned_cents(part.convention, month)) for month in months])
        for part in found.conventions
    ]
    if export:
        listed = [(part.convention, *one) for part, found_months in grid for one in found_months]
        return await export.of(claims_sheet(year, listed), f"demandes-{year}")
    return page(
        "claims/list.html",
        alerts=await open_alerts(db, law, today=today),
        deadlines=yearly_deadlines(law, year),
        windows={
            one.convention.id: justifications(law, one.convention, await answers.find_readings(one.convention.id))
            for one in found.conventions
        },
        limits={one.convention.id: limitations(law, one.convention) for one in found.conventions},
        year=found,
        grid=grid,
        missing=await missing_payments(law, today, range(year, year + 1)),
        to_confirm=await claim_corrections.corrections_waiting(),
        tabs=tabs,
        this_month=Month.of(today),
    )


@get(CLAIM)
async def claim_page(
    convention_id: FromPath[UUID],
    month: FromPath[str],
    law: NamedDependency[Law],
    db: NamedDependency[Database],
    export: NamedDependency[Export],
) -> Response[Any]:
    """One claim, or the invitation to prepare it; what changed in the facts since it was sent."""
    if export:
        found = await find(convention_id, month)
        convention = await conventions.find_convention(convention_id)
        sheet = claim_sheet(convention, followed(found, (await store.notes_of([found.id]))[found.id]))
        return await export.of(sheet, f"demande-{convention.number}-{found.month}")
    claim = await store.claim_of_month(convention_id, read_month(month))
    since = await actions.changed_since(db, claim, law=law) if claim else ()
    return await draw(convention_id, read_month(month), Form.blank(kind=NoteKind.REMARK), since=since)


@post(f"{CLAIM}/preparation")
async def prepare_claim_form(
    convention_id: FromPath[UUID],
    month: FromPath[str],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
) -> Response[Any]:
    wanted = read_month(month)
    with form.refusals():
        await once(act, Claim, actions.prepare_claim(db, convention_id, wanted, act, law=law))
        return see(paths.claim(convention_id, wanted), done="claim-prepared")
    return await draw(convention_id, wanted, form)


@post(f"{CLAIM}/recalcul")
async def refresh_claim_form(
    convention_id: FromPath[UUID],
    month: FromPath[str],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
) -> Response[Any]:
    claim, version = await find(convention_id, month), form.version()
    if form.ok:
        with form.refusals():
            await once(act, Claim, actions.refresh_claim(db, claim.id, act, law=law, version=version))
            return see(paths.claim(convention_id, claim.month), done="claim-refreshed")
    return await draw(convention_id, claim.month, form)


@post(f"{CLAIM}/transmission")
async def submit_claim_form(
    convention_id: FromPath[UUID],
    month: FromPath[str],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
) -> Response[Any]:
    claim, version = await find(convention_id, month), form.version()
    if form.ok:
        with form.refusals():
            await once(act, Claim, actions.submit_claim(db, claim.id, act, law=law, version=version))
            return see(paths.claim(convention_id, claim.month), done="claim-submitted")
    return await draw(convention_id, claim.month, form)


@post(f"{CLAIM}/suivi")
async def write_claim_note_form(
    convention_id: FromPath[UUID],
    month: FromPath[str],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    claim, version = await find(convention_id, month), form.version()
    kind = form.choice("kind", NoteKind)
    command = WriteNote(kind=kind, text=form.text("text", 2000, required=kind is not NoteKind.CLOSING))
    if form.ok:
        with form.refusals():
            await once(act, Claim, actions.write_note(db, claim.id, command, act, version=version))
            return see(paths.claim(convention_id, claim.month), done=f"note-{kind}")
    return await draw(convention_id, claim.month, form)


def read_month(text: str) -> Month:
    """The month of an address. Raises `ClaimNotFound`."""
    try:
        return Month.parse(text)
    except ValueError:
        raise ClaimNotFound("Cette adresse ne désigne pas un mois.") from None


async def find(convention_id: UUID, month: str) -> Claim:
    """The claim of an address. Raises `ClaimNotFound`."""
    claim = await store.claim_of_month(convention_id, read_month(month))
    if claim is None:
        raise ClaimNotFound("Aucune demande n'est préparée pour ce mois.")
    return claim


async def draw(convention_id: UUID, month: Month, form: Form, *, since: Sequence[LineSince] = ()) -> Page:
    """The claim's page, with what was refused if anything was."""
    convention = await conventions.find_convention(convention_id)
    claim = await store.claim_of_month(convention_id, month)
    if claim is None:
        return page(
            "claims/none.html",
            status=form.status,
            form=form,
            convention=convention,
            month=month,
            planned_cents=planned_cents(convention, month),
            barred=out_of_force(convention, month),
        )
    notes = (await store.notes_of([claim.id]))[claim.id]
    adjustments = await store.adjustments_of([claim.id])
    corrections = await claim_corrections.corrections_of(claim.id) if claim.status is ClaimStatus.SUBMITTED else []
    names = {line.id: line.name for line in claim.lines}
    return page(
        "claims/one.html",
        status=form.status,
        form=form,
        convention=convention,
        one=followed(claim, notes),
        readings=await answers.find_readings(convention_id),
        claim=claim,
        submitted=claim.status is ClaimStatus.SUBMITTED,
        since=since,
        answers=await answers.answers_of(claim.id) if claim.status is ClaimStatus.SUBMITTED else [],
        names=names,
        corrections=corrections,
        adjustments=[(names[one.claim_line_id], one) for one in adjustments],
        given_out=await claim_papers.papers_of(claim.id),
    )


def _of_month(claims: tuple[FollowedClaim, ...], month: Month) -> FollowedClaim | None:
    return next((one for one in claims if one.claim.month == month), None)


HANDLERS = [claims_page, claim_page, prepare_claim_form, refresh_claim_form, submit_claim_form, write_claim_note_form]
