"""What the dwellings cost, over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from alt_units.actions import costs as actions
from alt_units.api.report_contract import CostCancellationIn, CostIn, CostListOut, CostOut, RentOut, RentsIn, RentsOut
from alt_units.domain.conventions import FIRST_YEAR, LAST_YEAR
from alt_units.domain.costs import Cost
from alt_units.store import costs as store
from kernel.acts import Act, once
from kernel.db import Database
from kernel.period import Period

TAGS = ["Rapports"]
Year = Annotated[int, QueryParameter(ge=FIRST_YEAR, le=LAST_YEAR)]


@get("/v1/costs", operation_id="list_costs", summary="Lire les dépenses d'une année", tags=TAGS)
async def list_costs(year: Year) -> CostListOut:
    window = Period(date(year, 1, 1), date(year, 12, 31))
    return CostListOut(items=[CostOut.of(one) for one in await store.costs_touching(window)])


@post("/v1/costs", operation_id="record_cost", summary="Enregistrer une dépense", tags=TAGS)
async def record_cost(data: JSONBody[CostIn], act: NamedDependency[Act], db: NamedDependency[Database]) -> CostOut:
    return CostOut.of(await once(act, Cost, actions.record_cost(db, data.facts(), act)))


@post(
    "/v1/costs/{cost_id:uuid}/cancellation",
    operation_id="cancel_cost",
    summary="Annuler une dépense",
    tags=TAGS,
)
async def cancel_cost(
    cost_id: FromPath[UUID],
    data: JSONBody[CostCancellationIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> CostOut:
    return CostOut.of(await once(act, Cost, actions.cancel_cost(db, cost_id, data.reason, act)))


@get("/v1/rents", operation_id="list_proposed_rents", summary="Lire les loyers proposés", tags=TAGS)
async def list_proposed_rents(year: Year, today: NamedDependency[date]) -> RentsOut:
    return RentsOut(items=[RentOut.of(one) for one in await actions.rents_of_year(year, today)])


@post("/v1/rents", operation_id="record_proposed_rents", summary="Enregistrer des loyers proposés", tags=TAGS)
async def record_proposed_rents(
    data: JSONBody[RentsIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> CostListOut:
    recorded = await once(act, list[Cost], actions.record_rents(db, data.year, data.cost_ids, act))
    return CostListOut(items=[CostOut.of(one) for one in recorded])


HANDLERS = [list_costs, record_cost, cancel_cost, list_proposed_rents, record_proposed_rents]
