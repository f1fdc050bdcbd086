"""Large monthly runs and how far each went."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace

from kernel.db import Database
from kernel.period import Month
from occupancy.domain.fee_jobs import FeeJob, FeeJobMoved, FeeJobState, FeesBeingRun
from occupancy.store.ledger import as_values
from occupancy.tables.money import FeeJobRow


async def add_job(db: Database, job: FeeJob) -> None:
    """Raises `FeesBeingRun`."""
    with db.refusing(
        {"fee_job_running": lambda: FeesBeingRun("Ce mois est en cours d'appel : suivez son avancement.")}
    ):
        await FeeJobRow.insert(FeeJobRow(**as_values(job)))


async def find_job(job_id: UUID) -> FeeJob | None:
    """None when there is none with this id."""
    row = await FeeJobRow.select().where(FeeJobRow.id == job_id).first()
    return msgspec.convert(row, FeeJob) if row else None


async def last_job(month: Month) -> FeeJob | None:
    """The latest job of a month, the one under way first."""
    rows = await FeeJobRow.select().where(FeeJobRow.month == str(month))
    jobs = [msgspec.convert(row, FeeJob) for row in rows]
    return max(jobs, key=lambda one: (one.state is FeeJobState.RUNNING, one.touched_at), default=None)


async def jobs() -> tuple[FeeJob, ...]:
    """All of them, the latest touched first."""
    rows = await FeeJobRow.select().order_by(FeeJobRow.touched_at, ascending=False)
    return tuple(msgspec.convert(row, FeeJob) for row in rows)


async def running(touched_before: datetime | None = None) -> tuple[FeeJob, ...]:
    """Those to be taken up; `touched_before`: only those that nobody seems to work at."""
    rows = await FeeJobRow.select().where(FeeJobRow.state == FeeJobState.RUNNING.value)
    found = [msgspec.convert(row, FeeJob) for row in rows]
    return tuple(one for one in found if touched_before is None or one.touched_at < touched_before)


async def move_job(before: FeeJob, after: FeeJob) -> FeeJob:
    """Keep how far it went, from where it was read. Raises `FeeJobMoved` when another went further meanwhile."""
    values: dict[Any, Any] = {name: value for name, value in as_values(after).items() if name != "id"}
    rows = (
        await FeeJobRow.update(values)
        .where(
            (FeeJobRow.id == before.id)
            & (FeeJobRow.done == before.done)
            & (FeeJobRow.state == FeeJobState.RUNNING.value)
        )
        .returning(FeeJobRow.id)
    )
    if not rows:
        raise FeeJobMoved("Cet appel a avancé entre-temps.")
    return after


async def fail_job(job_id: UUID, error: str, at: datetime) -> None:
    """Stop it, with why: another may be asked for."""
    job = await find_job(job_id)
    if job and job.state is FeeJobState.RUNNING:
        await move_job(job, replace(job, state=FeeJobState.FAILED, error=error[:500], touched_at=at))
