"""Periods of civil days, inclusive at both ends, and civil months. The only day convention of the program."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from typing import Annotated, Self

from msgspec import Meta, Struct

MONTH = r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$(?!\n)"
MonthText = Annotated[str, Meta(pattern=MONTH)]
"""A month on the wire and in a column: `2015-03`."""
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")


class Period(Struct, frozen=True, order=True, gc=False):
    """From `first_day` to `last_day`, both counted. `last_day` None: open, no end is known.

    Raises `ValueError` when it ends before it starts.
    """

    first_day: date
    last_day: date | None = None

    def __post_init__(self) -> None:
        if self.last_day is not None and self.last_day < self.first_day:
            raise ValueError("a period cannot end before it starts")

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)

    def overlaps(self, other: "Period") -> bool:
        """True when at least one day belongs to both."""
        return self.common(other) is not None

    def common(self, other: "Period") -> "Period | None":
        """The days that belong to both, or None."""
        first = max(self.first_day, other.first_day)
        ends = [end for end in (self.last_day, other.last_day) if end is not None]
        last = min(ends) if ends else None
        return None if last is not None and last < first else Period(first, last)

    @property
    def days(self) -> int:
        """How many days, both ends counted. Raises `ValueError` on an open period."""
        if self.last_day is None:
            raise ValueError("an open period has no length")
        return (self.last_day - self.first_day).days + 1

    def months(self) -> "Iterator[Month]":
        """Every month that it touches. Raises `ValueError` on an open period."""
        if self.last_day is None:
            raise ValueError("an open period has no last month")
        month, last = Month.of(self.first_day), Month.of(self.last_day)
        while month <= last:
            yield month
            month = month.plus(1)


class Month(Struct, frozen=True, order=True, gc=False):
    """A civil month. Written `2015-03`."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises `ValueError` when the text is not `yyyy-mm`."""
        return cls(*_year_and_number(text))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.number, self.days)

    @property
    def days(self) -> int:
        return _days_in(self.year, self.number)

    @property
    def period(self) -> Period:
        return Period(self.first_day, self.last_day)

    def plus(self, months: int) -> "Month":
        year, number = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, number + 1)


@lru_cache(maxsize=4096)
def _year_and_number(text: str) -> tuple[int, int]:
    year, _, number = text.partition("-")
    if not _MONTH.fullmatch(text) or not 1 <= int(number) <= 12 or year == "0000":
        raise ValueError("not a month")
    return int(year), int(number)


@cache
def _days_in(year: int, number: int) -> int:
    return monthrange(year, number)[1]


def covered_days(within: Period, periods: list[Period]) -> int:
    """How many days of `within` (closed) belong to at least one of the periods; a day counts once."""
    parts = sorted(part for period in periods if (part := within.common(period)))
    counted, reached = 0, date.min
    for part in parts:
        assert part.last_day is not None
        first = max(part.first_day, date.fromordinal(reached.toordinal() + 1)) if reached > date.min else part.first_day
        if first <= part.last_day:
            counted += Period(first, part.last_day).days
            reached = part.last_day
    return counted
