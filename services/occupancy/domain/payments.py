"""Payments: what a régie takes in, by what means, and the receipt that proves it.

A receipt is never changed nor removed; a cancelled one keeps its number, with the reason. The paper is a reçu, not a
quittance (FIN-14).
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.law import Law
from kernel.money import euros
from occupancy.domain.claims import Allocation, Claim, Part, allocate
from occupancy.domain.ledger import HouseholdAccount, Posting, TransferKind, account
from occupancy.domain.regies import PaymentKind
from occupancy.domain.tills import Means


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


class AllocationRefused(RuleBroken):
    """Claims chosen by hand take together no more than what was received, and each no more than is open on it."""

    code, title = "allocation-refused", "Imputation refusée"


class ThirdPartyMissing(RuleBroken):
    """A payment by a third party names who it is; any other names none."""

    code, title = "third-party-missing", "Tiers payeur à préciser"


class SoucheTaken(Conflict):
    """A number of the journal à souches serves once."""

    code, title = "souche-taken", "Numéro de souche déjà utilisé"


class DeliveryNotAgreed(RuleBroken):
    """A receipt goes by e-mail only with the express agreement of the household (FIN-14)."""

    code, title = "delivery-not-agreed", "Accord exprès nécessaire pour un envoi électronique"


class ThirdParty(StrEnum):
    """Who may pay in the place of a household."""

    FSL = "fsl"
    ACTION_LOGEMENT = "action_logement"
    CAF = "caf"
    GUARDIAN = "guardian"
    OTHER = "other"


class NoAddressToSendTo(RuleBroken):
    """A paper is sent to the address that the household gave."""

    code, title = "no-address-to-send-to", "Pas d'adresse de courriel"


TO_BE_AGREED = "Cochez l'accord exprès du ménage, ou remettez le reçu sur papier."


class DeliveryWay(StrEnum):
    """How the paper reached the household."""

    HANDED = "handed"
    POST = "post"
    EMAIL = "email"


class ChosenPart(Struct, frozen=True, kw_only=True):
    """So much for this claim, chosen at the desk."""

    claim_id: UUID
    amount_cents: int


class Receipt(Struct, frozen=True, kw_only=True):
    """A numbered receipt. `recorded_on` is the day it was drawn up, which gives its year.

    `souche`: the number of the paper quittance that it mirrors. `chosen`: the claims chosen at the desk; empty: oldest first.
    """

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
    souche: int | None = None
    third_party: ThirdParty | None = None
    chosen: tuple[ChosenPart, ...] = ()


class ReceiptDelivery(Struct, frozen=True, kw_only=True):
    """The paper given or sent. `agreed`: the household agreed expressly to an electronic one."""

    id: UUID
    receipt_id: UUID
    way: DeliveryWay
    agreed: bool
    given_on: date
    given_by: UUID
    given_by_name: str


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


def check_reason(reason: str, *, field: str = "reason") -> str:
    """The reason, trimmed. Raises `ReasonMissing`."""
    if not reason.strip():
        raise ReasonMissing("Indiquez le motif.", field=field)
    return reason.strip()


def check_third_party(means: Means, third_party: ThirdParty | None) -> None:
    """Raises `ThirdPartyMissing`."""
    if (means is Means.THIRD_PARTY) != (third_party is not None):
        asked = "Indiquez quel tiers paie." if third_party is None else "Ce mode de paiement n'a pas de tiers payeur."
        raise ThirdPartyMissing(asked, field="third_party")


def check_delivery(way: DeliveryWay, *, agreed: bool) -> None:
    """Raises `DeliveryNotAgreed`."""
    if way is DeliveryWay.EMAIL and not agreed:
        raise DeliveryNotAgreed(TO_BE_AGREED, field="agreed")


def allocate_chosen(amount_cents: int, due: Sequence[Claim], chosen: Sequence[ChosenPart]) -> Allocation:
    """The claims chosen at the desk first; what they leave pays the others, oldest first. Raises `AllocationRefused`."""
    wanted = {one.claim_id: one.amount_cents for one in chosen}
    known = {claim.transfer_id: claim for claim in due}
    if len(wanted) < len(chosen) or any(cents <= 0 for cents in wanted.values()):
        raise AllocationRefused("Chaque somme due se choisit une fois, pour au moins un centime.", field="chosen")
    for claim_id, cents in wanted.items():
        claim = known.get(claim_id)
        if claim is None:
            raise AllocationRefused("Une des sommes choisies n'est plus due.", field="chosen")
        if cents > claim.open_cents:
            raise AllocationRefused(
                f"{claim.label} : il reste {euros(claim.open_cents)} à payer, pas {euros(cents)}.", field="chosen"
            )
    if sum(wanted.values()) > amount_cents:
        raise AllocationRefused(
            f"Les sommes choisies font {euros(sum(wanted.values()))}, le paiement {euros(amount_cents)}.",
            field="chosen",
        )
    first = {claim.transfer_id: wanted.get(claim.transfer_id, 0) for claim in due}
    left = [replace(one, settled_cents=one.settled_cents + first[one.transfer_id]) for one in due]
    rest = allocate(amount_cents - sum(wanted.values()), left)
    for part in rest.parts:
        first[part.claim.transfer_id] += part.amount_cents
    parts = [Part(claim=claim, amount_cents=first[claim.transfer_id]) for claim in due if first[claim.transfer_id]]
    return Allocation(parts=tuple(parts), advance_cents=rest.advance_cents)


def fee_payment(household_id: UUID, into: str, allocation: Allocation, reference: str) -> tuple[Posting, ...]:
    """A payment of fees or damage: money into an account of the régie, claims paid, the rest kept as an advance."""
    paid = [
        Posting(
            debit_account=into,
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
                debit_account=into,
                credit_account=account(household_id, HouseholdAccount.ADVANCE),
                amount_cents=allocation.advance_cents,
                kind=TransferKind.PAYMENT,
                label=f"Reçu {reference} : avance",
            )
        )
    return tuple(paid)


def deposit_payment(
    household_id: UUID, into: str, contract_id: UUID, amount_cents: int, *, due_cents: int, reference: str
) -> Sequence[Posting]:
    """A payment of the deposit: money in, the request paid, and the same amount held for the household.

    Raises `NoDepositDue` above what is still asked.
    """
    if amount_cents > due_cents:
        raise NoDepositDue(f"Il reste {euros(max(due_cents, 0))} de dépôt à recevoir pour ce contrat.", field="amount")
    paid = Posting(
        debit_account=into,
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
