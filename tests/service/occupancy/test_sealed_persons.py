"""Days of birth, contacts and free texts on persons are in no byte of the database; databases of before are read, then sealed."""

import shutil
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
import pytest

import occupancy
from kernel.acts import housekeeping
from kernel.db import Database
from kernel.key_rotation import rotate
from kernel.vault import VaultBroken
from occupancy.store import arrears, disclosures, members, particulars
from tests.service.occupancy.money_town import open_store
from tests.support.raw_bytes import raw_store, sung_in
from tests.support.stay_desk import Desk, accepted
from tests.support.stores import Borrowed

TABLES = ("household_member", "household_particular", "disclosure", "journal")
OLD = UUID(int=7)
BEFORE = """
insert into household (id, version, reference, last_name, first_name, situation, adults, children, orientation, note, search_key)
values ({id}, 1, 'M-2020-0001', 'Exemple', '', 'single', 1, 0, 'siao', '', '');
insert into household_member (id, version, household_id, relation, last_name, first_name, born_on, joined_on)
values ({id}, 1, {id}, 'holder', 'Exemple', 'Ada', '1984-02-29', '2020-01-01');
insert into household_particular (id, version, household_id, kind, code, since, name, organisation, phone, email, reference,
recorded_by) values ({other}, 1, {id}, 'contact', 'relative', '2020-01-01', 'Proche Exemple', '', '01 99 00 55 66', '', 'REF-7',
'Agent');
insert into disclosure (id, household_id, recipient_kind, recipient, what, detail, basis, disclosed_on, recorded_on, recorded_by,
recorded_by_name) values ({third}, {id}, 'landlord', 'Office', 'payments', 'Trois mois', 'Convention', '2020-01-02', '2020-01-02',
{id}, 'Agent');
insert into arrears_act (id, household_id, kind, done_on, detail, claims, cents, recorded_on, recorded_by, recorded_by_name)
values ({fourth}, {id}, 'reminded', '2020-01-02', 'Appel à la voisine', '[]', 0, '2020-01-02', {id}, 'Agent')
"""


async def test_what_is_told_of_persons_is_sealed_in_the_database_and_read_by_who_may(desk: Desk):
    said = f"Canari {uuid4()}"
    household = await desk.household()
    path = f"/households/{household['id']}"
    body = {"relation": "holder", "last_name": "Exemple", "joined_on": "2018-01-01", "born_on": "1984-02-29"}
    accepted(await desk.send("POST", f"{path}/members", body), 201)
    body = {"kind": "contact", "code": "relative", "since": "2018-01-01", "name": said, "phone": "01 99 00 55 66"}
    recorded = accepted(await desk.send("POST", f"{path}/particulars", body), 201)
    told = {"recipient_kind": "landlord", "recipient": "Office Exemple", "what": "payments", "detail": said}
    told |= {"basis": "Convention", "disclosed_on": "10/01/2018", "told_on": ""}
    assert (await desk.submit(f"/sejours/menages/{household['id']}/communications", told)).status_code == 303
    assert said in (await desk.send("GET", f"{path}/particulars")).text
    assert (await desk.send("GET", f"{path}/members")).json()[0]["born_on"] == "1984-02-29"
    db = desk.app.state.db
    raw = await raw_store(db.url, TABLES)
    assert [name for name, content in raw.items() if sung_in(said, content)] == []
    stored = (await db.run("select born_on from household_member"))[0]["born_on"]
    assert not sung_in("1984-02-29", stored.encode())
    assert [name for name, content in raw.items() if sung_in("Office Exemple", content)]  # the control: not sealed
    with pytest.raises(Exception, match="household_member_sealed"):
        await db.run("update household_member set born_on = '1984-02-29'")
    accepted(await desk.send("POST", f"/particulars/{recorded['id']}/withdrawal", {"reason": said}, version=1))
    with pytest.raises(Exception, match="particular_kept"):
        await db.run("update household_particular set name = 'palier:1:autre', withdrawn_reason = null")


async def upgraded(stores: Borrowed, tmp_path: Path) -> Database:
    """A database of a version before, with one household; brought up to date, and open."""
    before = tmp_path / "occupancy" / "migrations"
    before.mkdir(parents=True)
    for file in (Path(occupancy.__file__).parent / "migrations").glob("*.sql"):
        if file.name < "0092":
            shutil.copy(file, before)
    url = stores.empty()
    old = Database(url, [], before)
    await old.open()
    names = {"id": OLD, "other": UUID(int=8), "third": UUID(int=9), "fourth": UUID(int=10)}
    for statement in BEFORE.split(";\n"):
        await old.run(statement.format(**{name: f"'{one}'" for name, one in names.items()}))
    await old.close()
    db = open_store(url)
    await db.open()
    return db


async def test_a_database_of_before_is_read_after_the_upgrade_then_sealed(stores: Borrowed, tmp_path: Path):
    db = await upgraded(stores, tmp_path)
    try:
        read = (
            await members.members_of(OLD), await particulars.particulars_of(OLD),
            await disclosures.disclosures_of(OLD), await arrears.diary_of(OLD),
        )  # fmt: skip
        assert read[0][0].born_on == date(1984, 2, 29)
        assert (read[1][0].name, read[2][0].detail, read[3][0].detail) == (
            "Proche Exemple", "Trois mois", "Appel à la voisine",
        )  # fmt: skip
        async with housekeeping(
            db
        ):  # an old row is sealed whole at its first change, though nobody may change its name
            one = msgspec.structs.replace(read[1][0], withdrawn_reason="Erreur")
            await particulars.save_particular(one, 1)
        done = await rotate(db, lambda _: None)
        assert (done.sealed, done.in_clear) == (3, 0)
        assert (await members.members_of(OLD), await disclosures.disclosures_of(OLD)) == (read[0], read[2])
        assert (await particulars.find_particular(one.id)).withdrawn_reason == "Erreur"
        assert await arrears.diary_of(OLD) == read[3]
        if db.dialect == "sqlite":
            raw = await raw_store(db.url, ())
            for said in ("Proche Exemple", "1984-02-29", "Appel à la voisine"):
                assert [name for name, content in raw.items() if sung_in(said, content)] == [], said
        for change in ("detail = 'palier:1:autre'", "detail = ''", "done_on = '2020-01-01'"):
            with pytest.raises(Exception, match="arrears_act_"):
                await db.run(f"update arrears_act set {change}")
        await db.run("delete from row_key where tab = 'disclosure'")
        with pytest.raises(VaultBroken):
            await disclosures.disclosures_of(OLD)
        await db.run("delete from household_member")
        assert await db.run("select id from row_key where tab = 'household_member'") == []
    finally:
        await db.close()
