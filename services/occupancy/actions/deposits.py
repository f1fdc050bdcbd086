"""Deposits: asked for, settled by one person, returned by another."""

from datetime import date
from uuid import UUID, uuid4

from msgspec import Struct

from kernel.acts import Act, Tx, writing
from kernel.db import Database
from kernel.law import Law
from occupancy.actions.activity import put_activity
from occupancy.actions.allocations import settle_household
from occupancy.actions.deposit_facts import live_refunds
from occupancy.actions.stay_deadlines import keep_stay_deadlines
from occupancy.domain.claims import open_claims
from occupancy.domain.contracts import Contract, ContractNotRunning
from occupancy.domain.deposit_stages import FollowedDeposit, follow
from occupancy.domain.deposits import (
    DepositAlreadyAsked,
    DepositRequest,
    DepositState,
    check_deposit,
    deposit_state,
    request_postings,
)
from occupancy.domain.inspections import Inspection, InspectionKind
from occupancy.domain.ledger import Event, standing
from occupancy.domain.regies import PaymentKind
from occupancy.domain.settlement_proposals import Proposal, Words, proposed
from occupancy.domain.settlement_resolutions import SettlementOutcome, check_pending, resolution
from occupancy.domain.settlements import (
    ApproverIsProposer,
    Beneficiary,
    DepositRefund,
    NoticeChannel,
    Settlement,
    SettlementNotice,
    SettlementReplaced,
    check_beneficiary,
    check_final,
    check_keys_day,
    check_notice,
    check_settleable,
    closing_postings,
    damage_postings,
    earliest_keys_day,
    fee_arrears,
    is_conform,
    late_of_settlement,
    late_posting,
    provision_deadline,
    return_deadline,
    shares,
)
from occupancy.domain.wear_grids import wear_rules
from occupancy.domain.withholdings import (
    LineDraft,
    SettlementLine,
    check_lines,
    check_provision,
    counted,
)
from occupancy.store import contracts, deposits, inspections, ledger, openings, payments, wear_grids
from occupancy.store.inspection_amendments import signed_entry
from occupancy.store.law import law_in_force


class ProposeSettlement(Struct, frozen=True, kw_only=True):
    """What an agent proposes for a deposit, from the two inspections."""

    contract_id: UUID
    keys_returned_on: date
    exit_conforms: bool
    lines: tuple[LineDraft, ...]
    refund_to: str
    address_known_on: date | None
    accounts_approved_on: date | None = None
    beneficiary: Beneficiary = Beneficiary.PAYER
    refund_to_reason: str = ""
    refund_reference: str = ""


async def request_deposit(
    db: Database, contract_id: UUID, amount_cents: int, reason: str | None, act: Act
) -> DepositRequest:
    """Ask a household for the deposit of its contract, once.

    Raises `ContractNotFound`, `ContractNotRunning`, `DepositAlreadyAsked`, `DepositAboveCap`.
    """
    async with writing(db, act) as tx:
        await tx.lock("household", (await contracts.find_contract(contract_id)).household_id)
        contract = await contracts.find_contract(contract_id)
        if not contract.is_running:
            raise ContractNotRunning("Le dépôt se demande pour un contrat signé et en cours.")
        before = await deposits.request_of(contract_id)
        if before and await _stands(before):
            raise DepositAlreadyAsked("Le dépôt de ce contrat a déjà été demandé ; il n'est jamais révisé.")
        law, regime, fee_cents = await law_in_force(), contract.legal_regime, contract.fee.cents
        asked = DepositRequest(
            id=uuid4(),
            contract_id=contract_id,
            household_id=contract.household_id,
            amount_cents=amount_cents,
            cap_cents=check_deposit(law, regime, amount_cents, fee_cents, act.today, reason),
            reason=(reason or "").strip() or None,
            asked_on=act.today,
            event_id=uuid4(),
            attempt=before.attempt + 1 if before else 1,
        )
        event = _event(asked.event_id, contract, "deposit_request", asked.id, act)
        postings = request_postings(contract.household_id, contract_id, amount_cents)
        await ledger.post(db, event, postings, at=act.at, by=act.by.id)
        await deposits.add_request(db, asked)
        await tx.journal("deposit-requested", f"contract/{contract_id}", after=asked)
        return tx.keep(asked)


