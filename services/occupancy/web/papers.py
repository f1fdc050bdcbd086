"""The papers of a stay, as PDF: contract, inspection, receipt, statement of account. Each has the permission of its page."""

from pathlib import Path
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from msgspec.structs import replace

from kernel.acts import Act
from kernel.errors import FieldError, InvalidRequest, PermissionMissing
from kernel.web.form import Form
from kernel.web.pdf import sent
from occupancy import documents
from occupancy.actions.deposit_facts import live_refunds
from occupancy.actions.support_readers import check_reader
from occupancy.documents.contracts import contract_paper
from occupancy.documents.inspections import inspection_paper, photo_file
from occupancy.documents.receipts import receipt_paper
from occupancy.documents.rules import rules_paper
from occupancy.documents.settlements import settlement_paper
from occupancy.documents.statements import statement_paper
from occupancy.domain.contracts import Contract
from occupancy.domain.inspection_content import photos_of
from occupancy.domain.inspections import completion_until, without_names
from occupancy.domain.repayment_plans import standing_of
from occupancy.domain.settlements import SettlementNotFound
from occupancy.domain.statements import statement
from occupancy.store import (
    contracts,
    deposits,
    households,
    inspection_amendments,
    inspection_photos,
    inspection_seals,
    inspections,
    issued_documents,
    ledger,
    payments,
    regies,
    repayment_plans,
)
from occupancy.store.law import law_in_force
from occupancy.web import paths
from occupancy.web.inspections import read_kind
from occupancy.web.paper_desk import StayPapers
from occupancy.web.stay_words import holder_words

FOLDER = Path(documents.__file__).parent
MEASURE = "support-measure"
_READERS = {
    "referral": ("referrals.read",),
    "commission": ("referrals.read",),
    "delegations": ("referrals.read",),
    "attribution": ("referrals.read",),
    "sliding-lease": ("sliding_leases.read", "particulars.read"),
    MEASURE: ("support_notes.read",),
    "note-elimination": ("support.read",),
}
"""What a paper of such a subject asks of who reads it again, besides `households.read`: what its own door asks."""


@get("/sejours/contrats/{contract_id:uuid}/contrat.pdf")
async def contract_pdf(
    contract_id: FromPath[UUID], act: NamedDependency[Act], papers: NamedDependency[StayPapers]
) -> Response[Any]:
    """The contract, to be signed, kept and handed over."""
    contract = await contracts.find_contract(contract_id)
    household = await households.find_household(contract.household_id)
    terms, signed_on = await contracts.terms_of(contract_id), contract.signed_on or act.today
    letterhead = await papers.letterhead_on(signed_on)
    paper = contract_paper(
        await law_in_force(),
        contract,
        household,
        terms,
        await deposits.request_of(contract_id),
        holder=holder_words(household, may_see=act.by.may("households.read")),
        letterhead=letterhead,
    )
    return await papers.give(
        FOLDER / "contracts.typ",
        paper,
        on=max([signed_on, *(one.decided_on for one in terms)]),
        under=letterhead,
        name=f"contrat-{contract.reference}",
        subject=kept(f"contract/{contract_id}", act),
    )


@get(f"{paths.RULES}")
async def rules_pdf(act: NamedDependency[Act], papers: NamedDependency[StayPapers]) -> Response[Any]:
    """The rules of the house, as they are given with a contract today."""
    letterhead = await papers.letterhead_on(act.today)
    return await papers.give(
        FOLDER / "rules.typ", rules_paper(letterhead), on=letterhead.saved_on, name="reglement-de-fonctionnement"
    )


@get("/sejours/documents/{document_id:uuid}/document.pdf")
async def issued_document_pdf(document_id: FromPath[UUID], act: NamedDependency[Act]) -> Response[bytes]:
    """A paper as it was given out, for those who may read what it was made from."""
    document, content = await issued_documents.find_document(document_id)
    kind, _, subject_id = document.subject.partition("/")
    if not all(act.by.may(one) for one in _READERS.get(kind, ())):
        raise PermissionMissing("Votre rôle ne permet pas de lire ce document.")
    if kind == MEASURE:
        await check_reader(UUID(subject_id), act)
    return sent(content, f"{document.file_name}-{document.number}")


@get("/sejours/contrats/{contract_id:uuid}/etat-des-lieux/{word:str}/etat-des-lieux.pdf")
async def inspection_pdf(
    contract_id: FromPath[UUID],
    word: FromPath[str],
    act: NamedDependency[Act],
    papers: NamedDependency[StayPapers],
) -> Response[Any]:
    """The inspection, as it was signed, or the draft."""
    kind = read_kind(word)
    contract = await contracts.find_contract(contract_id)
    household = await households.find_household(contract.household_id)
    inspection = await inspections.find_inspection(contract_id, kind)
    may_see = act.by.may("households.read")
    name = f"etat-des-lieux-{word}-{contract.reference}"
    as_signed = inspection.is_signed and may_see and not papers.is_page
    if as_signed and (kept := await inspection_seals.sealed_paper(inspection.id)):
        return sent(kept, name)
    entry = await inspection_amendments.signed_entry(contract_id)
    images = await inspection_photos.printed_images(inspection.id)
    on = inspection.signed_at or inspection.established_on
    letterhead = await papers.letterhead_on(on)
    paper = inspection_paper(
        inspection if may_see else without_names(inspection),
        contract,
        entry if entry and entry.id == inspection.entry_inspection_id else None,
        holder=holder_words(household, may_see=may_see),
        completion=completion_until(inspection, await law_in_force(), contract.territory),
        organisation=letterhead.name,
        zone=papers.zone,
        with_photos=photos_of(inspection.content, inspection.id).keys() <= images.keys(),
    )
    drawn = {photo_file(one): image for one, image in images.items()}
    return await papers.drawn_under(letterhead.head, FOLDER / "inspections.typ", paper, on=on, name=name, images=drawn)


