"""A real `palier serve` in a process of its own, on the demonstration town, for the benchmarks to ask."""

import asyncio
import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kernel.settings import SERVICES, read_settings
from palier import demo
from palier.demo.people import PASSWORD
from tests.support.postgres import server


class Serving:
    """A running process: its port, its pid, and how long it took to answer."""

    def __init__(self, port: int, pid: int, seconds: float) -> None:
        self.port, self.pid, self.seconds = port, pid, seconds

    def resident_mb(self) -> float:
        """Resident memory of the process, in MB (Linux)."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0.0

    def sign_in(self, login: str) -> str:
        """The Cookie header of a session."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        body = f'{{"login": "{login}", "password": "{PASSWORD}"}}'
        connection.request("POST", "/api/staff/v1/sessions", body, {"content-type": "application/json"})
        cookie = connection.getresponse().headers["set-cookie"].partition(";")[0]
        connection.close()
        return cookie


@contextmanager
def demonstration(engine: str) -> Iterator[dict[str, str]]:
    """The environment of a loaded demonstration town on `sqlite` or `postgresql`."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"PALIER_DATA": folder}
        if engine == "sqlite":
            asyncio.run(demo.load_when_empty(read_settings(environment)))
            yield environment
            return
        with server() as postgres:
            environment |= {f"PALIER_{name.upper()}_DATABASE": postgres.create() for name in SERVICES}
            asyncio.run(demo.load_when_empty(read_settings(environment)))
            yield environment


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[Serving]:
    """Start the program, wait for its first answer, and stop it in the end."""
    port = _free_port()
    command = [sys.executable, "-m", "palier.cli", "serve", "--port", str(port)]
    began = time.perf_counter()
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while not _answers(port):
            time.sleep(0.01)
        yield Serving(port, process.pid, time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait(30)


def _answers(port: int) -> bool:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
        connection.request("GET", "/api/occupancy/health/ready")
        return connection.getresponse().status == 200
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
