"""Clients that send a byte now and then, through the proxy of `infra/`, while honest ones go on (GOALS C6).

Goal: 500 slow heads and 500 slow bodies, all closed within 15 s; the honest p95 at most twice what it was alone, no error.
The 15 s run from the first byte of each: what this one process needs for a thousand handshakes of TLS (5 s on a machine that
does much else) is not held against the proxy.
The control is the same crowd straight at the program, which has no deadline for a head: it keeps them.

`-m tests.benchmarks.slow_clients [how many of each]`. Needs nginx; all addresses are of the loopback.
"""

import asyncio
import json
import sys
import time

from tests.benchmarks.serving import demonstration
from tests.support.processes import Process
from tests.support.proxy import TRUSTING, proxy

CLOSED_WITHIN = 15.0
WATCHED = 20.0
HONEST = 4
ARRIVING = 5.0
"""Seconds over which a crowd arrives."""


def main() -> None:
    each = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with demonstration("sqlite") as environment, Process("tout", environment) as served, proxy(served.port) as front:
        port = front.port
        alone, _ = asyncio.run(honest(port, 5.0))
        ends, during, errors = asyncio.run(crowd(port, each, secure=True))
        kept, slowest = ends.count(None), max((end for end in ends if end is not None), default=0.0)
        print(
            f"{each} slow heads and {each} slow bodies through the proxy: {kept} still open after {WATCHED:.0f} s,"
            f" the last was closed after {slowest:.1f} s (goal {CLOSED_WITHIN:.0f} s); honest p95 {alone * 1000:.0f} ms alone,"
            f" {during * 1000:.0f} ms meanwhile, ratio {during / alone:.1f} (goal 2); {errors} honest errors (goal 0)"
        )
        bare = asyncio.run(crowd(served.port, 20, secure=False))[0].count(None)
        print(f"control, straight at the program: {bare} of 40 still open after {WATCHED:.0f} s")
    late, figure = (
        int(slowest > CLOSED_WITHIN),
        f"le dernier coupé après {slowest:.1f} s, p95 honnête × {during / alone:.1f}",
    )
    said = {
        "n": len(ends),
        "failures": kept + late + errors,
        "controls": 1,
        "control_failures": int(bare > 0),
        "figure": figure,
    }
    print(json.dumps(said, ensure_ascii=False))


async def honest(port: int, seconds: float) -> tuple[float, int]:
    """The p95 of the sign-in page asked by a few who never pause, and how many did not get it."""
    until, took, errors = time.perf_counter() + seconds, [], 0

    async def one() -> None:
        nonlocal errors
        while time.perf_counter() < until:
            began = time.perf_counter()
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=TRUSTING)
                writer.write(b"GET /connexion HTTP/1.1\r\nHost: palier.exemple.fr\r\nConnection: close\r\n\r\n")
                errors += b" 200 " not in await reader.readline()
                await reader.read()
                writer.close()
            except OSError:
                errors += 1
            took.append(time.perf_counter() - began)

    await asyncio.gather(*(one() for _ in range(HONEST)))
    return sorted(took)[int(len(took) * 0.95)], errors


async def crowd(port: int, each: int, *, secure: bool) -> tuple[list[float | None], float, int]:
    """After how long each slow one was closed, None for one that was not; the honest p95 and errors meanwhile."""
    head = b"GET /connexion HTTP/1.1\r\nHost: palier.exemple.fr\r\nX-A: "
    body = b"POST /connexion HTTP/1.1\r\nHost: palier.exemple.fr\r\nContent-Length: 5000\r\n"
    body += b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"

    async def comes(number: int, first: bytes) -> float | None:
        await asyncio.sleep(ARRIVING * number / each)
        return await slow(port, first, secure=secure)

    asked = asyncio.create_task(honest(port, WATCHED)) if secure else None
    ends = await asyncio.gather(*(comes(number, first) for first in (head, body) for number in range(each)))
    during, errors = await asked if asked else (0.0, 0)
    return ends, during, errors


async def slow(port: int, first: bytes, *, secure: bool) -> float | None:
    """A client that sends a byte every second; after how long it was closed, or None."""
    began = time.perf_counter()
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=TRUSTING if secure else None)
        began = time.perf_counter()
        writer.write(first)
        while (spent := time.perf_counter() - began) < WATCHED:
            try:
                if await asyncio.wait_for(reader.read(1000), 1.0) == b"":
                    writer.close()
                    return spent
            except TimeoutError:
                writer.write(b"x")
        writer.close()
    except OSError:
        return time.perf_counter() - began
    return None


if __name__ == "__main__":
    main()
