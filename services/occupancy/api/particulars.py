"""Particulars of households over the API: contacts, protection, right of residence, resources, needs, demand."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.requests import versioned
from occupancy.actions import particulars as actions
from occupancy.api.household_contract import ParticularEndIn, ParticularIn, ParticularOut, ParticularWithdrawalIn
from occupancy.domain.particulars import Particular
from occupancy.store import households
from occupancy.store import particulars as store


@get(
    "/v1/households/{household_id:uuid}/particulars",
    operation_id="list_particulars",
    summary="Lire les renseignements d'un ménage",
    tags=["Ménages"],
)
async def list_particulars(household_id: FromPath[UUID]) -> list[ParticularOut]:
    """Everything, what is over and what was withdrawn included, the earliest first."""
    household = await households.find_household(household_id)
    return [ParticularOut.of(one) for one in await store.particulars_of(household.id)]


@post(
    "/v1/households/{household_id:uuid}/particulars",
    operation_id="record_particular",
    summary="Enregistrer un renseignement",
    tags=["Ménages"],
)
async def record_particular(
    household_id: FromPath[UUID],
    data: JSONBody[ParticularIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[ParticularOut]:
    """One thing known of the household, checked by who records it."""
    recorded = await once(act, Particular, actions.record_particular(db, household_id, data.command(), act))
    return versioned(ParticularOut.of(recorded), recorded.version, status=201)


@post(
    "/v1/particulars/{particular_id:uuid}/end",
    operation_id="end_particular",
    summary="Dire la fin d'un renseignement",
    tags=["Ménages"],
    status_code=200,
)
async def end_particular(
    particular_id: FromPath[UUID],
    data: JSONBody[ParticularEndIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[ParticularOut]:
    """The last day on which it holds."""
    ending = actions.end_particular(db, particular_id, data.until, act, expected=expected_version)
    ended = await once(act, Particular, ending)
    return versioned(ParticularOut.of(ended), ended.version)


@post(
    "/v1/particulars/{particular_id:uuid}/withdrawal",
    operation_id="withdraw_particular",
    summary="Retirer un renseignement",
    tags=["Ménages"],
    status_code=200,
)
async def withdraw_particular(
    particular_id: FromPath[UUID],
    data: JSONBody[ParticularWithdrawalIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[ParticularOut]:
    """It was wrong: it stays in the file and no longer counts."""
    withdrawing = actions.withdraw_particular(db, particular_id, data.reason, act, expected=expected_version)
    withdrawn = await once(act, Particular, withdrawing)
    return versioned(ParticularOut.of(withdrawn), withdrawn.version)


HANDLERS = [list_particulars, record_particular, end_particular, withdraw_particular]
