"""Correcting a claim that was sent: one person proposes, another confirms or refuses; nothing moves in between."""

from datetime import date
from uuid import UUID, uuid4

from msgspec import Struct

from alt_units.actions.claims import hold_claim, room_of, told
from alt_units.domain import claim_acts
from alt_units.domain.claim_corrections import ClaimCorrection, CorrectionEnd, CorrectionOutcome, check_end
from alt_units.domain.claims import Adjustment, Claim
from alt_units.store import claim_corrections as store
from alt_units.store import claims, conventions
from kernel.acts import Act, Tx, writing
from kernel.db import Database


class AdjustClaimLine(Struct, frozen=True, kw_only=True):
    """More (positive) or less (negative) is due on a submitted line, by a decision of that day."""

    line_id: UUID
    decided_on: date
    amount_cents: int
    reason: str


class EndCorrection(Struct, frozen=True, kw_only=True):
    """What becomes of a proposal, and why."""

    outcome: CorrectionOutcome
    reason: str = ""


async def propose_correction(
    db: Database, claim_id: UUID, command: AdjustClaimLine, act: Act, *, version: int
) -> ClaimCorrection:
    """Propose to correct a submitted line; nothing moves yet. Raises what `claim_acts.adjust` raises, and `StaleVersion`."""
    async with writing(db, act) as tx:
        claim = await hold_claim(tx, claim_id)
        proposal = ClaimCorrection(
            id=uuid4(),
            claim_line_id=command.line_id,
            decided_on=command.decided_on,
            amount_cents=command.amount_cents,
            reason=command.reason.strip(),
            proposed_at=act.at,
            proposed_by=act.by.id,
            proposed_by_name=act.by.name,
        )
        await _adjusted(tx, claim, _adjustment(proposal, act.by.name))
        await store.add_correction(proposal)
        await claims.save_status(claim, expected=version)
        await tx.journal("claim-correction-proposed", f"claim/{claim_id}", after=proposal)
        return tx.keep(proposal)


async def end_correction(db: Database, correction_id: UUID, command: EndCorrection, act: Act) -> CorrectionEnd:
    """Confirm a proposal, which adjusts the line, refuse it, or take it back.

    Raises `CorrectionNotFound`, `CorrectionEnded`, `CorrectorIsProposer`, `ReasonMissing`, and what `claim_acts.adjust` raises.
    """
    async with writing(db, act) as tx:
        proposal, claim_id = await store.find_correction(correction_id)
        before = await hold_claim(tx, claim_id)
        check_end(proposal, command.outcome, command.reason, by=act.by.id)
        end = CorrectionEnd(
            id=uuid4(),
            correction_id=proposal.id,
            proposed_by=proposal.proposed_by,
            outcome=command.outcome,
            reason=command.reason.strip(),
            ended_at=act.at,
            ended_by=act.by.id,
            ended_by_name=act.by.name,
        )
        await store.add_end(db, end)
        if command.outcome is CorrectionOutcome.CONFIRMED:
            adjustment = _adjustment(proposal, act.by.name)
            after = await _adjusted(tx, before, adjustment)
            await claims.add_adjustments(db, [adjustment])
            await claims.save_status(after, expected=before.version)
            await tx.journal("claim-line-adjusted", f"claim/{claim_id}", before=told(before), after=told(after))
        else:
            await claims.save_status(before, expected=before.version)
            verb = f"claim-correction-{command.outcome}"
            await tx.journal(verb, f"claim/{claim_id}", before=proposal, after=end)
        return tx.keep(end)


async def _adjusted(tx: Tx, claim: Claim, adjustment: Adjustment) -> Claim:
    room = await room_of(tx.db, await conventions.find_convention(claim.convention_id), claim.month)
    return claim_acts.adjust(claim, adjustment, room=room, today=tx.act.today)


def _adjustment(proposal: ClaimCorrection, by: str) -> Adjustment:
    return Adjustment(
        id=uuid4(),
        claim_line_id=proposal.claim_line_id,
        decided_on=proposal.decided_on,
        amount_cents=proposal.amount_cents,
        reason=proposal.reason,
        decided_by=by,
        correction_id=proposal.id,
    )
