"""The lines of a claim at their limits: what is due, what is to decide, why, and how many dwellings are aided."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from msgspec.structs import replace

from alt_units.domain.claim_acts import adjust, changed_since, refresh, set_claimed, submit
from alt_units.domain.claim_terms import Reason, Room, Verdict
from alt_units.domain.claims import (
    AdjustedBelowZero,
    AidedUndecided,
    Claim,
    ClaimLine,
    ClaimLineNotFound,
    MaxUnitsClaimed,
    NothingToClaim,
    line_reasons,
)
from kernel.period import Month
from tests.unit.alt_units.claiming import T3_CENTS, drafted, founding_convention, submitted, t3_convention
from tests.unit.alt_units.test_claims import ROOM, TODAY, adjustment

MARCH = Month(2015, 3)
DRAFT = drafted(t3_convention(), MARCH)
SENT = submitted(t3_convention(), MARCH)


def line(**changes: object) -> ClaimLine:
    return replace(SENT.lines[0], **changes)


def send(claim: Claim) -> Claim:
    return submit(claim, claim, by="Agent Exemple", at=datetime(2015, 4, 2, tzinfo=UTC), today=date(2015, 4, 2))


def aided(claim: Claim, most: int | None) -> Claim:
    return replace(claim, rules=replace(claim.rules, max_units=most))


def test_a_line_just_computed_has_no_adjustment_no_answer_and_no_payment() -> None:
    one = drafted(t3_convention(), MARCH).lines[0]
    assert (one.adjusted_cents, one.answered_cents, one.answers, one.paid_cents) == (0, 0, 0, 0)
    assert (one.due_cents, one.asked_cents, one.difference_cents) == (T3_CENTS, T3_CENTS, T3_CENTS)


def test_paid_and_still_to_come_together_are_what_was_claimed_and_adjusted() -> None:
    one = line(adjusted_cents=-100_00, answered_cents=-60_00, paid_cents=200_00)
    assert (one.due_cents, one.asked_cents, one.difference_cents) == (257_95, 317_95, 57_95)
    assert one.paid_cents + one.difference_cents == one.claimed_cents + one.adjusted_cents


@pytest.mark.parametrize(
    ("facts", "is_submitted", "reasons"),
    [
        ({}, False, ()),
        ({}, True, (Reason.AWAITING_PAYMENT,)),
        ({"paid_cents": T3_CENTS}, True, ()),
        ({"paid_cents": T3_CENTS - 1}, True, (Reason.UNDERPAID,)),
        ({"paid_cents": T3_CENTS + 1}, True, (Reason.OVERPAID,)),
        ({"paid_cents": T3_CENTS + 1}, False, ()),
        ({"adjusted_cents": -T3_CENTS, "answered_cents": -T3_CENTS, "verdict": Verdict.REFUSED}, True,
         (Reason.REFUSED_BY_PAYER,)),
        ({"adjusted_cents": -10, "answered_cents": -10, "verdict": Verdict.REDUCED, "paid_cents": T3_CENTS - 10}, True,
         (Reason.REDUCED_BY_PAYER,)),
        ({"adjusted_cents": -30, "answered_cents": -10, "verdict": Verdict.REDUCED, "paid_cents": T3_CENTS - 30}, True,
         (Reason.REDUCED_BY_PAYER, Reason.ADJUSTED)),
        ({"verdict": Verdict.ACCEPTED, "paid_cents": T3_CENTS}, True, ()),
    ],
)  # fmt: skip
def test_a_line_says_why_it_is_not_paid_as_it_was_claimed(
    facts: dict[str, object], is_submitted: bool, reasons: tuple[Reason, ...]
) -> None:
    assert line_reasons(line(**facts), submitted=is_submitted) == reasons


@pytest.mark.parametrize(
    ("facts", "is_to_decide"),
    [
        ({}, True),
        ({"claimable_cents": 1}, True),
        ({"claimable_cents": 0}, False),
        ({"claimed_reason": "Vu"}, False),
        ({"reasons": ()}, False),
    ],
)
def test_a_shared_dwelling_aided_in_part_is_to_decide_while_it_brings_something(
    facts: dict[str, object], is_to_decide: bool
) -> None:
    assert line(**{"reasons": (Reason.AIDED_SHARED,), **facts}).is_to_decide is is_to_decide


def test_claiming_a_shared_dwelling_whole_is_a_decision_with_its_reason_and_without_one_it_is_none() -> None:
    shared = replace(DRAFT, lines=(replace(DRAFT.lines[0], reasons=(Reason.AIDED_SHARED,)),))
    line_id = shared.lines[0].id
    decided = set_claimed(shared, line_id, T3_CENTS, reason="Un seul ménage perçoit l'AL").lines[0]
    assert (decided.claimed_reason, decided.is_to_decide) == ("Un seul ménage perçoit l'AL", False)
    assert decided.reasons == (Reason.AIDED_SHARED, Reason.CLAIMED_BY_DECISION)
    assert set_claimed(shared, line_id, T3_CENTS, reason=" ").lines[0].is_to_decide
    plain = set_claimed(DRAFT, line_id, T3_CENTS, reason="Sans objet").lines[0]
    assert plain.claimed_reason is None, "the computed amount of a plain line needs nobody"


def test_a_claim_with_a_shared_dwelling_nobody_decided_on_is_not_sent_and_a_decision_survives_a_fresh_computation() -> (
    None
):
    shared = replace(DRAFT, lines=(replace(DRAFT.lines[0], reasons=(Reason.AIDED_SHARED,)),))
    with pytest.raises(AidedUndecided, match=DRAFT.lines[0].reference):
        send(shared)
    decided = set_claimed(shared, shared.lines[0].id, T3_CENTS, reason="Un seul ménage perçoit l'AL")
    assert refresh(decided, shared.rules, shared.lines) == decided
    assert send(refresh(decided, shared.rules, shared.lines)).due_cents == T3_CENTS


def test_a_decision_to_claim_all_that_was_planned_is_kept_though_less_is_computed() -> None:
    lower = replace(DRAFT.lines[0], claimable_cents=300_00, claimed_cents=300_00)
    draft = replace(DRAFT, lines=(lower,))
    decided = set_claimed(draft, lower.id, T3_CENTS, reason="Accord écrit du financeur")
    assert decided.lines[0].reasons == (Reason.CLAIMED_BY_DECISION,)
    assert refresh(decided, draft.rules, (lower,)) == decided


def test_a_line_that_the_claim_does_not_have_is_not_found() -> None:
    with pytest.raises(ClaimLineNotFound):
        DRAFT.line(UUID(int=99))


def test_a_claim_without_a_dwelling_is_not_sent() -> None:
    with pytest.raises(NothingToClaim):
        send(replace(DRAFT, lines=()))


@pytest.mark.parametrize(("most", "is_sent"), [(None, True), (3, True), (2, False)])
def test_no_more_dwellings_are_aided_than_the_convention_says(most: int | None, is_sent: bool) -> None:
    claim = aided(drafted(founding_convention(), MARCH), most)
    if is_sent:
        assert send(claim).submitted_by == "Agent Exemple"
        return
    with pytest.raises(MaxUnitsClaimed, match="2 logements"):
        send(claim)


def test_a_dwelling_that_asks_for_nothing_is_not_counted_and_one_cent_is() -> None:
    claim = aided(drafted(founding_convention(), MARCH), 2)
    nothing = set_claimed(claim, claim.lines[0].id, 0, reason="Inoccupé")
    assert send(nothing).due_cents == nothing.due_cents
    with pytest.raises(MaxUnitsClaimed):
        send(set_claimed(claim, claim.lines[0].id, 1, reason="Un centime"))


def test_an_adjustment_that_would_aid_one_dwelling_more_is_refused_and_less_is_always_taken() -> None:
    claim = aided(drafted(founding_convention(), MARCH), 2)
    sent = send(set_claimed(claim, claim.lines[0].id, 0, reason="Inoccupé"))
    room = Room(ceiling_cents=10**8, used_cents=0)
    for cents in (1, 100_00):
        with pytest.raises(MaxUnitsClaimed):
            adjust(sent, adjustment(sent, cents), room=room, today=TODAY)
    over = aided(submitted(founding_convention(), MARCH), 2)
    less = adjust(over, adjustment(over, -1), room=Room(ceiling_cents=0, used_cents=0), today=TODAY)
    assert less.due_cents == over.due_cents - 1, "what was sent above a limit is still corrected downwards"
    assert adjust(over, adjustment(over, 0), room=Room(ceiling_cents=0, used_cents=0), today=TODAY) == over


def test_a_line_is_adjusted_down_to_nothing_on_the_very_day_of_the_decision_and_not_below() -> None:
    none_left = adjust(SENT, adjustment(SENT, -T3_CENTS), room=ROOM, today=date(2015, 5, 4))
    assert none_left.due_cents == 0
    with pytest.raises(AdjustedBelowZero, match="0,00"):
        adjust(none_left, adjustment(none_left, -1), room=ROOM, today=TODAY)
    again = adjust(none_left, adjustment(none_left, 1), room=ROOM, today=TODAY)
    assert (again.due_cents, again.lines[0].adjusted_cents) == (1, 1 - T3_CENTS)
    with pytest.raises(AdjustedBelowZero):
        adjust(again, adjustment(again, -2), room=ROOM, today=TODAY)


def test_a_decision_follows_its_dwelling_into_a_fresh_computation_under_the_same_line() -> None:
    decided = set_claimed(DRAFT, DRAFT.lines[0].id, T3_CENTS - 1, reason="Accord")
    fresh = replace(DRAFT.lines[0], id=UUID(int=777))
    kept = refresh(decided, DRAFT.rules, (fresh,)).lines[0]
    assert (kept.id, kept.claimed_cents, kept.claimed_reason) == (DRAFT.lines[0].id, T3_CENTS - 1, "Accord")
    assert kept.reasons == (Reason.NOT_CLAIMED_BY_DECISION,)
    assert refresh(DRAFT, DRAFT.rules, (fresh,)).lines[0].id == DRAFT.lines[0].id


def test_what_changed_since_a_claim_was_sent_is_told_until_an_adjustment_says_it() -> None:
    fresh = (line(effective_cents=300_00),)
    (since,) = changed_since(SENT, fresh)
    assert (since.effective_cents, since.change_cents) == (300_00, -57_95)
    assert [one.change_cents for one in changed_since(SENT, ())] == [-T3_CENTS], "no longer in the convention"
    assert changed_since(SENT, SENT.lines) == ()
    assert changed_since(DRAFT, fresh) == ()
    told = adjust(SENT, adjustment(SENT, -57_95), room=ROOM, today=TODAY)
    assert changed_since(told, fresh) == ()
    half = adjust(SENT, adjustment(SENT, -50_00), room=ROOM, today=TODAY)
    assert len(changed_since(half, fresh)) == 1
    assert changed_since(half, SENT.lines) == (), "the facts are what they were: the adjustment has another ground"
