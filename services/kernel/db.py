"""A service's database: one address, one engine, its tables bound, its constraints named in one language.

SQLite and PostgreSQL are both first class. Nothing outside this file knows which one runs, save SQL blocks in migrations.
"""

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

import asyncpg
from piccolo.querystring import QueryString
from piccolo.table import Table

from kernel import traces
from kernel.engines import LiteEngine, PgEngine, together
from kernel.errors import Kind, Refusal
from kernel.journal_chain import JournalKey
from kernel.key_ring import KeyRing, KeyUnknown
from kernel.migrations import entrust, level, migrate
from kernel.privacy import data_map
from kernel.sealed_columns import Columns, Sealing

Dialect = Literal["sqlite", "postgresql"]
Statement = tuple[str, Sequence[Any]]
"""One statement with `{}` placeholders, and its values."""
_VALUES_AT_ONCE = 30_000
_KERNEL_SQL = Path(__file__).parent / "sql"


class ConstraintBroken(Refusal):
    """The database itself refused: a fact that must be unique, bounded or unchanged is not."""

    code, title, kind = "constraint-broken", "Contraire aux données enregistrées", Kind.CONFLICT
    name = ""

    def __init__(self, name: str) -> None:
        super().__init__("Cette écriture est contraire à une donnée déjà enregistrée.")
        self.name = name


class StoreBusy(Refusal):
    """The database did not answer in time; nothing was written, the same request may be sent again."""

    code, title, kind = "store-busy", "Base de données occupée", Kind.SILENT

    def __init__(self) -> None:
        super().__init__("La base de données est occupée. Renvoyez la même demande : elle ne comptera qu'une fois.")


class StoreFull(Refusal):
    """The database can write no more: no space is left, or its disk fails. Nothing was written; with space, it goes on."""

    code, title, kind = "store-full", "Plus de place pour enregistrer", Kind.SILENT

    def __init__(self) -> None:
        super().__init__(
            "La base de données n'accepte plus d'écriture : la place manque, ou le disque ne répond plus. "
            "Rien n'a été enregistré. Prévenez la personne qui tient la machine."
        )


class StoreUnreachable(Refusal):
    """The database server does not answer: it starts, it stops, or the way to it is cut. The same request may be sent again."""

    code, title, kind = "store-unreachable", "Base de données hors d’atteinte", Kind.SILENT

    def __init__(self) -> None:
        super().__init__("La base de données ne répond pas. Renvoyez la même demande : elle ne comptera qu'une fois.")


_FULL = ("disk is full", "disk I/O error", "readonly database", "unable to open database file")
"""SQLite says these in words only."""
_PG_FULL = (asyncpg.DiskFullError, asyncpg.PostgresIOError, asyncpg.ReadOnlySQLTransactionError)
_PG_BUSY = (
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.LockNotAvailableError,
    asyncpg.QueryCanceledError,
)
_PG_AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InternalClientError,  # a server that died between two statements leaves asyncpg in a state without a way on
    ConnectionError,
    TimeoutError,
)
_PG_GONE = ("connection is closed", "connection has been released back to the pool")
"""asyncpg says in words only that the server hung up before the statement: a pool takes back at once what is closed."""


def unavailable(error: BaseException) -> Refusal | None:
    """The refusal that says why the database could not serve, or None when it is not the cause."""
    if isinstance(error, sqlite3.OperationalError):
        if "locked" in str(error):
            return StoreBusy()
        return StoreFull() if any(words in str(error) for words in _FULL) else None
    if isinstance(error, asyncpg.InterfaceError) and any(words in str(error) for words in _PG_GONE):
        return StoreUnreachable()
    for errors, refusal in ((_PG_FULL, StoreFull), (_PG_BUSY, StoreBusy), (_PG_AWAY, StoreUnreachable)):
        if isinstance(error, errors):
            return refusal()
    return None


def tries(error: BaseException | None) -> int:
    """How often a transaction that ended so may be tried in all. 1: never again.

    Six times what the server ended only for the sake of another (40001, 40P01; R-14). Twice what waited too long for a lock: who
    holds it is rarely slow twice, and a longer wait would hold a connection that others need.
    """
    while error is not None:
        if isinstance(error, asyncpg.DeadlockDetectedError | asyncpg.SerializationError):
            return 6
        if isinstance(error, asyncpg.LockNotAvailableError):
            return 2
        error = error.__cause__
    return 1


