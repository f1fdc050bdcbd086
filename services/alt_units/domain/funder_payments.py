"""What the payer of the allowance sent or took back, and which claim lines it settles.

A payment and its allocations never change: a wrong allocation is cancelled by a row of its own. What is not allocated
stays in sight on the payment, « à affecter ». Ground: REC-01 and REC-02 of the domain notes.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.money import euros, split_evenly
from kernel.period import Month


class FunderPaymentNotFound(NotFound):
    """No payment bears this identifier."""

    code, title = "funder-payment-not-found", "Versement introuvable"


class AllocationNotFound(NotFound):
    """No allocation bears this identifier."""

    code, title = "allocation-not-found", "Affectation introuvable"


class PaymentAlreadyRecorded(Conflict):
    """The same bank reference is recorded once per convention."""

    code, title = "funder-payment-already-recorded", "Versement déjà enregistré sous cette référence"


class PaymentSignWrong(RuleBroken):
    """An indu is money given back; every other kind is money received."""

    code, title = "funder-payment-sign-wrong", "Le signe ne correspond pas à la nature du versement"


class InduUnreferenced(RuleBroken):
    """An indu rests on a decision of the payer: its reference is what it is contested or paid with (REC-02)."""

    code, title = "indu-unreferenced", "Référence de la décision d'indu manquante"


class DecisionMisplaced(RuleBroken):
    """Only an indu rests on such a decision."""

    code, title = "decision-misplaced", "Référence de décision réservée aux indus"


class PaymentInFuture(RuleBroken):
    """A payment is recorded once it has been received."""

    code, title = "funder-payment-in-future", "Date de versement à venir"


class FunderPaymentCancelled(Conflict):
    """A payment whose bank line was put back in suspense counts no more and settles nothing."""

    code, title = "funder-payment-cancelled", "Versement annulé"


class AllocationAbovePayment(RuleBroken):
    """A payment settles at most its own amount."""

    code, title = "allocation-above-payment", "Affectations supérieures au versement"


class AllocationAboveDue(RuleBroken):
    """A line takes at most what is still to come; the rest stays « à affecter »."""

    code, title = "allocation-above-due", "Affectation supérieure au reste à recevoir de la ligne"


class AllocationEmpty(RuleBroken):
    """Nothing is allocated."""

    code, title = "allocation-empty", "Aucune ligne n'est affectée"


class AllocationAlreadyCancelled(Conflict):
    """An allocation is cancelled once."""

    code, title = "allocation-already-cancelled", "Affectation déjà annulée"


class AllocationTakenBack(Conflict):
    """What an indu took back from a line is given back first: a line is never paid below nothing."""

    code, title = "allocation-taken-back", "Affectation déjà reprise par un indu"


class PaymentKind(StrEnum):
    """What the payer says the money is."""

    ACOMPTE = "acompte"
    VERSEMENT = "versement"
    SOLDE = "solde"
    RAPPEL = "rappel"
    INDU = "indu"


class Allocation(Struct, frozen=True, kw_only=True):
    """The part of a payment that settles a claim line. `cancels_id`: this row undoes another, amount for amount."""

    id: UUID
    payment_id: UUID
    claim_line_id: UUID
    amount_cents: int
    cancels_id: UUID | None


class FunderPayment(Struct, frozen=True, kw_only=True):
    """A movement of money with the payer of a convention. Negative: an indu given back.

    `cancelled`: made from a bank line whose match was undone; it stays in sight and counts no more.
    `decision_reference`: the payer's decision on which an indu rests; a bank statement does not say it.
    """

    id: UUID
    convention_id: UUID
    received_on: date
    amount_cents: int
    kind: PaymentKind
    bank_reference: str
    label: str
    allocations: tuple[Allocation, ...]
    cancelled: bool = False
    decision_reference: str = ""

    @property
    def allocated_cents(self) -> int:
        return sum(one.amount_cents for one in self.allocations)

    @property
    def left_cents(self) -> int:
        """What is still to allocate, with the payment's sign."""
        return 0 if self.cancelled else self.amount_cents - self.allocated_cents


class Due(Struct, frozen=True, kw_only=True):
    """A submitted claim line as an allocation sees it."""

    claim_line_id: UUID
    month: Month
    reference: str
    difference_cents: int
    paid_cents: int


class Share(Struct, frozen=True, kw_only=True):
    """So much for that line."""

    claim_line_id: UUID
    amount_cents: int


