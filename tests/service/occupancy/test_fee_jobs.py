"""A large monthly run: slice by slice, seen while it runs, taken up after a kill, nothing charged twice. Both engines."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date

import pytest

from kernel.clock import MovableClock
from kernel.db import Database
from kernel.period import Month
from occupancy.actions import charges, fee_jobs
from occupancy.actions.fee_jobs import ask_fee_run
from occupancy.actions.payments import issue_receipt
from occupancy.domain.fee_jobs import FeeJob, FeeJobState, FeesBeingRun
from occupancy.domain.ledger import owed
from occupancy.fee_runner import FeeRunner
from occupancy.store import fee_jobs as store
from occupancy.store import fees, ledger
from tests.service.occupancy.money_town import REGISSEUR, act, end, household, open_store, payment, regie, stay

MARCH = Month(2025, 3)
DAY = date(2025, 3, 5)
STAYS = 7


@pytest.fixture
async def db(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    monkeypatch.setattr(fee_jobs, "AT_ONCE", 3)
    found = open_store(database_url)
    await found.open()
    yield found
    await found.close()


async def people(count: int = STAYS):
    holders = [await household(str(rank)) for rank in range(count)]
    return holders, [await stay(one, date(2025, 3, 1), date(2025, 5, 31)) for one in holders]


async def owing(holders) -> list[int]:
    return [owed(await ledger.transfers_of(one.id), one.id) for one in holders]


class Killed(BaseException):
    """The process is gone: nothing after this line is done."""


async def killed_after(db: Database, slices: int, monkeypatch: pytest.MonkeyPatch) -> FeeJob:
    """Begin a run and lose the process inside the slice that follows these ones, before it commits."""
    job, before, kept = await ask_fee_run(db, MARCH, act(DAY)), store.move_job, 0

    async def move_job(*states: FeeJob) -> FeeJob:
        nonlocal kept
        if kept == slices:
            raise Killed
        kept += 1
        return await before(*states)

    with monkeypatch.context() as broken:
        broken.setattr(store, "move_job", move_job)
        with pytest.raises(Killed):
            await FeeRunner(db, MovableClock(DAY)).drain()
    found = await store.find_job(job.id)
    assert found is not None
    return found


async def test_a_large_run_killed_on_the_way_is_taken_up_where_it_stopped_and_charges_nobody_twice(db, monkeypatch):
    holders, stays = await people()
    desk = await regie(db)
    await issue_receipt(db, payment(desk, holders[0], 4000, DAY), act(DAY, REGISSEUR))
    stopped = await killed_after(db, 1, monkeypatch)
    assert (stopped.state, stopped.done, stopped.total, stopped.charged) == (FeeJobState.RUNNING, 3, STAYS, 3)
    assert stopped.per_cent == 42
    with pytest.raises(FeesBeingRun):
        await ask_fee_run(db, MARCH, act(DAY))
    newcomer = await household("nouveau")
    await stay(newcomer, date(2025, 3, 1), date(2025, 5, 31))
    charged = {one for one in [*stays] if await fees.charges_of(one.id)}
    gone = min(charged, key=lambda one: str(one.id))
    await end(db, gone, date(2025, 3, 10), DAY)
    await FeeRunner(db, MovableClock(DAY)).drain()
    job = await store.find_job(stopped.id)
    assert (job.state, job.per_cent, job.charged, job.done) == (FeeJobState.DONE, 100, STAYS + 1, STAYS + 1)
    due = dict(zip([one.id for one in stays], await owing(holders), strict=True))
    paid = 4000 if gone.household_id == holders[0].id else 0
    assert due.pop(gone.id) == 3226 - paid
    assert sorted(due.values()) == sorted([10000] * (STAYS - 2) + [10000 - (0 if paid else 4000)])
    assert await owing([newcomer]) == [10000]
    again = await charges.run_monthly_fees(db, MARCH, act(DAY))
    assert again.charged == 0
    verbs = await db.run("select verb, count(*) as n from journal where subject = 'fee-run/2025-03' group by verb")
    assert {row["verb"]: row["n"] for row in verbs} == {"fees-run-asked": 1, "fees-charged": 3, "fees-run": 2}


async def test_two_replicas_at_the_same_run_charge_each_month_once(db):
    holders, _ = await people()
    job = await ask_fee_run(db, MARCH, act(DAY))
    runners = [FeeRunner(db, MovableClock(DAY)) for _ in range(2)]
    await asyncio.gather(*(one.drain() for one in runners))
    await runners[0].drain()
    found = await store.find_job(job.id)
    assert (found.state, found.charged) == (FeeJobState.DONE, STAYS)
    assert await owing(holders) == [10000] * STAYS
    assert len(await fees.runs()) == 1


async def test_without_a_look_at_what_was_charged_a_run_taken_up_charges_twice(db, monkeypatch):
    """The control: the slices believe that nothing was ever charged, and the schema no longer says otherwise."""
    holders, _ = await people()
    await killed_after(db, 1, monkeypatch)
    await db.run("drop index charge_once")
    await db.run("update fee_job set last_contract = null, done = 0")

    async def nothing(*_: object) -> dict:
        return {}

    monkeypatch.setattr(fees, "charges_of_slice", nothing)
    await FeeRunner(db, MovableClock(DAY)).drain()
    assert sorted(await owing(holders))[-3:] == [20000] * 3


async def test_a_run_that_is_refused_says_why_and_another_may_be_asked_for(db, monkeypatch):
    await people(4)
    job = await ask_fee_run(db, MARCH, act(DAY))

    async def broken(*_: object, **__: object) -> None:
        raise ValueError("panne")

    with monkeypatch.context() as wrong:
        wrong.setattr(fee_jobs, "charge_slice", broken)
        await FeeRunner(db, MovableClock(DAY)).drain()
    found = await store.find_job(job.id)
    assert (found.state, found.error[:7]) == (FeeJobState.FAILED, "Arrêté ")
    again = await ask_fee_run(db, MARCH, act(DAY))
    await FeeRunner(db, MovableClock(date(2025, 3, 6))).drain()
    assert (await store.last_job(MARCH)).id == again.id
