"""Carries out the large monthly runs that people asked for: one slice after the other, and again after a stop or a kill."""

import asyncio
import contextlib
import logging
from datetime import timedelta

from kernel.acts import Act, Staff, housekeeping
from kernel.clock import Clock
from kernel.db import Database, StoreBusy
from kernel.errors import Refusal
from occupancy.actions.fee_jobs import carry_out
from occupancy.domain.fee_jobs import FeeJob, FeeJobMoved
from occupancy.store import fee_jobs

log = logging.getLogger("palier")
_LOOK_SECONDS = 30.0
_LEFT_ALONE = timedelta(minutes=2)
"""A job that nobody touched for so long was left by a replica that is gone."""
_UNEXPECTED = (
    "Arrêté par une erreur du programme. Ce qui est appelé le reste : relancez, seul ce qui manque sera appelé."
)


class FeeRunner:
    """One per app. `start` in the lifespan; `wake` once a job is asked for; `drain` for tests and the demonstration."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db, self._clock = db, clock
        self._woken = asyncio.Event()
        self._stopping = False

    def start(self) -> asyncio.Task[None]:
        """Take up at once whatever a stop or a kill left."""
        self._woken, self._stopping = asyncio.Event(), False
        return asyncio.create_task(self._run())

    def wake(self) -> None:
        """A job was just asked for."""
        self._woken.set()

    def stop(self) -> None:
        """End after the slice in hand."""
        self._stopping = True
        self._woken.set()

    async def drain(self) -> None:
        """Carry out everything that waits."""
        for job in await fee_jobs.running():
            await self._carry_out(job)

    async def _run(self) -> None:
        every = True
        while not self._stopping:
            woken, every = every or self._woken.is_set(), False
            self._woken.clear()
            try:
                for job in await fee_jobs.running(None if woken else self._clock.now() - _LEFT_ALONE):
                    await self._carry_out(job)
            except Exception:
                log.exception("fee runs: look failed")
            if not self._stopping:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), _LOOK_SECONDS)

    async def _carry_out(self, job: FeeJob) -> None:
        """A busy store is tried again at the next look; what is refused or fails stops the job, with why."""
        try:
            await carry_out(self._db, job.id, self._act, lambda: self._stopping)
        except (FeeJobMoved, StoreBusy) as later:
            log.info("fee run %s left for later: %s", job.month, later.code)
        except Refusal as refusal:
            await self._fail(job, refusal.detail)
        except Exception:
            log.exception("fee run of %s failed", job.month)
            await self._fail(job, _UNEXPECTED)

    async def _fail(self, job: FeeJob, why: str) -> None:
        async with housekeeping(self._db):
            await fee_jobs.fail_job(job.id, why, self._clock.now())

    def _act(self, job: FeeJob) -> Act:
        by = Staff(id=job.asked_by, name=job.asked_by_name)
        return Act(by=by, at=self._clock.now(), today=self._clock.today(), request_id=f"fee-job-{job.id}")
