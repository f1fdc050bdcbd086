"""What an agent decides of a bank line: what it settles, or that it is not ours; and the undoing of either.

A match makes the payments and their allocations in one transaction, by the same acts as by hand. A later run of the matching
never touches what was decided.
"""

from collections.abc import Sequence
from uuid import UUID, uuid4

from alt_units.actions.bank_matching import refresh_findings
from alt_units.actions.funder_payments import RecordPayment, allocate_within, cancel_within, record_within
from alt_units.domain import bank_lines as rules
from alt_units.domain.bank_candidates import Part
from alt_units.domain.bank_lines import (
    BankLine,
    BankPaymentElsewhere,
    DecisionKind,
    ExplainingPayment,
    LineDecision,
    LineState,
)
from alt_units.domain.funder_payments import check_decision
from alt_units.store import bank_lines as store
from alt_units.store import funder_payments
from kernel.acts import Act, Tx, writing
from kernel.db import Database
from kernel.law import Law


async def match_bank_line(
    db: Database, line_id: UUID, parts: Sequence[Part], act: Act, *, law: Law, distinct: bool = False
) -> BankLine:
    """The line is this money: its payments are recorded and allocated, or found recorded by hand.

    `distinct`: it is not the known line that it looks like. Raises `BankLineNotFound`, `BankLineAlreadyDecided`,
    `BankLineMaybeKnown`, `BankLineNotExplained`, `BankPaymentElsewhere` and what recording and allocating a payment raise.
    """
    async with writing(db, act) as tx:
        before = await hold_line(tx, line_id)
        rules.check_decidable(before)
        rules.check_distinct(before, distinct=distinct)
        rules.check_parts(before, parts)
        decision = await decide(tx, before, DecisionKind.MATCHED, "", LineState.MATCHED)
        for part in parts:
            await _explain(tx, before, decision, part)
        after = await store.find_line(line_id)
        await tx.journal("bank-line-matched", _subject(before), before=before.state, after=after.payments)
        tx.keep(after)
    await refresh_findings(db, law=law, today=act.today)
    return after


async def set_bank_lines_aside(
    db: Database, line_ids: Sequence[UUID], reason: str, act: Act, *, law: Law
) -> list[BankLine]:
    """These lines are not the payers' money, for a reason. Raises `BankLineReasonMissing`, `BankLineAlreadyDecided`."""
    said = rules.check_reason(reason)
    async with writing(db, act) as tx:
        for line_id in sorted(set(line_ids)):
            before = await hold_line(tx, line_id)
            rules.check_decidable(before)
            await decide(tx, before, DecisionKind.SET_ASIDE, said, LineState.SET_ASIDE)
        subject = f"bank-line/{line_ids[0]}" if len(line_ids) == 1 else "bank-lines"
        await tx.journal("bank-lines-set-aside", subject, after={"lines": line_ids, "reason": said})
        after = [await store.find_line(one) for one in line_ids]
        tx.keep(after)
    await refresh_findings(db, law=law, today=act.today)
    return after


async def reopen_bank_line(db: Database, line_id: UUID, reason: str, act: Act, *, law: Law) -> BankLine:
    """Undo what was decided: the line is in suspense again, the payments that it made are cancelled with what they settled.

    Raises `BankLineNotDecided`, `BankLineOfStays`, `BankLineReasonMissing`, `AllocationTakenBack`.
    """
    said = rules.check_reason(reason)
    async with writing(db, act) as tx:
        before = await hold_line(tx, line_id)
        rules.check_undoable(before)
        for one in before.standing_payments:
            if one.made:
                await cancel_within(tx, one.payment_id, said)
        await store.release(line_id)
        await decide(tx, before, DecisionKind.REOPENED, said, LineState.SUSPENSE)
        after = await store.find_line(line_id)
        await tx.journal("bank-line-reopened", _subject(before), before=before.payments, after={"reason": said})
        tx.keep(after)
    await refresh_findings(db, law=law, today=act.today)
    return after


async def _explain(tx: Tx, line: BankLine, decision: LineDecision, part: Part) -> None:
    if part.payment_id is not None:
        payment = await funder_payments.find_payment(part.payment_id)
        await tx.lock("convention", payment.convention_id)
        if payment.amount_cents != part.amount_cents or payment.cancelled:
            raise BankPaymentElsewhere("Ce versement n'a pas le montant de la ligne, ou il est annulé.")
        payment_id, made = payment.id, False
    else:
        command = RecordPayment(
            convention_id=part.convention_id,
            received_on=line.booked_on,
            amount_cents=part.amount_cents,
            kind=part.kind,
            bank_reference=await _reference(line, part.convention_id),
            label=line.label[:200].rstrip(),
            decision_reference=part.decision_reference,
        )
        check_decision(part.kind, part.decision_reference)
        payment = await record_within(tx, command)
        if part.shares:
            await allocate_within(tx, payment, part.shares)
        payment_id, made = payment.id, True
    explaining = ExplainingPayment(
        decision_id=decision.id, line_id=line.id, payment_id=payment_id, made=made, released=False
    )
    await store.add_explaining(tx.db, uuid4(), explaining)


async def _reference(line: BankLine, convention_id: UUID) -> str:
    """The bank's reference; numbered when a line before, or this one before it was undone, bears it already.

    A payment recorded by hand under it is left to be found: recording it again would count it twice.
    """
    said = line.said_reference[:70] or f"RELEVE {line.booked_on:%Y-%m-%d}"
    for number in range(1, 1000):
        wanted = said if number == 1 else f"{said} ({number})"
        known = await funder_payments.payment_by_reference(convention_id, wanted)
        if known is None:
            return wanted
        if not known.cancelled and known.id not in await store.lines_of_payments([known.id]):
            return wanted
    return said


async def decide(tx: Tx, line: BankLine, kind: DecisionKind, reason: str, state: LineState) -> LineDecision:
    """Write the next decision of a line. Raises `BankLineAlreadyDecided`."""
    decision = rules.next_decision(line, kind, reason, new_id=uuid4(), at=tx.act.at, by=tx.act.by.name)
    await store.add_decision(tx.db, decision, state)
    return decision


async def hold_line(tx: Tx, line_id: UUID) -> BankLine:
    """Hold a line until the end of the act. Raises `BankLineNotFound`."""
    await tx.lock("bank_follow_up", line_id)
    return await store.find_line(line_id)


def _subject(line: BankLine) -> str:
    return f"bank-line/{line.id}"
