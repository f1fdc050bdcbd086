"""No space is left, wherever in an act it happens: nothing of it stays, the answer says so, and all goes on without a restart."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar import get, post
from litestar.di import NamedDependency

from kernel.acts import housekeeping
from kernel.clock import MovableClock
from kernel.db import Database
from kernel.http.access import anyone
from kernel.http.app import build_app
from kernel.settings import Settings
from tests.support.apps import client_of, running

DEPTHS = 50
ROWS = 12
TABLE = "create table heavy (id bigint primary key not null, event bigint not null, body text not null);"
PAGE_OF_TEXT = "x" * 9000


@post("/v1/events", operation_id="write_event", status_code=201)
async def write_event(db: NamedDependency[Database]) -> dict[str, int]:
    """One event of many rows, all or nothing."""
    event = (await db.run("select coalesce(max(event), 0) + 1 as n from heavy"))[0]["n"]
    async with housekeeping(db):
        for number in range(ROWS):
            sql = "insert into heavy (id, event, body) values ({}, {}, {})"
            await db.run(sql, event * 100 + number, event, PAGE_OF_TEXT)
    return {"event": event}


@get("/v1/events", operation_id="count_events")
async def count_events(db: NamedDependency[Database]) -> dict[str, int]:
    rows = await db.run("select event, count(*) as n from heavy group by event")
    return {"events": len(rows), "whole": sum(row["n"] == ROWS for row in rows)}


@asynccontextmanager
async def a_service(url: str, folder: Path) -> AsyncIterator[tuple[Database, httpx.AsyncClient]]:
    async def nobody(cookie: str) -> None:
        return None

    migrations = folder / "things" / "migrations"
    migrations.mkdir(parents=True)
    (migrations / "0001_heavy.sql").write_text(TABLE)
    db = Database(url, [], migrations)
    app = build_app(
        name="staff",
        title="Essai",
        settings=Settings(secret="x" * 40),
        clock=MovableClock(date(2026, 11, 21)),
        db=db,
        access={"write_event": anyone(), "count_events": anyone()},
        api=[write_event, count_events],
        pages=[],
        identify=nobody,
    )
    async with running(app), client_of(app, **{"sec-fetch-site": "same-origin"}) as client:
        yield db, client


async def leave(db: Database, room: int | None) -> None:
    """Room for so many rows more; None: as much as one likes. On PostgreSQL the server's own error, raised where it would be."""
    if db.dialect == "sqlite":
        used = (await db.run("PRAGMA page_count"))[0]["page_count"]
        most = 1_000_000 if room is None else used + room
        db.engine.pragmas["max_page_count"] = most
        for connection in db.engine.idle:
            await connection.execute(f"PRAGMA max_page_count={most}")
        return
    await db.run("drop trigger if exists full_disk on heavy")
    if room is not None:
        await db.run(
            "create or replace function full_disk() returns trigger language plpgsql as $$ begin"
            f" if new.id % 100 >= {room % ROWS} then raise exception 'could not extend file' using errcode = '53100'; end if;"
            " return new; end $$"
        )
        await db.run("create trigger full_disk before insert on heavy for each row execute function full_disk()")


PATH = "/api/staff/v1/events"


async def test_a_full_disk_leaves_nothing_half_written_and_the_next_write_passes_once_there_is_room(
    database_url: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    full = 0
    async with a_service(database_url, tmp_path) as (db, client):
        for room in range(DEPTHS):
            await leave(db, room % 24)
            refused = await client.post(PATH)
            if refused.status_code != 201:
                full += 1
                assert (refused.status_code, refused.json()["code"]) == (503, "store-full"), refused.text
                assert refused.headers["content-type"] == "application/problem+json"
                assert refused.headers["retry-after"]
            assert db.engine.current_transaction.get() is None
            await leave(db, None)
            assert (await client.post(PATH)).status_code == 201
            counted = (await client.get(PATH)).json()
            assert counted["events"] == counted["whole"] == room + 1 + (room + 1 - full)
    assert full > DEPTHS // 2
    record_property("n", DEPTHS)


async def test_control_without_a_transaction_a_full_disk_leaves_half_an_event(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @asynccontextmanager
    async def nothing(_: Any) -> AsyncIterator[None]:
        yield

    monkeypatch.setattr("tests.unit.kernel.test_full_disk.housekeeping", nothing)
    async with a_service(database_url, tmp_path) as (db, client):
        await leave(db, 11)
        assert (await client.post(PATH)).status_code == 503
        await leave(db, None)
        assert (await client.get(PATH)).json() == {"events": 1, "whole": 0}
