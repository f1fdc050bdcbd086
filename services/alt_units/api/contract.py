"""What the API of the park says and accepts, version 1. Inputs refuse what they do not know; outputs have no defaults."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from msgspec.structs import asdict

from alt_units.actions.conventions import WantedLine
from alt_units.actions.units import RegisterUnit
from alt_units.domain.convention_amounts import CheckedLine
from alt_units.domain.conventions import Convention, ConventionFacts, month_forecast, year_forecast
from alt_units.domain.presence import PlacePresence, Presence
from alt_units.domain.regimes import Basis, CeilingScope, PartialMonthRule, Regime
from alt_units.domain.scales import Currency, Scale
from alt_units.domain.units import DwellingType, Programme, Unit, UnitFacts, Zone
from kernel.law import Status
from kernel.money import DueCents
from kernel.period import Month, MonthText

_LINE = r"^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*$"
_TEXT = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"

Reference = Annotated[str, Meta(min_length=1, max_length=40, pattern=_LINE)]
Name = Annotated[str, Meta(min_length=1, max_length=120, pattern=_LINE)]
PlaceName = Annotated[str, Meta(min_length=1, max_length=80, pattern=_LINE)]
Address = Annotated[str, Meta(min_length=1, max_length=200, pattern=_LINE)]
PostalCode = Annotated[str, Meta(pattern=r"^[0-9]{5}$", min_length=5, max_length=5)]
Note = Annotated[str, Meta(max_length=2000, pattern=_TEXT)]
SurfaceDm2 = Annotated[int, Meta(ge=1, le=1_000_000)]
Year = Annotated[int, Meta(ge=1993, le=2099)]
LeastDays = Annotated[int, Meta(ge=1, le=31)]
Days = Annotated[int, Meta(ge=0, le=31)]
PlaceNumber = Annotated[int, Meta(ge=0, le=200)]
Count = Annotated[int, Meta(ge=0, le=1000)]
Revision = Annotated[int, Meta(ge=1, le=2**53)]


def _usual(*days: date) -> None:
    if any(not 1900 <= day.year <= 2099 for day in days):
        raise ValueError("année entre 1900 et 2099 attendue")


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

    def facts(self) -> UnitFacts:
        return UnitFacts(**{name: getattr(self, name) for name in UnitFacts.__struct_fields__})


class NewUnitIn(UnitIn, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A unit that enters the park on `first_day`; no place names when it is not shared."""

    first_day: date
    programme: Programme | None = None
    places: Annotated[list[PlaceName], Meta(max_length=20)] = []

    def __post_init__(self) -> None:
        _usual(self.first_day)

    def command(self) -> RegisterUnit:
        return RegisterUnit(
            facts=self.facts(), place_names=tuple(self.places), programme=self.programme, first_day=self.first_day
        )


class PlaceIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place of a shared unit, by its name."""

    name: PlaceName


class ProgrammeIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The programme from `first_day` on; null: none."""

    programme: Programme | None
    first_day: date

    def __post_init__(self) -> None:
        _usual(self.first_day)


class OutOfServiceIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The unit cannot be lived in from `first_day` on."""

    first_day: date
    reason: Address

    def __post_init__(self) -> None:
        _usual(self.first_day)


class BackInServiceIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The unit can be lived in again from `first_day` on."""

    first_day: date

    def __post_init__(self) -> None:
        _usual(self.first_day)


class RetirementIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The last day of the unit in the park."""

    last_day: date

    def __post_init__(self) -> None:
        _usual(self.last_day)


class PlaceOut(Struct, frozen=True, kw_only=True):
    """A place of a shared unit."""

    number: int
    name: str


class ProgrammePeriodOut(Struct, frozen=True, kw_only=True):
    """Days, both counted, on which the unit belongs to a programme."""

    programme: Programme
    first_day: date
    last_day: date | None


class ServicePeriodOut(Struct, frozen=True, kw_only=True):
    """Days, both counted, on which the unit can be lived in."""

    first_day: date
    last_day: date | None
    reason: str


class UnitOut(Struct, frozen=True, kw_only=True):
    """A unit. `programme` is today's; `retired_on` its last day in the park."""

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
        )


class UnitsOut(Struct, frozen=True, kw_only=True):
    """A page of units, in order of reference; `next` is what `after` takes to go on."""

    items: list[UnitOut]
    next: str | None


class PlacePresenceIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Days of the month on which a place was lived in. Number 0: the whole unit."""

    number: PlaceNumber
    days_occupied: Days


class PresenceIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A unit's month, in numbers only. A revision that is not above the stored one changes nothing."""

    revision: Revision
    days_occupied: Days
    households: Count
    persons: Count
    places: Annotated[list[PlacePresenceIn], Meta(max_length=200)]

    def presence(self, unit_id: UUID, month: Month, at: datetime) -> Presence:
        return Presence(
            unit_id=unit_id,
            month=str(month),
            revision=self.revision,
            days_occupied=self.days_occupied,
            households=self.households,
            persons=self.persons,
            places=tuple(PlacePresence(number=one.number, days_occupied=one.days_occupied) for one in self.places),
            received_at=at,
        )


class PlacePresenceOut(Struct, frozen=True, kw_only=True):
    """Days of the month on which a place was lived in. Number 0: the whole unit."""

    number: int
    days_occupied: int


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

    @classmethod
    def of(cls, presence: Presence) -> "PresenceOut":
        known = {name: getattr(presence, name) for name in Presence.__struct_fields__ if name != "places"}
        return cls(**known, places=[PlacePresenceOut(**asdict(one)) for one in presence.places])


