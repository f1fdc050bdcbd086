"""Fees: the scale, its bounds, and the days that are charged."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import occupancy
from kernel.law import Law
from kernel.period import Month, Period
from occupancy.domain.fees import FeeDecisionNotAllowed, FeeNotInScale, FeeOutsideScale, check_fee, month_fee, scale_fee

MONEY = Law.parse((Path(occupancy.__file__).parent / "law" / "money.toml").read_text(encoding="utf-8"))
DAY = date(2015, 3, 1)
SITUATIONS = ("single", "single_parent", "couple", "family")
TYPES = ("room_single", "room_double", "room_larger", "t1", "t2", "t3", "t4", "t5", "larger")


@pytest.mark.parametrize(
    ("monthly", "first_day", "last_day", "month", "expected"),
    [
        (15000, date(2025, 4, 11), date(2025, 7, 10), "2025-04", 10000),
        (7500, date(2025, 2, 15), date(2025, 5, 14), "2025-02", 3750),
        (7500, date(2024, 2, 15), date(2024, 5, 14), "2024-02", 3879),
        (10000, date(2025, 3, 1), date(2025, 3, 10), "2025-03", 3226),
        (10000, date(2025, 1, 1), date(2025, 12, 31), "2025-03", 10000),
        (10000, date(2025, 3, 31), date(2025, 3, 31), "2025-03", 323),
    ],
)
def test_a_month_is_charged_by_days_both_ends_counted(monthly, first_day, last_day, month, expected):
    assert month_fee(MONEY, monthly, Period(first_day, last_day), Month.parse(month)).cents == expected


def test_a_month_without_a_day_of_the_stay_costs_nothing_and_says_so():
    fee = month_fee(MONEY, 10000, Period(date(2025, 4, 1), date(2025, 4, 30)), Month(2025, 3))
    assert (fee.cents, fee.days, fee.first_day) == (0, 0, None)


def test_a_month_keeps_its_inputs_its_rule_and_its_source():
    fee = month_fee(MONEY, 15000, Period(date(2025, 4, 11), date(2025, 7, 10)), Month(2025, 4))
    assert (fee.days, fee.days_in_month, fee.first_day, fee.last_day) == (20, 30, date(2025, 4, 11), date(2025, 4, 30))
    assert fee.rule == "days-occupied-over-days-in-month"
    assert fee.source


@given(st.integers(1, 10**7), st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(0, 400))
def test_a_stay_never_costs_more_than_its_full_months_and_more_days_never_cost_less(monthly, first_day, length):
    stay = Period(first_day, first_day + timedelta(days=length))
    longer = Period(first_day, first_day + timedelta(days=length + 1))
    for month in stay.months():
        fee = month_fee(MONEY, monthly, stay, month)
        assert 0 <= fee.cents <= monthly
        assert abs(fee.cents * fee.days_in_month - monthly * fee.days) * 2 <= fee.days_in_month
        assert month_fee(MONEY, monthly, longer, month).cents >= fee.cents


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("dwelling_type", TYPES)
def test_every_cell_of_the_scale_is_within_the_bounds(situation, dwelling_type):
    choice = scale_fee(MONEY, situation, dwelling_type, DAY)
    assert 7500 <= choice.cents <= 15000
    assert choice.cell == f"fee.scale.{situation}.{dwelling_type}"
    assert choice.status == "to_verify"


def test_a_case_that_the_scale_does_not_know_is_refused():
    with pytest.raises(FeeNotInScale):
        scale_fee(MONEY, "crowd", "t1", DAY)
    with pytest.raises(FeeNotInScale):
        scale_fee(MONEY, "single", "t1", date(1980, 1, 1))


@pytest.mark.parametrize("cents", [7500, 7501, 10000, 14999, 15000])
def test_a_fee_within_the_bounds_needs_no_reason(cents):
    check_fee(MONEY, cents, DAY, None, may_decide=False)


@pytest.mark.parametrize("cents", [0, 7499, 15001])
def test_a_fee_outside_the_bounds_needs_a_reason_and_the_right_to_decide(cents):
    with pytest.raises(FeeOutsideScale):
        check_fee(MONEY, cents, DAY, "  ", may_decide=True)
    with pytest.raises(FeeDecisionNotAllowed):
        check_fee(MONEY, cents, DAY, "Ressources nulles", may_decide=False)
    check_fee(MONEY, cents, DAY, "Ressources nulles", may_decide=True)
