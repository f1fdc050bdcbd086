"""Presence: how many days of a month a unit was lived in, and by how many. Numbers only: never a person.

Ground: the occupancy report of R. 851-6 CSS and CAL-12 (availability and occupation are both computed and shown).
The figures come from the service that knows the stays; a later revision replaces an earlier one.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from alt_units.domain.units import Unit
from kernel.errors import RuleBroken
from kernel.period import Month, Period


class PresenceImpossible(RuleBroken):
    """More days than the month has, or a place that the unit does not have."""

    code, title = "presence-impossible", "Présence impossible pour ce logement et ce mois"


class PlacePresence(Struct, frozen=True, kw_only=True):
    """The days of the month on which one place was lived in. Number 0: the whole unit."""

    number: int
    days_occupied: int


class Presence(Struct, frozen=True, kw_only=True):
    """A unit's month. `days_occupied`: days with at least one household, whatever the place."""

    unit_id: UUID
    month: str
    revision: int
    days_occupied: int
    households: int
    persons: int
    places: tuple[PlacePresence, ...]
    received_at: datetime


def is_newer(pushed: Presence, stored: Presence | None) -> bool:
    """A push counts only when its revision is above the stored one: repeats and late arrivals change nothing."""
    return stored is None or pushed.revision > stored.revision


def check(presence: Presence, unit: Unit) -> None:
    """Raises `PresenceImpossible` when the month is too short for the days, or a place is unknown."""
    days = Month.parse(presence.month).days
    if max((presence.days_occupied, *(one.days_occupied for one in presence.places))) > days:
        raise PresenceImpossible(f"{presence.month} n'a que {days} jours.", field="days_occupied")
    if any(one.days_occupied > presence.days_occupied for one in presence.places):
        raise PresenceImpossible("Une place ne peut être occupée plus de jours que le logement.", field="places")
    numbers = [one.number for one in presence.places]
    if len(set(numbers)) != len(numbers):
        raise PresenceImpossible("Une place est citée deux fois.", field="places")
    unknown = set(numbers) - {0} - {place.number for place in unit.places}
    if unknown:
        raise PresenceImpossible(f"Le logement n'a pas de place n° {min(unknown)}.", field="places")


def aided_households(presence: Presence) -> int:
    """How many households of the month hold AL or APL, never more than there were (ALT-04)."""
    return min(getattr(presence, "aided_households", 0), presence.households)


def turnaround_periods(presence: Presence, numbers: Sequence[int]) -> tuple[Period, ...]:
    """The days on which the whole unit was being made ready again: the unit itself, or all its places on one day."""
    month = Month.parse(presence.month)
    days = {one.number: _days(getattr(one, "turnaround", ())) for one in presence.places}
    whole = days.get(0, frozenset())
    if numbers:
        whole |= frozenset.intersection(*(days.get(number, frozenset()) for number in numbers))
    firsts = [date(month.year, month.number, day) for day in sorted(whole) if day <= month.days]
    return tuple(Period(day, day) for day in firsts)


def _days(ranges: Sequence[tuple[int, int]]) -> frozenset[int]:
    return frozenset(day for first, last in ranges for day in range(first, last + 1))
