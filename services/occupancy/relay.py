"""The relay: delivers the outbox to alt_units, at least once, in order, until acknowledged.

It posts first and marks after: a crash between the two sends again, which alt_units takes once, by the revision. A silent
service is waited for; a row that is refused is tried again ever later, and set aside for a person after twenty refusals.
"""

import asyncio
import contextlib
import logging
import time

from kernel.acts import Staff, housekeeping
from kernel.clock import Clock
from kernel.db import Database
from kernel.errors import Kind, Refusal
from kernel.pace import wait_after
from occupancy.actions.activity import gather_activity
from occupancy.actions.bank_erasures import tell_erased_lines
from occupancy.actions.bank_releases import give_back_lines
from occupancy.clients.alt_units import AltUnits
from occupancy.store import letterheads, outbox
from occupancy.store.outbox import (
    Waiting,
    WaitingActivity,
    WaitingLetterhead,
    WaitingMobilisationEnd,
    WaitingPresence,
)

log = logging.getLogger("palier")
MOST_REFUSALS = 20
_POLL_SECONDS = 2.0
_LONGEST_PAUSE_SECONDS = 60.0
_BETWEEN_TELLINGS_SECONDS = 5.0
"""The figures of a year are gathered anew for each telling: a busy till changes them many times a second."""


class Relay:
    """One per app. `start` in the lifespan; `wake` after a commit; `drain` for tests and the demonstration."""

    def __init__(self, db: Database, alt_units: AltUnits, clock: Clock) -> None:
        self._db, self._alt_units, self._clock = db, alt_units, clock
        self._woken = asyncio.Event()
        self._alone = asyncio.Lock()
        self._stopping = False
        self._told: dict[int, int] = {}
        self._told_at: dict[int, float] = {}

    def start(self) -> asyncio.Task[None]:
        """Begin to deliver, as a relay that never ran."""
        self._stopping = False
        self._told.clear()
        self._told_at.clear()
        return asyncio.create_task(self.run())

    def wake(self) -> None:
        """Something was just written: do not wait for the next look."""
        self._woken.set()

    def stop(self) -> None:
        """End after the row in hand: nothing is cut in the middle of a query."""
        self._stopping = True
        self._woken.set()

    async def run(self) -> None:
        """Deliver until stopped; what goes wrong is logged and tried again, ever later while alt_units is silent."""
        pause = _POLL_SECONDS
        while not self._stopping:
            self._woken.clear()
            try:
                heard = await self._pass(everything=False)
                if heard:
                    await give_back_lines(self._db, self._alt_units, now=self._clock.now(), everything=False)
                    await tell_erased_lines(self._db, self._alt_units, now=self._clock.now(), everything=False)
            except Exception:
                log.exception("relay: pass failed")
                heard = False
            pause = _POLL_SECONDS if heard else min(_LONGEST_PAUSE_SECONDS, pause * 2)
            if not self._stopping:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), pause)

    async def drain(self) -> int:
        """Deliver everything that is not set aside, due or not; how many rows are left."""
        await self._pass(everything=True)
        left = await give_back_lines(self._db, self._alt_units, now=self._clock.now(), everything=True)
        left += await tell_erased_lines(self._db, self._alt_units, now=self._clock.now(), everything=True)
        return len(await outbox.waiting(due_at=None)) + left

    async def _pass(self, *, everything: bool) -> bool:
        """One pass over what waits. False when alt_units is silent."""
        async with self._alone:
            refused: set[int] = set()
            while True:
                due_at = None if everything else self._clock.now()
                settling = () if everything else self._just_told()
                found = await outbox.waiting(due_at=due_at, limit=50 + len(refused), without_years=settling)
                rows = [row for row in found if row.seq not in refused]
                if not rows:
                    return True
                for row in rows:
                    told = await self._tell(row)
                    if told is None or self._stopping:
                        return told is not None
                    if not told:
                        refused.add(row.seq)

    def _just_told(self) -> tuple[int, ...]:
        """The years whose figures were told a moment ago: what changed since is told once, a little later."""
        since = time.monotonic() - _BETWEEN_TELLINGS_SECONDS
        return tuple(year for year, at in self._told_at.items() if at > since)

    async def _tell(self, row: Waiting) -> bool | None:
        """True: acknowledged. False: refused. None: nobody answered."""
        try:
            sent = await self._send(row)
        except Refusal as refusal:
            if refusal.kind is Kind.SILENT:
                return None
            await self._note_refusal(row, refusal)
            return False
        async with housekeeping(self._db):
            if isinstance(row, WaitingActivity):
                await outbox.mark_activity_sent(row.year, sent, self._clock.now())
            else:
                await outbox.mark_sent(row.seq, self._clock.now())
        return True

    async def _send(self, row: Waiting) -> int:
        """Say what a row is about; the revision that it was said with.

        A year is said with the number of its last row, read before the figures: what is written later is said again.
        """
        by = Staff(id=row.by_id, name=row.by_name)
        if isinstance(row, WaitingPresence):
            await self._alt_units.tell_presence(row.unit_id, row.month, row.presence, revision=row.seq, by=by)
            return row.seq
        if isinstance(row, WaitingMobilisationEnd):
            await self._alt_units.tell_slide(row.unit_id, row.ending.mobilisation_id, row.ending.last_day, by=by)
            return row.seq
        if isinstance(row, WaitingLetterhead):
            await self._alt_units.tell_letterhead(await letterheads.find_letterhead(row.saved.letterhead_id), by=by)
            return row.seq
        assert isinstance(row, WaitingActivity)
        if self._told.get(row.year, 0) >= row.seq:
            return row.seq
        revision = await outbox.newest_activity(row.year)
        figures = await gather_activity(row.year)
        await self._alt_units.tell_activity(row.year, figures, revision=revision, by=by)
        self._told[row.year], self._told_at[row.year] = revision, time.monotonic()
        return revision

    async def _note_refusal(self, row: Waiting, refusal: Refusal) -> None:
        attempts = row.attempts + 1
        log.warning("relay: row %s refused (%s), try %s", row.seq, refusal.code, attempts)
        async with housekeeping(self._db):
            await outbox.mark_refused(
                row.seq,
                attempts=attempts,
                next_try_at=self._clock.now() + wait_after(attempts),
                is_parked=attempts >= MOST_REFUSALS,
                error=f"{refusal.code} : {refusal.detail}",
            )
