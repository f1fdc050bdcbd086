"""The secret changes: the journal still verifies across the change, and a retired secret adds nothing behind it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from kernel.acts import Act, Staff, writing
from kernel.checkpoints import CHECKPOINT, Checkpoints
from kernel.db import Database
from kernel.journal_chain import JournalKey, Walk
from kernel.journal_sealing import head_of, seal, verify
from kernel.key_ring import KeyRing, KeyUnknown
from kernel.settings import UnsafeSettings, read_settings
from staff.actions.factors import FactorKeys
from staff.domain.factors import Authenticator, SecondFactorUnreadable

OLD, NEW = "le-secret-d-avant-assez-long-pour-signer-0123456789", "le-secret-d-aujourd-hui-tire-au-hasard-9876543210"
UNKNOWN = "un-autre-secret-assez-long-pour-forger-0123456789"
CLERK = Staff(id=UUID(int=1), name="Agent A")
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@asynccontextmanager
async def a_house(url: str, folder: Path, secret: str, *former: str) -> AsyncIterator[Database]:
    migrations = folder / "things" / "migrations"
    migrations.mkdir(parents=True, exist_ok=True)
    db = Database(url, [], migrations, secret=secret, former=former)
    await db.open()
    try:
        yield db
    finally:
        await db.close()


async def act(db: Database, number: int) -> None:
    done = Act(by=CLERK, at=NOW + timedelta(seconds=number), today=NOW.date(), request_id="r")
    async with writing(db, done) as tx:
        await tx.journal("thing-done", f"thing/{number}")


async def seal_and_sign(db: Database, points: Checkpoints) -> None:
    assert db.journal_key
    await seal(db, db.journal_key, NOW)
    head = await head_of(db)
    points.append(CHECKPOINT, head.seq, head.mac, NOW)


async def forge(db: Database, secret: str) -> None:
    """A row that whoever holds this secret, and writes into the database, adds to the journal without the program."""
    row = {
        "id": uuid4(), "at": NOW, "actor_id": CLERK.id, "actor_name": CLERK.name, "service": None, "request_id": "r",
        "verb": "thing-done", "subject": "thing/forged", "before_json": None, "after_json": None,
    }  # fmt: skip
    stamp = JournalKey(secret, "things").digest(row)
    names = ", ".join([*row, "stamp"])
    marks = ", ".join("{}" for _ in [*row, "stamp"])
    await db.run(f"insert into journal ({names}) values ({marks})", *row.values(), stamp)


async def fault(db: Database, key: JournalKey, points: Checkpoints | None) -> str:
    found = await verify(db, key, points, NOW + timedelta(days=2))
    return found.fault.words if found.fault else ""


async def test_the_journal_verifies_across_a_change_of_the_secret_and_a_retired_one_adds_nothing(
    database_url: str, tmp_path: Path
):
    before = Checkpoints(tmp_path / "points", OLD, "things")
    async with a_house(database_url, tmp_path, OLD) as db:
        for number in range(3):
            await act(db, number)
        await seal_and_sign(db, before)
        await act(db, 3)  # stamped, and not linked yet, when everything stops
    async with a_house(database_url, tmp_path, NEW, OLD) as db:
        key, points = JournalKey(NEW, "things", [OLD]), Checkpoints(tmp_path / "points", NEW, "things", [OLD])
        await seal(db, key, NOW)
        for number in (4, 5):
            await act(db, number)
        await seal_and_sign(db, points)
        assert (await fault(db, key, points), (await head_of(db)).seq) == ("", 6)
        # the control: without the former secret, or with another one, the past is not taken on trust
        for other in (JournalKey(NEW, "things"), JournalKey(NEW, "things", [UNKNOWN]), JournalKey(OLD, "things")):
            assert "n'a pas été écrit par le programme" in await fault(db, other, None)
        assert "n'est pas signé" in await fault(db, key, Checkpoints(tmp_path / "points", NEW, "things"))
        # a tail forged with the retired secret: a row, a link, a checkpoint
        for secret in (OLD, UNKNOWN):
            await forge(db, secret)
        await seal(db, key, NOW)
        assert (await head_of(db)).seq == 6
        assert "ajoutée par ailleurs" in await fault(db, key, points)
        head = await head_of(db)
        Checkpoints(tmp_path / "points", OLD, "things").append(CHECKPOINT, head.seq - 1, head.mac, NOW)
        assert "n'est pas signé" in await fault(db, key, points)


@pytest.mark.parametrize(("secret", "taken"), [(NEW, True), (OLD, False), (UNKNOWN, False)])
def test_a_link_behind_the_change_is_taken_under_the_secret_of_today_only(secret: str, taken: bool):
    walk, head = Walk(JournalKey(NEW, "things", [OLD])), "0" * 64
    for seq, one in enumerate((OLD, OLD, NEW, secret), 1):
        row = {
            "id": UUID(int=seq), "at": NOW, "actor_id": CLERK.id, "actor_name": CLERK.name, "service": None,
            "request_id": "r", "verb": "thing-done", "subject": "thing/1", "before_json": None, "after_json": None,
        }  # fmt: skip
        key = JournalKey(one, "things")
        digest = key.digest(row)
        link = {"seq": seq, "journal_id": row["id"], "digest": digest, "sealed_at": NOW}
        link["mac"] = head = key.link(seq, head, digest, NOW)
        found = walk.step(link, {**row, "stamp": digest})
        assert (found is None) == (taken or seq < 4)


def test_what_was_sealed_under_the_former_secret_opens_and_the_new_one_seals():
    wrapped = KeyRing(OLD).wrap(b"k" * 32, "letter|1")
    ring, under = KeyRing(NEW, former=[OLD]), KeyRing(OLD).current
    assert ring.unwrap(wrapped, "letter|1", under) == b"k" * 32
    assert ring.current == KeyRing(NEW).current
    with pytest.raises(KeyUnknown):
        KeyRing(NEW).unwrap(wrapped, "letter|1", under)


def test_a_second_factor_set_up_before_the_change_still_opens_and_is_sealed_again():
    who, old, new = UUID(int=7), FactorKeys(OLD, issuer="X"), FactorKeys(NEW, issuer="X", former=[OLD])
    one = Authenticator(account_id=who, sealed_secret=old.seal(b"secret", who), added_at=NOW, last_step=0)
    assert (new.open(one), new.is_current(one)) == (b"secret", False)
    assert old.code_hash(who, "ABCD-EFGH") in new.code_hashes(who, "ABCD-EFGH")
    again = Authenticator(account_id=who, sealed_secret=new.seal(b"secret", who), added_at=NOW, last_step=0)
    assert new.is_current(again)
    with pytest.raises(SecondFactorUnreadable):  # the control
        FactorKeys(NEW, issuer="X").open(one)


def test_former_secrets_are_read_whole_from_their_file_and_never_shown(tmp_path: Path):
    file = tmp_path / "anciens"
    told = {"PALIER_SECRET": NEW, "PALIER_FORMER_SECRETS": str(file)}
    with pytest.raises(UnsafeSettings, match="PALIER_FORMER_SECRETS"):
        read_settings(told)
    for wrong in ("", "court", f"{OLD}\n{NEW}", f"{OLD}\n{OLD}"):
        file.write_text(wrong, encoding="utf-8")
        with pytest.raises(UnsafeSettings, match="PALIER_FORMER_SECRETS") as refused:
            read_settings(told)
        assert OLD not in str(refused.value)
    file.write_text(f"# 2026\n{UNKNOWN}\n\n{OLD}\n", encoding="utf-8")
    assert read_settings(told).former_secrets == (UNKNOWN, OLD)
