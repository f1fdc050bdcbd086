"""Long runs, batch by batch: each on a fresh database, each told to who looks on with `-s`."""

import os
import sys
import time
from collections.abc import Iterator

FROM = int(os.environ.get("PALIER_LIVES_FROM", "0"))
"""The first life to live: a long run may be taken up again where the last one stopped."""

BATCH = 250
"""Lives on one database: a town of a few years. More would only make each act slower."""


def batches(lives: int, what: str) -> Iterator[tuple[int, range]]:
    """The number of each batch and the numbers of its lives; says how far the run is after each."""
    started = time.monotonic()
    for first in range(FROM, lives, BATCH):
        last = min(first + BATCH, lives)
        yield first // BATCH, range(first, last)
        print(f"{last} {what}, {(time.monotonic() - started) / 60:.1f} min", file=sys.stderr, flush=True)
