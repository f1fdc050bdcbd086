"""Presence: how much a unit was lived in, month by month. All that alt_units learns of the households: counts and days.

A pure function of the unit's contracts and of the members of their households, so that sending it twice, or late, gives the same
figures. Months to come are told as contracts give them; what nobody knows yet is told when it happens. An authorised overstay is
days lived there: they go on until its last day, or until the household leaves.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from kernel.period import Month, Period, covered_days
from occupancy.domain.contracts import Contract
from occupancy.domain.members import Member

MembersById = Mapping[UUID, Sequence[Member]]
"""The members of households, those that have any named."""
NOBODY_NAMED: MembersById = MappingProxyType({})

DayRange = tuple[int, int]
"""Day numbers of the month, first and last, both counted."""


class PlacePresence(Struct, frozen=True, kw_only=True):
    """Days on which a place was occupied, and being put in order; number 0 is the whole unit."""

    number: int
    days_occupied: int
    occupied: tuple[DayRange, ...] = ()
    turnaround: tuple[DayRange, ...] = ()


class UnitPresence(Struct, frozen=True, kw_only=True):
    """One unit in one month. `days_occupied`: days on which somebody lived there.

    `aided_households`: those that held AL or APL on some day that they lived there in the month (ALT-04).
    What has a default was not told at first: rows that were written then are read as they are.
    """

    days_occupied: int
    households: int
    persons: int
    places: tuple[PlacePresence, ...]
    aided_households: int = 0


def presence(contracts: tuple[Contract, ...], month: Month, members: MembersById = NOBODY_NAMED) -> UnitPresence:
    """The unit's month, from all its contracts; those that never occupied it do not count.

    A household counts its members who lived there on some day of the month; as many as its contract says where none is named.
    """
    taking = [one for one in contracts if one.is_occupying]
    here = [one for one in taking if one.there.overlaps(month.period)]
    leaving = [one for one in taking if one.days_after is not None and one.days_after.overlaps(month.period)]
    persons = {one.household_id: one.persons for one in sorted(here, key=lambda one: one.first_day)}
    for household_id in persons:
        lived = [one.there for one in here if one.household_id == household_id]
        persons[household_id] = _named(members.get(household_id, ()), lived, month) or persons[household_id]
    numbers = sorted({one.place_number for one in (*here, *leaving)})
    return UnitPresence(
        days_occupied=covered_days(month.period, [one.there for one in here]),
        households=len(persons),
        persons=sum(persons.values()),
        places=tuple(_place(number, here, leaving, month) for number in numbers),
        aided_households=len({one.household_id for one in here if _is_aided(one, month)}),
    )


def months_changed(before: Contract | None, after: Contract) -> tuple[Month, ...]:
    """The months whose presence may differ after an act: those in which what the contract tells is not the same."""
    touched = {
        month
        for one in (before, after)
        if one is not None and one.is_occupying
        for period in (one.there, one.days_after)
        if period is not None
        for month in period.months()
    }
    return tuple(month for month in sorted(touched) if _told(before, month) != _told(after, month))


def is_told(written: UnitPresence, counted: UnitPresence) -> bool:
    """True when what was written is what is counted now; a row of before the day ranges is held to its counts."""
    if any(one.days_occupied and not one.occupied for one in written.places):
        places = tuple(PlacePresence(number=one.number, days_occupied=one.days_occupied) for one in counted.places)
        counted = replace(counted, places=places, aided_households=written.aided_households)
    return written == counted


def _told(contract: Contract | None, month: Month) -> tuple[Period | None, Period | None, bool] | None:
    if contract is None or not contract.is_occupying:
        return (None, None, False)
    after = contract.days_after
    return (
        contract.there.common(month.period),
        after.common(month.period) if after else None,
        _is_aided(contract, month),
    )


def _place(number: int, here: list[Contract], leaving: list[Contract], month: Month) -> PlacePresence:
    stays = [one.there for one in here if one.place_number == number]
    after = [one.days_after for one in leaving if one.place_number == number and one.days_after is not None]
    return PlacePresence(
        number=number,
        days_occupied=covered_days(month.period, stays),
        occupied=_ranges(month, stays),
        turnaround=_ranges(month, after),
    )


def _ranges(month: Month, periods: Iterable[Period]) -> tuple[DayRange, ...]:
    """The days of the month that belong to at least one period, run by run."""
    runs: list[list[date]] = []
    for part in sorted(part for period in periods if (part := month.period.common(period))):
        assert part.last_day is not None
        if runs and part.first_day <= runs[-1][1] + timedelta(days=1):
            runs[-1][1] = max(runs[-1][1], part.last_day)
        else:
            runs.append([part.first_day, part.last_day])
    return tuple((first.day, last.day) for first, last in runs)


def _named(members: Sequence[Member], lived: Sequence[Period], month: Month) -> int:
    days = [part for period in lived if (part := period.common(month.period))]
    return sum(any(one.stay.overlaps(part) for part in days) for one in members)


def _is_aided(contract: Contract, month: Month) -> bool:
    lived = contract.there.common(month.period)
    return lived is not None and any(aid.period.overlaps(lived) for aid in contract.housing_aids)
