"""A request that the database set aside is carried out again, whole, and only when nothing of it was written."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from kernel.acts import Act, Attempt, Staff, attempting, writing
from kernel.clock import SystemClock
from kernel.db import ConstraintBroken, Database, StoreBusy
from kernel.http.again import LARGEST_KEPT, Again
from kernel.http.asgi import Message, Receive, Scope, Send

SERVICE = "create table counter (id integer primary key not null, n bigint not null);"
CLERK = Staff(id=UUID(int=1), name="Agent Exemple")


async def asked(answers: list[tuple[int, bytes]], body: bytes, does: "Outcome") -> list[Message]:
    """What the caller gets when the app comes to `does` at each try; `answers` gets what each try received."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        scope["state"]["seen"] = scope["state"].get("seen", 0) + 1  # a try must not see what another left
        got = b""
        while True:
            message = await receive()
            got += message["body"]
            if not message["more_body"]:
                break
        answers.append((scope["state"]["seen"], got))
        status = await does(len(answers))
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": str(status).encode()})

    parts = [body[start : start + 1000] for start in range(0, len(body), 1000)] or [b""]
    waiting = [
        {"type": "http.request", "body": part, "more_body": number < len(parts)}
        for number, part in enumerate(parts, start=1)
    ]
    sent: list[Message] = []

    async def receive() -> Message:
        return waiting.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    await Again(app)({"type": "http", "state": {}}, receive, send)
    return sent


class Outcome:
    """An app that fails its first tries as told, then answers 201. One act on a database of nothing."""

    def __init__(self, db: Database, error: Exception, failures: int, *, after_a_commit: bool = False) -> None:
        self._db, self._error, self._failures, self._after = db, error, failures, after_a_commit

    async def __call__(self, number: int) -> int:
        if self._after:
            async with writing(self._db, an_act()) as tx:
                await tx.journal("thing-done", "thing/1")
        try:
            async with writing(self._db, an_act()) as tx:
                await tx.journal("thing-done", "thing/1")
                if number <= self._failures:
                    raise self._error
        except (StoreBusy, ConstraintBroken):
            return 503
        return 201


def an_act() -> Act:
    clock = SystemClock("Europe/Paris")
    return Act(by=CLERK, at=clock.now(), today=clock.today(), request_id="r")


@pytest.fixture
async def db(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Database]:
    migrations = tmp_path / "things" / "migrations"
    migrations.mkdir(parents=True)
    (migrations / "0001_things.sql").write_text(SERVICE)
    made = Database(sqlite_url, [], migrations)
    await made.open()
    yield made
    await made.close()


async def count(db: Database) -> int:
    return int((await db.run("select count(*) as n from journal"))[0]["n"])


@pytest.mark.parametrize("error", [asyncpg.DeadlockDetectedError(), asyncpg.SerializationError()])
async def test_what_gave_way_to_another_is_tried_again_with_the_same_body_and_is_done_once(
    db: Database, error: Exception
) -> None:
    tries: list[tuple[int, bytes]] = []
    sent = await asked(tries, b"x" * 2500, Outcome(db, error, failures=2))
    assert tries == [(1, b"x" * 2500)] * 3
    assert [one.get("status", one.get("body")) for one in sent] == [201, b"201"]
    assert await count(db) == 1


@pytest.mark.parametrize(
    ("error", "most"), [(asyncpg.DeadlockDetectedError(), 6), (asyncpg.LockNotAvailableError(), 2)]
)
async def test_after_the_last_try_the_caller_is_told(db: Database, error: Exception, most: int) -> None:
    tries: list[tuple[int, bytes]] = []
    sent = await asked(tries, b"", Outcome(db, error, failures=99))
    assert (len(tries), [one["status"] for one in sent if "status" in one]) == (most, [503])
    assert await count(db) == 0


@pytest.mark.parametrize(
    ("body", "error", "after_a_commit"),
    [
        (b"x" * (LARGEST_KEPT + 1), asyncpg.DeadlockDetectedError(), False),
        (b"", asyncpg.QueryCanceledError(), False),
        (b"", asyncpg.DeadlockDetectedError(), True),
    ],
    ids=["a body too large to keep", "a statement that does not end", "an act already written"],
)
async def test_nothing_else_is_tried_again(db: Database, body: bytes, error: Exception, after_a_commit: bool) -> None:
    tries: list[tuple[int, bytes]] = []
    sent = await asked(tries, body, Outcome(db, error, failures=1, after_a_commit=after_a_commit))
    assert (len(tries), sent[0]["status"]) == (1, 503)
    assert await count(db) == int(after_a_commit)


async def test_two_acts_that_wait_for_each_other_are_seen_as_a_conflict(postgres_url: str, tmp_path: Path) -> None:
    migrations = tmp_path / "things" / "migrations"
    migrations.mkdir(parents=True)
    (migrations / "0001_things.sql").write_text(SERVICE + "\ninsert into counter values (1, 0), (2, 0);")
    db = Database(postgres_url, [], migrations)
    await db.open()
    held = asyncio.Barrier(2)

    async def act(first: int, second: int) -> Attempt:
        attempt = Attempt()
        with attempting(attempt):
            try:
                async with writing(db, an_act()) as tx:
                    await tx.journal("thing-done", "thing/1")
                    await tx.db.run("update counter set n = n + 1 where id = {}", first)
                    await held.wait()
                    await tx.db.run("update counter set n = n + 1 where id = {}", second)
            except StoreBusy:
                pass
        return attempt

    found = await asyncio.gather(act(1, 2), act(2, 1))
    assert sorted((one.committed, one.tries) for one in found) == [(False, 6), (True, 1)]
    await db.close()
