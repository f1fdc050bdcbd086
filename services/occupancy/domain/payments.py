"""Payments: what a régie takes in, by what means, and the receipt that proves it.

A receipt is never changed nor removed; a cancelled one keeps its number, with the reason. The paper is a reçu, not a
quittance (FIN-14).
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.law import Law
from kernel.money import euros
from occupancy.domain.claims import Allocation
from occupancy.domain.ledger import HouseholdAccount, Posting, TransferKind, account, cash_account
from occupancy.domain.regies import PaymentKind


class ReceiptNotFound(NotFound):
    """No receipt has this id."""

    code, title = "receipt-not-found", "Reçu introuvable"


class ReceiptAlreadyCancelled(Conflict):
    """A receipt is cancelled at most once; its number is kept."""

    code, title = "receipt-already-cancelled", "Reçu déjà annulé"


class CashAboveLimit(RuleBroken):
    """Cash is limited per receipt in public collection (FIN-13)."""

    code, title = "cash-above-limit", "Espèces au-dessus du plafond"


class ReceivedInFuture(RuleBroken):
    """What has not been received cannot be receipted."""

    code, title = "received-in-future", "Encaissement daté dans l'avenir"


class NoDepositDue(RuleBroken):
    """A deposit is received only up to what was asked (DEP-08)."""

    code, title = "no-deposit-due", "Dépôt de garantie supérieur à ce qui est demandé"


class DepositAlreadyReturned(Conflict):
    """A deposit that went back, or was withheld, can no longer be un-received."""

    code, title = "deposit-already-returned", "Dépôt de garantie déjà soldé"


class ReasonMissing(RuleBroken):
    """An act that undoes another says why."""

    code, title = "reason-missing", "Motif obligatoire"


class Means(StrEnum):
    """How the money came."""

    CASH = "cash"
    CHEQUE = "cheque"
    TRANSFER = "transfer"
    CARD = "card"
    THIRD_PARTY = "third_party"


class Receipt(Struct, frozen=True, kw_only=True):
    """A numbered receipt. `recorded_on` is the day it was drawn up, which gives its year."""

    id: UUID
    regie_id: UUID
    year: int
    number: int
    reference: str
    received_on: date
    recorded_on: date
    household_id: UUID
    contract_id: UUID | None
    payer: str
    means: Means
    kind: PaymentKind
    amount_cents: int
    event_id: UUID
    regisseur_id: UUID
    regisseur_name: str


class ReceiptCancellation(Struct, frozen=True, kw_only=True):
    """The act that cancels a receipt: its reason, and the event that mirrors the receipt's."""

    id: UUID
    receipt_id: UUID
    reason: str
    cancelled_on: date
    event_id: UUID
    cancelled_by: UUID
    cancelled_by_name: str


def check_means(law: Law, means: Means, amount_cents: int, received_on: date, *, today: date) -> None:
    """Raises `CashAboveLimit`, `ReceivedInFuture`."""
    if received_on > today:
        raise ReceivedInFuture(
            "La date d'encaissement ne peut pas être postérieure à aujourd'hui.", field="received_on"
        )
    limit = law.at("cash.limit_cents", received_on)
    if means is Means.CASH and amount_cents > limit.number:
        raise CashAboveLimit(f"Au plus {euros(limit.number)} en espèces par reçu. {limit.source}.", field="amount")


def check_reason(reason: str) -> str:
    """The reason, trimmed. Raises `ReasonMissing`."""
    if not reason.strip():
        raise ReasonMissing("Indiquez le motif.", field="reason")
    return reason.strip()


def fee_payment(household_id: UUID, regie_id: UUID, allocation: Allocation, reference: str) -> tuple[Posting, ...]:
    """A payment of fees or damage: cash in, oldest claims paid, the rest kept as an advance."""
    cash = cash_account(regie_id)
    paid = [
        Posting(
            debit_account=cash,
            credit_account=part.claim.account,
            amount_cents=part.amount_cents,
            kind=TransferKind.PAYMENT,
            label=f"Reçu {reference} : {part.claim.label}",
            contract_id=part.claim.contract_id,
            settles_id=part.claim.transfer_id,
        )
        for part in allocation.parts
    ]
    if allocation.advance_cents:
        paid.append(
            Posting(
                debit_account=cash,
                credit_account=account(household_id, HouseholdAccount.ADVANCE),
                amount_cents=allocation.advance_cents,
                kind=TransferKind.PAYMENT,
                label=f"Reçu {reference} : avance",
            )
        )
    return tuple(paid)


def deposit_payment(
    household_id: UUID, regie_id: UUID, contract_id: UUID, amount_cents: int, *, due_cents: int, reference: str
) -> Sequence[Posting]:
    """A payment of the deposit: cash in, the request paid, and the same amount held for the household.

    Raises `NoDepositDue` above what is still asked.
    """
    if amount_cents > due_cents:
        raise NoDepositDue(f"Il reste {euros(max(due_cents, 0))} de dépôt à recevoir pour ce contrat.", field="amount")
    paid = Posting(
        debit_account=cash_account(regie_id),
        credit_account=account(household_id, HouseholdAccount.DEPOSIT_DUE),
        amount_cents=amount_cents,
        kind=TransferKind.DEPOSIT_PAID,
        label=f"Reçu {reference} : dépôt de garantie",
        contract_id=contract_id,
    )
    held = Posting(
        debit_account=account(household_id, HouseholdAccount.DEPOSIT_PLEDGED),
        credit_account=account(household_id, HouseholdAccount.DEPOSIT_HELD),
        amount_cents=amount_cents,
        kind=TransferKind.DEPOSIT_HELD,
        label="Dépôt de garantie détenu",
        contract_id=contract_id,
    )
    return (paid, held)
