"""What may be done with a claim: computed again, decided, submitted; then frozen, and only adjusted.

Ground: CSS R. 851-5 (justified by the organisation, month over). A submitted line never changes: a dated, signed
adjustment says what was decided afterwards, so that what was sent can always be shown as it was sent.
"""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from alt_units.domain.claim_terms import Reason, Room
from alt_units.domain.claims import (
    AdjustedBelowZero,
    Adjustment,
    AidedUndecided,
    Claim,
    ClaimAboveCeiling,
    ClaimAlreadySubmitted,
    ClaimedAbovePlanned,
    ClaimLine,
    ClaimNotSubmitted,
    ClaimOutdated,
    ClaimRules,
    ClaimStatus,
    DecidedInFuture,
    MaxUnitsClaimed,
    MonthNotOver,
    NothingToClaim,
    ReasonMissing,
)
from kernel.money import euros


def refresh(claim: Claim, rules: ClaimRules, fresh: tuple[ClaimLine, ...]) -> Claim:
    """A draft computed again from today's facts. A decided amount stays while the line still allows it.

    Raises `ClaimAlreadySubmitted`.
    """
    _still_draft(claim)
    known = {line.unit_id: line for line in claim.lines}
    lines = tuple(_keep_decision(line, known.get(line.unit_id)) for line in fresh)
    return replace(claim, rules=rules, lines=lines)


def set_claimed(claim: Claim, line_id: UUID, amount_cents: int, *, reason: str, by: UUID | None = None) -> Claim:
    """Claim another amount than the computed one, and say why. Back to the computed amount: no reason is kept, save where
    claiming it is itself the decision that was asked for.

    Raises `ClaimAlreadySubmitted`, `ClaimLineNotFound`, `ReasonMissing`, `ClaimedAbovePlanned`.
    """
    _still_draft(claim)
    line = claim.line(line_id)
    asked_for = Reason.AIDED_SHARED in line.reasons
    if amount_cents == line.claimable_cents and not (asked_for and reason.strip()):
        return _with_line(claim, _undecided(line))
    if not reason.strip():
        raise ReasonMissing("Dites pourquoi le montant demandé n'est pas le montant calculé.", field="reason")
    if not 0 <= amount_cents <= line.planned_cents:
        detail = f"Le montant demandé va de 0 à {euros(line.planned_cents)}, montant prévu pour ce mois."
        raise ClaimedAbovePlanned(detail, field="claimed_cents")
    return _with_line(claim, _decided(line, amount_cents, reason.strip(), by))


def submit(claim: Claim, fresh: Claim, *, by: str, at: datetime, today: date, by_id: UUID | None = None) -> Claim:
    """Send the claim to the payer: from now on it is frozen. The month must be over; `fresh` is the same claim,
    computed again now, and must not differ.

    Raises `ClaimAlreadySubmitted`, `ClaimOutdated`, `NothingToClaim`, `MonthNotOver`, `AidedUndecided`,
    `ClaimAboveCeiling`, `MaxUnitsClaimed`.
    """
    _still_draft(claim)
    if fresh != claim:
        raise ClaimOutdated("Recalculez la demande et relisez-la avant de la transmettre.")
    if not claim.lines:
        raise NothingToClaim
    if today <= claim.month.last_day:
        detail = f"Une demande se transmet à terme échu, après le {claim.month.last_day:%d/%m/%Y}."
        raise MonthNotOver(detail)
    if undecided := [line.reference for line in claim.lines if line.is_to_decide]:
        detail = f"Décidez, avec un motif, s'il faut demander {', '.join(undecided[:5])} : l'AL ou l'APL y est versée en partie."
        raise AidedUndecided(detail)
    check_ceiling(claim.rules.ceiling_cents, claim.rules.used_elsewhere_cents + claim.due_cents)
    check_max_units(claim)
    return replace(claim, status=ClaimStatus.SUBMITTED, submitted_at=at, submitted_by=by, submitted_by_id=by_id)


