"""Codes of applications and codes on paper."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from staff.domain.factors import (
    accepted_step,
    code_of,
    enrolment_uri,
    fold_code,
    is_of_the_application,
    readable,
    recovery_code,
    step_at,
)

SECRET = b"12345678901234567890"
NOW = datetime(2026, 11, 23, 8, 0, 10, tzinfo=UTC)
STEP = step_at(NOW)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_the_codes_are_those_of_the_norm(seconds: int, code: str) -> None:
    """RFC 6238, appendix B, SHA-1, the last six of its eight digits."""
    assert code_of(SECRET, step_at(datetime.fromtimestamp(seconds, UTC))) == code


@pytest.mark.parametrize(("apart", "accepted"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_early_or_late(apart: int, accepted: bool) -> None:
    step = accepted_step(SECRET, code_of(SECRET, STEP + apart), NOW, last_step=0)
    assert (step == STEP + apart) is accepted
    assert (step is None) is not accepted


def test_a_code_serves_once_in_its_step_and_in_the_next() -> None:
    for apart in (-1, 0, 1):
        code = code_of(SECRET, STEP + apart)
        assert accepted_step(SECRET, code, NOW, last_step=STEP + apart) is None
        assert accepted_step(SECRET, code, NOW + timedelta(seconds=30), last_step=STEP + apart) is None


def test_an_older_code_than_the_last_one_is_refused_even_if_it_never_served() -> None:
    assert accepted_step(SECRET, code_of(SECRET, STEP - 1), NOW, last_step=STEP) is None


def test_control_without_the_last_step_a_code_would_serve_again() -> None:
    assert accepted_step(SECRET, code_of(SECRET, STEP), NOW, last_step=0) == STEP


def test_spaces_dashes_and_capitals_do_not_count() -> None:
    assert fold_code(" 123 456 ") == "123456"
    assert fold_code("ABCD-efgh 2345-6789") == "abcdefgh23456789"


@pytest.mark.parametrize("code", ["12345", "1234567", "12345a", "١٢٣٤٥٦", ""])
def test_six_digits_are_a_code_of_the_application_and_nothing_else_is(code: str) -> None:
    assert is_of_the_application("012345")
    assert not is_of_the_application(code)


@given(st.binary(min_size=10, max_size=10), st.binary(min_size=10, max_size=10))
def test_a_recovery_code_is_four_groups_that_keep_all_its_eighty_bits(one: bytes, other: bytes) -> None:
    code = recovery_code(one)
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    assert not set(code) & set("lo01")
    assert (code == recovery_code(other)) is (one == other)


@given(st.binary(min_size=10, max_size=10))
def test_all_the_bits_that_were_drawn_can_be_read_back_from_the_paper(drawn: bytes) -> None:
    """Five bits a sign, the last ones first: a code that repeated some would be easier to guess."""
    signs = recovery_code(drawn).replace("-", "")
    worth = {sign: value for value, sign in enumerate("abcdefghijkmnpqrstuvwxyz23456789")}
    assert sum(worth[sign] * 32**place for place, sign in enumerate(signs)) == int.from_bytes(drawn, "big")


def test_the_application_is_told_whose_key_it_is() -> None:
    uri = enrolment_uri(SECRET, login="agent@exemple", issuer="Palier CCAS d'Exemple")
    assert uri == (
        "otpauth://totp/Palier%20CCAS%20d%27Exemple:agent%40exemple"
        "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Palier%20CCAS%20d%27Exemple"
    )
    assert readable(SECRET) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
