"""How many wrong passwords are looked at."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from staff.domain.throttle import Attempt, ThrottleLimits, wait_before_next
from staff.law import LAW

LIMITS = ThrottleLimits.on(date(2026, 11, 21), LAW)
NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


def ago(**spans: int) -> datetime:
    return NOW - timedelta(**spans)


def test_the_limits_in_force_are_five_failures_in_five_minutes() -> None:
    assert (LIMITS.failures, LIMITS.window, LIMITS.familiar) == (5, timedelta(minutes=5), timedelta(days=30))


def test_the_fifth_wrong_password_is_still_looked_at_and_the_sixth_waits() -> None:
    failed_at = [ago(minutes=minutes) for minutes in (4, 3, 2, 1)]
    assert wait_before_next(failed_at, NOW, LIMITS) == timedelta(0)
    assert wait_before_next([*failed_at, ago(seconds=1)], NOW, LIMITS) == timedelta(minutes=1)


def test_failures_older_than_the_window_no_longer_count() -> None:
    assert wait_before_next([ago(minutes=5)] * 9, NOW, LIMITS) == timedelta(0)


@given(st.lists(st.integers(min_value=0, max_value=1000), max_size=50))
def test_the_wait_is_never_longer_than_the_window_so_never_fifteen_minutes(seconds: list[int]) -> None:
    wait = wait_before_next([ago(seconds=one) for one in seconds], NOW, LIMITS)
    assert timedelta(0) <= wait <= LIMITS.window < timedelta(minutes=15)


def test_a_stranger_fills_the_counts_of_the_login_and_of_the_address_never_the_pair_of_an_agent() -> None:
    stranger = Attempt(login="agent.exemple", address="198.51.100.9")
    agent = Attempt(login="agent.exemple", address="192.0.2.1")
    assert not set(stranger.counters(is_familiar=False)) & set(agent.counters(is_familiar=True))
    assert len(set(stranger.counters(is_familiar=False)) & set(agent.counters(is_familiar=False))) == 1


def test_counters_hold_neither_login_nor_address() -> None:
    attempt = Attempt(login="agent.exemple", address="192.0.2.1")
    for counter in (*attempt.counters(is_familiar=False), *attempt.counters(is_familiar=True)):
        assert len(counter) == 64
        assert "agent" not in counter
