"""Presence: how much a unit was lived in, month by month. All that alt_units learns of the households: counts.

A pure function of the unit's contracts, so that sending it twice, or late, gives the same figures.
"""

from msgspec import Struct

from kernel.period import Month, Period, covered_days
from occupancy.domain.contracts import Contract


class PlacePresence(Struct, frozen=True, kw_only=True):
    """Days on which a place was occupied; number 0 is the whole unit."""

    number: int
    days_occupied: int


class UnitPresence(Struct, frozen=True, kw_only=True):
    """One unit in one month. `days_occupied`: days on which somebody lived there."""

    days_occupied: int
    households: int
    persons: int
    places: tuple[PlacePresence, ...]


def presence(contracts: tuple[Contract, ...], month: Month) -> UnitPresence:
    """The unit's month, from all its contracts; those that never occupied it do not count."""
    here = [one for one in contracts if one.is_occupying and one.stay.overlaps(month.period)]
    persons = {one.household_id: one.persons for one in sorted(here, key=lambda one: one.first_day)}
    numbers = sorted({one.place_number for one in here})
    return UnitPresence(
        days_occupied=covered_days(month.period, [one.stay for one in here]),
        households=len(persons),
        persons=sum(persons.values()),
        places=tuple(
            PlacePresence(
                number=number,
                days_occupied=covered_days(month.period, [one.stay for one in here if one.place_number == number]),
            )
            for number in numbers
        ),
    )


def months_changed(before: Contract | None, after: Contract) -> tuple[Month, ...]:
    """The months whose presence may differ after an act: those in which the days occupied are not the same."""
    was = before.stay if before is not None and before.is_occupying else None
    now = after.stay if after.is_occupying else None
    touched = {month for stay in (was, now) if stay is not None for month in stay.months()}
    return tuple(month for month in sorted(touched) if _days(was, month) != _days(now, month))


def _days(stay: Period | None, month: Month) -> Period | None:
    return None if stay is None else stay.common(month.period)
