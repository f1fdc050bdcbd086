"""A convention that ran out takes its units out of the offer, without an act (SIAO-09)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from alt_units.domain.offers import Held, in_offer, ran_out_on
from alt_units.domain.units import Programme, ProgrammePeriod
from kernel.period import Period
from tests.unit.alt_units.park import T1_ID, T3, T3_ID

ALT_SINCE_2014 = replace(T3, programmes=(ProgrammePeriod(programme=Programme.ALT, first_day=date(2014, 1, 1)),))
STARTS = date(2014, 1, 1)


def held(year: int, *, programme: Programme = Programme.ALT, last_day: date | None = None) -> Held:
    return Held(unit_id=T3_ID, programme=programme, first_day=date(year, 1, 1), last_day=last_day or date(year, 12, 31))


@pytest.mark.parametrize(
    ("today", "offered_to", "ran_out"),
    [
        (date(2018, 12, 30), None, None),
        (date(2018, 12, 31), None, None),
        (date(2019, 1, 1), date(2018, 12, 31), date(2018, 12, 31)),
        (date(2020, 2, 29), date(2018, 12, 31), date(2018, 12, 31)),
    ],
)
def test_a_unit_leaves_the_offer_the_day_after_the_last_day_of_its_last_convention(
    today: date, offered_to: date | None, ran_out: date | None
) -> None:
    """The town that did not renew in 2019: its convention of 2018 is over on the first of January."""
    years = [held(2017), held(2018)]
    assert in_offer(ALT_SINCE_2014, years, today).programmes[0].last_day == offered_to
    assert ran_out_on(ALT_SINCE_2014, years, today) == ran_out


def test_the_next_convention_signed_puts_the_unit_back_in_the_offer() -> None:
    today = date(2019, 3, 15)
    assert in_offer(ALT_SINCE_2014, [held(2018)], today).programme_on(today) is None
    assert in_offer(ALT_SINCE_2014, [held(2018), held(2019)], today) == ALT_SINCE_2014


def test_a_unit_whose_first_convention_is_to_come_is_offered_as_its_programme_says() -> None:
    today = date(2019, 3, 15)
    assert in_offer(ALT_SINCE_2014, [], today) == ALT_SINCE_2014
    assert in_offer(ALT_SINCE_2014, [held(2018, programme=Programme.AML)], today) == ALT_SINCE_2014
    assert in_offer(ALT_SINCE_2014, [replace(held(2018), unit_id=T1_ID)], today) == ALT_SINCE_2014


def test_a_programme_taken_up_again_after_the_convention_does_not_end_before_it_starts() -> None:
    again = ProgrammePeriod(programme=Programme.ALT, first_day=date(2019, 2, 1))
    former = ProgrammePeriod(programme=Programme.ALT, first_day=date(2014, 1, 1), last_day=date(2018, 12, 31))
    unit = replace(T3, programmes=(former, again))
    assert in_offer(unit, [held(2018)], date(2019, 3, 15)) == unit


@given(
    st.lists(st.tuples(st.integers(2013, 2019), st.sampled_from(list(Programme))), max_size=5),
    st.integers(0, 2200),
    st.integers(0, 2200),
    st.none() | st.integers(0, 2200),
)
def test_day_by_day_a_unit_is_offered_when_its_programme_runs_and_its_conventions_did_not_run_out(
    signed: list[tuple[int, Programme]], today_after: int, day_after: int, length: int | None
) -> None:
    today, day = STARTS + timedelta(today_after), STARTS + timedelta(day_after)
    period = ProgrammePeriod(
        programme=Programme.ALT, first_day=STARTS, last_day=None if length is None else STARTS + timedelta(length)
    )
    unit = replace(T3, programmes=(period,))
    days = [held(year, programme=programme) for year, programme in signed]
    mine = {
        one.first_day + timedelta(n)
        for one in days
        if one.programme is Programme.ALT and Period(one.first_day, one.last_day).overlaps(period.period)
        for n in range((one.last_day - one.first_day).days + 1)
    }
    touches = any(one in period.period for one in mine)
    over = touches and all(one < today for one in mine)
    expected = day in period.period and not (over and all(one < day for one in mine))
    assert (in_offer(unit, days, today).programme_on(day) is Programme.ALT) is expected
