"""Closed months: nothing is booked in them any more, they never open again, and late facts go to the first open day."""

import asyncio
from datetime import date

import pytest

from kernel.errors import Refusal
from kernel.period import Month
from occupancy.actions import charges, ledger, payments, periods
from occupancy.domain.periods import CloserIsProposer, PeriodClosed, PeriodNotOver
from occupancy.store import ledger as store
from tests.service.occupancy.money_town import FINANCE, REGISSEUR, act, end, household, open_store, payment, regie, stay

MARCH, APRIL = Month(2025, 3), Month(2025, 4)


@pytest.fixture
async def db(database_url):
    found = open_store(database_url)
    await found.open()
    yield found
    await found.close()


async def close(db, month, day):
    proposal = await periods.propose_period(db, month, act(day))
    return await periods.close_period(db, proposal.id, act(day, FINANCE))


async def test_a_month_closes_once_it_is_over_and_by_another_person(db):
    with pytest.raises(PeriodNotOver):
        await periods.propose_period(db, MARCH, act(date(2025, 3, 31)))
    proposal = await periods.propose_period(db, MARCH, act(date(2025, 4, 1)))
    with pytest.raises(PeriodClosed):
        await periods.propose_period(db, MARCH, act(date(2025, 4, 1)))
    with pytest.raises(CloserIsProposer):
        await periods.close_period(db, proposal.id, act(date(2025, 4, 1)))
    await periods.close_period(db, proposal.id, act(date(2025, 4, 1), FINANCE))
    with pytest.raises(PeriodClosed):
        await periods.close_period(db, proposal.id, act(date(2025, 4, 1), FINANCE))


async def test_a_month_before_a_closed_one_is_closed_with_it(db):
    early = await periods.propose_period(db, MARCH, act(date(2025, 5, 2)))
    await close(db, APRIL, date(2025, 5, 2))
    with pytest.raises(PeriodClosed):
        await periods.close_period(db, early.id, act(date(2025, 5, 2), FINANCE))


async def test_what_happened_in_a_closed_month_is_booked_on_the_first_open_day(db):
    holder, desk = await household(), await regie(db)
    contract = await stay(holder, date(2025, 3, 1), date(2025, 12, 31))
    await charges.run_monthly_fees(db, MARCH, act(date(2025, 3, 1)))
    charge = (await store.transfers_of(holder.id))[0]
    await close(db, MARCH, date(2025, 4, 2))
    late = payment(desk, holder, 3000, date(2025, 3, 30))
    receipt = await payments.issue_receipt(db, late, act(date(2025, 4, 2), REGISSEUR))
    assert receipt.received_on == date(2025, 3, 30)
    assert {one.booked_on for one in await store.transfers_of_event(receipt.event_id)} == {date(2025, 4, 1)}
    forgotten = await household("B")
    await stay(forgotten, date(2025, 3, 5), date(2025, 12, 31))
    await charges.run_monthly_fees(db, MARCH, act(date(2025, 4, 2)))
    (booked,) = await store.transfers_of(forgotten.id)
    assert (booked.booked_on, booked.due_on) == (date(2025, 4, 1), date(2025, 3, 5))
    await end(db, contract, date(2025, 3, 15), date(2025, 4, 3))
    undone = next(one for one in await store.transfers_of(holder.id) if one.reverses_id == charge.id)
    assert undone.booked_on == date(2025, 4, 3)
    assert undone.label == f"Correction : {charge.label}"
    await ledger.reverse_event(db, booked.event_id, "Erreur", act(date(2025, 4, 4), FINANCE))


async def copy_of_a_row(db, booked_on):
    row = (await db.run("select * from transfer order by number limit 1"))[0]
    values = {**row, "number": 10**6, "booked_on": booked_on, "id": row["event_id"]}
    sql = f"insert into transfer ({', '.join(values)}) values ({', '.join('{}' for _ in values)})"
    await db.run(sql, *values.values())


@pytest.mark.parametrize(("day", "is_refused"), [(30, True), (31, True), (1, False)])
async def test_the_database_refuses_a_row_in_a_closed_month_and_takes_one_after_it(db, day, is_refused):
    holder = await household()
    await stay(holder, date(2025, 3, 1), date(2025, 12, 31))
    await charges.run_monthly_fees(db, MARCH, act(date(2025, 3, 1)))
    await close(db, MARCH, date(2025, 4, 2))
    booked_on = date(2025, 3 if is_refused else 4, day)
    if not is_refused:
        await copy_of_a_row(db, booked_on)
        return
    with pytest.raises(Exception) as refused:
        await copy_of_a_row(db, booked_on)
    assert "transfer_period_open" in str(refused.value) or "transfer_period_open" in db.broken(refused.value).name


async def test_a_closed_month_is_never_opened_again(db):
    await close(db, MARCH, date(2025, 4, 2))
    for statement in (
        "update ledger_counter set closed_until = null",
        "update ledger_counter set closed_until = '2025-02-28'",
        "delete from ledger_counter",
        "delete from period_close",
        "update period_close set last_day = '2025-02-28'",
    ):
        with pytest.raises(Exception) as refused:
            await db.run(statement)
        said = str(refused.value) + (getattr(db.broken(refused.value), "name", "") or "")
        assert "never_reopened" in said or "_immutable" in said, statement
    await close(db, APRIL, date(2025, 5, 2))


async def test_the_database_refuses_a_closing_by_the_proposer(db):
    proposal = await periods.propose_period(db, MARCH, act(date(2025, 4, 1)))
    values = {
        "id": proposal.id, "proposal_id": proposal.id, "proposed_by": proposal.proposed_by, "last_day": proposal.last_day,
        "closed_on": date(2025, 4, 1), "closed_by": proposal.proposed_by, "closed_by_name": "X",
    }  # fmt: skip
    sql = f"insert into period_close ({', '.join(values)}) values ({', '.join('{}' for _ in values)})"
    with pytest.raises(Exception) as refused:
        await db.run(sql, *values.values())
    assert "period_two_persons" in str(refused.value) or "period_two_persons" in db.broken(refused.value).name


async def test_payments_that_race_with_a_closing_are_booked_in_an_open_month(db):
    holder, desk = await household(), await regie(db)
    day = date(2025, 4, 2)
    proposal = await periods.propose_period(db, MARCH, act(day))

    async def pay(number):
        return await payments.issue_receipt(
            db, payment(desk, holder, 100 + number, date(2025, 3, 31)), act(day, REGISSEUR)
        )

    async def shut():
        await periods.close_period(db, proposal.id, act(day, FINANCE))

    done = await asyncio.gather(
        *(pay(one) for one in range(4)), shut(), *(pay(one) for one in range(4, 8)), return_exceptions=True
    )
    assert [one for one in done if isinstance(one, Exception) and not isinstance(one, Refusal)] == []
    rows = await store.transfers_of(holder.id)
    assert {one.booked_on for one in rows} <= {date(2025, 3, 31), date(2025, 4, 1)}
    last = await payments.issue_receipt(db, payment(desk, holder, 1, date(2025, 3, 31)), act(day, REGISSEUR))
    assert {one.booked_on for one in await store.transfers_of_event(last.event_id)} == {date(2025, 4, 1)}
