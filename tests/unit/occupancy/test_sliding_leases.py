"""The rules of the sliding lease, pure: the calendar of LIFECYCLE §2.7, what blocks the slide, how long it may last."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kernel.calendar import add_months
from occupancy.domain.contracts import Contract
from occupancy.domain.regimes import LegalRegime
from occupancy.domain.slides import Missing, SlideBlocked, check_slide, end_by_slide, missing_of
from occupancy.domain.sliding_acts import check_total_months, extend, open_dossier
from occupancy.domain.sliding_leases import (
    CalDecision,
    CalOutcome,
    Convention,
    Extension,
    NotASublease,
    NotHeld,
    Paper,
    PaperRecord,
    ReviewsTooFarApart,
    SlidingLease,
    SlidingLeaseTooLong,
    SlidingState,
    Upstream,
)
from occupancy.domain.sliding_reviews import deadlines_of, not_held, reviews_of
from occupancy.law import LAW
from tests.unit.occupancy import stays

SIGNED = date(2026, 3, 31)


def sublease(signed_on: date = SIGNED) -> Contract:
    plain = stays.contract(signed_on, add_months(signed_on, 12) - timedelta(days=1))
    return replace(plain, legal_regime=LegalRegime.BG)


def upstream(*, is_hlm: bool = True) -> Upstream:
    return Upstream(
        reference="BP-1", signed_on=date(2011, 1, 1), landlord="Office Exemple", is_hlm=is_hlm, slide_clause=""
    )


def convention(signed_on: date = SIGNED, *, months: int = 12, interval: int = 6) -> Convention:
    return Convention(
        signed_on=signed_on,
        landlord_referent="Référente Exemple",
        ccas_referent="Référent Exemple",
        ground="",
        dalo_decision_ref="",
        exam_period_months=months,
        review_interval_months=interval,
        convocation_days=15,
        paid_months_to_slide=6,
        arrears_alert_cents=0,
        support_operator="",
        who_bears_what="",
    )


def dossier(signed_on: date = SIGNED, *, months: int = 12, interval: int = 6, is_hlm: bool = True) -> SlidingLease:
    return open_dossier(
        sublease(signed_on),
        upstream(is_hlm=is_hlm),
        convention(signed_on, months=months, interval=interval),
        LAW,
        lease_id=uuid4(),
        reference="BG-2026-0001",
        today=signed_on,
    )


def due(lease: SlidingLease) -> dict[tuple[str, int], date]:
    return {(one.rule, one.number): one.due_on for one in deadlines_of(lease, (), LAW)}


def test_the_calendar_of_a_sub_lease_signed_on_the_last_day_of_march():
    """Gherkin « six-month review calendar » of §2.7."""
    days = due(dossier())
    assert days["BG-05", 1] == date(2026, 9, 30)
    assert days["BG-05", 2] == date(2027, 3, 31)
    assert days["BG-10b", 0] == date(2026, 12, 31)
    assert days["BG-04", 0] == date(2027, 1, 31)
    assert ("BG-05", 3) not in days


@pytest.mark.parametrize(
    ("signed_on", "first", "second"),
    [
        (date(2026, 8, 31), date(2027, 2, 28), date(2027, 8, 31)),
        (date(2027, 8, 31), date(2028, 2, 29), date(2028, 8, 31)),
        (date(2028, 2, 29), date(2028, 8, 29), date(2029, 2, 28)),
    ],
)
def test_a_month_that_is_too_short_shortens_one_review_and_never_the_next(signed_on: date, first: date, second: date):
    days = due(dossier(signed_on))
    assert (days["BG-05", 1], days["BG-05", 2]) == (first, second)


def test_a_private_landlord_has_nothing_to_answer_to_the_prefet():
    assert ("BG-04", 0) not in due(dossier(is_hlm=False))


def test_a_review_without_minutes_is_late_from_the_next_day_and_the_next_one_keeps_its_day():
    """Gherkin « review not held » of §2.7."""
    lease = dossier()
    on_time = {one.number: one for one in reviews_of(lease, (), LAW, today=date(2026, 9, 30))}
    late = {one.number: one for one in reviews_of(lease, (), LAW, today=date(2026, 10, 1))}
    assert (on_time[1].is_late, late[1].is_late) == (False, True)
    absence = NotHeld(number=1, reason="Bailleur absent", noted_on=date(2026, 10, 1), new_on=date(2026, 10, 31))
    moved = not_held(lease, (), absence, LAW, today=date(2026, 10, 1))
    assert due(moved)["BG-10", 1] == date(2026, 10, 31)
    assert due(moved)["BG-05", 2] == date(2027, 3, 31)


def test_reviews_may_be_closer_than_six_months_never_further_apart():
    assert due(dossier(interval=5))["BG-05", 1] == date(2026, 8, 31)
    with pytest.raises(ReviewsTooFarApart):
        dossier(interval=7)


def test_only_a_sub_lease_of_the_regime_has_a_convention_tripartite():
    plain = replace(sublease(), legal_regime=LegalRegime.SL_HLM)
    with pytest.raises(NotASublease):
        open_dossier(plain, upstream(), convention(), LAW, lease_id=uuid4(), reference="BG-1", today=SIGNED)


def test_twenty_four_months_in_all_and_not_one_more_without_a_derogation():
    lease = dossier()
    whole = Extension(decided_on=SIGNED, months=12, reason="Plan en cours", override_reason=None)
    assert extend(lease, whole, LAW, today=SIGNED).exam_months == 24
    with pytest.raises(SlidingLeaseTooLong):
        extend(lease, replace(whole, months=13), LAW, today=SIGNED)
    assert (
        extend(lease, replace(whole, months=13, override_reason="Relogement signé"), LAW, today=SIGNED).exam_months
        == 25
    )


def test_a_sub_lease_is_not_renewed_beyond_its_twenty_fourth_month_without_a_derogation():
    check_total_months(SIGNED, date(2028, 3, 30), LAW, None)
    with pytest.raises(SlidingLeaseTooLong):
        check_total_months(SIGNED, date(2028, 3, 31), LAW, None)
    check_total_months(SIGNED, date(2028, 3, 31), LAW, "Commission du bailleur reportée")


def with_papers(lease: SlidingLease, *papers: Paper) -> SlidingLease:
    known = tuple(PaperRecord(paper=one, signed_on=SIGNED, reference="", until=None) for one in papers)
    return replace(lease, papers=known)


def test_the_ccas_cannot_decide_the_slide_alone():
    """Gherkin « the CCAS cannot decide the slide alone » of §2.7: every criterion met, no CAL decision."""
    lease = with_papers(dossier(), Paper.HOUSEHOLD_CONSENT, Paper.TENANT_INSURANCE)
    missing = missing_of(lease, (), LAW, arrears_cents=0, today=SIGNED)
    assert missing[:4] == (
        Missing.CAL_DECISION,
        Missing.DIRECT_LEASE,
        Missing.END_OF_UPSTREAM,
        Missing.INSPECTION_AT_SLIDE,
    )
    with pytest.raises(SlideBlocked) as refusal:
        check_slide(lease, missing, today=SIGNED)
    assert (
        "décision CAL, bail direct signé, fin du bail principal, état des lieux de glissement" in refusal.value.detail
    )


@pytest.mark.parametrize("outcome", [one for one in CalOutcome if one is not CalOutcome.ATTRIBUTED])
def test_a_rank_a_condition_or_a_refusal_is_not_an_attribution(outcome: CalOutcome):
    decided = CalDecision(outcome=outcome, decided_on=SIGNED, reference="", condition="")
    lease = replace(dossier(), cal=decided)
    assert Missing.CAL_DECISION in missing_of(lease, (), LAW, arrears_cents=0, today=SIGNED)


def test_arrears_block_the_slide_until_a_plan_was_respected_three_months_or_an_override_says_why():
    """Gherkin « slide with arrears » of §2.7: 62.00 € owed, 0.00 € allowed."""

    def blocks(lease: SlidingLease, owed: int = 6200) -> bool:
        return Missing.ARREARS in missing_of(lease, (), LAW, arrears_cents=owed, today=date(2027, 1, 15))

    def plan(until: date) -> SlidingLease:
        record = PaperRecord(paper=Paper.REPAYMENT_PLAN, signed_on=date(2026, 10, 15), reference="", until=until)
        return replace(dossier(), papers=(record,))

    assert blocks(dossier())
    assert not blocks(dossier(), owed=0)
    assert blocks(dossier(), owed=1)
    assert blocks(plan(date(2027, 1, 14)))
    assert not blocks(plan(date(2027, 1, 15)))
    assert not blocks(replace(dossier(), arrears_override="Dette FSL en cours d'instruction"))


def test_the_insurance_of_the_household_as_a_tenant_runs_on_the_day_of_the_slide():
    lease = replace(dossier(), slide_on=date(2027, 1, 15), state=SlidingState.SLIDE_SCHEDULED)

    def blocks(until: date) -> bool:
        record = PaperRecord(paper=Paper.TENANT_INSURANCE, signed_on=SIGNED, reference="", until=until)
        known = replace(lease, papers=(record,))
        return Missing.TENANT_INSURANCE in missing_of(known, (), LAW, arrears_cents=0, today=date(2027, 1, 15))

    assert blocks(date(2027, 1, 14))
    assert not blocks(date(2027, 1, 15))


@given(signed_on=st.dates(date(2012, 1, 1), date(2090, 1, 1)), months=st.integers(6, 24), interval=st.integers(1, 6))
def test_no_review_is_further_than_the_interval_from_the_one_before(signed_on: date, months: int, interval: int):
    lease = dossier(signed_on, months=months, interval=interval)
    days = [signed_on, *(day for (rule, _), day in sorted(due(lease).items()) if rule == "BG-05")]
    assert all(later <= add_months(day, interval) + timedelta(days=3) for day, later in pairwise(days))
    assert all(day == add_months(signed_on, interval * number) for number, day in enumerate(days))
    assert days[-1] <= lease.period_anniversary


@given(day=st.dates(date(2026, 4, 1), date(2027, 6, 1)))
def test_the_stay_ends_the_day_before_the_household_holds_the_lease(day: date):
    ended = end_by_slide(sublease(), day)
    assert ended.end is not None
    assert ended.end.ended_on + timedelta(days=1) == day
    assert ended.turnaround_days == 0
