"""What the API of the conventions and of the tables says and accepts, version 1."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from msgspec.structs import asdict

from alt_units.actions.convention_ends import EndConvention
from alt_units.actions.conventions import WantedLine
from alt_units.api.contract import Name, Note, Reference
from alt_units.domain.aml import AmlPeriod, AmlTerms, Modality
from alt_units.domain.convention_amounts import CheckedLine
from alt_units.domain.conventions import (
    FIRST_YEAR,
    LAST_YEAR,
    Capacity,
    Convention,
    ConventionFacts,
    EndKind,
    month_forecast,
    year_forecast,
)
from alt_units.domain.regimes import Basis, CeilingScope, PartialMonthRule, Regime
from alt_units.domain.scales import Currency, Scale
from alt_units.domain.units import DwellingType, Programme, Zone
from kernel.law import Status
from kernel.money import DueCents
from kernel.period import Month, MonthText
from kernel.text import LINE, LINE_OR_NOTHING, TEXT

Year = Annotated[int, Meta(ge=FIRST_YEAR, le=LAST_YEAR)]
MaxUnits = Annotated[int, Meta(ge=1, le=10_000)]
PerMille = Annotated[int, Meta(ge=0, le=1000)]
LeastDays = Annotated[int, Meta(ge=1, le=31)]


class AmlIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an AML convention says. `period_cents` null: the amounts stand on the lines, by month. Both advance rates null: no
    advance.
    """

    period: AmlPeriod
    max_units: MaxUnits
    modality: Modality
    period_cents: DueCents | None = None
    advance_per_mille: PerMille | None = None
    advance_threshold_per_mille: PerMille | None = None
    term_ends_on: date | None = None

    def terms(self) -> AmlTerms:
        return AmlTerms(**asdict(self))


class CapacityIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many dwellings of a type the paper foresees for a month."""

    month: MonthText
    dwelling_type: DwellingType
    units: MaxUnits

    def capacity(self) -> Capacity:
        return Capacity(month=Month.parse(self.month), dwelling_type=self.dwelling_type, units=self.units)


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
    aml: AmlIn | None = None
    capacity: Annotated[list[CapacityIn], Meta(max_length=120)] = []
    deliberation: Annotated[str, Meta(max_length=120, pattern=LINE_OR_NOTHING)] = ""
    deliberated_on: date | None = None
    signatories: Annotated[str, Meta(max_length=500, pattern=TEXT)] = ""

    def facts(self) -> ConventionFacts:
        apart = {"first_month", "aml", "capacity"}
        known = {name: getattr(self, name) for name in ConventionFacts.__struct_fields__ if name not in apart}
        return ConventionFacts(
            **known,
            first_month=Month.parse(self.first_month),
            aml=self.aml.terms() if self.aml else None,
            capacity=tuple(one.capacity() for one in self.capacity),
        )


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
    """The last day of the convention, by whom and why. Nothing is paid from the next month on, and its units leave the offer.

    `notified_on`: the day when the other party was told, where the kind needs a notice.
    """

    ended_on: date
    reason: Annotated[str, Meta(min_length=1, max_length=500, pattern=LINE)]
    kind: EndKind = EndKind.AGREEMENT
    notified_on: date | None = None

    def command(self) -> EndConvention:
        return EndConvention(**asdict(self))


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


class AmlOut(Struct, frozen=True, kw_only=True):
    """What an AML convention says beside its lines."""

    period: AmlPeriod
    period_cents: int | None
    max_units: int
    modality: Modality
    advance_per_mille: int | None
    advance_threshold_per_mille: int | None
    term_ends_on: date | None

    @classmethod
    def of(cls, terms: AmlTerms) -> "AmlOut":
        return cls(**asdict(terms))


class CapacityOut(Struct, frozen=True, kw_only=True):
    """How many dwellings of a type the paper foresees for a month."""

    month: str
    dwelling_type: DwellingType
    units: int

    @classmethod
    def of(cls, one: Capacity) -> "CapacityOut":
        return cls(month=str(one.month), dwelling_type=one.dwelling_type, units=one.units)


class ApprovalOut(Struct, frozen=True, kw_only=True):
    """The organisation's approval for rental mediation; an empty number: none is recorded."""

    number: str
    approved_on: date | None
    ends_on: date | None


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
    end_kind: EndKind | None
    notified_on: date | None
    renews_id: UUID | None
    note: str
    deliberation: str
    deliberated_on: date | None
    signatories: str
    approval: ApprovalOut
    aml: AmlOut | None
    capacity: list[CapacityOut]
    lines: list[LineOut]
    forecast: list[MonthForecastOut]
    year_forecast_cents: int

    @classmethod
    def of(cls, convention: Convention, lines: list[CheckedLine]) -> "ConventionOut":
        apart = {"lines", "first_month", "year_forecast_cents", "forecast", "approval", "aml", "capacity"}
        known = {name: getattr(convention, name) for name in cls.__struct_fields__ if name not in apart}
        months = [Month(convention.year, number) for number in range(1, 13)]
        return cls(
            **known,
            first_month=str(convention.first_month),
            approval=ApprovalOut(**asdict(convention.approval)),
            aml=AmlOut.of(convention.aml) if convention.aml else None,
            capacity=[CapacityOut.of(one) for one in convention.capacity],
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
