"""The search « qui peut entrer où ? » over the API."""

from datetime import date
from typing import Self
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from msgspec import Struct

from kernel.acts import Act
from kernel.errors import InvalidRequest
from kernel.http.bodies import check_day
from occupancy.actions.vacancies import find_vacancies
from occupancy.clients.alt_units import AltUnits
from occupancy.domain.units import Programme
from occupancy.domain.vacancies import Misfit, Vacancy, Wish

MOST_PERSONS, MOST_MONTHS = 40, 60


class BlockedBy(Struct, frozen=True, kw_only=True):
    """What is in the way: the code and words with which a signature would be refused, and the page that shows it."""

    code: str
    detail: str
    href: str | None


class VacancyOut(Struct, frozen=True, kw_only=True):
    """One place (0: the whole unit) for the days looked at. `free_places` of `places`: of the unit, on these days."""

    unit_id: UUID
    reference: str
    name: str
    place_number: int
    place_name: str | None
    programme: Programme | None
    first_day: date
    last_day: date
    persons_max: int | None
    accessible: bool
    floor: int | None
    has_lift: bool
    is_offered: bool
    blocked_by: BlockedBy | None
    misfits: tuple[Misfit, ...]
    free_places: int
    places: int
    next_free_day: date | None

    @classmethod
    def of(cls, vacancy: Vacancy) -> Self:
        assert vacancy.stay.last_day is not None
        unit, refusal = vacancy.unit, vacancy.refusal
        blocker = refusal.blocker if refusal else None
        return cls(
            unit_id=unit.id,
            reference=unit.reference,
            name=unit.name,
            place_number=vacancy.place_number,
            place_name=vacancy.place_name,
            programme=vacancy.programme,
            first_day=vacancy.stay.first_day,
            last_day=vacancy.stay.last_day,
            persons_max=vacancy.persons_max,
            accessible=unit.accessible,
            floor=unit.floor,
            has_lift=unit.has_lift,
            is_offered=vacancy.is_offered,
            blocked_by=BlockedBy(code=refusal.code, detail=refusal.detail, href=blocker.href if blocker else None)
            if refusal
            else None,
            misfits=vacancy.misfits,
            free_places=vacancy.free_places,
            places=vacancy.places,
            next_free_day=vacancy.next_free_day,
        )


class VacanciesOut(Struct, frozen=True, kw_only=True):
    """The places offered, best fitting first; with `excluded`, then the others with what excludes them."""

    items: list[VacancyOut]


@get("/v1/vacancies", operation_id="list_vacancies", summary="Chercher qui peut entrer où", tags=["Places libres"])
async def list_vacancies(
    first_day: FromQuery[date],
    act: NamedDependency[Act],
    alt_units: NamedDependency[AltUnits],
    last_day: FromQuery[date | None] = None,
    months: FromQuery[int | None] = None,
    persons: FromQuery[int | None] = None,
    accessible: FromQuery[bool] = False,
    shared: FromQuery[bool] = True,
    programme: FromQuery[Programme | None] = None,
    excluded: FromQuery[bool] = False,
) -> VacanciesOut:
    """What is offered here is what a signature grants today; without an end, as long as the programme grants at first."""
    check_day(first_day, "first_day")
    check_day(last_day, "last_day")
    _check_between(months, "months", MOST_MONTHS)
    _check_between(persons, "persons", MOST_PERSONS)
    wish = Wish(
        first_day=first_day,
        last_day=last_day,
        months=months,
        persons=persons,
        accessible=accessible,
        shared=shared,
        programme=programme,
    )
    found = await find_vacancies(wish, act, alt_units=alt_units)
    return VacanciesOut(items=[VacancyOut.of(one) for one in found if excluded or one.is_offered])


def _check_between(number: int | None, field: str, most: int) -> None:
    if number is not None and not 1 <= number <= most:
        raise InvalidRequest(f"Un nombre de 1 à {most} est attendu.", field=field)


HANDLERS = [list_vacancies]
