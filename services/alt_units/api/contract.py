"""What the API of the park says and accepts, version 1. Inputs refuse what they do not know; outputs have no defaults."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from msgspec.structs import asdict

from alt_units.actions.units import RegisterUnit
from alt_units.api.stock_contract import MobilisationOut, VoidOut
from alt_units.domain.presence import PlacePresence, Presence
from alt_units.domain.territories import territory_of
from alt_units.domain.units import DwellingType, Programme, Unit, UnitFacts, Zone
from kernel.calendar import Territory
from kernel.period import Month
from kernel.text import LINE, TEXT

Reference = Annotated[str, Meta(min_length=1, max_length=40, pattern=LINE)]
Name = Annotated[str, Meta(min_length=1, max_length=120, pattern=LINE)]
PlaceName = Annotated[str, Meta(min_length=1, max_length=80, pattern=LINE)]
Address = Annotated[str, Meta(min_length=1, max_length=200, pattern=LINE)]
PostalCode = Annotated[str, Meta(pattern=r"^[0-9]{5}$", min_length=5, max_length=5)]
Note = Annotated[str, Meta(max_length=2000, pattern=TEXT)]
SurfaceDm2 = Annotated[int, Meta(ge=1, le=1_000_000)]
Days = Annotated[int, Meta(ge=0, le=31)]
PlaceNumber = Annotated[int, Meta(ge=0, le=200)]
Count = Annotated[int, Meta(ge=0, le=1000)]
PersonsMax = Annotated[int, Meta(ge=1, le=50)]
Floor = Annotated[int, Meta(ge=-5, le=60)]
TurnaroundDays = Annotated[int, Meta(ge=0, le=60)]
DayNumber = Annotated[int, Meta(ge=1, le=31)]
DayRanges = Annotated[list[tuple[DayNumber, DayNumber]], Meta(max_length=31)]
Revision = Annotated[int, Meta(ge=1, le=2**53)]


class UnitIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What staff record and may correct about a unit."""

    reference: Reference
    name: Name
    dwelling_type: DwellingType
    zone: Zone
    address: Address
    postal_code: PostalCode
    city: Name
    water_and_wc: bool
    heating: bool
    surface_dm2: SurfaceDm2 | None = None
    note: Note = ""
    persons_max: PersonsMax | None = None
    accessible: bool = False
    floor: Floor | None = None
    has_lift: bool = False
    turnaround_days: TurnaroundDays = 0
    territory: Territory | None = None
    """Nothing: the one that the postal code tells."""

    def facts(self) -> UnitFacts:
        known = {name: getattr(self, name) for name in UnitFacts.__struct_fields__ if name != "territory"}
        return UnitFacts(**known, territory=self.territory or territory_of(self.postal_code))


