"""Bank files: where they come from, what one would bring, what each brought."""

from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from alt_units.actions import bank_imports, bank_sources
from alt_units.actions.bank_imports import Previewed, preview_bank_file
from alt_units.actions.bank_sources import DescribeSource
from alt_units.documents.bank_lists import bank_imports_sheets, bank_lines_sheet
from alt_units.domain.bank_files import BankFileRejected, FileFormat
from alt_units.domain.bank_imports import BankImport, Upload
from alt_units.domain.bank_lines import BankUploadNotFound
from alt_units.domain.bank_sources import BankSource, check_source
from alt_units.parsers.bank_csv import headings_of
from alt_units.store import bank_imports as import_store
from alt_units.store import bank_lines, conventions
from alt_units.store import bank_sources as store
from alt_units.web import bank_forms, paths
from kernel.acts import Act, once
from kernel.db import Database
from kernel.errors import NotFound, Refusal
from kernel.law import Law
from kernel.web.export import EVERYTHING, Export
from kernel.web.form import Form
from kernel.web.page import Page, page, see

LARGEST_BODY = 11 * 1024 * 1024
MOST_ROWS = 200


@get("/logements/aides/releves")
async def bank_page(export: NamedDependency[Export]) -> Response[Any]:
    """What stands where, the sources, the last imports."""
    sources = await store.list_sources()
    if export:
        every = await import_store.list_imports(limit=EVERYTHING)
        return await export.book(bank_imports_sheets(every, sources), "Relevés bancaires", "releves-bancaires")
    return page(
        "bank/home.html",
        counts=await bank_lines.counts(),
        sources=sources,
        names={one.id: one.name for one in sources},
        imports=await import_store.list_imports(),
    )


@get("/logements/aides/releves/fichiers/nouveau")
async def send_bank_file_page(source: FromQuery[UUID | None] = None) -> Page:
    """The form that joins a file."""
    sources = await store.list_sources()
    only = sources[0].id if len(sources) == 1 else None
    return page("bank/send.html", form=Form.blank(source_id=source or only), sources=sources)


