"""What the payer answers, line by line. Ground: REC-01 of the domain notes; CSS R. 851-5, L. 851-1 (AL and APL)."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from msgspec.structs import replace

from alt_units.domain.claim_acts import AidedUndecided, refresh, set_claimed, submit
from alt_units.domain.claim_amounts import compute
from alt_units.domain.claim_answers import (
    Answered,
    AnswerEmpty,
    AnswerTooEarly,
    GrantedImpossible,
    Letter,
    LineAnsweredTwice,
    Said,
    answer,
    everything_accepted,
)
from alt_units.domain.claim_readings import RecordedReadings, SharedAided, Turnaround, readings_of
from alt_units.domain.claim_terms import Reason, Room, UnitMonth, Verdict, ceiling_cents
from alt_units.domain.claims import (
    Claim,
    ClaimAboveCeiling,
    ClaimNotSubmitted,
    DecidedInFuture,
    ReasonMissing,
    computed_line,
)
from alt_units.domain.reconciliation import ClaimNote, Exchange, NoteKind, exchange, follow_up
from kernel.period import Month, Period
from tests.unit.alt_units.claiming import (
    T1_CENTS,
    T3_CENTS,
    drafted,
    founding_convention,
    submitted,
    unit_months,
)
from tests.unit.alt_units.park import LAW, SHARED_ID

MARCH = Month(2015, 3)
TODAY = date(2015, 6, 15)
AT = datetime(2015, 6, 15, tzinfo=UTC)
ROOM = Room(ceiling_cents=1_027_17, used_cents=0)
CLAIM = submitted(founding_convention(), MARCH)
SHARED, T1, T3 = CLAIM.lines


def letter(lines: int, on: date = date(2015, 5, 4), reference: str = "Courrier 12") -> Letter:
    ids = [(UUID(int=9000 + number), UUID(int=9100 + number)) for number in range(lines)]
    return Letter(
        answer_id=UUID(int=8000),
        answered_on=on,
        reference=reference,
        recorded_by="Agent Exemple",
        recorded_at=AT,
        ids=ids,
    )


def answered(
    claim: Claim, *said: Said, last: date | None = None, room: Room = ROOM, on: date = date(2015, 5, 4)
) -> Answered:
    return answer(claim, said, letter(len(said), on), last=last, room=room, today=TODAY)


def test_everything_accepted_changes_nothing_of_what_is_due() -> None:
    done = answered(CLAIM, *everything_accepted(CLAIM))
    assert done.adjustments == ()
    assert (done.claim.due_cents, {line.verdict for line in done.claim.lines}) == (1_027_17, {Verdict.ACCEPTED})
    assert exchange(done.claim, follow_up(done.claim, ())) is Exchange.ANSWERED


def test_a_reduced_and_a_refused_line_make_dated_adjustments() -> None:
    done = answered(
        CLAIM,
        Said(line_id=T1.id, verdict=Verdict.REDUCED, granted_cents=200_00, reason="Barème du préfet"),
        Said(line_id=T3.id, verdict=Verdict.REFUSED, reason="Justificatif absent"),
    )
    assert [(one.amount_cents, one.decided_on) for one in done.adjustments] == [
        (200_00 - T1_CENTS, date(2015, 5, 4)),
        (-T3_CENTS, date(2015, 5, 4)),
    ]
    assert done.adjustments[0].reason == "Réponse du financeur, Courrier 12 : Barème du préfet"
    assert done.claim.due_cents == T3_CENTS + 200_00
    assert [line.claimed_cents for line in done.claim.lines] == [T3_CENTS, T1_CENTS, T3_CENTS]
    assert exchange(done.claim, follow_up(done.claim, ())) is Exchange.SUBMITTED


def test_a_later_answer_takes_the_place_of_an_earlier_one_by_a_new_row() -> None:
    first = answered(CLAIM, Said(line_id=T1.id, verdict=Verdict.REFUSED, reason="Justificatif absent"))
    again = answered(
        first.claim, Said(line_id=T1.id, verdict=Verdict.ACCEPTED), last=date(2015, 5, 4), on=date(2015, 6, 1)
    )
    (line,) = again.answer.lines
    assert (line.number, line.granted_cents) == (2, T1_CENTS)
    assert [one.amount_cents for one in again.adjustments] == [T1_CENTS]
    assert again.claim.due_cents == CLAIM.due_cents


def test_a_later_answer_cannot_make_more_due_than_the_ceiling() -> None:
    first = answered(CLAIM, Said(line_id=T1.id, verdict=Verdict.REFUSED, reason="Justificatif absent"))
    full = Room(ceiling_cents=1_027_17, used_cents=1)
    with pytest.raises(ClaimAboveCeiling):
        answered(first.claim, Said(line_id=T1.id, verdict=Verdict.ACCEPTED), room=full)


@pytest.mark.parametrize("granted", [None, 0, T1_CENTS, T1_CENTS + 1])
def test_a_reduction_leaves_something_and_less_than_what_was_asked(granted: int | None) -> None:
    with pytest.raises(GrantedImpossible):
        answered(CLAIM, Said(line_id=T1.id, verdict=Verdict.REDUCED, granted_cents=granted, reason="Barème"))


@pytest.mark.parametrize("granted", [1, T1_CENTS - 1])
def test_a_reduction_goes_from_a_cent_to_all_but_a_cent(granted: int) -> None:
    done = answered(CLAIM, Said(line_id=T1.id, verdict=Verdict.REDUCED, granted_cents=granted, reason="Barème"))
    assert done.claim.line(T1.id).due_cents == granted


@pytest.mark.parametrize("verdict", [Verdict.REDUCED, Verdict.REFUSED])
def test_less_than_asked_has_a_reason(verdict: Verdict) -> None:
    with pytest.raises(ReasonMissing):
        answered(CLAIM, Said(line_id=T1.id, verdict=verdict, granted_cents=100, reason=" "))


def test_a_draft_has_no_answer() -> None:
    draft = drafted(founding_convention(), MARCH)
    with pytest.raises(ClaimNotSubmitted):
        answered(draft, Said(line_id=draft.lines[0].id, verdict=Verdict.ACCEPTED))


def test_an_answer_says_something_once_and_on_a_possible_day() -> None:
    one = Said(line_id=T1.id, verdict=Verdict.ACCEPTED)
    with pytest.raises(AnswerEmpty):
        answered(CLAIM)
    with pytest.raises(LineAnsweredTwice):
        answered(CLAIM, one, one)
    with pytest.raises(DecidedInFuture):
        answered(CLAIM, one, on=date(2015, 6, 16))
    with pytest.raises(AnswerTooEarly):
        answered(CLAIM, one, on=date(2015, 4, 1))
    with pytest.raises(AnswerTooEarly):
        answered(CLAIM, one, last=date(2015, 5, 5))
    assert answered(CLAIM, one, on=date(2015, 4, 2), last=date(2015, 4, 2)).claim.line(T1.id).answers == 1


def test_the_exchange_goes_from_prepared_to_closed_and_opens_again_when_the_difference_moves() -> None:
    draft = drafted(founding_convention(), MARCH)
    assert exchange(draft, follow_up(draft, ())) is Exchange.PREPARED
    assert exchange(CLAIM, follow_up(CLAIM, ())) is Exchange.SUBMITTED
    done = answered(CLAIM, *everything_accepted(CLAIM)).claim
    paid = replace(done, lines=tuple(replace(line, paid_cents=line.due_cents) for line in done.lines))
    assert exchange(paid, follow_up(paid, ())) is Exchange.PAID
    closing = ClaimNote(
        id=UUID(int=1),
        claim_id=paid.id,
        kind=NoteKind.CLOSING,
        difference_cents=0,
        text="",
        written_by="Agent",
        written_at=AT,
    )
    assert exchange(paid, follow_up(paid, (closing,))) is Exchange.CLOSED
    later = answered(paid, Said(line_id=T1.id, verdict=Verdict.REFUSED, reason="Contrôle")).claim
    assert exchange(later, follow_up(later, (closing,))) is Exchange.PAID
    assert follow_up(later, (closing,)).value == "different"


# --- households with AL or APL (ALT-04) -----------------------------------------------------------


def months(households: int, aided: int, *, turnaround: tuple[Period, ...] = ()) -> list[UnitMonth]:
    """The founding park; the shared dwelling housed these households."""
    found = unit_months(founding_convention())
    changed = {"households": households, "aided_households": aided, "turnaround": turnaround}
    return [replace(one, **changed) if one.line.unit_id == SHARED_ID else one for one in found]


def shared_line(households: int, aided: int, recorded: RecordedReadings | None = None, **more: object) -> Claim:
    convention = founding_convention()
    readings = readings_of(LAW, convention, MARCH, recorded)
    room = Room(ceiling_cents=ceiling_cents(convention, MARCH), used_cents=0)
    park = months(households, aided, **more)  # type: ignore[arg-type]
    found = compute(LAW, MARCH, convention, park, room=room, readings=readings)
    draft = drafted(convention, MARCH)
    return replace(draft, lines=tuple(computed_line(UUID(int=n), draft.id, one) for n, one in enumerate(found)))


def test_alt_04_a_dwelling_whose_households_all_hold_al_or_apl_is_not_claimed_and_says_why() -> None:
    line = shared_line(2, 2).lines[0]
    assert (line.by_availability_cents, line.effective_cents, line.claimable_cents) == (T3_CENTS, 0, 0)
    assert line.reasons == (Reason.AIDED_HOUSEHOLDS,)
    step = next(one for one in line.trace if one.about == "aided")
    assert (step.amount_cents, step.status.value) == (0, "to_verify")
    assert "L. 851-1" in step.source


def test_alt_04_without_such_a_household_nothing_is_said() -> None:
    line = shared_line(2, 0).lines[0]
    assert (line.claimable_cents, line.reasons) == (T3_CENTS, ())
    assert "aided" not in {step.about for step in line.trace}


def test_alt_04_a_shared_dwelling_aided_in_part_is_decided_with_a_reason_before_it_is_sent() -> None:
    claim = shared_line(2, 1)
    line = claim.lines[0]
    assert (line.claimable_cents, line.reasons, line.is_to_decide) == (T3_CENTS, (Reason.AIDED_SHARED,), True)
    day = {"by": "Agent", "at": AT, "today": TODAY}
    with pytest.raises(AidedUndecided):
        submit(claim, claim, **day)  # type: ignore[arg-type]
    kept = set_claimed(claim, line.id, T3_CENTS, reason="Accord de la DDETS du 12 mars")
    assert kept.lines[0].claimed_reason == "Accord de la DDETS du 12 mars"
    assert submit(kept, kept, **day).due_cents == 1_027_17  # type: ignore[arg-type]
    left = set_claimed(claim, line.id, 0, reason="APL versée à l'un des deux")
    assert submit(left, left, **day).due_cents == 1_027_17 - T3_CENTS  # type: ignore[arg-type]


def test_alt_04_the_decision_survives_a_refresh_while_the_case_is_the_same() -> None:
    claim = shared_line(2, 1)
    kept = set_claimed(claim, claim.lines[0].id, T3_CENTS, reason="Accord de la DDETS")
    assert refresh(kept, kept.rules, claim.lines).lines[0].claimed_reason == "Accord de la DDETS"
    assert refresh(kept, kept.rules, shared_line(2, 0).lines).lines[0].claimed_reason is None


@pytest.mark.parametrize(
    ("reading", "claimable", "reasons"),
    [
        (SharedAided.EXCLURE, 0, (Reason.AIDED_HOUSEHOLDS,)),
        (SharedAided.DEMANDER, T3_CENTS, ()),
        (SharedAided.DECIDER, T3_CENTS, (Reason.AIDED_SHARED,)),
    ],
)
def test_alt_04_a_convention_may_be_read_otherwise(
    reading: SharedAided, claimable: int, reasons: tuple[Reason, ...]
) -> None:
    recorded = RecordedReadings(convention_id=UUID(int=100), version=1, shared_aided=reading)
    line = shared_line(2, 1, recorded).lines[0]
    assert (line.claimable_cents, line.reasons) == (claimable, reasons)


def test_days_of_turnaround_count_as_available_unless_the_convention_is_read_otherwise() -> None:
    made_ready = (Period(date(2015, 3, 10), date(2015, 3, 12)),)
    assert shared_line(1, 0, turnaround=made_ready).lines[0].days_available == 31
    recorded = RecordedReadings(convention_id=UUID(int=100), version=1, turnaround=Turnaround.INDISPONIBLE)
    line = shared_line(1, 0, recorded, turnaround=made_ready).lines[0]
    assert (line.days_available, line.claimable_cents) == (28, 0)
    assert line.reasons == (Reason.IN_TURNAROUND, Reason.NOT_AVAILABLE_WHOLE_MONTH)
