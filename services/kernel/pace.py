"""How often a thing may be tried: at most so many times within a sliding window, or ever later once it was refused.

Pure, but for `Pace`, which remembers.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil

from kernel.errors import TooManyTries

_MOST_KEPT = 10_000
LONGEST_WAIT = timedelta(minutes=10)
"""Between two tries of what the other side does not take."""


def wait_after(refusals: int) -> timedelta:
    """How long to wait before the next try: twice as long after each refusal, ten minutes at most."""
    return min(LONGEST_WAIT, timedelta(seconds=2 ** min(refusals, 20)))


class AskedTooOften(TooManyTries):
    """Asked too often in too short a time; `retry_after` says in how many seconds to ask again."""

    def __init__(self, wait: timedelta) -> None:
        self.retry_after = ceil(wait.total_seconds())
        minutes = ceil(self.retry_after / 60)
        super().__init__(f"Trop de demandes. Réessayez dans {minutes} minute{'s' if minutes > 1 else ''}.")


def wait_left(tried_at: Iterable[datetime], now: datetime, *, most: int, window: timedelta) -> timedelta:
    """How long until the next try; zero when it may go on."""
    recent = sorted(at for at in tried_at if now - at < window)
    if len(recent) < most:
        return timedelta(0)
    return recent[-most] + window - now


class Pace:
    """What one process remembers of the tries under each name, kept as a hash. A refused try does not count."""

    def __init__(self) -> None:
        self._tried: dict[str, list[datetime]] = {}

    def check(self, name: str, now: datetime, *, most: int, window: timedelta) -> None:
        """Raises `AskedTooOften`."""
        if wait := wait_left(self._tried.get(_key(name), ()), now, most=most, window=window):
            raise AskedTooOften(wait)

    def count(self, name: str, now: datetime, *, window: timedelta) -> None:
        """One more try, and those forgotten that no longer count."""
        if len(self._tried) >= _MOST_KEPT:
            self._tried.clear()
        key = _key(name)
        self._tried[key] = [*(at for at in self._tried.get(key, ()) if now - at < window), now]

    def forget(self) -> None:
        """Nothing was ever tried."""
        self._tried.clear()


def _key(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
