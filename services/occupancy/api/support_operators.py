"""Operators of social support over the API."""

from uuid import UUID

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.requests import versioned
from kernel.period import Month
from occupancy.actions import support_operators as actions
from occupancy.api.support_contract import OperatorIn, OperatorList, OperatorOut
from occupancy.api.support_measures import TAGS
from occupancy.domain.support_operators import SupportOperator, followed_in
from occupancy.store import support_operators as store
from occupancy.store.support_measures import measures_running


async def _followed(act: Act) -> dict[UUID | None, int]:
    """The households followed this month, by operator."""
    month = Month.of(act.today)
    running = await measures_running(month.first_day, month.last_day)
    ids = {one.operator_id for one in running}
    mine = {key: [one for one in running if one.operator_id == key] for key in ids}
    return {key: followed_in(found, month.first_day, month.last_day) for key, found in mine.items()}


async def _answer(operator: SupportOperator, act: Act, status: int = 200) -> Response[OperatorOut]:
    followed = (await _followed(act)).get(operator.id, 0)
    return versioned(OperatorOut.of(operator, followed), operator.version, status=status)


@get("/v1/support-operators", operation_id="list_support_operators", summary="Lister les opérateurs", tags=TAGS)
async def list_support_operators(act: NamedDependency[Act]) -> OperatorList:
    """The directory, with the households followed this month."""
    followed = await _followed(act)
    return OperatorList(items=[OperatorOut.of(one, followed.get(one.id, 0)) for one in await store.list_operators()])


@post("/v1/support-operators", operation_id="register_operator", summary="Inscrire un opérateur", tags=TAGS)
async def register_operator(
    data: JSONBody[OperatorIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[OperatorOut]:
    """Name, sector, monthly capacity."""
    doing = actions.register_operator(db, data.operator(), act)
    return await _answer(await once(act, SupportOperator, doing), act, status=201)


@put(
    "/v1/support-operators/{operator_id:uuid}",
    operation_id="amend_operator",
    summary="Modifier un opérateur",
    tags=TAGS,
)
async def amend_operator(
    operator_id: FromPath[UUID],
    data: JSONBody[OperatorIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[OperatorOut]:
    """The measures already notified stay with it."""
    doing = actions.amend_operator(db, operator_id, data.operator(), act, expected=expected_version)
    return await _answer(await once(act, SupportOperator, doing), act)


HANDLERS = [list_support_operators, register_operator, amend_operator]
