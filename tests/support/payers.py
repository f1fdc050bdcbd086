"""Clients that never give up: payments through the proxy, the same key again until it is acknowledged, and the count after."""

import asyncio
import json
import time
import urllib.request
from collections import Counter
from collections.abc import Mapping
from uuid import uuid4

import asyncpg
import httpx

from tests.benchmarks.payments import payment, who_pays
from tests.benchmarks.serving import sign_in
from tests.support.processes import Process
from tests.support.proxy import NAME, TRUSTING

PATH = "/api/occupancy/v1/receipts"
PAUSE = 0.2
"""Seconds before the same payment is sent again."""


class Payers:
    """Payments under way, from `start` to `stop`. `answers` counts what came back: statuses, and `cut` for no answer at all."""

    def __init__(self, environment: Mapping[str, str], served: Process, port: int, clients: int = 6) -> None:
        self.acknowledged: dict[str, str] = {}
        """The receipt of each key that was answered."""
        self.answers: Counter[str] = Counter()
        self.longest = 0.0
        """The longest time without any acknowledgement, in seconds."""
        self._database, self._port, self._clients = environment["PALIER_OCCUPANCY_DATABASE"], port, clients
        self._households, self._regie = who_pays(dict(environment))
        cookie = sign_in(served, "regisseur")
        asked = urllib.request.Request(f"{served.url}/api/staff/v1/session", headers={"cookie": cookie})
        with urllib.request.urlopen(asked, timeout=20) as answer:
            csrf = str(json.load(answer)["csrf"])
        self._headers = {"cookie": cookie, "x-csrf-token": csrf, "host": NAME, "origin": f"https://{NAME}"}
        self._headers["content-type"] = "application/json"
        self._going, self._last, self._before = True, 0.0, 0
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to pay."""
        self._before = await self._count()
        self._last = time.monotonic()
        self._tasks = [asyncio.create_task(self._pay(number)) for number in range(self._clients)]

    async def stop(self) -> None:
        """Begin no further payment, and wait for those under way."""
        self._going = False
        await asyncio.gather(*self._tasks)

    def go_on(self) -> None:
        """Raises what ended one of the clients: an answer that no repetition changes."""
        for one in self._tasks:
            if one.done() and not one.cancelled():
                one.result()

    async def faults(self) -> int:
        """How many payments were acknowledged and are gone, or are there twice."""
        connection = await asyncpg.connect(self._database)
        rows = await connection.fetch("select id from receipt")
        await connection.close()
        there, known = [str(row["id"]) for row in rows], set(self.acknowledged.values())
        lost = len(known - set(there))
        twice = len(self.acknowledged) - len(known)
        unknown = len(there) - self._before - (len(known) - lost)
        return lost + twice + abs(unknown)

    async def _count(self) -> int:
        connection = await asyncpg.connect(self._database)
        counted = int(await connection.fetchval("select count(*) from receipt"))
        await connection.close()
        return counted

    async def _pay(self, number: int) -> None:
        mine = self._households[number :: self._clients]
        async with httpx.AsyncClient(
            base_url=f"https://127.0.0.1:{self._port}", verify=TRUSTING, timeout=60, headers=self._headers
        ) as client:
            turn = 0
            while self._going:
                await self._one(client, mine[turn % len(mine)])
                turn += 1

    async def _one(self, client: httpx.AsyncClient, household: str) -> None:
        key, body = uuid4().hex, payment(household, self._regie)
        while True:
            try:
                answer = await client.post(PATH, content=body, headers={"idempotency-key": key})
            except httpx.TransportError:
                self.answers["cut"] += 1
            else:
                self.answers[str(answer.status_code)] += 1
                if answer.status_code == httpx.codes.CREATED:
                    now = time.monotonic()
                    self.longest, self._last = max(self.longest, now - self._last), now
                    self.acknowledged[key] = answer.json()["id"]
                    return
                if (
                    answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR
                    and answer.status_code != httpx.codes.CONFLICT
                ):
                    raise RuntimeError(f"{answer.status_code}: {answer.text[:500]}")
            await asyncio.sleep(PAUSE)
