"""A file at its term goes under the visa, by a second person, and leaves no byte; the books stay the same. Both engines."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from kernel.db import Database
from kernel.period import Month
from occupancy.actions.charges import run_monthly_fees
from occupancy.actions.data_eliminations import erase_files, files_at_term, hold_file, lift_hold, propose_files
from occupancy.actions.erasure_replays import erase_again
from occupancy.actions.payments import issue_receipt
from occupancy.domain.data_eliminations import DataEliminationDone, EraserIsProposer, NothingAtTerm, Stage
from occupancy.domain.households import Household
from occupancy.store import data_eliminations as store
from occupancy.store import households
from occupancy.tables.eliminations import DataEliminationLineRow, DataEliminationRow
from occupancy.tables.members import HouseholdMemberRow
from occupancy.tables.money import ReceiptRow
from occupancy.tables.papers import IssuedDocumentRow
from tests.service.occupancy.money_town import (
    AGENT,
    FINANCE,
    REGISSEUR,
    act,
    end,
    household,
    open_store,
    payment,
    regie,
    stay,
)

CANARY = "Canari"
"""In the name of the household, and so in its row, its search key, its members, its papers, its receipts, the kept answers."""
MARCH = Month(2020, 3)
FIVE_YEARS_ON, ELEVEN_YEARS_ON = date(2025, 6, 1), date(2031, 6, 1)


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    opened = open_store(database_url)
    await opened.open()
    yield opened
    await opened.close()


async def gone_long_ago(db: Database) -> Household:
    """Housed in March 2020, all paid, gone at its end: named in every kind of place that takes a name."""
    holder = await household(CANARY)
    named = replace(holder, phone="01 23 45 67 89", note=f"{CANARY} à rappeler", reference="M-2020-0001")
    await households.save_household(named, holder.version)
    person = {"id": uuid4(), "version": 1, "household_id": holder.id, "relation": "holder"}
    person |= {"last_name": CANARY, "first_name": "Exemple", "birth_year": 1980, "joined_on": date(2020, 3, 1)}
    await HouseholdMemberRow.insert(HouseholdMemberRow(**person, born_on=None, left_on=None, gender=None))
    home = await stay(holder, date(2020, 3, 1), date(2020, 3, 31))
    await run_monthly_fees(db, MARCH, act(date(2020, 3, 1)))
    desk = await regie(db)
    paid = payment(desk, named, 10000, date(2020, 3, 20))
    await issue_receipt(db, paid, act(date(2020, 3, 20), by=REGISSEUR, key="receipt-1", said=CANARY))
    await end(db, home, date(2020, 3, 31), date(2020, 3, 31))
    paper = {
        "id": uuid4(),
        "subject": f"contract/{home.id}",
        "kind": "contract",
        "number": 1,
        "title": f"Contrat {CANARY}",
    }
    paper |= {"file_name": f"contrat-{CANARY}.pdf", "facts_sha256": "0" * 64, "sha256": "0" * 64, "content": CANARY}
    at = datetime(2020, 3, 1, 9, tzinfo=UTC)
    await IssuedDocumentRow.insert(IssuedDocumentRow(**paper, issued_at=at, issued_by_name="Agent Exemple"))
    return named


async def books(db: Database) -> list[tuple[str, str, int]]:
    rows = await db.run(
        "select debit_account, credit_account, sum(amount_cents) as cents from transfer group by 1, 2 order by 1, 2"
    )
    return [(row["debit_account"], row["credit_account"], int(row["cents"])) for row in rows]


async def everywhere(db: Database) -> list[str]:
    """The tables in which the canary still sings, journal and idempotency store included; on SQLite the raw bytes too."""
    if db.dialect == "sqlite":
        files = [path for path in Path(db.url.removeprefix("sqlite:")).parent.iterdir() if path.is_file()]
        mine = [path for path in files if path.name.startswith(Path(db.url.removeprefix("sqlite:")).name)]
        return [path.name for path in mine if CANARY.encode() in path.read_bytes() or b"canari" in path.read_bytes()]
    tables = await db.run("select tablename from pg_tables where schemaname = current_schema()")
    found = []
    for table in (row["tablename"] for row in tables):
        rows = await db.run(f"select count(*) as n from {table} as t where t::text ilike '%canari%'")
        found += [table] if rows[0]["n"] else []
    return found + await in_pages(db)


async def in_pages(db: Database) -> list[str]:
    """PostgreSQL: the files of this database that still hold the mark. Its log is not looked at."""
    await db.run("checkpoint")
    (place,) = await db.run(
        "select current_setting('data_directory') as folder, oid::text as oid from pg_database"
        " where datname = current_database()"
    )
    pages = Path(place["folder"]) / "base" / place["oid"]
    found = []
    for path in pages.iterdir():
        content = path.read_bytes()
        found += [path.name] if CANARY.encode() in content or b"canari" in content else []
    return found


async def marks(db: Database) -> set[tuple[str, str]]:
    """The columns that hold the mark: what there is to erase."""
    tables = {
        "sqlite": "select name from sqlite_master where type = 'table'",
        "postgresql": "select tablename as name from pg_tables where schemaname = current_schema()",
    }[db.dialect]
    found = set()
    for table in [row["name"] for row in await db.run(tables)]:
        for row in await db.run(f"select * from {table}"):
            found |= {(table, column) for column, value in row.items() if "canari" in str(value).lower()}
    return found


async def test_a_file_at_its_term_is_erased_to_the_last_byte_and_the_books_do_not_change(
    db: Database, tmp_path: Path, record_property: Callable[[str, object], None]
):
    holder = await gone_long_ago(db)
    assert [one.stage for one in await files_at_term(db, date(2025, 3, 31))] == []
    assert [one.stage for one in await files_at_term(db, FIVE_YEARS_ON)] == [Stage.FILE]
    assert [one.stage for one in await files_at_term(db, ELEVEN_YEARS_ON)] == [Stage.FILE, Stage.ACCOUNTS]
    held = await hold_file(db, holder.reference, "Litige en cours", act(ELEVEN_YEARS_ON))
    with pytest.raises(NothingAtTerm):
        await propose_files(db, "Terme échu", act(ELEVEN_YEARS_ON))
    await lift_hold(db, held.id, act(ELEVEN_YEARS_ON))
    assert await everywhere(db)
    there = await marks(db)
    assert len(there) >= 8, there
    record_property("n", len(there))
    before, names = await books(db), await ReceiptRow.count()
    proposed = await propose_files(db, "Terme échu", act(ELEVEN_YEARS_ON, by=AGENT))
    visa = ("Visa 2031-12", ELEVEN_YEARS_ON)
    with pytest.raises(EraserIsProposer):
        await erase_files(db, proposed.id, *visa, act(ELEVEN_YEARS_ON, by=AGENT), ledger=tmp_path)
    done = await erase_files(db, proposed.id, *visa, act(ELEVEN_YEARS_ON, by=FINANCE), ledger=tmp_path)
    assert [one.stage for one in done.erased] == [Stage.FILE, Stage.ACCOUNTS]
    assert await everywhere(db) == []
    assert (await books(db), await ReceiptRow.count()) == (before, names)
    assert await files_at_term(db, ELEVEN_YEARS_ON) == ()
    with pytest.raises(DataEliminationDone):
        await erase_files(db, proposed.id, *visa, act(ELEVEN_YEARS_ON, by=FINANCE), ledger=tmp_path)
    assert await marks(db) == set()
    assert CANARY not in "".join(path.read_text() for path in tmp_path.glob("*.jsonl"))


async def test_control_rows_deleted_without_the_sweep_leave_their_bytes_on_postgresql(postgres_url: str):
    opened = open_store(postgres_url)
    await opened.open()
    await gone_long_ago(opened)
    await opened.run("delete from answered_request")
    assert "answered_request" not in {table for table, _ in await marks(opened)}
    where = await opened.run("select pg_relation_filenode('answered_request')::text as file")
    assert where[0]["file"] in await in_pages(opened)
    await opened.close()


async def test_the_name_stays_in_the_accounts_until_their_own_term_and_the_rest_goes_before(
    db: Database, tmp_path: Path
):
    holder = await gone_long_ago(db)
    proposed = await propose_files(db, "Terme échu", act(FIVE_YEARS_ON))
    await erase_files(db, proposed.id, "Visa", FIVE_YEARS_ON, act(FIVE_YEARS_ON, by=FINANCE), ledger=None)
    after = await households.find_household(holder.id)
    assert (after.last_name, after.phone) == (holder.last_name, "effacé")
    assert (await HouseholdMemberRow.count(), await IssuedDocumentRow.count()) == (0, 0)
    assert (await ReceiptRow.select())[0]["payer"] == holder.name
    assert [one.stage for one in await files_at_term(db, ELEVEN_YEARS_ON)] == [Stage.ACCOUNTS]


async def test_a_file_that_comes_back_with_an_older_backup_is_erased_again_at_the_start(db: Database, tmp_path: Path):
    """The state of the older backup: all the rows, and no list."""
    holder = await gone_long_ago(db)
    proposed = await propose_files(db, "Terme échu", act(ELEVEN_YEARS_ON))
    from occupancy.domain.data_eliminations import carried_out
    from occupancy.store.erasure_ledger import keep_erasure

    kept = carried_out(
        proposed, proposed.lines, "Visa", ELEVEN_YEARS_ON, FINANCE.id, FINANCE.name, today=ELEVEN_YEARS_ON
    )
    keep_erasure(tmp_path, kept)
    await DataEliminationLineRow.delete(force=True)
    await DataEliminationRow.delete(force=True)
    at = datetime(2031, 6, 2, tzinfo=UTC)
    assert await erase_again(db, tmp_path, at, at.date()) == 1
    assert (await households.find_household(holder.id)).last_name == "effacé"
    assert await erase_again(db, tmp_path, at, at.date()) == 0


async def test_a_row_of_the_books_loses_its_name_under_a_visa_only_and_never_its_sum(db: Database):
    """The control: the same writes as the erasure, without the visa, then under it but on a sum."""
    await gone_long_ago(db)
    with pytest.raises(Exception, match="receipt_immutable"):
        await db.run("update receipt set payer = 'effacé'")
    with pytest.raises(Exception, match=r"erasure_mark_under_visa|foreign|FOREIGN"):
        await db.run("insert into erasure_mark (id) values ({})", UUID(int=1))
    proposed = await propose_files(db, "Terme échu", act(ELEVEN_YEARS_ON))
    with pytest.raises(Exception, match=r"data_elimination_four_eyes"):
        await db.run(
            "update data_elimination set visa = 'V', visa_on = {}, carried_out_on = {}, carried_out_by = {},"
            " carried_out_by_name = 'A'", ELEVEN_YEARS_ON, ELEVEN_YEARS_ON, AGENT.id,
        )  # fmt: skip
    await store.record_visa(
        replace(proposed, visa="V", visa_on=ELEVEN_YEARS_ON, carried_out_on=ELEVEN_YEARS_ON,
                carried_out_by=FINANCE.id, carried_out_by_name="B", lines=())
    )  # fmt: skip
    await db.run("insert into erasure_mark (id) values ({})", proposed.id)
    with pytest.raises(Exception, match="transfer_immutable"):
        await db.run("update transfer set amount_cents = amount_cents + 1")
    await db.run("update receipt set payer = 'effacé'")
