"""Reads by 20 people at once on the demonstration town, on both engines. Goal: p95 under 100 ms.

Two loads: people who look at a page for a second before the next (what an office does), and people who never pause (what the
machine can give). The client is a bare socket in this process, on loopback, bounded in time.
"""

import asyncio
import json
import random
import statistics
import sys
import time
import urllib.request

from tests.benchmarks.serving import demonstration, sign_in
from tests.support.processes import Process

PEOPLE = 20
SECONDS = 12
FIXED = (
    "/sejours",
    "/sejours/a-faire",
    "/sejours/menages",
    "/logements",
    "/logements/conventions",
    "/sejours/encaissements",
)
API = ("/api/alt-units/v1/units", "/api/occupancy/v1/contracts", "/api/occupancy/v1/households")


def main(engines: list[str]) -> None:
    for engine in engines:
        with demonstration(engine) as environment, Process("tout", environment) as served:
            cookie = sign_in(served, "agent")
            paths = known_paths(served, cookie)
            for name, pause in (("pause of 1 s", 1.0), ("no pause", 0.0)):
                times = asyncio.run(load(served, cookie, paths, pause))
                report(engine, name, times)
            print(f"{engine}: resident {served.resident_mb():.0f} MB after the load")


def known_paths(served: Process, cookie: str) -> list[str]:
    """The pages that people open most, each of which must answer 200."""
    contracts = ask(served, cookie, "/api/occupancy/v1/contracts?limit=20")["items"]
    units = ask(served, cookie, "/api/alt-units/v1/units")["items"]
    one = [f"/sejours/contrats/{contract['id']}" for contract in contracts]
    households = [f"/sejours/menages/{contract['household_id']}" for contract in contracts]
    dwellings = [f"/logements/{unit['id']}" for unit in units]
    return [*FIXED, *API, *random.Random(1).sample([*one, *households, *dwellings], 30)]


def ask(served: Process, cookie: str, path: str) -> dict[str, list[dict[str, str]]]:
    request = urllib.request.Request(f"{served.url}{path}", headers={"cookie": cookie})
    with urllib.request.urlopen(request, timeout=20) as answer:
        found: dict[str, list[dict[str, str]]] = json.load(answer)
        return found


async def load(served: Process, cookie: str, paths: list[str], pause: float) -> dict[str, list[float]]:
    """Milliseconds of every answer, by page."""
    times: dict[str, list[float]] = {}
    until = time.perf_counter() + SECONDS
    await asyncio.gather(*(person(served.port, cookie, paths, pause, until, number, times) for number in range(PEOPLE)))
    return times


async def person(
    port: int, cookie: str, paths: list[str], pause: float, until: float, seed: int, times: dict[str, list[float]]
) -> None:
    chance = random.Random(seed)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.sleep(chance.random() * pause)
    while time.perf_counter() < until:
        path = chance.choice(paths)
        began = time.perf_counter()
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = int(head.partition("content-length:")[2].partition("\r\n")[0])
        await reader.readexactly(length)
        if " 200 " not in head.partition("\r\n")[0]:
            raise SystemExit(f"{path} answered {head.partition(chr(13))[0]}")
        kind = "/".join(part for part in path.split("/") if len(part) != 36) or "/"
        times.setdefault(kind, []).append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(pause * (0.5 + chance.random()))
    writer.close()


def report(engine: str, name: str, times: dict[str, list[float]]) -> None:
    every = sorted(value for values in times.values() for value in values)
    p95 = quantile(every, 95)
    print(
        f"{engine}, {PEOPLE} people, {name}: {len(every) / SECONDS:.0f} answers/s, p50 {statistics.median(every):.0f} ms, "
        f"p95 {p95:.0f} ms (goal 100 ms, ratio {p95 / 100:.2f}), worst {every[-1]:.0f} ms"
    )
    for path, values in sorted(times.items(), key=lambda one: -quantile(one[1], 95)):
        print(
            f"    {path:<40} p50 {statistics.median(values):6.0f}  p95 {quantile(values, 95):6.0f} ms  ({len(values)})"
        )


def quantile(values: list[float], percent: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


if __name__ == "__main__":
    main(sys.argv[1:] or ["sqlite", "postgresql"])