@post("/logements/aides/releves/fichiers/nouveau", request_max_body_size=LARGEST_BODY)
async def send_bank_file_form(
    form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """Keep the file, then show what it would bring."""
    source_id, sent = form.identifier("source_id"), form.file("file")
    if form.ok:
        with form.refusals():
            upload = await bank_imports.send_bank_file(db, source_id, sent.name, sent.content, act)
            return see(paths.bank_upload(upload.id))
    return page("bank/send.html", status=form.status, form=form, sources=await store.list_sources())


@get("/logements/aides/releves/fichiers/{upload_id:uuid}")
async def bank_upload_page(upload_id: FromPath[UUID]) -> Page:
    """What a file would bring: its lines, those that are known already, what stops it. Nothing is written yet."""
    return await _draw_upload(upload_id, Form.blank())


@post("/logements/aides/releves/fichiers/{upload_id:uuid}/importation")
async def import_bank_file_form(
    upload_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
) -> Response[Any]:
    with form.refusals():
        imported = await once(act, BankImport, bank_imports.import_bank_file(db, upload_id, act, law=law))
        return see(paths.bank_import(imported.id), done="bank-file-imported")
    return await _draw_upload(upload_id, form)


@post("/logements/aides/releves/fichiers/{upload_id:uuid}/abandon")
async def abandon_bank_file_form(
    upload_id: FromPath[UUID], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    await once(act, str, bank_imports.abandon_bank_file(db, upload_id, act))
    return see(paths.BANK, done="bank-file-abandoned")


@get("/logements/aides/releves/importations/{import_id:uuid}")
async def bank_import_page(
    import_id: FromPath[UUID], today: NamedDependency[date], export: NamedDependency[Export]
) -> Response[Any]:
    """The report of an import, with the lines that it brought."""
    imported = await import_store.find_import(import_id)
    if imported is None:
        raise NotFound("Ce relevé n'a pas été importé.")
    found = await bank_lines.lines_of_import(import_id)
    if export:
        known = {one.id: one for one in await conventions.list_conventions()}
        sheet = bank_lines_sheet("Lignes du relevé", found, known, today)
        return await export.of(sheet, f"releve-{imported.report.first_day}-{imported.report.last_day}")
    source = await store.find_source(imported.source_id)
    return page("bank/import.html", imported=imported, source=source, lines=found[:MOST_ROWS], total=len(found))


@get("/logements/aides/releves/sources/nouvelle")
async def add_bank_source_page() -> Page:
    """Describe an account and its format."""
    return page("bank/source.html", form=bank_forms.blank(None), source=None, upload=None, tried=None)


@post("/logements/aides/releves/sources/nouvelle", request_max_body_size=LARGEST_BODY)
async def add_bank_source_form(
    form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """Try the description on a file, or save it."""
    command = bank_forms.read(form)
    upload = await _joined(form, None, db, act)
    if form.checked("try"):
        return await _tried(form, command, None, upload)
    if form.ok:
        with form.refusals():
            adding = bank_sources.add_bank_source(db, command, act, upload_id=upload.id if upload else None)
            await once(act, BankSource, adding)
            return see(paths.bank_upload(upload.id) if upload else paths.BANK, done="bank-source-added")
    return page("bank/source.html", status=form.status, form=form, source=None, tried=None, upload=upload)


@get("/logements/aides/releves/sources/{source_id:uuid}")
async def bank_source_page(source_id: FromPath[UUID], fichier: FromQuery[UUID | None] = None) -> Page:
    """How the files of a source are read; `fichier`: on which waiting file it may be tried."""
    source = await store.find_source(source_id)
    form = bank_forms.blank(source, upload_id=fichier)
    return page("bank/source.html", form=form, source=source, upload=None, tried=None)


@post("/logements/aides/releves/sources/{source_id:uuid}", request_max_body_size=LARGEST_BODY)
async def amend_bank_source_form(
    source_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """Try the description on a file, or save it for the next files."""
    source = await store.find_source(source_id)
    command = bank_forms.read(form)
    upload = await _joined(form, source_id, db, act)
    if form.checked("try"):
        return await _tried(form, command, source, upload)
    expected = form.version()
    if form.ok:
        with form.refusals():
            amending = bank_sources.amend_bank_source(db, source_id, command, act, expected=expected)
            await once(act, BankSource, amending)
            return see(paths.bank_upload(upload.id) if upload else paths.BANK, done="bank-source-amended")
    return page("bank/source.html", status=form.status, form=form, source=source, tried=None, upload=upload)


async def _joined(form: Form, source_id: UUID | None, db: Database, act: Act) -> Upload | None:
    """The file to try on: joined now, or waiting since the last try."""
    sent = form.files.get("file")
    if sent is not None and sent.content:
        with form.refusals():
            return await bank_imports.send_bank_file(db, source_id, sent.name, sent.content, act)
        return None
    waiting = form.maybe_identifier("upload_id")
    if waiting is None:
        return None
    try:
        return await store.find_upload(waiting)
    except BankUploadNotFound:
        form.wrong("file", "Ce fichier n'attend plus : joignez-le de nouveau.")
        return None


async def _tried(form: Form, command: DescribeSource, source: BankSource | None, upload: Upload | None) -> Page:
    """The same page, with what the file gives when it is read that way."""
    tried: Previewed | None = None
    headings: list[str] = []
    if upload is None:
        form.wrong("file", "Joignez un fichier pour essayer.")
    elif form.ok:
        if command.format is FileFormat.CSV and command.mapping is not None:
            with suppress(BankFileRejected):  # said below, when the whole file is read
                headings = headings_of(upload.content, command.mapping)
        wanted = BankSource(
            id=source.id if source else upload.id,
            version=0,
            name=command.name,
            format=command.format,
            account=command.account,
            mapping=command.mapping,
        )
        with form.refusals():
            check_source(wanted)
        try:
            tried = await preview_bank_file(wanted, upload.content) if form.status == 200 else None
        except BankFileRejected as refusal:
            form.wrong("file", refusal.detail)
    return page(
        "bank/source.html",
        status=form.status,
        form=form,
        source=source,
        upload=upload,
        tried=tried,
        headings=headings,
    )


async def _draw_upload(upload_id: UUID, form: Form) -> Page:
    upload = await store.find_upload(upload_id)
    if upload.source_id is None:
        raise BankUploadNotFound("Ce fichier attend que sa source soit décrite.")
    source = await store.find_source(upload.source_id)
    seen: Previewed | None = None
    refused: Refusal | None = None
    try:
        seen = await preview_bank_file(source, upload.content)
    except BankFileRejected as refusal:
        refused = refusal
    return page(
        "bank/preview.html",
        status=form.status,
        form=form,
        upload=upload,
        source=source,
        seen=seen,
        refused=refused,
        most=MOST_ROWS,
    )


HANDLERS = [
    bank_page,
    send_bank_file_page,
    send_bank_file_form,
    bank_upload_page,
    import_bank_file_form,
    abandon_bank_file_form,
    bank_import_page,
    add_bank_source_page,
    add_bank_source_form,
    bank_source_page,
    amend_bank_source_form,
]
