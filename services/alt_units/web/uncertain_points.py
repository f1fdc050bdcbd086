"""The open points of a convention, and the page where its silent ones are read otherwise than by default."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from alt_units.actions import claim_answers as actions
from alt_units.documents.bank_lists import points_sheet
from alt_units.domain.claim_readings import InduReturn, RecordedReadings, SharedAided, StatementForm, Turnaround
from alt_units.domain.scales import Scales
from alt_units.domain.uncertain_points import points_of
from alt_units.store import claim_answers as store
from alt_units.store import conventions, payment_schedules
from alt_units.web import paths
from kernel.acts import Act, once
from kernel.db import Database
from kernel.law import Law
from kernel.web.export import Export
from kernel.web.form import Form
from kernel.web.page import Page, page, see

CONVENTION = "/logements/conventions/{convention_id:uuid}"
READINGS = f"{CONVENTION}/lectures"


@get(f"{CONVENTION}/points")
async def uncertain_points_page(
    convention_id: FromPath[UUID],
    law: NamedDependency[Law],
    scales: NamedDependency[Scales],
    export: NamedDependency[Export],
) -> Response[Any]:
    """What the texts leave open, with what this convention retains, its source and what is to confirm."""
    convention = await conventions.find_convention(convention_id)
    recorded = await store.find_readings(convention_id)
    schedule = (await payment_schedules.find_schedules([convention_id])).get(convention_id)
    points = points_of(law, scales, convention, recorded, schedule)
    if export:
        return await export.of(points_sheet(convention, points), f"points-a-confirmer-{convention.number}")
    return page("claims/points.html", convention=convention, points=points, recorded=recorded)


@get(READINGS)
async def read_convention_page(convention_id: FromPath[UUID]) -> Page:
    recorded = await store.find_readings(convention_id)
    form = Form.blank(
        shared_aided=recorded.shared_aided or "",
        turnaround=recorded.turnaround or "",
        long_stay_months=recorded.long_stay_months or "",
        justification_months=recorded.justification_months or "",
        statement_form=recorded.statement_form or "",
        retention_months=recorded.retention_months or "",
        indu_return=recorded.indu_return or "",
        note=recorded.note,
    )
    return await _draw(convention_id, form, recorded.version)


@post(READINGS)
async def read_convention_form(
    convention_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    readings = RecordedReadings(
        convention_id=convention_id,
        version=form.version(),
        shared_aided=form.maybe_choice("shared_aided", SharedAided),
        turnaround=form.maybe_choice("turnaround", Turnaround),
        long_stay_months=form.maybe_integer("long_stay_months", 1, 120),
        justification_months=form.maybe_integer("justification_months", 1, 24),
        statement_form=form.maybe_choice("statement_form", StatementForm),
        retention_months=form.maybe_integer("retention_months", 1, 600),
        indu_return=form.maybe_choice("indu_return", InduReturn),
        note=form.text("note", 500, required=False),
    )
    if form.ok:
        with form.refusals():
            await once(act, RecordedReadings, actions.read_convention(db, readings, act))
            return see(paths.convention(convention_id, "points"), done="convention-read")
    return await _draw(convention_id, form, readings.version)


async def _draw(convention_id: UUID, form: Form, version: int) -> Page:
    convention = await conventions.find_convention(convention_id)
    return page("claims/readings.html", status=form.status, form=form, convention=convention, version=version)


HANDLERS = [uncertain_points_page, read_convention_page, read_convention_form]
