"""The papers of a month, as PDF: notice and quittance. A receipt of a payment is another paper."""

from pathlib import Path
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act
from kernel.errors import NotFound
from kernel.period import Month
from occupancy import documents
from occupancy.documents.rent_papers import fee_notice, quittance
from occupancy.domain.claims import open_claims
from occupancy.domain.contracts import Contract
from occupancy.domain.quittances import ChargedMonth, charged_month, check_quittance
from occupancy.store import contracts, fees, ledger
from occupancy.web import paths
from occupancy.web.paper_desk import StayPapers
from occupancy.web.papers import holder_of, kept

_TEMPLATE = Path(documents.__file__).parent / "rent_papers.typ"
_MONTH = paths.CONTRACTS + "/{contract_id:uuid}/redevances/{month:str}"


@get(f"{_MONTH}/avis.pdf")
async def fee_notice_pdf(
    contract_id: FromPath[UUID],
    month: FromPath[str],
    act: NamedDependency[Act],
    papers: NamedDependency[StayPapers],
) -> Response[Any]:
    """What is asked for a month, as the account stands: drawn each time."""
    contract, found = await _find(contract_id, month)
    due = sum(claim.open_cents for claim in open_claims(await ledger.transfers_of(contract.household_id)))
    letterhead = await papers.letterhead_on(act.today)
    paper = fee_notice(
        found,
        contract,
        holder=await holder_of(contract, act),
        letterhead=letterhead,
        other_due_cents=due - max(found.claim.open_cents, 0),
    )
    return await papers.give(
        _TEMPLATE, paper, on=act.today, under=letterhead, name=f"avis-{month}-{contract.reference}"
    )


@get(f"{_MONTH}/quittance.pdf")
async def quittance_pdf(
    contract_id: FromPath[UUID],
    month: FromPath[str],
    act: NamedDependency[Act],
    papers: NamedDependency[StayPapers],
) -> Response[Any]:
    """That a month is paid. Raises `QuittanceRefused` while anything of it remains due."""
    contract, found = await _find(contract_id, month)
    paid_on = check_quittance(found)
    letterhead = await papers.letterhead_on(paid_on)
    paper = quittance(found, contract, holder=await holder_of(contract, act), letterhead=letterhead)
    return await papers.give(
        _TEMPLATE,
        paper,
        on=paid_on,
        under=letterhead,
        name=f"quittance-{month}-{contract.reference}",
        subject=kept(f"contract/{contract_id}", act),
        kind=f"quittance-{month}",
    )


async def _find(contract_id: UUID, month: str) -> tuple[Contract, ChargedMonth]:
    try:
        asked = Month.parse(month)
    except ValueError:
        raise NotFound("Un mois s'écrit comme 2026-11.") from None
    contract = await contracts.find_contract(contract_id)
    transfers = await ledger.transfers_of(contract.household_id)
    return contract, charged_month(await fees.charges_of(contract_id), transfers, asked)


HANDLERS = [fee_notice_pdf, quittance_pdf]
