"""A mark in every column that may hold something of a person: erased, none is left in the raw bytes (GOALS E3, P-24).

On PostgreSQL the write-ahead log keeps old pages until its segments are removed: what the maintenance of the server does, and not
the program.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest

from kernel.db import Database
from kernel.privacy import data_map
from occupancy.actions.erasure_replays import erase_again
from occupancy.domain.data_eliminations import DataElimination, DueFile, Stage
from occupancy.store import data_eliminations as store
from occupancy.store.erasure_ledger import keep_erasure
from tests.service.occupancy.money_town import household, open_store
from tests.service.occupancy.test_erasures import books
from tests.support.planted import MARK, Planted, insert, personal, plant, sung
from tests.support.stores import Borrowed

DAY = date(2031, 6, 1)
NOT_OF_A_HOUSEHOLD = {
    "answered_request.answer": "effacé avec la liste, une fois le délai des demandes répétées passé",
    "bank_collection.label bank_collection.payer bank_collection.reason bank_collection.reference": "par son reçu",
    "title_batch.exchange title_batch.titles": "par ses titres",
    "stay_upload.content title_upload.content": "un fichier déposé s'efface seul en quelques heures",
    "support_operator.contact support_operator.name wear_grid.signatories": "un organisme, pas un ménage",
    "stay_import.warnings": "les mots d'un avertissement accepté ; reste",
    "title_import.content untitled_receipt.label untitled_receipt.payer untitled_receipt.reference": "reste",
}
"""What the map links to no household, and how it goes; two of them stay, as the goal says."""


@pytest.fixture
async def db(stores: Borrowed):
    opened = open_store(stores.empty())
    await opened.open()
    if stores.engine == "sqlite":  # the rows are not what an act writes
        opened.engine.pragmas["ignore_check_constraints"] = "on"
        for connection in opened.engine.idle:
            await connection.execute("pragma ignore_check_constraints=on")
    yield opened
    await opened.close()


async def marked(db: Database) -> tuple[UUID, Planted]:
    """A household of which each thing is kept that may be, and the answer to one of its requests."""
    one = await household(f"{MARK}-999")
    planted = await plant(db, one.id)
    answer = {"actor_id": uuid4(), "request_key": "k", "fingerprint": "0" * 64, "outcome": "result"}
    answer |= {"answer": f"{MARK}-998", "at": datetime(2020, 3, 1, tzinfo=UTC)}
    await insert(db, [("answered_request", answer)])
    return one.id, planted


def list_of(*households: UUID, number: int = 1) -> DataElimination:
    """Carried out under a visa, as the ledger of erasures keeps it."""
    line = {"due_on": DAY, "last_contact_on": DAY, "rows_kept": 1, "erased": True}
    return DataElimination(
        id=uuid4(), version=1, reference=f"BORD-2031-{number:04d}", reason="Terme échu", proposed_on=DAY,
        proposed_by=UUID(int=1), proposed_by_name="Agent Exemple", visa="Visa 1", visa_on=DAY, carried_out_on=DAY,
        carried_out_by=UUID(int=2), carried_out_by_name="Autre Exemple",
        lines=tuple(DueFile(household_id=one, stage=stage, **line) for one in households for stage in Stage),
    )  # fmt: skip


async def raw_marks(db: Database) -> dict[str, set[str]]:
    """The marks in the bytes of each file of the database; on PostgreSQL in its pages, the log aside."""
    if db.dialect == "sqlite":
        file = Path(db.url.removeprefix("sqlite:"))
        found = {path.name: sung(path.read_bytes()) for path in file.parent.glob(f"{file.name}*")}
    else:
        await db.run("checkpoint")
        (place,) = await db.run(
            "select current_setting('data_directory') as folder, oid::text as oid from pg_database"
            " where datname = current_database()"
        )
        pages = Path(place["folder"]) / "base" / place["oid"]
        found = {path.name: sung(path.read_bytes()) for path in pages.iterdir()}
    return {name: marks for name, marks in found.items() if marks}


async def in_tables(db: Database) -> set[str]:
    """Where a mark is still read."""
    found = set()
    for table in {name for name, _, _ in personal("occupancy")}:
        for row in await db.run(f"select * from {table}"):
            found |= {f"{table}.{column}" for column, value in row.items() if sung(str(value).encode())}
    return found


async def test_a_person_marked_everywhere_leaves_no_mark_in_the_raw_bytes_and_the_books_do_not_change(
    db: Database, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    (one, planted), before = await marked(db), await books(db)
    assert len(planted.marks) >= 40
    sealed = {(name, one) for name, ones in data_map.encrypted("occupancy").items() for one in ones}
    assert sorted({mark for key, mark in planted.marks.items() if key not in sealed} - await seen(db)) == []
    keep_erasure(tmp_path, list_of(one))
    assert await erase_again(db, tmp_path, datetime(2031, 6, 2, tzinfo=UTC), DAY) == 1
    assert await in_tables(db) == set()
    assert await raw_marks(db) == {}
    assert await books(db) == before
    record_property("n", len(planted.marks))


async def seen(db: Database) -> set[str]:
    if db.dialect == "sqlite":
        await db.run("PRAGMA wal_checkpoint(TRUNCATE)")
    return {mark for marks in (await raw_marks(db)).values() for mark in marks}


async def test_control_a_column_that_the_map_does_not_say_to_erase_keeps_its_mark(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The map forgets the payer of receipts, and a lone word is thought to name nobody."""
    one, planted = await marked(db)
    emptied = store.emptied

    def forgetting(stage: Stage) -> dict[str, tuple[str, ...]]:
        return {name: columns for name, columns in emptied(stage).items() if name != "receipt"}

    monkeypatch.setattr(store, "emptied", forgetting)
    monkeypatch.setattr("occupancy.domain.data_eliminations._names_nobody", str.islower)
    keep_erasure(tmp_path, list_of(one))
    await erase_again(db, tmp_path, datetime(2031, 6, 2, tzinfo=UTC), DAY)
    assert {"receipt.payer", "attribution.content"} <= await in_tables(db)
    left = {mark for marks in (await raw_marks(db)).values() for mark in marks}
    assert planted.marks["receipt", "payer"] in left


