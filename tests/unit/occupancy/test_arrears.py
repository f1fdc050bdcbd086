"""Arrears by age, and the least that is put into recovery: each limit the day before, the day, the day after."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from occupancy.domain.arrears import BANDS, arrears, title_least
from occupancy.domain.claims import Claim
from occupancy.law import LAW
from tests.unit.occupancy.books import CONTRACT, HOUSEHOLD

TODAY = date(2026, 3, 1)


def claim(days, cents=10000, settled=0, today=TODAY):
    return Claim(
        transfer_id=uuid4(), account="x", due_on=today - timedelta(days=days), number=1, label="Redevance",
        contract_id=CONTRACT, amount_cents=cents, settled_cents=settled,
    )  # fmt: skip


def found(*due, today=TODAY):
    return arrears(HOUSEHOLD, due, today)


@pytest.mark.parametrize(
    ("days", "band"), [(1, 0), (29, 0), (30, 0), (31, 1), (60, 1), (61, 2), (90, 2), (91, 3), (400, 3)]
)
def test_an_age_stands_in_its_band_over_month_ends_and_a_leap_day(days, band):
    for today in (TODAY, date(2024, 3, 1), date(2026, 10, 26)):
        one = found(claim(days, today=today), today=today)
        assert [rank for rank, cents in enumerate(one.bands) if cents] == [band]


def test_before_april_2017_no_threshold_is_known_and_none_is_applied():
    assert title_least(LAW, date(2017, 4, 10)) == 0
    assert title_least(LAW, date(2017, 4, 11)) == 1500


def test_what_is_due_today_or_later_is_no_arrears():
    assert found(claim(0), claim(-3)) is None
    assert found(claim(0), claim(2)).cents == 10000


@given(st.lists(st.tuples(st.integers(-40, 500), st.integers(1, 10**6)), max_size=12))
def test_the_bands_add_up_to_what_is_due_to_the_cent(rows):
    due = [claim(days, cents) for days, cents in rows]
    one = found(*due)
    late = sum(cents for days, cents in rows if days > 0)
    assert (one.cents if one else 0) == late
    if one:
        assert len(one.bands) == len(BANDS) + 1
        assert one.days == max(days for days, _ in rows)
