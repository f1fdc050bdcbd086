"""Decisions on a claim that nobody will pay: remise gracieuse, admission en non-valeur, créance éteinte.

One person proposes, another decides with the reference of the decision (L15). Nothing is deleted: each is a fact of the ledger
of its own, undone by its exact opposite. A non-valeur does not extinguish the debt: it is kept on an account apart
(LIFECYCLE §6.3, accounts 6541 and 6542).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.money import euros
from occupancy.domain.claims import Claim
from occupancy.domain.ledger import (
    EXTINGUISHED,
    RELIEFS,
    WAIVED,
    HouseholdAccount,
    NotReversible,
    Posting,
    Transfer,
    TransferKind,
    account,
    standing,
)

REMISSION = "remission"
"""Document kind of a decision that was granted."""


class RemissionNotFound(NotFound):
    """No proposal has this id."""

    code, title = "remission-not-found", "Proposition introuvable"


class RemissionClaimUnknown(RuleBroken):
    """A decision is about one claim of this household on which something is due."""

    code, title = "remission-claim-unknown", "Somme due inconnue"


class RemissionTooHigh(RuleBroken):
    """No more is given up than what is due."""

    code, title = "remission-too-high", "Montant supérieur à ce qui reste dû"


class RemissionDecided(Conflict):
    """A proposal is decided once."""

    code, title = "remission-decided", "Proposition déjà décidée"


class DeciderIsProposer(Conflict):
    """Who proposes does not decide (L15)."""

    code, title = "decider-is-proposer", "La même personne ne peut pas proposer et décider"


class RemissionKind(StrEnum):
    """What is decided: given up, no longer pursued though still owed, extinguished by a judge or a procedure."""

    WAIVED = "waived"
    WRITTEN_OFF = "written_off"
    EXTINGUISHED = "extinguished"


WORDS = {
    RemissionKind.WAIVED: "Remise gracieuse",
    RemissionKind.WRITTEN_OFF: "Admission en non-valeur",
    RemissionKind.EXTINGUISHED: "Créance éteinte",
}


class Remission(Struct, frozen=True, kw_only=True):
    """A proposal on one claim, whole or part."""

    id: UUID
    household_id: UUID
    claim_id: UUID
    kind: RemissionKind
    amount_cents: int
    reason: str
    proposed_on: date
    proposed_by: UUID
    proposed_by_name: str


class RemissionDecision(Struct, frozen=True, kw_only=True):
    """What was decided. `event_id`: its posting, None when refused. `decision_ref`: the act, or why it is refused."""

    id: UUID
    remission_id: UUID
    proposed_by: UUID
    is_granted: bool
    decision_ref: str
    decided_on: date
    decided_by: UUID
    decided_by_name: str
    event_id: UUID | None


def claim_to_relieve(due: Sequence[Claim], claim_id: UUID, amount_cents: int) -> Claim:
    """The claim, with enough still due. Raises `RemissionClaimUnknown`, `RemissionTooHigh`."""
    claim = next((one for one in due if one.transfer_id == claim_id), None)
    if claim is None:
        raise RemissionClaimUnknown("Rien n'est dû par ce ménage à ce titre.", field="claim_id")
    if amount_cents > claim.open_cents:
        raise RemissionTooHigh(f"Il reste {euros(claim.open_cents)} dus à ce titre.", field="amount_cents")
    return claim


def relief_posting(kind: RemissionKind, household_id: UUID, claim: Claim, amount_cents: int) -> Posting:
    """Take a part off a claim: a loss, or a debt kept apart."""
    losses = {
        RemissionKind.WAIVED: WAIVED,
        RemissionKind.EXTINGUISHED: EXTINGUISHED,
        RemissionKind.WRITTEN_OFF: account(household_id, HouseholdAccount.WRITTEN_OFF),
    }
    return Posting(
        debit_account=losses[kind],
        credit_account=claim.account,
        amount_cents=amount_cents,
        kind=TransferKind(kind.value),
        label=f"{WORDS[kind]} : {claim.label}"[:600],
        contract_id=claim.contract_id,
        settles_id=claim.transfer_id,
    )


def reliefs_on(claim_id: UUID, transfers: Sequence[Transfer]) -> tuple[Transfer, ...]:
    """The decisions that stand on a claim, first one first."""
    counted = standing(transfers)
    return tuple(one for one in transfers if one.settles_id == claim_id and one.kind in RELIEFS and one.id in counted)


def check_not_over_relieved(claims: Iterable[Claim]) -> None:
    """A decision stands on a claim that stands. Raises `NotReversible`."""
    if any(one.relieved_cents > one.amount_cents for one in claims):
        raise NotReversible("Une décision (remise, non-valeur) porte sur cette somme : annulez-la d'abord.")
