"""Voids of a unit over HTTP: the days when a place, or all of it, cannot be lived in."""

from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from alt_units.actions import voids as actions
from alt_units.api.contract import UnitOut
from alt_units.api.stock_contract import VoidCancellationIn, VoidEndIn, VoidIn
from alt_units.api.units import UNIT, answer
from alt_units.domain.units import Unit
from kernel.acts import Act, once
from kernel.db import Database


@post(f"{UNIT}/voids", operation_id="declare_void", summary="Déclarer une indisponibilité", tags=["Logements"])
async def declare_void(
    unit_id: FromPath[UUID],
    data: JSONBody[VoidIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[UnitOut]:
    changing = actions.declare_void(db, unit_id, data.facts(), act, version=expected_version)
    return await answer(await once(act, Unit, changing), act, status=201)


@post(
    f"{UNIT}/voids/{{void_id:uuid}}/end",
    operation_id="end_void",
    summary="Changer la fin d'une indisponibilité",
    tags=["Logements"],
)
async def end_void(
    unit_id: FromPath[UUID],
    void_id: FromPath[UUID],
    data: JSONBody[VoidEndIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[UnitOut]:
    changing = actions.end_void(db, unit_id, void_id, act, last_day=data.last_day, version=expected_version)
    return await answer(await once(act, Unit, changing), act, status=201)


@post(
    f"{UNIT}/voids/{{void_id:uuid}}/cancellation",
    operation_id="cancel_void",
    summary="Annuler une indisponibilité",
    tags=["Logements"],
)
async def cancel_void(
    unit_id: FromPath[UUID],
    void_id: FromPath[UUID],
    data: JSONBody[VoidCancellationIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[UnitOut]:
    changing = actions.cancel_void(db, unit_id, void_id, act, reason=data.reason, version=expected_version)
    return await answer(await once(act, Unit, changing), act, status=201)


HANDLERS = [declare_void, end_void, cancel_void]