async def read(table: type[Table], sql: str, *values: Any) -> list[dict[str, Any]]:
    """Run one statement on the store that a table is bound to: for readings so frequent that building them counts."""
    engine: Any = table._meta.db
    rows: list[dict[str, Any]] = await engine.run_sql(sql, *values)
    return rows


def _within_one_trip(statements: Sequence[Statement]) -> Iterator[list[Statement]]:
    """Statements in groups that hold no more values than PostgreSQL takes at once."""
    few, count = list[Statement](), 0
    for one in statements:
        if few and count + len(one[1]) > _VALUES_AT_ONCE:
            yield few
            few, count = [], 0
        few.append(one)
        count += len(one[1])
    if few:
        yield few


class Database:
    """One service's store. `open` before use, `close` after; both in the app's lifespan."""

    def __init__(
        self,
        url: str,
        tables: list[type[Table]],
        migrations: Path,
        *,
        secret: str = "",
        keys: Sequence[bytes] = (),
        former: Sequence[str] = (),
        encrypted: Columns | None = None,
    ) -> None:
        """`secret`: the program's; without it, as in some tests, what is written to the journal carries no stamp, and nothing
        can be sealed. `keys`: those of the sealed columns. `former`: the secrets before this one. `encrypted`: these columns,
        else those that the data map says.

        `writes` grows with each act of this process, so that what was read before it can be known as such.
        """
        self.url = url
        self.service = migrations.parent.name
        self.journal_key = JournalKey(secret, self.service, former) if secret else None
        columns = data_map.encrypted(self.service) if encrypted is None else encrypted
        self.sealing = Sealing(KeyRing(secret, keys, former), columns) if secret or keys else None
        self.tables = tables
        self.folders = [_KERNEL_SQL, migrations]
        self.dialect: Dialect = "sqlite" if url.startswith("sqlite:") else "postgresql"
        self.in_flight: set[tuple[str, str]] = set()
        self.writes = 0
        self.engine: Any = None
        self._unique: dict[str, str] = {}

    async def open(self) -> None:
        """Connect, migrate, bind the tables.

        Raises `MigrationRefused` when code and schema do not fit, `KeyUnknown` when a key of the sealed rows is missing.
        """
        await self.migrate()
        if self.dialect == "sqlite":
            self.engine = LiteEngine(self._path())
        else:
            self.engine = PgEngine(self.url)
        await self.engine.start_connection_pool()
        traces.over(self.engine, self.dialect)
        self.engine.sealing = self.sealing
        if missing := await self._missing_key():
            await self.close()
            raise KeyUnknown(missing)
        for table in self.tables:
            table._meta.db = self.engine
        if self.dialect == "sqlite":
            await self._read_unique_indexes()

    async def migrate(self, owner: str = "") -> list[str]:
        """Apply missing migrations on a connection of their own; foreign keys are off for table rebuilds on SQLite.

        `owner`: the address as the account that owns the tables; the account of `url` is then let work on them and no more.
        Raises `MigrationRefused`.
        """
        if self.dialect == "sqlite":
            Path(self._path()).parent.mkdir(parents=True, exist_ok=True)
            engine: Any = LiteEngine(self._path(), foreign_keys=False)
        else:
            engine = PgEngine(owner or self.url)
        await engine.start_connection_pool()
        try:
            done = await migrate(engine, self.folders)
            if owner and self.dialect == "postgresql":
                await entrust(engine, unquote(urlsplit(self.url).username or ""))
            return done
        finally:
            await engine.close_connection_pool()

    async def sweep(self, tables: Iterable[str]) -> None:
        """Outside any transaction: no byte of what was removed or replaced in these tables stays in the pages of the file, nor in
        its log; on PostgreSQL not in the files of the tables (its own log keeps them until it is recycled)."""
        if self.dialect == "sqlite":
            for statement in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                await self.run(statement)
            return
        for table in tables:
            await self.run(f"select rewrite_table('{table}')")

    async def close(self) -> None:
        if self.engine is not None:
            await self.engine.close_connection_pool()
            self.engine = None

    async def _missing_key(self) -> str:
        """The name of a key under which rows are sealed and that this process does not hold, or an empty string."""
        if self.sealing is None:
            return ""
        known = self.sealing.ring.known
        marks = ", ".join("{}" for _ in known)
        rows = await self.run(f"select key_id from row_key where key_id not in ({marks}) limit 1", *known)  # noqa: S608
        return rows[0]["key_id"] if rows else ""

    async def run(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        """Run one statement with `{}` placeholders, inside the current transaction if there is one."""
        if isinstance(self.engine, PgEngine):
            return await self.engine.run_sql(sql, *values)
        rows = await self.engine.run_querystring(QueryString(sql, *values))
        return rows if self.dialect == "sqlite" else [dict(row) for row in rows]

    async def run_together(self, statements: Sequence[Statement]) -> None:
        """Write what nobody reads back, in this order, in one trip where the engine can."""
        if self.dialect == "sqlite":
            for sql, values in statements:
                await self.run(sql, *values)
            return
        for few in _within_one_trip(statements):
            words = together(tuple(sql for sql, _ in few))
            await self.engine.run_sql(words, *(value for _, values in few for value in values))

    async def insert_many(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Insert many rows in one trip, inside the current transaction. Raises `RuntimeError` outside of one."""
        tx = self.engine.current_transaction.get()
        if tx is None or tx.connection is None:
            raise RuntimeError("many rows are written inside a transaction")
        if not rows:
            return
        if self.dialect == "postgresql":
            await tx.connection.copy_records_to_table(table, columns=columns, records=rows)
            return
        marks = ", ".join("?" for _ in columns)
        sql = f"insert into {table} ({', '.join(columns)}) values ({marks})"  # noqa: S608  names of ours
        await tx.connection.executemany(sql, rows)

    async def health(self) -> dict[str, str]:
        """What a probe wants to know: engine, migration level and, on SQLite, the pragmas really in force."""
        facts = {"engine": self.dialect, "migration": await level(self.engine)}
        if self.dialect == "sqlite":
            for name in ("journal_mode", "synchronous", "foreign_keys"):
                facts[name] = str(next(iter((await self.run(f"PRAGMA {name}"))[0].values())))
        return facts

    def broken(self, error: BaseException) -> Refusal | None:
        """The refusal that a driver's error means, or None when it is not one."""
        if isinstance(error, sqlite3.IntegrityError):
            return ConstraintBroken(self._sqlite_name(str(error)))
        if isinstance(error, asyncpg.IntegrityConstraintViolationError):
            return ConstraintBroken(getattr(error, "constraint_name", None) or "foreign_key")
        return unavailable(error)

    @contextmanager
    def refusing(self, refusals: Mapping[str, Callable[[], Refusal]]) -> Iterator[None]:
        """Turn a broken constraint into the refusal that names it for people."""
        try:
            yield
        except Exception as error:
            broken = self.broken(error)
            if isinstance(broken, ConstraintBroken) and broken.name in refusals:
                raise refusals[broken.name]() from error
            if broken is not None:
                raise broken from error
            raise

    def _path(self) -> str:
        return self.url.removeprefix("sqlite:").removeprefix("//")

    def _sqlite_name(self, message: str) -> str:
        kind, _, rest = message.partition(" constraint failed: ")
        if kind == "UNIQUE":
            named = re.match(r"index '(\w+)'", rest)
            return named[1] if named else self._unique.get(rest, rest)
        if message.startswith("FOREIGN KEY"):
            return "foreign_key"
        return rest or message

    async def _read_unique_indexes(self) -> None:
        """SQLite names the columns of a broken unique index, PostgreSQL names the index: learn the indexes."""
        indexes = await self.run("select name, tbl_name from sqlite_master where type = 'index' and sql is not null")
        for index in indexes:
            columns = await self.run(f"PRAGMA index_info('{index['name']}')")
            if all(column["name"] for column in columns):
                key = ", ".join(f"{index['tbl_name']}.{column['name']}" for column in columns)
                self._unique[key] = index["name"]