def check_payment(payment: FunderPayment, *, today: date) -> None:
    """Raises `PaymentSignWrong` (the sign does not fit the kind, or nothing moves), `PaymentInFuture`."""
    if (payment.amount_cents < 0) is not (payment.kind is PaymentKind.INDU) or payment.amount_cents == 0:
        detail = "Un indu remboursé se saisit en négatif ; tout autre versement en positif, sans jamais être nul."
        raise PaymentSignWrong(detail, field="amount_cents")
    if payment.received_on > today:
        raise PaymentInFuture("La date du versement ne peut pas être à venir.", field="received_on")


def check_decision(kind: PaymentKind, decision_reference: str) -> None:
    """A person who records an indu says on which decision it rests. Raises `InduUnreferenced`, `DecisionMisplaced`."""
    if kind is PaymentKind.INDU and not decision_reference.strip():
        raise InduUnreferenced("Recopiez la référence de la décision du financeur.", field="decision_reference")
    if kind is not PaymentKind.INDU and decision_reference:
        raise DecisionMisplaced("Laissez ce champ vide : il n'y a pas d'indu.", field="decision_reference")


def propose(payment: FunderPayment, dues: Sequence[Due]) -> tuple[Share, ...]:
    """Settle the oldest months first. Money received goes to what is still to come, an indu to what came in excess."""
    sign = -1 if payment.amount_cents < 0 else 1
    left, shares = sign * payment.left_cents, []
    for due in sorted(dues, key=lambda one: (one.month, one.reference, str(one.claim_line_id))):
        wanted = sign * due.difference_cents
        part = min(left, wanted)
        if part > 0:
            shares.append(Share(claim_line_id=due.claim_line_id, amount_cents=sign * part))
            left -= part
    return tuple(shares)


def check_shares(payment: FunderPayment, shares: Sequence[Share], dues: Sequence[Due]) -> tuple[Share, ...]:
    """The shares that move something, once they hold: within the payment, and within what each line can take.

    Raises `FunderPaymentCancelled`, `AllocationEmpty`, `AllocationAboveDue`, `AllocationAbovePayment`.
    """
    if payment.cancelled:
        raise FunderPaymentCancelled("Ce versement a été annulé : il ne règle plus rien.")
    wanted = tuple(share for share in shares if share.amount_cents != 0)
    if not wanted:
        raise AllocationEmpty("Indiquez au moins un montant à affecter.")
    sign = -1 if payment.amount_cents < 0 else 1
    by_line = {due.claim_line_id: due for due in dues}
    for share in wanted:
        _check_share(sign, share, by_line.get(share.claim_line_id))
    total = sign * sum(share.amount_cents for share in wanted)
    if total > sign * payment.left_cents:
        over = euros(total - sign * payment.left_cents)
        raise AllocationAbovePayment(f"Il reste {euros(payment.left_cents)} à affecter : {over} de trop.")
    return wanted


def cancellation(payment: FunderPayment, allocation_id: UUID, *, new_id: UUID) -> Allocation:
    """The row that undoes an allocation. Raises `AllocationNotFound`, `AllocationAlreadyCancelled`."""
    found = next((one for one in payment.allocations if one.id == allocation_id), None)
    if found is None or found.cancels_id is not None:
        raise AllocationNotFound
    if any(one.cancels_id == allocation_id for one in payment.allocations):
        raise AllocationAlreadyCancelled
    return Allocation(
        id=new_id,
        payment_id=payment.id,
        claim_line_id=found.claim_line_id,
        amount_cents=-found.amount_cents,
        cancels_id=found.id,
    )


def instalments(forecast_cents: int, count: int) -> tuple[int, ...]:
    """The payments expected over a year when the convention gives no shares: equal parts, the last is the balance."""
    return split_evenly(forecast_cents, count)


def last_instalment(due_cents: int, earlier_cents: Sequence[int]) -> int:
    """The balance: what is due for the year less what came before. Negative: an indu to give back (REC-02)."""
    return due_cents - sum(earlier_cents)


def _check_share(sign: int, share: Share, due: Due | None) -> None:
    if due is None:
        raise AllocationAboveDue("Une des lignes n'appartient pas aux demandes transmises de cette convention.")
    room = due.difference_cents if sign > 0 else due.paid_cents
    if not 0 < sign * share.amount_cents <= room:
        detail = f"{due.reference}, {due.month.number:02d}/{due.month.year} : au plus {euros(sign * max(room, 0))}."
        raise AllocationAboveDue(detail, field=str(due.claim_line_id))
