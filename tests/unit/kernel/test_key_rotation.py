"""What is sealed is read in no raw byte, opens in its place only, passes to a new key in service. Both engines (GOALS D12)."""

import asyncio
import base64
import os
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace
from piccolo import columns as kinds
from piccolo.table import Table

from kernel.acts import Act, Once, Replayed, Staff, refuse_or_repeat, writing
from kernel.db import Database
from kernel.key_ring import NONCE, KeyRing, KeysUnreadable, KeyUnknown, key_id, read_keys
from kernel.key_rotation import rotate
from kernel.sealed_columns import open_value, opened, place_of, seal_value, sealed
from kernel.settings import UnsafeSettings, read_settings
from kernel.vault import VaultBroken
from tests.support.raw_bytes import raw_store, shapes, sung_in

ROWS = int(os.environ.get("PALIER_SEALED_ROWS", "60"))
"""How many rows pass to another key; a hundred thousand at night."""
KILLS = int(os.environ.get("PALIER_ROTATION_KILLS", "6"))
"""At how many points the rotation is killed; twenty at night."""
NONCES = int(os.environ.get("PALIER_NONCES", "2000"))
"""How many encryptions are compared; a million at night."""
SECRET = "un-secret-de-test-assez-long-pour-signer-0123456789"
CLERK = Staff(id=UUID(int=1), name="Agent A")
CANARY = "Une phrase canari très reconnaissable"


def canary() -> str:
    """A text of this test alone: all databases of a PostgreSQL share one log, in which other tests wrote theirs in clear."""
    return f"Canari {uuid4()}"


FIRST, SECOND = os.urandom(32), os.urandom(32)
SCHEMA = "create table letter (id uuid primary key not null, said text not null, spoken text not null);\n"


class LetterRow(Table, tablename="letter"):
    id = kinds.UUID(primary_key=True, default=None)
    said = kinds.Text(default=None)
    spoken = kinds.Text(default=None)


@asynccontextmanager
async def a_store(
    url: str, folder: Path, *keys: bytes, secret: str = SECRET, columns: tuple[str, ...] = ("said",)
) -> AsyncIterator[Database]:
    """A database with letters. `keys`: those of the file, the current one first."""
    migrations = folder / "post" / "migrations"
    migrations.mkdir(parents=True, exist_ok=True)
    (migrations / "0001_letters.sql").write_text(SCHEMA)
    db = Database(url, [LetterRow], migrations, secret=secret, keys=keys, encrypted={"letter": columns})
    await db.open()
    try:
        yield db
    finally:
        await db.close()


async def write(db: Database, text: str) -> UUID:
    async with db.engine.transaction():
        return await write_within(text)


async def write_within(text: str) -> UUID:
    """The same inside a transaction that is open already."""
    row = {"id": uuid4(), "said": text, "spoken": "-"}
    await LetterRow.insert(LetterRow(**await sealed(LetterRow, row)))
    return row["id"]


async def write_in_clear(db: Database, text: str) -> UUID:
    """As a version of before wrote."""
    row_id = uuid4()
    await LetterRow.insert(LetterRow(id=row_id, said=text, spoken="-"))
    return row_id


async def read_all() -> dict[UUID, str]:
    return {row["id"]: row["said"] for row in await opened(LetterRow, await LetterRow.select())}


def hush(_: str) -> None:
    """Progress that nobody reads."""


def test_every_shape_in_which_a_text_could_lie_is_looked_for() -> None:
    plain = CANARY.encode()
    for shift in range(3):
        around = b"y" * shift + plain + b"zz"
        assert sung_in(CANARY, b"?" + base64.b64encode(around))
        assert sung_in(CANARY, b"?" + base64.urlsafe_b64encode(around))
    assert all(sung_in(CANARY, b"." + shape) for shape in shapes(CANARY))
    assert not sung_in(CANARY, os.urandom(5000))


