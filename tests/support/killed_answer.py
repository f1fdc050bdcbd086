"""A program killed between the commit of a payment and its answer, again and again; run as a child of a test (GOALS A3, P-04.2).

    -m tests.support.killed_answer DATABASE KILLS SEED [forgetful]

Each life first sends again, twice, the payment to which no answer ever came, under its key; then it begins another one and is
ended by SIGKILL: before the commit, once all is written, or after it, when the first byte of the answer would leave. `forgetful`,
for the control, gives the retry a new key. The last line is JSON: payments counted twice, lost, answered otherwise, wrong.
"""

import asyncio
import json
import os
import random
import signal
import sys
from collections.abc import MutableMapping
from datetime import date
from typing import Any
from uuid import uuid4

import httpx

from kernel.acts import Tx
from kernel.clock import MovableClock
from kernel.http.tokens import sign_token
from kernel.settings import Mode, Settings
from occupancy.app import create_app
from occupancy.invariants import MONEY_INVARIANTS
from tests.service.occupancy.money_town import REGISSEUR, household, open_store, payment, regie, stay
from tests.support.apps import client_of, running
from tests.support.site import SECRET

DAY = date(2025, 3, 3)
PATH = "/api/occupancy/v1/receipts"
BEFORE, AFTER = "before", "after"


def die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class NeverAnswers:
    """The app, ended at once when the first byte of an answer would leave."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        async def sent(message: MutableMapping[str, Any]) -> None:
            if message.get("status") == 201:
                die()
            await send(message)

        await self._app(scope, receive, sent)


async def town(url: str) -> dict[str, Any]:
    """A household, its stay, a régie; the body of a payment."""
    db = open_store(url)
    await db.open()
    holder = await household()
    await stay(holder, date(2025, 3, 1), date(2030, 3, 1))
    paid = payment(await regie(db), holder, 1, DAY)
    await db.close()
    names = ("regie_id", "household_id", "kind", "means", "amount_cents", "received_on", "payer")
    return {name: value if isinstance(value := getattr(paid, name), int) else str(value) for name in names}


async def live(app: Any, body: dict[str, Any], retried: str, key: str, moment: str, told: Any) -> None:
    """Answer the retry, say how; begin another payment and end."""
    async with running(app):
        for _ in range(2 if retried else 0):
            answer = await asked(client_of(app), body, retried)
            print(json.dumps([answer.status_code, answer.text]), file=told, flush=True)
        if not key:
            return
        if moment == BEFORE:
            journal = Tx.journal

            async def then_die(*given: Any, **named: Any) -> None:
                await journal(*given, **named)
                die()

            Tx.journal = then_die  # type: ignore[method-assign]
        await asked(client_of(NeverAnswers(app)), body, key)


async def asked(client: httpx.AsyncClient, body: dict[str, Any], key: str) -> httpx.Response:
    token = sign_token(SECRET, MovableClock(DAY), caller="demo", called="occupancy", person=REGISSEUR)
    async with client:
        headers = {"authorization": f"Bearer {token}", "idempotency-key": key}
        return await client.post(PATH, json=body, headers=headers)


def one_life(app: Any, body: dict[str, Any], retried: str, key: str, moment: str) -> list[list[Any]]:
    """What a child answered to the retry before it was killed. Raises `RuntimeError` when it ended otherwise."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        with os.fdopen(writing, "w") as told:
            asyncio.run(live(app, body, retried, key, moment, told))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as heard:
        said = [json.loads(line) for line in heard]
    _, status = os.waitpid(child, 0)
    if bool(key) != (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL):
        raise RuntimeError(f"the child was not killed where it should: {status}, {said}")
    return said


async def faults(url: str) -> tuple[int, int]:
    """How many receipts there are, and what is wrong with them."""
    db = open_store(url)
    await db.open()
    receipts = (await db.run("select count(*) as n from receipt"))[0]["n"]
    wrong = [sentence for one in MONEY_INVARIANTS for sentence in await one(db)]
    await db.close()
    return int(receipts), len(wrong)


def main(url: str, kills: int, seed: int, broken: str = "") -> None:
    chance = random.Random(seed)
    body = asyncio.run(town(url))
    settings = Settings(databases={"occupancy": url}, secret=SECRET, mode=Mode.EMBEDDED)
    app = create_app(settings, MovableClock(DAY))
    otherwise, retried, moments = 0, "", {BEFORE: 0, AFTER: 0}
    for number in range(kills + 1):
        key, moment = (uuid4().hex if number < kills else ""), chance.choice((BEFORE, AFTER, AFTER))
        answers = one_life(app, body, retried, key, moment)
        if retried:
            otherwise += len(answers) != 2 or answers[0] != answers[1] or answers[0][0] != 201
        moments[moment] += bool(key)
        retried = uuid4().hex if key and broken == "forgetful" else key
    receipts, wrong = asyncio.run(faults(url))
    found = {"twice": max(0, receipts - kills), "lost": max(0, kills - receipts)}
    print(json.dumps({**found, "otherwise": otherwise, "wrong": wrong, **moments}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:])
