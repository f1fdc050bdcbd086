"""Vacant places: the list, and the acts that tell the SIAO of one or take it back."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from alt_units.actions import vacancies as actions
from alt_units.actions.vacancies import DeclareVacancy
from alt_units.documents.lists import vacancies_sheet
from alt_units.domain.places import check_slot
from alt_units.domain.units import Unit
from alt_units.domain.vacancies import Declaration, Vacancy, notice_days
from alt_units.store import units as unit_store
from alt_units.store import vacancies as store
from alt_units.web import labels, paths
from kernel.acts import Act, once
from kernel.db import Database
from kernel.law import Law
from kernel.web.export import Export
from kernel.web.form import Form
from kernel.web.page import page, see

PLACE = "/logements/{unit_id:uuid}/vacance/{number:int}"
CANCELLATION = "/logements/{unit_id:uuid}/vacance/declarations/{declaration_id:uuid}/annulation"


@get("/logements/vacances")
async def vacancies_page(
    law: NamedDependency[Law], today: NamedDependency[date], export: NamedDependency[Export]
) -> Response[Any]:
    found = await actions.list_vacancies(law, today)
    if export:
        rows = [
            (
                one.unit,
                labels.place_name(one.unit, one.vacancy.place_number),
                str(one.programme or ""),
                one.vacancy.vacant_from,
                one.vacancy.declaration.declared_on if one.vacancy.declaration else None,
            )
            for one in found
        ]
        return await export.of(vacancies_sheet(rows), f"vacances-{today}")
    return page(
        "vacancies/list.html",
        notice=notice_days(law, today),
        undeclared=[one for one in found if one.vacancy.declaration is None],
        declared=[one for one in found if one.vacancy.declaration is not None],
    )


@get(PLACE)
async def declare_vacancy_page(
    unit_id: FromPath[UUID], number: FromPath[int], today: NamedDependency[date]
) -> Response[Any]:
    unit = await unit_store.find_unit(unit_id)
    return await _declaring(unit, number, Form.blank(declared_on=today), today)


@post(PLACE)
async def declare_vacancy_form(
    unit_id: FromPath[UUID],
    number: FromPath[int],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
) -> Response[Any]:
    unit = await unit_store.find_unit(unit_id)
    declared_on, note = form.date("declared_on"), form.text("note", required=False)
    if form.ok:
        with form.refusals():
            command = DeclareVacancy(place_number=number, declared_on=declared_on, note=note)
            await once(act, Declaration, actions.declare_vacancy(db, unit_id, command, act, law=law))
            return see(paths.VACANCIES, done="vacancy-declared")
    return await _declaring(unit, number, form, act.today)


@get(CANCELLATION)
async def cancel_vacancy_declaration_page(unit_id: FromPath[UUID], declaration_id: FromPath[UUID]) -> Response[Any]:
    unit = await unit_store.find_unit(unit_id)
    declaration = await store.find_declaration(unit_id, declaration_id)
    return _cancelling(unit, declaration, Form.blank())


@post(CANCELLATION)
async def cancel_vacancy_declaration_form(
    unit_id: FromPath[UUID],
    declaration_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    unit = await unit_store.find_unit(unit_id)
    declaration = await store.find_declaration(unit_id, declaration_id)
    reason = form.text("reason")
    if form.ok:
        with form.refusals():
            cancelling = actions.cancel_vacancy_declaration(db, unit_id, declaration_id, act, reason=reason)
            await once(act, Declaration, cancelling)
            return see(paths.VACANCIES, done="vacancy-declaration-cancelled")
    return _cancelling(unit, declaration, form)


def _cancelling(unit: Unit, declaration: Declaration, form: Form) -> Response[Any]:
    told = {"unit": unit, "declaration": declaration, "form": form}
    return page("vacancies/cancel.html", status=form.status, section_of=paths.VACANCIES, **told)


async def _declaring(unit: Unit, number: int, form: Form, today: date) -> Response[Any]:
    check_slot(unit, number)
    found: list[Vacancy] = [one for one in await actions.vacancies_of(unit, today) if one.place_number == number]
    vacancy = found[0] if found else None
    offered = await actions.is_offered(unit, vacancy, today)
    told = {"unit": unit, "number": number, "vacancy": vacancy, "form": form, "is_offered": offered}
    return page("vacancies/declare.html", status=form.status, section_of=paths.VACANCIES, **told)


HANDLERS = [
    vacancies_page,
    declare_vacancy_page,
    declare_vacancy_form,
    cancel_vacancy_declaration_page,
    cancel_vacancy_declaration_form,
]
