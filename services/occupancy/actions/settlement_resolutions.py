"""Proposals of settlement that end without a payment: refused by another person, or lapsed when nobody decided in time."""

import logging
from datetime import date, datetime
from uuid import UUID

from kernel.acts import Act, Staff, writing
from kernel.db import Database
from occupancy.actions.stay_deadlines import keep_stay_deadlines
from occupancy.domain.payments import check_reason
from occupancy.domain.settlement_resolutions import (
    PROGRAM,
    SettlementOutcome,
    SettlementResolution,
    SettlementResolved,
    check_pending,
    has_lapsed,
    lapse_reason,
    resolution,
)
from occupancy.domain.settlements import ApproverIsProposer, Settlement
from occupancy.store import contracts, deposits
from occupancy.store.law import law_in_force

log = logging.getLogger("palier")


async def refuse_settlement(db: Database, settlement_id: UUID, reason: str, act: Act) -> SettlementResolution:
    """Refuse a proposal, with its reason: nothing moves, another one may be proposed.

    Raises `SettlementNotFound`, `ApproverIsProposer`, `SettlementResolved`, `ReasonMissing`.
    """
    said = check_reason(reason)
    async with writing(db, act) as tx:
        proposal = await deposits.find_settlement(settlement_id)
        await tx.lock("household", proposal.household_id)
        if proposal.proposed_by == act.by.id:
            raise ApproverIsProposer(
                "Vous avez proposé ce solde : remplacez-le, ou laissez une autre personne le refuser."
            )
        ended = await deposits.resolutions_of([proposal.id])
        check_pending(ended.get(proposal.id), await law_in_force(), proposal, act.today)
        refused = resolution(proposal, SettlementOutcome.REFUSED, act.today, act.by.id, act.by.name, reason=said)
        await deposits.add_resolution(db, refused)
        await keep_stay_deadlines(await contracts.find_contract(proposal.contract_id), act)
        await tx.journal("settlement-refused", f"contract/{proposal.contract_id}", before=proposal, after=refused)
        return tx.keep(refused)


async def lapse_settlements(db: Database, at: datetime, today: date) -> int:
    """The program's own act, once a day: proposals past their delay lapse, each in its transaction; how many did.

    Whoever decided a moment before has decided: the second one comes too late, and says nothing.
    """
    law, lapsed = await law_in_force(), 0
    for proposal in await deposits.pending_settlements(db):
        if not has_lapsed(law, proposal, today):
            continue
        program = Staff(id=UUID(int=0), name=PROGRAM)
        try:
            await _lapse(
                db, proposal, lapse_reason(law, proposal), Act(by=program, at=at, today=today, request_id="lapse")
            )
        except SettlementResolved:
            log.info("settlement %s was decided meanwhile", proposal.id)
        else:
            lapsed += 1
    return lapsed


async def _lapse(db: Database, proposal: Settlement, reason: str, act: Act) -> None:
    async with writing(db, act) as tx:
        await tx.lock("household", proposal.household_id)
        lapsed = resolution(proposal, SettlementOutcome.LAPSED, act.today, act.by.id, act.by.name, reason=reason)
        await deposits.add_resolution(db, lapsed)
        await keep_stay_deadlines(await contracts.find_contract(proposal.contract_id), act)
        await tx.journal("settlement-lapsed", f"contract/{proposal.contract_id}", before=proposal, after=lapsed)
