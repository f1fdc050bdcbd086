"""The invariants of money hold after a life of acts, and each one sees what breaks it."""

from datetime import date
from uuid import UUID

import pytest

from kernel.period import Month
from occupancy import invariants
from occupancy.actions import charges, deposits, ledger, payments
from occupancy.store import ledger as ledger_store
from tests.service.occupancy.money_town import FINANCE, REGISSEUR, act, end, household, open_store, payment, regie, stay


@pytest.fixture
async def db(database_url):
    """Three months of a stay: charged, paid in part, ended early, one receipt cancelled, one deposit returned."""
    store = open_store(database_url)
    await store.open()
    holder, desk = await household(), await regie(store)
    contract = await stay(holder, date(2025, 3, 1), date(2025, 5, 31))
    first = date(2025, 3, 1)
    await deposits.request_deposit(store, contract.id, 10000, None, act(first))
    await payments.issue_receipt(store, payment(desk, holder, 10000, first, deposit_of=contract), act(first, REGISSEUR))
    for month in (Month(2025, 3), Month(2025, 4), Month(2025, 5)):
        await charges.run_monthly_fees(store, month, act(date(2025, 5, 2)))
    wrong = await payments.issue_receipt(store, payment(desk, holder, 15000, first), act(first, REGISSEUR))
    await payments.issue_receipt(store, payment(desk, holder, 25000, first), act(first, REGISSEUR))
    await payments.cancel_receipt(store, wrong.id, "Erreur", act(date(2025, 5, 3), REGISSEUR))
    await end(store, contract, date(2025, 5, 10), date(2025, 5, 10))
    charged = next(one for one in await ledger_store.transfers_of(holder.id) if one.document_kind == "charge")
    await ledger.reverse_event(store, charged.event_id, "Remise", act(date(2025, 5, 12), FINANCE))
    yield store
    await store.close()


async def broken(db):
    return {one.__name__ for one in invariants.MONEY_INVARIANTS if await one(db)}


async def test_they_all_hold_after_a_life_of_acts(db):
    assert await broken(db) == set()


async def forge(db, **changes):
    """A row written behind the actions: the shape is right, the fact is not."""
    row = (await db.run("select * from transfer where kind = 'payment'"))[0]
    last = (await db.run("select max(number) as number from transfer"))[0]["number"]
    values = {**row, "id": UUID(int=99), "number": last + 1, **changes}
    marks = ", ".join("{}" for _ in values)
    await db.run(f"insert into transfer ({', '.join(values)}) values ({marks})", *values.values())


async def test_a_hole_in_the_ledger_is_seen(db):
    await forge(db, number=10**6)
    assert "the_ledger_leaves_no_gap" in await broken(db)


async def test_money_in_the_till_without_a_receipt_is_seen(db):
    await forge(db)
    found = await broken(db)
    assert {"each_regie_holds_what_its_receipts_say", "money_of_each_household_is_in_order"} <= found


async def test_a_number_drawn_without_a_receipt_is_seen(db):
    await db.run("update receipt_counter set last_number = last_number + 1")
    assert await broken(db) == {"receipt_numbers_leave_no_gap"}


async def test_a_deposit_returned_twice_is_seen(db):
    if db.dialect == "postgresql":
        await db.run("alter table transfer disable trigger transfer_deposit_floor")
    else:
        await db.run("drop trigger transfer_deposit_held_floor")
    row = (await db.run("select * from transfer where kind = 'deposit_held'"))[0]
    await forge(
        db, kind="deposit_refunded", debit_account=row["credit_account"], credit_account="outside:refunds",
        amount_cents=10001, contract_id=row["contract_id"], settles_id=None,
    )  # fmt: skip
    assert await broken(db) == {"no_deposit_is_held_below_zero"}


async def test_dates_changed_behind_the_charges_are_seen(db):
    if db.dialect == "postgresql":
        await db.run("alter table contract disable trigger user")
    else:
        await db.run("drop trigger contract_signed_facts")
    await db.run("update contract set ended_on = {}", date(2025, 5, 20))
    assert await broken(db) == {"months_charged_agree_with_the_dates"}