class PresenceListOut(Struct, frozen=True, kw_only=True):
    """The months of a unit, latest first."""

    items: list[PresenceOut]


class ConventionIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A convention in preparation, for one calendar year. `ceiling_cents` null: the forecast of its lines."""

    programme: Programme
    number: Reference
    funder: Name
    year: Year
    first_month: MonthText
    rule: PartialMonthRule
    basis: Basis
    ceiling: CeilingScope
    least_days: LeastDays | None = None
    ceiling_cents: DueCents | None = None
    note: Note = ""

    def facts(self) -> ConventionFacts:
        known = {name: getattr(self, name) for name in ConventionFacts.__struct_fields__ if name != "first_month"}
        return ConventionFacts(**known, first_month=Month.parse(self.first_month))


class LineIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A dwelling of the convention. Without a type it takes the unit's, without an amount the table's."""

    unit_id: UUID
    first_month: MonthText
    last_month: MonthText
    dwelling_type: DwellingType | None = None
    monthly_cents: DueCents | None = None

    def wanted(self) -> WantedLine:
        return WantedLine(
            unit_id=self.unit_id,
            dwelling_type=self.dwelling_type,
            first_month=Month.parse(self.first_month),
            last_month=Month.parse(self.last_month),
            monthly_cents=self.monthly_cents,
        )


class SignatureIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The day on which the convention was signed."""

    signed_on: date

    def __post_init__(self) -> None:
        _usual(self.signed_on)


class EndIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The day on which the convention ends, and why. Nothing is paid from the next month on."""

    ended_on: date
    reason: Annotated[str, Meta(min_length=1, max_length=500, pattern=_LINE)]

    def __post_init__(self) -> None:
        _usual(self.ended_on)


class AmountCheckOut(Struct, frozen=True, kw_only=True):
    """What the table says of an amount: a control, never a correction. `ceiling_cents` null: undetermined."""

    scale_version: str | None
    scale_source: str | None
    scale_status: Status | None
    ceiling_cents: int | None
    excess_cents: int
    warning: str


class LineOut(Struct, frozen=True, kw_only=True):
    """A dwelling of the convention with its control against the table."""

    id: UUID
    unit_id: UUID
    unit_reference: str
    dwelling_type: DwellingType
    first_month: str
    last_month: str
    holds_until: str
    monthly_cents: int
    check: AmountCheckOut

    @classmethod
    def of(cls, checked: CheckedLine) -> "LineOut":
        line, value = checked.line, checked.check.value
        return cls(
            id=line.id,
            unit_id=line.unit_id,
            unit_reference=checked.unit.reference,
            dwelling_type=line.dwelling_type,
            first_month=str(line.first_month),
            last_month=str(line.last_month),
            holds_until=str(line.holds_until),
            monthly_cents=line.monthly_cents,
            check=AmountCheckOut(
                scale_version=value.version if value else None,
                scale_source=value.source if value else None,
                scale_status=value.status if value else None,
                ceiling_cents=value.ceiling_cents if value else None,
                excess_cents=checked.check.excess_cents,
                warning=checked.check.warning,
            ),
        )


class MonthForecastOut(Struct, frozen=True, kw_only=True):
    """What the lines foresee for a month."""

    month: str
    amount_cents: int


class ConventionOut(Struct, frozen=True, kw_only=True):
    """A convention with its lines and what they foresee, month by month."""

    id: UUID
    version: int
    programme: Programme
    number: str
    funder: str
    regime: Regime | None
    year: int
    first_month: str
    rule: PartialMonthRule
    least_days: int | None
    basis: Basis
    ceiling: CeilingScope
    ceiling_cents: int | None
    signed_on: date | None
    ended_on: date | None
    end_reason: str
    note: str
    lines: list[LineOut]
    forecast: list[MonthForecastOut]
    year_forecast_cents: int

    @classmethod
    def of(cls, convention: Convention, lines: list[CheckedLine]) -> "ConventionOut":
        apart = {"lines", "first_month", "year_forecast_cents", "forecast"}
        known = {name: getattr(convention, name) for name in cls.__struct_fields__ if name not in apart}
        months = [Month(convention.year, number) for number in range(1, 13)]
        return cls(
            **known,
            first_month=str(convention.first_month),
            lines=[LineOut.of(one) for one in lines],
            forecast=[
                MonthForecastOut(month=str(month), amount_cents=month_forecast(convention, month)) for month in months
            ],
            year_forecast_cents=year_forecast(convention),
        )


class ConventionsOut(Struct, frozen=True, kw_only=True):
    """Conventions, latest year first."""

    items: list[ConventionOut]


class ScaleRowOut(Struct, frozen=True, kw_only=True):
    """One dwelling type of a table, in hundredths of its currency. `charges` null: not found."""

    dwelling_type: DwellingType
    rent: dict[Zone, int]
    charges: int | None


class ScaleOut(Struct, frozen=True, kw_only=True):
    """A table of the allowance, with its source and whether it was read."""

    version: str
    since: date
    last_day: date | None
    source: str
    status: Status
    currency: Currency
    note: str
    rows: list[ScaleRowOut]

    @classmethod
    def of(cls, scale: Scale) -> "ScaleOut":
        known = {name: getattr(scale, name) for name in Scale.__struct_fields__ if name != "rows"}
        return cls(**known, rows=[ScaleRowOut(**asdict(row)) for row in scale.rows])


class ScalesOut(Struct, frozen=True, kw_only=True):
    """Every table, oldest first."""

    items: list[ScaleOut]