def test_what_belongs_to_no_household_is_known_with_its_reason() -> None:
    """A personal column that the map links to nobody is erased by nothing: it is listed here, or a link is missing."""
    said = {column for columns in NOT_OF_A_HOUSEHOLD for column in columns.split()}
    assert {f"{table}.{column}" for table, column, of_a_person in personal("occupancy") if not of_a_person} == said


async def in_log(db: Database) -> set[str]:
    """The marks in the write-ahead log of the server."""
    (place,) = await db.run("select current_setting('data_directory') as folder")
    log = Path(place["folder"]) / "pg_wal"
    return {mark for path in log.iterdir() if path.is_file() for mark in sung(path.read_bytes())}


async def test_the_log_of_postgresql_forgets_once_its_segments_are_removed_and_not_before(
    postgres_url: str, tmp_path: Path
) -> None:
    """What is left to the server, by the documented maintenance: `wal_recycle` off, a new segment, a checkpoint."""
    opened = open_store(postgres_url)
    await opened.open()
    one, _ = await marked(opened)
    keep_erasure(tmp_path, list_of(one))
    await erase_again(opened, tmp_path, datetime(2031, 6, 2, tzinfo=UTC), DAY)
    assert await in_log(opened), "control: without the maintenance the log still holds them"
    await opened.close()
    server = await asyncpg.connect(postgres_url)
    try:
        await server.execute("alter system set wal_recycle = off")
        await server.execute("select pg_reload_conf()")
        for _ in range(3):
            await server.execute("select pg_switch_wal()")
            await server.execute("checkpoint")
        await opened.open()
        assert await in_log(opened) == set()
    finally:
        await server.execute("alter system reset wal_recycle")
        await server.execute("select pg_reload_conf()")
        await server.close()
        await opened.close()
