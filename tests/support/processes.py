"""The real program in a process of its own, on a socket, that a test may kill without warning and start again."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).parents[2]
START_SECONDS = 120
"""A start takes three seconds of work; a machine that does much else gives them slowly."""


def told_by(program: str, *words: str) -> dict[str, Any]:
    """What a program of the tests (`tests.support.killed_writer`) says on its last line, as JSON, once it has ended well."""
    path = os.pathsep.join([str(ROOT), str(ROOT / "services")])
    done = subprocess.run(
        [sys.executable, "-m", program, *words],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


class Process:
    """`palier serve <service>` on a port of its own; `tout` is the whole site. Running inside a `with`.

    `kill` is SIGKILL: nothing is finished, nothing is closed. With a `port`, it takes the place of one that has ended.
    """

    def __init__(self, service: str, environment: Mapping[str, str], port: int | None = None) -> None:
        self.service = service
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._given = environment
        self._environment = {**os.environ, **environment}
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def environment(self) -> dict[str, str]:
        """What it was given on top of ours."""
        return dict(self._given)

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(30)

    def start(self) -> None:
        """Start, and wait until it is ready. Raises `RuntimeError` when it ends, `TimeoutError` after two minutes."""
        command = [sys.executable, "-m", "palier.cli", "serve", self.service, "--port", str(self.port)]
        self._process = subprocess.Popen(
            command, env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + START_SECONDS
        while not self._is_ready():
            if self._process.poll() is not None:
                raise RuntimeError(f"{self.service} ended with {self._process.returncode}")
            if time.monotonic() > until:
                raise TimeoutError(self.service)
            time.sleep(0.01)

    def kill(self) -> None:
        """End it at once, by its own id."""
        if self._process and self._process.poll() is None:
            self._process.kill()
            self._process.wait(10)

    def resident_mb(self) -> float:
        """Resident memory, in MB (Linux)."""
        assert self._process
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    def _is_ready(self) -> bool:
        name = "occupancy" if self.service == "tout" else self.service
        try:
            with urllib.request.urlopen(f"{self.url}/api/{name}/health/ready", timeout=1) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


def free_port() -> int:
    """A port of the loopback that nobody holds now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
