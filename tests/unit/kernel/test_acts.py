"""One act: one transaction, one journal row, one answer per key."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from msgspec import Struct

from kernel.acts import Act, Once, Staff, Unjournalled, once, writing
from kernel.db import Database
from kernel.errors import Conflict, KeyInFlight, KeyReused

CLERK = Staff(id=UUID(int=1), name="Agent A")
OTHER = Staff(id=UUID(int=2), name="Agent B")


class Thing(Struct, frozen=True, kw_only=True):
    id: UUID
    n: int


class ThingTaken(Conflict):
    """A test's own refusal."""

    code, title = "test-thing-taken", "Déjà pris"


def act(key: str | None = None, *, said: str = "x", by: Staff = CLERK) -> Act:
    chosen = Once(key=key, fingerprint=said) if key else None
    return Act(by=by, at=datetime(2026, 11, 21, 9, tzinfo=UTC), today=date(2026, 11, 21), request_id="r", once=chosen)


@asynccontextmanager
async def things(url: str, folder: Path) -> AsyncIterator[Database]:
    migrations = folder / "things" / "migrations"
    migrations.mkdir(parents=True)
    (migrations / "0001_things.sql").write_text(
        "create table thing (id uuid primary key not null, n bigint not null);\n"
        "create unique index thing_n_once on thing (n);\n"
    )
    db = Database(url, [], migrations)
    await db.open()
    try:
        yield db
    finally:
        await db.close()


async def make(db: Database, n: int, how: Act, *, journalled: int = 1, wait: float = 0) -> Thing:
    async with writing(db, how) as tx:
        thing = Thing(id=uuid4(), n=n)
        with db.refusing({"thing_n_once": lambda: ThingTaken(f"Le numéro {n} est pris.", field="n")}):
            await db.run("insert into thing (id, n) values ({}, {})", thing.id, n)
        await asyncio.sleep(wait)
        for _ in range(journalled):
            await tx.journal("thing-made", f"thing/{thing.id}", after=thing)
        return tx.keep(thing)


async def test_an_act_leaves_one_journal_row_with_who_and_what(database_url: str, tmp_path: Path) -> None:
    async with things(database_url, tmp_path) as db:
        thing = await make(db, 7, act())
        rows = await db.run("select * from journal")
        assert [(row["actor_name"], row["verb"], row["subject"]) for row in rows] == [
            ("Agent A", "thing-made", f"thing/{thing.id}")
        ]


@pytest.mark.parametrize("journalled", [0, 2])
async def test_an_act_without_its_journal_row_is_not_committed(
    database_url: str, tmp_path: Path, journalled: int
) -> None:
    async with things(database_url, tmp_path) as db:
        with pytest.raises(Unjournalled):
            await make(db, 7, act(), journalled=journalled)
        assert await db.run("select * from thing") == []


async def test_the_same_request_gets_the_same_answer_and_one_effect(database_url: str, tmp_path: Path) -> None:
    async with things(database_url, tmp_path) as db:
        first = await once(act("k"), Thing, make(db, 7, act("k")))
        again = await once(act("k"), Thing, make(db, 7, act("k")))
        assert again == first
        assert len(await db.run("select * from thing")) == 1


async def test_control_without_a_key_the_request_is_carried_out_again(database_url: str, tmp_path: Path) -> None:
    async with things(database_url, tmp_path) as db:
        await make(db, 7, act())
        with pytest.raises(ThingTaken):
            await make(db, 7, act())


async def test_the_same_key_with_another_content_is_refused(database_url: str, tmp_path: Path) -> None:
    async with things(database_url, tmp_path) as db:
        await make(db, 7, act("k"))
        with pytest.raises(KeyReused):
            await make(db, 8, act("k", said="y"))


async def test_the_key_of_somebody_else_is_another_key(database_url: str, tmp_path: Path) -> None:
    async with things(database_url, tmp_path) as db:
        await make(db, 7, act("k"))
        assert (await make(db, 8, act("k", by=OTHER))).n == 8


async def test_a_refusal_is_repeated_even_when_the_obstacle_is_gone(database_url: str, tmp_path: Path) -> None:
    async with things(database_url, tmp_path) as db:
        await make(db, 7, act())
        with pytest.raises(ThingTaken):
            await make(db, 7, act("k"))
        await db.run("delete from thing")
        with pytest.raises(ThingTaken) as refused:
            await make(db, 7, act("k"))
        assert refused.value.errors[0].field == "n"
        assert await db.run("select * from thing") == []


async def test_control_a_refusal_of_a_request_without_a_key_is_forgotten(database_url: str, tmp_path: Path) -> None:
    async with things(database_url, tmp_path) as db:
        await make(db, 7, act())
        with pytest.raises(ThingTaken):
            await make(db, 7, act())
        await db.run("delete from thing")
        assert (await make(db, 7, act())).n == 7


async def test_the_same_request_twice_at_once_is_carried_out_once(database_url: str, tmp_path: Path) -> None:
    async with things(database_url, tmp_path) as db:
        both = await asyncio.gather(
            *(once(act("k"), Thing, make(db, 7, act("k"), wait=0.1)) for _ in range(2)), return_exceptions=True
        )
        assert sorted(type(one).__name__ for one in both) == ["KeyInFlight", "Thing"]


async def test_two_replicas_on_postgresql_see_a_request_in_flight(postgres_url: str, tmp_path: Path) -> None:
    async with things(postgres_url, tmp_path) as db:
        replica = Database(postgres_url, [], db.folders[1])
        await replica.open()
        first = asyncio.create_task(make(db, 7, act("k"), wait=0.5))
        await asyncio.sleep(0.2)
        with pytest.raises(KeyInFlight):
            await make(replica, 7, act("k"))
        await first
        await replica.close()


async def test_a_key_is_free_again_after_a_bug(database_url: str, tmp_path: Path) -> None:
    async with things(database_url, tmp_path) as db:
        with pytest.raises(Unjournalled):
            await make(db, 7, act("k"), journalled=0)
        assert (await make(db, 7, act("k"))).n == 7


async def test_the_journal_cannot_be_rewritten(database_url: str, tmp_path: Path) -> None:
    async with things(database_url, tmp_path) as db:
        await make(db, 7, act())
        for sql in ("update journal set verb = 'x'", "delete from journal"):
            with pytest.raises(Exception, match="journal_immutable"):
                await db.run(sql)
