"""Piccolo's two engines, mended: nothing leaks whatever fails, writes are IMMEDIATE, SQLite connections are kept and tuned.

Stock Piccolo 1.38 leaks the connection when COMMIT fails, opens a SQLite connection per query and begins DEFERRED
transactions; the measurements stand in the decision record on storage. These classes override private methods: piccolo and
aiosqlite are pinned, and `tests/unit/kernel/test_storage.py` fails on stock behaviour.
"""

import asyncio
import sqlite3
from functools import lru_cache
from typing import Any
from uuid import UUID

import aiosqlite
import asyncpg
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction
from piccolo.engine.sqlite import SQLiteEngine, SQLiteTransaction, TransactionType, dict_factory
from piccolo.querystring import QueryString

_CONNECTIONS = 8
"""Each SQLite connection is a thread: more of them would only fight for the interpreter. The next query waits its turn."""


@lru_cache(maxsize=2_048)
def _numbered(sql: str, count: int) -> str:
    """A statement with its `{}` as PostgreSQL numbers them. The hot ones come back at every act: written once each."""
    return sql.format(*(f"${rank}" for rank in range(1, count + 1)))


@lru_cache(maxsize=512)
def together(statements: tuple[str, ...]) -> str:
    """Statements that write, of which nobody reads an answer, as a single one for PostgreSQL."""
    *first, last = statements
    named = ", ".join(f"said_{rank} as ({one})" for rank, one in enumerate(first))
    return f"with {named} {last}" if named else last


async def _as_it_is(connection: Any) -> None:
    """Nothing to undo in a connection that comes back: no session is ever changed here, and asyncpg itself has rolled back
    whatever transaction was left open. The stock reset is one more trip to the server for each use of a connection.
    """


@lru_cache(maxsize=32_768)
def _uuid(text: bytes) -> UUID:
    """An identifier from SQLite's text. The same ones come back in every query about the same things."""
    return UUID(text.decode())


sqlite3.register_converter("UUID", _uuid)


