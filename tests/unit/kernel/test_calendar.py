"""Days and months as French law counts them. Cases: TIME-01, TIME-03, AC-31 and the domain notes' examples."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.calendar import add_months, last_day_after
from kernel.period import Month, Period, covered_days

days = st.dates(date(1990, 1, 1), date(2100, 12, 31))


def test_three_months_from_10_january_2018_end_on_9_april() -> None:
    assert last_day_after(date(2018, 1, 10), 3) == date(2018, 4, 9)


def test_a_month_that_lacks_the_day_ends_on_its_last() -> None:
    assert add_months(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert last_day_after(date(2026, 8, 31), 6) == date(2027, 2, 27)


@given(days, st.integers(-120, 120))
def test_months_are_added_without_ever_leaving_the_month_aimed_at(day: date, months: int) -> None:
    reached = add_months(day, months)
    assert (reached.year * 12 + reached.month) - (day.year * 12 + day.month) == months
    assert reached.day <= day.day


def test_both_ends_of_a_period_count() -> None:
    assert Period(date(2024, 2, 28), date(2024, 3, 1)).days == 3
    assert date(2024, 3, 1) in Period(date(2024, 2, 28), date(2024, 3, 1))
    assert not Period(date(2024, 1, 1), date(2024, 1, 31)).overlaps(Period(date(2024, 2, 1)))


@pytest.mark.parametrize(
    ("first_day", "next_free_day", "count"),
    [
        (date(2026, 4, 5), date(2026, 4, 7), 2),
        (date(2026, 4, 8), date(2026, 4, 9), 1),
        (date(2028, 2, 28), date(2028, 3, 1), 2),
        (date(2026, 3, 28), date(2026, 3, 30), 2),  # the night that lacks an hour
        (date(2026, 10, 24), date(2026, 10, 26), 2),  # the night that has one more
    ],
)
def test_a_use_lasts_from_its_first_day_to_the_one_on_which_all_is_free(
    first_day: date, next_free_day: date, count: int
) -> None:
    assert Period(first_day, next_free_day - timedelta(days=1)).days == count


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="end before"):
        Period(date(2024, 2, 2), date(2024, 2, 1))


@given(st.lists(st.tuples(days, st.integers(0, 60)), max_size=6), days)
def test_covered_days_count_each_day_once(spans: list[tuple[date, int]], start: date) -> None:
    within = Month.of(start).period
    periods = [Period(first, first + timedelta(days=length)) for first, length in spans]
    by_hand = sum(
        any(within.first_day + timedelta(days=number) in period for period in periods) for number in range(within.days)
    )
    assert covered_days(within, periods) == by_hand


@given(days)
def test_a_month_written_is_read_back(day: date) -> None:
    month = Month.of(day)
    assert Month.parse(str(month)) == month
    assert day in month.period
    assert month.plus(13).plus(-13) == month


@pytest.mark.parametrize("text", ["2024", "2024-13", "2024-1", "24-01", "2024-00", "2024-xx"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Month.parse(text)