def adjust(claim: Claim, adjustment: Adjustment, *, room: Room, today: date) -> Claim:
    """Correct a line that was sent: more (rappel) or less (indu, décision du financeur), dated and reasoned.

    Raises `ClaimNotSubmitted`, `ReasonMissing`, `DecidedInFuture`, `ClaimLineNotFound`, `AdjustedBelowZero`, and
    `ClaimAboveCeiling`, `MaxUnitsClaimed` when more than the convention allows would be due.
    """
    if claim.status is not ClaimStatus.SUBMITTED:
        raise ClaimNotSubmitted("Une demande en préparation se modifie directement : elle n'a pas à être ajustée.")
    if not adjustment.reason.strip():
        raise ReasonMissing("Dites sur quelle décision repose l'ajustement.", field="reason")
    if adjustment.decided_on > today:
        raise DecidedInFuture("La date de la décision ne peut pas être à venir.", field="decided_on")
    line = claim.line(adjustment.claim_line_id)
    if line.due_cents + adjustment.amount_cents < 0:
        detail = f"La ligne porte {euros(line.due_cents)} : l'ajustement ne peut pas retirer davantage."
        raise AdjustedBelowZero(detail, field="amount_cents")
    if adjustment.amount_cents > 0:
        check_ceiling(room.ceiling_cents, room.used_cents + claim.due_cents + adjustment.amount_cents)
    adjusted = _with_line(claim, replace(line, adjusted_cents=line.adjusted_cents + adjustment.amount_cents))
    if adjustment.amount_cents > 0:
        check_max_units(adjusted)
    return adjusted


class LineSince(Struct, frozen=True, kw_only=True):
    """A submitted line whose facts changed since: what it was worth then, what it would be worth today."""

    line: ClaimLine
    effective_cents: int

    @property
    def change_cents(self) -> int:
        return self.effective_cents - self.line.effective_cents


def changed_since(claim: Claim, fresh: tuple[ClaimLine, ...]) -> tuple[LineSince, ...]:
    """The lines of a submitted claim that today's availability and presence would make worth another amount, save those
    whose adjustment already says exactly that. The claim itself stays as it was sent.
    """
    if claim.status is not ClaimStatus.SUBMITTED:
        return ()
    today = {line.unit_id: line.effective_cents for line in fresh}
    since = (LineSince(line=line, effective_cents=today.get(line.unit_id, 0)) for line in claim.lines)
    return tuple(one for one in since if one.change_cents and one.change_cents != one.line.adjusted_cents)


def check_ceiling(ceiling_cents: int, total_cents: int) -> None:
    """Raises `ClaimAboveCeiling` when what is claimed under a ceiling exceeds it."""
    if total_cents > ceiling_cents:
        over = euros(total_cents - ceiling_cents)
        raise ClaimAboveCeiling(f"Le plafond est de {euros(ceiling_cents)} : la demande le dépasse de {over}.")


def check_max_units(claim: Claim) -> None:
    """Raises `MaxUnitsClaimed` when the aid would be due for more units than the convention aids (AML-02)."""
    most, aided = claim.rules.max_units, sum(line.due_cents > 0 for line in claim.lines)
    if most is not None and aided > most:
        detail = f"La convention aide {most} logements au plus par mois : la demande en porte {aided}."
        raise MaxUnitsClaimed(detail)


def _still_draft(claim: Claim) -> None:
    if claim.status is not ClaimStatus.DRAFT:
        raise ClaimAlreadySubmitted


def _with_line(claim: Claim, changed: ClaimLine) -> Claim:
    return replace(claim, lines=tuple(changed if line.id == changed.id else line for line in claim.lines))


def _undecided(line: ClaimLine) -> ClaimLine:
    kept = tuple(one for one in line.reasons if one not in _DECISIONS)
    return replace(line, claimed_cents=line.claimable_cents, claimed_reason=None, claimed_by=None, reasons=kept)


def _decided(line: ClaimLine, amount_cents: int, reason: str, by: UUID | None) -> ClaimLine:
    plain = _undecided(line)
    lower = amount_cents < line.claimable_cents
    code = Reason.NOT_CLAIMED_BY_DECISION if lower else Reason.CLAIMED_BY_DECISION
    reasons = (*plain.reasons, code)
    return replace(plain, claimed_cents=amount_cents, claimed_reason=reason, claimed_by=by, reasons=reasons)


def _keep_decision(line: ClaimLine, known: ClaimLine | None) -> ClaimLine:
    if known is None:
        return line
    same = line if line.id == known.id else replace(line, id=known.id)
    decided, reason = known.claimed_cents, known.claimed_reason
    if reason is None or decided > line.planned_cents:
        return same
    if decided == line.claimable_cents and Reason.AIDED_SHARED not in line.reasons:
        return same
    return _decided(same, decided, reason, known.claimed_by)


_DECISIONS = frozenset({Reason.NOT_CLAIMED_BY_DECISION, Reason.CLAIMED_BY_DECISION})
