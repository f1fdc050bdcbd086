"""Whatever is changed, taken out, put in or put back in a journal is seen; a journal left alone never raises an alarm."""

import asyncio
import os
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from msgspec import Struct

from kernel.acts import Act, Staff, Tx, writing
from kernel.checkpoints import CHECKPOINT, Checkpoints
from kernel.clock import MovableClock
from kernel.db import ConstraintBroken, Database
from kernel.journal_chain import START, JournalKey, columns
from kernel.journal_sealing import Sealing, declare_restored, head_of, link_batch, seal, verify

SECRET = "un-secret-de-test-assez-long-pour-signer-0123456789"
CLERK = Staff(id=UUID(int=1), name="Agent A")
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ROWS = 30


class Undone(Exception):
    """Ends a tampering: everything is as before."""


class House(Struct, kw_only=True):
    """A service's database, its key, its checkpoints."""

    db: Database
    key: JournalKey
    checkpoints: Checkpoints

    async def act(self, number: int) -> None:
        at = NOW + timedelta(seconds=number, microseconds=number)
        act = Act(by=CLERK, at=at, today=at.date(), request_id="r")
        async with writing(self.db, act) as tx:
            await tx.journal("thing-done", f"thing/{number}", before={"n": number}, after={"n": number + 1, "é": "œ"})

    async def act_here(self, number: int) -> None:
        """The same inside a transaction that is open already."""
        act = Act(by=CLERK, at=NOW, today=NOW.date(), request_id="r")
        tx = Tx(self.db, act)
        await tx.journal("thing-done", f"thing/{number}")
        await tx.flush()

    async def seal_here(self, now: datetime) -> None:
        await link_batch(self.db, self.key, now, everything=True)

    async def seal(self, now: datetime = NOW) -> None:
        await seal(self.db, self.key, now)
        head = await head_of(self.db)
        self.checkpoints.append(CHECKPOINT, head.seq, head.mac, now)

    async def fault(self, *, chain_alone: bool = False) -> str:
        found = await verify(self.db, self.key, None if chain_alone else self.checkpoints, NOW + timedelta(days=2))
        return found.fault.words if found.fault else ""

    async def unlock(self) -> None:
        """What the owner of the database can do, and the program's account on SQLite."""
        for table in ("journal", "journal_link"):
            if self.db.dialect == "postgresql":
                await self.db.run(f"alter table {table} disable trigger all")
            else:
                for verb in ("update", "delete"):
                    await self.db.run(f"drop trigger {table}_immutable_{verb}")

    async def rechain(self, key: JournalKey, *, from_seq: int = 1) -> None:
        """Write every stamp, digest and link again."""
        rows = await self.db.run(
            f"select l.seq, l.sealed_at, {columns('j')} from journal_link l join journal j on j.id = l.journal_id"
            " order by l.seq"
        )
        mac = START
        for row in rows:
            digest = key.digest(row)
            mac = key.link(row["seq"], mac, digest, row["sealed_at"])
            if row["seq"] >= from_seq:
                await self.db.run("update journal set stamp = {} where id = {}", digest, row["id"])
                await self.db.run(
                    "update journal_link set digest = {}, mac = {} where seq = {}", digest, mac, row["seq"]
                )


@asynccontextmanager
async def a_house(url: str, folder: Path, service: str = "things") -> AsyncIterator[House]:
    migrations = folder / service / "migrations"
    migrations.mkdir(parents=True)
    db = Database(url, [], migrations, secret=SECRET)
    await db.open()
    try:
        assert db.journal_key is not None
        yield House(db=db, key=db.journal_key, checkpoints=Checkpoints(folder / "points", SECRET, service))
    finally:
        await db.close()


# The attacks: each at a place drawn at random.


async def edit(house: House, seq: int) -> None:
    column, value = random.choice(
        (("actor_name", "Agent B"), ("after_json", "{}"), ("at", NOW), ("verb", "thing-undone"))
    )
    await house.db.run(
        f"update journal set {column} = {{}} where id = (select journal_id from journal_link where seq = {{}})",
        value,
        seq,
    )


async def delete(house: House, seq: int) -> None:
    await house.db.run("delete from journal where id = (select journal_id from journal_link where seq = {})", seq)
    if seq % 2:
        await house.db.run("delete from journal_link where seq = {}", seq)


