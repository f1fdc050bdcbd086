"""What people do with the payers' money: record it, allocate it to claim lines, undo an allocation."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

from msgspec import Struct
from msgspec.structs import asdict

from alt_units.actions.claim_exchanges import following_claims
from alt_units.domain import funder_payments as rules
from alt_units.domain.claims import Claim, ClaimStatus
from alt_units.domain.funder_payments import Allocation, Due, FunderPayment, PaymentAlreadyRecorded, PaymentKind, Share
from alt_units.store import claims, conventions
from alt_units.store import funder_payments as store
from kernel.acts import Act, Tx, writing
from kernel.db import Database
from kernel.errors import Blocker


class RecordPayment(Struct, frozen=True, kw_only=True):
    """What the bank statement says. `amount_cents` negative: an indu given back."""

    convention_id: UUID
    received_on: date
    amount_cents: int
    kind: PaymentKind
    bank_reference: str
    label: str
    decision_reference: str = ""


async def record_funder_payment(db: Database, command: RecordPayment, act: Act) -> FunderPayment:
    """Raises `ConventionNotFound`, `PaymentSignWrong`, `PaymentInFuture`, `InduUnreferenced`, `DecisionMisplaced`,
    `PaymentAlreadyRecorded`.
    """
    async with writing(db, act) as tx:
        rules.check_decision(command.kind, command.decision_reference)
        payment = await record_within(tx, command)
        await tx.journal("funder-payment-recorded", _subject(payment), after=payment)
        return tx.keep(payment)


async def record_within(tx: Tx, command: RecordPayment) -> FunderPayment:
    """Record a payment as a part of a larger act, which journals it. Raises what `record_funder_payment` raises."""
    payment = FunderPayment(id=uuid4(), allocations=(), **asdict(command))
    rules.check_payment(payment, today=tx.act.today)
    await conventions.find_convention(command.convention_id)
    await tx.lock("convention", command.convention_id)
    if known := await store.payment_by_reference(command.convention_id, command.bank_reference):
        label = f"Versement {known.bank_reference} du {known.received_on:%d/%m/%Y}"
        blocker = Blocker(label=label, href=f"/logements/aides/versements/{known.id}")
        raise PaymentAlreadyRecorded(field="bank_reference", blocker=blocker)
    await store.add_payment(tx.db, payment)
    return payment


async def allocate_funder_payment(db: Database, payment_id: UUID, shares: Sequence[Share], act: Act) -> FunderPayment:
    """Settle claim lines. Raises `FunderPaymentNotFound` and what `rules.check_shares` raises."""
    async with writing(db, act) as tx:
        before = await _held(tx, payment_id)
        after = await allocate_within(tx, before, shares)
        await tx.journal("funder-payment-allocated", _subject(before), before=before, after=after)
        return tx.keep(after)


async def allocate_within(tx: Tx, payment: FunderPayment, shares: Sequence[Share]) -> FunderPayment:
    """Settle claim lines as a part of a larger act; the convention is held already. Raises what `rules.check_shares` raises."""
    checked = rules.check_shares(payment, shares, await dues_of(payment.convention_id))
    async with following_claims(tx, [share.claim_line_id for share in checked]):
        for share in checked:
            await store.add_allocation(
                tx.db,
                Allocation(
                    id=uuid4(),
                    payment_id=payment.id,
                    claim_line_id=share.claim_line_id,
                    amount_cents=share.amount_cents,
                    cancels_id=None,
                ),
            )
    return await store.find_payment(payment.id)


async def cancel_allocation(db: Database, payment_id: UUID, allocation_id: UUID, act: Act) -> FunderPayment:
    """Undo one allocation by a row of its own.

    Raises `AllocationNotFound`, `AllocationAlreadyCancelled`, `AllocationTakenBack`.
    """
    async with writing(db, act) as tx:
        before = await _held(tx, payment_id)
        undoing = rules.cancellation(before, allocation_id, new_id=uuid4())
        async with following_claims(tx, [undoing.claim_line_id]):
            await store.add_allocation(db, undoing)
        after = await store.find_payment(payment_id)
        await tx.journal("allocation-cancelled", _subject(before), before=before, after=after)
        return tx.keep(after)


async def cancel_within(tx: Tx, payment_id: UUID, reason: str) -> None:
    """Undo what a payment settles, then the payment, as a part of a larger act. Raises `AllocationTakenBack`."""
    payment = await _held(tx, payment_id)
    undone = {one.cancels_id for one in payment.allocations}
    standing = [one for one in payment.allocations if one.cancels_id is None and one.id not in undone]
    async with following_claims(tx, [one.claim_line_id for one in standing]):
        for one in standing:
            await store.add_allocation(tx.db, rules.cancellation(payment, one.id, new_id=uuid4()))
    await store.cancel_payment(payment_id, reason, at=tx.act.at, by=tx.act.by.name)


async def dues_of(convention_id: UUID) -> list[Due]:
    """Every submitted line of a convention, oldest month first: what an allocation may settle."""
    found = await claims.claims_of_convention(convention_id, traced=False)
    return [due for claim in found if claim.status is ClaimStatus.SUBMITTED for due in _dues(claim)]


def _dues(claim: Claim) -> list[Due]:
    return [
        Due(
            claim_line_id=line.id,
            month=claim.month,
            reference=line.reference,
            difference_cents=line.difference_cents,
            paid_cents=line.paid_cents,
        )
        for line in claim.lines
    ]


async def _held(tx: Tx, payment_id: UUID) -> FunderPayment:
    """The payment, once nobody else moves money under its convention."""
    found = await store.find_payment(payment_id)
    await tx.lock("convention", found.convention_id)
    return await store.find_payment(payment_id)


def _subject(payment: FunderPayment) -> str:
    return f"funder-payment/{payment.id}"
