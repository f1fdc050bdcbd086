"""A month of the ledger closes once it is over, in order, its cash counted; what comes late goes to the first open day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.period import Month
from occupancy.domain.periods import (
    CashNotCounted,
    PeriodClosed,
    PeriodNotOver,
    booked_in_open_period,
    check_closable,
    check_counted,
)

FEBRUARY, MARCH, APRIL = Month(2024, 2), Month(2024, 3), Month(2024, 4)
days = st.dates(date(2015, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize("today", [date(2024, 2, 28), date(2024, 2, 29)])
def test_a_month_is_not_closed_on_its_last_day_not_even_on_the_29th_of_february(today):
    with pytest.raises(PeriodNotOver) as refused:
        check_closable(FEBRUARY, None, today)
    assert "01/03/2024" in str(refused.value)
    assert refused.value.errors[0].field == "month"


def test_a_month_is_closed_from_the_first_of_the_next_one():
    check_closable(FEBRUARY, None, date(2024, 3, 1))
    check_closable(Month(2024, 12), None, date(2025, 1, 1))


@pytest.mark.parametrize("closed_until", [date(2024, 3, 31), date(2024, 4, 30)])
def test_a_month_that_is_closed_or_before_a_closed_one_is_not_closed_again(closed_until):
    with pytest.raises(PeriodClosed) as refused:
        check_closable(MARCH, closed_until, date(2024, 6, 1))
    assert f"{closed_until:%d/%m/%Y}" in str(refused.value)


@pytest.mark.parametrize("closed_until", [date(2024, 2, 29), date(2024, 3, 30), None])
def test_a_month_after_the_closed_ones_is_closed_even_when_one_between_was_left_out(closed_until):
    check_closable(MARCH, closed_until, date(2024, 6, 1))
    check_closable(APRIL, closed_until, date(2024, 6, 1))


def test_a_month_is_not_closed_over_cash_that_nobody_counted():
    check_counted(())
    with pytest.raises(CashNotCounted) as refused:
        check_counted([("Régie Exemple", date(2024, 3, 4)), ("Régie Modèle", date(2024, 3, 20))])
    assert str(refused.value).endswith("Régie Exemple, depuis le 04/03/2024 ; Régie Modèle, depuis le 20/03/2024.")


def test_a_payment_of_the_30th_learnt_after_the_closing_is_booked_on_the_first_of_the_next_month():
    closed = date(2024, 3, 31)
    assert booked_in_open_period(date(2024, 3, 30), closed) == date(2024, 4, 1)
    assert booked_in_open_period(date(2024, 3, 31), closed) == date(2024, 4, 1)
    assert booked_in_open_period(date(2024, 4, 1), closed) == date(2024, 4, 1)
    assert booked_in_open_period(date(2024, 4, 17), closed) == date(2024, 4, 17)
    assert booked_in_open_period(date(2024, 3, 30), None) == date(2024, 3, 30)


@given(days, st.none() | days)
def test_nothing_is_ever_booked_in_a_closed_month_nor_later_than_needed(wanted, closed_until):
    booked = booked_in_open_period(wanted, closed_until)
    assert closed_until is None or booked > closed_until
    assert booked == wanted or booked - timedelta(1) == closed_until
    assert booked >= wanted
