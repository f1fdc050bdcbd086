"""What the service does by itself once a day: proposals that nobody decided in time lapse.

It looks at the day again every minute: a service that ran through midnight does it then, one that starts does it at once. What
it does is done once, whoever else does it too: each act is refused the second time by the schema.
"""

import asyncio
import contextlib
import logging
from datetime import date

from kernel.clock import Clock
from kernel.db import Database
from occupancy.actions.settlement_resolutions import lapse_settlements

log = logging.getLogger("palier")
_LOOK_SECONDS = 60.0


class Daily:
    """One per app. `start` in the lifespan, `stop` before its task is awaited; `run_once` for tests."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db, self._clock = db, clock
        self._stopped = asyncio.Event()

    def start(self) -> asyncio.Task[None]:
        """Begin, as if nothing had been done today."""
        self._stopped = asyncio.Event()
        return asyncio.create_task(self._run())

    def stop(self) -> None:
        """End after the act in hand."""
        self._stopped.set()

    async def run_once(self) -> int:
        """The work of the day; how many proposals lapsed."""
        return await lapse_settlements(self._db, self._clock.now(), self._clock.today())

    async def _run(self) -> None:
        done: date | None = None
        while not self._stopped.is_set():
            today = self._clock.today()
            if done != today:
                try:
                    await self.run_once()
                    done = today
                except Exception:
                    log.exception("the work of the day failed: tried again in a minute")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopped.wait(), _LOOK_SECONDS)
