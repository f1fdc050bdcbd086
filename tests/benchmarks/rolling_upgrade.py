"""Two replicas brought to another version one after the other, under load: no request fails (GOALS F5).

    -m tests.benchmarks.rolling_upgrade [requests] [commit] [times]

The town is made by the older version (`commit`, by default this one) and served by two replicas of it behind the proxy of
`infra/`. While payments go on, each in turn is ended by SIGTERM and started again as this version at the same address (it
migrates the database while the other still serves it); nobody touches the proxy. Control: a replica killed instead cuts
requests, and the same count says so; none is lost even then, since each is sent again with its key.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.support.payers import Payers
from tests.support.postgres import server
from tests.support.processes import Process
from tests.support.proxy import proxy
from tests.support.site import SECRET

ROOT = Path(__file__).parents[2]
SERVICES = ("staff", "alt_units", "occupancy")
LOAD = "import asyncio; from kernel.settings import read_settings; import os; from palier import demo; "
LOAD += "asyncio.run(demo.load_when_empty(read_settings(os.environ)))"
CALM = 3.0
"""Seconds that one is given to be asked again before the other ends: more than the `fail_timeout` of the proxy."""


def older(folder: Path, commit: str) -> Path:
    """The tree of a commit, in a folder of its own."""
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
    subprocess.run(["tar", "-x", "-C", str(folder)], input=packed, check=True)
    return folder


async def roll(replicas: list[Process], payers: Payers, requests: int, rounds: int) -> None:
    """Bring the replicas to this version one after the other, so many times, and go on until there were enough requests."""
    await payers.start()
    for turn in range(rounds):
        while len(payers.acknowledged) < requests * turn // rounds:
            payers.go_on()
            await asyncio.sleep(0.2)
        for number, one in enumerate(replicas):
            await asyncio.sleep(CALM)
            await asyncio.to_thread(one.stop)
            replicas[number] = new = Process("tout", one.environment | version(ROOT), one.port)
            await asyncio.to_thread(new.start)
    while len(payers.acknowledged) < requests:
        payers.go_on()
        await asyncio.sleep(0.2)
    await payers.stop()


async def cut(replicas: list[Process], payers: Payers) -> None:
    """The control: one is killed with requests under way."""
    await payers.start()
    await asyncio.sleep(CALM)
    replicas[0].kill()
    await asyncio.sleep(CALM)
    await payers.stop()


def version(tree: Path) -> dict[str, str]:
    """What makes a process run the program of this tree."""
    return {"PYTHONPATH": os.pathsep.join([str(tree), str(tree / "services")])}


def main() -> None:
    requests = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    commit = sys.argv[2] if len(sys.argv) > 2 else "HEAD"
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    with tempfile.TemporaryDirectory() as name, server() as postgres, ExitStack() as stack:
        tree = older(Path(name), commit)
        environment = {"PALIER_SECRET": SECRET, "PALIER_DATA": name, **version(tree)}
        environment |= {f"PALIER_{one.upper()}_DATABASE": postgres.create() for one in SERVICES}
        loaded = [sys.executable, "-c", LOAD]
        subprocess.run(loaded, cwd=tree, env={**os.environ, **environment}, check=True, capture_output=True)
        replicas = [Process("tout", environment) for _ in range(2)]
        stack.callback(lambda: [one.stop() for one in replicas])
        for one in replicas:
            one.start()
        front = stack.enter_context(proxy(*(one.port for one in replicas)))
        payers = Payers(environment, replicas[0], front.port)
        asyncio.run(roll(replicas, payers, requests, rounds))
        lost = asyncio.run(payers.faults())
        refused = sum(payers.answers.values()) - payers.answers["201"]
        killed = Payers(environment, replicas[1], front.port)
        asyncio.run(cut(replicas, killed))
        seen = sum(killed.answers.values()) - killed.answers["201"]
        lost += asyncio.run(killed.faults())
    print(
        f"{dict(payers.answers)} while rolling from {commit}; control, one killed: {dict(killed.answers)}; {lost} lost"
    )
    figure = f"{payers.longest:.1f} s au plus sans réponse"
    said = {
        "n": len(payers.acknowledged),
        "failures": refused + lost,
        "controls": 1,
        "control_failures": int(seen > 0),
        "figure": figure,
    }
    print(json.dumps(said, ensure_ascii=False))


if __name__ == "__main__":
    main()
