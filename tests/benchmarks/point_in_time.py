"""All lost and brought back: PostgreSQL to any second, SQLite to the last of its backups, verified and timed (GOALS B9).

    -m tests.benchmarks.point_in_time [how many drills] [seed]

A private durable cluster with the archive settings of `infra/compose/compose.yaml`. Acts are journalled through the program
itself; at random instants the state is noted. Then everything is lost, and each drill restores the base backup elsewhere, replays
the archive to one of these instants, compares the rows with what was noted, follows the chain. RPO: with the machine
and its last WAL gone, how old the newest act is that is lost. Control: the base backup alone must miss acts.

On SQLite, backups of the whole program are taken at random instants while acts go on; each is put back into an empty place, which
must hold the acts of that instant, keep every fact and a whole chain. Control: the backup before misses acts.
"""

import asyncio
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import asyncpg
from msgspec.structs import replace

from kernel.acts import Act, Staff, writing
from kernel.clock import SystemClock
from kernel.db import Database
from kernel.journal_sealing import seal, verify
from kernel.settings import Settings
from palier.backup import ORDER, back_up
from palier.invariants import broken_facts
from palier.restore import put_back
from palier.site import create_one
from tests.support.postgres import find_binaries, free_port, identity, make_home, unprivileged_account
from tests.support.site import SECRET

MIGRATIONS = Path(__file__).parents[2] / "services/occupancy/migrations"
CLERK = Staff(id=UUID(int=1), name="Agent Exemple")
ARCHIVE_TIMEOUT = 5
"""Seconds; sixty in the compose file. Short here, so that a drill does not wait a minute."""
STATE = "select count(*) as n, coalesce(md5(string_agg(id::text, ',' order by seq)), '') as sum from journal"
State = tuple[int, str]


class Cluster:
    """One data folder, run as the unprivileged account."""

    def __init__(self, home: Path, name: str) -> None:
        self.home, self.data, self.archive = home, home / name, home / "archive"
        self.account, self.binaries, self.port = unprivileged_account(), find_binaries(), free_port()
        self.url = f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def tool(self, *words: str | Path) -> None:
        """Run one of PostgreSQL's programs. Raises `RuntimeError` with its words."""
        program, *rest = words
        command = [self.binaries / str(program), *rest]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", **identity(self.account))
        if done.returncode:
            log = self.home / "log"
            said = log.read_text(errors="replace")[-600:] if program == "pg_ctl" and log.exists() else ""
            raise RuntimeError(f"{program}: {done.stderr[-600:]}{said}")

    def make(self, *, archived: bool = True) -> None:
        self.tool("initdb", "-k", "-U", "postgres", "-A", "trust", "-D", self.data)
        if not archived:
            return
        into = self.archive
        kept = f"test ! -f {into}/%f && cp %p {into}/.%f && sync {into}/.%f && mv {into}/.%f {into}/%f"
        self.say("wal_level = replica", "archive_mode = on", f"archive_timeout = {ARCHIVE_TIMEOUT}")
        self.say(f"archive_command = '{kept}'")

    def say(self, *lines: str) -> None:
        with (self.data / "postgresql.auto.conf").open("a", encoding="utf-8") as file:
            file.write("\n".join([*lines, ""]))

    def start(self) -> None:
        words = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.home}"
        self.tool("pg_ctl", "-w", "-t", "120", "-D", self.data, "-l", self.home / "log", "-o", words, "start")

    @contextmanager
    def running(self) -> Iterator[None]:
        self.start()
        try:
            yield
        finally:
            self.tool("pg_ctl", "-w", "-D", self.data, "-m", "immediate", "stop")

    def recover(self, base: Path, *, to: datetime | None, archive: bool) -> None:
        """Put the base backup here, to be replayed to an instant, to the archive's end, or not beyond itself."""
        shutil.copytree(base, self.data)
        if self.account:
            for path in (self.data, *self.data.rglob("*")):
                os.chown(path, self.account.pw_uid, self.account.pw_gid)
        restore = f"cp {self.archive}/%f %p" if archive else "false"
        target = [f"recovery_target_time = '{to.isoformat()}'"] if to else []
        self.say("archive_mode = off", f"restore_command = '{restore}'", "recovery_target_action = promote", *target)
        (self.data / "recovery.signal").touch()


