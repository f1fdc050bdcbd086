"""The days of a dwelling add up, per place and per unit, whatever its history."""

from calendar import monthrange
from datetime import UTC, date, datetime
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from alt_units.domain.presence import PlacePresence, Presence, occupied_periods
from alt_units.domain.stock_days import Days, calendar_of, place_days, total, unit_days
from alt_units.domain.units import ServicePeriod, Unit
from alt_units.domain.void_acts import declare_void
from alt_units.domain.voids import CostBearer, VoidFacts, VoidReason
from kernel.errors import Refusal
from kernel.period import Period
from tests.unit.alt_units.park import SHARED, T1

YEAR = Period(date(2016, 1, 1), date(2016, 12, 31))
DAYS = st.dates(date(2015, 11, 1), date(2017, 2, 28))


def told(
    unit: Unit, month: str, *places: tuple[int, tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]
) -> Presence:
    return Presence(
        unit_id=unit.id,
        month=month,
        revision=1,
        days_occupied=0,
        households=1,
        persons=1,
        places=tuple(
            PlacePresence(
                number=number,
                days_occupied=sum(last - first + 1 for first, last in lived),
                occupied=lived,
                turnaround=between,
            )
            for number, lived, between in places
        ),
        received_at=datetime(2016, 1, 1, tzinfo=UTC),
    )


def ranges(days: int) -> st.SearchStrategy[tuple[tuple[int, int], ...]]:
    """Day ranges of a month, in order, that do not touch."""
    cuts = st.lists(st.integers(1, days), max_size=6, unique=True).map(sorted)
    return cuts.map(lambda found: tuple((found[at], found[at + 1]) for at in range(0, len(found) - 1, 2)))


@st.composite
def histories(draw: st.DrawFn) -> tuple[Unit, list[Presence]]:
    unit = draw(st.sampled_from([SHARED, T1]))
    numbers = [place.number for place in unit.places] or [0]
    first_day = draw(DAYS)
    last_day = draw(st.none() | DAYS.filter(lambda day: day >= first_day))
    unit = replace(unit, service=(ServicePeriod(first_day=first_day, last_day=last_day),))
    for number in range(draw(st.integers(0, 4))):
        facts = VoidFacts(
            place_number=draw(st.sampled_from([0, *numbers])),
            reason=VoidReason.WORKS,
            bearer=CostBearer.CCAS,
            first_day=draw(DAYS),
            last_day=draw(st.none() | DAYS),
            reference="",
            note="",
        )
        try:
            unit = declare_void(unit, facts, void_id=UUID(int=900 + number), lived=[])
        except Refusal:
            continue
    presences = []
    for month in draw(st.sets(st.integers(1, 12), max_size=6)):
        days = monthrange(2016, month)[1]
        places = [
            (one, draw(ranges(days)), draw(ranges(days))) for one in draw(st.sets(st.sampled_from([0, *numbers])))
        ]
        presences.append(told(unit, f"2016-{month:02d}", *places))
    return unit, presences


def one_by_one(unit: Unit, presences: list[Presence], numbers: list[int]) -> Days:
    """The same count, day by day, written without any period: the best day of the places."""
    counts = {"occupied": 0, "free": 0, "turnaround": 0, "void": 0}
    for ordinal in range(YEAR.first_day.toordinal(), date(2016, 12, 31).toordinal() + 1):
        day = date.fromordinal(ordinal)
        if not unit.is_in_service_on(day):
            continue
        states = {_state(unit, presences, number, day) for number in numbers}
        counts[next(state for state in counts if state in states)] += 1
    return Days(**counts, offered=0)


def _state(unit: Unit, presences: list[Presence], number: int, day: date) -> str:
    def told_on(field: str) -> bool:
        return any(
            first <= day.day <= last
            for presence in presences
            if presence.month == f"{day:%Y-%m}"
            for place in presence.places
            if place.number in (0, number)
            for first, last in getattr(place, field)
        )

    if told_on("occupied"):
        return "occupied"
    if unit.void_on(day, number):
        return "void"
    return "turnaround" if told_on("turnaround") else "free"


@settings(deadline=None, max_examples=60)
@given(histories())
def test_every_day_in_service_is_counted_once_per_place_and_per_unit(history: tuple[Unit, list[Presence]]) -> None:
    unit, presences = history
    calendar = calendar_of(unit, presences)
    numbers = [place.number for place in unit.places] or [0]
    for days, expected in [
        *((place_days(calendar, one, YEAR), one_by_one(unit, presences, [one])) for one in numbers),
        (unit_days(unit, calendar, YEAR), one_by_one(unit, presences, numbers)),
    ]:
        assert replace(days, offered=0) == expected
        assert days.occupied + days.void + days.turnaround + days.free == days.in_service
        assert 0 <= days.offered <= days.free


def test_a_count_that_forgets_the_last_day_is_caught() -> None:
    presences = [told(T1, "2016-03", (0, ((1, 31),), ()))]
    half_open = [Period(one.period.first_day, date(2016, 3, 30)) for one in occupied_periods(presences)]
    assert sum(one.days for one in half_open) != one_by_one(T1, presences, [0]).occupied


def test_a_shared_dwelling_shows_two_rates() -> None:
    presences = [told(SHARED, "2016-04", (1, ((1, 30),), ()))]
    calendar = calendar_of(SHARED, presences)
    april = Period(date(2016, 4, 1), date(2016, 4, 30))
    by_place = total(place_days(calendar, number, april) for number in (1, 2))
    by_unit = unit_days(SHARED, calendar, april)
    assert (by_place.occupied, by_place.in_service, by_place.occupied_per_mille) == (30, 60, 500)
    assert (by_unit.occupied, by_unit.in_service, by_unit.occupied_per_mille) == (30, 30, 1000)


def test_no_rate_is_given_without_a_day_in_service() -> None:
    before = Period(date(2013, 1, 1), date(2013, 12, 31))
    assert unit_days(T1, calendar_of(T1, []), before).occupied_per_mille is None
