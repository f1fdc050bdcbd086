"""What was claimed against what was paid, followed to its end."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from alt_units.domain.claim_terms import Verdict
from alt_units.domain.claims import Claim, ClaimNotSubmitted, ReasonMissing
from alt_units.domain.reconciliation import (
    ClaimAlreadyClosed,
    ClaimNote,
    Exchange,
    FollowUp,
    GapNotSettled,
    NoGapToJustify,
    NoteKind,
    check_note,
    claim_amounts,
    exchange,
    follow_up,
    is_closed,
    unanswered,
)
from kernel.period import Month
from tests.unit.alt_units.claiming import T3_CENTS, drafted, founding_convention, submitted, t3_convention

MARCH = Month(2015, 3)
CLAIM = submitted(t3_convention(), MARCH)


def paid(amount_cents: int) -> Claim:
    return replace(CLAIM, lines=(replace(CLAIM.lines[0], paid_cents=amount_cents),))


def note(kind: NoteKind, difference_cents: int, minute: int = 0) -> ClaimNote:
    return ClaimNote(
        id=UUID(int=minute + 1),
        claim_id=CLAIM.id,
        kind=kind,
        difference_cents=difference_cents,
        text="Le financeur ne retient pas le mois entier",
        written_by="Finance Exemple",
        written_at=datetime(2015, 6, 1, tzinfo=UTC) + timedelta(minutes=minute),
    )


def test_a_claim_goes_from_preparing_to_expected_different_justified_and_closed() -> None:
    short = paid(300_00)
    justified = note(NoteKind.JUSTIFICATION, 57_95)
    assert follow_up(drafted(t3_convention(), MARCH), []) is FollowUp.PREPARING
    assert follow_up(CLAIM, []) is FollowUp.EXPECTED
    assert follow_up(short, []) is FollowUp.DIFFERENT
    assert follow_up(short, [justified]) is FollowUp.JUSTIFIED
    assert follow_up(short, [justified, note(NoteKind.CLOSING, 57_95, 1)]) is FollowUp.CLOSED


def test_a_claim_paid_in_full_is_received_then_closed() -> None:
    assert follow_up(paid(T3_CENTS), []) is FollowUp.RECEIVED
    assert follow_up(paid(T3_CENTS), [note(NoteKind.CLOSING, 0)]) is FollowUp.CLOSED


def test_a_claim_paid_in_excess_is_a_difference() -> None:
    assert follow_up(paid(T3_CENTS + 1), []) is FollowUp.DIFFERENT


def test_a_new_payment_reopens_what_was_justified_for_another_difference() -> None:
    notes = [note(NoteKind.JUSTIFICATION, 57_95), note(NoteKind.CLOSING, 57_95, 1)]
    assert follow_up(paid(310_00), notes) is FollowUp.DIFFERENT
    assert follow_up(paid(T3_CENTS), notes) is FollowUp.RECEIVED


def test_a_remark_changes_nothing() -> None:
    notes = [note(NoteKind.JUSTIFICATION, 57_95), note(NoteKind.REMARK, 57_95, 1)]
    assert follow_up(paid(300_00), notes) is FollowUp.JUSTIFIED


def test_a_claim_is_closed_only_when_settled_or_justified() -> None:
    with pytest.raises(GapNotSettled, match="57,95"):
        check_note(paid(300_00), [], NoteKind.CLOSING, "")
    check_note(paid(300_00), [note(NoteKind.JUSTIFICATION, 57_95)], NoteKind.CLOSING, "")


def test_only_a_difference_is_justified_and_in_words() -> None:
    with pytest.raises(NoGapToJustify):
        check_note(paid(T3_CENTS), [], NoteKind.JUSTIFICATION, "Tout va bien")
    with pytest.raises(ReasonMissing):
        check_note(paid(300_00), [], NoteKind.JUSTIFICATION, "  ")


def test_totals_are_the_sums_of_the_rows() -> None:
    amounts = claim_amounts(submitted(founding_convention(), MARCH))
    assert (amounts.planned_cents, amounts.claimed_cents, amounts.difference_cents) == (1_027_17, 1_027_17, 1_027_17)


def two(paid_first: int, **second: object) -> Claim:
    """Two dwellings of 357,95 €, the first one paid so much."""
    one = CLAIM.lines[0]
    return replace(CLAIM, lines=(replace(one, paid_cents=paid_first), replace(one, id=UUID(int=5), **second)))


def test_one_cent_that_came_makes_a_difference_and_one_cent_that_is_due_is_awaited() -> None:
    assert follow_up(paid(1), []) is FollowUp.DIFFERENT
    assert follow_up(paid(T3_CENTS - 1), []) is FollowUp.DIFFERENT
    one_cent = replace(CLAIM, lines=(replace(CLAIM.lines[0], claimed_cents=1),))
    assert follow_up(one_cent, []) is FollowUp.EXPECTED


def test_the_exchange_waits_for_an_answer_on_every_line_that_asks_for_something() -> None:
    open_ = two(0)
    assert (unanswered(open_), exchange(open_, follow_up(open_, []))) == (2, Exchange.SUBMITTED)
    half = two(0, verdict=Verdict.ACCEPTED)
    assert (unanswered(half), exchange(half, follow_up(half, []))) == (1, Exchange.SUBMITTED)
    told = replace(half, lines=tuple(replace(one, verdict=Verdict.ACCEPTED) for one in half.lines))
    assert (unanswered(told), exchange(told, follow_up(told, []))) == (0, Exchange.ANSWERED)
    nothing = two(0, verdict=None, claimed_cents=0)
    assert unanswered(nothing) == 1, "a line that asks for nothing waits for no answer"


def test_the_exchange_is_over_once_the_money_came_or_the_claim_is_closed() -> None:
    assert exchange(drafted(t3_convention(), MARCH), FollowUp.PREPARING) is Exchange.PREPARED
    for claim in (paid(T3_CENTS), paid(T3_CENTS + 1)):
        assert exchange(claim, follow_up(claim, [])) is Exchange.PAID
    one_short = paid(T3_CENTS - 1)
    assert exchange(one_short, follow_up(one_short, [])) is Exchange.SUBMITTED
    closed = [note(NoteKind.JUSTIFICATION, 1), note(NoteKind.CLOSING, 1, 1)]
    assert exchange(one_short, follow_up(one_short, closed)) is Exchange.CLOSED
    zero = replace(CLAIM, lines=(replace(CLAIM.lines[0], claimed_cents=0),))
    assert exchange(zero, FollowUp.JUSTIFIED) is Exchange.PAID


def test_a_claim_stays_closed_while_its_difference_is_the_one_of_the_closing_and_no_later_word_was_said() -> None:
    closing = note(NoteKind.CLOSING, 57_95, 1)
    assert is_closed(57_95, [closing])
    assert is_closed(57_95, [closing, note(NoteKind.REMARK, 0, 9)])
    assert not is_closed(57_94, [closing])
    assert not is_closed(57_95, [])
    assert not is_closed(57_95, [note(NoteKind.JUSTIFICATION, 57_95)])
    assert not is_closed(57_95, [closing, note(NoteKind.JUSTIFICATION, 57_95, 2)])


def test_a_justification_and_a_closing_of_the_same_instant_are_read_in_that_order() -> None:
    both = [note(NoteKind.CLOSING, 57_95), note(NoteKind.JUSTIFICATION, 57_95)]
    for notes in (both, both[::-1]):
        assert is_closed(57_95, notes)


def test_nothing_is_written_about_a_draft_and_only_remarks_about_what_is_closed() -> None:
    for kind in NoteKind:
        with pytest.raises(ClaimNotSubmitted):
            check_note(drafted(t3_convention(), MARCH), [], kind, "Un mot")
    short, closed = paid(300_00), [note(NoteKind.JUSTIFICATION, 57_95), note(NoteKind.CLOSING, 57_95, 1)]
    check_note(short, closed, NoteKind.REMARK, "Un mot")
    for kind in (NoteKind.JUSTIFICATION, NoteKind.CLOSING):
        with pytest.raises(ClaimAlreadyClosed):
            check_note(short, closed, kind, "Un mot")
    check_note(paid(T3_CENTS), [], NoteKind.REMARK, "Reçu")
    check_note(paid(T3_CENTS), [], NoteKind.CLOSING, "")
