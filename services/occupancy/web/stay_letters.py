"""Letters of a stay as PDF, and the sheet in easy French. Each has the permission of the contract's page."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act
from occupancy import documents
from occupancy.documents.plain_sheets import plain_sheet
from occupancy.documents.referral_letters import LetterPaper
from occupancy.documents.stay_letters import insurance_letter, notice_letter, renewal_letter
from occupancy.domain.contracts import Contract, NoNoticeGiven
from occupancy.domain.insurance_demands import demand_of, expired_on
from occupancy.domain.renewals import NoRenewalAsked, RequestStatus
from occupancy.store import contracts, deposits, insurance_demands, renewals
from occupancy.store.insurances import attestations_of
from occupancy.store.law import law_in_force
from occupancy.web import paths
from occupancy.web.paper_desk import StayPapers
from occupancy.web.papers import holder_of, kept

_FOLDER = Path(documents.__file__).parent
_ONE = paths.CONTRACTS + "/{contract_id:uuid}"
_DECIDED = (RequestStatus.GRANTED, RequestStatus.DENIED)


@get(f"{_ONE}/fiche-facile-a-lire.pdf")
async def plain_sheet_pdf(
    contract_id: FromPath[UUID], act: NamedDependency[Act], papers: NamedDependency[StayPapers]
) -> Response[Any]:
    """What the contract says, in easy French."""
    contract = await contracts.find_contract(contract_id)
    on = contract.signed_on or act.today
    letterhead = await papers.letterhead_on(on)
    paper = plain_sheet(await law_in_force(), contract, await deposits.request_of(contract_id), letterhead=letterhead)
    return await papers.give(
        _FOLDER / "plain_sheets.typ", paper, on=on, under=letterhead, name=f"fiche-{contract.reference}"
    )


@get(f"{_ONE}/conge.pdf")
async def notice_letter_pdf(
    contract_id: FromPath[UUID], act: NamedDependency[Act], papers: NamedDependency[StayPapers]
) -> Response[Any]:
    """What follows a notice. Raises `NoNoticeGiven` without one."""
    contract = await contracts.find_contract(contract_id)
    if contract.notice is None:
        raise NoNoticeGiven("Aucun congé n'est enregistré sur ce contrat.")
    holder = await holder_of(contract, act)
    on = contract.notice.received_on or contract.notice.given_on
    letterhead = await papers.letterhead_on(on)
    paper = notice_letter(contract, await law_in_force(), holder=holder, letterhead=letterhead)
    return await _give(papers, act, contract, paper, on=on, kind="notice", name=f"conge-{contract.reference}")


@get(f"{_ONE}/demandes-de-renouvellement/{{number:int}}/reponse.pdf")
async def renewal_letter_pdf(
    contract_id: FromPath[UUID],
    number: FromPath[int],
    act: NamedDependency[Act],
    papers: NamedDependency[StayPapers],
) -> Response[Any]:
    """The answer to a request to renew, once it is decided."""
    contract = await contracts.find_contract(contract_id)
    asked = next((one for one in await renewals.requests_of(contract_id) if one.number == number), None)
    if asked is None or asked.decided is None or asked.status not in _DECIDED:
        raise NoRenewalAsked("Cette demande n'existe pas, ou n'est pas encore décidée.")
    on = asked.decided.decided_on
    holder = await holder_of(contract, act)
    paper = renewal_letter(asked, contract, holder=holder, letterhead=await papers.letterhead_on(on))
    name = f"renouvellement-{number}-{contract.reference}"
    return await _give(papers, act, contract, paper, on=on, kind=f"renewal-{number}", name=name)


@get(f"{_ONE}/mises-en-demeure-assurance/{{number:int}}/lettre.pdf")
async def insurance_letter_pdf(
    contract_id: FromPath[UUID],
    number: FromPath[int],
    act: NamedDependency[Act],
    papers: NamedDependency[StayPapers],
) -> Response[Any]:
    """A mise en demeure for an attestation, or the next one: printed first, then noted as sent, it stays one letter."""
    contract = await contracts.find_contract(contract_id)
    attestations = await attestations_of(contract_id)
    known = await insurance_demands.demands_of(contract_id)
    demand, is_sent = demand_of(contract, number, known, attestations, today=act.today)
    kind = f"insurance-demand-{number}"
    on = await papers.printed_on(kept(f"contract/{contract_id}", act), kind, demand.sent_on if is_sent else None)
    paper = insurance_letter(
        contract,
        await law_in_force(),
        on=on,
        ended_on=expired_on(attestations, on),
        holder=await holder_of(contract, act),
        letterhead=await papers.letterhead_on(on),
    )
    return await _give(papers, act, contract, paper, on=on, kind=kind, name=f"assurance-{number}-{contract.reference}")


async def _give(
    papers: StayPapers, act: Act, contract: Contract, paper: LetterPaper, *, on: date, kind: str, name: str
) -> Response[Any]:
    subject = kept(f"contract/{contract.id}", act)
    return await papers.give(_FOLDER / "letters.typ", paper, on=on, name=name, subject=subject, kind=kind)


HANDLERS = [plain_sheet_pdf, notice_letter_pdf, renewal_letter_pdf, insurance_letter_pdf]
