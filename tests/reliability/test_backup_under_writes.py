"""Backups taken while payments are written: each restores, verifies, and holds all that was acknowledged before it (B8)."""

import asyncio
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kernel.settings import Settings
from occupancy.invariants import MONEY_INVARIANTS
from palier.backup import ORDER, back_up, sqlite_path
from palier.restore import put_back
from tests.conftest import Machine
from tests.service.occupancy.money_town import open_store
from tests.support.killed_writer import town
from tests.support.stores import Borrowed, migrated

ROOT = Path(__file__).parents[2]
BACKUPS = int(os.environ.get("PALIER_BACKUPS_UNDER_WRITES", "3"))
WRITER = (
    "import asyncio, sys; from kernel import engines; from tests.support import killed_writer as it; it.UNTOLD = 0;"
    " engines.wal_is_safe = (lambda *_: True) if sys.argv[2:] else engines.wal_is_safe;"
    " asyncio.run(it.write(sys.argv[1], [], '', sys.stdout))"
)
"""With a second word, the store is in WAL whatever the library: no backup is asked of it, and the machine stays up."""
ENOUGH = 20
"""Payments acknowledged between two backups, at least: the store is never at rest."""


class Acknowledged:
    """What the writer was told is written, as it goes."""

    def __init__(self, writer: subprocess.Popen[str]) -> None:
        self._writer, self.keys = writer, list[str]()
        self.began = 0.0
        self._hearing = threading.Thread(target=self._hear)
        self._hearing.start()

    def _hear(self) -> None:
        assert self._writer.stdout
        for line in self._writer.stdout:
            self.began = self.began or time.monotonic()
            if line.startswith("A ") and line.endswith("\n"):
                self.keys.append(line.split()[1])

    async def more(self) -> frozenset[str]:
        """All of them, once there are some more."""
        wanted = len(self.keys) + ENOUGH
        while len(self.keys) < wanted:
            assert self._writer.poll() is None, "the writer ended"
            await asyncio.sleep(0.01)
        return frozenset(self.keys)

    @property
    def per_second(self) -> float:
        return len(self.keys) / (time.monotonic() - self.began)

    def end(self) -> None:
        self._writer.kill()
        self._writer.wait()
        self._hearing.join()
        assert self._writer.stdout
        self._writer.stdout.close()


@contextmanager
def writing(url: str, *mode: str) -> Iterator[Acknowledged]:
    path = os.pathsep.join([str(ROOT), str(ROOT / "services")])
    words = [sys.executable, "-c", WRITER, url, *mode]
    process = subprocess.Popen(
        words, cwd=ROOT, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.PIPE, text=True
    )
    heard = Acknowledged(process)
    try:
        yield heard
    finally:
        heard.end()


async def found_in(url: str) -> tuple[set[str], list[str]]:
    """The payments that a store holds, and which facts of money it contradicts."""
    db = open_store(url)
    await db.open()
    found = {row["request_key"] for row in await db.run("select request_key from answered_request")}
    contradicted = [sentence for one in MONEY_INVARIANTS for sentence in await one(db)]
    await db.close()
    return found, contradicted


def places(stores: Borrowed) -> Settings:
    return Settings(databases={name: stores.empty() for name in ORDER}, secret="x" * 40)


async def test_every_backup_taken_while_payments_are_written_restores_whole_with_all_that_was_acknowledged(
    machine: Machine, stores: Borrowed, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    settings = Settings(databases={name: await migrated(stores, name) for name in ORDER}, secret="x" * 40)
    await town(settings.database("occupancy"))
    wrong: list[str] = []
    with writing(settings.database("occupancy")) as acknowledged:
        for number in range(BACKUPS):
            before = await acknowledged.more()
            lent = Borrowed(machine.sqlite if stores.engine == "sqlite" else machine.postgres())
            folder, elsewhere = tmp_path / str(number), places(lent)
            await back_up(settings, folder)
            await put_back(elsewhere, folder)
            kept, contradicted = await found_in(elsewhere.database("occupancy"))
            wrong += contradicted
            wrong += [f"lost: {key}" for key in before - kept]
            lent.give_back()
        record_property("figure", f"{stores.engine} : {acknowledged.per_second:.0f} paiements par seconde")
    assert wrong == []
    record_property("n", BACKUPS)


async def test_control_a_copy_of_the_file_alone_misses_what_was_acknowledged(sqlite_url: str, tmp_path: Path) -> None:
    await town(sqlite_url)
    missed = 0
    with writing(sqlite_url, "wal") as acknowledged:
        for number in range(4):
            before, copy = await acknowledged.more(), tmp_path / f"{number}.sqlite"
            copy.write_bytes(sqlite_path(sqlite_url).read_bytes())
            with closing(sqlite3.connect(copy)) as bare:
                try:
                    kept = {key for (key,) in bare.execute("select request_key from answered_request")}
                except sqlite3.DatabaseError:  # torn: worse than late
                    kept = set()
            missed += bool(before - kept)
    assert missed > 0
