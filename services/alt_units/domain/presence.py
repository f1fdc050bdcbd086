"""Presence: how many days of a month a unit was lived in, and by how many. Numbers only: never a person.

Ground: the occupancy report of R. 851-6 CSS and CAL-12 (availability and occupation are both computed and shown).
The figures come from the service that knows the stays; a later revision replaces an earlier one.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from uuid import UUID

from msgspec import Struct

from alt_units.domain.units import Unit
from kernel.errors import RuleBroken
from kernel.period import Month, Period


class PresenceImpossible(RuleBroken):
    """More days than the month has, or a place that the unit does not have."""

    code, title = "presence-impossible", "Présence impossible pour ce logement et ce mois"


class PlacePresence(Struct, frozen=True, kw_only=True):
    """The days of the month on which one place was lived in. Number 0: the whole unit.

    `occupied`: first and last day numbers of what is lived in, or contracted for days to come; `turnaround`: those of
    the remise en état. Both are empty where they were not told.
    """

    number: int
    days_occupied: int
    occupied: tuple[tuple[int, int], ...] = ()
    turnaround: tuple[tuple[int, int], ...] = ()


class Presence(Struct, frozen=True, kw_only=True):
    """A unit's month. `days_occupied`: days with at least one household, whatever the place.

    `aided_households`: those of the month that hold AL or APL (ALT-04).
    """

    unit_id: UUID
    month: str
    revision: int
    days_occupied: int
    households: int
    persons: int
    places: tuple[PlacePresence, ...]
    received_at: datetime
    aided_households: int = 0


class Lived(Struct, frozen=True, kw_only=True):
    """Days in a row on which a place is lived in, or expected to be. Number 0: the whole unit."""

    place_number: int
    period: Period


def is_newer(pushed: Presence, stored: Presence | None) -> bool:
    """A push counts only when its revision is above the stored one: repeats and late arrivals change nothing."""
    return stored is None or pushed.revision > stored.revision


def check(presence: Presence, unit: Unit) -> None:
    """Raises `PresenceImpossible` when the month is too short for the days, or a place is unknown."""
    days = Month.parse(presence.month).days
    if max((presence.days_occupied, *(one.days_occupied for one in presence.places))) > days:
        raise PresenceImpossible(f"{presence.month} n'a que {days} jours.", field="days_occupied")
    if any(not _in_order(ranges, days) for one in presence.places for ranges in (one.occupied, one.turnaround)):
        raise PresenceImpossible("Des jours ne sont pas dans le mois, ou se chevauchent.", field="places")
    if any(one.days_occupied > presence.days_occupied for one in presence.places):
        raise PresenceImpossible("Une place ne peut être occupée plus de jours que le logement.", field="places")
    numbers = [one.number for one in presence.places]
    if len(set(numbers)) != len(numbers):
        raise PresenceImpossible("Une place est citée deux fois.", field="places")
    unknown = set(numbers) - {0} - {place.number for place in unit.places}
    if unknown:
        raise PresenceImpossible(f"Le logement n'a pas de place n° {min(unknown)}.", field="places")


def occupied_periods(told: Iterable[Presence]) -> list[Lived]:
    """The days lived in, place by place, joined across the ends of months."""
    return _joined((one, place, place.occupied or _counted(place)) for one in told for place in _places(one))


def turnarounds(told: Iterable[Presence]) -> list[Lived]:
    """The days of remise en état, place by place, joined across the ends of months."""
    return _joined((one, place, place.turnaround) for one in told for place in one.places)


def _joined(parts: Iterable[tuple[Presence, PlacePresence, tuple[tuple[int, int], ...]]]) -> list[Lived]:
    by_place: dict[int, list[Period]] = defaultdict(list)
    for presence, place, ranges in parts:
        year, month = _year_and_month(presence.month)
        by_place[place.number] += [Period(date(year, month, first), date(year, month, last)) for first, last in ranges]
    return [
        Lived(place_number=number, period=period)
        for number in sorted(by_place)
        for period in _merged(sorted(by_place[number]))
    ]


@cache
def _year_and_month(text: str) -> tuple[int, int]:
    month = Month.parse(text)
    return month.year, month.number


def _merged(periods: list[Period]) -> list[Period]:
    merged: list[Period] = []
    for one in periods:
        before = merged[-1].last_day if merged else None
        if before is not None and one.first_day <= before + timedelta(days=1):
            merged[-1] = Period(merged[-1].first_day, one.last_day)
        else:
            merged.append(one)
    return merged


def _places(presence: Presence) -> tuple[PlacePresence, ...]:
    return presence.places or (PlacePresence(number=0, days_occupied=presence.days_occupied),)


def _counted(place: PlacePresence) -> tuple[tuple[int, int], ...]:
    """Where only a number of days was told, they count from the first of the month: no later day is claimed."""
    return ((1, place.days_occupied),) if place.days_occupied else ()


def _in_order(ranges: tuple[tuple[int, int], ...], days: int) -> bool:
    reached = 0
    for first, last in ranges:
        if not reached < first <= last <= days:
            return False
        reached = last
    return True


def aided_households(presence: Presence) -> int:
    """How many households of the month hold AL or APL, never more than there were (ALT-04)."""
    return min(presence.aided_households, presence.households)


def turnaround_periods(presence: Presence, numbers: Sequence[int]) -> tuple[Period, ...]:
    """The days on which the whole unit was being made ready again: the unit itself, or all its places on one day."""
    if not any(one.turnaround for one in presence.places):
        return ()
    month = Month.parse(presence.month)
    days = {one.number: _days(one.turnaround) for one in presence.places}
    whole = days.get(0, frozenset())
    if numbers:
        whole |= frozenset.intersection(*(days.get(number, frozenset()) for number in numbers))
    firsts = [date(month.year, month.number, day) for day in sorted(whole) if day <= month.days]
    return tuple(Period(day, day) for day in firsts)


def _days(ranges: Sequence[tuple[int, int]]) -> frozenset[int]:
    return frozenset(day for first, last in ranges for day in range(first, last + 1))
