"""How far a long run is: one line every few hundred, for who looks at it with `-s`."""

import sys
import time

EVERY = 250
_STARTED = time.monotonic()


def tell(count: int, what: str, more: str) -> None:
    """Say it when `count` is a round number."""
    if count % EVERY == 0:
        minutes = (time.monotonic() - _STARTED) / 60
        print(f"{count} {what}, {more}, {minutes:.1f} min", file=sys.stderr, flush=True)
