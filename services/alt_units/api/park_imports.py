"""Imports of a park over HTTP: tried, done, read again. What is wrong comes as a problem with one error for each cell."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from alt_units.actions import park_imports as actions
from alt_units.api.park_import_contract import (
    ParkFileIn,
    ParkImportIn,
    ParkImportLineOut,
    ParkImportOut,
    ParkImportsOut,
    ParkPreviewOut,
)
from alt_units.domain.park_imports import ParkImport
from alt_units.domain.scales import Scales
from alt_units.store import park_imports as store
from kernel.acts import Act, once
from kernel.db import Database
from kernel.intake.wire import LARGEST_REQUEST
from kernel.law import Law

TAGS = ["Imports du parc"]


@get("/v1/park-imports", operation_id="list_park_imports", summary="Lister les imports du parc", tags=TAGS)
async def list_park_imports() -> ParkImportsOut:
    return ParkImportsOut(items=[ParkImportLineOut.of(one) for one in await store.list_imports()])


@get("/v1/park-imports/{import_id:uuid}", operation_id="get_park_import", summary="Lire un import du parc", tags=TAGS)
async def get_park_import(import_id: FromPath[UUID]) -> ParkImportOut:
    return ParkImportOut.of(await store.find_import(import_id))


@post(
    "/v1/park-imports/preview",
    operation_id="preview_park_import",
    summary="Essayer un import du parc, sans rien écrire",
    tags=TAGS,
    status_code=200,
    request_max_body_size=LARGEST_REQUEST,
)
async def preview_park_import(
    data: JSONBody[ParkFileIn], act: NamedDependency[Act], law: NamedDependency[Law], scales: NamedDependency[Scales]
) -> ParkPreviewOut:
    file = data.file()
    return ParkPreviewOut.of(await actions.preview(file, act, law=law, scales=scales), file)


@post(
    "/v1/park-imports",
    operation_id="import_park",
    summary="Importer un parc, en entier ou pas du tout",
    tags=TAGS,
    request_max_body_size=LARGEST_REQUEST,
)
async def import_park(
    data: JSONBody[ParkImportIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
    scales: NamedDependency[Scales],
) -> Response[ParkImportOut]:
    importing = actions.import_park(db, data.file(), act, law=law, scales=scales, reason=data.reason.strip())
    return Response(ParkImportOut.of(await once(act, ParkImport, importing)), status_code=201)


HANDLERS = [list_park_imports, get_park_import, preview_park_import, import_park]