async def settle_deposit(db: Database, command: ProposeSettlement, act: Act) -> Settlement:
    """Propose what is withheld and what goes back. Nothing moves until another person approves it.

    Raises `ContractNotFound`, `ContractNotEnded`, `NothingToSettle`, `ProvisionNotFinal`, `WithholdingUncounted`,
    `WithholdingAboveWear`, `WithholdingUnproven`, `ArrearsOverstated`, `ProvisionTooHigh`, `BeneficiaryUnexplained`.
    """
    async with writing(db, act) as tx:
        contract = await contracts.find_contract(command.contract_id)
        await tx.lock("household", contract.household_id)
        proposal = await add_proposal(tx, contract, command, act)
        await tx.journal("deposit-settled", f"contract/{contract.id}", after=proposal)
        return tx.keep(proposal)


async def add_proposal(tx: Tx, contract: Contract, command: ProposeSettlement, act: Act) -> Settlement:
    """Inside an act that holds the household: the proposal, checked and written. Raises what `settle_deposit` raises."""
    proposal = await tried_settlement(contract, command, act)
    before = await deposits.settlements_of(contract.id)
    if before and not await deposits.resolutions_of([before[-1].id]):
        replaced = resolution(before[-1], SettlementOutcome.REPLACED, act.today, act.by.id, act.by.name)
        await deposits.add_resolution(tx.db, replaced)
    await deposits.add_settlement(tx.db, proposal)
    await keep_stay_deadlines(contract, act)
    return proposal


async def tried_settlement(contract: Contract, command: ProposeSettlement, act: Act) -> Settlement:
    """What would be proposed: every line counted, with its wear, and checked; nothing is written. Raises the same."""
    asked, approved = await deposits.request_of(contract.id), await approved_settlement(contract.id)
    check_settleable(contract, approved, asked)
    check_keys_day(command.keys_returned_on, earliest_keys_day(contract), act.today)
    lines = tuple(one for one in await count_lines(contract, command) if one is not None)
    check_final(approved, lines, command.accounts_approved_on, act.today)
    transfers = await ledger.transfers_of(contract.household_id)
    arrears = fee_arrears(open_claims(transfers), contract.household_id)
    check_lines(lines, sum(claim.open_cents for claim in arrears))
    held = deposit_state(transfers, contract.id).held_cents
    rate = (await law_in_force()).at("deposit.provision_per_mille", command.keys_returned_on)
    check_provision(lines, asked_cents=asked.amount_cents if asked else 0, held_cents=held, rate=rate)
    proposal = await _proposal(contract, command, lines, held, act)
    check_beneficiary(proposal, await payers_of(contract))
    return proposal


async def payers_of(contract: Contract) -> tuple[str, ...]:
    """Who paid the deposit, as the books before and their receipts say, first to last; those cancelled left out (DEP-10)."""
    seen = await payments.receipts_of(contract.household_id)
    paid = (
        one.receipt
        for one in seen
        if one.receipt.contract_id == contract.id
        and one.receipt.kind is PaymentKind.DEPOSIT
        and one.cancellation is None
    )
    asked = await deposits.request_of(contract.id)
    before = [
        one.payer for one in await openings.of_contracts([contract.id]) if asked and one.event_id == asked.event_id
    ]
    here = [one.payer for one in sorted(paid, key=lambda each: (each.received_on, each.number))]
    return tuple(dict.fromkeys((*before, *here)))


async def count_lines(contract: Contract, command: ProposeSettlement) -> tuple[SettlementLine | None, ...]:
    """The lines with their wear, after the grid of the contract and the day of the exit inspection (VET-04, VET-05).

    None stands for a line of which nothing is due. Raises what `counted` raises.
    """
    seen = await inspections.maybe_inspection(contract.id, InspectionKind.EXIT)
    until = seen.established_on if seen and seen.is_signed else command.keys_returned_on
    rules = wear_rules(await law_in_force(), until)
    return counted(command.lines, await wear_grids.grid_of_contract(contract.id), rules, until)


