"""The same payment sent eight times at once is taken in once: over real HTTP, on both engines."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx
import uvicorn

from palier.serving import listen
from tests.support.site import NOW, Town, a_town
from tests.support.small_town import SmallTown
from tests.support.stores import Borrowed

KEYS, COPIES, AT_ONCE = int(os.environ.get("PALIER_KEYS", "25")), 8, 5
"""Payments, copies of each, and how many payments are sent at the same time, all their copies together."""
PATH = "/api/occupancy/v1/receipts"


class Till:
    """A régisseur's browser on a socket, and what the books say."""

    def __init__(self, town: Town, http: httpx.AsyncClient, body: dict[str, Any]) -> None:
        self.town, self.http, self.body = town, http, body
        self.asked_to_wait = 0

    async def pay(self, key: str | None, **changes: Any) -> httpx.Response:
        """Send the payment once."""
        headers = {"idempotency-key": key} if key else {}
        return await self.http.post(PATH, json={**self.body, **changes}, headers=headers)

    async def pay_until_answered(self, key: str) -> tuple[int, bytes]:
        """Send it as a client does that is told to wait: again, under the same key."""
        pause = 0.02
        while True:
            answer = await self.pay(key)
            if answer.status_code != 409 or answer.json()["code"] != "idempotency-key-in-flight":
                return answer.status_code, answer.content
            self.asked_to_wait += 1
            pause = min(pause * 2, 0.8)
            await asyncio.sleep(pause)

    async def pay_all(self, keys: list[str]) -> list[tuple[int, bytes]]:
        """The answers to all these requests, forty under way at any moment."""
        found: list[tuple[int, bytes]] = []
        for first in range(0, len(keys), AT_ONCE * COPIES):
            group = keys[first : first + AT_ONCE * COPIES]
            found += await asyncio.gather(*(self.pay_until_answered(key) for key in group))
        return found

    async def taken(self) -> int:
        """How many receipts there are."""
        rows = await self.town.app("occupancy").state.db.run("select count(*) as n from receipt")
        return int(rows[0]["n"])


@asynccontextmanager
async def till(stores: Borrowed) -> AsyncIterator[Till]:
    async with a_town(stores) as town:
        made = await SmallTown(town).live()
        town.clock.move_to(NOW)
        body = {
            "regie_id": made.ids["regie_id"][0],
            "household_id": made.ids["household_id"][0],
            "kind": "fees",
            "means": "card",
            "amount_cents": 1,
            "received_on": "2026-11-21",
            "payer": "Ménage Exemple A",
        }
        headers = dict(town.as_("regisseur").headers)
        listening = listen("127.0.0.1", 0)
        config = uvicorn.Config(town.site, lifespan="off", ws="none", log_config=None, access_log=False)
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        async with httpx.AsyncClient(base_url=address, timeout=60.0) as http:
            http.headers.update({name: headers[name] for name in ("cookie", "x-csrf-token")})
            yield Till(town, http, body)
        server.should_exit = True
        await serving


async def test_eight_copies_of_each_payment_are_one_receipt_and_one_answer(
    stores: Borrowed, record_property: Callable[[str, object], None]
) -> None:
    async with till(stores) as desk:
        before, keys = await desk.taken(), [uuid4().hex for _ in range(KEYS)]
        answers = await desk.pay_all([key for key in keys for _ in range(COPIES)])
        by_key = {key: set(answers[number * COPIES :][:COPIES]) for number, key in enumerate(keys)}
        assert {status for status, _ in answers} == {201}
        assert [len(said) for said in by_key.values()] == [1] * KEYS
        assert len(set(answers)) == KEYS
        assert await desk.taken() - before == KEYS
        assert desk.asked_to_wait > 0
        record_property("n", KEYS * COPIES)
        later = await desk.pay(keys[0])
        assert (later.status_code, later.content) in by_key[keys[0]]
        other = await desk.pay(keys[0], amount_cents=2)
        assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
        missing = await desk.pay(None)
        assert (missing.status_code, missing.json()["code"]) == (400, "idempotency-key-missing")
        assert await desk.taken() - before == KEYS


async def test_without_the_shared_key_every_copy_is_taken_in(stores: Borrowed) -> None:
    async with till(stores) as desk:
        before = await desk.taken()
        answers = await desk.pay_all([uuid4().hex for _ in range(25 * COPIES)])
        assert {status for status, _ in answers} == {201}
        assert await desk.taken() - before == 25 * COPIES


async def test_eight_copies_of_a_payment_to_the_comptable_are_one(stores: Borrowed) -> None:
    """What is held is paid over once; another body under the same key is refused; more than is held never leaves."""
    async with till(stores) as desk:
        path, day = f"/api/occupancy/v1/regies/{desk.body['regie_id']}/pay-overs", "2026-11-21"
        held = (await desk.http.get(path.replace("pay-overs", "till"))).json()["dft_cents"]
        key, paid = uuid4().hex, {"slip": "V-9", "paid_on": day, "dft_cents": held - 100}

        async def pay_over(key: str, **changes: Any) -> httpx.Response:
            return await desk.http.post(path, json={**paid, **changes}, headers={"idempotency-key": key})

        answers = await asyncio.gather(*(pay_over(key) for _ in range(COPIES)))
        assert {one.status_code for one in answers} <= {201, 409}
        again = await pay_over(key)
        assert {one.content for one in answers if one.status_code == 201} == {again.content}
        other = await pay_over(key, dft_cents=1)
        assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
        racing = await asyncio.gather(*(pay_over(uuid4().hex, dft_cents=60) for _ in range(COPIES)))
        assert sorted(one.status_code for one in racing) == [201] + [409] * (COPIES - 1)
        assert (await desk.http.get(path.replace("pay-overs", "till"))).json()["dft_cents"] == 40
