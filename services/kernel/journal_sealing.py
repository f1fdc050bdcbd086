"""Seals what was committed, behind the writers, and verifies a whole journal.

One sealer at a time for a database, in its own short transaction; a row that waits is sealed by the next pass. What is written
and destroyed within one pass (a minute) is the one thing that it cannot show.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from msgspec import Struct

from kernel.checkpoints import CHECKPOINT, RESTORED, Checkpoints, contradicted
from kernel.clock import Clock
from kernel.db import Database
from kernel.journal_chain import START, Fault, JournalKey, Walk, columns, is_opening, our_age
from kernel.settings import Settings

log = logging.getLogger("palier")
BATCH = 1_000
_NEAR = 5_000
"""How far back the usual pass looks for rows without a link; the first pass of a process looks at all."""
_LINK = ("seq", "journal_id", "digest", "mac", "sealed_at")


class Head(Struct, frozen=True, kw_only=True):
    """Where a chain ends."""

    seq: int
    mac: str


class Verified(Struct, frozen=True, kw_only=True):
    """What a verification saw: rows, links, checkpoints, restorations declared, and the first fault if there is one."""

    sealed: int
    waiting: int
    checkpoints: int
    restored_at: tuple[datetime, ...]
    fault: Fault | None


async def seal(db: Database, key: JournalKey, now: datetime, *, everything: bool = True) -> int:
    """Give a link to every committed row that has none; how many were given."""
    given = 0
    while True:
        async with db.engine.transaction():
            seen, linked = await link_batch(db, key, now, everything=everything)
        given += linked
        if seen < BATCH or not linked:
            return given


async def head_of(db: Database) -> Head:
    """The last link, or the start."""
    rows = await db.run("select seq, mac from journal_link order by seq desc limit 1")
    return Head(seq=int(rows[0]["seq"]), mac=rows[0]["mac"]) if rows else Head(seq=0, mac=START)


async def declare_restored(db: Database, checkpoints: Checkpoints, now: datetime) -> None:
    """Say that a backup was put back: the chain goes on from where that backup ends."""
    head = await head_of(db)
    checkpoints.append(RESTORED, head.seq, head.mac, now)


async def verify(db: Database, key: JournalKey, checkpoints: Checkpoints | None, now: datetime) -> Verified:
    """Follow the whole chain, look at every row, compare with every checkpoint. Nothing is written."""
    known, fault = checkpoints.read() if checkpoints else ([], None)
    walk = Walk(key, frozenset(one.seq for one in known))
    fault = fault or await _follow(db, walk)
    waiting, unlinked = await _without_link(db, key, opening=is_opening(walk.opened_at, now), no_older=walk.age)
    fault = fault or contradicted(known, walk) or unlinked
    restored_at = tuple(one.at for one in known if one.kind == RESTORED)
    return Verified(sealed=walk.seq, waiting=waiting, checkpoints=len(known), restored_at=restored_at, fault=fault)


class Sealing:
    """The job of one app: seals each `seconds`, writes a checkpoint after it, and once more at the end."""

    def __init__(self, db: Database, key: JournalKey, clock: Clock, checkpoints: Checkpoints | None) -> None:
        self._db, self._key, self._clock, self._checkpoints = db, key, clock, checkpoints
        self._stopping = asyncio.Event()

    async def run(self, seconds: float) -> None:
        """Until stopped. What goes wrong is logged and tried again."""
        everything = True
        while not self._stopping.is_set():
            everything = not await self._once(everything=everything)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), seconds)
        await self._once(everything=False)

    def stop(self) -> None:
        """End after one last pass."""
        self._stopping.set()

    async def _once(self, *, everything: bool) -> bool:
        try:
            await seal(self._db, self._key, self._clock.now(), everything=everything)
            if self._checkpoints:
                head = await head_of(self._db)
                await asyncio.to_thread(self._checkpoints.append, CHECKPOINT, head.seq, head.mac, self._clock.now())
        except Exception as error:
            log.exception("the journal was not sealed", exc_info=error)
            return False
        return True


@contextlib.asynccontextmanager
async def sealed_behind(db: Database, settings: Settings, clock: Clock) -> AsyncIterator[None]:
    """While an app runs, its journal is sealed behind it, if its settings say so."""
    if not settings.seal_seconds or db.journal_key is None:
        yield
        return
    sealing = Sealing(db, db.journal_key, clock, checkpoints_of(settings, db.journal_key.service))
    task = asyncio.create_task(sealing.run(settings.seal_seconds))
    try:
        yield
    finally:
        sealing.stop()
        await task


def checkpoints_of(settings: Settings, service: str) -> Checkpoints | None:
    """Where the checkpoints of a service are written and read, if the installation has such a place."""
    folder, former = settings.checkpoints, settings.former_secrets
    return Checkpoints(folder, settings.secret, service, former) if folder else None


async def link_batch(db: Database, key: JournalKey, now: datetime, *, everything: bool) -> tuple[int, int]:
    """Inside the caller's transaction: how many rows had no link, and how many have one now. A row that is not ours gets none."""
    if db.dialect == "postgresql":
        await db.run("select pg_advisory_xact_lock(hashtextextended({}, 0))", "journal chain")
    first = await db.run("select sealed_at from journal_link where seq = {}", 1)
    opening = is_opening(first[0]["sealed_at"] if first else None, now)
    head = await head_of(db)
    links: list[list[Any]] = []
    seq, mac, last = head.seq, head.mac, await _age_of_head(db, key, head)
    rows = await _unlinked(db, everything=everything)
    for row in rows:
        age = our_age(key, row, opening=opening, no_older=last)
        if age is None:
            log.error("journal: row %s was not written by this program", row["id"])
            continue
        digest, last = key.digest(row, age), age
        seq, mac = seq + 1, key.link(seq + 1, mac, digest, now, age)
        links.append([seq, row["id"], digest, mac, now])
    await db.insert_many("journal_link", _LINK, links)
    return len(rows), len(links)


