"""The one predicate of availability, held against a day-by-day count that knows no interval."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.availability import (
    DayState,
    Hold,
    Obstacle,
    ObstacleKind,
    ProgrammeDays,
    Turnaround,
    UnitCalendar,
    compete,
    count_days,
    day_state,
    day_states,
    first_obstacle,
    next_free_day,
)
from kernel.calendar import Territory, is_working_day
from kernel.period import Period

DAY_1 = date(2024, 2, 20)
HOLDS = [DayState.OCCUPIED, DayState.VOID, DayState.TURNAROUND]
starts = st.integers(-10, 50).map(lambda number: DAY_1 + timedelta(days=number))
places = st.integers(0, 3)
closed = st.builds(lambda first, more: Period(first, first + timedelta(days=more)), starts, st.integers(0, 25))
periods = closed | starts.map(Period)
timeless = settings(deadline=None)
"""No time limit for one example: on a busy machine the same example took 406 ms, then 0.06 ms. What is tested is the days."""
turnarounds = st.builds(Turnaround, working_days=st.integers(0, 4), territory=st.sampled_from(Territory))


@st.composite
def calendars(draw: st.DrawFn) -> UnitCalendar:
    """A unit with whatever happened to it, contradictions included: the states must still share out the days."""
    holds = st.builds(
        Hold, state=st.sampled_from(HOLDS), place=places, period=periods, id=st.uuids(), label=st.just("C-2024-0001")
    )
    cuts = sorted(draw(st.lists(starts, min_size=2, max_size=6, unique=True)))
    programmes = [
        ProgrammeDays(programme=draw(st.sampled_from(["ALT", "AML"])), period=Period(first, last - timedelta(days=1)))
        for first, last in pairwise(cuts)
        if draw(st.booleans())
    ]
    if draw(st.booleans()):
        programmes.append(ProgrammeDays(programme="ALT", period=Period(cuts[-1])))
    return UnitCalendar(
        service=tuple(draw(st.lists(periods, max_size=3))),
        programmes=tuple(programmes),
        holds=tuple(draw(st.lists(holds, max_size=6))),
    )


def each_day(within: Period) -> list[date]:
    return [within.first_day + timedelta(days=number) for number in range(within.days)]


def state_by_hand(unit: UnitCalendar, place: int, day: date) -> DayState:
    if all(day not in one for one in unit.service):
        return DayState.OUT_OF_SERVICE
    there = [one.state for one in unit.holds if (place in (0, one.place) or one.place == 0) and day in one.period]
    for state in (DayState.OCCUPIED, DayState.VOID, DayState.TURNAROUND):
        if state in there:
            return state
    return DayState.FREE


def programme_by_hand(unit: UnitCalendar, day: date) -> str | None:
    return next((one.programme for one in unit.programmes if day in one.period), None)


def after_by_hand(stay: Period, turnaround: Turnaround) -> list[date]:
    """The days of the turnaround, walked one by one until enough of them are working days."""
    assert stay.last_day is not None
    days: list[date] = []
    while sum(is_working_day(day, turnaround.territory) for day in days) < turnaround.working_days:
        days.append((days[-1] if days else stay.last_day) + timedelta(days=1))
    return days


def fits_by_hand(
    unit: UnitCalendar, place: int, stay: Period, turnaround: Turnaround, programme: str | None = None
) -> bool:
    asked = programme or programme_by_hand(unit, stay.first_day)
    return (
        asked is not None
        and all(
            state_by_hand(unit, place, day) is DayState.FREE and programme_by_hand(unit, day) == asked
            for day in each_day(stay)
        )
        and not any(
            hold.state is DayState.OCCUPIED and compete(hold.place, place) and day in hold.period
            for day in after_by_hand(stay, turnaround)
            for hold in unit.holds
        )
    )


@timeless
@given(calendars(), places, closed, turnarounds, st.sampled_from([None, "ALT", "AML"]))
def test_a_place_is_given_when_each_of_its_days_is_free_and_only_then(
    unit: UnitCalendar, place: int, stay: Period, turnaround: Turnaround, programme: str | None
) -> None:
    obstacle = first_obstacle(unit, place, stay, turnaround=turnaround, programme=programme)
    assert (obstacle is None) == fits_by_hand(unit, place, stay, turnaround, programme)


@timeless
@given(calendars(), places, closed, turnarounds)
def test_what_is_named_is_what_is_in_the_way_that_day(
    unit: UnitCalendar, place: int, stay: Period, turnaround: Turnaround
) -> None:
    obstacle = first_obstacle(unit, place, stay, turnaround=turnaround)
    if obstacle is None or obstacle.kind is ObstacleKind.NEXT_STAY:
        return
    days = each_day(stay)
    assert all(state_by_hand(unit, place, day) is DayState.FREE for day in days[: days.index(obstacle.first_day)])
    state = state_by_hand(unit, place, obstacle.first_day)
    assert state.value == obstacle.kind.value or obstacle.kind is ObstacleKind.OUT_OF_PROGRAMME
    assert (obstacle.hold is None) == (obstacle.kind in (ObstacleKind.OUT_OF_SERVICE, ObstacleKind.OUT_OF_PROGRAMME))


@timeless
@given(calendars(), places, closed)
def test_occupied_void_turnaround_and_free_make_the_days_in_service(
    unit: UnitCalendar, place: int, within: Period
) -> None:
    counts = count_days(unit, place, within)
    by_hand = [state_by_hand(unit, place, day) for day in each_day(within)]
    for state in DayState:
        assert getattr(counts, state.value) == by_hand.count(state)
    assert counts.occupied + counts.void + counts.turnaround + counts.free == counts.in_service
    assert counts.in_service == sum(any(day in one for one in unit.service) for day in each_day(within))
    assert counts.offered == sum(
        state is DayState.FREE and programme_by_hand(unit, day) is not None
        for day, state in zip(each_day(within), by_hand, strict=True)
    )


@timeless
@given(calendars(), places, closed)
def test_the_runs_of_states_cover_the_period_once_each_day(unit: UnitCalendar, place: int, within: Period) -> None:
    runs = day_states(unit, place, within)
    assert [day for run, _ in runs for day in each_day(run)] == each_day(within)
    for run, state in runs:
        assert {day_state(unit, place, day) for day in each_day(run)} == {state}
    assert all(one[1] is not other[1] for one, other in pairwise(runs))


@timeless
@given(calendars(), places, starts, st.integers(1, 30), turnarounds, st.sampled_from([None, "ALT"]))
def test_the_next_free_day_is_the_first_one_that_fits(
    unit: UnitCalendar, place: int, from_day: date, days: int, turnaround: Turnaround, programme: str | None
) -> None:
    found = next_free_day(unit, place, from_day, days, turnaround=turnaround, programme=programme)
    for number in range(130):
        first = from_day + timedelta(days=number)
        stay = Period(first, first + timedelta(days=days - 1))
        fits = fits_by_hand(unit, place, stay, turnaround, programme)
        assert fits == (first == found) or (found is not None and first > found)


ONE = UUID(int=1)
OPEN = (Period(date(2024, 1, 1)),)
ALT = (ProgrammeDays(programme="ALT", period=Period(date(2024, 1, 1))),)


def held(state: DayState, first_day: date, last_day: date | None, place: int = 1) -> UnitCalendar:
    hold = Hold(state=state, place=place, period=Period(first_day, last_day), id=ONE, label="C-2024-0007")
    return UnitCalendar(service=OPEN, programmes=ALT, holds=(hold,))


def test_a_stay_starts_the_day_after_the_last_of_another_and_not_that_day() -> None:
    unit = held(DayState.OCCUPIED, date(2024, 2, 1), date(2024, 2, 29))
    same_day = first_obstacle(unit, 1, Period(date(2024, 2, 29), date(2024, 3, 31)))
    assert same_day is not None
    assert same_day.hold == unit.holds[0]
    assert first_obstacle(unit, 1, Period(date(2024, 3, 1), date(2024, 3, 31))) is None


def half_open(unit: UnitCalendar, place: int, stay: Period) -> Obstacle | None:
    """The fault of a peer (w3): a search that leaves the last day of each hold out."""
    shorter = []
    for hold in unit.holds:
        if hold.period.days > 1 and hold.period.last_day:
            last_day = hold.period.last_day - timedelta(days=1)
            shorter.append(
                Hold(state=hold.state, place=hold.place, period=Period(hold.period.first_day, last_day), id=ONE)
            )
    return first_obstacle(
        UnitCalendar(service=unit.service, programmes=unit.programmes, holds=tuple(shorter)), place, stay
    )


def test_control_a_half_open_search_offers_what_signature_refuses() -> None:
    unit = held(DayState.OCCUPIED, date(2024, 2, 1), date(2024, 2, 29))
    stay = Period(date(2024, 2, 29), date(2024, 3, 31))
    assert half_open(unit, 1, stay) is None
    assert first_obstacle(unit, 1, stay) is not None


@pytest.mark.parametrize(
    ("first_day", "free"),
    [(date(2024, 3, 1), False), (date(2024, 3, 4), False), (date(2024, 3, 5), True)],
)
def test_two_working_days_after_29_february_2024_run_to_monday_4_march(first_day: date, free: bool) -> None:
    last_day = date(2024, 2, 29)
    after = Turnaround(working_days=2, territory=Territory.METROPOLE).after(last_day)
    assert after == Period(date(2024, 3, 1), date(2024, 3, 4))
    unit = held(DayState.TURNAROUND, after.first_day, after.last_day)
    assert (first_obstacle(unit, 1, Period(first_day, date(2024, 4, 30))) is None) == free


def test_no_turnaround_blocks_nothing() -> None:
    assert Turnaround(working_days=0, territory=Territory.MAYOTTE).after(date(2024, 2, 29)) is None


@pytest.mark.parametrize(("working_days", "kind"), [(0, None), (1, None), (2, ObstacleKind.NEXT_STAY)])
def test_a_stay_leaves_room_for_its_own_turnaround_before_the_next(
    working_days: int, kind: ObstacleKind | None
) -> None:
    unit = held(DayState.OCCUPIED, date(2024, 4, 9), date(2024, 5, 31))  # a Tuesday
    until_friday = Period(date(2024, 3, 1), date(2024, 4, 5))
    turnaround = Turnaround(working_days=working_days, territory=Territory.METROPOLE)
    obstacle = first_obstacle(unit, 1, until_friday, turnaround=turnaround)
    assert (obstacle and obstacle.kind) == kind


@pytest.mark.parametrize(("held_place", "wanted", "free"), [(1, 2, True), (1, 0, False), (0, 2, False), (2, 2, False)])
def test_what_concerns_the_whole_unit_concerns_every_place(held_place: int, wanted: int, free: bool) -> None:
    unit = held(DayState.VOID, date(2024, 2, 1), None, place=held_place)
    assert (first_obstacle(unit, wanted, Period(date(2024, 3, 1), date(2024, 3, 31))) is None) == free


def test_a_unit_whose_convention_has_ended_is_in_service_and_offered_no_more() -> None:
    year = ProgrammeDays(programme="ALT", period=Period(date(2019, 1, 1), date(2019, 6, 30)))
    unit = UnitCalendar(service=(Period(date(2019, 1, 1)),), programmes=(year,))
    obstacle = first_obstacle(unit, 0, Period(date(2019, 5, 1), date(2019, 7, 31)))
    assert obstacle is not None
    assert (obstacle.kind, obstacle.first_day) == (ObstacleKind.OUT_OF_PROGRAMME, date(2019, 7, 1))
    counts = count_days(unit, 0, Period(date(2019, 6, 1), date(2019, 7, 31)))
    assert (counts.in_service, counts.free, counts.offered) == (61, 61, 30)


@pytest.mark.parametrize("month", [date(2026, 3, 1), date(2026, 10, 1)])
def test_the_months_in_which_clocks_change_have_31_days(month: date) -> None:
    within = Period(month, month.replace(day=31))
    unit = UnitCalendar(service=(Period(date(2026, 1, 1)),))
    assert count_days(unit, 0, within).free == 31
