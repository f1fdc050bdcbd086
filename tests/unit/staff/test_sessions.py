"""How long a session lasts, and what is kept of its token."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from staff.domain.sessions import Factor, Session, SessionLimits, csrf_of, hash_of, is_alive, is_to_touch
from staff.law import LAW

LIMITS = SessionLimits.on(date(2026, 11, 21), LAW)
MORNING = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


def session(*, seen: timedelta, factor: Factor = Factor.NONE) -> Session:
    return Session(
        token_hash="0" * 64,
        account_id=UUID(int=1),
        opened_at=MORNING,
        last_seen_at=MORNING + seen,
        factor=factor,
    )


def test_the_limits_in_force_are_thirty_minutes_and_ten_hours() -> None:
    assert (LIMITS.idle, LIMITS.absolute) == (timedelta(minutes=30), timedelta(hours=10))


def test_a_session_that_waits_for_its_second_factor_ends_after_a_quarter_of_an_hour() -> None:
    one = session(seen=timedelta(minutes=14), factor=Factor.AWAITED)
    assert is_alive(one, MORNING + timedelta(minutes=14, seconds=59), LIMITS)
    assert not is_alive(one, MORNING + timedelta(minutes=15), LIMITS)
    assert is_alive(session(seen=timedelta(minutes=14)), MORNING + timedelta(minutes=15), LIMITS)


def test_a_session_opened_by_a_password_alone_waits_as_soon_as_a_second_factor_is_required() -> None:
    alone = session(seen=timedelta(0))
    assert not alone.awaits_factor(required=False)
    assert alone.awaits_factor(required=True)
    for factor in (Factor.AUTHENTICATOR, Factor.RECOVERY_CODE):
        assert not session(seen=timedelta(0), factor=factor).awaits_factor(required=True)
    assert session(seen=timedelta(0), factor=Factor.AWAITED).awaits_factor(required=False)


def test_a_session_ends_after_thirty_minutes_without_a_visit() -> None:
    one = session(seen=timedelta(minutes=5))
    assert is_alive(one, MORNING + timedelta(minutes=34, seconds=59), LIMITS)
    assert not is_alive(one, MORNING + timedelta(minutes=35), LIMITS)


def test_a_session_ends_after_ten_hours_even_if_it_is_used_all_day() -> None:
    one = session(seen=timedelta(hours=9, minutes=59))
    assert is_alive(one, MORNING + timedelta(hours=9, minutes=59, seconds=59), LIMITS)
    assert not is_alive(one, MORNING + timedelta(hours=10), LIMITS)


def test_a_visit_is_written_at_most_each_minute() -> None:
    one = session(seen=timedelta(0))
    assert not is_to_touch(one, MORNING + timedelta(seconds=59))
    assert is_to_touch(one, MORNING + timedelta(seconds=60))


def test_what_is_kept_of_a_token_is_its_sha256() -> None:
    assert hash_of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_each_session_has_its_own_form_token_which_tells_nothing_of_the_cookie() -> None:
    assert csrf_of("one") != csrf_of("two")
    assert csrf_of("one") not in ("one", hash_of("one"))
