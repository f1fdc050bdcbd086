"""Vacant places over HTTP, and what the SIAO was told of them."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from alt_units.actions import vacancies as actions
from alt_units.actions.vacancies import DeclareVacancy, VacantPlace
from alt_units.api.stock_contract import Note, PlaceNumber, Why
from alt_units.domain.units import Programme
from alt_units.domain.vacancies import Declaration
from kernel.acts import Act, once
from kernel.db import Database
from kernel.law import Law

Days = Annotated[int, Meta(ge=0)]


class VacancyDeclarationIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The SIAO was told on that day that the place (0: the whole unit) is vacant, or about to be."""

    declared_on: date
    place_number: PlaceNumber = 0
    note: Note = ""


class VacancyDeclarationCancellationIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why the declaration was never made."""

    reason: Why


class VacancyDeclarationOut(Struct, frozen=True, kw_only=True):
    """What the SIAO was told of a place."""

    id: UUID
    unit_id: UUID
    place_number: int
    vacant_from: date
    declared_on: date
    declared_by: str
    note: str
    cancelled_on: date | None
    cancel_reason: str

    @classmethod
    def of(cls, one: Declaration) -> "VacancyDeclarationOut":
        return cls(**{name: getattr(one, name) for name in cls.__struct_fields__})


class VacancyOut(Struct, frozen=True, kw_only=True):
    """A place vacant since, or from, a day. `days`: up to today, today counted; 0 while it is to come."""

    unit_id: UUID
    reference: str
    place_number: int
    programme: Programme
    vacant_from: date
    days: Days
    declaration: VacancyDeclarationOut | None

    @classmethod
    def of(cls, one: VacantPlace, today: date) -> "VacancyOut":
        told = one.vacancy.declaration
        return cls(
            unit_id=one.unit.id,
            reference=one.unit.reference,
            place_number=one.vacancy.place_number,
            programme=one.programme,
            vacant_from=one.vacancy.vacant_from,
            days=one.vacancy.days(today),
            declaration=VacancyDeclarationOut.of(told) if told else None,
        )


class VacanciesOut(Struct, frozen=True, kw_only=True):
    """Every place of a programme that is vacant, or about to be within the notice (`vacancy_notice_days`).

    Not declared first, then the longest vacant, then those to come.
    """

    items: list[VacancyOut]


@get("/v1/vacancies", operation_id="list_vacancies", summary="Lister les places vacantes", tags=["Vacances"])
async def list_vacancies(law: NamedDependency[Law], today: NamedDependency[date]) -> VacanciesOut:
    return VacanciesOut(items=[VacancyOut.of(one, today) for one in await actions.list_vacancies(law, today)])


@post(
    "/v1/units/{unit_id:uuid}/vacancy-declarations",
    operation_id="declare_vacancy",
    summary="Déclarer une vacance au SIAO",
    tags=["Vacances"],
)
async def declare_vacancy(
    unit_id: FromPath[UUID],
    data: JSONBody[VacancyDeclarationIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
) -> Response[VacancyDeclarationOut]:
    command = DeclareVacancy(place_number=data.place_number, declared_on=data.declared_on, note=data.note)
    made = await once(act, Declaration, actions.declare_vacancy(db, unit_id, command, act, law=law))
    return Response(VacancyDeclarationOut.of(made), status_code=201)


@post(
    "/v1/units/{unit_id:uuid}/vacancy-declarations/{declaration_id:uuid}/cancellation",
    operation_id="cancel_vacancy_declaration",
    summary="Annuler une déclaration au SIAO",
    tags=["Vacances"],
)
async def cancel_vacancy_declaration(
    unit_id: FromPath[UUID],
    declaration_id: FromPath[UUID],
    data: JSONBody[VacancyDeclarationCancellationIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[VacancyDeclarationOut]:
    cancelling = actions.cancel_vacancy_declaration(db, unit_id, declaration_id, act, reason=data.reason)
    return Response(VacancyDeclarationOut.of(await once(act, Declaration, cancelling)), status_code=201)


HANDLERS = [list_vacancies, declare_vacancy, cancel_vacancy_declaration]
