"""Who may come in where: the places of the park for given days and a given household, with what excludes the others.

The same predicate as the signature, asked of the same facts, with the same terms: what is offered here is what a signature
grants that day. Fitting a household (size, wheelchair, sharing, programme) comes besides.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from kernel.availability import Obstacle, UnitCalendar, compete, first_obstacle, next_free_day
from kernel.calendar import last_day_after
from kernel.errors import Refusal
from kernel.law import Law
from kernel.period import Period
from occupancy.domain.contracts import Contract
from occupancy.domain.places import calendar_of, refusal_of
from occupancy.domain.terms import TermEndsBeforeStart, check_reach, initial_term
from occupancy.domain.units import WHOLE_UNIT, Programme, Unit, persons_max_of


class Misfit(StrEnum):
    """Why a place does not suit the household, though it may be free."""

    TOO_SMALL = "too_small"
    NOT_ACCESSIBLE = "not_accessible"
    OTHER_PROGRAMME = "other_programme"
    TOO_LONG = "too_long"
    """Longer than the programme's first term: only by an override."""
    PROMISED = "promised"
    """Held for a household that was retained: a signature for another one is refused."""


class Wish(Struct, frozen=True, kw_only=True):
    """What is looked for. Without `last_day` and `months`: as long as the programme's rule grants at first."""

    first_day: date
    last_day: date | None = None
    months: int | None = None
    persons: int | None = None
    accessible: bool = False
    shared: bool = True
    programme: Programme | None = None


class Promise(Struct, frozen=True, kw_only=True):
    """Days for which a place (0: the whole unit) is held for a retained household."""

    unit_id: UUID
    place_number: int
    days: Period


class Vacancy(Struct, frozen=True, kw_only=True):
    """One place (0: the whole unit), for the days of `stay`. `free_places` of `places`: those of the unit on these days.

    `next_free_day`: the first day from which as many days are free; None when it is not known.
    """

    unit: Unit
    place_number: int
    place_name: str | None
    persons_max: int | None
    programme: Programme | None
    stay: Period
    obstacle: Obstacle | None
    refusal: Refusal | None
    misfits: tuple[Misfit, ...]
    free_places: int
    places: int
    next_free_day: date | None

    @property
    def is_offered(self) -> bool:
        return self.obstacle is None and not self.misfits


def check_wish(wish: Wish) -> None:
    """Raises `DayOutOfReach`, `TermEndsBeforeStart`."""
    check_reach(wish.first_day)
    if wish.last_day is not None:
        check_reach(wish.last_day, "last_day")
        if wish.last_day < wish.first_day:
            raise TermEndsBeforeStart(f"La période commence le {wish.first_day:%d/%m/%Y}.", field="last_day")


def vacancies(
    law: Law,
    units: Iterable[Unit],
    contracts: Iterable[Contract],
    wish: Wish,
    *,
    today: date,
    promises: Sequence[Promise] = (),
) -> tuple[Vacancy, ...]:
    """Every place that the household would look at: those offered first, the best fitting before; then the others.

    Raises `DayOutOfReach`, `TermEndsBeforeStart`.
    """
    check_wish(wish)
    by_unit: dict[object, list[Contract]] = {}
    for contract in contracts:
        by_unit.setdefault(contract.unit_id, []).append(contract)
    found = [
        _with_promises(vacancy, promises)
        for unit in units
        if not (unit.retired_on is not None and unit.retired_on < wish.first_day)
        for vacancy in _of_unit(law, unit, by_unit.get(unit.id, []), wish, today)
    ]
    return tuple(sorted(found, key=_rank))


def _with_promises(vacancy: Vacancy, promises: Sequence[Promise]) -> Vacancy:
    held = any(
        one.unit_id == vacancy.unit.id
        and compete(one.place_number, vacancy.place_number)
        and one.days.overlaps(vacancy.stay)
        for one in promises
    )
    return replace(vacancy, misfits=(*vacancy.misfits, Misfit.PROMISED)) if held else vacancy


def _of_unit(law: Law, unit: Unit, contracts: list[Contract], wish: Wish, today: date) -> list[Vacancy]:
    calendar = calendar_of(unit, contracts, today=today)
    programme = next(
        (one.programme for one in unit.programmes if wish.first_day in Period(one.first_day, one.last_day)), None
    )
    stay, is_long = _stay(law, programme or wish.programme, wish)
    asked = programme.value if programme else None
    blocked = {
        place: first_obstacle(calendar, place, stay, turnaround=unit.turnaround, programme=asked)
        for place in (WHOLE_UNIT, *(one.number for one in unit.places))
    }
    counted = [place for place in blocked if place != WHOLE_UNIT] or [WHOLE_UNIT]
    made = []
    for place, obstacle in blocked.items():
        if place != WHOLE_UNIT and not wish.shared:
            continue
        most = persons_max_of(unit, place)
        made.append(
            Vacancy(
                unit=unit,
                place_number=place,
                place_name=next((one.name for one in unit.places if one.number == place), None),
                persons_max=most,
                programme=programme,
                stay=stay,
                obstacle=obstacle,
                refusal=refusal_of(obstacle, unit, contracts, calendar, stay) if obstacle else None,
                misfits=_misfits(unit, most, programme, wish, is_long=is_long),
                free_places=sum(blocked[one] is None for one in counted),
                places=len(counted),
                next_free_day=_next(calendar, unit, place, stay, wish) if obstacle else wish.first_day,
            )
        )
    return made


def _stay(law: Law, programme: Programme | None, wish: Wish) -> tuple[Period, bool]:
    """The days that a signature would be asked for, and whether they are more than the rule grants at first."""
    last_day = wish.last_day or (last_day_after(wish.first_day, wish.months) if wish.months else None)
    if programme is None:
        return Period(wish.first_day, last_day or wish.first_day), False
    allowed = initial_term(law, programme, wish.first_day, last_day=None, override_reason=None).last_day
    return Period(wish.first_day, last_day or allowed), last_day is not None and last_day > allowed


def _misfits(
    unit: Unit, persons_max: int | None, programme: Programme | None, wish: Wish, *, is_long: bool
) -> tuple[Misfit, ...]:
    found = {
        Misfit.TOO_SMALL: wish.persons is not None and persons_max is not None and persons_max < wish.persons,
        Misfit.NOT_ACCESSIBLE: wish.accessible and not unit.accessible,
        Misfit.OTHER_PROGRAMME: wish.programme is not None
        and programme is not None
        and programme is not wish.programme,
        Misfit.TOO_LONG: is_long,
    }
    return tuple(misfit for misfit, holds in found.items() if holds)


def _next(calendar: UnitCalendar, unit: Unit, place: int, stay: Period, wish: Wish) -> date | None:
    programme = wish.programme.value if wish.programme else None
    return next_free_day(calendar, place, stay.first_day, stay.days, turnaround=unit.turnaround, programme=programme)


def _rank(vacancy: Vacancy) -> tuple[bool, int, date, str, int]:
    """Offered first, the smallest that is large enough before; the others by the day on which they are free again."""
    size = vacancy.persons_max or 99
    return (
        not vacancy.is_offered,
        size if vacancy.is_offered else 0,
        vacancy.next_free_day or date.max,
        vacancy.unit.reference,
        vacancy.place_number,
    )
