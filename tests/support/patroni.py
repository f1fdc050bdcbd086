"""PostgreSQL on two nodes under Patroni, as `infra/cluster/patroni.yml` says, on the loopback: run, killed and ended by a drill.

Needs the Debian packages of that file. The nodes run under an unprivileged account when we are root (PostgreSQL refuses root).
"""

import json
import os
import secrets
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import yaml

from tests.support.postgres import end_with_parent, find_binaries, free_port, identity, make_home, unprivileged_account

INFRA = Path(__file__).parents[2] / "infra"
SERVICES = ("staff", "alt_units", "occupancy")
WAIT = 90.0
T = TypeVar("T")


class Node:
    """One Patroni and its PostgreSQL."""

    def __init__(self, home: Path, name: str, etcd: int, secret: str) -> None:
        self.name, self.port, self.rest = name, free_port(), free_port()
        self.data, self._home, self._account = home / name, home, unprivileged_account()
        address, rest = f"127.0.0.1:{self.port}", f"127.0.0.1:{self.rest}"
        self._settings = {
            "PATRONI_NAME": name,
            "PATRONI_RESTAPI_LISTEN": rest,
            "PATRONI_RESTAPI_CONNECT_ADDRESS": rest,
            "PATRONI_POSTGRESQL_LISTEN": address,
            "PATRONI_POSTGRESQL_CONNECT_ADDRESS": address,
            "PATRONI_POSTGRESQL_DATA_DIR": str(self.data),
            "PATRONI_POSTGRESQL_BIN_DIR": str(find_binaries()),
            "PATRONI_POSTGRESQL_PGPASS": str(home / f"{name}.pgpass"),
            "PATRONI_ETCD3_HOSTS": f"'127.0.0.1:{etcd}'",
        }
        for role in ("superuser", "replication", "rewind"):
            user = "postgres" if role == "superuser" else role
            self._settings |= {f"PATRONI_{role.upper()}_USERNAME": user, f"PATRONI_{role.upper()}_PASSWORD": secret}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; what it then does is its own."""
        running = identity(self._account)
        running["env"] |= self._settings
        words = ["patroni", str(self._home / "patroni.yml")]
        with (self._home / f"{self.name}.log").open("ab") as out:
            self._process = subprocess.Popen(
                words, stdout=out, stderr=out, cwd="/", preexec_fn=end_with_parent, **running
            )

    def kill(self) -> None:
        """As a machine that loses its power: Patroni, PostgreSQL and each of its processes, at once, each by its id."""
        assert self._process
        server = int((self.data / "postmaster.pid").read_text().split()[0])
        self._process.kill()
        for one in (server, *children(server)):
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        self._process.wait(10)

    def stop(self) -> None:
        """End it in order."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(60)

    def pause_reception(self) -> None:
        """Freeze what receives the primary's WAL here: a standby that lags."""
        self._signal_receiver(signal.SIGSTOP)

    def forget_reception(self) -> None:
        """End it, with what it had not read yet."""
        self._signal_receiver(signal.SIGKILL)

    def log_end(self) -> str:
        """The last lines that it wrote."""
        log = self._home / f"{self.name}.log"
        return f"{self.name}: {log.read_text(errors='replace')[-1500:]}" if log.exists() else self.name

    def _signal_receiver(self, sign: signal.Signals) -> None:
        server = int((self.data / "postmaster.pid").read_text().split()[0])
        for one in children(server):
            if b"walreceiver" in Path(f"/proc/{one}/cmdline").read_bytes():
                os.kill(one, sign)

    def says(self, path: str) -> tuple[int, dict[str, Any]]:
        """What its Patroni answers; 0 when it does not."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.rest}/{path}", timeout=3) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, {}
        except (OSError, ValueError):
            return 0, {}


class Cluster:
    """The two nodes."""

    def __init__(self, nodes: list[Node], secret: str) -> None:
        self.nodes, self._secret = nodes, secret

    def primary(self) -> Node:
        """The node that takes writes, once there is one. Raises `TimeoutError`."""
        return self._until(lambda: next((one for one in self.nodes if one.says("primary")[0] == 200), None), "primary")

    def synchronous(self) -> Node:
        """The standby that has everything, once there is one. Raises `TimeoutError`."""
        return self._until(
            lambda: next((one for one in self.nodes if one.says("synchronous")[0] == 200), None), "synchronous standby"
        )

    def databases(self) -> dict[str, str]:
        """The environment of the services: each database by the names of both nodes, to whichever takes writes."""
        hosts = ",".join(f"127.0.0.1:{one.port}" for one in self.nodes)
        return {
            f"PALIER_{one.upper()}_DATABASE": f"postgresql://{one}:{self._secret}@{hosts}/{one}?target_session_attrs=primary"
            for one in SERVICES
        }

    def make_databases(self) -> None:
        """One database and one account a service, by the script of `infra/`."""
        there = {"PGHOST": "127.0.0.1", "PGPORT": str(self.primary().port), "PGPASSWORD": self._secret}
        words = {f"{one.upper()}_PASSWORD": self._secret for one in SERVICES}
        subprocess.run(["sh", str(INFRA / "compose/databases.sh")], env={**os.environ, **there, **words}, check=True)

    def be_asynchronous(self) -> None:
        """For a control: answer before the standby has it."""
        body = json.dumps({"synchronous_mode": False}).encode()
        asked = urllib.request.Request(f"http://127.0.0.1:{self.primary().rest}/config", body, method="PATCH")
        urllib.request.urlopen(asked, timeout=5).close()
        self._until(lambda: all(one.says("synchronous")[0] != 200 for one in self.nodes) or None, "asynchronous mode")

    def _until(self, found: Callable[[], T | None], what: str) -> T:
        until = time.monotonic() + WAIT
        while (one := found()) is None:
            if time.monotonic() > until:
                raise TimeoutError(f"{what}\n" + "\n".join(one.log_end() for one in self.nodes))
            time.sleep(0.2)
        return one


def children(parent: int) -> list[int]:
    """The processes that a process started (Linux)."""
    words = (Path(f"/proc/{parent}/task/{parent}/children")).read_text().split()
    return [int(word) for word in words]


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Two nodes and the etcd that they agree through, ready. Ends the program, in French, where a package is missing."""
    if not shutil.which("patroni") or not shutil.which("etcd"):
        raise SystemExit("patroni et etcd : apt-get install --no-install-recommends patroni etcd-server python3-etcd")
    home, secret = make_home(), secrets.token_urlsafe(24)
    written = yaml.safe_load((INFRA / "cluster/patroni.yml").read_text(encoding="utf-8"))
    written["postgresql"]["parameters"] = {
        "unix_socket_directories": str(home)
    }  # not everybody may write the usual one
    (home / "patroni.yml").write_text(yaml.safe_dump(written), encoding="utf-8")
    if account := unprivileged_account():
        os.chown(home, account.pw_uid, account.pw_gid)
    client, peer = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
    words = ["etcd", "--name", "etcd1", "--data-dir", str(home / "etcd"), "--log-level", "error"]
    words += ["--listen-client-urls", client, "--advertise-client-urls", client, "--listen-peer-urls", peer]
    words += ["--initial-advertise-peer-urls", peer, "--initial-cluster", f"etcd1={peer}"]
    agreed = subprocess.Popen(words, stderr=subprocess.DEVNULL, preexec_fn=end_with_parent, **identity(account))
    nodes = [Node(home, f"pg{number}", int(client.rpartition(":")[2]), secret) for number in (1, 2)]
    try:
        made = Cluster(nodes, secret)
        nodes[0].start()
        made.primary()
        nodes[1].start()
        made.synchronous()
        made.make_databases()
        yield made
    finally:
        for node in nodes:
            node.stop()
        agreed.terminate()
        agreed.wait(10)
        shutil.rmtree(home, ignore_errors=True)
