"""Working days of the territory. Worked cases: PEERS §7.1 (the French calendar gives the same days)."""

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.calendar import (
    Territory,
    add_working_days,
    holidays_of,
    is_working_day,
    working_days,
    working_days_between,
)

HERE = Territory.METROPOLE
days = st.dates(date(1990, 1, 1), date(2150, 12, 31))


def test_the_eleven_public_holidays_of_2026_in_metropolitan_france() -> None:
    assert sorted(holidays_of(HERE, 2026)) == [
        date(2026, 1, 1),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 8),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 7, 14),
        date(2026, 8, 15),
        date(2026, 11, 1),
        date(2026, 11, 11),
        date(2026, 12, 25),
    ]


@pytest.mark.parametrize(
    ("territory", "more"),
    [
        (Territory.ALSACE_MOSELLE, {date(2026, 4, 3), date(2026, 12, 26)}),
        (Territory.GUYANE, {date(2026, 6, 10)}),
        (Territory.REUNION, {date(2026, 12, 20)}),
        (Territory.MAYOTTE, {date(2026, 4, 27)}),
    ],
)
def test_a_territory_has_its_own_holidays_besides(territory: Territory, more: set[date]) -> None:
    assert holidays_of(territory, 2026) - holidays_of(HERE, 2026) == more


def test_the_abolition_of_slavery_is_kept_in_the_antilles_on_two_days() -> None:
    assert date(2026, 5, 22) in holidays_of(Territory.MARTINIQUE, 2026)
    assert date(2026, 5, 27) in holidays_of(Territory.GUADELOUPE, 2026)
    assert is_working_day(date(2026, 5, 22), HERE)


@pytest.mark.parametrize(
    ("first_day", "last_day", "count"),
    [
        (date(2023, 4, 29), date(2023, 4, 29), 0),  # a Saturday
        (date(2023, 5, 1), date(2023, 5, 1), 0),  # a holiday on a Monday
        (date(2023, 4, 27), date(2023, 4, 27), 1),  # a plain Thursday
        (date(2023, 5, 1), date(2023, 5, 7), 4),  # Monday to Sunday, 1 May off
        (date(2029, 5, 7), date(2029, 5, 13), 3),  # Monday to Sunday, Tuesday 8 May and Ascension Thursday off
        (date(2026, 5, 4), date(2026, 5, 17), 8),  # two weeks, 8 May and Ascension off
    ],
)
def test_working_days_are_counted_with_both_ends(first_day: date, last_day: date, count: int) -> None:
    assert working_days(first_day, last_day, HERE) == count


@pytest.mark.parametrize(
    ("day", "count", "reached"),
    [
        (date(2023, 4, 29), 0, date(2023, 4, 29)),  # nothing added to a Saturday
        (date(2023, 4, 22), 1, date(2023, 4, 24)),  # Saturday and one: Monday
        (date(2023, 4, 27), 10, date(2023, 5, 15)),  # over 1 and 8 May
        (date(2023, 5, 3), 2, date(2023, 5, 5)),
        (date(2024, 4, 10), 2, date(2024, 4, 12)),
        (date(2024, 4, 5), 2, date(2024, 4, 9)),
        (date(2024, 10, 11), 3, date(2024, 10, 16)),
        (date(2024, 10, 22), 2, date(2024, 10, 24)),
        (date(2024, 10, 10), 2, date(2024, 10, 14)),
        (date(2024, 2, 28), 1, date(2024, 2, 29)),  # 29 February is a day like another
        (date(2026, 3, 27), 1, date(2026, 3, 30)),  # over the change to summer time
        (date(2026, 10, 23), 1, date(2026, 10, 26)),  # over the change to winter time
    ],
)
def test_working_days_are_added_after_the_departure(day: date, count: int, reached: date) -> None:
    assert add_working_days(day, count, HERE) == reached


@pytest.mark.parametrize(
    ("day", "other", "count"),
    [
        (date(2024, 4, 8), date(2024, 4, 12), 4),  # Monday to Friday
        (date(2024, 4, 8), date(2024, 4, 15), 5),  # Monday to next Monday
        (date(2024, 3, 28), date(2024, 4, 2), 2),  # Thursday to Tuesday, Easter Monday off
    ],
)
def test_complete_working_days_between_two_days(day: date, other: date, count: int) -> None:
    assert working_days_between(day, other, HERE) == count


def test_friday_and_monday_off_leave_one_working_day_between_thursday_and_tuesday() -> None:
    assert working_days_between(date(2026, 4, 2), date(2026, 4, 7), Territory.ALSACE_MOSELLE) == 1
    assert working_days_between(date(2026, 4, 2), date(2026, 4, 7), HERE) == 2


@given(days, st.integers(0, 40), st.sampled_from(Territory))
def test_what_was_added_is_what_lies_between(day: date, count: int, territory: Territory) -> None:
    reached = add_working_days(day, count, territory)
    assert working_days_between(day, reached, territory) == count
    assert count == 0 or is_working_day(reached, territory)
    by_hand = sum(
        is_working_day(day + timedelta(days=number), territory) for number in range(1, (reached - day).days + 1)
    )
    assert by_hand == count


def test_the_library_of_holidays_is_not_loaded_at_start() -> None:
    code = "import sys; import kernel.calendar; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": "services"}, check=False).returncode == 0
