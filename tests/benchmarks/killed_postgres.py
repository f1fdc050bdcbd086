"""The database server killed under load, all its processes at once; the program goes on by itself (GOALS B2, P-11).

    -m tests.benchmarks.killed_postgres [how many times]

A private durable cluster, the whole site, payments that are each sent again until they are answered. After each kill the server
is started as a supervisor would; nothing touches the program. At the end: no acknowledged payment missing or there twice, every
index sound (amcheck). Control: one acknowledged payment taken away by hand is missed by the count. What only a power cut would
lose is not asked here: a killed process leaves its writes with the system.
"""

import asyncio
import json
import os
import shutil
import signal
import sys
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import asyncpg

from kernel.settings import read_settings
from palier import demo
from tests.benchmarks.point_in_time import Cluster
from tests.support.patroni import children
from tests.support.payers import Payers
from tests.support.postgres import make_home
from tests.support.processes import Process
from tests.support.proxy import proxy
from tests.support.site import SECRET

CALM = 6.0
"""Seconds of payments before each kill."""
SERVICES = ("staff", "alt_units", "occupancy")
INDEXES = """
select c.oid::regclass as name from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam
where a.amname = 'btree' and c.relpersistence = 'p' and i.indisvalid
"""


def kill(cluster: Cluster) -> None:
    """The postmaster and each process of it, at once; then what a dead server leaves in the way of the next."""
    pid = int((cluster.data / "postmaster.pid").read_text().split()[0])
    for one in (pid, *children(pid)):
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)
    until = time.monotonic() + 10
    while Path(f"/proc/{pid}").exists() and time.monotonic() < until:
        time.sleep(0.02)
    for left in (cluster.data / "postmaster.pid", cluster.home / f".s.PGSQL.{cluster.port}.lock"):
        left.unlink(missing_ok=True)


async def strike(cluster: Cluster, payers: Payers, times: int) -> None:
    """Kill and start again, as often as told."""
    await payers.start()
    for _ in range(times):
        await asyncio.sleep(CALM)
        await asyncio.to_thread(kill, cluster)
        await asyncio.to_thread(cluster.start)
    await asyncio.sleep(CALM)
    await payers.stop()


async def unsound(url: str) -> int:
    """How many indexes amcheck finds at fault."""
    connection = await asyncpg.connect(url.replace("//occupancy", "//postgres", 1))
    await connection.execute("create extension if not exists amcheck")
    bad = 0
    for row in await connection.fetch(INDEXES):
        try:
            await connection.execute(f"select bt_index_parent_check('{row['name']}'::regclass, true)")
        except asyncpg.PostgresError:
            bad += 1
    await connection.close()
    return bad


async def missed(url: str, payers: Payers) -> int:
    """The control: take one acknowledged payment away, and count."""
    connection = await asyncpg.connect(url)
    await connection.execute("set session_replication_role = replica")  # neither trigger nor link
    await connection.execute("delete from receipt where id::text = $1", next(iter(payers.acknowledged.values())))
    await connection.close()
    return await payers.faults()


def main() -> None:
    times, home = int(sys.argv[1]) if len(sys.argv) > 1 else 20, make_home()
    try:
        with ExitStack() as stack:
            cluster = Cluster(home, "data")
            if cluster.account:
                os.chown(home, cluster.account.pw_uid, cluster.account.pw_gid)
            cluster.make(archived=False)
            stack.enter_context(cluster.running())
            environment = {"PALIER_SECRET": SECRET, "PALIER_DATA": str(home / "town")}
            for one in SERVICES:
                cluster.tool("createdb", "-h", "127.0.0.1", "-p", str(cluster.port), "-U", "postgres", one)
                environment[f"PALIER_{one.upper()}_DATABASE"] = cluster.url.rpartition("/")[0] + f"/{one}"
            asyncio.run(demo.load_when_empty(read_settings(environment)))
            served = stack.enter_context(Process("tout", environment))
            front = stack.enter_context(proxy(served.port))
            payers, url = Payers(environment, served, front.port, clients=8), environment["PALIER_OCCUPANCY_DATABASE"]
            asyncio.run(strike(cluster, payers, times))
            failures = asyncio.run(payers.faults()) + asyncio.run(unsound(url))
            failures += sum(count for status, count in payers.answers.items() if status == "500")
            control = asyncio.run(missed(url, payers))
    finally:
        shutil.rmtree(home, ignore_errors=True)
    print(f"{len(payers.acknowledged)} payments acknowledged, answers {dict(payers.answers)}")
    figure = f"{len(payers.acknowledged)} paiements confirmés, {payers.longest:.1f} s au plus sans réponse"
    said = {"n": times, "failures": failures, "controls": 1, "control_failures": int(control > 0), "figure": figure}
    print(json.dumps(said, ensure_ascii=False))


if __name__ == "__main__":
    main()
