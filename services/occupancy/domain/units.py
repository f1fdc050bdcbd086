"""What occupancy knows of a unit: enough to give it to a household, no more. alt_units owns the rest.

A contract keeps the facts it relied on (`UnitFacts`), copied at signature: papers must not change when the stock does.
"""

from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from kernel.availability import WHOLE, Turnaround
from kernel.calendar import Territory
from kernel.errors import Blocker, NotFound, RuleBroken
from kernel.period import Period

WHOLE_UNIT = WHOLE
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


class MobilisationKind(StrEnum):
    """By what right the unit is in the park."""

    OWNED = "owned"
    HEAD_LEASE = "head_lease"
    MANDATE = "mandate"
    SLIDING_LEASE = "sliding_lease"


class OwnerKind(StrEnum):
    """Whose property the unit is."""

    TOWN = "town"
    CCAS = "ccas"
    HLM = "hlm"
    PRIVATE = "private"
    OTHER = "other"


class Place(Struct, frozen=True, kw_only=True):
    """A named place of a shared unit, numbered from 1. `persons_max` None: nobody has said."""

    number: int
    name: str
    persons_max: int | None = None


class ProgrammePeriod(Struct, frozen=True, kw_only=True):
    """Days on which the unit is in a programme."""

    programme: Programme
    first_day: date
    last_day: date | None


class ServicePeriod(Struct, frozen=True, kw_only=True):
    """Days on which the unit may be lived in."""

    first_day: date
    last_day: date | None


class Mobilisation(Struct, frozen=True, kw_only=True):
    """Days on which the unit is in the park, by which right and from whom. `id`: the upstream contract."""

    id: UUID
    kind: MobilisationKind
    owner_kind: OwnerKind
    first_day: date
    last_day: date | None


class Void(Struct, frozen=True, kw_only=True):
    """Days on which a place (0: the whole unit) cannot be lived in: works, damage, handing back…"""

    id: UUID
    place_number: int
    reason: str
    first_day: date
    last_day: date | None


class Unit(Struct, frozen=True, kw_only=True):
    """A unit as alt_units tells it to occupancy. `retired_on`: its last day in the park."""

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
    persons_max: int | None = None
    accessible: bool = False
    floor: int | None = None
    has_lift: bool = False
    turnaround_days: int = 0
    territory: Territory = Territory.METROPOLE
    mobilisations: tuple[Mobilisation, ...] = ()
    voids: tuple[Void, ...] = ()

    @property
    def turnaround(self) -> Turnaround:
        return Turnaround(working_days=self.turnaround_days, territory=self.territory)

    @property
    def service(self) -> tuple[Period, ...]:
        """The days in service, none after its last day in the park."""
        kept = Period(date.min, self.retired_on)
        days = (Period(row.first_day, row.last_day).common(kept) for row in self.service_periods)
        return tuple(one for one in days if one is not None)


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


def unit_link(unit: Unit) -> Blocker:
    """The page of alt_units where the unit's days are seen and changed."""
    return Blocker(label=f"Logement {unit.reference}", href=f"/logements/{unit.id}")


def programme_on(unit: Unit, day: date) -> Programme:
    """The programme of the unit on a day. Raises `UnitWithoutProgramme`."""
    for row in unit.programmes:
        if day in Period(row.first_day, row.last_day):
            return row.programme
    raise UnitWithoutProgramme(f"{unit.name} n'est ni en ALT ni en AML le {day:%d/%m/%Y}.", field="first_day")


def mobilisation_on(unit: Unit, day: date) -> Mobilisation | None:
    """The mobilisation under which the unit is in the park on a day, or None when nobody has recorded it."""
    return next((one for one in unit.mobilisations if day in Period(one.first_day, one.last_day)), None)


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


def persons_max_of(unit: Unit, place: int) -> int | None:
    """How many may live there: what is recorded; for a whole unit without a figure, the sum of its places' figures."""
    if place != WHOLE_UNIT:
        return next((one.persons_max for one in unit.places if one.number == place), None)
    known = [one.persons_max for one in unit.places if one.persons_max is not None]
    return unit.persons_max or (sum(known) if known and len(known) == len(unit.places) else None)
