"""The acts on the mobilisations of a unit, one page each: record, correct, end."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec.structs import asdict

from alt_units.actions import mobilisations as actions
from alt_units.domain.mobilisation_acts import find_mobilisation
from alt_units.domain.mobilisations import MobilisationEnd, MobilisationFacts, MobilisationKind, OwnerKind
from alt_units.domain.units import Unit
from alt_units.store import units as store
from alt_units.web import paths
from kernel.acts import Act, once
from kernel.db import Database
from kernel.web.form import Form
from kernel.web.formats import amount
from kernel.web.page import page, see

MOBILISATIONS = "/logements/{unit_id:uuid}/mobilisations"
MOBILISATION = f"{MOBILISATIONS}/{{mobilisation_id:uuid}}"


@get(MOBILISATIONS)
async def mobilise_unit_page(unit_id: FromPath[UUID], today: NamedDependency[date]) -> Response[Any]:
    unit = await store.find_unit(unit_id)
    first_day = today if unit.mobilisations or not unit.service else unit.service[0].first_day
    return page("mobilisations/edit.html", unit=unit, form=Form.blank(first_day=first_day), known=None)


@post(MOBILISATIONS)
async def mobilise_unit_form(
    unit_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    unit = await store.find_unit(unit_id)
    facts, version = _read(form), form.version()
    if form.ok:
        with form.refusals():
            await once(act, Unit, actions.mobilise_unit(db, unit_id, facts, act, version=version))
            return see(paths.unit(unit_id), done="unit-mobilised")
    return page("mobilisations/edit.html", status=form.status, unit=unit, form=form, known=None)


@get(MOBILISATION)
async def amend_mobilisation_page(unit_id: FromPath[UUID], mobilisation_id: FromPath[UUID]) -> Response[Any]:
    unit = await store.find_unit(unit_id)
    known = find_mobilisation(unit, mobilisation_id)
    facts = {name: value for name, value in asdict(known).items() if name not in ("id", "rent_cents")}
    form = Form.blank(**facts, rent_euros=amount(known.rent_cents))
    return page("mobilisations/edit.html", unit=unit, form=form, known=known)


@post(MOBILISATION)
async def amend_mobilisation_form(
    unit_id: FromPath[UUID],
    mobilisation_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    unit = await store.find_unit(unit_id)
    known = find_mobilisation(unit, mobilisation_id)
    facts, version = _read(form), form.version()
    if form.ok:
        with form.refusals():
            changing = actions.amend_mobilisation(db, unit_id, mobilisation_id, facts, act, version=version)
            await once(act, Unit, changing)
            return see(paths.unit(unit_id), done="mobilisation-amended")
    return page("mobilisations/edit.html", status=form.status, unit=unit, form=form, known=known)


@get(f"{MOBILISATION}/fin")
async def end_mobilisation_page(
    unit_id: FromPath[UUID], mobilisation_id: FromPath[UUID], today: NamedDependency[date]
) -> Response[Any]:
    unit = await store.find_unit(unit_id)
    known = find_mobilisation(unit, mobilisation_id)
    return page("mobilisations/end.html", unit=unit, known=known, form=Form.blank(last_day=known.last_day or today))


@post(f"{MOBILISATION}/fin")
async def end_mobilisation_form(
    unit_id: FromPath[UUID],
    mobilisation_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    unit = await store.find_unit(unit_id)
    known = find_mobilisation(unit, mobilisation_id)
    last_day, reason, version = form.date("last_day"), form.choice("reason", MobilisationEnd), form.version()
    if form.ok:
        with form.refusals():
            changing = actions.end_mobilisation(
                db, unit_id, mobilisation_id, act, last_day=last_day, reason=reason, version=version
            )
            await once(act, Unit, changing)
            return see(paths.unit(unit_id), done="mobilisation-ended")
    return page("mobilisations/end.html", status=form.status, unit=unit, known=known, form=form)


def _read(form: Form) -> MobilisationFacts:
    return MobilisationFacts(
        kind=form.choice("kind", MobilisationKind),
        owner_kind=form.choice("owner_kind", OwnerKind),
        landlord=form.text("landlord", 120),
        reference=form.text("reference", 80, required=False),
        rent_cents=form.maybe_euros("rent_euros"),
        first_day=form.date("first_day"),
        last_day=form.maybe_date("last_day"),
    )


HANDLERS = [
    mobilise_unit_page,
    mobilise_unit_form,
    amend_mobilisation_page,
    amend_mobilisation_form,
    end_mobilisation_page,
    end_mobilisation_form,
]
