"""The disk under PostgreSQL is really full: nothing by halves, the answer says so, all goes on once there is room (B6, P-13)."""

import asyncio
import os
import secrets
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from tests.support.needs import CannotBeHad, go_without
from tests.support.small_disk import Cramped, cramped
from tests.unit.kernel import test_full_disk
from tests.unit.kernel.test_full_disk import PATH, a_service

PLACES = int(os.environ.get("PALIER_FULL_DISKS", "4"))
STEP, MANY = 24 * 1024, 400
ROOM_FOR_ROWS = 6 * 1024**2
"""Less than a segment of the write-ahead log, 16 MB."""
SILENT = ("store-full", "store-unreachable", "store-busy")


@pytest.fixture(scope="module")
def server() -> Iterator[Cramped]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(test_full_disk, "PAGE_OF_TEXT", secrets.token_hex(4500))  # as compressible as a photograph
        try:
            with cramped() as made:
                yield made
        except CannotBeHad as problem:
            go_without("un petit disque à remplir", problem)


async def until_refused(client: httpx.AsyncClient) -> tuple[int, httpx.Response]:
    """Write until there is no room: how many events were acknowledged, and the refusal."""
    for acknowledged in range(MANY):
        answer = await client.post(PATH)
        if answer.status_code != 201:
            return acknowledged, answer
    raise AssertionError("the disk never became full")


async def whole(client: httpx.AsyncClient) -> int:
    """How many events there are, all of them whole."""
    counted = (await client.get(PATH)).json()
    assert counted["events"] == counted["whole"]
    return int(counted["events"])


async def one_more(server: Cramped, client: httpx.AsyncClient) -> int:
    """Room is made: how many tries the next write took, the same program answering."""
    server.disk.clear()
    for tries in range(1, 40):
        server.start_again_if_ended()  # at once, or a moment later: it may be about to end
        if (await client.post(PATH)).status_code == 201:
            return tries
        await asyncio.sleep(0.25)
    raise AssertionError("writes did not come back")


async def test_a_disk_really_full_refuses_in_french_leaves_nothing_by_halves_and_writes_come_back(
    server: Cramped, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    full = 0
    async with a_service(server.url, tmp_path) as (db, client):
        for place in range(PLACES):
            assert (await client.post(PATH)).status_code == 201
            server.disk.fill(but=place * STEP)
            more, refused = await until_refused(client)
            assert (refused.status_code, refused.json()["code"]) in [(503, code) for code in SILENT], refused.text
            assert refused.headers["content-type"] == "application/problem+json"
            if refused.json()["code"] == "store-full":  # otherwise the server's own log had no room, and it ended
                full += 1
                assert "place" in refused.json()["title"]
                assert await whole(client) == 1 + more  # reading goes on
                assert await one_more(server, client) == 1
            else:
                await one_more(server, client)
            assert await whole(client) == 1 + more + 1
            assert db.engine.current_transaction.get() is None
            await db.run("truncate heavy")
    assert full > PLACES // 2
    record_property("n", PLACES)
    record_property("figure", f"{full} disques pleins sous les données, {PLACES - full} sous le journal de PostgreSQL")


async def test_no_room_for_the_log_of_the_server_itself_ends_it_and_nothing_acknowledged_is_lost(
    server: Cramped, tmp_path: Path
) -> None:
    async with a_service(server.url, tmp_path) as (_, client):
        assert await lost_by_a_panic(server, client) == 0


async def test_control_a_server_that_acknowledges_before_the_disk_has_it_loses_what_it_acknowledged(
    tmp_path: Path,
) -> None:
    try:
        with cramped(durable=False) as hasty:
            async with a_service(hasty.url, tmp_path) as (_, client):
                lost = 0
                for _ in range(5):  # its log may be written at the very moment
                    lost = lost or await lost_by_a_panic(hasty, client)
                assert lost > 0
    except CannotBeHad as problem:
        go_without("un petit disque à remplir", problem)


async def lost_by_a_panic(server: Cramped, client: httpx.AsyncClient) -> int:
    """Without a next segment of its write-ahead log, PostgreSQL ends at once: acknowledged events that are gone afterwards."""
    held = await whole(client)
    server.disk.fill(but=ROOM_FOR_ROWS)
    with suppress(asyncpg.PostgresError, OSError):  # it may end while it answers
        await ordered(server.url, "select pg_switch_wal()")
    acknowledged, codes = held, set()
    for _ in range(MANY):
        if "PANIC" in server.said():
            break
        answer = await client.post(PATH)
        acknowledged += answer.status_code == 201
        codes.add((answer.status_code, answer.json().get("code")))
        if answer.status_code != 201:
            await asyncio.sleep(0.02)  # a server that is in no hurry writes its log a moment later
    assert "PANIC" in server.said()
    assert codes <= {(201, None)} | {(503, code) for code in SILENT}, codes
    assert await one_more(server, client) >= 1
    return acknowledged + 1 - await whole(client)


async def ordered(url: str, sql: str) -> None:
    connection = await asyncpg.connect(url, timeout=10)
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


async def test_control_without_a_transaction_a_disk_really_full_leaves_half_an_event(
    server: Cramped, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @asynccontextmanager
    async def nothing(_: Any) -> AsyncIterator[None]:
        yield

    monkeypatch.setattr(test_full_disk, "housekeeping", nothing)
    async with a_service(server.url, tmp_path) as (_, client):
        halves = 0
        for place in range(1, 9):  # at one place or another, it is between two rows of an event
            server.disk.fill(but=place * STEP)
            await until_refused(client)
            await one_more(server, client)
            counted = (await client.get(PATH)).json()
            halves = counted["events"] - counted["whole"]
            if halves:
                break
        assert halves > 0
