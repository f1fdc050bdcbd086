"""What was claimed against what was paid, followed to its end."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from alt_units.domain.claims import Claim, ReasonMissing
from alt_units.domain.reconciliation import (
    ClaimNote,
    FollowUp,
    GapNotSettled,
    NoGapToJustify,
    NoteKind,
    check_note,
    claim_amounts,
    follow_up,
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
