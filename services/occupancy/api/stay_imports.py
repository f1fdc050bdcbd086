"""Imports of households and stays over the API. What is wrong comes as a problem with one error for each cell."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from kernel.acts import Act, once
from kernel.db import Database
from kernel.intake.wire import LARGEST_REQUEST
from occupancy.actions import stay_imports as actions
from occupancy.api.stay_import_contract import (
    StayFileIn,
    StayImportIn,
    StayImportOut,
    StayImportsOut,
    StayPreviewOut,
)
from occupancy.clients.alt_units import AltUnits
from occupancy.domain.stay_imports import StayImport
from occupancy.store import openings
from occupancy.store import stay_imports as store

_TAGS = ["Imports des séjours"]


@get("/v1/stay-imports", operation_id="list_stay_imports", summary="Lister les imports de séjours", tags=_TAGS)
async def list_stay_imports() -> StayImportsOut:
    """The latest imports, latest first."""
    opened = await openings.of_imports()
    return StayImportsOut(items=[StayImportOut.of(one, opened.get(one.id, ())) for one in await store.list_imports()])


@get(
    "/v1/stay-imports/{import_id:uuid}",
    operation_id="get_stay_import",
    summary="Lire un import de séjours",
    tags=_TAGS,
)
async def get_stay_import(import_id: FromPath[UUID]) -> StayImportOut:
    """The report that was kept."""
    return StayImportOut.of(await store.find_import(import_id), await openings.of_import(import_id))


@post(
    "/v1/stay-imports/preview",
    operation_id="preview_stay_import",
    summary="Essayer un import de séjours, sans rien écrire",
    tags=_TAGS,
    status_code=200,
    request_max_body_size=LARGEST_REQUEST,
)
async def preview_stay_import(
    data: JSONBody[StayFileIn], act: NamedDependency[Act], alt_units: NamedDependency[AltUnits]
) -> StayPreviewOut:
    """What would be added, and what is to be read before."""
    file = data.file()
    return StayPreviewOut.of(await actions.preview(file, act, alt_units=alt_units), file)


@post(
    "/v1/stay-imports",
    operation_id="import_stays",
    summary="Importer des ménages et leurs séjours, en entier ou pas du tout",
    tags=_TAGS,
    request_max_body_size=LARGEST_REQUEST,
)
async def import_stays(
    data: JSONBody[StayImportIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    alt_units: NamedDependency[AltUnits],
) -> Response[StayImportOut]:
    """All of the file or nothing."""
    importing = actions.import_stays(db, data.file(), act, alt_units=alt_units, reason=data.reason.strip())
    report = await once(act, StayImport, importing)
    return Response(StayImportOut.of(report, await openings.of_import(report.id)), status_code=201)


HANDLERS = [list_stay_imports, get_stay_import, preview_stay_import, import_stays]