async def _age_of_head(db: Database, key: JournalKey, head: Head) -> int:
    """The age of the key at the end of the chain: nothing older comes behind it. Unknown is today's: nothing former is taken."""
    if not key.oldest or not head.seq:
        return key.oldest
    links = await db.run(
        "select seq, digest, mac, sealed_at from journal_link where seq in ({}, {}) order by seq",
        head.seq - 1,
        head.seq,
    )
    before = links[0]["mac"] if len(links) == 2 else START
    return key.age_of_link(before, links[-1], key.oldest) or 0


async def _unlinked(db: Database, *, everything: bool) -> list[dict[str, Any]]:
    """Committed rows without a link, in the order in which they were written."""
    order = "seq" if db.dialect == "postgresql" else "rowid"
    floor = 0 if everything else await _newest(db, order) - _NEAR
    return await db.run(
        f"select {columns('j')} from journal j"  # noqa: S608  names of ours
        " where not exists (select 1 from journal_link l where l.journal_id = j.id)"
        f" and j.{order} > {{}} order by j.{order} limit {{}}",
        floor, BATCH,
    )  # fmt: skip


async def waiting_rows(db: Database) -> tuple[int, datetime | None]:
    """How many of the newest rows wait for their link, and since when the oldest of them does."""
    rows = await _unlinked(db, everything=False)
    return len(rows), min((row["at"] for row in rows), default=None)


async def _newest(db: Database, order: str) -> int:
    rows = await db.run(f"select coalesce(max({order}), 0) as newest from journal")  # noqa: S608  a name of ours
    return int(rows[0]["newest"])


async def _follow(db: Database, walk: Walk) -> Fault | None:
    while True:
        went_on, fault = await follow_some(db, walk, BATCH)
        if fault or not went_on:
            return fault


async def follow_some(db: Database, walk: Walk, most: int) -> tuple[bool, Fault | None]:
    """Take a walk at most so many links further: whether there were any, and the first fault. Nothing is written."""
    links = await db.run(
        "select seq, journal_id, digest, mac, sealed_at from journal_link where seq > {} order by seq limit {}",
        walk.seq, most,
    )  # fmt: skip
    if not links:
        return False, None
    rows = await db.run(
        f"select {columns('j')} from journal j join journal_link l on l.journal_id = j.id"  # noqa: S608  names of ours
        " where l.seq > {} and l.seq <= {}",
        walk.seq, links[-1]["seq"],
    )  # fmt: skip
    known = {row["id"]: row for row in rows}
    for link in links:
        if fault := walk.step(link, known.get(link["journal_id"])):
            return True, fault
    return True, None


async def _without_link(db: Database, key: JournalKey, *, opening: bool, no_older: int) -> tuple[int, Fault | None]:
    """How many rows wait for their link (a thousand at most are looked at), and the first that will never get one."""
    rows = await _unlinked(db, everything=True)
    for row in rows:
        if our_age(key, row, opening=opening, no_older=no_older) is None:
            words = "une écriture sans maillon ne porte pas la marque du programme : elle a été ajoutée par ailleurs"
            return len(rows), Fault(words=words, journal_id=row["id"])
    return len(rows), None