async def test_a_sealed_text_is_in_no_raw_byte_and_one_that_is_not_sealed_is_found(
    database_url: str, tmp_path: Path
) -> None:
    async with a_store(database_url, tmp_path, FIRST) as db:
        said = canary()
        await write(db, said)
        raw = await raw_store(database_url, ("letter", "row_key"))
        assert [name for name, content in raw.items() if sung_in(said, content)] == []
    async with a_store(database_url, tmp_path, FIRST, columns=()) as db:  # the control
        said = canary()
        await write(db, said)
        raw = await raw_store(database_url, ("letter", "row_key"))
        assert [name for name, content in raw.items() if sung_in(said, content)]


def test_a_value_of_another_row_column_or_table_or_with_a_changed_byte_never_opens() -> None:
    key, one, other = os.urandom(32), uuid4(), uuid4()
    value = seal_value(key, "letter", "said", one, CANARY)
    assert open_value(key, "letter", "said", one, value) == CANARY
    for table, column, row in (
        ("letter", "said", other),
        ("letter", "spoken", one),
        ("note", "said", one),
    ):
        with pytest.raises(VaultBroken):
            open_value(key, table, column, row, value)
    head, body = value[:9], base64.urlsafe_b64decode(value[9:])
    for place in range(len(body)):
        changed = bytes([*body[:place], body[place] ^ 1, *body[place + 1 :]])
        with pytest.raises(VaultBroken):
            open_value(key, "letter", "said", one, head + base64.urlsafe_b64encode(changed).decode())


def test_a_data_key_opens_for_its_row_and_under_the_key_that_is_named_only() -> None:
    ring, row = KeyRing(SECRET, [FIRST, SECOND]), place_of("letter", uuid4())
    wrapped = ring.wrap(b"k" * 32, row)
    assert ring.unwrap(wrapped, row, ring.current) == b"k" * 32
    with pytest.raises(VaultBroken):
        ring.unwrap(wrapped, place_of("letter", uuid4()), ring.current)
    with pytest.raises(VaultBroken):
        ring.unwrap(wrapped, row, key_id(SECOND))
    with pytest.raises(KeyUnknown):
        KeyRing(SECRET, [SECOND]).unwrap(wrapped, row, ring.current)


def test_no_nonce_is_used_twice() -> None:
    key, row = os.urandom(32), uuid4()
    seen = {base64.urlsafe_b64decode(seal_value(key, "letter", "said", row, "a")[9:])[:NONCE] for _ in range(NONCES)}
    assert len(seen) == NONCES


async def test_two_rows_whose_values_or_keys_were_exchanged_in_the_database_are_refused(
    database_url: str, tmp_path: Path
) -> None:
    async with a_store(database_url, tmp_path, FIRST) as db:
        one, other = await write(db, "premier"), await write(db, "second")
        kept = {row["id"]: row["said"] for row in await LetterRow.select()}
        for said in (kept[other], "en clair, mis par ailleurs"):
            await db.run("update letter set said = {} where id = {}", said, one)
            with pytest.raises(VaultBroken):
                await read_all()
        await db.run("update letter set said = {} where id = {}", kept[one], one)
        assert await read_all() == {one: "premier", other: "second"}
        keys = {row["id"]: row["wrapped"] for row in await db.run("select id, wrapped from row_key")}
        await db.run("update row_key set wrapped = {} where id = {}", keys[other], one)
        with pytest.raises(VaultBroken):
            await read_all()
        with pytest.raises(Exception, match="row_key_kept"):
            await db.run("update row_key set id = {} where id = {}", uuid4(), one)


async def test_what_a_version_of_before_wrote_in_clear_is_read_then_sealed_and_swept_away(
    database_url: str, tmp_path: Path
) -> None:
    async with a_store(database_url, tmp_path) as db:
        old = {await write_in_clear(db, f"{CANARY} {rank}"): f"{CANARY} {rank}" for rank in range(7)}
        assert await read_all() == old
        done = await rotate(db, hush, batch=3)
        assert (done.sealed, done.in_clear, done.under) == (7, 0, {KeyRing(SECRET).current: 7})
        assert await read_all() == old
        assert not any(sung_in(CANARY, row["said"].encode()) for row in await LetterRow.select())
        if db.dialect == "sqlite":
            raw = await raw_store(database_url, ())
            assert [name for name, content in raw.items() if sung_in(CANARY, content)] == []