async def state(url: str) -> tuple[datetime, State]:
    """The server's clock, and what the journal holds, once the server is no longer recovering."""
    connection = await asyncpg.connect(url)
    while await connection.fetchval("select pg_is_in_recovery()"):  # noqa: ASYNC110 - another process ends it
        await asyncio.sleep(0.05)
    row, at = await connection.fetchrow(STATE), await connection.fetchval("select clock_timestamp()")
    await connection.close()
    return at, (row["n"], row["sum"])


async def act_on(db: Database, number: int) -> None:
    at = datetime.now(UTC)
    async with writing(db, Act(by=CLERK, at=at, today=at.date(), request_id="r")) as tx:
        await tx.journal("drill-written", f"drill/{number}", after={"cents": number})


async def live(
    cluster: Cluster, base: Path, drills: int, dice: random.Random
) -> tuple[list[tuple[datetime, State]], float]:
    """Acts before and after the base backup; what was noted, and when the last act was acknowledged (seconds since 1970)."""
    db = Database(cluster.url, [], MIGRATIONS, secret=SECRET)
    await db.open()
    number, noted = 0, []
    for number in range(100):
        await act_on(db, number)
    words = [
        "-D",
        str(base),
        "-U",
        "postgres",
        "-h",
        "127.0.0.1",
        "-p",
        str(cluster.port),
        "-X",
        "stream",
        "--checkpoint=fast",
    ]
    await asyncio.to_thread(cluster.tool, "pg_basebackup", *words)
    cluster.tool("pg_verifybackup", base)
    for _ in range(drills):
        for _ in range(dice.randrange(20, 60)):
            number += 1
            await act_on(db, number)
        await seal(db, db.journal_key, datetime.now(UTC))  # type: ignore[arg-type]
        noted.append(await state(cluster.url))
        await asyncio.sleep(dice.uniform(0.01, 0.2))
    await db.run("alter table journal_link disable trigger all")
    await db.run("delete from journal_link")  # the operator's error: the last thing that happens
    until = time.monotonic() + 2 * ARCHIVE_TIMEOUT
    while time.monotonic() < until:  # life goes on until the machine is lost: the archive is never quite up to date
        number += 1
        await act_on(db, number)
        await asyncio.sleep(0.02)
    last = time.time()
    await db.close()
    return noted, last


async def chain_is_whole(url: str) -> bool:
    db = Database(url, [], MIGRATIONS, secret=SECRET)
    await db.open()
    found = await verify(db, db.journal_key, None, datetime.now(UTC))  # type: ignore[arg-type]
    await db.close()
    return found.fault is None


async def newest_act(url: str) -> float:
    connection = await asyncpg.connect(url)
    at = await connection.fetchval("select max(at) from journal")
    await connection.close()
    return float(at.timestamp())


# --- SQLite ----------------------------------------------------------------------------------------------------------


async def sqlite_drills(folder: Path, drills: int, dice: random.Random) -> tuple[int, float, int]:
    """How many backups did not come back as they were, the longest way back in seconds, and how many acts the backup before the
    last misses."""
    settings, clock = Settings(data=folder / "town", secret=SECRET), SystemClock()
    for service in ORDER:
        await create_one(service, settings, clock).state.db.migrate()
    db = Database(settings.database("occupancy"), [], MIGRATIONS, secret=SECRET)
    await db.open()
    number, noted = 0, []
    for one in range(drills):
        for _ in range(dice.randrange(20, 60)):
            number += 1
            await act_on(db, number)
        await seal(db, db.journal_key, datetime.now(UTC))  # type: ignore[arg-type]
        going_on = asyncio.create_task(some_acts(db, number))
        await asyncio.sleep(dice.uniform(0, 0.05))
        await back_up(settings, folder / f"backup-{one:03}")
        least, number = number, await going_on
        noted.append((least, number))
    await db.close()
    failures, longest, held, missed = 0, 0.0, 0, 0
    for one, (least, most) in enumerate(noted):
        took, (acts, whole) = await put_back_there(settings, folder, one)
        failures += not (whole and least <= acts <= most)
        longest, held, missed = max(longest, took), acts, acts - held
    return failures, longest, missed


