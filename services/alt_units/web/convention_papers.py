"""What comes with a convention: capacity of the annex, approval, expected documents, signed papers."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from alt_units.actions import amendments
from alt_units.actions import convention_papers as actions
from alt_units.domain.convention_papers import LARGEST_PAPER, Document, Paper
from alt_units.domain.convention_versions import find_version, in_preparation, open_version
from alt_units.domain.conventions import Convention
from alt_units.domain.units import DwellingType
from alt_units.store import convention_papers as store
from alt_units.store import conventions
from alt_units.web import paths
from alt_units.web.convention_forms import filled_capacity, read_approval, read_capacity, read_document
from kernel.acts import Act, once
from kernel.db import Database
from kernel.law import Law
from kernel.period import Month
from kernel.web.form import Form
from kernel.web.page import Page, page, see

CONVENTION = "/logements/conventions/{convention_id:uuid}"
DOCUMENT = f"{CONVENTION}/pieces/{{document_id:uuid}}"
LARGEST_FORM = LARGEST_PAPER + 64 * 1024


@get(f"{CONVENTION}/capacite")
async def set_capacity_page(convention_id: FromPath[UUID]) -> Page:
    convention = await conventions.find_convention(convention_id)
    return _capacity_page(convention, filled_capacity(_changing(convention)))


@post(f"{CONVENTION}/capacite")
async def set_capacity_form(
    convention_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    convention = await conventions.find_convention(convention_id)
    from_lines, version = form.checked("from_lines"), form.version()
    capacity = () if from_lines else read_capacity(form, convention.year)
    if form.ok:
        with form.refusals():
            changing = amendments.set_capacity(db, convention_id, capacity, act, version=version)
            await once(act, Convention, changing)
            return see(f"{paths.convention(convention_id)}?fait=capacity-set")
    return _capacity_page(convention, form)


@get(f"{CONVENTION}/agrement")
async def record_approval_page(convention_id: FromPath[UUID]) -> Page:
    convention = await conventions.find_convention(convention_id)
    known = convention.approval
    form = Form.blank(approval_number=known.number, approved_on=known.approved_on, approval_ends_on=known.ends_on)
    return page("conventions/approval.html", convention=convention, form=form)


@post(f"{CONVENTION}/agrement")
async def record_approval_form(
    convention_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    convention = await conventions.find_convention(convention_id)
    approval, version = read_approval(form), form.version()
    if form.ok:
        with form.refusals():
            changing = amendments.record_approval(db, convention_id, approval, act, version=version)
            await once(act, Convention, changing)
            return see(paths.convention(convention_id), done="approval-recorded")
    return page("conventions/approval.html", status=form.status, convention=convention, form=form)


@get(f"{CONVENTION}/pieces")
async def expect_document_page(convention_id: FromPath[UUID]) -> Page:
    convention = await conventions.find_convention(convention_id)
    return page("conventions/document.html", convention=convention, document=None, form=Form.blank())


@post(f"{CONVENTION}/pieces")
async def expect_document_form(
    convention_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    convention = await conventions.find_convention(convention_id)
    wanted = read_document(form)
    if form.ok:
        with form.refusals():
            await once(act, Document, actions.expect_document(db, convention_id, wanted, act))
            return see(paths.convention(convention_id), done="document-expected")
    return page("conventions/document.html", status=form.status, convention=convention, document=None, form=form)


@post(f"{CONVENTION}/pieces/textes")
async def list_usual_documents_form(
    convention_id: FromPath[UUID], act: NamedDependency[Act], db: NamedDependency[Database], law: NamedDependency[Law]
) -> Response[Any]:
    listing = actions.list_usual_documents(db, convention_id, act, law=law)
    await once(act, list[Document], listing)
    return see(paths.convention(convention_id), done="documents-listed")


@get(DOCUMENT)
async def amend_document_page(convention_id: FromPath[UUID], document_id: FromPath[UUID]) -> Page:
    convention = await conventions.find_convention(convention_id)
    found = await store.find_document(convention_id, document_id)
    form = Form.blank(label=found.label, due_on=found.due_on, received_on=found.received_on)
    return page("conventions/document.html", convention=convention, document=found, form=form)


@post(DOCUMENT)
async def amend_document_form(
    convention_id: FromPath[UUID],
    document_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    convention = await conventions.find_convention(convention_id)
    found, wanted = await store.find_document(convention_id, document_id), read_document(form)
    if form.ok:
        with form.refusals():
            await once(act, Document, actions.amend_document(db, convention_id, document_id, wanted, act))
            return see(paths.convention(convention_id), done="document-amended")
    return page("conventions/document.html", status=form.status, convention=convention, document=found, form=form)


@post(f"{DOCUMENT}/retrait")
async def remove_document_form(
    convention_id: FromPath[UUID], document_id: FromPath[UUID], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    await once(act, Document, actions.remove_document(db, convention_id, document_id, act))
    return see(paths.convention(convention_id), done="document-removed")


@get(f"{CONVENTION}/versions/{{number:int}}/papier")
async def keep_paper_page(convention_id: FromPath[UUID], number: FromPath[int]) -> Page:
    convention = await conventions.find_convention(convention_id)
    version = find_version(convention, number)
    return page("conventions/paper.html", convention=convention, version=version, form=Form.blank())


@post(f"{CONVENTION}/versions/{{number:int}}/papier", request_max_body_size=LARGEST_FORM)
async def keep_paper_form(
    convention_id: FromPath[UUID],
    number: FromPath[int],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    convention = await conventions.find_convention(convention_id)
    version, sent = find_version(convention, number), form.file("paper")
    if form.ok:
        with form.refusals():
            keeping = actions.keep_paper(db, convention_id, number, act, name=sent.name, content=sent.content)
            await once(act, Paper, keeping)
            return see(paths.convention(convention_id), done="paper-kept")
    return page("conventions/paper.html", status=form.status, convention=convention, version=version, form=form)


@get(f"{CONVENTION}/papiers/{{paper_id:uuid}}")
async def read_paper(convention_id: FromPath[UUID], paper_id: FromPath[UUID]) -> Response[bytes]:
    """The file as it was joined: never opened inside our pages, never read as anything but what it is."""
    found, content = await store.find_paper(convention_id, paper_id)
    ending = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}[found.media_type]
    headers = {
        "content-disposition": f'attachment; filename="papier-signe-version-{found.version_number}.{ending}"',
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
    }
    return Response(content, media_type=found.media_type, headers=headers)


def _changing(convention: Convention) -> Convention:
    """What the capacity is typed for: the avenant in preparation, else the convention."""
    return in_preparation(convention) if open_version(convention) else convention


def _capacity_page(convention: Convention, form: Form) -> Page:
    months = [Month(convention.year, number) for number in range(1, 13)]
    changing = _changing(convention)
    shown = {line.dwelling_type for line in changing.lines} | {one.dwelling_type for one in changing.capacity}
    return page(
        "conventions/capacity.html",
        status=form.status,
        convention=convention,
        form=form,
        months=months,
        kinds=[one for one in DwellingType if not shown or one in shown],
        others=[one for one in DwellingType if shown and one not in shown],
    )


HANDLERS = [
    set_capacity_page,
    set_capacity_form,
    record_approval_page,
    record_approval_form,
    expect_document_page,
    expect_document_form,
    list_usual_documents_form,
    amend_document_page,
    amend_document_form,
    remove_document_form,
    keep_paper_page,
    keep_paper_form,
    read_paper,
]
