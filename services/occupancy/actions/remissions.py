"""Giving up a claim, or no longer pursuing it: one person proposes, another decides, and the decision is posted."""

from uuid import UUID, uuid4

from msgspec import Struct

from kernel.acts import Act, writing
from kernel.db import Database
from occupancy.actions.activity import put_activity
from occupancy.actions.allocations import settle_household
from occupancy.domain.claims import open_claims
from occupancy.domain.ledger import Event
from occupancy.domain.payments import check_reason
from occupancy.domain.remissions import (
    REMISSION,
    DeciderIsProposer,
    Remission,
    RemissionDecision,
    RemissionKind,
    claim_to_relieve,
    relief_posting,
)
from occupancy.store import households, ledger
from occupancy.store import remissions as store


class ProposeRemission(Struct, frozen=True, kw_only=True):
    """What is proposed on one claim, and why."""

    claim_id: UUID
    kind: RemissionKind
    amount_cents: int
    reason: str


async def propose_remission(db: Database, household_id: UUID, command: ProposeRemission, act: Act) -> Remission:
    """Nothing moves before another person decides.

    Raises `HouseholdNotFound`, `ReasonMissing`, `RemissionClaimUnknown`, `RemissionTooHigh`.
    """
    why = check_reason(command.reason)
    async with writing(db, act) as tx:
        household = await households.find_household(household_id)
        await tx.lock("household", household.id)
        due = open_claims(await ledger.transfers_of(household.id))
        claim_to_relieve(due, command.claim_id, command.amount_cents)
        proposal = Remission(
            id=uuid4(),
            household_id=household.id,
            claim_id=command.claim_id,
            kind=command.kind,
            amount_cents=command.amount_cents,
            reason=why,
            proposed_on=act.today,
            proposed_by=act.by.id,
            proposed_by_name=act.by.name,
        )
        await store.add_remission(proposal)
        await tx.journal("remission-proposed", f"household/{household.id}", after=proposal)
        return tx.keep(proposal)


async def decide_remission(
    db: Database, remission_id: UUID, decision_ref: str, act: Act, *, is_granted: bool
) -> RemissionDecision:
    """Grant it, and post it, or refuse it: `decision_ref` names the act, or says why.

    Raises `RemissionNotFound`, `DeciderIsProposer`, `RemissionDecided`, `ReasonMissing`, `RemissionClaimUnknown`,
    `RemissionTooHigh`.
    """
    said = check_reason(decision_ref, field="decision_ref")
    async with writing(db, act) as tx:
        proposal = await store.find_remission(remission_id)
        await tx.lock("household", proposal.household_id)
        if proposal.proposed_by == act.by.id:
            raise DeciderIsProposer("Vous avez proposé cette décision : une autre personne doit la prendre.")
        decision = RemissionDecision(
            id=uuid4(),
            remission_id=proposal.id,
            proposed_by=proposal.proposed_by,
            is_granted=is_granted,
            decision_ref=said,
            decided_on=act.today,
            decided_by=act.by.id,
            decided_by_name=act.by.name,
            event_id=uuid4() if is_granted else None,
        )
        await store.add_decision(db, decision)
        if decision.event_id is not None:
            await _post(db, proposal, decision.event_id, act)
            await settle_household(tx, proposal.household_id, act)
            await put_activity(proposal.household_id, act)
        verb = "remission-granted" if is_granted else "remission-refused"
        await tx.journal(verb, f"household/{proposal.household_id}", before=proposal, after=decision)
        return tx.keep(decision)


async def _post(db: Database, proposal: Remission, event_id: UUID, act: Act) -> None:
    due = open_claims(await ledger.transfers_of(proposal.household_id))
    claim = claim_to_relieve(due, proposal.claim_id, proposal.amount_cents)
    event = Event(
        id=event_id,
        booked_on=act.today,
        household_id=proposal.household_id,
        document_kind=REMISSION,
        document_id=proposal.id,
    )
    posting = relief_posting(proposal.kind, proposal.household_id, claim, proposal.amount_cents)
    await ledger.post(db, event, [posting], at=act.at, by=act.by.id)
