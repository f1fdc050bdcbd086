"""Services in processes of their own, on sockets, that a test may kill without warning and start again."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from types import TracebackType
from typing import Self


class Process:
    """`palier serve <service>` on a port of its own. `kill` is SIGKILL: nothing is finished, nothing is closed."""

    def __init__(self, service: str, environment: dict[str, str]) -> None:
        self.service = service
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = {**os.environ, **environment}
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def start(self) -> None:
        """Start, and wait until it is ready."""
        command = [sys.executable, "-m", "palier.cli", "serve", self.service, "--port", str(self.port)]
        self._process = subprocess.Popen(
            command, env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(600):
            if self._process.poll() is not None:
                raise RuntimeError(f"{self.service} ended with {self._process.returncode}")
            if self._is_ready():
                return
            time.sleep(0.05)
        raise TimeoutError(self.service)

    def kill(self) -> None:
        """End it at once, by its own id."""
        if self._process and self._process.poll() is None:
            self._process.kill()
            self._process.wait(10)

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/api/{self.service}/health/ready", timeout=1) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


def free_port() -> int:
    """A port of the loopback that nobody holds now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
