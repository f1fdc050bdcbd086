"""One thing a person does: one transaction, one journal row, one answer per idempotency key.

`writing` is the only way to write on behalf of somebody. It claims the request's key, and refuses to commit unless exactly
one journal row says what the person did; what followed for another thing may have a row of its own beside it. The kept result
travels in the same transaction, so a repeat of the request gets the same answer.
"""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID, uuid4

import msgspec
from msgspec import Struct

from kernel.db import Database, Statement, tries
from kernel.errors import Blocker, FieldError, KeyInFlight, KeyReused, Kind, Refusal
from kernel.journal_chain import COLUMNS
from kernel.privacy.discretion import discreet

T = TypeVar("T")
_REPLAYED_KINDS = (Kind.CONFLICT, Kind.BROKEN_RULE)
_ROWS_AT_ONCE = 200
_REMEMBER = (
    "insert into answered_request (actor_id, request_key, fingerprint, outcome, answer, at)"
    " values ({}, {}, {}, {}, {}, {}) on conflict do nothing"
)


@lru_cache(maxsize=_ROWS_AT_ONCE)
def _journal_rows(count: int) -> str:
    row = f"({', '.join('{}' for _ in (*COLUMNS.split(', '), 'stamp'))})"
    return f"insert into journal ({COLUMNS}, stamp) values {', '.join([row] * count)}"  # noqa: S608  names of ours


class Staff(Struct, frozen=True, kw_only=True):
    """Who acts: a signed-in person, or a service acting for one. `csrf` is empty outside a browser session.

    `awaits_factor`: the password was right, the second factor is still to be shown; until then nothing is allowed.
    """

    id: UUID
    name: str
    roles: tuple[str, ...] = ()
    permissions: frozenset[str] = frozenset()
    service: str | None = None
    csrf: str = ""
    awaits_factor: bool = False

    def may(self, permission: str) -> bool:
        """True when one of the roles allows it."""
        return permission in self.permissions or "*" in self.permissions


class Once(Struct, frozen=True, kw_only=True):
    """The client's key for one intended effect, and what the request said (a hash of method, path and body)."""

    key: str
    fingerprint: str


class Act(Struct, frozen=True, kw_only=True):
    """Who, when, under which request, and with which key. All that an action may know of its surroundings."""

    by: Staff
    at: datetime
    today: date
    request_id: str
    once: Once | None = None


class Unjournalled(Exception):
    """A bug: a write that wrote no journal row, or more than one."""


class Replayed(Exception):
    """The request was answered before; carries the kept result."""

    def __init__(self, answer: str) -> None:
        super().__init__("answered before")
        self.answer = answer


