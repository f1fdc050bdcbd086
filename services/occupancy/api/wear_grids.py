"""Wear grids over the API: imported from their agreement, withdrawn, fixed on a contract."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from kernel.acts import Act, once
from kernel.db import Database
from kernel.intake.wire import LARGEST_REQUEST
from occupancy.actions import wear_grids as actions
from occupancy.api.wear_grid_contract import (
    AgreeGridIn,
    ContractGridOut,
    WearGridIn,
    WearGridList,
    WearGridOut,
    WithdrawGridIn,
)
from occupancy.domain.wear_grids import ContractGrid, WearGrid
from occupancy.store import wear_grids as store

_TAGS = ["Grilles de vétusté"]


@get("/v1/wear-grids", operation_id="list_wear_grids", summary="Lister les grilles de vétusté", tags=_TAGS)
async def list_wear_grids() -> WearGridList:
    """Every version, with its rows and its provenance."""
    return WearGridList(items=[WearGridOut.of(one) for one in await store.list_grids()])


@post(
    "/v1/wear-grids",
    operation_id="import_wear_grid",
    summary="Importer une grille de vétusté",
    tags=_TAGS,
    request_max_body_size=LARGEST_REQUEST,
)
async def import_wear_grid(
    data: JSONBody[WearGridIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> WearGridOut:
    """All the rows or nothing; contracts signed from its day on take it."""
    importing = actions.import_grid(db, data.facts(), data.file(), act)
    return WearGridOut.of(await once(act, WearGrid, importing))


@post(
    "/v1/wear-grids/{grid_id:uuid}/withdrawal",
    operation_id="withdraw_wear_grid",
    summary="Retirer une grille de vétusté",
    tags=_TAGS,
)
async def withdraw_wear_grid(
    grid_id: FromPath[UUID],
    data: JSONBody[WithdrawGridIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> WearGridOut:
    """New contracts no longer take it; those that did keep it."""
    return WearGridOut.of(await once(act, WearGrid, actions.withdraw_grid(db, grid_id, data.reason, act)))


@post(
    "/v1/contracts/{contract_id:uuid}/wear-grid",
    operation_id="agree_wear_grid",
    summary="Convenir d'une grille de vétusté pour un contrat",
    tags=_TAGS,
)
async def agree_wear_grid(
    contract_id: FromPath[UUID],
    data: JSONBody[AgreeGridIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> ContractGridOut:
    """For a contract that was signed without one, once."""
    agreeing = actions.agree_grid(db, contract_id, data.grid_id, data.agreed_on, data.note, act)
    return ContractGridOut.of(await once(act, ContractGrid, agreeing))


HANDLERS = [list_wear_grids, import_wear_grid, withdraw_wear_grid, agree_wear_grid]
