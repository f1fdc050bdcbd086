"""Vacant places, and places about to be vacant: what the SIAO must be told, and since when.

Ground: SIAO-01 (L. 345-2-7 CASF): whoever receives the allowance makes its places available to the SIAO and tells it of
every place that is vacant or about to be. A place is vacant on a day in service that is neither occupied, nor void, nor
in remise en état.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from alt_units.domain.regimes import Sourced
from alt_units.domain.stock_days import Runs
from kernel.availability import DayState, UnitCalendar, day_states
from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.law import Law
from kernel.period import Period

_ONE_DAY = timedelta(days=1)


class PlaceNotVacant(RuleBroken):
    """Only a place that is vacant, or whose next free day is known, is declared to the SIAO (SIAO-01)."""

    code, title = "place-not-vacant", "Cette place n'est pas vacante"


class VacancyAlreadyDeclared(Conflict):
    """One vacancy of a place is declared once."""

    code, title = "vacancy-already-declared", "Cette vacance est déjà déclarée au SIAO"


class VacancyDeclaredInFuture(RuleBroken):
    """A declaration is recorded once it has been made."""

    code, title = "vacancy-declared-in-future", "Date de déclaration à venir"


class VacancyDeclaredTooEarly(RuleBroken):
    """A declaration is of this vacancy, not of one before it: at the earliest when the place was about to be vacant."""

    code, title = "vacancy-declared-too-early", "Déclaration datée d'avant la vacance"


class UnitOutOfOffer(RuleBroken):
    """What the organisation no longer offers under a programme is not made available to the SIAO (SIAO-01, SIAO-09)."""

    code, title = "unit-out-of-offer", "Logement hors de l'offre"


class VacancyDeclarationNotFound(NotFound):
    """The unit has no such declaration to the SIAO."""

    code, title = "vacancy-declaration-not-found", "Déclaration au SIAO introuvable"


class VacancyDeclarationCancelled(Conflict):
    """What was cancelled stays cancelled."""

    code, title = "vacancy-declaration-cancelled", "Cette déclaration est annulée"


class Declaration(Struct, frozen=True, kw_only=True):
    """What the SIAO was told of a place (0: the whole unit): vacant from that day."""

    id: UUID
    unit_id: UUID
    place_number: int
    vacant_from: date
    declared_on: date
    declared_by: str
    note: str
    cancelled_on: date | None = None
    cancel_reason: str = ""

    @property
    def is_live(self) -> bool:
        return self.cancelled_on is None


class Vacancy(Struct, frozen=True, kw_only=True):
    """A place that is vacant since `vacant_from`, or will be from then on. `declaration`: what the SIAO was told of it."""

    place_number: int
    vacant_from: date
    declaration: Declaration | None

    def is_to_come(self, today: date) -> bool:
        return self.vacant_from > today

    def days(self, today: date) -> int:
        """Days vacant up to today, today counted; none when it is still to come."""
        return max(0, (today - self.vacant_from).days + 1)


def notice_days(law: Law, today: date) -> Sourced:
    """How many days before it is vacant a place is « about to be »: no text says, the town agrees on it with the SIAO."""
    days = law.at("vacancy_notice_days", today)
    return Sourced(text=str(days.number), source=days.source, status=days.status)


def is_to_tell(vacancy: Vacancy, notice: Sourced, today: date) -> bool:
    """True when it is vacant, or about to be within the notice; what was told stays listed, however far."""
    return vacancy.declaration is not None or (vacancy.vacant_from - today).days <= int(notice.text)


def find_vacancy(
    calendar: UnitCalendar, number: int, declarations: Sequence[Declaration], *, today: date, until: date
) -> Vacancy | None:
    """The vacancy of a place today, or the next one that is known up to `until`; None: it is taken as far as is known."""
    within = Period(min([today, *(one.first_day for one in calendar.service)]), until)
    runs = day_states(calendar, number, within)
    free = next((run for run, state in runs if state is DayState.FREE and (run.last_day or until) >= today), None)
    if free is None:
        return None
    mine = [one for one in declarations if one.is_live and one.place_number == number]
    told = [one for one in mine if _is_of(one, free.first_day, runs)]
    latest = max(told, key=lambda one: (one.declared_on, str(one.id)), default=None)
    return Vacancy(place_number=number, vacant_from=free.first_day, declaration=latest)


def declare(
    vacancy: Vacancy | None,
    *,
    declaration_id: UUID,
    unit_id: UUID,
    declared_on: date,
    by: str,
    note: str,
    today: date,
    notice: Sourced,
    is_offered: bool,
) -> Declaration:
    """`is_offered`: the unit is in a programme on the first day that counts, today or the first vacant one.

    Raises `PlaceNotVacant`, `UnitOutOfOffer`, `VacancyAlreadyDeclared`, `VacancyDeclaredInFuture`, `VacancyDeclaredTooEarly`.
    """
    if vacancy is None:
        raise PlaceNotVacant("La place est occupée ou indisponible, sans fin connue.")
    if not is_offered:
        raise UnitOutOfOffer("Le logement n'est dans aucun programme : sa place n'est pas offerte au SIAO.")
    if vacancy.declaration is not None:
        raise VacancyAlreadyDeclared(f"Elle a été déclarée le {vacancy.declaration.declared_on:%d/%m/%Y}.")
    if declared_on > today:
        raise VacancyDeclaredInFuture("Enregistrez la déclaration le jour où elle est faite.", field="declared_on")
    earliest = vacancy.vacant_from - timedelta(days=int(notice.text))
    if declared_on < min(earliest, today):
        detail = (
            f"La place est vacante à partir du {vacancy.vacant_from:%d/%m/%Y} : "
            f"une déclaration de cette vacance date au plus tôt du {earliest:%d/%m/%Y}."
        )
        raise VacancyDeclaredTooEarly(detail, field="declared_on")
    return Declaration(
        id=declaration_id,
        unit_id=unit_id,
        place_number=vacancy.place_number,
        vacant_from=vacancy.vacant_from,
        declared_on=declared_on,
        declared_by=by,
        note=note,
    )


def cancel(declaration: Declaration, *, reason: str, today: date) -> Declaration:
    """It was never made. Raises `VacancyDeclarationCancelled`."""
    if not declaration.is_live:
        raise VacancyDeclarationCancelled()
    return replace(declaration, cancelled_on=today, cancel_reason=reason)


def _is_of(declaration: Declaration, vacant_from: date, runs: Runs) -> bool:
    """True when nobody lived there between the day that was told and the day the place is vacant: the same vacancy."""
    first, last = sorted((declaration.vacant_from, vacant_from))
    between = Period(first, last)
    return not any(state is DayState.OCCUPIED and run.overlaps(between) for run, state in runs)