class Tx:
    """What an action may do inside its transaction, beside calling stores."""

    def __init__(self, db: Database, act: Act) -> None:
        self.db = db
        self.act = act
        self.journalled = 0
        self.kept: Any = None
        self._said: list[tuple[Any, ...]] = []
        self._left: list[Statement] = []
        self._refusals: dict[str, Callable[[], Refusal]] = {}

    async def lock(self, table: str, row_id: UUID) -> None:
        """Hold a row until the end. SQLite has one writer at a time: nothing to hold."""
        if self.db.dialect == "postgresql":
            sql = f"select id from {table} where id = {{}} for update"  # noqa: S608  a table name of ours
            await self.db.run(sql, row_id)

    async def lock_many(self, table: str, row_ids: Collection[UUID]) -> None:
        """The same for many rows, in one trip and always in the same order."""
        if self.db.dialect == "postgresql" and row_ids:
            sql = f"select id from {table} where id = any({{}}) order by id for update"  # noqa: S608  a table name of ours
            await self.db.run(sql, list(row_ids))

    async def lock_all(self, what: str, *, shared: bool = False) -> None:
        """Hold what no single row stands for, until the end: alone, or together with the others that share it."""
        if self.db.dialect == "postgresql":
            way = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
            await self.db.run(f"select {way}(hashtextextended({{}}, 0))", what)

    async def journal(self, verb: str, subject: str, *, before: Any = None, after: Any = None) -> None:
        """Say who did what to which thing: `contract-signed`, `contract/<id>`, before and after, no name or text.

        Written with what ends the act.
        """
        self.journalled += 1
        self._say(verb, subject, before, after)

    async def follow(self, verb: str, subject: str, *, before: Any, after: Any) -> None:
        """Say what the act brought about for another thing, in that thing's own history: `claim-paid`, `claim/<id>`.

        Beside the one row that says what the person did, never instead of it; the request is the same.
        """
        self._say(verb, subject, before, after)

    def _say(self, verb: str, subject: str, before: Any, after: Any) -> None:
        act, key = self.act, self.db.journal_key
        before_json, after_json = discreet(self.db.service, before, after)
        row = {
            "id": uuid4(), "at": act.at, "actor_id": act.by.id, "actor_name": act.by.name, "service": act.by.service,
            "request_id": act.request_id, "verb": verb, "subject": subject,
            "before_json": before_json, "after_json": after_json,
        }  # fmt: skip
        self._said.append((*row.values(), key.digest(row) if key else None))

    def at_end(self, *statements: Statement, refusing: Mapping[str, Callable[[], Refusal]] | None = None) -> None:
        """Leave these to be written with what ends the act, in one trip: nobody waits meanwhile for what they would hold.

        `refusing`: the refusals that the constraints they may break stand for. An act that reads them back flushes first.
        """
        self._left += statements
        self._refusals |= refusing or {}

    async def flush(self, *more: Statement) -> None:
        """Write what was left and said so far, and these statements, in as few trips as the engine allows.

        Raises the refusals that `at_end` was told of.
        """
        written, said = [*self._left], self._said
        self._left, self._said = [], []
        for start in range(0, len(said), _ROWS_AT_ONCE):
            rows = said[start : start + _ROWS_AT_ONCE]
            written.append((_journal_rows(len(rows)), [value for row in rows for value in row]))
        with self.db.refusing(self._refusals):
            await self.db.run_together([*written, *more])

    def keep(self, result: T) -> T:
        """The result of the act: answered again, as it is, to a repeat of the request."""
        self.kept = result
        return result


class Attempt(Struct):
    """One try of a request: whether something of it was written, and how often in all it may be tried as it ended."""

    committed: bool = False
    tries: int = 1


_ATTEMPT: ContextVar[Attempt | None] = ContextVar("attempt", default=None)


@contextmanager
def attempting(attempt: Attempt) -> Iterator[None]:
    """Note in `attempt` what the acts of this block come to; one that is asked within another counts for both."""
    around = _ATTEMPT.get()
    token = _ATTEMPT.set(attempt)
    try:
        yield
    finally:
        _ATTEMPT.reset(token)
        if around and attempt.committed:
            around.committed = True


@asynccontextmanager
async def writing(db: Database, act: Act) -> AsyncIterator[Tx]:
    """Open the transaction of one act.

    Raises `KeyReused` (same key, other content), `KeyInFlight`, `Unjournalled`; the refusals of the body pass through and,
    when they are about the state of things, are kept under the key too.
    """
    once = act.once
    slot = (str(act.by.id), once.key) if once else None
    if slot in db.in_flight:
        raise KeyInFlight("La même demande est en cours de traitement. Attendez sa réponse.")
    if slot:
        db.in_flight.add(slot)
    try:
        try:
            async with _translated(db), db.engine.transaction():
                if once:
                    await _claim(db, act, once)
                tx = Tx(db, act)
                yield tx
                if tx.journalled != 1:
                    raise Unjournalled(f"{tx.journalled} journal rows in one act")
                kept = [_remembered(db, act, once, "result", _json(tx.kept) or "null")] if once else []
                await tx.flush(*kept)
            if attempt := _ATTEMPT.get():
                attempt.committed = True
        except Refusal as refusal:
            if once and refusal.kind in _REPLAYED_KINDS and not isinstance(refusal, KeyReused | KeyInFlight):
                await _remember_refusal(db, act, once, refusal)
            raise
    finally:
        db.writes += 1
        if slot:
            db.in_flight.discard(slot)


