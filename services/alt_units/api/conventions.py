"""Conventions, their lines and the tables over HTTP."""

from typing import Annotated
from uuid import UUID

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from alt_units.actions import convention_ends as end_actions
from alt_units.actions import conventions as actions
from alt_units.api.convention_contract import (
    ConventionIn,
    ConventionOut,
    ConventionsOut,
    EndIn,
    LineIn,
    ScaleOut,
    ScalesOut,
    SignatureIn,
)
from alt_units.domain.convention_amounts import check_lines
from alt_units.domain.conventions import FIRST_YEAR, LAST_YEAR, Convention
from alt_units.domain.scales import Scales
from alt_units.store import conventions as store
from alt_units.store import units as unit_store
from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.requests import versioned
from kernel.law import Law

CONVENTION = "/v1/conventions/{convention_id:uuid}"
LINE = f"{CONVENTION}/lines/{{line_id:uuid}}"


@get("/v1/scales", operation_id="list_scales", summary="Lire les barèmes", tags=["Conventions"])
async def list_scales(scales: NamedDependency[Scales]) -> ScalesOut:
    return ScalesOut(items=[ScaleOut.of(one) for one in scales.all()])


@get("/v1/conventions", operation_id="list_conventions", summary="Lister les conventions", tags=["Conventions"])
async def list_conventions(
    scales: NamedDependency[Scales],
    year: Annotated[int | None, QueryParameter(ge=FIRST_YEAR, le=LAST_YEAR)] = None,
) -> ConventionsOut:
    found = await store.list_conventions(year=year)
    units = await unit_store.find_units(sorted({line.unit_id for one in found for line in one.lines}))
    return ConventionsOut(items=[ConventionOut.of(one, check_lines(one, units, scales)) for one in found])


@post("/v1/conventions", operation_id="register_convention", summary="Préparer une convention", tags=["Conventions"])
async def register_convention(
    data: JSONBody[ConventionIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
    scales: NamedDependency[Scales],
) -> Response[ConventionOut]:
    convention = await once(act, Convention, actions.register_convention(db, data.facts(), act, law=law))
    return await answer(convention, scales, status=201)


@get(CONVENTION, operation_id="get_convention", summary="Lire une convention", tags=["Conventions"])
async def get_convention(convention_id: FromPath[UUID], scales: NamedDependency[Scales]) -> Response[ConventionOut]:
    return await answer(await store.find_convention(convention_id), scales)


@put(CONVENTION, operation_id="amend_convention", summary="Corriger une convention", tags=["Conventions"])
async def amend_convention(
    convention_id: FromPath[UUID],
    data: JSONBody[ConventionIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
    scales: NamedDependency[Scales],
) -> Response[ConventionOut]:
    changing = actions.amend_convention(db, convention_id, data.facts(), act, law=law, version=expected_version)
    return await answer(await once(act, Convention, changing), scales)


@post(f"{CONVENTION}/lines", operation_id="add_line", summary="Ajouter une ligne", tags=["Conventions"])
async def add_line(
    convention_id: FromPath[UUID],
    data: JSONBody[LineIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    scales: NamedDependency[Scales],
) -> Response[ConventionOut]:
    changing = actions.add_line(db, convention_id, data.wanted(), act, scales=scales, version=expected_version)
    return await answer(await once(act, Convention, changing), scales, status=201)


@put(LINE, operation_id="amend_line", summary="Corriger une ligne", tags=["Conventions"])
async def amend_line(
    convention_id: FromPath[UUID],
    line_id: FromPath[UUID],
    data: JSONBody[LineIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    scales: NamedDependency[Scales],
) -> Response[ConventionOut]:
    changing = actions.amend_line(
        db, convention_id, line_id, data.wanted(), act, scales=scales, version=expected_version
    )
    return await answer(await once(act, Convention, changing), scales)


@delete(LINE, operation_id="remove_line", summary="Retirer une ligne", tags=["Conventions"], status_code=200)
async def remove_line(
    convention_id: FromPath[UUID],
    line_id: FromPath[UUID],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    scales: NamedDependency[Scales],
) -> Response[ConventionOut]:
    changing = actions.remove_line(db, convention_id, line_id, act, version=expected_version)
    return await answer(await once(act, Convention, changing), scales)


@post(f"{CONVENTION}/signature", operation_id="sign_convention", summary="Signer une convention", tags=["Conventions"])
async def sign_convention(
    convention_id: FromPath[UUID],
    data: JSONBody[SignatureIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
    scales: NamedDependency[Scales],
) -> Response[ConventionOut]:
    changing = actions.sign_convention(
        db, convention_id, act, law=law, signed_on=data.signed_on, version=expected_version
    )
    return await answer(await once(act, Convention, changing), scales, status=201)


@post(f"{CONVENTION}/end", operation_id="end_convention", summary="Mettre fin à une convention", tags=["Conventions"])
async def end_convention(
    convention_id: FromPath[UUID],
    data: JSONBody[EndIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
    scales: NamedDependency[Scales],
) -> Response[ConventionOut]:
    changing = end_actions.end_convention(db, convention_id, data.command(), act, law=law, version=expected_version)
    return await answer(await once(act, Convention, changing), scales, status=201)


async def answer(convention: Convention, scales: Scales, status: int = 200) -> Response[ConventionOut]:
    units = await unit_store.find_units([line.unit_id for line in convention.lines])
    body = ConventionOut.of(convention, check_lines(convention, units, scales))
    return versioned(body, convention.version, status=status)


HANDLERS = [
    list_scales,
    list_conventions,
    register_convention,
    get_convention,
    amend_convention,
    add_line,
    amend_line,
    remove_line,
    sign_convention,
    end_convention,
]
