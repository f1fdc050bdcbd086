"""Deadlines: the day that a rule gives, who it is put off for, and what becomes of it afterwards (LIFECYCLE §9)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kernel.calendar import Territory, add_months, is_working_day, why_nobody_works
from occupancy.domain.deadline_rules import ALL, RULES, SLIDING_REVIEW, TERM, TERM_SECOND_ALERT
from occupancy.domain.deadlines import Deadline, DeadlineRule, LengthUnit, Side, change, counted_day, deadline
from occupancy.domain.recounts import recounted
from occupancy.domain.work_tray import explain
from occupancy.law import LAW

METROPOLE = Territory.METROPOLE
DAYS = st.dates(date(2001, 1, 1), date(2090, 12, 31))
RULE = DeadlineRule(code="ESSAI", label="Essai", anchor="Départ", key=None)
TODAY = date(2026, 6, 15)


def of(anchor: date, length: int, unit: LengthUnit, side: Side = Side.DUTY, *, before: bool = False) -> Deadline:
    rule = replace(RULE, unit=unit, side=side, is_before=before)
    return deadline(rule, anchor, LAW, METROPOLE, length=length)


@pytest.mark.parametrize(
    ("anchor", "months", "due"),
    [
        (date(2026, 3, 31), 6, date(2026, 9, 30)),  # LIFECYCLE §2.7
        (date(2026, 3, 31), 12, date(2027, 3, 31)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),  # LIFECYCLE §8.1, complementary list
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),  # LIFECYCLE §3.5, one year earlier
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_months_end_on_the_same_day_number_or_on_the_last_day_of_the_month(anchor: date, months: int, due: date):
    assert of(anchor, months, LengthUnit.MONTHS).due_on == due


@pytest.mark.parametrize(("months", "due"), [(3, date(2026, 12, 31)), (2, date(2027, 1, 31))])
def test_months_before_the_end_of_a_period_count_backwards(months: int, due: date):
    assert of(date(2027, 3, 31), months, LengthUnit.MONTHS, before=True).due_on == due


@pytest.mark.parametrize("length", [13, 14, 15])
def test_days_do_not_count_the_starting_day(length: int):
    session = date(2026, 9, 21)  # LIFECYCLE §8.1: two weeks before is 7 September
    found = of(session, length, LengthUnit.DAYS, before=True).due_on
    assert found == session - timedelta(days=length)
    assert (found == date(2026, 9, 7)) == (length == 14)


def test_a_duty_is_not_put_off_and_a_right_goes_on_to_the_next_working_day():
    saturday = date(2026, 8, 15)  # and a public holiday
    assert of(date(2026, 7, 15), 1, LengthUnit.MONTHS).due_on == saturday
    assert of(date(2026, 7, 15), 1, LengthUnit.MONTHS, Side.RIGHT).due_on == date(2026, 8, 17)


def test_the_holidays_are_those_of_the_territory():
    rule = replace(RULE, unit=LengthUnit.DAYS, side=Side.RIGHT)
    good_friday = date(2026, 4, 3)
    alsace = deadline(rule, date(2026, 4, 2), LAW, Territory.ALSACE_MOSELLE, length=1)
    assert deadline(rule, date(2026, 4, 2), LAW, METROPOLE, length=1).due_on == good_friday
    assert alsace.due_on == date(2026, 4, 7)  # Good Friday, the weekend and Easter Monday
    abolition = deadline(rule, date(2026, 5, 21), LAW, Territory.MARTINIQUE, length=1)
    assert abolition.due_on == date(2026, 5, 26)  # 22 May, the weekend and Whit Monday


@pytest.mark.parametrize("anchor", [date(2026, 3, 28), date(2026, 10, 24)])
def test_the_days_on_which_the_clocks_change_are_days_like_others(anchor: date):
    assert of(anchor, 1, LengthUnit.DAYS).due_on == anchor + timedelta(days=1)
    assert of(anchor, 2, LengthUnit.DAYS).due_on == anchor + timedelta(days=2)


def test_a_series_counts_its_length_as_many_times_from_the_same_anchor():
    found = [deadline(SLIDING_REVIEW, date(2026, 8, 31), LAW, METROPOLE, number=n).due_on for n in (1, 2, 3)]
    assert found == [date(2027, 2, 28), date(2027, 8, 31), date(2028, 2, 29)]


@given(day=DAYS, length=st.integers(0, 400), side=st.sampled_from(list(Side)), unit=st.sampled_from(list(LengthUnit)))
def test_a_day_is_only_ever_put_off_and_only_to_a_working_day(day: date, length: int, side: Side, unit: LengthUnit):
    found = of(day, length, unit, side)
    assert found.due_on >= found.counted_on
    assert side is Side.DUTY or is_working_day(found.due_on, METROPOLE)
    assert side is Side.RIGHT or found.due_on == found.counted_on


@given(day=DAYS, length=st.integers(0, 120))
def test_counting_back_what_was_counted_forward_never_passes_the_start(day: date, length: int):
    there = counted_day(day, length, LengthUnit.WORKING_DAYS, METROPOLE, is_before=False)
    back = counted_day(there, length, LengthUnit.WORKING_DAYS, METROPOLE, is_before=True)
    assert back <= there
    assert length == 0 or is_working_day(back, METROPOLE)


@given(day=DAYS, more=st.integers(1, 60))
def test_a_longer_length_never_ends_earlier(day: date, more: int):
    for unit in LengthUnit:
        assert of(day, 3 + more, unit).due_on >= of(day, 3, unit).due_on


def test_a_day_that_is_past_stays_when_its_parameter_changes_and_gives_way_to_one_counted_from_another_day():
    past = of(TODAY - timedelta(days=10), 5, LengthUnit.DAYS)
    coming = of(TODAY, 5, LengthUnit.DAYS)
    later = TODAY + timedelta(days=9)
    longer = [replace(one, length=9, counted_on=later, due_on=later) for one in (past, coming)]
    assert change([past], [longer[0]], today=TODAY).added == ()
    renewed = replace(past, anchor_on=TODAY, counted_on=later, due_on=later)
    assert change([past], [renewed], today=TODAY).added == (renewed,)
    changed = change([coming], [longer[1]], today=TODAY)
    assert (changed.added, changed.dropped) == ((longer[1],), ((coming.rule, 0),))


@pytest.mark.parametrize(("today", "is_counted"), [(14, True), (15, True), (16, False)])
def test_a_value_that_changes_counts_again_the_days_that_are_not_past(today: int, is_counted: bool):
    alert = deadline(TERM_SECOND_ALERT, date(2026, 4, 14), LAW, METROPOLE)
    assert alert.due_on == date(2026, 3, 15)
    voted = LAW.joined([replace(LAW.at("stay.alert_days", date(2026, 4, 14)), value=20, source="Délibération n° 3")])
    again = recounted(alert, voted, today=date(2026, 3, today))
    assert (again is not None) == is_counted
    assert again is None or (again.due_on, again.used and again.used.source) == (date(2026, 3, 25), "Délibération n° 3")
    assert recounted(alert, LAW, today=date(2026, 3, 1)) is None
    term = deadline(TERM, date(2026, 4, 14), LAW, METROPOLE)
    assert recounted(term, voted, today=date(2026, 3, 1)) is None


def test_what_is_met_or_no_longer_asked_is_closed_each_in_its_way():
    one = of(TODAY, 5, LengthUnit.DAYS)
    assert change([one], [replace(one, met_on=TODAY)], today=TODAY).met == ((one.rule, 0, TODAY),)
    assert change([one], [], today=TODAY).dropped == ((one.rule, 0),)
    assert change([], [replace(one, met_on=TODAY)], today=TODAY).added == ()


def test_every_rule_of_the_table_has_a_code_of_its_own_and_a_length_in_the_law():
    assert len(RULES) == len(ALL)
    for rule in ALL:
        assert rule.key is None or LAW.at(rule.key, TODAY).number > 0


@pytest.mark.parametrize(
    ("counted", "territory", "why"),
    [
        (date(2026, 7, 14), METROPOLE, "fête nationale"),
        (date(2026, 5, 8), METROPOLE, "Victoire"),
        (date(2026, 12, 26), Territory.ALSACE_MOSELLE, "Étienne"),
        (date(2026, 5, 22), Territory.MARTINIQUE, "esclavage"),
        (date(2026, 11, 28), METROPOLE, "samedi"),
        (date(2026, 11, 29), METROPOLE, "dimanche"),
        (date(2026, 11, 30), METROPOLE, ""),
    ],
)
def test_a_day_put_off_names_the_day_that_nobody_works(counted: date, territory: Territory, why: str):
    said = why_nobody_works(counted, territory)
    assert why.casefold() in said.casefold()
    assert bool(said) is not is_working_day(counted, territory)


def test_a_day_explains_itself():
    assert explain(deadline(SLIDING_REVIEW, date(2026, 3, 31), LAW, METROPOLE, number=1)) == (
        "Signature de la sous-location : 31/03/2026 + 6 mois = 30/09/2026 (dernier jour du mois)."
    )
    alert = deadline(TERM_SECOND_ALERT, date(2026, 4, 14), LAW, METROPOLE)
    assert explain(alert) == "Échéance du contrat : 14/04/2026 − 30 jours = 15/03/2026."
    assert add_months(date(2026, 3, 31), 6) == date(2026, 9, 30)