@asynccontextmanager
async def _translated(db: Database) -> AsyncIterator[None]:
    try:
        yield
    except Exception as error:
        if attempt := _ATTEMPT.get():
            attempt.tries = tries(error)
        if not isinstance(error, Refusal) and (broken := db.broken(error)):
            raise broken from error
        raise


@asynccontextmanager
async def housekeeping(db: Database) -> AsyncIterator[None]:
    """A technical write that nobody decided: a session's last use, a message marked as sent. Not journalled."""
    async with db.engine.transaction():
        yield


async def forget_answers(db: Database, before: datetime) -> None:
    """Answers kept for repeated requests, once no request can be repeated any more. Inside a transaction."""
    await db.run("delete from answered_request where at < {}", before)


async def refuse_or_repeat(db: Database, act: Act) -> None:
    """For an act that asks another service before it writes: raises `Replayed` or the kept refusal when this request was
    answered before, so that nothing is asked twice; `KeyReused`.
    """
    if act.once:
        async with housekeeping(db):
            await _claim(db, act, act.once)


async def once(act: Act, kind: type[T], action: Awaitable[T]) -> T:
    """Carry the action out, or give the result kept when the same request was answered before."""
    try:
        return await action
    except Replayed as replayed:
        return msgspec.json.decode(replayed.answer, type=kind)


async def _claim(db: Database, act: Act, once: Once) -> None:
    if db.dialect == "postgresql":
        held = await db.run(
            "select pg_try_advisory_xact_lock(hashtextextended({}, 0)) as held", f"{act.by.id}/{once.key}"
        )
        if not held[0]["held"]:
            raise KeyInFlight("La même demande est en cours de traitement. Attendez sa réponse.")
    rows = await db.run(
        "select fingerprint, outcome, answer from answered_request where actor_id = {} and request_key = {}",
        act.by.id, once.key,
    )  # fmt: skip
    if not rows:
        return
    if rows[0]["fingerprint"] != once.fingerprint:
        raise KeyReused("Cette clé a déjà servi pour une demande au contenu différent.")
    kept, place = rows[0]["answer"], place_of_answer(act.by.id, once.key)
    answer = db.sealing.ring.open_text(kept, place) if db.sealing else kept
    if rows[0]["outcome"] == "refusal":
        raise _refusal_again(answer)
    raise Replayed(answer)


def place_of_answer(actor_id: UUID, key: str) -> str:
    """What a kept answer is sealed for."""
    return f"answered_request|{actor_id}|{key}"


def _remembered(db: Database, act: Act, once: Once, outcome: str, answer: str) -> Statement:
    if db.sealing:
        answer = db.sealing.ring.seal_text(answer, place_of_answer(act.by.id, once.key))
    return _REMEMBER, (act.by.id, once.key, once.fingerprint, outcome, answer, act.at)


async def _remember_refusal(db: Database, act: Act, once: Once, refusal: Refusal) -> None:
    answer = json.dumps(
        {
            "code": refusal.code,
            "detail": refusal.detail,
            "errors": msgspec.to_builtins(refusal.errors),
            "blocker": msgspec.to_builtins(refusal.blocker),
            "others": msgspec.to_builtins(refusal.others),
        }
    )
    with suppress(Exception):  # the refusal itself matters more than its copy
        async with housekeeping(db):
            await db.run_together([_remembered(db, act, once, "refusal", answer)])


def _refusal_again(answer: str) -> Refusal:
    kept = json.loads(answer)
    kinds = {kind.code: kind for kind in _all_refusals(Refusal) if hasattr(kind, "code")}
    again = kinds[kept["code"]].__new__(kinds[kept["code"]])
    Refusal.__init__(
        again,
        kept["detail"],
        errors=msgspec.convert(kept["errors"], tuple[FieldError, ...]),
        blocker=msgspec.convert(kept["blocker"], Blocker | None),
        others=msgspec.convert(kept.get("others", ()), tuple[Blocker, ...]),
    )
    return again


def _all_refusals(base: type[Refusal]) -> list[type[Refusal]]:
    return [base, *(one for child in base.__subclasses__() for one in _all_refusals(child))]


def _json(value: Any) -> str | None:
    return None if value is None else msgspec.json.encode(value).decode()
