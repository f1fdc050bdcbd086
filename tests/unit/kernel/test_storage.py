"""What stock Piccolo gets wrong, and our engines do not. Each fact has its control on the stock behaviour."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction
from piccolo.engine.sqlite import SQLiteEngine, TransactionType

import kernel.db
from kernel.db import ConstraintBroken, Database, StoreUnreachable, unavailable
from kernel.engines import PgEngine, PgTx, pragmas, wal_is_safe
from kernel.migrations import MigrationRefused, append_only, statements

COUNTER = """
create table counter (id uuid primary key not null, n bigint not null, constraint counter_positive check (n >= 0));
create unique index counter_n_once on counter (n);
create table kept (id uuid primary key not null, n bigint not null);
-- [immutable kept]
-- [postgresql]
create table parent (id integer primary key);
create table child (id integer primary key, parent integer references parent deferrable initially deferred);
-- [sqlite]
create table parent (id integer primary key not null);
create table child (id integer primary key not null, parent integer references parent (id) deferrable initially deferred);
"""
A, B = "00000000-0000-0000-0000-00000000000a", "00000000-0000-0000-0000-00000000000b"


@asynccontextmanager
async def a_database(url: str, folder: Path, text: str = COUNTER) -> AsyncIterator[Database]:
    migrations = folder / "things" / "migrations"
    migrations.mkdir(parents=True, exist_ok=True)
    (migrations / "0001_things.sql").write_text(text)
    db = Database(url, [], migrations)
    await db.open()
    try:
        yield db
    finally:
        await db.close()


async def increment(db: Database, transaction: Any) -> None:
    async with transaction:
        rows = await db.run("select n from counter")
        await asyncio.sleep(0)
        await db.run("update counter set n = {}", rows[0]["n"] + 1)


async def test_fifty_read_then_write_acts_at_once_all_count(sqlite_url: str, tmp_path: Path) -> None:
    async with a_database(sqlite_url, tmp_path) as db:
        await db.run("insert into counter (id, n) values ({}, 0)", A)
        await asyncio.gather(*(increment(db, db.engine.transaction()) for _ in range(50)))
        assert (await db.run("select n from counter"))[0]["n"] == 50


async def test_control_stock_transactions_fail_under_the_same_load(sqlite_url: str, tmp_path: Path) -> None:
    async with a_database(sqlite_url, tmp_path) as db:
        await db.run("insert into counter (id, n) values ({}, 0)", A)
        stock = SQLiteEngine(path=sqlite_url.removeprefix("sqlite:"), timeout=0.2)
        ours, db.engine = db.engine, stock
        results = await asyncio.gather(*(increment(db, stock.transaction()) for _ in range(10)), return_exceptions=True)
        db.engine = ours
        assert any(isinstance(one, sqlite3.OperationalError) for one in results)


async def commit_fails(db: Database) -> None:
    with suppress(Exception):
        async with db.engine.transaction():
            await db.run("insert into child (id, parent) values (1, 999)")


async def test_a_failing_commit_gives_its_connection_back(
    database_url: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    async with a_database(database_url, tmp_path) as db:
        for _ in range(100):
            await commit_fails(db)
            assert db.engine.current_transaction.get() is None
        async with asyncio.timeout(2), db.engine.transaction():
            await db.run("insert into counter (id, n) values ({}, 1)", A)
        record_property("n", 100)


async def test_control_stock_sqlite_keeps_the_file_locked_after_a_failing_commit(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_database(sqlite_url, tmp_path) as db:
        ours, path = db.engine, sqlite_url.removeprefix("sqlite:")
        db.engine = stock = SQLiteEngine(path=path, timeout=0.2)
        failing = stock.transaction(TransactionType.immediate)
        try:
            with suppress(sqlite3.IntegrityError):
                async with failing:
                    await db.run("insert into child (id, parent) values (1, 999)")
            with (
                closing(sqlite3.connect(path, timeout=0.2)) as other,
                pytest.raises(sqlite3.OperationalError, match="locked"),
            ):
                other.execute("insert into counter (id, n) values (?, 1)", (A,))
        finally:
            db.engine = ours
            await failing.connection.close()


async def test_control_stock_postgresql_hangs_after_failing_commits(postgres_url: str, tmp_path: Path) -> None:
    async with a_database(postgres_url, tmp_path) as db:
        stock = PostgresEngine({"dsn": postgres_url})
        await stock.start_connection_pool(min_size=1, max_size=2)
        ours, db.engine = db.engine, stock
        try:
            for _ in range(2):
                await asyncio.create_task(commit_fails(db))
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.5):
                    await db.run("select 1 as one")
        finally:
            db.engine = ours
            stock.pool.terminate()  # type: ignore[union-attr]


async def hung_up(db: Database, *, in_the_middle: bool) -> BaseException:
    """What an act fails with when the server ends its connection: in the middle of a statement, or between two."""
    with pytest.raises(Exception) as caught:  # noqa: PT012  what it is is what is asked
        async with db.engine.transaction():
            pid = (await db.run("select pg_backend_pid() as pid"))[0]["pid"]
            other = await asyncpg.connect(db.url)
            ended = asyncio.create_task(other.execute("select pg_sleep(0.1), pg_terminate_backend($1)", pid))
            if in_the_middle:
                await db.run("select pg_sleep(5)")
            await ended
            await other.close()
            await db.run("select 1 as one")
    return caught.value


async def test_a_server_that_hangs_up_in_an_act_is_named_and_the_next_act_passes(
    postgres_url: str, tmp_path: Path
) -> None:
    async with a_database(postgres_url, tmp_path) as db:
        for in_the_middle in (True, False):
            assert isinstance(unavailable(await hung_up(db, in_the_middle=in_the_middle)), StoreUnreachable)
        async with db.engine.transaction():
            assert await db.run("select 1 as one") == [{"one": 1}]


async def test_control_the_stock_undoing_hides_that_the_server_hung_up(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PgTx, "rollback", PostgresTransaction.rollback)
    monkeypatch.setattr(kernel.db, "_PG_GONE", ())
    async with a_database(postgres_url, tmp_path) as db:
        assert unavailable(await hung_up(db, in_the_middle=True)) is None


async def test_an_abandoned_act_leaves_nothing(database_url: str, tmp_path: Path) -> None:
    async with a_database(database_url, tmp_path) as db:

        async def slow() -> None:
            async with db.engine.transaction():
                await db.run("insert into counter (id, n) values ({}, 1)", A)
                await asyncio.sleep(30)

        task = asyncio.create_task(slow())
        await asyncio.sleep(0.1)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        assert await db.run("select * from counter") == []
        async with asyncio.timeout(2), db.engine.transaction():
            await db.run("insert into counter (id, n) values ({}, 1)", A)


async def test_a_query_after_the_end_of_its_act_fails_loudly(database_url: str, tmp_path: Path) -> None:
    async with a_database(database_url, tmp_path) as db:
        go = asyncio.Event()

        async def late() -> None:
            await go.wait()
            await db.run("insert into counter (id, n) values ({}, 1)", A)

        async with db.engine.transaction():
            task = asyncio.create_task(late())
        go.set()
        with pytest.raises((RuntimeError, asyncpg.InterfaceError, AttributeError)):
            await task


async def test_constraints_have_the_same_names_on_both_engines(database_url: str, tmp_path: Path) -> None:
    async with a_database(database_url, tmp_path) as db:
        await db.run("insert into counter (id, n) values ({}, 1)", A)
        for sql, name in [
            (f"insert into counter (id, n) values ('{B}', 1)", "counter_n_once"),
            (f"insert into counter (id, n) values ('{B}', -1)", "counter_positive"),
        ]:
            with pytest.raises(ConstraintBroken) as refused, db.refusing({}):
                await db.run(sql)
            assert refused.value.name == name


@pytest.mark.parametrize("sql", ["update kept set n = 2", "delete from kept", "update kept set n = 2 where n = 77"])
async def test_an_append_only_table_refuses_change(database_url: str, tmp_path: Path, sql: str) -> None:
    async with a_database(database_url, tmp_path) as db:
        await db.run("insert into kept (id, n) values ({}, 77)", A)
        with pytest.raises(ConstraintBroken) as refused, db.refusing({}):
            await db.run(sql)
        assert refused.value.name == "kept_immutable"


async def test_an_append_only_table_refuses_to_be_emptied_or_replaced(database_url: str, tmp_path: Path) -> None:
    async with a_database(database_url, tmp_path) as db:
        await db.run("insert into kept (id, n) values ({}, 77)", A)
        sql = "truncate kept" if db.dialect == "postgresql" else f"replace into kept (id, n) values ('{A}', 78)"
        with pytest.raises(ConstraintBroken) as refused, db.refusing({}):
            await db.run(sql)
        assert refused.value.name == "kept_immutable"
        assert (await db.run("select n from kept"))[0]["n"] == 77


async def test_control_without_the_triggers_the_same_row_changes(database_url: str, tmp_path: Path) -> None:
    text = "\n".join(line for line in COUNTER.splitlines() if "immutable" not in line)
    async with a_database(database_url, tmp_path, text) as db:
        await db.run("insert into kept (id, n) values ({}, 77)", A)
        await db.run("update kept set n = 2")
        assert (await db.run("select n from kept"))[0]["n"] == 2


async def test_the_pragmas_are_really_in_force(sqlite_url: str, tmp_path: Path) -> None:
    async with a_database(sqlite_url, tmp_path) as db:
        for name, value in pragmas().items():
            row = (await db.run(f"PRAGMA {name}"))[0]
            assert next(iter(row.values())) == value, name


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
    ],
)
def test_wal_is_used_only_where_the_library_is_mended(version: tuple[int, int, int], safe: bool) -> None:
    assert wal_is_safe(version) is safe


async def test_four_starters_at_once_apply_each_migration_once(database_url: str, tmp_path: Path) -> None:
    async with a_database(database_url, tmp_path) as db:
        again = [Database(database_url, [], db.folders[1]) for _ in range(4)]
        assert await asyncio.gather(*(one.migrate() for one in again)) == [[], [], [], []]
        kernel = [f"kernel/{file.stem}" for file in sorted(db.folders[0].glob("*.sql"))]
        applied = await db.run("select id from schema_migration order by id")
        assert [row["id"] for row in applied] == [*kernel, "things/0001_things"]


async def test_a_file_edited_after_it_was_applied_is_refused(database_url: str, tmp_path: Path) -> None:
    async with a_database(database_url, tmp_path) as db:
        (db.folders[1] / "0001_things.sql").write_text(COUNTER + "\n-- changed")
        with pytest.raises(MigrationRefused, match="modifiée"):
            await db.migrate()


async def test_a_database_newer_than_the_program_is_refused(database_url: str, tmp_path: Path) -> None:
    async with a_database(database_url, tmp_path) as db:
        (db.folders[1] / "0001_things.sql").unlink()
        with pytest.raises(MigrationRefused, match="plus récente"):
            await db.migrate()


async def test_a_migration_that_fails_leaves_nothing_of_itself(database_url: str, tmp_path: Path) -> None:
    async with a_database(database_url, tmp_path) as db:
        (db.folders[1] / "0002_broken.sql").write_text(
            "create table half (id integer);\ninsert into nowhere values (1);\n"
        )
        with pytest.raises((sqlite3.OperationalError, asyncpg.UndefinedTableError)):
            await db.migrate()
        (db.folders[1] / "0002_broken.sql").write_text("create table half (id integer);\n")
        assert await db.migrate() == ["things/0002_broken"]


def test_blocks_give_each_engine_its_own_statements() -> None:
    assert len(list(statements(COUNTER, "sqlite"))) == 3 + 2 + 2
    assert len(list(statements(COUNTER, "postgresql"))) == 3 + 2 + 2
    assert all("postgres" not in one for one in append_only("kept", "sqlite"))


async def test_the_engine_does_not_connect_before_it_is_opened() -> None:
    assert PgEngine("postgresql://nobody@127.0.0.1:1/nothing").pool is None
