"""Money is whole cents: nothing is lost, nothing appears. Cases: ALT-AML AC-21, AC-25; PEERS § 7.12."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.money import LIMIT, decimal_text, euros, parse_euros, prorate, split_evenly

amounts = st.integers(-LIMIT, LIMIT)


def test_seventeen_days_of_a_t3_in_march_make_196_30() -> None:
    assert prorate(35795, 17, 31) == 19630


def test_half_a_cent_is_rounded_away_from_zero() -> None:
    assert prorate(1, 1, 2) == 1
    assert prorate(-1, 1, 2) == -1


@pytest.mark.parametrize(("part", "whole"), [(1, 0), (0, 0), (-1, 30), (31, 30)])
def test_a_share_that_is_no_share_is_refused(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        prorate(100, part, whole)


def test_a_share_of_nothing_is_nothing_and_a_single_cent_owed_is_negative() -> None:
    assert prorate(0, 1, 2) == 0
    assert (prorate(-1, 1, 1), split_evenly(-5, 2)) == (-1, (-2, -3))
    assert split_evenly(-7, 3) == (-2, -2, -3)
    assert split_evenly(7, 1) == (7,)


@pytest.mark.parametrize("count", [0, -1])
def test_an_amount_is_split_in_at_least_one_part(count: int) -> None:
    with pytest.raises(ValueError, match="at least one part"):
        split_evenly(100, count)


def test_an_amount_has_two_decimals_for_a_machine_as_for_a_reader_and_nothing_is_not_negative() -> None:
    assert [decimal_text(cents) for cents in (104717, -5, 0, 100)] == ["1047.17", "-0.05", "0.00", "1.00"]
    assert [euros(cents) for cents in (-1, 0, 1)] == ["−0,01\u00a0€", "0,00\u00a0€", "0,01\u00a0€"]


@given(amounts, st.integers(1, 400))
def test_a_whole_month_costs_the_whole_amount(amount: int, days: int) -> None:
    assert prorate(amount, days, days) == amount


@given(amounts, st.integers(1, 400), st.data())
def test_a_share_is_never_more_than_half_a_cent_away(amount: int, whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, whole))
    assert abs(2 * (prorate(amount, part, whole) * whole - amount * part)) <= whole


def test_a_forecast_of_11_765_88_is_paid_in_three_times_3_921_96() -> None:
    assert split_evenly(1176588, 3) == (392196, 392196, 392196)


@given(amounts, st.integers(1, 40))
def test_parts_add_up_to_the_amount(amount: int, count: int) -> None:
    assert sum(split_evenly(amount, count)) == amount


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("75", 7500),
        ("1 047,17 €", 104717),
        ("1\u202f047,17\u00a0€", 104717),
        ("75,5", 7550),
        ("-2.05", -205),
        ("10000000000", LIMIT),
    ],
)
def test_amounts_are_read_as_a_french_hand_types_them(typed: str, cents: int) -> None:
    assert parse_euros(typed) == cents


@pytest.mark.parametrize("typed", ["", "abc", "1,234", "1e3", "12,", "--1", "10000000000,01", "99999999999", "١٢"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_euros(typed)


@given(amounts)
def test_an_amount_written_is_read_back(amount: int) -> None:
    assert parse_euros(euros(amount).replace("−", "-")) == amount
