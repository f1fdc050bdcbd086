"""What occupancy knows of a unit: enough to give it to a household, no more. alt_units owns the rest.

A contract keeps the facts it relied on (`UnitFacts`), copied at signature: papers must not change when the stock does.
"""

from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from kernel.errors import NotFound, RuleBroken
from kernel.period import Period, covered_days

WHOLE_UNIT = 0
"""Place number of a contract on the whole unit."""


class Programme(StrEnum):
    """ALT and AML are two programmes; a unit is never in both on one day."""

    ALT = "ALT"
    AML = "AML"


class DwellingType(StrEnum):
    """The dwelling types of the allowance table."""

    ROOM_SINGLE = "room_single"
    ROOM_DOUBLE = "room_double"
    ROOM_LARGER = "room_larger"
    T1 = "t1"
    T2 = "t2"
    T3 = "t3"
    T4 = "t4"
    T5 = "t5"
    LARGER = "larger"


class UnitNotFound(NotFound):
    """No unit of the stock has this id."""

    code, title = "unit-not-found", "Logement introuvable"


class PlaceUnknown(RuleBroken):
    """A shared unit has named places; any other has none and is given whole."""

    code, title = "place-unknown", "Ce logement n'a pas cette place"


class UnitWithoutProgramme(RuleBroken):
    """A stay is an ALT stay or an AML stay; a unit in neither programme cannot be given."""

    code, title = "unit-without-programme", "Logement sans programme ce jour-là"


class UnitNotInService(RuleBroken):
    """A household is not placed in a unit that is withdrawn, in works or not yet open on some day of the stay."""

    code, title = "unit-not-in-service", "Logement hors service sur la période"


class Place(Struct, frozen=True, kw_only=True):
    """A named place of a shared unit, numbered from 1."""

    number: int
    name: str


class ProgrammePeriod(Struct, frozen=True, kw_only=True):
    """Days on which the unit is in a programme."""

    programme: Programme
    first_day: date
    last_day: date | None


class ServicePeriod(Struct, frozen=True, kw_only=True):
    """Days on which the unit may be lived in."""

    first_day: date
    last_day: date | None


class Unit(Struct, frozen=True, kw_only=True):
    """A unit as alt_units tells it to occupancy."""

    id: UUID
    version: int
    reference: str
    name: str
    dwelling_type: DwellingType
    programmes: tuple[ProgrammePeriod, ...]
    address: str
    postal_code: str
    city: str
    zone: str
    places: tuple[Place, ...]
    service_periods: tuple[ServicePeriod, ...]
    retired_on: date | None


class UnitFacts(Struct, frozen=True, kw_only=True):
    """The facts of the unit that a contract relies on, as they were when it was signed."""

    unit_version: int
    reference: str
    name: str
    dwelling_type: DwellingType
    address: str
    postal_code: str
    city: str
    zone: str
    place_name: str | None
    programme: Programme


def programme_on(unit: Unit, day: date) -> Programme:
    """The programme of the unit on a day. Raises `UnitWithoutProgramme`."""
    for row in unit.programmes:
        if day in Period(row.first_day, row.last_day):
            return row.programme
    raise UnitWithoutProgramme(f"{unit.name} n'est ni en ALT ni en AML le {day:%d/%m/%Y}.", field="first_day")


def check_in_service(unit: Unit, stay: Period) -> None:
    """Every day of the stay must be a day in service. Raises `UnitNotInService`."""
    assert stay.last_day is not None
    if unit.retired_on is not None and unit.retired_on <= stay.last_day:
        raise UnitNotInService(f"{unit.name} est retiré du parc le {unit.retired_on:%d/%m/%Y}.", field="last_day")
    open_days = covered_days(stay, [Period(row.first_day, row.last_day) for row in unit.service_periods])
    if open_days < stay.days:
        raise UnitNotInService(
            f"{unit.name} est hors service {stay.days - open_days} jour(s)"
            f" entre le {stay.first_day:%d/%m/%Y} et le {stay.last_day:%d/%m/%Y}.",
            field="first_day",
        )


def facts_of(unit: Unit, place_number: int, programme: Programme) -> UnitFacts:
    """The facts to copy into a contract on this place (0: the whole unit). Raises `PlaceUnknown`."""
    names = {place.number: place.name for place in unit.places}
    if place_number != WHOLE_UNIT and place_number not in names:
        raise PlaceUnknown(f"{unit.name} n'a pas de place n° {place_number}.", field="place_number")
    return UnitFacts(
        unit_version=unit.version,
        reference=unit.reference,
        name=unit.name,
        dwelling_type=unit.dwelling_type,
        address=unit.address,
        postal_code=unit.postal_code,
        city=unit.city,
        zone=unit.zone,
        place_name=names.get(place_number),
        programme=programme,
    )