def wal_is_safe(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> bool:
    """Whether this SQLite library is free of the WAL-reset corruption bug (3.7.0 to 3.51.2, mended in three branches)."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51, 0) or (3, 44, 6) <= version < (3, 45, 0)


def pragmas(*, foreign_keys: bool = True) -> dict[str, str | int]:
    """The only two profiles that lose no acknowledged commit at power loss: WAL with FULL, or DELETE with EXTRA."""
    journal, synchronous = ("wal", 2) if wal_is_safe() else ("delete", 3)
    return {
        "journal_mode": journal,
        "synchronous": synchronous,
        "foreign_keys": int(foreign_keys),
        "busy_timeout": 10000,
        "recursive_triggers": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "secure_delete": 1,
        "mmap_size": 0,
    }


class _Tx:
    """Begins and ends a transaction so that the connection always comes back, whatever raises."""

    _parent: Any
    _rolled_back: bool
    _committed: bool
    connection: Any
    engine: Any
    context: Any
    get_connection: Any
    commit: Any
    rollback: Any

    async def open(self) -> None:
        raise NotImplementedError

    async def close(self) -> None:
        raise NotImplementedError

    async def __aenter__(self) -> Any:
        if self._parent is not None:
            return self._parent
        self.connection = await self.get_connection()
        try:
            await self.open()
        except BaseException:
            await asyncio.shield(self.close())
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(self, kind: Any, error: Any, trace: Any) -> bool:
        if self._parent is not None:
            return False
        try:
            if kind is not None:
                if not self._rolled_back:
                    await self.rollback()
            elif not (self._committed or self._rolled_back):
                await self.commit()
        finally:
            self.engine.current_transaction.reset(self.context)
            await asyncio.shield(self.close())
        return False


class LiteTx(_Tx, SQLiteTransaction):
    """IMMEDIATE, and one writer at a time in this process: nobody waits on a busy file."""

    async def get_connection(self) -> Any:
        await self.engine.write_lock.acquire()
        try:
            return await self.engine.get_connection()
        except BaseException:
            self.engine.write_lock.release()
            raise

    async def open(self) -> None:
        await self.begin()  # type: ignore[no-untyped-call]

    async def rollback(self) -> None:
        """Undo. A full disk makes SQLite undo everything itself: asking again would hide the reason behind another error."""
        if self.connection.in_transaction:
            await super().rollback()
        self._rolled_back = True

    async def close(self) -> None:
        connection, self.connection = self.connection, None
        try:
            await self.engine.put(connection)
        finally:
            self.engine.write_lock.release()


class LiteEngine(SQLiteEngine):
    """SQLite with kept connections and our pragmas. One engine per file, per event loop."""

    def __init__(self, path: str, *, foreign_keys: bool = True) -> None:
        super().__init__(path=path, timeout=30, cached_statements=256)
        self.idle: list[Any] = []
        self.sealing: Any = None
        self.turns = asyncio.Semaphore(_CONNECTIONS)
        self.write_lock = asyncio.Lock()
        self.pragmas = pragmas(foreign_keys=foreign_keys)

    async def get_connection(self) -> Any:
        """A connection of ours; `put` gives it back, whatever happened to it."""
        await self.turns.acquire()
        try:
            return self.idle.pop() if self.idle else await self._connect()
        except BaseException:
            self.turns.release()
            raise

    async def _connect(self) -> Any:
        connecting = aiosqlite.connect(**self.connection_kwargs)
        if thread := getattr(connecting, "_thread", None):
            thread.daemon = True  # a lost connection must never keep the process alive
        connection = await connecting
        connection.row_factory = dict_factory  # type: ignore[assignment]
        for name, value in self.pragmas.items():
            await connection.execute(f"PRAGMA {name}={value}")
        return connection

    async def put(self, connection: Any) -> None:
        """Give a connection back, without whatever transaction it was left in."""
        try:
            if connection.in_transaction:
                await connection.rollback()
            self.idle.append(connection)
        finally:
            self.turns.release()

    async def run_sql(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        """Run one statement with `{}` placeholders, inside the current transaction if there is one."""
        rows: list[dict[str, Any]] = await self.run_querystring(QueryString(sql, *values))
        return rows

    async def start_connection_pool(self, **_: Any) -> None:
        """Nothing to start: connections are made when needed."""

    async def close_connection_pool(self) -> None:
        while self.idle:
            await self.idle.pop().close()

    def transaction(
        self, transaction_type: TransactionType = TransactionType.immediate, allow_nested: bool = False
    ) -> LiteTx:
        return LiteTx(engine=self, transaction_type=transaction_type, allow_nested=allow_nested)

    async def _run_in_new_connection(
        self, query: str, args: list[Any] | None = None, query_type: str = "generic", table: Any = None
    ) -> Any:
        connection = await self.get_connection()
        try:
            return await connection.execute_fetchall(query, args or [])  # one trip to its thread, not three
        finally:
            await asyncio.shield(self.put(connection))

    async def _run_in_existing_connection(
        self, connection: Any, query: str, args: list[Any] | None = None, query_type: str = "generic", table: Any = None
    ) -> Any:
        if connection is None:
            raise RuntimeError("the transaction is over")
        return await connection.execute_fetchall(query, args or [])


def _hung_up(connection: Any) -> bool:
    """Whether the server ended this connection. The pool then takes it back by itself, and even asking raises."""
    try:
        return bool(connection.is_closed())
    except asyncpg.InterfaceError:
        return True


class PgTx(_Tx, PostgresTransaction):
    """READ COMMITTED; guards are constraints and row locks, never the isolation level.

    Its words are sent from here, not by a transaction of asyncpg: those that end it then go in one trip.
    """

    async def open(self) -> None:
        await self.connection.execute("begin")

    async def commit(self) -> None:
        """End it, in one trip. What is checked late is checked first: when it fails, the commit after it is not carried out."""
        try:
            await self.connection.execute("set constraints all immediate; commit")
        except Exception:
            await self.rollback()
            raise
        self._committed = True

    async def rollback(self) -> None:
        """Undo. With a server that hung up there is nothing left to undo: saying so would hide why the act failed."""
        try:
            await self.connection.execute("rollback")
        except (asyncpg.InterfaceError, asyncpg.PostgresError, OSError):
            if not _hung_up(self.connection):
                raise
        self._rolled_back = True

    async def close(self) -> None:
        connection, self.connection = self.connection, None
        if self.engine.pool:
            await self.engine.pool.release(connection)
        else:
            await connection.close()


class PgEngine(PostgresEngine):
    """PostgreSQL through a pool, with deadlines on every statement and lock."""

    def __init__(self, url: str) -> None:
        super().__init__(config={"dsn": url, "timeout": 5, "command_timeout": 30, "database": None})
        self.sealing: Any = None
        del self.config["database"]

    async def get_version(self) -> float:
        """Not asked here: stock Piccolo connects from its constructor."""
        return self.min_version_number

    async def start_connection_pool(self, **options: Any) -> None:
        await super().start_connection_pool(
            min_size=1,
            max_size=10,
            server_settings={
                "statement_timeout": "15000",
                "lock_timeout": "5000",
                "idle_in_transaction_session_timeout": "30000",
            },
            reset=_as_it_is,
            **options,
        )

    async def run_sql(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        """Run one statement with `{}` placeholders, inside the current transaction if there is one: what Piccolo does, without
        building the statement again each time.
        """
        query, tx = _numbered(sql, len(values)), self.current_transaction.get()
        rows = await (tx.connection.fetch(query, *values) if tx else self._run_in_pool(query, list(values)))
        return [dict(row) for row in rows]

    def transaction(self, allow_nested: bool = False) -> PgTx:
        return PgTx(engine=self, allow_nested=allow_nested)