async def insert(house: House, seq: int) -> None:
    forger = JournalKey("un-autre-secret-assez-long-pour-forger-0123456789", "things")
    row = {
        "id": uuid4(), "at": NOW, "actor_id": CLERK.id, "actor_name": CLERK.name, "service": None, "request_id": "r",
        "verb": "thing-done", "subject": "thing/forged", "before_json": None, "after_json": None,
    }  # fmt: skip
    stamp = random.choice((None, forger.digest(row)))
    names = ", ".join([*row, "stamp"])
    marks = ", ".join("{}" for _ in range(11))
    await house.db.run(f"insert into journal ({names}) values ({marks})", *row.values(), stamp)
    if seq % 2:
        await house.seal_here(NOW + timedelta(days=2))  # the sealer itself must not be taken in


async def swap(house: House, seq: int) -> None:
    one, other = await house.db.run("select * from journal_link where seq in ({}, {}) order by seq", seq, seq + 1)
    if seq % 2:  # two links change places
        await house.db.run("update journal_link set seq = {} where seq = {}", 1000, one["seq"])
        await house.db.run("update journal_link set seq = {} where seq = {}", one["seq"], other["seq"])
        await house.db.run("update journal_link set seq = {} where seq = {}", other["seq"], 1000)
        return
    await house.db.run("update journal set verb = {} where id = {}", "thing-left", one["journal_id"])
    for name in ("subject", "after_json"):
        rows = {
            link["journal_id"]: (await house.db.run(f"select {name} from journal where id = {{}}", link["journal_id"]))[
                0
            ]
            for link in (one, other)
        }
        for mine, theirs in ((one, other), (other, one)):
            value = rows[theirs["journal_id"]][name]
            await house.db.run(f"update journal set {name} = {{}} where id = {{}}", value, mine["journal_id"])


async def truncate(house: House, seq: int) -> None:
    await house.db.run(
        "delete from journal where id in (select journal_id from journal_link where seq >= {})", ROWS - seq % 5
    )
    await house.db.run("delete from journal_link where seq >= {}", ROWS - seq % 5)


async def rechain_without_key(house: House, seq: int) -> None:
    await edit(house, seq)
    await house.rechain(JournalKey("un-autre-secret-assez-long-pour-forger-0123456789", "things"), from_seq=seq)


async def rechain_with_key(house: House, seq: int) -> None:
    await edit(house, seq)
    await house.rechain(house.key)


