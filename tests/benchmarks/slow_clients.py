"""Clients that send a byte now and then, through the proxy of `infra/`, while honest ones go on (GOALS C6).

Goal: 500 slow heads and 500 slow bodies, all closed within 15 s; the honest p95 at most twice what it was alone, no error.
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


def main() -> None:
    each = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with demonstration("sqlite") as environment, Process("tout", environment) as served, proxy(served.port) as front:
        port = front.port
        alone, _ = asyncio.run(honest(port, 5.0))
        kept, slowest, during, errors = asyncio.run(crowd(port, each, secure=True))
        print(
            f"{each} slow heads and {each} slow bodies through the proxy: {kept} still open after {WATCHED:.0f} s,"
            f" the last was closed after {slowest:.1f} s (goal {CLOSED_WITHIN:.0f} s); honest p95 {alone * 1000:.0f} ms alone,"
            f" {during * 1000:.0f} ms meanwhile, ratio {during / alone:.1f} (goal 2); {errors} honest errors (goal 0)"
        )
        bare, *_ = asyncio.run(crowd(served.port, 20, secure=False))
        print(f"control, straight at the program: {bare} of 40 still open after {WATCHED:.0f} s")
    late, figure = (
        int(slowest > CLOSED_WITHIN),
        f"le dernier coupé après {slowest:.1f} s, p95 honnête × {during / alone:.1f}",
    )
    said = {
        "n": 2 * each,
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


async def crowd(port: int, each: int, *, secure: bool) -> tuple[int, float, float, int]:
    """How many slow ones are left, when the last that was closed was, the honest p95 and errors meanwhile."""
    heads = [
        slow(port, b"GET /connexion HTTP/1.1\r\nHost: palier.exemple.fr\r\nX-A: ", secure=secure) for _ in range(each)
    ]
    begun = b"POST /connexion HTTP/1.1\r\nHost: palier.exemple.fr\r\nContent-Length: 5000\r\n"
    bodies = [
        slow(port, begun + b"Content-Type: application/x-www-form-urlencoded\r\n\r\n", secure=secure)
        for _ in range(each)
    ]
    asked = asyncio.create_task(honest(port, WATCHED)) if secure else None
    ends = await asyncio.gather(*heads, *bodies)
    during, errors = await asked if asked else (0.0, 0)
    closed = [end for end in ends if end is not None]
    return len(ends) - len(closed), max(closed, default=0.0), during, errors


async def slow(port: int, first: bytes, *, secure: bool) -> float | None:
    """A client that sends a byte every second; after how long it was closed, or None."""
    began = time.perf_counter()
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=TRUSTING if secure else None)
        writer.write(first)
        while (spent := time.perf_counter() - began) < WATCHED:
            try:
                if await asyncio.wait_for(reader.read(1000), 1.0) == b"":
                    return spent
            except TimeoutError:
                writer.write(b"x")
        writer.close()
    except OSError:
        return time.perf_counter() - began
    return None


if __name__ == "__main__":
    main()
