"""What the API of the conventions and of the tables says and accepts, version 1."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from msgspec.structs import asdict

from alt_units.actions.conventions import WantedLine
from alt_units.api.contract import Name, Note, Reference
from alt_units.domain.convention_amounts import CheckedLine
from alt_units.domain.conventions import (
    FIRST_YEAR,
    LAST_YEAR,
    Convention,
    ConventionFacts,
    month_forecast,
    year_forecast,
)
from alt_units.domain.regimes import Basis, CeilingScope, PartialMonthRule, Regime
from alt_units.domain.scales import Currency, Scale
from alt_units.domain.units import DwellingType, Programme, Zone
from kernel.law import Status
from kernel.money import DueCents
from kernel.period import Month, MonthText
from kernel.text import LINE

Year = Annotated[int, Meta(ge=FIRST_YEAR, le=LAST_YEAR)]
LeastDays = Annotated[int, Meta(ge=1, le=31)]


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


class EndIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The day on which the convention ends, and why. Nothing is paid from the next month on."""

    ended_on: date
    reason: Annotated[str, Meta(min_length=1, max_length=500, pattern=LINE)]


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
        known = {name: getattr(scale, name) for name in cls.__struct_fields__ if name != "rows"}
        return cls(**known, rows=[ScaleRowOut(**asdict(row)) for row in scale.rows])


class ScalesOut(Struct, frozen=True, kw_only=True):
    """Every table, oldest first."""

    items: list[ScaleOut]
