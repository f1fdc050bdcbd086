"""Civil calendar arithmetic: months added the way French law adds them, working days the way the territory has them.

Ground: code de procédure civile, art. 641 (same day number of the last month, else its last day); rules TIME-01 and
TIME-03 of the domain notes. Working days: Monday to Friday, less the public holidays of the territory, which differ in
Alsace-Moselle and in each overseas département.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


class Territory(StrEnum):
    """Where a unit stands: its public holidays are those of this territory."""

    METROPOLE = "metropole"
    ALSACE_MOSELLE = "alsace-moselle"
    GUADELOUPE = "971"
    MARTINIQUE = "972"
    GUYANE = "973"
    REUNION = "974"
    MAYOTTE = "976"


_SUBDIVISION = {Territory.METROPOLE: None, Territory.ALSACE_MOSELLE: "57"}
"""What the library of holidays calls them; an overseas département is called by its number."""


def add_months(day: date, months: int) -> date:
    """The same day number `months` later (or earlier), clipped to the end of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day_after(first_day: date, months: int) -> date:
    """Last day, inclusive, of a period of `months` that starts on `first_day`."""
    return add_months(first_day, months) - timedelta(days=1)


@lru_cache(maxsize=1024)
def holidays_of(territory: Territory, year: int) -> frozenset[date]:
    """The public holidays of a territory in a year."""
    from holidays import country_holidays  # loaded at first need, 0.1 s that a start does not pay

    subdivision = _SUBDIVISION.get(territory, territory.value)
    return frozenset(country_holidays("FR", subdiv=subdivision, years=year, expand=False, observed=False))


def why_nobody_works(day: date, territory: Territory) -> str:
    """« samedi », « dimanche », or the French name of the public holiday; nothing for a working day."""
    from holidays import country_holidays  # loaded at first need, as above

    if day in holidays_of(territory, day.year):
        subdivision = _SUBDIVISION.get(territory, territory.value)
        named = country_holidays("FR", subdiv=subdivision, years=day.year, expand=False, observed=False, language="fr")
        return str(named[day])
    return {5: "samedi", 6: "dimanche"}.get(day.weekday(), "")


def is_working_day(day: date, territory: Territory) -> bool:
    """Monday to Friday, and no public holiday."""
    return day.weekday() < _SATURDAY and day not in holidays_of(territory, day.year)


def add_working_days(day: date, working_days: int, territory: Territory) -> date:
    """The day on which that many working days have passed after `day`, itself not counted. None to add: the same day."""
    reached, left = day, working_days
    while left > 0:
        reached += _ONE_DAY
        left -= is_working_day(reached, territory)
    return reached


def working_days(first_day: date, last_day: date, territory: Territory) -> int:
    """How many working days from one day to another, both counted; none when the last comes first."""
    return sum(is_working_day(day, territory) for day in _days(first_day, last_day))


def working_days_between(day: date, other: date, territory: Territory) -> int:
    """How many working days are complete from one day to a later one: `day` itself is not counted, `other` is."""
    return working_days(day + _ONE_DAY, other, territory)


def _days(first_day: date, last_day: date) -> Iterator[date]:
    for number in range((last_day - first_day).days + 1):
        yield first_day + timedelta(days=number)
