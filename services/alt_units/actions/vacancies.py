"""What people do about vacant places: look at them, tell the SIAO, take a declaration back."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

from msgspec import Struct

from alt_units.domain import vacancies as rules
from alt_units.domain.places import check_slot
from alt_units.domain.presence import Presence
from alt_units.domain.stock_days import calendar_of, slots
from alt_units.domain.units import Programme, Unit, check_in_park
from alt_units.domain.vacancies import Declaration, Vacancy, VacancyAlreadyDeclared
from alt_units.store import presence as presence_store
from alt_units.store import units as unit_store
from alt_units.store import vacancies as store
from alt_units.store.offers import as_offered, offer_of
from kernel.acts import Act, writing
from kernel.calendar import add_months
from kernel.db import Database
from kernel.errors import Refusal
from kernel.law import Law

MONTHS_AHEAD = 24
"""How far the contracts already signed may reach: a place is declared as early as its departure is known."""


class VacantPlace(Struct, frozen=True, kw_only=True):
    """A vacancy, where it is, and the programme of that day."""

    unit: Unit
    programme: Programme
    vacancy: Vacancy


class DeclareVacancy(Struct, frozen=True, kw_only=True):
    """The SIAO was told, on that day, that the place (0: the whole unit) is vacant or about to be."""

    place_number: int
    declared_on: date
    note: str


async def list_vacancies(law: Law, today: date) -> list[VacantPlace]:
    """Every place of a programme that is vacant, or about to be within the notice agreed on with the SIAO.

    A unit whose convention ran out is in no programme, and not listed (SIAO-09).

    Not yet declared first, then the longest vacant, then those to come.
    """
    notice = rules.notice_days(law, today)
    kept = [one for one in await unit_store.all_units() if one.retired_on is None]
    units = await as_offered(kept, today)
    told = await presence_store.presence_between("0000-00", "9999-99")
    declarations: dict[UUID, list[Declaration]] = defaultdict(list)
    for one in await store.declarations_of([unit.id for unit in units]):
        declarations[one.unit_id].append(one)
    found = [
        VacantPlace(unit=unit, programme=programme, vacancy=vacancy)
        for unit in units
        for vacancy in _vacancies(unit, told.get(unit.id, []), declarations[unit.id], today)
        if rules.is_to_tell(vacancy, notice, today)
        and (programme := unit.programme_on(max(vacancy.vacant_from, today)))
    ]
    return sorted(
        found,
        key=lambda one: (
            one.vacancy.declaration is not None,
            one.vacancy.vacant_from,
            one.unit.reference,
            one.vacancy.place_number,
        ),
    )


async def vacancies_of(unit: Unit, today: date) -> list[Vacancy]:
    """The vacancies of one unit, place by place."""
    told = await presence_store.list_presence(unit.id)
    return _vacancies(unit, told, await store.declarations_of([unit.id]), today)


async def is_offered(unit: Unit, vacancy: Vacancy | None, today: date) -> bool:
    """True when the unit is in a programme on the first vacant day that counts; a convention that ran out takes it away."""
    first_day = max(vacancy.vacant_from, today) if vacancy else today
    return (await offer_of(unit, today)).programme_on(first_day) is not None


async def declare_vacancy(db: Database, unit_id: UUID, command: DeclareVacancy, act: Act, *, law: Law) -> Declaration:
    """Raises `UnitNotFound`, `UnitRetired`, `PlaceNotFound`, and what `rules.declare` raises."""
    async with writing(db, act) as tx:
        await tx.lock("unit", unit_id)
        unit = await unit_store.find_unit(unit_id)
        check_in_park(unit)
        check_slot(unit, command.place_number)
        found = [one for one in await vacancies_of(unit, act.today) if one.place_number == command.place_number]
        vacancy = found[0] if found else None
        declaration = rules.declare(
            vacancy,
            declaration_id=uuid4(),
            unit_id=unit_id,
            declared_on=command.declared_on,
            by=act.by.name,
            note=command.note,
            today=act.today,
            notice=rules.notice_days(law, act.today),
            is_offered=await is_offered(unit, vacancy, act.today),
        )
        with db.refusing({"vacancy_declared_once": _declared}):
            await store.add_declaration(declaration)
        await tx.journal("vacancy-declared", f"unit/{unit_id}", after=declaration)
        return tx.keep(declaration)


async def cancel_vacancy_declaration(
    db: Database, unit_id: UUID, declaration_id: UUID, act: Act, *, reason: str
) -> Declaration:
    """Raises `VacancyDeclarationNotFound`, `VacancyDeclarationCancelled`."""
    async with writing(db, act) as tx:
        await tx.lock("unit", unit_id)
        before = await store.find_declaration(unit_id, declaration_id)
        after = rules.cancel(before, reason=reason, today=act.today)
        await store.save_cancellation(after)
        await tx.journal("vacancy-declaration-cancelled", f"unit/{unit_id}", before=before, after=after)
        return tx.keep(after)


def _vacancies(unit: Unit, told: Sequence[Presence], declarations: Sequence[Declaration], today: date) -> list[Vacancy]:
    calendar, until = calendar_of(unit, told), add_months(today, MONTHS_AHEAD)
    found = [rules.find_vacancy(calendar, number, declarations, today=today, until=until) for number in slots(unit)]
    return [one for one in found if one is not None]


def _declared() -> Refusal:
    return VacancyAlreadyDeclared()