@get("/sejours/contrats/{contract_id:uuid}/depot/solde.pdf")
async def settlement_pdf(
    contract_id: FromPath[UUID], act: NamedDependency[Act], papers: NamedDependency[StayPapers]
) -> Response[Any]:
    """The last settlement, as a letter to the household."""
    contract = await contracts.find_contract(contract_id)
    household = await households.find_household(contract.household_id)
    proposed = await deposits.settlements_of(contract_id)
    if not proposed:
        raise SettlementNotFound("Aucun solde n'est proposé pour ce contrat.")
    settlement, may_see = proposed[-1], act.by.may("households.read")
    refund = next((found for one, found in await live_refunds(contract_id) if one.id == settlement.id), None)
    paper = settlement_paper(
        settlement if may_see else replace(settlement, refund_to="Nom masqué"),
        contract,
        refund,
        holder=holder_words(household, may_see=may_see),
        organisation=papers.organisation,
    )
    return await papers.give(
        FOLDER / "settlements.typ",
        paper,
        on=refund.refunded_on if refund else settlement.proposed_on,
        name=f"solde-depot-{contract.reference}",
        subject=kept(f"contract/{contract_id}", act),
    )


@get(f"{paths.RECEIPTS}/{{receipt_id:uuid}}/recu.pdf")
async def receipt_pdf(
    receipt_id: FromPath[UUID], act: NamedDependency[Act], papers: NamedDependency[StayPapers]
) -> Response[Any]:
    """The receipt, to be handed over."""
    return (await drawn_receipt(receipt_id, act, papers))[1]


async def drawn_receipt(receipt_id: UUID, act: Act, papers: StayPapers) -> tuple[str, Response[Any]]:
    """The name of the paper of a receipt, and the answer that holds it."""
    seen = await payments.find_receipt(receipt_id)
    household = await households.find_household(seen.receipt.household_id)
    may_see = act.by.may("households.read")
    paper = receipt_paper(
        seen.receipt,
        seen.cancellation,
        await regies.find_regie(seen.receipt.regie_id),
        await ledger.transfers_of_event(seen.receipt.event_id),
        payer=seen.receipt.payer if may_see else "Nom masqué",
        holder=holder_words(household, may_see=may_see),
        organisation=papers.organisation,
    )
    on = seen.cancellation.cancelled_on if seen.cancellation else seen.receipt.recorded_on
    name = f"recu-{seen.receipt.reference}"
    subject = kept(f"receipt/{receipt_id}", act)
    return name, await papers.give(FOLDER / "receipts.typ", paper, on=on, name=name, subject=subject)


@get(f"{paths.HOUSEHOLDS}/{{household_id:uuid}}/compte/releve.pdf")
async def statement_pdf(
    household_id: FromPath[UUID],
    act: NamedDependency[Act],
    papers: NamedDependency[StayPapers],
    au: FromQuery[str] = "",
) -> Response[Any]:
    """The account of a household on a day."""
    form = Form({"au": [au]})
    on = form.maybe_date("au") or act.today
    if not form.ok:
        errors = (FieldError(field="au", message=form.error("au")),)
        raise InvalidRequest("La date du relevé n'est pas lisible.", errors=errors)
    household = await households.find_household(household_id)
    transfers = await ledger.transfers_of(household_id)
    account = statement(transfers, household_id, on)
    plans = (standing_of(one, transfers, on) for one in await repayment_plans.plans_of(household_id))
    plan = next((one for one in plans if one.is_live), None)
    holder = holder_words(household, may_see=act.by.may("households.read"))
    paper = statement_paper(account, household, holder=holder, organisation=papers.organisation, plan=plan)
    return await papers.give(
        FOLDER / "statements.typ",
        paper,
        on=on,
        name=f"releve-{household.reference}-{on}",
    )


def kept(subject: str, act: Act) -> str:
    """Who may not see names is given a paper of the moment, never the one that is kept."""
    return subject if act.by.may("households.read") else ""


async def holder_of(contract: Contract, act: Act) -> str:
    """The name to print for the household of a contract, or what stands for it."""
    household = await households.find_household(contract.household_id)
    return holder_words(household, may_see=act.by.may("households.read"))


HANDLERS = [
    contract_pdf,
    rules_pdf,
    inspection_pdf,
    settlement_pdf,
    receipt_pdf,
    statement_pdf,
    issued_document_pdf,
]
