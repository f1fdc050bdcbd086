"""What the payer answers to a claim: line by line accepted, reduced or refused, on a day, under a reference.

An answer below what was asked makes a dated adjustment, so that paid + difference = claimed + adjustments stays true. It may
come in parts, and a later one takes the place of an earlier one from then on: a new row, nothing is rewritten.
Ground: CSS R. 851-5 (liquidation within the forecast); REC-01.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from alt_units.domain.claim_acts import check_ceiling
from alt_units.domain.claim_terms import Room, Verdict
from alt_units.domain.claims import (
    Adjustment,
    Claim,
    ClaimLine,
    ClaimNotSubmitted,
    ClaimStatus,
    DecidedInFuture,
    ReasonMissing,
)
from kernel.errors import RuleBroken
from kernel.money import euros


class AnswerEmpty(RuleBroken):
    """An answer is about one line at least."""

    code, title = "answer-empty", "La réponse ne porte sur aucune ligne"


class AnswerTooEarly(RuleBroken):
    """The payer answers after the claim was sent, and after its own last answer."""

    code, title = "answer-too-early", "Date de réponse trop ancienne"


class LineAnsweredTwice(RuleBroken):
    """One answer says one thing about a line."""

    code, title = "line-answered-twice", "Une ligne est citée deux fois dans la réponse"


class GrantedImpossible(RuleBroken):
    """A reduction leaves something, and less than what was asked."""

    code, title = "granted-impossible", "Montant accordé impossible"


class Said(Struct, frozen=True, kw_only=True):
    """What the payer says of a line. `granted_cents` counts for a reduction only."""

    line_id: UUID
    verdict: Verdict
    granted_cents: int | None = None
    reason: str = ""


class LineAnswer(Struct, frozen=True, kw_only=True):
    """One line of an answer. `number`: the first, second… answer about the line; the last one stands.

    `adjustment_id`: the adjustment that it made, if it changed what is due.
    """

    id: UUID
    claim_line_id: UUID
    number: int
    verdict: Verdict
    asked_cents: int
    granted_cents: int
    reason: str
    adjustment_id: UUID | None


class Answer(Struct, frozen=True, kw_only=True):
    """A letter, a message or a notice of the payer about a claim."""

    id: UUID
    claim_id: UUID
    answered_on: date
    reference: str
    recorded_by: str
    recorded_at: datetime
    lines: tuple[LineAnswer, ...]


class Answered(Struct, frozen=True, kw_only=True):
    """The claim once answered, the answer, and the adjustments that it makes."""

    claim: Claim
    answer: Answer
    adjustments: tuple[Adjustment, ...]


class Letter(Struct, frozen=True, kw_only=True):
    """Who recorded which letter, and the identifiers to use: the rule makes none."""

    answer_id: UUID
    answered_on: date
    reference: str
    recorded_by: str
    recorded_at: datetime
    ids: Sequence[tuple[UUID, UUID]]
    """For each line said: the identifier of its answer, and of the adjustment that may come of it."""


def everything_accepted(claim: Claim) -> tuple[Said, ...]:
    """« Tout accepté »: every line that was not answered yet."""
    return tuple(Said(line_id=line.id, verdict=Verdict.ACCEPTED) for line in claim.lines if line.verdict is None)


def answer(
    claim: Claim, said: Sequence[Said], letter: Letter, *, last: date | None, room: Room, today: date
) -> Answered:
    """Record what the payer answers. `last`: the day of its last answer about the claim.

    Raises `ClaimNotSubmitted`, `AnswerEmpty`, `LineAnsweredTwice`, `DecidedInFuture`, `AnswerTooEarly`,
    `ClaimLineNotFound`, `ReasonMissing`, `GrantedImpossible`, and `ClaimAboveCeiling` when more becomes due than the
    ceiling allows.
    """
    if claim.status is not ClaimStatus.SUBMITTED:
        raise ClaimNotSubmitted("Le financeur répond à une demande transmise.")
    _check_letter(claim, said, letter, last=last, today=today)
    lines = {line.id: line for line in claim.lines}
    answers, adjustments = [], []
    for number, one in enumerate(said):
        line = lines.get(one.line_id) or claim.line(one.line_id)
        answer_id, adjustment_id = letter.ids[number]
        granted = _granted(line, one, field=f"granted_cents_{one.line_id}")
        change = granted - line.due_cents
        if change:
            adjustments.append(_adjustment(adjustment_id, answer_id, line, one, letter, change))
        answers.append(_line_answer(answer_id, line, one, granted, adjustment_id if change else None))
        lines[line.id] = _answered(line, one, change)
    after = replace(claim, lines=tuple(lines[line.id] for line in claim.lines))
    if after.due_cents > claim.due_cents:
        check_ceiling(room.ceiling_cents, room.used_cents + after.due_cents)
    kept = Answer(
        id=letter.answer_id,
        claim_id=claim.id,
        answered_on=letter.answered_on,
        reference=letter.reference.strip(),
        recorded_by=letter.recorded_by,
        recorded_at=letter.recorded_at,
        lines=tuple(answers),
    )
    return Answered(claim=after, answer=kept, adjustments=tuple(adjustments))


def _check_letter(claim: Claim, said: Sequence[Said], letter: Letter, *, last: date | None, today: date) -> None:
    if not said:
        raise AnswerEmpty("Dites, pour une ligne au moins, ce que répond le financeur.")
    if len({one.line_id for one in said}) < len(said):
        raise LineAnsweredTwice
    if not letter.reference.strip():
        raise ReasonMissing("Indiquez le courrier, le message ou la notification.", field="reference")
    if letter.answered_on > today:
        raise DecidedInFuture("La date de la réponse ne peut pas être à venir.", field="answered_on")
    if claim.submitted_at is not None and letter.answered_on < claim.submitted_at.date():
        detail = f"La demande a été transmise le {claim.submitted_at:%d/%m/%Y} : la réponse ne peut pas la précéder."
        raise AnswerTooEarly(detail, field="answered_on")
    if last is not None and letter.answered_on < last:
        raise AnswerTooEarly(f"Une réponse du {last:%d/%m/%Y} est déjà enregistrée.", field="answered_on")


def _granted(line: ClaimLine, one: Said, *, field: str) -> int:
    if one.verdict is not Verdict.ACCEPTED and not one.reason.strip():
        raise ReasonMissing("Dites pourquoi le financeur n'accepte pas tout.", field=f"reason_{line.id}")
    if one.verdict is Verdict.ACCEPTED:
        return line.asked_cents
    if one.verdict is Verdict.REFUSED:
        return 0
    if one.granted_cents is None or not 0 < one.granted_cents < line.asked_cents:
        detail = f"Un montant réduit est compris entre 0,01 et moins de {euros(line.asked_cents)}, montant demandé."
        raise GrantedImpossible(detail, field=field)
    return one.granted_cents


def _adjustment(
    adjustment_id: UUID, line_answer_id: UUID, line: ClaimLine, one: Said, letter: Letter, change: int
) -> Adjustment:
    reason = f"Réponse du financeur, {letter.reference.strip()}"
    if one.reason.strip():
        reason += f" : {one.reason.strip()}"
    return Adjustment(
        id=adjustment_id,
        claim_line_id=line.id,
        decided_on=letter.answered_on,
        amount_cents=change,
        reason=reason[:500],
        decided_by=letter.recorded_by,
        line_answer_id=line_answer_id,
    )


def _line_answer(answer_id: UUID, line: ClaimLine, one: Said, granted: int, adjustment_id: UUID | None) -> LineAnswer:
    return LineAnswer(
        id=answer_id,
        claim_line_id=line.id,
        number=line.answers + 1,
        verdict=one.verdict,
        asked_cents=line.asked_cents,
        granted_cents=granted,
        reason=one.reason.strip(),
        adjustment_id=adjustment_id,
    )


def _answered(line: ClaimLine, one: Said, change: int) -> ClaimLine:
    return replace(
        line,
        adjusted_cents=line.adjusted_cents + change,
        answered_cents=line.answered_cents + change,
        verdict=one.verdict,
        answers=line.answers + 1,
    )
