"""Monthly fees over the API."""

from typing import Annotated

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, QueryParameter

from kernel.acts import Act, once
from kernel.db import Database
from kernel.period import MONTH, Month
from occupancy.actions import charges as actions
from occupancy.api.money_contract import FeeRunIn, FeeRunOut, MonthPlanOut
from occupancy.domain.fees import FeeRun
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


HANDLERS = [list_fee_runs, preview_fees, run_fees]
