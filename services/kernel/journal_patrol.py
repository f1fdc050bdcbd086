"""Looks over a journal while the program runs, a little at each round: the newest rows every time, the older ones in turn.

`palier verify-journal` follows the whole chain and the checkpoints, at night; this one says within minutes that a row was changed
under the program, and takes the same time whatever the length of the journal. Nothing is written.
"""

import asyncio

from kernel.db import Database
from kernel.journal_chain import Fault, JournalKey, Walk
from kernel.journal_sealing import follow_some

NEWEST, IN_TURN = 200, 500


class Patrol:
    """The rounds of one journal. A fault found stays told until the whole chain was walked again without one."""

    def __init__(self, db: Database, key: JournalKey) -> None:
        self._db, self._key = db, key
        self._walk = Walk(key)
        self._fault: Fault | None = None
        self._at_work = asyncio.Lock()

    async def round(self) -> Fault | None:
        """Look at some rows; the fault that stands, if any. One round at a time, whoever asks for the figures."""
        async with self._at_work:
            return await self._round()

    async def _round(self) -> Fault | None:
        near = await self._newest()
        found = (await follow_some(self._db, near, NEWEST))[1]
        went_on, older = await follow_some(self._db, self._walk, IN_TURN)
        self._fault = found or older or self._fault
        if older or not went_on:  # the end: the next round begins anew
            self._fault = found or older
            self._walk = Walk(self._key)
        return self._fault

    async def _newest(self) -> Walk:
        """A walk that begins shortly before the end of the chain."""
        walk = Walk(self._key)
        ends = await self._db.run("select coalesce(max(seq), 0) as last from journal_link")
        before = int(ends[0]["last"]) - NEWEST
        rows = await self._db.run(
            "select seq, mac, sealed_at from journal_link where seq in (1, {}) order by seq", before
        )
        if before >= 1 and len(rows) == min(before, 2):
            walk.begin_after(rows[-1], opened_at=rows[0]["sealed_at"])
        return walk