async def refund_deposit(db: Database, settlement_id: UUID, refunded_on: date, act: Act) -> DepositRefund:
    """Approve a settlement and post it: damage claimed in full, deposit set against it, the rest paid out (FIN-06).

    Raises `SettlementNotFound`, `ApproverIsProposer`, `SettlementReplaced`, `NothingToSettle`, `SettlementResolved`.
    """
    async with writing(db, act) as tx:
        proposal = await deposits.find_settlement(settlement_id)
        contract = await contracts.find_contract(proposal.contract_id)
        await tx.lock("household", contract.household_id)
        if proposal.proposed_by == act.by.id:
            raise ApproverIsProposer("Vous avez proposé ce solde : une autre personne doit l'approuver.")
        if (await deposits.settlements_of(contract.id))[-1].id != proposal.id:
            raise SettlementReplaced("Une autre proposition a été faite depuis : approuvez la dernière.")
        check_settleable(contract, await approved_settlement(contract.id), await deposits.request_of(contract.id))
        law, ended = await law_in_force(), await deposits.resolutions_of([proposal.id])
        check_pending(ended.get(proposal.id), law, proposal, act.today)
        check_keys_day(refunded_on, proposal.keys_returned_on, act.today, field="refunded_on")
        late = late_of_settlement(law, contract, proposal, refunded_on)
        refund = DepositRefund(
            id=uuid4(),
            settlement_id=proposal.id,
            proposed_by=proposal.proposed_by,
            approved_by=act.by.id,
            approved_by_name=act.by.name,
            refunded_on=refunded_on,
            refund_cents=proposal.refund_cents,
            event_id=uuid4(),
            late_cents=late.cents if late and late.is_owed else 0,
        )
        paid = resolution(proposal, SettlementOutcome.PAID, refunded_on, act.by.id, act.by.name)
        await deposits.add_resolution(db, paid)
        await deposits.add_refund(db, refund)
        await _post_settlement(tx, contract, proposal, refund, act)
        await settle_household(tx, contract.household_id, act)
        await put_activity(contract.household_id, act)
        await keep_stay_deadlines(contract, act)
        await tx.journal("deposit-refunded", f"contract/{contract.id}", before=proposal, after=refund)
        return tx.keep(refund)


async def follow_deposits() -> list[FollowedDeposit]:
    """Every deposit with where it stands: what is to be returned first, by its day, then the latest asked."""
    law, requests, states = await law_in_force(), await deposits.all_requests(), await ledger.deposit_states()
    ids = {one.contract_id for one in requests}
    known, proposed = await contracts.contracts_by_id(ids), await deposits.last_settlements(ids)
    refunds = await deposits.refunds_of([one.id for one in proposed.values()])
    nothing = DepositState(due_cents=0, held_cents=0)
    found = []
    for one in requests:
        settlement = proposed.get(one.contract_id)
        refund = refunds.get(settlement.id) if settlement else None
        state = states.get(one.contract_id, nothing)
        found.append(follow(law, one, known[one.contract_id], state, settlement, refund))
    return sorted(found, key=lambda each: each.return_by or date.max)


async def standing_returns() -> list[tuple[Settlement, DepositRefund]]:
    """Every return that was approved and that nothing undid, the latest paid first."""
    found = await deposits.approved_returns()
    books = await ledger.transfers_of_many({one.household_id for one, _ in found})
    counted: set[UUID] = set()
    for rows in books.values():
        counts = standing(rows)
        counted.update(one.event_id for one in rows if one.id in counts)
    return [(one, refund) for one, refund in found if refund.event_id in counted]


async def both_inspections(contract_id: UUID) -> tuple[Inspection, Inspection] | None:
    """The entry as its avenants complete it and the exit, once both are signed."""
    entry = await signed_entry(contract_id)
    exit_ = await inspections.maybe_inspection(contract_id, InspectionKind.EXIT)
    return (entry, exit_) if entry and exit_ and exit_.is_signed else None


async def propose_lines(contract: Contract, words: Words, both: tuple[Inspection, Inspection] | None) -> Proposal:
    """The lines that the two signed inspections and the account call for, to be completed; none without both of them."""
    if both is None:
        return Proposal()
    entry, exit_ = both
    due = fee_arrears(open_claims(await ledger.transfers_of(contract.household_id)), contract.household_id)
    return proposed(entry, exit_, await wear_grids.grid_of_contract(contract.id), due, words)


