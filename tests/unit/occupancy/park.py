"""Generated parks and histories for the rules of availability, and what a clerk would find day by day on a calendar."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from kernel.calendar import Territory, is_working_day
from kernel.period import Period
from occupancy.domain.contracts import Contract, ContractStatus
from occupancy.domain.units import (
    DwellingType,
    Place,
    Programme,
    ProgrammePeriod,
    ServicePeriod,
    Unit,
    Void,
)
from occupancy.domain.vacancies import Wish
from tests.unit.occupancy.stays import contract, ended

BASE = date(2024, 1, 1)
_DAY = timedelta(days=1)
days = st.integers(0, 150).map(lambda number: BASE + timedelta(days=number))


class Case(Struct, frozen=True, kw_only=True):
    """A park, what happened in it, the day it is, and what is looked for."""

    units: tuple[Unit, ...]
    contracts: tuple[Contract, ...]
    today: date
    wish: Wish


@st.composite
def units(draw: st.DrawFn, number: int) -> Unit:
    """A unit in the park for most of the time, with voids, programmes and a turnaround of its own."""
    first_day = draw(st.sampled_from([date(2000, 1, 1), date(2024, 2, 1)]))
    last_day = draw(st.none() | st.just(date(2024, 5, 31)))
    programme = draw(st.sampled_from(Programme))
    until = draw(st.none() | days)
    programmes = [ProgrammePeriod(programme=programme, first_day=date(2000, 1, 1), last_day=until)]
    if until is not None and draw(st.booleans()):
        other = draw(st.sampled_from(Programme))
        programmes.append(ProgrammePeriod(programme=other, first_day=until + timedelta(days=1), last_day=None))
    places = draw(st.integers(0, 3))
    voids = draw(st.lists(st.tuples(st.integers(0, places), days, st.none() | st.integers(0, 30)), max_size=2))
    return Unit(
        id=UUID(int=number),
        version=1,
        reference=f"L-{number:03d}",
        name=f"Logement {number}",
        dwelling_type=DwellingType.T3,
        programmes=tuple(programmes),
        address="1 rue des Exemples",
        postal_code="77340",
        city="Ville d'exemple",
        zone="I",
        places=tuple(Place(number=n, name=f"Chambre {n}", persons_max=n) for n in range(1, places + 1)),
        service_periods=(ServicePeriod(first_day=first_day, last_day=last_day),),
        retired_on=draw(st.none() | days),
        persons_max=draw(st.none() | st.integers(1, 5)),
        accessible=draw(st.booleans()),
        turnaround_days=draw(st.integers(0, 4)),
        territory=draw(st.sampled_from(Territory)),
        voids=tuple(
            Void(
                id=UUID(int=900 + rank),
                place_number=place,
                reason="works",
                first_day=first,
                last_day=None if more is None else first + timedelta(days=more),
            )
            for rank, (place, first, more) in enumerate(voids)
        ),
    )


@st.composite
def stays_in(draw: st.DrawFn, unit: Unit) -> Contract:
    """A contract of the unit, whatever became of it."""
    first = draw(days)
    last = first + timedelta(days=draw(st.integers(0, 60)))
    made = contract(
        first,
        last,
        place=draw(st.sampled_from([0, *(place.number for place in unit.places)])),
        status=draw(st.sampled_from(ContractStatus)),
        unit_id=unit.id,
    )
    made = replace(made, turnaround_days=draw(st.integers(0, 4)), territory=unit.territory)
    return (
        ended(made, first + timedelta(days=draw(st.integers(0, 70)))) if made.status is ContractStatus.ENDED else made
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A small park with its histories; the search often starts where a stay ends, where faults hide."""
    park = [draw(units(number)) for number in range(1, draw(st.integers(1, 2)) + 1)]
    contracts = tuple(one for unit in park for one in draw(st.lists(stays_in(unit), max_size=4)))
    edges = [day for one in contracts if one.stay.last_day for day in (one.stay.last_day, one.stay.last_day + _DAY)]
    first_day = draw(st.sampled_from(edges) if edges and draw(st.booleans()) else days)
    return Case(
        units=tuple(park),
        contracts=contracts,
        today=draw(days),
        wish=Wish(
            first_day=first_day,
            last_day=draw(st.none() | st.integers(0, 120).map(lambda more: first_day + timedelta(days=more))),
            shared=draw(st.booleans()),
            persons=draw(st.none() | st.integers(1, 4)),
            accessible=draw(st.booleans()),
            programme=draw(st.none() | st.sampled_from(Programme)),
        ),
    )


def each_day(first_day: date, last_day: date) -> list[date]:
    return [first_day + timedelta(days=number) for number in range((last_day - first_day).days + 1)]


def after(last_day: date, working_days: int, territory: Territory) -> list[date]:
    """The days of a turnaround, walked one by one."""
    found: list[date] = []
    day = last_day
    while sum(is_working_day(one, territory) for one in found) < working_days:
        day += timedelta(days=1)
        found.append(day)
    return found


def is_lived_in(one: Contract, day: date, today: date | None) -> bool:
    """A stay holds its place to its last day, and beyond while a household past its term has not left."""
    if one.status not in (ContractStatus.SIGNED, ContractStatus.ENDED) or day < one.first_day:
        return False
    lingers = today is not None and one.status is ContractStatus.SIGNED and one.last_day < today
    return lingers or day <= (one.end.ended_on if one.end else one.last_day)


def is_put_in_order(one: Contract, day: date, today: date | None) -> bool:
    if one.status not in (ContractStatus.SIGNED, ContractStatus.ENDED):
        return False
    if today is not None and one.status is ContractStatus.SIGNED and one.last_day < today:
        return False
    return day in after(one.end.ended_on if one.end else one.last_day, one.turnaround_days, one.territory)


def meets(place: int, other: int) -> bool:
    return place == other or place == 0 or other == 0


def is_void(unit: Unit, place: int, day: date) -> bool:
    return any(
        meets(place, one.place_number) and one.first_day <= day and (one.last_day is None or day <= one.last_day)
        for one in unit.voids
    )


def is_in_service(unit: Unit, day: date) -> bool:
    return (unit.retired_on is None or day <= unit.retired_on) and any(
        one.first_day <= day and (one.last_day is None or day <= one.last_day) for one in unit.service_periods
    )


def programme_by_hand(unit: Unit, day: date) -> Programme | None:
    return next((one.programme for one in unit.programmes if day in Period(one.first_day, one.last_day)), None)


def is_granted_by_hand(case: Case, unit: Unit, place: int, first_day: date, last_day: date) -> bool:
    """Whether a stay may be signed, found by ticking its days one by one."""
    there = [one for one in case.contracts if one.unit_id == unit.id and meets(place, one.place_number)]
    programme = programme_by_hand(unit, first_day)
    for day in each_day(first_day, last_day):
        if programme is None or programme_by_hand(unit, day) is not programme:
            return False
        if not is_in_service(unit, day) or is_void(unit, place, day):
            return False
        if any(is_lived_in(one, day, case.today) or is_put_in_order(one, day, case.today) for one in there):
            return False
    own = after(last_day, unit.turnaround_days, unit.territory)
    return not any(is_lived_in(one, day, case.today) for one in there for day in own)
