"""A new installation in a process of its own, in production mode: accounts, and nothing else. What a town starts from."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kernel.acts import Act, Staff
from kernel.clock import SystemClock
from kernel.settings import SERVICES, Settings
from palier.demo.people import EVERYBODY, PASSWORD
from staff.actions.accounts import OpenAccount, open_account
from staff.actions.hashing import Hashing
from staff.app import database
from staff.domain.accounts import SYSTEM
from staff.domain.roles import Role
from tests.support.postgres import wait_for

SECRET = "un-secret-de-test-assez-long-pour-signer-0123456789"


@contextmanager
def new_house(folder: Path, urls: dict[str, str] | None = None) -> Iterator[str]:
    """The address of a running program whose only content is one account a role. Stopped in the end."""
    chosen = urls or {name: f"sqlite:{folder / name}.sqlite" for name in SERVICES}
    wait_for(_open_accounts(Settings(databases=chosen, secret=SECRET)))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {
        **os.environ,
        **{f"PALIER_{name.upper()}_DATABASE": url for name, url in chosen.items()},
        "PALIER_MODE": "production",
        "PALIER_SECRET": SECRET,
        "PALIER_ORGANISATION": "CCAS de Commune-Exemple",
    }
    with (folder / "serve.log").open("w") as log:
        command = [sys.executable, "-m", "palier.cli", "serve", "--port", str(port)]
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}/api/occupancy/health/ready", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)


async def _open_accounts(settings: Settings) -> None:
    db, clock, hashing = database(settings), SystemClock(), Hashing(memory_kib=8, time_cost=1)
    await db.open()
    try:
        for person in EVERYBODY:
            act = Act(
                by=Staff(id=SYSTEM, name="Installation"), at=clock.now(), today=clock.today(), request_id="install"
            )
            command = OpenAccount(login=person.login, name=person.name, roles=(Role(person.role),), password=PASSWORD)
            await open_account(db, command, act, hashing=hashing)
    finally:
        await db.close()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"the program ended with {process.returncode}")
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(address)