async def some_acts(db: Database, number: int) -> int:
    """Acts during a backup; the number of the last."""
    for _ in range(30):
        number += 1
        await act_on(db, number)
    return number


async def put_back_there(settings: Settings, folder: Path, one: int) -> tuple[float, tuple[int, bool]]:
    """How long it took to be back and verified; how many acts are there, and whether every fact and the chain are true."""
    place, began = replace(settings, data=folder / f"again-{one:03}", checkpoints=None), time.monotonic()
    await put_back(place, folder / f"backup-{one:03}")
    broken = [await broken_facts(name, create_one(name, place, SystemClock()).state.db) for name in ORDER]
    url = place.database("occupancy")
    whole = await chain_is_whole(url) and not any(sentences for _, sentences in broken)
    took = time.monotonic() - began
    db = Database(url, [], MIGRATIONS, secret=SECRET)
    await db.open()
    rows = await db.run("select count(*) as n from journal where verb = 'drill-written'")
    await db.close()
    shutil.rmtree(place.data)
    return took, (int(rows[0]["n"]), whole)


def main() -> None:
    drills = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 20261127
    dice, home = random.Random(seed), make_home()
    try:
        first = Cluster(home, "first")
        first.archive.mkdir()
        if first.account:
            for folder in (home, first.archive):
                os.chown(folder, first.account.pw_uid, first.account.pw_gid)
        first.make()
        with first.running():
            noted, last = asyncio.run(live(first, home / "base", drills, dice))
        shutil.rmtree(first.data)  # the machine is lost, with what it had not archived yet
        failures, longest = 0, 0.0
        for at, wanted in noted:
            took, found = restored(Cluster(home, "again"), home / "base", at)
            failures += found != (wanted, True)
            longest = max(longest, took)
        bare = Cluster(home, "bare")
        bare.recover(home / "base", to=None, archive=False)
        with bare.running():
            alone = asyncio.run(state(bare.url))[1]
        end = Cluster(home, "end")
        end.recover(home / "base", to=None, archive=True)
        with end.running():
            asyncio.run(state(end.url))
            lost = last - asyncio.run(newest_act(end.url))
    finally:
        shutil.rmtree(home, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        wrong, back, between = asyncio.run(sqlite_drills(Path(folder), drills, dice))
    figure = (
        f"PostgreSQL : RTO {longest:.1f} s au plus, RPO {lost:.1f} s pour une archive toutes les {ARCHIVE_TIMEOUT} s"
    )
    figure += f" ; SQLite : RTO {back:.1f} s au plus, RPO l’intervalle des sauvegardes (5 min)"
    said = {
        "n": drills,
        "engines": ["sqlite", "postgresql"],
        "failures": failures + wrong,
        "controls": 2,
        "control_failures": int(alone != noted[0][1]) + int(between > 0),
        "seed": seed,
        "figure": figure,
    }
    print(json.dumps(said, ensure_ascii=False))


def restored(cluster: Cluster, base: Path, at: datetime) -> tuple[float, tuple[State, bool]]:
    """How long it took to be back at an instant, verified, and what was found."""
    began = time.monotonic()
    cluster.recover(base, to=at, archive=True)
    with cluster.running():
        found = asyncio.run(state(cluster.url))[1], asyncio.run(chain_is_whole(cluster.url))
        took = time.monotonic() - began
    shutil.rmtree(cluster.data)
    return took, found


if __name__ == "__main__":
    main()
