"""Bank files over HTTP: their sources and imports."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from alt_units.actions import bank_imports, bank_sources
from alt_units.api.bank_contract import (
    BankFileIn,
    BankImportOut,
    BankImportsOut,
    BankSourceIn,
    BankSourceOut,
    BankSourcesOut,
)
from alt_units.domain.bank_imports import BankImport
from alt_units.domain.bank_sources import BankSource
from alt_units.store import bank_imports as import_store
from alt_units.store import bank_sources as store
from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.requests import versioned
from kernel.law import Law

SOURCE = "/v1/bank-sources/{source_id:uuid}"
TAGS = ["Relevés bancaires"]
LARGEST_FILE = 15 * 1024 * 1024


@get("/v1/bank-sources", operation_id="list_bank_sources", summary="Lister les sources de relevés", tags=TAGS)
async def list_bank_sources() -> BankSourcesOut:
    return BankSourcesOut(items=[BankSourceOut.of(one) for one in await store.list_sources()])


@post("/v1/bank-sources", operation_id="add_bank_source", summary="Décrire une source de relevés", tags=TAGS)
async def add_bank_source(
    data: JSONBody[BankSourceIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[BankSourceOut]:
    source = await once(act, BankSource, bank_sources.add_bank_source(db, data.command(), act))
    return versioned(BankSourceOut.of(source), source.version, status=201)


@get(SOURCE, operation_id="get_bank_source", summary="Lire une source de relevés", tags=TAGS)
async def get_bank_source(source_id: FromPath[UUID]) -> Response[BankSourceOut]:
    source = await store.find_source(source_id)
    return versioned(BankSourceOut.of(source), source.version)


@put(SOURCE, operation_id="amend_bank_source", summary="Modifier une source de relevés", tags=TAGS)
async def amend_bank_source(
    source_id: FromPath[UUID],
    data: JSONBody[BankSourceIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    expected_version: NamedDependency[int],
) -> Response[BankSourceOut]:
    amending = bank_sources.amend_bank_source(db, source_id, data.command(), act, expected=expected_version)
    source = await once(act, BankSource, amending)
    return versioned(BankSourceOut.of(source), source.version)


@get("/v1/bank-imports", operation_id="list_bank_imports", summary="Lister les relevés importés", tags=TAGS)
async def list_bank_imports() -> BankImportsOut:
    return BankImportsOut(items=[BankImportOut.of(one) for one in await import_store.list_imports()])


@post(
    "/v1/bank-imports",
    operation_id="import_bank_file",
    summary="Importer un relevé",
    tags=TAGS,
    request_max_body_size=LARGEST_FILE,
)
async def import_bank_file(
    data: JSONBody[BankFileIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
) -> Response[BankImportOut]:
    importing = bank_imports.import_bank_content(db, data.source_id, data.file_name, data.bytes_sent(), act, law=law)
    return Response(BankImportOut.of(await once(act, BankImport, importing)), status_code=201)


HANDLERS: list[Any] = [
    list_bank_sources,
    add_bank_source,
    get_bank_source,
    amend_bank_source,
    list_bank_imports,
    import_bank_file,
]