async def tell_settlement(
    db: Database, settlement_id: UUID, told_on: date, channel: NoticeChannel, proof: str, act: Act
) -> SettlementNotice:
    """Record that the household received the detail of what is withheld (DEP-04).

    Raises `SettlementNotFound`, `SettlementReplaced`, `SettlementAlreadyTold`, `NoticeUnproven`.
    """
    async with writing(db, act) as tx:
        proposal = await deposits.find_settlement(settlement_id)
        await tx.lock("household", proposal.household_id)
        if (await deposits.settlements_of(proposal.contract_id))[-1].id != proposal.id:
            raise SettlementReplaced("Une autre proposition a été faite depuis : envoyez la dernière.")
        notice = SettlementNotice(
            id=uuid4(),
            settlement_id=settlement_id,
            told_on=told_on,
            channel=channel,
            proof=proof,
            told_by_name=act.by.name,
        )
        check_notice(notice, proposal, act.today)
        await deposits.add_notice(db, notice)
        await tx.journal("settlement-told", f"contract/{proposal.contract_id}", after=notice)
        return tx.keep(notice)


async def approved_settlement(contract_id: UUID) -> Settlement | None:
    """The last approved settlement of a contract that stands."""
    live = await live_refunds(contract_id)
    return live[-1][0] if live else None


async def _proposal(
    contract: Contract, command: ProposeSettlement, lines: tuple[SettlementLine, ...], held: int, act: Act
) -> Settlement:
    withheld, refund = shares(held, lines)
    due_on, source = _deadline(await law_in_force(), command, lines)
    return Settlement(
        id=uuid4(),
        contract_id=contract.id,
        household_id=contract.household_id,
        attempt=len(await deposits.settlements_of(contract.id)) + 1,
        keys_returned_on=command.keys_returned_on,
        exit_conforms=command.exit_conforms,
        due_on=due_on,
        due_source=source,
        held_cents=held,
        lines=lines,
        withheld_cents=withheld,
        refund_cents=refund,
        refund_to=command.refund_to,
        address_known_on=command.address_known_on,
        proposed_on=act.today,
        proposed_by=act.by.id,
        proposed_by_name=act.by.name,
        accounts_approved_on=command.accounts_approved_on,
        beneficiary=command.beneficiary,
        refund_to_reason=command.refund_to_reason.strip(),
        refund_reference=command.refund_reference.strip(),
    )


async def _stands(request: DepositRequest) -> bool:
    """Only what an import took over is undone as a whole; it can then be asked for."""
    transfers = await ledger.transfers_of(request.household_id)
    counted = standing(transfers)
    return any(one.id in counted for one in transfers if one.event_id == request.event_id)


def _deadline(law: Law, command: ProposeSettlement, lines: tuple[SettlementLine, ...]) -> tuple[date, str]:
    if command.accounts_approved_on is not None:
        return provision_deadline(law, command.accounts_approved_on)
    conforms = is_conform(command.exit_conforms, lines)
    return return_deadline(law, command.keys_returned_on, exit_conforms=conforms)


async def _post_settlement(tx: Tx, contract: Contract, proposal: Settlement, refund: DepositRefund, act: Act) -> None:
    event = _event(refund.event_id, contract, "deposit_refund", refund.id, act)
    posted = await ledger.post(tx.db, event, damage_postings(proposal), at=act.at, by=act.by.id)
    transfers = await ledger.transfers_of(contract.household_id)
    ours = {one.id for one in posted}
    due = open_claims(transfers)
    damage = [claim for claim in due if claim.transfer_id in ours]
    state = deposit_state(transfers, contract.id)
    postings = (
        *closing_postings(proposal, damage, fee_arrears(due, contract.household_id), state),
        *late_posting(proposal, refund.late_cents),
    )
    await ledger.post(tx.db, event, postings, at=act.at, by=act.by.id)


def _event(event_id: UUID, contract: Contract, kind: str, document_id: UUID, act: Act) -> Event:
    return Event(
        id=event_id,
        booked_on=act.today,
        household_id=contract.household_id,
        document_kind=kind,
        document_id=document_id,
    )
