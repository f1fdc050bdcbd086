"""The versions of a convention over HTTP: avenants, differences, signed papers; the next year, the end foreseen, documents."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from alt_units.actions import amendments as actions
from alt_units.actions import convention_ends as end_actions
from alt_units.actions import convention_papers as paper_actions
from alt_units.api.convention_contract import ConventionOut, LineIn, SignatureIn
from alt_units.api.conventions import answer
from alt_units.api.version_contract import (
    AmendmentIn,
    ApprovalIn,
    CapacityListIn,
    DifferencesOut,
    DocumentIn,
    DocumentOut,
    DocumentsOut,
    EndPreviewOut,
    OpenAmendmentIn,
    PaperIn,
    PaperOut,
    PapersOut,
    VersionOut,
    VersionsOut,
)
from alt_units.domain.convention_acts import end
from alt_units.domain.convention_differences import differences
from alt_units.domain.convention_papers import LARGEST_PAPER, Document, Paper
from alt_units.domain.convention_versions import find_version, versions_of
from alt_units.domain.conventions import Convention
from alt_units.domain.scales import Scales
from alt_units.store import convention_papers as papers
from alt_units.store import conventions as store
from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.bodies import check_day
from kernel.law import Law

CONVENTION = "/v1/conventions/{convention_id:uuid}"
AMENDMENT = f"{CONVENTION}/amendment"
LINE = f"{AMENDMENT}/lines/{{line_id:uuid}}"
DOCUMENT = f"{CONVENTION}/documents/{{document_id:uuid}}"
TAGS = ["Conventions"]
VersionNumber = Annotated[int, QueryParameter(ge=1, le=99)]


@get(f"{CONVENTION}/versions", operation_id="list_versions", summary="Lire les versions d'une convention", tags=TAGS)
async def list_versions(convention_id: FromPath[UUID]) -> VersionsOut:
    convention = await store.find_convention(convention_id)
    return VersionsOut(items=[VersionOut.of(convention, one) for one in versions_of(convention)])


@get(f"{CONVENTION}/differences", operation_id="compare_versions", summary="Comparer deux versions", tags=TAGS)
async def compare_versions(
    convention_id: FromPath[UUID], from_version: VersionNumber, to_version: VersionNumber
) -> DifferencesOut:
    convention = await store.find_convention(convention_id)
    before, after = find_version(convention, from_version), find_version(convention, to_version)
    return DifferencesOut.of(differences(convention, before, after))


@post(f"{CONVENTION}/amendments", operation_id="open_amendment", summary="Préparer un avenant", tags=TAGS)
async def open_amendment(
    convention_id: FromPath[UUID],
    data: JSONBody[OpenAmendmentIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    scales: NamedDependency[Scales],
) -> Response[ConventionOut]:
    changing = actions.open_amendment(db, convention_id, data.month(), act, version=expected_version)
    return await answer(await once(act, Convention, changing), scales, status=201)


@put(AMENDMENT, operation_id="amend_amendment", summary="Modifier l'avenant en préparation", tags=TAGS)
async def amend_amendment(
    convention_id: FromPath[UUID],
    data: JSONBody[AmendmentIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
    scales: NamedDependency[Scales],
) -> Response[ConventionOut]:
    facts = data.facts(await store.find_convention(convention_id))
    changing = actions.amend_amendment(db, convention_id, facts, act, law=law, version=expected_version)
    return await answer(await once(act, Convention, changing), scales)


@delete(AMENDMENT, operation_id="withdraw_amendment", summary="Abandonner l'avenant", tags=TAGS, status_code=200)
async def withdraw_amendment(
    convention_id: FromPath[UUID],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    scales: NamedDependency[Scales],
) -> Response[ConventionOut]:
    changing = actions.withdraw_amendment(db, convention_id, act, version=expected_version)
    return await answer(await once(act, Convention, changing), scales)


@post(f"{AMENDMENT}/lines", operation_id="add_amendment_line", summary="Ajouter une ligne à l'avenant", tags=TAGS)
async def add_amendment_line(
    convention_id: FromPath[UUID],
    data: JSONBody[LineIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    scales: NamedDependency[Scales],
) -> Response[ConventionOut]:
    changing = actions.add_amendment_line(
        db, convention_id, data.wanted(), act, scales=scales, version=expected_version
    )
    return await answer(await once(act, Convention, changing), scales, status=201)


@put(LINE, operation_id="amend_amendment_line", summary="Corriger une ligne de l'avenant", tags=TAGS)
async def amend_amendment_line(
    convention_id: FromPath[UUID],
    line_id: FromPath[UUID],
    data: JSONBody[LineIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    scales: NamedDependency[Scales],
) -> Response[ConventionOut]:
    changing = actions.amend_amendment_line(
        db, convention_id, line_id, data.wanted(), act, scales=scales, version=expected_version
    )
    return await answer(await once(act, Convention, changing), scales)


@delete(
    LINE, operation_id="remove_amendment_line", summary="Retirer une ligne de l'avenant", tags=TAGS, status_code=200
)
async def remove_amendment_line(
    convention_id: FromPath[UUID],
    line_id: FromPath[UUID],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    scales: NamedDependency[Scales],
) -> Response[ConventionOut]:
    changing = actions.remove_amendment_line(db, convention_id, line_id, act, version=expected_version)
    return await answer(await once(act, Convention, changing), scales)


@post(f"{AMENDMENT}/signature", operation_id="sign_amendment", summary="Signer l'avenant", tags=TAGS)
async def sign_amendment(
    convention_id: FromPath[UUID],
    data: JSONBody[SignatureIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
    scales: NamedDependency[Scales],
) -> Response[ConventionOut]:
    changing = actions.sign_amendment(
        db, convention_id, act, law=law, signed_on=data.signed_on, version=expected_version
    )
    return await answer(await once(act, Convention, changing), scales, status=201)


@put(f"{CONVENTION}/capacity", operation_id="set_capacity", summary="Saisir la capacité mois par mois", tags=TAGS)
async def set_capacity(
    convention_id: FromPath[UUID],
    data: JSONBody[CapacityListIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    scales: NamedDependency[Scales],
) -> Response[ConventionOut]:
    changing = actions.set_capacity(db, convention_id, data.capacity(), act, version=expected_version)
    return await answer(await once(act, Convention, changing), scales)


@put(f"{CONVENTION}/approval", operation_id="record_approval", summary="Noter l'agrément", tags=TAGS)
async def record_approval(
    convention_id: FromPath[UUID],
    data: JSONBody[ApprovalIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    scales: NamedDependency[Scales],
) -> Response[ConventionOut]:
    changing = actions.record_approval(db, convention_id, data.approval(), act, version=expected_version)
    return await answer(await once(act, Convention, changing), scales)


@post(f"{CONVENTION}/renewal", operation_id="renew_convention", summary="Reconduire une convention", tags=TAGS)
async def renew_convention(
    convention_id: FromPath[UUID],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
    scales: NamedDependency[Scales],
) -> Response[ConventionOut]:
    changing = actions.renew_convention(db, convention_id, act, law=law)
    return await answer(await once(act, Convention, changing), scales, status=201)


@get(f"{CONVENTION}/end-preview", operation_id="preview_end", summary="Prévoir l'effet d'une fin", tags=TAGS)
async def preview_end(
    convention_id: FromPath[UUID],
    ended_on: FromQuery[date],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
) -> EndPreviewOut:
    check_day(ended_on, "ended_on")
    convention = await store.find_convention(convention_id)
    ended = end(convention, ended_on=ended_on, reason="", claimed=())
    found = await end_actions.units_leaving(convention, ended_on)
    return EndPreviewOut.of(found, await end_actions.months_after(db, law, convention, ended, found))


@get(f"{CONVENTION}/documents", operation_id="list_documents", summary="Lister les pièces attendues", tags=TAGS)
async def list_documents(convention_id: FromPath[UUID]) -> DocumentsOut:
    await store.find_convention(convention_id)
    return DocumentsOut(items=[DocumentOut.of(one) for one in await papers.documents_of(convention_id)])


@post(f"{CONVENTION}/documents", operation_id="expect_document", summary="Attendre une pièce", tags=TAGS)
async def expect_document(
    convention_id: FromPath[UUID], data: JSONBody[DocumentIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> DocumentOut:
    expecting = paper_actions.expect_document(db, convention_id, data.command(), act)
    return DocumentOut.of(await once(act, Document, expecting))


@put(DOCUMENT, operation_id="amend_document", summary="Noter l'envoi d'une pièce", tags=TAGS)
async def amend_document(
    convention_id: FromPath[UUID],
    document_id: FromPath[UUID],
    data: JSONBody[DocumentIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> DocumentOut:
    changing = paper_actions.amend_document(db, convention_id, document_id, data.command(), act)
    return DocumentOut.of(await once(act, Document, changing))


@delete(DOCUMENT, operation_id="remove_document", summary="Retirer une pièce", tags=TAGS, status_code=200)
async def remove_document(
    convention_id: FromPath[UUID], document_id: FromPath[UUID], act: NamedDependency[Act], db: NamedDependency[Database]
) -> DocumentOut:
    changing = paper_actions.remove_document(db, convention_id, document_id, act)
    return DocumentOut.of(await once(act, Document, changing))


@get(f"{CONVENTION}/papers", operation_id="list_papers", summary="Lister les papiers signés", tags=TAGS)
async def list_papers(convention_id: FromPath[UUID]) -> PapersOut:
    await store.find_convention(convention_id)
    return PapersOut(items=[PaperOut.of(one) for one in await papers.papers_of(convention_id)])


@post(
    f"{CONVENTION}/papers",
    operation_id="keep_paper",
    summary="Conserver un papier signé",
    tags=TAGS,
    request_max_body_size=2 * LARGEST_PAPER,
)
async def keep_paper(
    convention_id: FromPath[UUID], data: JSONBody[PaperIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> PaperOut:
    keeping = paper_actions.keep_paper(db, convention_id, data.version_number, act, name=data.name, content=data.read())
    return PaperOut.of(await once(act, Paper, keeping))


HANDLERS = [
    list_versions,
    compare_versions,
    open_amendment,
    amend_amendment,
    withdraw_amendment,
    add_amendment_line,
    amend_amendment_line,
    remove_amendment_line,
    sign_amendment,
    set_capacity,
    record_approval,
    renew_convention,
    preview_end,
    list_documents,
    expect_document,
    amend_document,
    remove_document,
    list_papers,
    keep_paper,
]
