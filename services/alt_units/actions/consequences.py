"""What a correction would change, read before it is confirmed. Nothing is written."""

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

from alt_units.actions.claim_corrections import AdjustClaimLine
from alt_units.actions.claims import SetClaimed, room_of
from alt_units.domain import claim_acts as rules
from alt_units.domain.claim_terms import Room
from alt_units.domain.claims import Adjustment, Claim, ClaimStatus
from alt_units.domain.consequences import Change, Consequence, consequence
from alt_units.domain.conventions import Convention
from alt_units.domain.payment_schedules import expected_payments
from alt_units.store import claims, conventions, funder_payments, payment_schedules
from kernel.db import Database
from kernel.law import Law
from kernel.period import Month


async def preview_adjustment(
    db: Database, law: Law, claim_id: UUID, command: AdjustClaimLine, *, by: str, today: date
) -> Consequence:
    """What an adjustment would change. Raises what `rules.adjust` raises."""
    adjustment = Adjustment(
        id=uuid4(),
        claim_line_id=command.line_id,
        decided_on=command.decided_on,
        amount_cents=command.amount_cents,
        reason=command.reason,
        decided_by=by,
    )
    return await _preview(
        db, law, claim_id, command.line_id, lambda claim, room: rules.adjust(claim, adjustment, room=room, today=today)
    )


async def preview_claimed(db: Database, law: Law, claim_id: UUID, command: SetClaimed) -> Consequence:
    """What claiming another amount would change. Raises what `rules.set_claimed` raises."""
    return await _preview(
        db,
        law,
        claim_id,
        command.line_id,
        lambda claim, _: rules.set_claimed(claim, command.line_id, command.amount_cents, reason=command.reason),
    )


async def _preview(
    db: Database, law: Law, claim_id: UUID, line_id: UUID, decide: Callable[[Claim, Room], Claim]
) -> Consequence:
    before = await claims.find_claim(claim_id, traced=False)
    convention = await conventions.find_convention(before.convention_id)
    room = await room_of(db, convention, before.month)
    after = decide(before, room)
    elsewhere = await claims.due_elsewhere(db, convention.id, before.month)
    change = after.due_cents - before.due_cents
    sent = change if before.status is ClaimStatus.SUBMITTED else 0
    balance = await _balance(db, law, convention, change=sent)
    return consequence(before, after, line_id, elsewhere_cents=elsewhere, room=room, balance=balance)


async def _balance(db: Database, law: Law, convention: Convention, *, change: int) -> Change | None:
    """The last payment of the year, before and after, once every month is sent; None before, or where each month is paid."""
    dues = await claims.sent_dues(db, convention.id)
    months = [Month(convention.year, number) for number in range(1, 13)]
    complete = all(
        month in dues
        for month in months
        if convention.is_in_effect(month) and any(line.covers(month) for line in convention.lines)
    )
    schedule = (await payment_schedules.find_schedules([convention.id])).get(convention.id)
    payments = await funder_payments.payments_of_conventions([convention.id])

    def balance(due_cents: int) -> int | None:
        expected = expected_payments(
            law, convention, schedule, due_cents=due_cents, complete=complete, payments=payments
        )
        return expected[-1].expected_cents if expected and complete else None

    before, after = balance(sum(dues.values())), balance(sum(dues.values()) + change)
    return None if before is None or after is None else Change(before_cents=before, after_cents=after)
