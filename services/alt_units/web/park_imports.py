"""Bringing in an existing park: the template, the file, its preview, its confirmation, and the reports of past imports."""

from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from alt_units.actions import park_imports as actions
from alt_units.actions.park_sheets import PARK
from alt_units.documents.park_imports import park_imports_sheet
from alt_units.domain.conventions import year_forecast
from alt_units.domain.park_imports import ParkImport
from alt_units.domain.scales import Scales
from alt_units.store import park_imports as store
from alt_units.web import paths
from kernel.acts import Act, once
from kernel.db import Database
from kernel.intake import templates
from kernel.intake.cells import LARGEST_FILE
from kernel.intake.imports import SentFile
from kernel.intake.rows import CellProblem, CellsWrong
from kernel.law import Law
from kernel.web.export import MEDIA, Export, Format, attachment
from kernel.web.form import Form
from kernel.web.page import page, see

LARGEST_REQUEST = LARGEST_FILE + 64 * 1024
SHOWN = 100
"""Records of a preview or of a report that are listed; the others are counted."""
UPLOAD = "/logements/import/apercu/{upload_id:uuid}"


@get("/logements/import")
async def import_park_page(export: NamedDependency[Export], today: NamedDependency[date]) -> Response[Any]:
    if export:
        return await export.of(park_imports_sheet(await store.list_imports()), f"imports-du-parc-{today}")
    return await _start(Form.blank())


@post("/logements/import", request_max_body_size=LARGEST_REQUEST)
async def preview_park_form(
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
    scales: NamedDependency[Scales],
) -> Response[Any]:
    """A file with faults leaves nothing behind; one without waits for its confirmation."""
    sent = form.file("file")
    problems: tuple[CellProblem, ...] = ()
    if form.ok:
        with form.refusals():
            try:
                file = SentFile(name=sent.name, content=sent.content)
                await actions.preview(file, act, law=law, scales=scales)
                return see(paths.park_upload(await store.WAITING.keep(db, file, act)))
            except CellsWrong as refusal:
                problems = tuple(refusal.problems)
    return await _start(form, problems=problems, file_name=sent.name)


@get("/logements/import/modele.xlsx")
async def park_template_xlsx() -> Response[bytes]:
    return attachment(_workbook(), f"modele-parc-{PARK.year}.xlsx", MEDIA[Format.XLSX])


@get("/logements/import/modele.zip")
async def park_template_csv() -> Response[bytes]:
    return attachment(_text_files(), f"modele-parc-{PARK.year}-csv.zip", "application/zip")


@get(UPLOAD)
async def park_preview_page(
    upload_id: FromPath[UUID],
    act: NamedDependency[Act],
    law: NamedDependency[Law],
    scales: NamedDependency[Scales],
) -> Response[Any]:
    """Tried again on the park as it is now."""
    return await _preview(upload_id, Form.blank(), act, law, scales)


@post(UPLOAD)
async def confirm_park_form(
    upload_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
    scales: NamedDependency[Scales],
) -> Response[Any]:
    reason = form.text("reason", 500, required=False)
    if form.ok:
        with form.refusals():
            importing = _import(db, upload_id, act, law, scales, reason)
            report = await once(act, ParkImport, importing)
            return see(paths.park_import(report.id), done="park-imported")
    return await _preview(upload_id, form, act, law, scales)


@get("/logements/import/{import_id:uuid}")
async def park_report_page(import_id: FromPath[UUID]) -> Response[Any]:
    report = await store.find_import(import_id)
    made = {kind: [one for one in report.created if one.kind == kind] for kind in ("unit", "convention")}
    return page("park_imports/report.html", report=report, made=made, shown=SHOWN)


async def _import(db: Database, upload_id: UUID, act: Act, law: Law, scales: Scales, reason: str) -> ParkImport:
    file = await store.WAITING.find(upload_id, act)
    return await actions.import_park(db, file, act, law=law, scales=scales, reason=reason, upload_id=upload_id)


async def _start(form: Form, *, problems: tuple[CellProblem, ...] = (), file_name: str = "") -> Response[Any]:
    return page(
        "park_imports/start.html",
        status=422 if problems else form.status,
        form=form,
        problems=problems[:1000],
        count=len(problems),
        file_name=file_name,
        model=PARK,
        imports=await store.list_imports(),
        megabytes=LARGEST_FILE // 1024 // 1024,
    )


async def _preview(upload_id: UUID, form: Form, act: Act, law: Law, scales: Scales) -> Response[Any]:
    file = await store.WAITING.find(upload_id, act)
    found = await actions.preview(file, act, law=law, scales=scales)
    return page(
        "park_imports/preview.html",
        status=form.status,
        form=form,
        file=file,
        found=found,
        papers=[{"paper": one.final, "forecast_cents": year_forecast(one.final)} for one in found.plan.conventions],
        shown=SHOWN,
        upload_id=upload_id,
    )


@cache
def _workbook() -> bytes:
    return templates.workbook(PARK)


@cache
def _text_files() -> bytes:
    return templates.text_files(PARK)


HANDLERS = [
    import_park_page,
    preview_park_form,
    park_template_xlsx,
    park_template_csv,
    park_preview_page,
    confirm_park_form,
    park_report_page,
]
