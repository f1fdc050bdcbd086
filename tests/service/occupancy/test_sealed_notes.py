"""What social workers write is in no byte of the database nor of the log; who may read it does (GOALS D12)."""

import shutil
from pathlib import Path
from uuid import UUID, uuid4

import pytest

import occupancy
from kernel.acts import housekeeping
from kernel.db import Database
from kernel.key_rotation import rotate
from occupancy.store import households
from occupancy.tables.support import SupportNoteRow
from tests.service.occupancy.money_town import open_store
from tests.support.raw_bytes import raw_store, sung_in
from tests.support.stay_desk import Desk, accepted
from tests.support.stores import Borrowed
from tests.support.support_desk import SupportDesk

CANARY = "Phrase canari de la travailleuse sociale"
OPEN = "Association au nom bien reconnaissable"
"""The control: the name of an operator is not sealed."""


async def test_a_social_note_is_sealed_in_the_database_and_read_by_who_may(
    desk: Desk, caplog: pytest.LogCaptureFixture
):
    said_here = f"{CANARY} {uuid4()}"  # all databases of a PostgreSQL share one log: others wrote theirs in clear
    email = f"canari.{uuid4().hex}@exemple.example"
    support = SupportDesk(desk)
    await support.operator(name=OPEN)
    household = await desk.household(phone="01 99 00 55 66", email=email, note=said_here)
    measure = await support.started(household, referent=said_here)
    accepted(await support.act(measure, "notes", {"kind": "note", "text": said_here}))
    read = accepted(await desk.send("GET", f"/support-measures/{measure['id']}/notes"))
    assert said_here in str(read)
    db = desk.app.state.db
    raw = await raw_store(db.url, ("support_note", "support_measure", "household", "journal", "support_operator"))
    for said in (said_here, email):
        assert [name for name, content in raw.items() if sung_in(said, content)] == [], said
    assert [name for name, content in raw.items() if sung_in(OPEN, content)]
    assert said_here not in caplog.text
    row = (await SupportNoteRow.select())[0]
    plain = SupportNoteRow(**{**row, "id": uuid4(), "number": 99, "content": "en clair"})
    with pytest.raises(Exception, match="support_note_sealed"):
        await SupportNoteRow.insert(plain)


async def test_a_note_of_before_is_sealed_once_and_never_changes_after(desk: Desk):
    support = SupportDesk(desk)
    await support.started()
    db = desk.app.state.db
    off, on = (
        ("drop trigger support_note_kept_update", "") if db.dialect == "sqlite"
        else ("alter table support_note disable trigger user", "alter table support_note enable trigger user")
    )  # fmt: skip
    kept = await db.run("select sql from sqlite_master where name = 'support_note_kept_update'") if not on else []
    await db.run(off)
    await db.run("delete from row_key")
    await db.run("update support_note set content = {}", f'"{CANARY}"')
    await db.run(on or kept[0]["sql"])
    done = await rotate(db, lambda _: None, batch=1)
    assert (done.sealed, done.in_clear) == (await SupportNoteRow.count(), 0)
    with pytest.raises(Exception, match="support_note_kept"):
        await db.run("update support_note set content = {}", "palier:1:autre")


async def test_a_household_of_a_database_of_before_is_read_after_the_upgrade_then_sealed(
    stores: Borrowed, tmp_path: Path
):
    before = tmp_path / "occupancy" / "migrations"
    before.mkdir(parents=True)
    for file in (Path(occupancy.__file__).parent / "migrations").glob("00[0-8]*.sql"):
        shutil.copy(file, before)
    database_url = stores.empty()
    old = Database(database_url, [], before)
    await old.open()
    mine = UUID(int=7)
    await old.run(
        "insert into household (id, version, reference, last_name, first_name, situation, adults, children, phone, email,"
        " orientation, note, search_key) values ({}, 1, 'M-2020-0001', 'Exemple', '', 'single', 1, 0, {}, null, 'siao', {}, '')",
        mine, "01 99 00 55 66", CANARY,
    )  # fmt: skip
    await old.close()
    db = open_store(database_url)
    await db.open()
    try:
        read = await households.find_household(mine)
        assert (read.phone, read.email, read.note) == ("01 99 00 55 66", None, CANARY)
        done = await rotate(db, lambda _: None)
        assert (done.sealed, done.in_clear) == (1, 0)
        assert await households.find_household(mine) == read
        async with housekeeping(db):
            await households.save_household(read, read.version)
        assert (await households.find_household(mine)).phone == "01 99 00 55 66"
        if db.dialect == "sqlite":
            raw = await raw_store(database_url, ())
            assert [name for name, content in raw.items() if sung_in(CANARY, content)] == []
    finally:
        await db.close()
