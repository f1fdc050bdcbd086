"""The acts on the voids of a unit, one page each: declare, move the end, cancel."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from alt_units.actions import voids as actions
from alt_units.domain.units import Unit
from alt_units.domain.void_acts import find_void
from alt_units.domain.voids import CostBearer, VoidFacts, VoidReason
from alt_units.store import units as store
from alt_units.web import paths
from kernel.acts import Act, once
from kernel.db import Database
from kernel.web.form import Form
from kernel.web.page import page, see

VOIDS = "/logements/{unit_id:uuid}/indisponibilites"
VOID = f"{VOIDS}/{{void_id:uuid}}"


@get(VOIDS)
async def declare_void_page(unit_id: FromPath[UUID], today: NamedDependency[date]) -> Response[Any]:
    unit = await store.find_unit(unit_id)
    return page("voids/declare.html", unit=unit, form=Form.blank(first_day=today, place_number=0))


@post(VOIDS)
async def declare_void_form(
    unit_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    unit = await store.find_unit(unit_id)
    facts, version = _read(form), form.version()
    if form.ok:
        with form.refusals():
            await once(act, Unit, actions.declare_void(db, unit_id, facts, act, version=version))
            return see(paths.unit(unit_id), done="void-declared")
    return page("voids/declare.html", status=form.status, unit=unit, form=form)


@get(f"{VOID}/fin")
async def end_void_page(unit_id: FromPath[UUID], void_id: FromPath[UUID]) -> Response[Any]:
    unit = await store.find_unit(unit_id)
    void = find_void(unit, void_id)
    return page("voids/end.html", unit=unit, void=void, form=Form.blank(last_day=void.last_day))


@post(f"{VOID}/fin")
async def end_void_form(
    unit_id: FromPath[UUID],
    void_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    unit = await store.find_unit(unit_id)
    void = find_void(unit, void_id)
    last_day, version = form.maybe_date("last_day"), form.version()
    if form.ok:
        with form.refusals():
            await once(act, Unit, actions.end_void(db, unit_id, void_id, act, last_day=last_day, version=version))
            return see(paths.unit(unit_id), done="void-end-moved")
    return page("voids/end.html", status=form.status, unit=unit, void=void, form=form)


@get(f"{VOID}/annulation")
async def cancel_void_page(unit_id: FromPath[UUID], void_id: FromPath[UUID]) -> Response[Any]:
    unit = await store.find_unit(unit_id)
    return page("voids/cancel.html", unit=unit, void=find_void(unit, void_id), form=Form.blank())


@post(f"{VOID}/annulation")
async def cancel_void_form(
    unit_id: FromPath[UUID],
    void_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    unit = await store.find_unit(unit_id)
    void = find_void(unit, void_id)
    reason, version = form.text("reason", 200), form.version()
    if form.ok:
        with form.refusals():
            await once(act, Unit, actions.cancel_void(db, unit_id, void_id, act, reason=reason, version=version))
            return see(paths.unit(unit_id), done="void-cancelled")
    return page("voids/cancel.html", status=form.status, unit=unit, void=void, form=form)


def _read(form: Form) -> VoidFacts:
    return VoidFacts(
        place_number=form.maybe_integer("place_number", 0, 200) or 0,
        reason=form.choice("reason", VoidReason),
        bearer=form.choice("bearer", CostBearer),
        first_day=form.date("first_day"),
        last_day=form.maybe_date("last_day"),
        reference=form.text("reference", 80, required=False),
        note=form.text("note", 200, required=False),
    )


HANDLERS = [
    declare_void_page,
    declare_void_form,
    end_void_page,
    end_void_form,
    cancel_void_page,
    cancel_void_form,
]
