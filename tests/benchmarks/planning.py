"""The planning page of 100 units over 24 months, on both engines. Goal: under 300 ms.

Half of the units are shared in two places; each place has stays of 50 days followed by 5 days of remise en état, and each
unit two weeks of works a year. The page is asked from the real service, in this process, without a network.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx

from alt_units.app import create_app
from kernel.acts import Staff
from kernel.clock import MovableClock
from kernel.http.tokens import sign_token
from kernel.period import Month
from kernel.settings import Settings
from tests.support.apps import running
from tests.support.postgres import server

UNITS, MONTHS, TIMES = 100, 24, 15
GOAL_MS = 300
SECRET = "un-secret-de-mesure-assez-long-0123456789"
CLERK = Staff(id=UUID(int=9), name="Agente de mesure")
TODAY, FIRST = date(2026, 6, 15), Month(2025, 7)
STAY, TURNAROUND = 50, 5


class Visitor:
    """Speaks to the service under a token that goes for a minute."""

    def __init__(self, app: Any, clock: MovableClock) -> None:
        self._clock = clock
        transport = httpx.ASGITransport(app=app)
        self._http = httpx.AsyncClient(transport=transport, base_url="http://measure", timeout=60)

    async def ask(self, method: str, path: str, body: Any = None, *, version: int = 0, caller: str = "demo") -> Any:
        token = sign_token(SECRET, self._clock, caller=caller, called="alt_units", person=CLERK)
        headers = {"authorization": f"Bearer {token}"} | ({"if-match": f'"{version}"'} if version else {})
        answer = await self._http.request(method, path, json=body, headers=headers)
        assert answer.status_code in (200, 201), answer.text
        return answer


def main(engines: list[str]) -> None:
    for engine in engines:
        if engine == "sqlite":
            with tempfile.TemporaryDirectory() as folder:
                asyncio.run(measure(engine, f"sqlite:{Path(folder) / 'stock.sqlite'}"))
        else:
            with server() as postgres:
                asyncio.run(measure(engine, postgres.create()))


async def measure(engine: str, url: str) -> None:
    clock = MovableClock(TODAY)
    app = create_app(Settings(secret=SECRET, databases={"alt_units": url}), clock)
    async with running(app):
        visitor = Visitor(app, clock)
        for number in range(UNITS):
            await fill(visitor, number)
        path = f"/logements/planning?depuis={FIRST}&mois={MONTHS}"
        page = (await visitor.ask("GET", path)).text
        wall, processor = [], []
        for _ in range(TIMES):
            began, spent = time.perf_counter(), time.process_time()
            await visitor.ask("GET", path)
            wall.append(1000 * (time.perf_counter() - began))
            processor.append(1000 * (time.process_time() - spent))
    print(
        f"{engine}: planning of {UNITS} units x {MONTHS} months, {len(page) // 1024} KB, {TIMES} times:"
        f" wall {told(wall)}; processor of the service {told(processor)} (goal {GOAL_MS} ms)"
    )


def told(taken: list[float]) -> str:
    """The wall's time is also that of whatever else runs on the machine; the processor's is the page's own."""
    median = statistics.median(taken)
    return f"median {median:.0f} ms, best {min(taken):.0f}, worst {max(taken):.0f}, ratio {median / GOAL_MS:.2f}"


async def fill(visitor: Visitor, number: int) -> None:
    """A unit, its voids and 24 months of presence."""
    places = ["Chambre bleue", "Chambre verte"] if number % 2 else []
    facts = {"reference": f"U-{number:03d}", "name": f"Logement {number}", "dwelling_type": "t3", "zone": "I"}
    facts |= {"address": "1 rue de la Mesure", "postal_code": "77000", "city": "Ville", "water_and_wc": True}
    facts |= {"heating": True, "first_day": "2024-01-01", "programme": "ALT", "places": places}
    unit = (await visitor.ask("POST", "/api/alt-units/v1/units", facts)).json()
    path = f"/api/alt-units/v1/units/{unit['id']}"
    for version, year in ((1, 2024), (2, 2027)):
        works = {"reason": "works", "bearer": "ccas", "first_day": f"{year}-08-01", "last_day": f"{year}-08-14"}
        await visitor.ask("POST", f"{path}/voids", works, version=version)
    for months in range(MONTHS):
        month = FIRST.plus(months)
        slots = [slot(place, number, month) for place in (range(1, 3) if places else range(1))]
        told = {"revision": 1, "days_occupied": max(one["days_occupied"] for one in slots), "places": slots}
        told |= {"households": len(slots), "persons": len(slots)}
        await visitor.ask("PUT", f"{path}/presence/{month}", told, caller="occupancy")


def slot(place: int, number: int, month: Month) -> dict[str, Any]:
    """The days of a place in a month: 50 lived in, 5 in remise en état, from a day of its own."""
    origin = date(2025, 1, 1) + timedelta(days=(number * 7 + place * 13) % (STAY + TURNAROUND))
    lived: list[int] = []
    between: list[int] = []
    for day in range(1, month.days + 1):
        turn = (month.first_day.replace(day=day) - origin).days % (STAY + TURNAROUND)
        (lived if turn < STAY else between).append(day)
    return {"number": place, "days_occupied": len(lived), "occupied": ranges(lived), "turnaround": ranges(between)}


def ranges(days: list[int]) -> list[list[int]]:
    """Day numbers, joined where they follow one another."""
    joined: list[list[int]] = []
    for day in days:
        if joined and joined[-1][1] == day - 1:
            joined[-1][1] = day
        else:
            joined.append([day, day])
    return joined


if __name__ == "__main__":
    main(sys.argv[1:] or ["sqlite", "postgresql"])
