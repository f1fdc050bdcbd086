"""What the schema alone takes as a row of the ledger, whoever writes it (L1, L9, L11, L12): both engines."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from kernel.period import Month
from occupancy.actions import charges, periods
from tests.service.occupancy.money_town import FINANCE, act, household, open_store, stay

MARCH = Month(2025, 3)
LARGEST = 10**12
WRONG: dict[str, dict[str, Any]] = {
    "a row that moves nothing": {"amount_cents": 0},
    "a row that moves less than nothing": {"amount_cents": -1},
    "a sum beyond any account": {"amount_cents": LARGEST + 1},
    "a row whose debit is not elsewhere than its credit": {"credit_account": "same", "debit_account": "same"},
    "a kind that nobody knows": {"kind": "gift"},
    "no document": {"document_id": None},
    "no kind of document": {"document_kind": None},
    "nobody who did it": {"actor_id": None},
    "nobody's": {"household_id": None},
    "a household that is not there": {"household_id": uuid4()},
    "a number already taken": {"number": 1},
    "no day": {"booked_on": None},
}


@pytest.fixture
async def db(database_url):
    """One stay, March charged: the ledger has its first row."""
    found = open_store(database_url)
    await found.open()
    await stay(await household(), date(2025, 3, 1), date(2025, 12, 31))
    await charges.run_monthly_fees(found, MARCH, act(date(2025, 3, 1)))
    yield found
    await found.close()


async def write(db, table, **changes):
    """The first row again as another one, by hand, with these changes."""
    row = (await db.run("select * from transfer where number = 1"))[0]
    values = {**row, "id": uuid4(), "number": 10**6, **changes}
    await db.run(
        f"insert into {table} ({', '.join(values)}) values ({', '.join('{}' for _ in values)})", *values.values()
    )


async def is_taken(db, table, **changes):
    before = (await db.run(f"select count(*) as n from {table}"))[0]["n"]
    try:
        await write(db, table, **changes)
    except Exception:
        assert (await db.run(f"select count(*) as n from {table}"))[0]["n"] == before
        return False
    return True


async def test_the_schema_takes_no_row_that_moves_no_money_between_two_accounts_for_a_document_and_by_somebody(db):
    assert [what for what, changes in WRONG.items() if await is_taken(db, "transfer", **changes)] == []
    assert await is_taken(db, "transfer", amount_cents=LARGEST)


async def test_a_part_of_a_cent_is_never_kept(db):
    """SQLite refuses the row, PostgreSQL has no column for the part: either way what is kept is whole."""
    await is_taken(db, "transfer", amount_cents=10.5)
    assert {type(row["amount_cents"]) for row in await db.run("select amount_cents from transfer")} == {int}


async def test_control_a_table_without_the_constraints_takes_each_of_these_rows(db):
    await db.run("create table plain as select * from transfer")
    assert [what for what, changes in WRONG.items() if not await is_taken(db, "plain", **changes)] == []


async def close_march(db):
    proposal = await periods.propose_period(db, MARCH, act(date(2025, 4, 2)))
    await periods.close_period(db, proposal.id, act(date(2025, 4, 2), FINANCE))


async def test_control_without_its_trigger_a_row_is_written_in_a_closed_month(db):
    await close_march(db)
    assert not await is_taken(db, "transfer", booked_on=date(2025, 3, 31))
    on = " on transfer" if db.dialect == "postgresql" else ""
    await db.run(f"drop trigger transfer_period_open{on}")
    assert await is_taken(db, "transfer", booked_on=date(2025, 3, 31))
