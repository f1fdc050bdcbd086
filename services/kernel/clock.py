"""One clock, injected. Rules never read it: they are given the day."""

from datetime import UTC, date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """What time it is, and which civil day that makes here."""

    def now(self) -> datetime:
        """The instant, UTC."""
        ...

    def today(self) -> date:
        """The civil day in the territory."""
        ...


class SystemClock:
    """The machine's clock, read in the territory's time zone."""

    def __init__(self, zone: str = "Europe/Paris") -> None:
        self._zone = ZoneInfo(zone)

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return datetime.now(self._zone).date()


class MovableClock:
    """A clock that stands still until it is moved: tests and the demonstration town."""

    def __init__(self, at: datetime | date, zone: str = "Europe/Paris") -> None:
        self._zone = ZoneInfo(zone)
        self._at = self._instant(at)

    def _instant(self, at: datetime | date) -> datetime:
        if isinstance(at, datetime):
            return at.astimezone(UTC)
        return datetime.combine(at, time(9, 0), self._zone).astimezone(UTC)

    def move_to(self, at: datetime | date) -> None:
        """Set the instant; a plain day means nine in the morning."""
        self._at = self._instant(at)

    def now(self) -> datetime:
        return self._at

    def today(self) -> date:
        return self._at.astimezone(self._zone).date()