async def roll_back(house: House, seq: int) -> None:
    """The copy of an hour ago: as it was at the first checkpoint, and the work of that hour done anew."""
    await house.db.run(
        "delete from journal where id in (select journal_id from journal_link where seq > {})", ROWS // 2
    )
    await house.db.run("delete from journal_link where seq > {}", ROWS // 2)
    for number in range(seq % 20):
        await house.act_here(1000 + number)
    await house.seal_here(NOW + timedelta(hours=1))


async def of_another_service(house: House, seq: int) -> None:
    """A page of the neighbour's journal, with the neighbour's own stamps and links."""
    await house.rechain(JournalKey(SECRET, "neighbours"), from_seq=seq)


Attack = Callable[[House, int], Awaitable[None]]
ATTACKS: tuple[Attack, ...] = (
    edit, delete, insert, swap, truncate, rechain_without_key, rechain_with_key, roll_back, of_another_service,
)  # fmt: skip
MISSED_BY_THE_CHAIN_ALONE = {truncate, rechain_with_key, roll_back}
PLACES = int(os.environ.get("PALIER_TAMPERINGS", "4"))


def places() -> list[int]:
    """Where an attack strikes: elsewhere each time as long as there is room."""
    everywhere = range(2, ROWS - 1)
    return random.sample(everywhere, PLACES) if len(everywhere) >= PLACES else random.choices(everywhere, k=PLACES)


async def under(house: House, attack: Attack, seq: int) -> tuple[str, str]:
    """What a verification says after an attack, with and without checkpoints; then all is as before."""
    said: list[str] = []
    try:
        async with house.db.engine.transaction():
            await house.unlock()
            await attack(house, seq)
            said += [await house.fault(), await house.fault(chain_alone=True)]
            raise Undone
    except Undone:
        return said[0], said[1]


async def test_every_tampering_is_seen_and_the_chain_alone_misses_the_three_that_checkpoints_are_for(
    database_url: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    random.seed(20261123)
    async with a_house(database_url, tmp_path) as house:
        for number in range(ROWS):
            await house.act(number)
            if number + 1 in (ROWS // 2, ROWS):
                await house.seal()
        assert await house.fault() == await house.fault(chain_alone=True) == ""
        missed, alone = [], set()
        for attack in ATTACKS:
            for seq in places():
                whole, chain_alone = await under(house, attack, seq)
                if not whole:
                    missed.append(f"{attack.__name__} at {seq}")
                if not chain_alone:
                    alone.add(attack)
        assert missed == []
        assert alone == MISSED_BY_THE_CHAIN_ALONE
        record_property("n", len(ATTACKS) * PLACES)
        record_property("seed", 20261123)
        assert await house.fault() == ""


async def test_the_database_itself_refuses_to_change_or_remove_rows_and_links(
    database_url: str, tmp_path: Path
) -> None:
    async with a_house(database_url, tmp_path) as house:
        await house.act(1)
        await house.seal()
        for statement in (
            "update journal set verb = 'x'", "delete from journal", "update journal_link set mac = digest",
            "delete from journal_link",
        ):  # fmt: skip
            with pytest.raises(Exception, match="immutable") as refused:
                await house.db.run(statement)
            assert isinstance(house.db.broken(refused.value), ConstraintBroken)


async def test_writers_and_sealers_side_by_side_leave_one_chain_without_a_gap(
    database_url: str, tmp_path: Path
) -> None:
    async with a_house(database_url, tmp_path) as house:

        async def work(first: int) -> None:
            for number in range(first, first + 5):
                await house.act(number)

        async def sealing() -> None:
            for _ in range(5):
                await seal(house.db, house.key, NOW)
                assert await house.fault(chain_alone=True) == ""

        await asyncio.gather(*(work(number * 10) for number in range(5)), sealing(), sealing())
        await house.seal()
        found = await verify(house.db, house.key, house.checkpoints, NOW)
        assert (found.sealed, found.waiting, found.fault) == (25, 0, None)


async def test_rows_from_before_the_chain_come_in_on_its_first_day_only(database_url: str, tmp_path: Path) -> None:
    async with a_house(database_url, tmp_path) as house:
        house.db.journal_key = None  # as the program wrote before it knew of stamps
        await house.act(1)
        await house.seal()
        assert await house.fault() == ""
        await house.act(2)
        assert await seal(house.db, house.key, NOW + timedelta(days=1)) == 0
        assert "ne porte pas la marque du programme" in await house.fault()


async def test_a_backup_put_back_is_declared_once_and_shown_ever_after(database_url: str, tmp_path: Path) -> None:
    async with a_house(database_url, tmp_path) as house:
        for number in range(4):
            await house.act(number)
            await house.seal()
        with suppress(Undone):
            async with house.db.engine.transaction():
                await house.unlock()
                await house.db.run(
                    "delete from journal where id in (select journal_id from journal_link where seq > {})", 2
                )
                await house.db.run("delete from journal_link where seq > {}", 2)
                assert "la fin manque" in await house.fault()
                await declare_restored(house.db, house.checkpoints, NOW + timedelta(hours=1))
                await house.act_here(9)
                await house.seal_here(NOW + timedelta(hours=2))
                found = await verify(house.db, house.key, house.checkpoints, NOW)
                assert (found.fault, found.restored_at) == (None, (NOW + timedelta(hours=1),))
                raise Undone


async def test_checkpoints_changed_taken_out_or_forged_are_seen(sqlite_url: str, tmp_path: Path) -> None:
    async with a_house(sqlite_url, tmp_path) as house:
        for number in range(3):
            await house.act(number)
            await house.seal(NOW + timedelta(minutes=number))
        file = house.checkpoints.file
        lines = file.read_bytes().splitlines(keepends=True)
        assert len(lines) == 3
        forged = Checkpoints(tmp_path / "forged", "un-autre-secret-assez-long-pour-forger-0123456789", "things")
        forged.append(CHECKPOINT, 3, "0" * 64, NOW)
        for changed in (
            [lines[0], lines[2]],
            [lines[1], lines[0], lines[2]],
            [lines[0].replace(b'"seq":1', b'"seq":2'), *lines[1:]],
            [*lines, forged.file.read_bytes()],
            [*lines, b"rien\n"],
        ):
            file.write_bytes(b"".join(changed))
            assert "point de contrôle" in await house.fault()
        file.write_bytes(b"".join(lines))
        assert await house.fault() == ""


async def test_the_job_seals_and_signs_while_an_app_runs_and_once_more_at_its_end(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with a_house(sqlite_url, tmp_path) as house:
        await house.act(1)
        job = Sealing(house.db, house.key, MovableClock(NOW), house.checkpoints)
        task = asyncio.create_task(job.run(60))
        while not house.checkpoints.file.exists():  # noqa: ASYNC110  a file tells nobody
            await asyncio.sleep(0.01)
        await house.act(2)
        job.stop()
        await task
        found = await verify(house.db, house.key, house.checkpoints, NOW)
        assert (found.sealed, found.waiting, found.checkpoints, found.fault) == (2, 0, 2, None)