async def test_a_rotation_killed_anywhere_goes_on_while_others_write_and_the_old_key_may_then_go(
    database_url: str, tmp_path: Path
) -> None:
    async with a_store(database_url, tmp_path, FIRST) as db:
        wanted: dict[UUID, str] = {}
        for start in range(0, ROWS, 1_000):  # a hundred thousand commits would take the night
            async with db.engine.transaction():
                for rank in range(start, min(start + 1_000, ROWS)):
                    wanted[await write_within(f"lettre {rank}")] = f"lettre {rank}"
    batch = max(1, min(500, ROWS // 10))
    for _ in range(KILLS):
        async with a_store(database_url, tmp_path, SECOND, FIRST) as db:
            turning = asyncio.create_task(rotate(db, hush, batch=batch))
            await asyncio.sleep(
                random.random() * min(ROWS / 3000, 5)
            )  # wherever it is then, inside a batch or between two
            turning.cancel()
            with suppress(asyncio.CancelledError):
                await turning
            assert await read_all() == wanted
    async with a_store(database_url, tmp_path, SECOND, FIRST) as db:
        turning = asyncio.create_task(rotate(db, hush, batch=batch))
        while not turning.done():
            wanted[await write(db, "pendant")] = "pendant"
            assert (await read_all()).items() >= wanted.items()
        done = await turning
        assert list(done.under) == [key_id(SECOND)]
    async with a_store(database_url, tmp_path, SECOND):
        assert await read_all() == wanted
    with pytest.raises(KeyUnknown, match=key_id(SECOND)):  # the control: the key that is still needed may not go
        async with a_store(database_url, tmp_path, FIRST):
            pass


async def test_what_a_repeated_request_is_answered_is_sealed_and_passes_to_the_new_key(
    database_url: str, tmp_path: Path
) -> None:
    once, told = Once(key="clef", fingerprint="f"), canary()
    act = Act(by=CLERK, at=datetime(2026, 11, 23, tzinfo=UTC), today=date(2026, 11, 23), request_id="r", once=once)
    async with a_store(database_url, tmp_path, FIRST) as db:
        async with writing(db, act) as tx:
            await tx.journal("thing-done", "thing/1")
            tx.keep({"phone": told})
        raw = await raw_store(database_url, ("answered_request",))
        assert [name for name, content in raw.items() if sung_in(told, content)] == []
    async with a_store(database_url, tmp_path, SECOND, FIRST) as db:
        assert (await rotate(db, hush)).under == {key_id(SECOND): 1}
    async with a_store(database_url, tmp_path, SECOND) as db:
        with pytest.raises(Replayed) as again:
            await refuse_or_repeat(db, act)
        assert told in again.value.answer
        await db.run("update answered_request set request_key = 'autre'")
        with pytest.raises(VaultBroken):
            await refuse_or_repeat(db, replace(act, once=Once(key="autre", fingerprint="f")))


def test_a_service_does_not_start_without_a_good_key(tmp_path: Path) -> None:
    good, short = base64.b64encode(FIRST).decode(), base64.b64encode(FIRST[:31]).decode()
    file = tmp_path / "cles"
    told = {"PALIER_MODE": "production", "PALIER_SECRET": SECRET, "PALIER_KEYS": str(file)}
    with pytest.raises(UnsafeSettings, match="PALIER_KEYS"):
        read_settings(told)
    for wrong in ("", short, "pas une clé", "clef", f"{good}\n{good}", base64.b64encode(b"a" * 32).decode()):
        file.write_text(wrong, encoding="utf-8")
        with pytest.raises(UnsafeSettings, match="PALIER_KEYS") as refused:
            read_settings(told)
        assert not wrong or wrong not in str(refused.value)
    file.write_text(f"# courante\n{good}\n{base64.b64encode(SECOND).decode()}\n", encoding="utf-8")
    assert read_settings(told).keys == (FIRST, SECOND)
    with pytest.raises(KeysUnreadable):
        read_keys(tmp_path / "absent")
    with pytest.raises(ValueError, match="no key"):
        KeyRing("")
