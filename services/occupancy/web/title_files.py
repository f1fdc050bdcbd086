"""Files of the comptable: sources with their columns, preview, import; the titles to issue after encashment."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.intake.cells import LARGEST_FILE
from kernel.intake.imports import SentFile
from kernel.web.export import Export
from kernel.web.form import Form
from kernel.web.page import page, see
from occupancy.actions import title_files as actions
from occupancy.actions.title_files import FilePreview, TitleFileImported
from occupancy.documents.title_lists import untitled_sheet
from occupancy.domain.title_files import (
    DayForm,
    DecimalForm,
    FileKind,
    TitleMapping,
    TitleSource,
    UntitledReceipt,
    Verdict,
)
from occupancy.store import title_files as store
from occupancy.web import labels, paths

LARGEST_REQUEST = LARGEST_FILE + 64 * 1024
SHOWN = 200
_COLUMNS = ("on_day", "amount", "number", "year", "state", "payer", "label", "reference")
_WORDS = ("taken", "rejected", "held", "paid", "cancelled")
_SOURCE = f"{paths.TITLE_SOURCES}/{{source_id:uuid}}"
_UPLOAD = f"{_SOURCE}/fichiers/{{upload_id:uuid}}"


@get(paths.TITLE_FILES)
async def title_files_page() -> Response[Any]:
    """The sources, the file to send, what was imported."""
    return await _files(Form.blank())


@post(paths.TITLE_FILES, request_max_body_size=LARGEST_REQUEST)
async def preview_title_file_form(
    form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """A file that can be read waits for its confirmation."""
    source_id, sent = form.identifier("source_id"), form.file("file")
    if form.ok:
        with form.refusals():
            source, file = await store.find_source(source_id), SentFile(name=sent.name, content=sent.content)
            await actions.preview_title_file(source, file, act)
            return see(paths.title_upload(source.id, await store.WAITING.keep(db, file, act)))
    return await _files(form)


@get(_UPLOAD)
async def title_preview_page(
    source_id: FromPath[UUID], upload_id: FromPath[UUID], act: NamedDependency[Act]
) -> Response[Any]:
    """What the file would do, line by line."""
    return await _preview(source_id, upload_id, Form.blank(), act)


@post(_UPLOAD)
async def import_title_file_form(
    source_id: FromPath[UUID],
    upload_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """All of it or nothing."""
    with form.refusals():
        done = await once(act, TitleFileImported, _import(db, source_id, upload_id, act))
        return see(paths.TITLE_FILES, done="title-file-imported" if done.new_lines else "title-file-nothing")
    return await _preview(source_id, upload_id, form, act)


@get(f"{paths.TITLE_FILES}/sources/nouvelle")
async def add_title_source_page() -> Response[Any]:
    """Which column says what."""
    return _source(Form.blank(kind=FileKind.STATES, day_form=DayForm.DAY_FIRST, decimal=DecimalForm.COMMA), None)


@get(_SOURCE)
async def title_source_page(source_id: FromPath[UUID]) -> Response[Any]:
    """A source, to be corrected by its next version."""
    found = await store.find_source(source_id)
    mapping = {name: getattr(found.mapping, name) for name in TitleMapping.__struct_fields__}
    return _source(Form.blank(name=found.name, kind=found.kind, **mapping), found)


@post(paths.TITLE_SOURCES)
async def save_title_source_form(
    form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """The first version of a source, or its next."""
    name, kind = form.text("name", 80), form.choice("kind", FileKind)
    said = {one: form.text(one, 80, required=False) for one in _COLUMNS}
    said |= {one: form.text(one, 200, required=False) for one in _WORDS}
    mapping = TitleMapping(
        day_form=form.choice("day_form", DayForm), decimal=form.choice("decimal", DecimalForm), **said
    )
    if form.ok:
        with form.refusals():
            await once(act, TitleSource, actions.save_title_source(db, name, kind, mapping, act))
            return see(paths.TITLE_FILES, done="title-source-recorded")
    return _source(form, None)


@get(paths.UNTITLED_RECEIPTS)
async def untitled_receipts_page(act: NamedDependency[Act], export: NamedDependency[Export]) -> Response[Any]:
    """What the comptable received without a title: the titles to issue after encashment."""
    if export:
        return await export.of(untitled_sheet(await _untitled()), f"titres-apres-encaissement-{act.today}")
    return await _receipts(Form.blank())


@post(f"{paths.UNTITLED_RECEIPTS}/{{receipt_id:uuid}}")
async def record_later_title_form(
    receipt_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """The title was issued."""
    reference = form.text("reference", 80)
    if form.ok:
        with form.refusals():
            await once(act, str, actions.record_later_title(db, receipt_id, reference, act))
            return see(paths.UNTITLED_RECEIPTS, done="later-title-recorded")
    return await _receipts(form)


async def _import(db: Database, source_id: UUID, upload_id: UUID, act: Act) -> TitleFileImported:
    file = await store.WAITING.find(upload_id, act)
    return await actions.import_title_file(db, source_id, file, act, upload_id=upload_id)


async def _files(form: Form) -> Response[Any]:
    known = await store.sources()
    return page(
        "titles/files.html",
        status=form.status,
        form=form,
        sources=known,
        source_options=[(one.id, one.name) for one in known],
        names={one.id: one.name for one in known},
        imports=await store.list_imports(),
        waiting=len([one for one in await store.untitled_receipts() if not one.titled_by]),
    )


async def _preview(source_id: UUID, upload_id: UUID, form: Form, act: Act) -> Response[Any]:
    source, file = await store.find_source(source_id), await store.WAITING.find(upload_id, act)
    found: FilePreview = await actions.preview_title_file(source, file, act)
    return page(
        "titles/preview.html",
        status=form.status,
        form=form,
        source=source,
        file=file,
        found=found,
        here=paths.title_upload(source_id, upload_id),
        shown=SHOWN,
        verdicts=labels.TITLE_VERDICT,
        others=sum(one.verdict is Verdict.OTHER for one in found.planned),
    )


def _source(form: Form, found: TitleSource | None) -> Response[Any]:
    return page(
        "titles/source.html",
        status=form.status,
        form=form,
        found=found,
        kinds=list(labels.TITLE_FILE_KIND.items()),
        day_forms=list(labels.DAY_FORM.items()),
        decimals=list(labels.DECIMAL_FORM.items()),
    )


async def _receipts(form: Form) -> Response[Any]:
    every = await _untitled()
    waiting = [one for one in every if not one.titled_by]
    return page(
        "titles/untitled.html",
        status=form.status,
        form=form,
        rows=every,
        waiting=len(waiting),
        total=sum(one.cents for one in waiting),
    )


async def _untitled() -> list[UntitledReceipt]:
    """What still wants a title first."""
    return sorted(await store.untitled_receipts(), key=lambda one: (bool(one.titled_by), one.on_day))


HANDLERS = [
    title_files_page,
    preview_title_file_form,
    title_preview_page,
    import_title_file_form,
    add_title_source_page,
    title_source_page,
    save_title_source_form,
    untitled_receipts_page,
    record_later_title_form,
]
