"""The acts on a unit, one page each: places, programme, retirement."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from alt_units.actions import units as actions
from alt_units.actions.retirement import Foreseen, foresee_retirement
from alt_units.domain.places import find_place
from alt_units.domain.units import Programme, Unit
from alt_units.store import units as store
from alt_units.web import paths
from kernel.acts import Act, once
from kernel.db import Database
from kernel.law import Law
from kernel.web.form import Form
from kernel.web.page import page, see

UNIT = "/logements/{unit_id:uuid}"
PLACE = f"{UNIT}/places/{{number:int}}"


@get(f"{UNIT}/places")
async def add_place_page(unit_id: FromPath[UUID]) -> Response[Any]:
    return page("units/place.html", unit=await store.find_unit(unit_id), form=Form.blank(), place=None)


@post(f"{UNIT}/places")
async def add_place_form(
    unit_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    unit = await store.find_unit(unit_id)
    name, version = form.text("name", 80), form.version()
    most = form.maybe_integer("persons_max", 1, 50)
    if form.ok:
        with form.refusals():
            await once(act, Unit, actions.add_place(db, unit_id, name, act, version=version, persons_max=most))
            return see(paths.unit(unit_id), done="place-added")
    return page("units/place.html", status=form.status, unit=unit, form=form, place=None)


@get(PLACE)
async def amend_place_page(unit_id: FromPath[UUID], number: FromPath[int]) -> Response[Any]:
    unit = await store.find_unit(unit_id)
    place = find_place(unit, number)
    return page(
        "units/place.html", unit=unit, form=Form.blank(name=place.name, persons_max=place.persons_max), place=place
    )


@post(PLACE)
async def amend_place_form(
    unit_id: FromPath[UUID],
    number: FromPath[int],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    unit = await store.find_unit(unit_id)
    place = find_place(unit, number)
    name, version = form.text("name", 80), form.version()
    most = form.maybe_integer("persons_max", 1, 50)
    if form.ok:
        with form.refusals():
            changing = actions.amend_place(db, unit_id, number, name, act, version=version, persons_max=most)
            await once(act, Unit, changing)
            return see(paths.unit(unit_id), done="place-amended")
    return page("units/place.html", status=form.status, unit=unit, form=form, place=place)


@get(f"{UNIT}/programme")
async def change_programme_page(unit_id: FromPath[UUID], today: NamedDependency[date]) -> Response[Any]:
    unit = await store.find_unit(unit_id)
    return page("units/programme.html", unit=unit, form=Form.blank(first_day=today))


@post(f"{UNIT}/programme")
async def change_programme_form(
    unit_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    unit = await store.find_unit(unit_id)
    programme, first_day, version = form.maybe_choice("programme", Programme), form.date("first_day"), form.version()
    if form.ok:
        with form.refusals():
            changing = actions.change_programme(db, unit_id, programme, act, first_day=first_day, version=version)
            await once(act, Unit, changing)
            return see(paths.unit(unit_id), done="programme-changed")
    return page("units/programme.html", status=form.status, unit=unit, form=form)


@get(f"{UNIT}/retrait")
async def retire_unit_page(unit_id: FromPath[UUID], today: NamedDependency[date]) -> Response[Any]:
    unit = await store.find_unit(unit_id)
    return page("units/retire.html", unit=unit, form=Form.blank(last_day=today), foreseen=None, seen="")


@post(f"{UNIT}/retrait")
async def retire_unit_form(
    unit_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
) -> Response[Any]:
    """What stands in the way and what the claims lose is shown first; the retirement is recorded once that was seen."""
    unit = await store.find_unit(unit_id)
    last_day, version = form.date("last_day"), form.version()
    foreseen: Foreseen | None = None
    if form.ok:
        with form.refusals():
            if form.value("seen") == str(last_day):
                await once(act, Unit, actions.retire_unit(db, unit_id, act, last_day=last_day, version=version))
                return see(paths.unit(unit_id), done="unit-retired")
            foreseen = await foresee_retirement(db, law, unit_id, last_day)
    blocked = foreseen is not None and bool(foreseen.in_the_way)
    seen = str(last_day) if foreseen and not blocked else ""
    status = 409 if blocked else form.status
    return page("units/retire.html", status=status, unit=unit, form=form, foreseen=foreseen, seen=seen)


HANDLERS = [
    add_place_page,
    add_place_form,
    amend_place_page,
    amend_place_form,
    change_programme_page,
    change_programme_form,
    retire_unit_page,
    retire_unit_form,
]
