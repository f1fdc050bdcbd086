"""How many wrong passwords are looked at."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from staff.domain.throttle import Attempt, CodeAttempt, ThrottleLimits, wait_before_next
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


def test_who_tries_codes_is_counted_for_the_account_from_anywhere_but_for_the_pair_where_the_address_is_familiar() -> (
    None
):
    home, elsewhere = (
        CodeAttempt(account_id=UUID(int=1), login="agent.exemple", address=address)
        for address in ("192.0.2.1", "198.51.100.9")
    )
    assert home.counter(is_familiar=False) == elsewhere.counter(is_familiar=False), "another address is no new chance"
    assert home.counter(is_familiar=True) != elsewhere.counter(is_familiar=True)
    assert home.counter(is_familiar=True) != home.counter(is_familiar=False)
    other = CodeAttempt(account_id=UUID(int=2), login="agent.exemple", address="192.0.2.1")
    for is_familiar in (False, True):
        assert other.counter(is_familiar=is_familiar) != home.counter(is_familiar=is_familiar)
    assert home.pair == Attempt(login="agent.exemple", address="192.0.2.1").pair


def test_a_failure_is_remembered_as_long_as_the_longer_of_the_two_windows() -> None:
    short, long = timedelta(minutes=5), timedelta(minutes=15)
    for window, code_window in ((short, long), (long, short)):
        limits = ThrottleLimits(failures=5, window=window, code_window=code_window, familiar=timedelta(days=30))
        assert limits.remembered == long


def test_counters_hold_neither_login_nor_address() -> None:
    attempt = Attempt(login="agent.exemple", address="192.0.2.1")
    for counter in (*attempt.counters(is_familiar=False), *attempt.counters(is_familiar=True)):
        assert len(counter) == 64
        assert "agent" not in counter
