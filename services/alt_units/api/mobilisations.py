"""Mobilisations of a unit over HTTP: by what right it is had, from whom, on which days."""

from uuid import UUID

from litestar import Response, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from alt_units.actions import mobilisations as actions
from alt_units.api.contract import UnitOut
from alt_units.api.stock_contract import MobilisationEndIn, MobilisationIn, MobilisationSlideIn
from alt_units.api.units import UNIT, answer
from alt_units.domain.units import Unit
from kernel.acts import Act, once
from kernel.db import Database


@post(f"{UNIT}/mobilisations", operation_id="mobilise_unit", summary="Enregistrer une mobilisation", tags=["Logements"])
async def mobilise_unit(
    unit_id: FromPath[UUID],
    data: JSONBody[MobilisationIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[UnitOut]:
    changing = actions.mobilise_unit(db, unit_id, data.facts(), act, version=expected_version)
    return await answer(await once(act, Unit, changing), act, status=201)


@put(
    f"{UNIT}/mobilisations/{{mobilisation_id:uuid}}",
    operation_id="amend_mobilisation",
    summary="Corriger une mobilisation",
    tags=["Logements"],
)
async def amend_mobilisation(
    unit_id: FromPath[UUID],
    mobilisation_id: FromPath[UUID],
    data: JSONBody[MobilisationIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[UnitOut]:
    changing = actions.amend_mobilisation(db, unit_id, mobilisation_id, data.facts(), act, version=expected_version)
    return await answer(await once(act, Unit, changing), act)


@post(
    f"{UNIT}/mobilisations/{{mobilisation_id:uuid}}/end",
    operation_id="end_mobilisation",
    summary="Mettre fin à une mobilisation",
    tags=["Logements"],
)
async def end_mobilisation(
    unit_id: FromPath[UUID],
    mobilisation_id: FromPath[UUID],
    data: JSONBody[MobilisationEndIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[UnitOut]:
    changing = actions.end_mobilisation(
        db, unit_id, mobilisation_id, act, last_day=data.last_day, reason=data.reason, version=expected_version
    )
    return await answer(await once(act, Unit, changing), act, status=201)


@put(
    f"{UNIT}/mobilisations/{{mobilisation_id:uuid}}/slide",
    operation_id="slide_mobilisation",
    summary="Déclarer le glissement du bail",
    tags=["Logements"],
)
async def slide_mobilisation(
    unit_id: FromPath[UUID],
    mobilisation_id: FromPath[UUID],
    data: JSONBody[MobilisationSlideIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[UnitOut]:
    sliding = actions.slide_mobilisation(db, unit_id, mobilisation_id, act, last_day=data.last_day)
    return await answer(await once(act, Unit, sliding), act)


HANDLERS = [mobilise_unit, amend_mobilisation, end_mobilisation, slide_mobilisation]
