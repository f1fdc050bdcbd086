"""How often a thing may be tried: the last one of a window, the next one, and the first after it; over both clock changes."""

from datetime import UTC, datetime, timedelta

import pytest

from kernel.pace import AskedTooOften, Pace, wait_left

HOUR = timedelta(hours=1)
NIGHTS = (
    datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    datetime(2028, 2, 29, 23, 30, tzinfo=UTC),
    datetime(2026, 12, 31, 23, 30, tzinfo=UTC),
)


@pytest.mark.parametrize("now", NIGHTS)
def test_the_third_try_goes_on_the_fourth_waits_and_goes_on_once_the_hour_is_over(now: datetime) -> None:
    pace = Pace()
    for _ in range(3):
        pace.check("adresse", now, most=3, window=HOUR)
        pace.count("adresse", now, window=HOUR)
    with pytest.raises(AskedTooOften) as refused:
        pace.check("adresse", now, most=3, window=HOUR)
    assert refused.value.retry_after == 3600
    pace.check("une autre", now, most=3, window=HOUR)
    with pytest.raises(AskedTooOften):
        pace.check("adresse", now + HOUR - timedelta(seconds=1), most=3, window=HOUR)
    pace.check("adresse", now + HOUR, most=3, window=HOUR)


def test_the_wait_is_until_the_oldest_of_the_last_tries_no_longer_counts() -> None:
    now = NIGHTS[0]
    tried = [now - timedelta(minutes=minutes) for minutes in (50, 20, 10)]
    assert wait_left(tried, now, most=3, window=HOUR) == timedelta(minutes=10)
    assert wait_left(tried, now, most=4, window=HOUR) == timedelta(0)
