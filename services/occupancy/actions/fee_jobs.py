"""A large monthly run, in slices: asked for by a person, carried out by the service, seen while it runs.

Nothing is charged twice, whoever stops where: each slice commits its charges with how far it went, a contract already charged is
left as it is, and the last step is the ordinary run of the whole month, which finds only what is missing.
"""

from collections.abc import Callable, Sequence
from uuid import UUID, uuid4

from msgspec.structs import replace

from kernel.acts import Act, writing
from kernel.db import Database
from kernel.period import Month
from occupancy.actions.charges import FEES_RUN, charge_slice, run_all
from occupancy.domain.charges import check_month
from occupancy.domain.fee_jobs import AT_ONCE, FeeJob, FeeJobState, next_slice
from occupancy.store import contracts
from occupancy.store import fee_jobs as store


async def is_large(month: Month) -> bool:
    """True when the run of this month is for the service to do, in slices."""
    return await contracts.count_touching(month.period) > AT_ONCE


async def ask_fee_run(db: Database, month: Month, act: Act) -> FeeJob:
    """Ask the service for the run of a month. Raises `MonthNotBegun`, `FeesBeingRun`."""
    check_month(month, act.today)
    async with writing(db, act) as tx:
        job = FeeJob(
            id=uuid4(),
            month=str(month),
            state=FeeJobState.RUNNING,
            asked_on=act.today,
            asked_by=act.by.id,
            asked_by_name=act.by.name,
            total=await contracts.count_touching(month.period),
            done=0,
            last_contract=None,
            charged=0,
            charged_cents=0,
            touched_at=act.at,
            error="",
        )
        await store.add_job(db, job)
        await tx.journal("fees-run-asked", f"fee-run/{month}", after=job)
        return tx.keep(job)


async def carry_out(db: Database, job_id: UUID, acting: Callable[[FeeJob], Act], stopping: Callable[[], bool]) -> None:
    """Do what is left of a job, slice by slice, until it is over or the service stops. `acting`: as who, and when.

    Raises `FeeJobMoved` when another replica works at it.
    """
    found = await store.find_job(job_id)
    if found is None:
        return
    job, month = found, Month.parse(found.month)
    ids = {one.id for one in await contracts.contracts_touching(month.period)}
    while job.state is FeeJobState.RUNNING and not stopping():
        some = next_slice(ids, job.last_contract, AT_ONCE)
        job = await (_slice(db, job, some, acting(job)) if some else _finish(db, job, month, acting(job)))


async def _slice(db: Database, job: FeeJob, ids: Sequence[UUID], act: Act) -> FeeJob:
    async with writing(db, act) as tx:
        await tx.lock_all(FEES_RUN)
        posted = await charge_slice(tx, ids, Month.parse(job.month), act)
        cents = sum(plan.fee.cents for plan in posted)
        further = replace(
            job,
            done=job.done + len(ids),
            last_contract=ids[-1],
            charged=job.charged + len(posted),
            charged_cents=job.charged_cents + cents,
            touched_at=act.at,
        )
        moved = await store.move_job(job, further)
        await tx.journal("fees-charged", f"fee-run/{job.month}", before=job, after=further)
        return moved


async def _finish(db: Database, job: FeeJob, month: Month, act: Act) -> FeeJob:
    async with writing(db, act) as tx:
        run = await run_all(tx, month, act, charged=job.charged, charged_cents=job.charged_cents)
        over = replace(
            job,
            state=FeeJobState.DONE,
            total=run.charged + run.skipped,
            done=run.charged + run.skipped,
            charged=run.charged,
            charged_cents=run.charged_cents,
            touched_at=act.at,
        )
        await store.move_job(job, over)
        await tx.journal("fees-run", f"fee-run/{run.month}", after=run)
        return over