class NewUnitIn(UnitIn, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A unit that enters the park on `first_day`; no place names when it is not shared."""

    first_day: date
    programme: Programme | None = None
    places: Annotated[list[PlaceName], Meta(max_length=20)] = []

    def command(self) -> RegisterUnit:
        return RegisterUnit(
            facts=self.facts(), place_names=tuple(self.places), programme=self.programme, first_day=self.first_day
        )


class PlaceIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place of a shared unit; `persons_max` null: as many as the household is."""

    name: PlaceName
    persons_max: PersonsMax | None = None


class ProgrammeIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The programme from `first_day` on; null: none."""

    programme: Programme | None
    first_day: date


class RetirementIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The last day of the unit in the park."""

    last_day: date


class PlaceOut(Struct, frozen=True, kw_only=True):
    """A place of a shared unit."""

    number: int
    name: str
    persons_max: int | None


class ProgrammePeriodOut(Struct, frozen=True, kw_only=True):
    """Days, both counted, on which the unit belongs to a programme."""

    programme: Programme
    first_day: date
    last_day: date | None


class ServicePeriodOut(Struct, frozen=True, kw_only=True):
    """Days, both counted, on which the unit is in the park, in service; voids take days out of them."""

    first_day: date
    last_day: date | None
    reason: str


class UnitOut(Struct, frozen=True, kw_only=True):
    """A unit. `programmes` end with conventions that ran out, `programme` is today's; `retired_on` its last day there."""

    id: UUID
    version: int
    reference: str
    name: str
    dwelling_type: DwellingType
    programme: Programme | None
    programmes: list[ProgrammePeriodOut]
    address: str
    postal_code: str
    city: str
    zone: Zone
    surface_dm2: int | None
    water_and_wc: bool
    heating: bool
    note: str
    places: list[PlaceOut]
    service_periods: list[ServicePeriodOut]
    retired_on: date | None
    persons_max: int | None
    accessible: bool
    floor: int | None
    has_lift: bool
    turnaround_days: int
    territory: Territory
    mobilisations: list[MobilisationOut]
    voids: list[VoidOut]

    @classmethod
    def of(cls, unit: Unit, today: date) -> "UnitOut":
        return cls(
            **{name: getattr(unit, name) for name in UnitFacts.__struct_fields__},
            id=unit.id,
            version=unit.version,
            retired_on=unit.retired_on,
            programme=unit.programme_on(today),
            programmes=[ProgrammePeriodOut(**asdict(one)) for one in unit.programmes],
            places=[PlaceOut(**asdict(one)) for one in unit.places],
            service_periods=[ServicePeriodOut(**asdict(one)) for one in unit.service],
            mobilisations=[MobilisationOut(**asdict(one)) for one in unit.mobilisations],
            voids=[VoidOut.of(one) for one in unit.live_voids()],
        )


class UnitsOut(Struct, frozen=True, kw_only=True):
    """A page of units, in order of reference; `next` is what `after` takes to go on."""

    items: list[UnitOut]
    next: str | None


class PlacePresenceIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Days of the month on which a place was lived in. Number 0: the whole unit.

    `occupied` and `turnaround`: first and last day numbers of what is lived in, and of the remise en état.
    """

    number: PlaceNumber
    days_occupied: Days
    occupied: DayRanges = []
    turnaround: DayRanges = []

    def presence(self) -> PlacePresence:
        return PlacePresence(
            number=self.number,
            days_occupied=self.days_occupied,
            occupied=tuple(self.occupied),
            turnaround=tuple(self.turnaround),
        )


class PresenceIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A unit's month, in numbers only. A revision that is not above the stored one changes nothing."""

    revision: Revision
    days_occupied: Days
    households: Count
    persons: Count
    places: Annotated[list[PlacePresenceIn], Meta(max_length=200)]
    aided_households: Count = 0

    def presence(self, unit_id: UUID, month: Month, at: datetime) -> Presence:
        return Presence(
            unit_id=unit_id,
            month=str(month),
            revision=self.revision,
            days_occupied=self.days_occupied,
            households=self.households,
            persons=self.persons,
            places=tuple(one.presence() for one in self.places),
            received_at=at,
            aided_households=self.aided_households,
        )


class PlacePresenceOut(Struct, frozen=True, kw_only=True):
    """Days of the month on which a place was lived in. Number 0: the whole unit."""

    number: int
    days_occupied: int
    occupied: list[tuple[int, int]]
    turnaround: list[tuple[int, int]]

    @classmethod
    def of(cls, place: PlacePresence) -> "PlacePresenceOut":
        return cls(
            number=place.number,
            days_occupied=place.days_occupied,
            occupied=list(place.occupied),
            turnaround=list(place.turnaround),
        )


class PresenceOut(Struct, frozen=True, kw_only=True):
    """A unit's month as stored."""

    unit_id: UUID
    month: str
    revision: int
    days_occupied: int
    households: int
    persons: int
    places: list[PlacePresenceOut]
    received_at: datetime
    aided_households: int

    @classmethod
    def of(cls, presence: Presence) -> "PresenceOut":
        known = {name: getattr(presence, name) for name in Presence.__struct_fields__ if name != "places"}
        return cls(**known, places=[PlacePresenceOut.of(one) for one in presence.places])


class PresenceListOut(Struct, frozen=True, kw_only=True):
    """The months of a unit, latest first."""

    items: list[PresenceOut]
