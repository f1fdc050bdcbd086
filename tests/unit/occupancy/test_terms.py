"""The length of a stay: worked case AC-31 and rule TIME-03 of the domain notes."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.law import Law, LawValue, Status
from occupancy.domain.terms import (
    DayOutOfReach,
    RenewedTooOften,
    TermEndsBeforeStart,
    TermTooLong,
    has_renewal_left,
    initial_term,
    renewal,
)
from occupancy.domain.units import Programme
from occupancy.law import LAW
from tests.unit.occupancy.stays import decided, first_term


def _renewed(*terms, programme=Programme.ALT, last_day=None, override_reason=None):
    return renewal(LAW, programme, terms, last_day=last_day, override_reason=override_reason)


def test_a_three_month_stay_from_10_january_2018_ends_on_9_april_and_its_renewal_on_9_july():
    first = first_term(date(2018, 1, 10))
    assert first.last_day == date(2018, 4, 9)
    again = _renewed(first)
    assert (again.first_day, again.last_day) == (date(2018, 4, 10), date(2018, 7, 9))


def test_a_second_renewal_of_an_alt_stay_needs_a_reasoned_override():
    first = first_term(date(2018, 1, 10))
    second = decided(_renewed(first))
    with pytest.raises(RenewedTooOften) as refused:
        _renewed(first, second)
    assert refused.value.errors[0].field == "override_reason"
    third = _renewed(first, second, override_reason="Relogement prévu le 1er octobre")
    assert third.last_day == date(2018, 10, 9)
    assert third.override_reason == "Relogement prévu le 1er octobre"


def test_an_aml_stay_lasts_six_months_and_is_renewed_for_six():
    first = first_term(date(2018, 1, 10), Programme.AML)
    assert first.last_day == date(2018, 7, 9)
    assert _renewed(first, programme=Programme.AML).last_day == date(2019, 1, 9)


@pytest.mark.parametrize(
    ("first_day", "last_day", "renewed_to"),
    [
        (date(2026, 1, 31), date(2026, 4, 29), date(2026, 7, 29)),  # no 31 April
        (date(2025, 11, 30), date(2026, 2, 27), date(2026, 5, 27)),  # no 30 February
        (date(2023, 11, 29), date(2024, 2, 28), date(2024, 5, 28)),  # 29 February exists in 2024
        (date(2026, 3, 1), date(2026, 5, 31), date(2026, 8, 31)),
    ],
)
def test_a_term_ends_the_day_before_its_anniversary_also_at_the_end_of_months(first_day, last_day, renewed_to):
    first = first_term(first_day)
    assert first.last_day == last_day
    assert _renewed(first).last_day == renewed_to


def test_six_months_from_31_august_2026_reach_27_february_2027():
    assert first_term(date(2026, 8, 31), Programme.AML).last_day == date(2027, 2, 27)


def test_a_shorter_term_is_free_and_a_longer_one_needs_a_reason():
    shorter = initial_term(LAW, Programme.ALT, date(2018, 1, 10), last_day=date(2018, 1, 31), override_reason=None)
    assert shorter.last_day == date(2018, 1, 31)
    with pytest.raises(TermTooLong):
        initial_term(LAW, Programme.ALT, date(2018, 1, 10), last_day=date(2018, 4, 10), override_reason=None)
    longer = initial_term(LAW, Programme.ALT, date(2018, 1, 10), last_day=date(2018, 4, 10), override_reason="Travaux")
    assert longer.last_day == date(2018, 4, 10)
    one_day = initial_term(LAW, Programme.ALT, date(2018, 1, 10), last_day=date(2018, 1, 10), override_reason=None)
    assert one_day.last_day == date(2018, 1, 10)
    with pytest.raises(TermEndsBeforeStart):
        initial_term(LAW, Programme.ALT, date(2018, 1, 10), last_day=date(2018, 1, 9), override_reason="Travaux")


def test_a_term_keeps_the_rule_and_the_source_that_gave_its_end():
    rule = _renewed(first_term(date(2018, 1, 10))).rule
    assert (rule.anchor, rule.months) == (date(2018, 4, 10), 3)
    assert {value.key for value in rule.values} == {"stay.alt.renewal_months", "stay.alt.max_renewals"}
    assert all("Pontault-Combault" in value.source for value in rule.values)


def test_a_renewal_is_left_before_the_first_term_and_after_it_and_none_after_the_second():
    first = first_term(date(2018, 1, 10))
    assert has_renewal_left(LAW, Programme.ALT, ())
    assert has_renewal_left(LAW, Programme.ALT, (first,))
    assert not has_renewal_left(LAW, Programme.ALT, (first, decided(_renewed(first))))


def test_the_number_of_renewals_is_the_one_in_force_on_the_day_the_renewal_would_begin():
    """A rule that changes: one renewal until 9 April 2018, none from the 10th on."""
    first = first_term(date(2018, 1, 10))

    def law(since):
        told = [
            LawValue(
                key="stay.alt.max_renewals",
                value=value,
                unit="renewals",
                since=day,
                source="Choix",
                status=Status.TO_VERIFY,
            )
            for value, day in ((1, date(2000, 1, 1)), (0, since))
        ]
        return Law(told)

    assert not has_renewal_left(law(date(2018, 4, 10)), Programme.ALT, (first,))
    assert has_renewal_left(law(date(2018, 4, 11)), Programme.ALT, (first,))


@pytest.mark.parametrize(
    ("day", "is_known"), [("1999-12-31", False), ("2000-01-01", True), ("2098-12-31", True), ("2099-01-01", False)]
)
def test_a_stay_begins_between_2000_and_2098(day, is_known):
    first_day = date.fromisoformat(day)
    if is_known:
        assert first_term(first_day).first_day == first_day
        return
    with pytest.raises(DayOutOfReach) as refused:
        first_term(first_day)
    assert refused.value.errors[0].field == "first_day"


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 1, 1)), st.sampled_from(Programme))
def test_terms_follow_each_other_without_a_gap_or_a_common_day(first_day, programme):
    first = first_term(first_day, programme)
    again = _renewed(first, programme=programme)
    assert again.first_day == first.last_day + timedelta(days=1)
    assert (first.number, again.number) == (0, 1)
    assert again.last_day > again.first_day
