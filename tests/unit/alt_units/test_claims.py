"""The life of a claim: looked over while it is a draft, frozen once submitted, then only adjusted."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from msgspec.structs import replace

from alt_units.domain.claim_acts import adjust, refresh, set_claimed, submit
from alt_units.domain.claim_terms import Reason, Room
from alt_units.domain.claims import (
    AdjustedBelowZero,
    Adjustment,
    Claim,
    ClaimAboveCeiling,
    ClaimAlreadySubmitted,
    ClaimedAbovePlanned,
    ClaimNotSubmitted,
    ClaimOutdated,
    DecidedInFuture,
    MonthNotOver,
    ReasonMissing,
    line_reasons,
)
from kernel.period import Month
from tests.unit.alt_units.claiming import T3_CENTS, drafted, founding_convention, in_service, submitted, t3_convention
from tests.unit.alt_units.park import T3

MARCH = Month(2015, 3)
ROOM = Room(ceiling_cents=12 * T3_CENTS, used_cents=0)
TODAY = date(2015, 5, 10)


def adjustment(claim: Claim, amount_cents: int, reason: str = "Courrier du financeur du 4 mai 2015") -> Adjustment:
    return Adjustment(
        id=UUID(int=9),
        claim_line_id=claim.lines[0].id,
        decided_on=date(2015, 5, 4),
        amount_cents=amount_cents,
        reason=reason,
        decided_by="Finance Exemple",
    )


def test_what_is_claimed_is_what_is_claimable_until_somebody_decides_otherwise() -> None:
    claim = drafted(founding_convention(), MARCH)
    assert claim.due_cents == 1_027_17
    assert all(line.claimed_cents == line.claimable_cents for line in claim.lines)


def test_claiming_less_needs_a_reason_and_shows_it() -> None:
    claim = drafted(t3_convention(), MARCH)
    line_id = claim.lines[0].id
    with pytest.raises(ReasonMissing):
        set_claimed(claim, line_id, 0, reason=" ")
    line = set_claimed(claim, line_id, 0, reason="Ménage titulaire de l'AL").lines[0]
    assert (line.claimed_cents, line.claimed_reason) == (0, "Ménage titulaire de l'AL")
    assert line.reasons == (Reason.NOT_CLAIMED_BY_DECISION,)


def test_claiming_the_computed_amount_again_forgets_the_decision() -> None:
    claim = drafted(t3_convention(), MARCH)
    decided = set_claimed(claim, claim.lines[0].id, 100_00, reason="Accord avec la préfecture")
    assert set_claimed(decided, claim.lines[0].id, T3_CENTS, reason="") == claim


def test_no_more_than_the_convention_s_amount_is_ever_claimed() -> None:
    claim = drafted(t3_convention(), MARCH)
    with pytest.raises(ClaimedAbovePlanned):
        set_claimed(claim, claim.lines[0].id, T3_CENTS + 1, reason="Erreur")


def test_a_month_is_claimed_once_it_is_over() -> None:
    claim = drafted(t3_convention(), MARCH)
    with pytest.raises(MonthNotOver):
        submit(claim, claim, by="Finance Exemple", at=datetime(2015, 3, 31, tzinfo=UTC), today=date(2015, 3, 31))
    assert submit(
        claim, claim, by="Finance Exemple", at=datetime(2015, 4, 1, tzinfo=UTC), today=date(2015, 4, 1)
    ).submitted_at


def test_a_submitted_claim_no_longer_changes() -> None:
    claim = submitted(t3_convention(), MARCH)
    for change in (
        lambda: set_claimed(claim, claim.lines[0].id, 0, reason="Trop tard"),
        lambda: refresh(claim, claim.rules, ()),
        lambda: submit(claim, claim, by="x", at=datetime(2015, 4, 2, tzinfo=UTC), today=date(2015, 4, 2)),
    ):
        with pytest.raises(ClaimAlreadySubmitted):
            change()


def test_a_claim_above_its_ceiling_is_not_submitted() -> None:
    claim = drafted(t3_convention(), MARCH)
    crowded = replace(claim, rules=replace(claim.rules, used_elsewhere_cents=1))
    with pytest.raises(ClaimAboveCeiling, match="0,01"):
        submit(crowded, crowded, by="x", at=datetime(2015, 4, 2, tzinfo=UTC), today=date(2015, 4, 2))


def test_a_decided_amount_survives_a_fresh_computation() -> None:
    claim = drafted(t3_convention(), MARCH)
    decided = set_claimed(claim, claim.lines[0].id, 100_00, reason="Accord avec la préfecture")
    assert refresh(decided, claim.rules, claim.lines).lines[0].claimed_cents == 100_00


def test_a_decided_amount_that_the_line_no_longer_allows_is_dropped() -> None:
    claim = drafted(t3_convention(), MARCH)
    decided = set_claimed(claim, claim.lines[0].id, 100_00, reason="Accord avec la préfecture")
    lower = replace(claim.lines[0], planned_cents=50_00, claimable_cents=50_00, claimed_cents=50_00)
    assert refresh(decided, claim.rules, (lower,)).lines[0].claimed_cents == 50_00


def test_a_claim_whose_facts_changed_is_computed_again_before_it_is_sent() -> None:
    claim = drafted(t3_convention(), MARCH)
    closed = refresh(claim, claim.rules, drafted(t3_convention(), MARCH, in_service(T3)).lines)
    with pytest.raises(ClaimOutdated):
        submit(claim, closed, by="x", at=datetime(2015, 4, 2, tzinfo=UTC), today=date(2015, 4, 2))


def test_a_draft_is_not_adjusted() -> None:
    claim = drafted(t3_convention(), MARCH)
    with pytest.raises(ClaimNotSubmitted):
        adjust(claim, adjustment(claim, -10_00), room=ROOM, today=TODAY)


def test_an_adjustment_leaves_what_was_claimed_and_changes_what_is_due() -> None:
    claim = adjust(
        submitted(t3_convention(), MARCH), adjustment(submitted(t3_convention(), MARCH), -57_95), room=ROOM, today=TODAY
    )
    assert (claim.lines[0].claimed_cents, claim.due_cents) == (T3_CENTS, 300_00)
    assert line_reasons(claim.lines[0], submitted=True) == (Reason.ADJUSTED, Reason.AWAITING_PAYMENT)


def test_an_adjustment_says_why_stays_above_nothing_and_below_the_ceiling() -> None:
    claim = submitted(t3_convention(), MARCH)
    with pytest.raises(ReasonMissing):
        adjust(claim, adjustment(claim, -1, reason=""), room=ROOM, today=TODAY)
    with pytest.raises(DecidedInFuture):
        adjust(claim, replace(adjustment(claim, -1), decided_on=date(2015, 5, 11)), room=ROOM, today=TODAY)
    with pytest.raises(AdjustedBelowZero):
        adjust(claim, adjustment(claim, -T3_CENTS - 1), room=ROOM, today=TODAY)
    with pytest.raises(ClaimAboveCeiling):
        adjust(claim, adjustment(claim, 1), room=Room(ceiling_cents=T3_CENTS, used_cents=0), today=TODAY)
