"""Monthly fees over the API."""

from typing import Annotated

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, QueryParameter

from kernel.acts import Act, once
from kernel.db import Database
from kernel.period import MONTH, Month
from occupancy.actions import charges as actions
from occupancy.actions.fee_jobs import ask_fee_run as asking
from occupancy.api.money_contract import FeeJobOut, FeeRunIn, FeeRunOut, MonthPlanOut
from occupancy.domain.fee_jobs import FeeJob
from occupancy.domain.fees import FeeRun
from occupancy.fee_runner import FeeRunner
from occupancy.store import fee_jobs
from occupancy.store import fees as store


@get("/v1/fee-runs", operation_id="list_fee_runs", summary="Lister les appels de redevances", tags=["Redevances"])
async def list_fee_runs() -> list[FeeRunOut]:
    """The runs, latest month first."""
    return [FeeRunOut.of(run) for run in await store.runs()]


@get(
    "/v1/fee-runs/preview",
    operation_id="preview_fees",
    summary="Prévoir l'appel des redevances d'un mois",
    tags=["Redevances"],
)
async def preview_fees(month: Annotated[str, QueryParameter(pattern=MONTH)]) -> list[MonthPlanOut]:
    """What a run would do, contract by contract, with its reason. Writes nothing."""
    return [MonthPlanOut.of(plan) for plan in await actions.preview_monthly_fees(Month.parse(month))]


@post("/v1/fee-runs", operation_id="run_fees", summary="Appeler les redevances d'un mois", tags=["Redevances"])
async def run_fees(data: JSONBody[FeeRunIn], act: NamedDependency[Act], db: NamedDependency[Database]) -> FeeRunOut:
    """Charges each stay once; run again, it charges only what is missing."""
    return FeeRunOut.of(await once(act, FeeRun, actions.run_monthly_fees(db, data.asked(), act)))


@get(
    "/v1/fee-jobs", operation_id="list_fee_jobs", summary="Suivre les grands appels de redevances", tags=["Redevances"]
)
async def list_fee_jobs() -> list[FeeJobOut]:
    """How far each is, the latest first."""
    return [FeeJobOut.of(job) for job in await fee_jobs.jobs()]


@post("/v1/fee-jobs", operation_id="ask_fee_run", summary="Demander un grand appel de redevances", tags=["Redevances"])
async def ask_fee_run(
    data: JSONBody[FeeRunIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    fee_runner: NamedDependency[FeeRunner],
) -> FeeJobOut:
    """The service charges slice by slice; asked again after a stop, it charges only what is missing."""
    job = await once(act, FeeJob, asking(db, data.asked(), act))
    fee_runner.wake()
    return FeeJobOut.of(job)


HANDLERS = [list_fee_runs, preview_fees, run_fees, list_fee_jobs, ask_fee_run]
