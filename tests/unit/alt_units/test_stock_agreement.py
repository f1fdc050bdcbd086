"""A void, the planning and the list of vacancies read the same days: what one shows free, the next one accepts."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from alt_units.domain.presence import Presence, occupied_periods
from alt_units.domain.retirement import retire
from alt_units.domain.stock_days import calendar_of, slots, unit_runs
from alt_units.domain.units import Unit, UnitInUse
from alt_units.domain.vacancies import find_vacancy
from alt_units.domain.void_acts import declare_void, end_void
from alt_units.domain.voids import CostBearer, VoidFacts, VoidOverStay, VoidReason
from kernel.availability import DayState, day_states
from kernel.errors import Refusal
from kernel.period import Period
from tests.unit.alt_units.park import SHARED
from tests.unit.alt_units.test_stock_days import DAYS, histories, one_by_one, told

History = tuple[Unit, list[Presence]]


def works(place: int, first_day: date, last_day: date | None) -> VoidFacts:
    return VoidFacts(
        place_number=place,
        reason=VoidReason.WORKS,
        bearer=CostBearer.CCAS,
        first_day=first_day,
        last_day=last_day,
        reference="",
        note="",
    )


def accepted(unit: Unit, presences: list[Presence], facts: VoidFacts) -> Unit | None:
    try:
        return declare_void(unit, facts, void_id=UUID(int=999), lived=occupied_periods(presences))
    except Refusal:
        return None


def states(unit: Unit, presences: list[Presence], place: int, within: Period) -> set[DayState]:
    """What the planning draws for a place; for the whole dwelling (0), for all of them."""
    numbers = slots(unit) if place == 0 else (place,)
    calendar = calendar_of(unit, presences)
    return {state for number in numbers for _, state in day_states(calendar, number, within)}


def agree(unit: Unit, presences: list[Presence], place: int, within: Period, *, can_be_void: bool) -> None:
    shown = states(unit, presences, place, within)
    assert can_be_void is shown.issubset({DayState.FREE, DayState.TURNAROUND}), (can_be_void, shown)


@settings(deadline=None, max_examples=150)  # a history is long to draw; the time of one says nothing
@given(histories(), st.data())
def test_days_are_made_void_exactly_where_the_planning_shows_nobody_and_no_other_void(
    history: History, data: st.DataObject
) -> None:
    unit, presences = history
    place = data.draw(st.sampled_from([0, *slots(unit)]))
    first_day = data.draw(DAYS)
    within = Period(first_day, first_day + timedelta(days=data.draw(st.integers(0, 60))))
    changed = accepted(unit, presences, works(place, within.first_day, within.last_day))
    agree(unit, presences, place, within, can_be_void=changed is not None)
    if changed is not None:
        assert states(changed, presences, place, within) == {DayState.VOID}
        shorter = end_void(changed, UUID(int=999), last_day=within.first_day, lived=occupied_periods(presences))
        assert end_void(shorter, UUID(int=999), last_day=within.last_day, lived=occupied_periods(presences)) == changed


@settings(deadline=None, max_examples=150)
@given(histories(), DAYS)
def test_a_vacancy_starts_where_the_planning_turns_free_and_can_be_made_void(history: History, today: date) -> None:
    unit, presences = history
    calendar, until = calendar_of(unit, presences), date(2017, 12, 31)
    for number in slots(unit):
        found = find_vacancy(calendar, number, [], today=today, until=until)
        runs = day_states(calendar, number, Period(today, until))
        free = [run for run, state in runs if state is DayState.FREE]
        assert (found is None) is (not free)
        if found is None:
            continue
        assert max(found.vacant_from, today) == free[0].first_day
        day = free[0].first_day
        changed = accepted(unit, presences, works(number, day, day))
        assert changed is not None
        after = find_vacancy(calendar_of(changed, presences), number, [], today=today, until=until)
        assert after is None or after.vacant_from > day


@settings(deadline=None, max_examples=100)
@given(histories(), DAYS)
def test_a_dwelling_leaves_the_park_only_when_the_planning_shows_nobody_after(history: History, last_day: date) -> None:
    unit, presences = history
    unit = replace(unit, service=(replace(unit.service[0], last_day=None),), voids=())
    if unit.service[0].first_day > last_day:
        return
    runs = unit_runs(unit, calendar_of(unit, presences), Period(last_day + timedelta(days=1), date(2018, 1, 1)))
    lived_in = any(state is DayState.OCCUPIED for _, state in runs)
    lived = occupied_periods(presences)
    if lived_in:
        with pytest.raises(UnitInUse):
            retire(unit, last_day=last_day, lines=[], lived=lived)
    else:
        retire(unit, last_day=last_day, lines=[], lived=lived)


def half_open(unit: Unit, presences: list[Presence], facts: VoidFacts) -> bool:
    """What a void that forgets the last day of a stay would accept."""
    assert facts.last_day is not None
    wanted = Period(facts.first_day, facts.last_day)
    return not any(
        one.period.first_day < wanted.last_day and wanted.first_day < one.period.last_day  # type: ignore[operator]
        for one in occupied_periods(presences)
    )


def test_a_void_that_forgets_the_last_day_of_a_stay_is_caught() -> None:
    presences = [told(SHARED, "2016-03", (1, ((1, 20),), ()))]
    within = Period(date(2016, 3, 20), date(2016, 3, 25))
    facts = works(1, within.first_day, within.last_day)
    with pytest.raises(AssertionError):
        agree(SHARED, presences, 1, within, can_be_void=half_open(SHARED, presences, facts))
    with pytest.raises(VoidOverStay):
        declare_void(SHARED, facts, void_id=UUID(int=999), lived=occupied_periods(presences))


def test_a_planning_that_forgets_who_holds_the_whole_dwelling_is_caught() -> None:
    """A stay in the whole dwelling is a stay in each room, for the void and for the planning alike."""
    presences = [told(SHARED, "2016-03", (0, ((1, 20),), ()))]
    within = Period(date(2016, 3, 5), date(2016, 3, 6))
    forgetful = {DayState.FREE}
    assert states(SHARED, presences, 2, within) == {DayState.OCCUPIED} != forgetful
    assert one_by_one(SHARED, presences, [2]).occupied == 20
    assert accepted(SHARED, presences, works(2, within.first_day, within.last_day)) is None
