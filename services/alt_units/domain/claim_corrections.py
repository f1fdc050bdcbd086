"""The correction of a claim that was sent: proposed by one person, confirmed or refused by another, or taken back (L15).

The two other ways of giving up what was computed rest on two persons as well: an amount decided by hand is sent by somebody
else, and a difference that will not come is explained by one person and closed by another.
"""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from alt_units.domain.claims import Claim, ReasonMissing
from alt_units.domain.reconciliation import ClaimNote, NoteKind, last_word
from kernel.errors import Conflict, NotFound


class CorrectionNotFound(NotFound):
    """No proposal has this identifier."""

    code, title = "claim-correction-not-found", "Correction introuvable"


class CorrectionEnded(Conflict):
    """A proposal is decided once."""

    code, title = "claim-correction-ended", "Correction déjà décidée"


class CorrectorIsProposer(Conflict):
    """Who proposes a correction does not confirm it (L15)."""

    code, title = "corrector-is-proposer", "La même personne ne peut pas proposer et confirmer"


class SenderDecided(Conflict):
    """Who decided an amount by hand does not send it (L15)."""

    code, title = "sender-decided-amount", "La même personne ne peut pas décider un montant et le transmettre"


class CloserExplained(Conflict):
    """Who explains why a difference will not come does not close the claim on it (L15)."""

    code, title = "closer-explained-gap", "La même personne ne peut pas justifier un écart et clore"


class CorrectionOutcome(StrEnum):
    """How a proposal ended: by another person, or taken back by who made it."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ClaimCorrection(Struct, frozen=True, kw_only=True):
    """More (positive) or less (negative) would be due on a submitted line: nothing moves before another person confirms."""

    id: UUID
    claim_line_id: UUID
    decided_on: date
    amount_cents: int
    reason: str
    proposed_at: datetime
    proposed_by: UUID
    proposed_by_name: str


class CorrectionEnd(Struct, frozen=True, kw_only=True):
    """What became of a proposal. `reason`: why it is refused; may be empty otherwise."""

    id: UUID
    correction_id: UUID
    proposed_by: UUID
    outcome: CorrectionOutcome
    reason: str
    ended_at: datetime
    ended_by: UUID
    ended_by_name: str


def check_end(correction: ClaimCorrection, outcome: CorrectionOutcome, reason: str, *, by: UUID) -> None:
    """Raises `CorrectorIsProposer` when who proposed decides, or another takes it back; `ReasonMissing` on a refusal."""
    own = by == correction.proposed_by
    if own and outcome is not CorrectionOutcome.WITHDRAWN:
        raise CorrectorIsProposer("Vous avez proposé cette correction : une autre personne la confirme ou la refuse.")
    if not own and outcome is CorrectionOutcome.WITHDRAWN:
        raise CorrectorIsProposer(f"Seule la personne qui l'a proposée ({correction.proposed_by_name}) la retire.")
    if outcome is CorrectionOutcome.REFUSED and not reason.strip():
        raise ReasonMissing("Dites pourquoi la correction est refusée.", field="reason")


def check_sender(claim: Claim, *, by: UUID) -> None:
    """Raises `SenderDecided` when who sends decided one of the amounts by hand."""
    if own := [line.reference for line in claim.lines if line.claimed_by == by]:
        named = ", ".join(own[:5])
        raise SenderDecided(f"Vous avez décidé le montant demandé pour {named} : une autre personne doit transmettre.")


def check_closer(claim: Claim, notes: Sequence[ClaimNote], kind: NoteKind, *, by: UUID) -> None:
    """Raises `CloserExplained` when who closes wrote the explanation of the difference that is still there."""
    if kind is not NoteKind.CLOSING or claim.difference_cents == 0:
        return
    last = last_word(notes)
    if last is not None and last.written_by_id == by:
        raise CloserExplained("Vous avez justifié cet écart : une autre personne doit clore le suivi.")
