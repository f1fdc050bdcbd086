"""What was claimed against what was paid, followed to its end: attendu, reçu, écart, justifié, clos.

Ground: REC-01 and REC-02 of the domain notes. Everywhere: paid + difference = claimed + adjustments.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from alt_units.domain.claims import Claim, ClaimLine, ClaimNotSubmitted, ClaimStatus, ReasonMissing
from kernel.errors import Conflict, RuleBroken
from kernel.money import euros


class NoGapToJustify(RuleBroken):
    """Only a difference can be justified."""

    code, title = "no-gap-to-justify", "Aucun écart à justifier"


class GapNotSettled(Conflict):
    """A claim is closed once it is paid in full or its difference is justified."""

    code, title = "gap-not-settled", "L'écart n'est ni soldé ni justifié"


class ClaimAlreadyClosed(Conflict):
    """A closed claim is reopened only by a new payment or adjustment."""

    code, title = "claim-already-closed", "Demande déjà close"


class FollowUp(StrEnum):
    """Where the follow-up of a claim stands."""

    PREPARING = "preparing"
    EXPECTED = "expected"
    RECEIVED = "received"
    DIFFERENT = "different"
    JUSTIFIED = "justified"
    CLOSED = "closed"


class Exchange(StrEnum):
    """Where the exchange with the payer stands: prepared, submitted, answered on every line, paid, closed."""

    PREPARED = "prepared"
    SUBMITTED = "submitted"
    ANSWERED = "answered"
    PAID = "paid"
    CLOSED = "closed"


class NoteKind(StrEnum):
    """A remark changes nothing; a justification explains the difference; a closing ends the follow-up."""

    REMARK = "remark"
    JUSTIFICATION = "justification"
    CLOSING = "closing"


class ClaimNote(Struct, frozen=True, kw_only=True):
    """What was written about a claim, and the difference on that day: it holds while the difference is the same."""

    id: UUID
    claim_id: UUID
    kind: NoteKind
    difference_cents: int
    text: str
    written_by: str
    written_at: datetime
    written_by_id: UUID | None = None
    """None on what was written before it was kept."""


class Amounts(Struct, frozen=True, kw_only=True):
    """The seven amounts of a row or of a total."""

    planned_cents: int
    effective_cents: int
    claimable_cents: int
    claimed_cents: int
    adjusted_cents: int
    paid_cents: int
    difference_cents: int


def follow_up(claim: Claim, notes: Sequence[ClaimNote]) -> FollowUp:
    """Where a claim stands today. A justification or closing counts only for the difference it was written about."""
    if claim.status is ClaimStatus.DRAFT:
        return FollowUp.PREPARING
    gap = claim.difference_cents
    standing = {note.kind for note in notes if note.difference_cents == gap and note is last_word(notes)}
    if NoteKind.CLOSING in standing:
        return FollowUp.CLOSED
    if gap == 0:
        return FollowUp.RECEIVED
    if NoteKind.JUSTIFICATION in standing:
        return FollowUp.JUSTIFIED
    return FollowUp.EXPECTED if claim.paid_cents == 0 and gap > 0 else FollowUp.DIFFERENT


def exchange(claim: Claim, state: FollowUp) -> Exchange:
    """Where the exchange stands, in agreement with the follow-up of the money.

    Money in full is an answer by itself: nothing is due any more. What moves the difference afterwards (a later answer, an
    adjustment, a payment undone) opens the claim again.
    """
    if state in _EXCHANGE:
        return _EXCHANGE[state]
    if claim.difference_cents <= 0:
        return Exchange.PAID
    return Exchange.SUBMITTED if unanswered(claim) else Exchange.ANSWERED


def unanswered(claim: Claim) -> int:
    """How many lines that ask for something have had no answer."""
    return sum(1 for line in claim.lines if line.verdict is None and line.due_cents)


_EXCHANGE = {
    FollowUp.PREPARING: Exchange.PREPARED,
    FollowUp.RECEIVED: Exchange.PAID,
    FollowUp.CLOSED: Exchange.CLOSED,
}


def is_closed(difference_cents: int, notes: Sequence[ClaimNote]) -> bool:
    """True while the closing stands: the last word, written about the difference as it still is."""
    last = last_word(notes)
    return last is not None and last.kind is NoteKind.CLOSING and last.difference_cents == difference_cents


def check_note(claim: Claim, notes: Sequence[ClaimNote], kind: NoteKind, text: str) -> None:
    """May this be written about the claim today?

    Raises `ClaimNotSubmitted`, `ReasonMissing`, `NoGapToJustify`, `ClaimAlreadyClosed`, `GapNotSettled`.
    """
    if claim.status is not ClaimStatus.SUBMITTED:
        raise ClaimNotSubmitted
    state = follow_up(claim, notes)
    if kind is not NoteKind.CLOSING and not text.strip():
        raise ReasonMissing("Écrivez l'explication de l'écart.", field="text")
    if kind is NoteKind.JUSTIFICATION and claim.difference_cents == 0:
        raise NoGapToJustify("Le versé est égal au demandé : il n'y a rien à justifier.")
    if state is FollowUp.CLOSED and kind is not NoteKind.REMARK:
        raise ClaimAlreadyClosed
    if kind is NoteKind.CLOSING and state not in {FollowUp.RECEIVED, FollowUp.JUSTIFIED}:
        gap = euros(claim.difference_cents)
        raise GapNotSettled(f"Il reste un écart de {gap} : justifiez-le, ajustez la demande ou attendez le versement.")


def line_amounts(line: ClaimLine) -> Amounts:
    """The amounts of one dwelling and month."""
    return Amounts(
        planned_cents=line.planned_cents,
        effective_cents=line.effective_cents,
        claimable_cents=line.claimable_cents,
        claimed_cents=line.claimed_cents,
        adjusted_cents=line.adjusted_cents,
        paid_cents=line.paid_cents,
        difference_cents=line.difference_cents,
    )


def total(rows: Iterable[Amounts]) -> Amounts:
    """The sum of rows, amount by amount."""
    kept = list(rows)
    return Amounts(**{name: sum(getattr(row, name) for row in kept) for name in Amounts.__struct_fields__})


def claim_amounts(claim: Claim) -> Amounts:
    """The totals of a claim."""
    return total(line_amounts(line) for line in claim.lines)


def last_word(notes: Sequence[ClaimNote]) -> ClaimNote | None:
    """The last justification or closing; remarks do not count."""
    weighty = [note for note in notes if note.kind is not NoteKind.REMARK]
    return max(weighty, key=lambda note: (note.written_at, note.kind is NoteKind.CLOSING)) if weighty else None
