"""Units over HTTP."""

from datetime import date
from uuid import UUID

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Struct

from alt_units.actions import units as actions
from alt_units.actions.retirement import Foreseen, foresee_retirement
from alt_units.api.contract import (
    NewUnitIn,
    PlaceIn,
    ProgrammeIn,
    RetirementIn,
    UnitIn,
    UnitOut,
    UnitsOut,
)
from alt_units.api.counted_contract import CountedMonthOut
from alt_units.domain.units import Unit
from alt_units.store import units as store
from alt_units.store.offers import as_offered, offer_of
from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.bodies import check_day
from kernel.http.requests import Paging, versioned
from kernel.law import Law

UNIT = "/v1/units/{unit_id:uuid}"


class InTheWayOut(Struct, frozen=True, kw_only=True):
    """What keeps a unit in the park; `label` and `href` name the record, empty when the sentence says it all."""

    detail: str
    label: str
    href: str


class RetirementPreviewOut(Struct, frozen=True, kw_only=True):
    """All that stands in the way of a retirement; when nothing does, the months that claims would count otherwise."""

    in_the_way: list[InTheWayOut]
    months: list[CountedMonthOut]

    @classmethod
    def of(cls, found: Foreseen) -> "RetirementPreviewOut":
        return cls(
            in_the_way=[
                InTheWayOut(
                    detail=one.detail,
                    label=one.blocker.label if one.blocker else "",
                    href=one.blocker.href if one.blocker else "",
                )
                for one in found.in_the_way
            ],
            months=[CountedMonthOut.of(one) for one in found.months],
        )


@get("/v1/units", operation_id="list_units", summary="Lister les logements", tags=["Logements"])
async def list_units(paging: NamedDependency[Paging], today: NamedDependency[date]) -> UnitsOut:
    units = await store.list_units(limit=paging.limit + 1, after=paging.after)
    shown = units[: paging.limit]
    more = shown[-1].reference if len(units) > paging.limit else None
    return UnitsOut(items=[UnitOut.of(unit, today) for unit in await as_offered(shown, today)], next=more)


@post("/v1/units", operation_id="register_unit", summary="Enregistrer un logement", tags=["Logements"])
async def register_unit(
    data: JSONBody[NewUnitIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[UnitOut]:
    unit = await once(act, Unit, actions.register_unit(db, data.command(), act))
    return await answer(unit, act, status=201)


@get(UNIT, operation_id="get_unit", summary="Lire un logement", tags=["Logements"])
async def get_unit(unit_id: FromPath[UUID], today: NamedDependency[date]) -> Response[UnitOut]:
    unit = await store.find_unit(unit_id)
    return versioned(UnitOut.of(await offer_of(unit, today), today), unit.version)


@put(UNIT, operation_id="amend_unit", summary="Corriger un logement", tags=["Logements"])
async def amend_unit(
    unit_id: FromPath[UUID],
    data: JSONBody[UnitIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[UnitOut]:
    changing = actions.amend_unit(db, unit_id, data.facts(), act, version=expected_version)
    return await answer(await once(act, Unit, changing), act)


@post(f"{UNIT}/places", operation_id="add_place", summary="Ajouter une place", tags=["Logements"])
async def add_place(
    unit_id: FromPath[UUID],
    data: JSONBody[PlaceIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[UnitOut]:
    changing = actions.add_place(db, unit_id, data.name, act, version=expected_version, persons_max=data.persons_max)
    return await answer(await once(act, Unit, changing), act, status=201)


@put(f"{UNIT}/places/{{number:int}}", operation_id="amend_place", summary="Corriger une place", tags=["Logements"])
async def amend_place(
    unit_id: FromPath[UUID],
    number: FromPath[int],
    data: JSONBody[PlaceIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[UnitOut]:
    changing = actions.amend_place(
        db, unit_id, number, data.name, act, version=expected_version, persons_max=data.persons_max
    )
    return await answer(await once(act, Unit, changing), act)


@post(f"{UNIT}/programme", operation_id="change_programme", summary="Changer de programme", tags=["Logements"])
async def change_programme(
    unit_id: FromPath[UUID],
    data: JSONBody[ProgrammeIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[UnitOut]:
    changing = actions.change_programme(
        db, unit_id, data.programme, act, first_day=data.first_day, version=expected_version
    )
    return await answer(await once(act, Unit, changing), act, status=201)


@post(f"{UNIT}/retirement", operation_id="retire_unit", summary="Retirer un logement du parc", tags=["Logements"])
async def retire_unit(
    unit_id: FromPath[UUID],
    data: JSONBody[RetirementIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[UnitOut]:
    changing = actions.retire_unit(db, unit_id, act, last_day=data.last_day, version=expected_version)
    return await answer(await once(act, Unit, changing), act, status=201)


@get(
    f"{UNIT}/retirement-preview",
    operation_id="preview_retirement",
    summary="Prévoir l'effet d'un retrait",
    tags=["Logements"],
)
async def preview_retirement(
    unit_id: FromPath[UUID], last_day: FromQuery[date], db: NamedDependency[Database], law: NamedDependency[Law]
) -> RetirementPreviewOut:
    check_day(last_day, "last_day")
    return RetirementPreviewOut.of(await foresee_retirement(db, law, unit_id, last_day))


async def answer(unit: Unit, act: Act, status: int = 200) -> Response[UnitOut]:
    """The unit as it stands after an act, with its version."""
    return versioned(UnitOut.of(await offer_of(unit, act.today), act.today), unit.version, status=status)


HANDLERS = [
    list_units,
    register_unit,
    get_unit,
    amend_unit,
    add_place,
    amend_place,
    change_programme,
    retire_unit,
    preview_retirement,
]
