"""The civil day of an instant, around midnight and both clock changes. Cases: PEERS §7.6, shown in the time of Paris."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kernel.calendar import add_months
from kernel.clock import MovableClock

LAST_INSTANTS = [
    (datetime(2024, 12, 30, 22, 59, 59, tzinfo=UTC), date(2024, 12, 30)),
    (datetime(2024, 9, 29, 21, 59, 59, tzinfo=UTC), date(2024, 9, 29)),  # summer time
    (datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC), date(2026, 3, 28)),  # the night of the change to summer time
    (datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC), date(2026, 3, 29)),  # a day of 23 hours
    (datetime(2026, 10, 24, 21, 59, 59, tzinfo=UTC), date(2026, 10, 24)),
    (datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC), date(2026, 10, 25)),  # a day of 25 hours
    (datetime(2028, 2, 29, 22, 59, 59, tzinfo=UTC), date(2028, 2, 29)),
]


@pytest.mark.parametrize(("instant", "day"), LAST_INSTANTS)
def test_a_day_ends_at_midnight_of_paris_whatever_the_season(instant: datetime, day: date) -> None:
    assert MovableClock(instant).today() == day
    assert MovableClock(instant + timedelta(seconds=1)).today() == day + timedelta(days=1)


def test_overseas_the_day_is_the_one_of_the_territory() -> None:
    midnight_in_paris = datetime(2026, 6, 30, 22, 0, tzinfo=UTC)
    assert MovableClock(midnight_in_paris, "America/Martinique").today() == date(2026, 6, 30)
    assert MovableClock(midnight_in_paris, "Indian/Reunion").today() == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("months", "day"),
    [(2, date(2025, 2, 28)), (-2, date(2024, 10, 30)), (-3, date(2024, 9, 30)), (-12, date(2023, 12, 30))],
)
def test_months_are_counted_on_civil_days_so_that_no_hour_is_lost_when_the_clocks_change(
    months: int, day: date
) -> None:
    today = MovableClock(datetime(2024, 12, 30, 22, 59, 59, tzinfo=UTC)).today()
    assert add_months(today, months) == day
