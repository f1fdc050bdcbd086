"""A program that writes payments into a SQLite store and is killed again and again; run as a child of a test (GOALS B1, P-10).

    -m tests.support.killed_writer DATABASE KILLS SEED [tearing | forgetful]

Each child says `T key` before a payment and `A key` once it is written, and is ended by SIGKILL after a moment drawn at random.
The next one first sends again what was not acknowledged, with the same keys. Two broken variants, for the controls: `tearing`
writes the two halves of a payment apart, `forgetful` gives each new try a new key. The last line is JSON:
what was lost, twice, wrong.
"""

import asyncio
import json
import os
import random
import signal
import sqlite3
import sys
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from datetime import date
from typing import Any
from uuid import uuid4

from kernel.acts import Replayed
from kernel.db import Database, Statement
from occupancy.actions.payments import issue_receipt
from occupancy.invariants import MONEY_INVARIANTS
from occupancy.store import households as household_store
from occupancy.store import regies
from tests.service.occupancy.money_town import REGISSEUR, act, household, open_store, payment, regie, stay

DAY = date(2025, 3, 3)
UNTOLD = 0.003
"""Seconds between a payment written and its being told: the moment at which a retry could count it twice."""
LIFE = (0.06, 0.15)
"""Seconds that a child lives once it began to write."""


async def town(url: str) -> None:
    """A household, its stay, a régie."""
    db = open_store(url)
    await db.open()
    await stay(await household(), date(2025, 3, 1), date(2030, 3, 1))
    await regie(db)
    await db.close()


async def write(url: str, again: list[str], broken: str, told: Any) -> None:
    """Pay a cent, for ever; what was asked before comes first."""
    db = open_store(url)
    await db.open()
    if broken == "tearing":
        tear(db)
    holder = await household_store.find_household((await db.run("select id from household"))[0]["id"])
    desk = (await regies.list_regies())[0]
    waiting = list(again)
    while True:
        key = waiting.pop(0) if waiting else uuid4().hex
        print("T", key, file=told, flush=True)
        sent = uuid4().hex if broken == "forgetful" else key
        with suppress(Replayed):
            await issue_receipt(db, payment(desk, holder, 1, DAY), act(DAY, by=REGISSEUR, key=sent, said="x"))
        await asyncio.sleep(UNTOLD)
        print("A", key, file=told, flush=True)


def tear(db: Database) -> None:
    """Commit in the middle of what ends each act, before it is journalled: no transaction holds it together any more."""
    together = db.run_together

    async def in_halves(statements: Sequence[Statement]) -> None:
        first, *rest = statements
        await together([first])
        if rest:
            tx = db.engine.current_transaction.get()
            await tx.connection.commit()
            await asyncio.sleep(0.02)
            await tx.connection.execute("begin immediate")
        await together(rest)

    db.run_together = in_halves  # type: ignore[method-assign]


def one_life(url: str, again: list[str], broken: str, chance: random.Random) -> tuple[list[str], list[str], float]:
    """The keys that a child tried and those it acknowledged, and how long it took to write again."""
    reading, writing = os.pipe()
    born = time.monotonic()
    child = os.fork()
    if not child:
        os.close(reading)
        with os.fdopen(writing, "w") as told:
            asyncio.run(write(url, again, broken, told))
        os._exit(1)
    os.close(writing)
    with os.fdopen(reading) as heard:
        first = heard.readline()
        ready = time.monotonic() - born
        time.sleep(chance.uniform(*LIFE))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        lines = [first, *heard.read().splitlines()]
    words = [line.split() for line in lines if len(line.split()) == 2]
    tried = [key for letter, key in words if letter == "T"]
    return tried, [key for letter, key in words if letter == "A"], ready


async def faults(url: str, acknowledged: set[str], tried: set[str]) -> dict[str, int]:
    """What the store says of all that."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:"))) as bare:
        sound = bare.execute("pragma integrity_check").fetchall() == [("ok",)]
        orphans = len(bare.execute("pragma foreign_key_check").fetchall())
    db = open_store(url)
    await db.open()
    stored = {row["request_key"] for row in await db.run("select request_key from answered_request")}
    receipts = (await db.run("select count(*) as n from receipt"))[0]["n"]
    wrong = [sentence for one in MONEY_INVARIANTS for sentence in await one(db)]
    unfinished = await db.run(
        "select event_id from transfer where event_id not in (select event_id from receipt where event_id is not null)"
        " and document_kind = 'receipt'"
    )
    await db.close()
    return {
        "lost": len(acknowledged - stored),
        "twice": max(0, receipts - len(tried)),
        "wrong": len(wrong) + orphans + len({str(row["event_id"]) for row in unfinished}) + (not sound),
    }


def main(url: str, kills: int, seed: int, broken: str = "") -> None:
    chance, tried, acknowledged, slowest = random.Random(seed), set[str](), set[str](), 0.0
    asyncio.run(town(url))
    for _ in range(kills):
        now, done, ready = one_life(url, sorted(tried - acknowledged), broken, chance)
        tried, acknowledged, slowest = tried | set(now), acknowledged | set(done), max(slowest, ready)
    found = asyncio.run(faults(url, acknowledged, tried))
    print(json.dumps({"acknowledged": len(acknowledged), "slowest": round(slowest, 2), **found}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:])
