"""How often a thing may be tried: the last one of a window, the next one, and the first after it; over both clock changes."""

from datetime import UTC, datetime, timedelta

import pytest

from kernel.pace import AskedTooOften, Pace, wait_after, wait_left

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


def test_tries_that_no_longer_count_are_forgotten_and_those_that_do_are_kept() -> None:
    pace, now = Pace(), NIGHTS[0]
    for minutes in (0, 30, 60, 90):
        pace.count("adresse", now + timedelta(minutes=minutes), window=HOUR)
    (kept,) = pace._tried.values()
    assert kept == [now + timedelta(minutes=60), now + timedelta(minutes=90)], (
        "an hour old is no longer within the hour"
    )
    pace.forget()
    pace.check("adresse", now + timedelta(minutes=90), most=1, window=HOUR)


def test_a_flood_of_addresses_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kernel.pace._MOST_KEPT", 3)
    pace, now = Pace(), NIGHTS[0]
    for number in range(3):
        pace.count(f"adresse {number}", now, window=HOUR)
    with pytest.raises(AskedTooOften):
        pace.check("adresse 0", now, most=1, window=HOUR)
    pace.count("adresse 3", now, window=HOUR)
    pace.check("adresse 0", now, most=1, window=HOUR)
    with pytest.raises(AskedTooOften):
        pace.check("adresse 3", now, most=1, window=HOUR)


@pytest.mark.parametrize(
    ("seconds", "said"), [(1, "1 minute."), (60, "1 minute."), (61, "2 minutes."), (3600, "60 minutes.")]
)
def test_the_wait_is_told_in_whole_minutes_never_too_short(seconds: int, said: str) -> None:
    refused = AskedTooOften(timedelta(seconds=seconds))
    assert str(refused).endswith(f"Réessayez dans {said}")
    assert AskedTooOften(timedelta(seconds=seconds - 0.5)).retry_after == seconds


def test_the_wait_is_until_the_oldest_of_the_last_tries_no_longer_counts() -> None:
    now = NIGHTS[0]
    tried = [now - timedelta(minutes=minutes) for minutes in (50, 20, 10)]
    assert wait_left(tried, now, most=3, window=HOUR) == timedelta(minutes=10)
    assert wait_left(tried, now, most=4, window=HOUR) == timedelta(0)


def test_what_is_refused_is_tried_again_twice_as_late_each_time_and_ten_minutes_later_at_the_most() -> None:
    assert [wait_after(refusals).total_seconds() for refusals in (1, 2, 3, 9, 10, 20, 5000)] == [
        2,
        4,
        8,
        512,
        600,
        600,
        600,
    ]
