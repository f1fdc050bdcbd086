"""The order to stop drops no request under way, and the command line says plainly what it will not do."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx

from palier.serving import listen
from tests.architecture.sources import SERVICES

STOPS = int(os.environ.get("PALIER_STOPS", "1"))
SLOW = """
import asyncio, sys
from palier.serving import answer, listen

async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            await send({"type": message["type"] + ".complete"})
            if message["type"] == "lifespan.shutdown":
                print("closed", flush=True)
                return
    print("asked", flush=True)
    await asyncio.sleep(1.0)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"whole"})

answer(app, listen("127.0.0.1", int(sys.argv[1])), ["serving"])
"""


@contextmanager
def slow_server() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server whose every answer takes a second, and its address."""
    probe = listen("127.0.0.1", 0)
    port = probe.getsockname()[1]
    probe.close()
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, str(port)], cwd=SERVICES, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "serving\n"
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.communicate()


def twenty_requests(process: subprocess.Popen[str], address: str, order: signal.Signals) -> list[int]:
    """The statuses of 20 requests under way when the order to stop arrives; 0 for one that was dropped."""
    assert process.stdout is not None
    with httpx.Client(base_url=address, timeout=10) as client, ThreadPoolExecutor(20) as pool:

        def ask(_: int) -> int:
            try:
                return client.get("/").status_code
            except httpx.TransportError:
                return 0

        answers = [pool.submit(ask, number) for number in range(20)]
        assert [process.stdout.readline() for _ in answers] == ["asked\n"] * 20
        process.send_signal(order)
        return [answer.result() for answer in answers]


def test_the_order_to_stop_drops_no_request_under_way(record_property: Callable[[str, object], None]) -> None:
    for _ in range(STOPS):
        with slow_server() as (process, address):
            assert twenty_requests(process, address, signal.SIGTERM) == [200] * 20
            said, _ = process.communicate(timeout=30)
            assert said == "closed\n"
            assert process.returncode == -signal.SIGTERM  # a shell says 143: the normal end
    record_property("n", 20 * STOPS)


def test_a_killed_server_drops_them_so_the_test_above_can_fail() -> None:
    with slow_server() as (process, address):
        assert 0 in twenty_requests(process, address, signal.SIGKILL)


def palier(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "palier.cli", *words],
        cwd=SERVICES,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_help_is_french_and_lists_every_command() -> None:
    said = palier("--help").stdout
    assert "Usage :" in said
    for name in ("serve", "migrate", "demo", "check-invariants", "export-openapi", "backup", "restore"):
        assert name in said


def test_production_without_a_secret_refuses_to_start() -> None:
    done = palier("serve", PALIER_MODE="production", PALIER_SECRET="")
    assert done.returncode == 2
    assert "PALIER_SECRET" in done.stderr


def test_a_weak_secret_refuses_to_start() -> None:
    done = palier("serve", PALIER_MODE="production", PALIER_SECRET="a" * 40)
    assert done.returncode == 2
    assert "PALIER_SECRET" in done.stderr


def test_a_port_already_taken_is_said_plainly() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = palier("serve", "--port", port, PALIER_SECRET="0123456789abcdefghijklmnopqrstuvwxyz")
    assert done.returncode == 2
    assert "déjà pris" in done.stderr
