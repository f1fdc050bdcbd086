"""Bringing in current households and stays: the template, the file, its preview, its confirmation, the past imports."""

from functools import cache
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.intake import templates
from kernel.intake.cells import LARGEST_FILE
from kernel.intake.imports import SentFile
from kernel.intake.rows import CellProblem, CellsWrong
from kernel.web.export import MEDIA, Format, attachment
from kernel.web.form import Form
from kernel.web.page import page, see
from occupancy.actions import stay_imports as actions
from occupancy.actions.stay_sheets import STAYS
from occupancy.clients.alt_units import AltUnits
from occupancy.domain.openings import totals
from occupancy.domain.stay_imports import StayImport
from occupancy.store import openings
from occupancy.store import stay_imports as store
from occupancy.web import paths

LARGEST_REQUEST = LARGEST_FILE + 64 * 1024
SHOWN = 100
"""Records of a preview or of a report that are listed; the others are counted."""
_UPLOAD = paths.STAY_IMPORTS + "/apercu/{upload_id:uuid}"


@get(paths.STAY_IMPORTS)
async def import_stays_page() -> Response[Any]:
    """The template, the file to send, the imports done."""
    return await _start(Form.blank())


@post(paths.STAY_IMPORTS, request_max_body_size=LARGEST_REQUEST)
async def preview_stays_form(
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    alt_units: NamedDependency[AltUnits],
) -> Response[Any]:
    """A file with faults leaves nothing behind; one without waits for its confirmation."""
    sent = form.file("file")
    problems: tuple[CellProblem, ...] = ()
    if form.ok:
        with form.refusals():
            try:
                file = SentFile(name=sent.name, content=sent.content)
                await actions.preview(file, act, alt_units=alt_units)
                return see(paths.stay_upload(await store.WAITING.keep(db, file, act)))
            except CellsWrong as refusal:
                problems = tuple(refusal.problems)
    return await _start(form, problems=problems, file_name=sent.name)


@get(paths.STAY_TEMPLATE_XLSX)
async def stay_template_xlsx() -> Response[bytes]:
    """The template as a workbook."""
    return attachment(_workbook(), f"modele-sejours-{STAYS.year}.xlsx", MEDIA[Format.XLSX])


@get(paths.STAY_TEMPLATE_CSV)
async def stay_template_csv() -> Response[bytes]:
    """The template as CSV files."""
    return attachment(_text_files(), f"modele-sejours-{STAYS.year}-csv.zip", "application/zip")


@get(_UPLOAD)
async def stay_preview_page(
    upload_id: FromPath[UUID], act: NamedDependency[Act], alt_units: NamedDependency[AltUnits]
) -> Response[Any]:
    """Tried again on the stays as they are now."""
    return await _preview(upload_id, Form.blank(), act, alt_units)


@post(_UPLOAD)
async def confirm_stays_form(
    upload_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    alt_units: NamedDependency[AltUnits],
) -> Response[Any]:
    """Import the file that waits."""
    reason = form.text("reason", 500, required=False)
    if form.ok:
        with form.refusals():
            report = await once(act, StayImport, _import(db, upload_id, act, alt_units, reason))
            return see(paths.stay_import(report.id), done="stays-imported")
    return await _preview(upload_id, form, act, alt_units)


@get(paths.STAY_IMPORTS + "/{import_id:uuid}")
async def stay_report_page(import_id: FromPath[UUID]) -> Response[Any]:
    """What an import did."""
    report = await store.find_import(import_id)
    made = {kind: [one for one in report.created if one.kind == kind] for kind in ("household", "contract", "opening")}
    opened = totals(await openings.of_import(report.id))
    return page("stay_imports/report.html", report=report, made=made, opened=opened, shown=SHOWN)


async def _import(db: Database, upload_id: UUID, act: Act, alt_units: AltUnits, reason: str) -> StayImport:
    file = await store.WAITING.find(upload_id, act)
    return await actions.import_stays(db, file, act, alt_units=alt_units, reason=reason, upload_id=upload_id)


async def _start(form: Form, *, problems: tuple[CellProblem, ...] = (), file_name: str = "") -> Response[Any]:
    return page(
        "stay_imports/start.html",
        status=422 if problems else form.status,
        form=form,
        problems=problems[:1000],
        count=len(problems),
        file_name=file_name,
        model=STAYS,
        imports=await store.list_imports(),
        megabytes=LARGEST_FILE // 1024 // 1024,
    )


async def _preview(upload_id: UUID, form: Form, act: Act, alt_units: AltUnits) -> Response[Any]:
    file = await store.WAITING.find(upload_id, act)
    found = await actions.preview(file, act, alt_units=alt_units)
    opened = totals(found.plan.openings)
    return page(
        "stay_imports/preview.html", status=form.status, form=form, file=file, found=found, opened=opened, shown=SHOWN
    )


@cache
def _workbook() -> bytes:
    return templates.workbook(STAYS)


@cache
def _text_files() -> bytes:
    return templates.text_files(STAYS)


HANDLERS = [
    import_stays_page,
    preview_stays_form,
    stay_template_xlsx,
    stay_template_csv,
    stay_preview_page,
    confirm_stays_form,
    stay_report_page,
]
