"""Régies over the API."""

from uuid import UUID

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.requests import versioned
from occupancy.actions import regies as actions
from occupancy.api.money_contract import RegieIn, RegieOut
from occupancy.domain.regies import Regie
from occupancy.store import regies as store


@get("/v1/regies", operation_id="list_regies", summary="Lister les régies", tags=["Régies"])
async def list_regies() -> list[RegieOut]:
    """All régies, by code."""
    return [RegieOut.of(regie) for regie in await store.list_regies()]


@get("/v1/regies/{regie_id:uuid}", operation_id="get_regie", summary="Lire une régie", tags=["Régies"])
async def get_regie(regie_id: FromPath[UUID]) -> Response[RegieOut]:
    """One régie."""
    regie = await store.find_regie(regie_id)
    return versioned(RegieOut.of(regie), regie.version)


@post("/v1/regies", operation_id="create_regie", summary="Créer une régie", tags=["Régies"])
async def create_regie(
    data: JSONBody[RegieIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[RegieOut]:
    """A régie, with what its founding act lets it collect."""
    regie = await once(act, Regie, actions.create_regie(db, data.command(), act))
    return versioned(RegieOut.of(regie), regie.version, status=201)


@put("/v1/regies/{regie_id:uuid}", operation_id="amend_regie", summary="Modifier une régie", tags=["Régies"])
async def amend_regie(
    regie_id: FromPath[UUID],
    data: JSONBody[RegieIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[RegieOut]:
    """Its code stays as it was."""
    amending = actions.amend_regie(db, regie_id, data.command(), act, expected_version=expected_version)
    regie = await once(act, Regie, amending)
    return versioned(RegieOut.of(regie), regie.version)


HANDLERS = [list_regies, get_regie, create_regie, amend_regie]
