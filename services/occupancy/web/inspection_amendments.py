"""Avenants to an entry inspection: the page that records one, and its paper."""

from pathlib import Path
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.errors import NotFound
from kernel.settings import Settings
from kernel.web.form import Form
from kernel.web.page import Page, page, see
from occupancy import documents
from occupancy.actions.inspection_amendments import amend_inspection
from occupancy.documents.inspection_amendments import amendment_paper
from occupancy.domain.inspection_amendments import (
    Amendment,
    AmendmentGround,
    AmendmentItem,
    AmendmentRequest,
    InspectionNotAmendable,
    until,
)
from occupancy.domain.inspection_content import PartyRole
from occupancy.domain.inspection_signatures import InspectionSignature, SignatureMethod
from occupancy.domain.inspections import Inspection, InspectionKind
from occupancy.store import contracts, households, inspections
from occupancy.store import inspection_amendments as store
from occupancy.store.law import law_in_force
from occupancy.web import labels, paths
from occupancy.web.inspections import read_kind
from occupancy.web.paper_desk import StayPapers
from occupancy.web.stay_words import holder_words, place_words

_ONE = "/sejours/contrats/{contract_id:uuid}/etat-des-lieux/{word:str}/avenants"
_TEMPLATE = Path(documents.__file__).parent / "inspection_amendments.typ"
LINES = range(4)
"""Things that one avenant adds through the page; the API takes twenty."""


@get(_ONE + "/nouveau")
async def amendment_page(contract_id: FromPath[UUID], word: FromPath[str], act: NamedDependency[Act]) -> Page:
    """What is asked, when, and who signs."""
    inspection = await _entry(contract_id, word)
    may_see = act.by.may("households.read")
    holder = next((one.name for one in inspection.content.parties if one.role is PartyRole.HOUSEHOLD), "")
    start = {"requested_on": act.today, "established_on": act.today, "ground": AmendmentGround.COMPLETION}
    form = Form.blank(**start, household=holder if may_see else "", agent=act.by.name)
    return await _draw(form, contract_id, inspection, act)


@post(_ONE + "/nouveau")
async def amendment_form(
    contract_id: FromPath[UUID],
    word: FromPath[str],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Record it, signed."""
    inspection = await _entry(contract_id, word)
    request = _read(form, act)
    if form.ok:
        with form.refusals():
            adding = amend_inspection(db, inspection.id, request, act, settings=settings)
            await once(act, Amendment, adding)
            return see(paths.inspection(contract_id, InspectionKind.ENTRY), done="inspection-amended")
    return await _draw(form, contract_id, inspection, act)


@get(_ONE + "/{number:int}/avenant.pdf")
async def amendment_pdf(
    contract_id: FromPath[UUID],
    word: FromPath[str],
    number: FromPath[int],
    act: NamedDependency[Act],
    papers: NamedDependency[StayPapers],
) -> Response[Any]:
    """The avenant as it was signed."""
    contract = await contracts.find_contract(contract_id)
    inspection = await _entry(contract_id, word)
    found = next((one for one in await store.amendments_of(inspection.id) if one.number == number), None)
    if found is None or not act.by.may("households.read"):
        raise NotFound("Cet avenant n'existe pas, ou votre rôle ne permet pas de le lire.")
    household = await households.find_household(contract.household_id)
    paper = amendment_paper(
        found,
        inspection,
        contract,
        holder=household.name,
        organisation=papers.organisation,
        zone=papers.zone,
    )
    name = f"avenant-{number}-etat-des-lieux-{contract.reference}"
    return await papers.give(_TEMPLATE, paper, on=found.recorded_at, name=name)


async def _entry(contract_id: UUID, word: str) -> Inspection:
    """Raises `InspectionNotFound`, `InspectionNotAmendable`."""
    kind = read_kind(word)
    if kind is not InspectionKind.ENTRY:
        raise InspectionNotAmendable("Seul un état des lieux d'entrée signé se complète par un avenant.")
    return await inspections.find_inspection(contract_id, kind)


def _read(form: Form, act: Act) -> AmendmentRequest:
    items = tuple(
        AmendmentItem(
            room=form.text(f"item.{n}.room", 80, required=False),
            element=form.text(f"item.{n}.element", 80) or "?",
            observation=form.text(f"item.{n}.observation", 500) or "?",
        )
        for n in LINES
        if n == 0 or form.value(f"item.{n}.element") or form.value(f"item.{n}.observation")
    )
    named = ((PartyRole.HOUSEHOLD, form.text("household", 120)), (PartyRole.CCAS, form.text("agent", 120)))
    signatures = tuple(
        InspectionSignature(role=role, name=name or "?", method=SignatureMethod.PAPER, signed_at=act.at)
        for role, name in named
    )
    return AmendmentRequest(
        ground=form.choice("ground", AmendmentGround),
        requested_on=form.date("requested_on"),
        established_on=form.date("established_on"),
        items=items,
        signatures=signatures,
        is_agreed=form.checked("is_agreed"),
    )


async def _draw(form: Form, contract_id: UUID, inspection: Inspection, act: Act) -> Page:
    contract = await contracts.find_contract(contract_id)
    household = await households.find_household(contract.household_id)
    law = await law_in_force()
    return page(
        "inspections/amendment.html",
        status=form.status,
        form=form,
        contract=contract,
        holder=holder_words(household, may_see=act.by.may("households.read")),
        place=place_words(contract),
        lines=LINES,
        limits=[(labels.AMENDMENT_GROUND[ground], until(inspection, ground, law)) for ground in AmendmentGround],
        grounds=list(labels.AMENDMENT_GROUND.items()),
    )


HANDLERS = [amendment_page, amendment_form, amendment_pdf]
