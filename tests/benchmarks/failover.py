"""The primary killed under load: PostgreSQL under Patroni with a synchronous standby, two replicas of the services, the proxy.

    -m tests.benchmarks.failover [how many times the primary is killed]

Payments go on all the while, each sent again with its key until it is answered. After each kill the standby takes over and the
one that died comes back as a standby. At the end no acknowledged payment may be missing, none may be there twice. Control: with
a standby that lags and an answer that does not wait for it, acknowledged payments are lost, and the same count says so.
"""

import asyncio
import json
import sys
from contextlib import ExitStack

from kernel.settings import read_settings
from palier import demo
from tests.support.patroni import Cluster, cluster
from tests.support.payers import Payers
from tests.support.processes import Process
from tests.support.proxy import Proxy, proxy
from tests.support.site import SECRET

CALM = 5.0
"""Seconds of payments before and after each kill."""
LAG = 2.0


async def kills(town: Cluster, payers: Payers, times: int) -> None:
    """Kill the primary, let the other take over, bring the first back; as often as told."""
    await payers.start()
    for _ in range(times):
        await asyncio.sleep(CALM)
        dead = await asyncio.to_thread(town.primary)
        dead.kill()
        new = await asyncio.to_thread(town.primary)
        assert new is not dead
        await asyncio.sleep(CALM)
        dead.start()
        back = await asyncio.to_thread(town.synchronous)
        assert back is dead
    await asyncio.sleep(CALM)
    await payers.stop()


async def loses(town: Cluster, payers: Payers) -> int:
    """The control: how many acknowledged payments the count misses when the answer did not wait for the standby."""
    standby = await asyncio.to_thread(town.synchronous)
    await asyncio.to_thread(town.be_asynchronous)
    await payers.start()
    await asyncio.sleep(LAG)
    standby.pause_reception()
    await asyncio.sleep(LAG)
    primary = await asyncio.to_thread(town.primary)
    primary.kill()
    standby.forget_reception()
    await asyncio.to_thread(town.primary)
    await payers.stop()
    return await payers.faults()


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with cluster() as town, ExitStack() as stack:
        environment = {"PALIER_SECRET": SECRET, **town.databases()}
        asyncio.run(demo.load_when_empty(read_settings(environment)))
        replicas = [stack.enter_context(Process("tout", environment)) for _ in range(2)]
        front: Proxy = stack.enter_context(proxy(*(one.port for one in replicas)))
        payers = Payers(environment, replicas[0], front.port)
        asyncio.run(kills(town, payers, times))
        failures = asyncio.run(payers.faults())
        missed = asyncio.run(loses(town, Payers(environment, replicas[0], front.port)))
    count, answers = len(payers.acknowledged), dict(payers.answers)
    print(f"{count} payments acknowledged, answers {answers}; the control lost {missed}")
    figure = f"{count} paiements confirmés, {payers.longest:.0f} s au plus sans réponse"
    said = {"n": times, "failures": failures, "controls": 1, "control_failures": int(missed > 0), "figure": figure}
    print(json.dumps(said, ensure_ascii=False))


if __name__ == "__main__":
    main()
