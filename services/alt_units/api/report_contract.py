"""What the API of the reports says and accepts, version 1: costs and the activity of a year."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from msgspec import Meta, Struct

from alt_units.domain.activity import Activity, ActivityFacts
from alt_units.domain.costs import Cost, CostFacts, CostKind
from kernel.money import PaidCents
from kernel.period import Month, MonthText
from kernel.text import LINE, LINE_OR_NOTHING

Reference = Annotated[str, Meta(max_length=80, pattern=LINE_OR_NOTHING)]
Label = Annotated[str, Meta(max_length=200, pattern=LINE_OR_NOTHING)]
Reason = Annotated[str, Meta(min_length=1, max_length=200, pattern=LINE)]
Revision = Annotated[int, Meta(ge=0, le=2**53)]


class CostIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was paid. Without a unit: for the whole park."""

    unit_id: UUID | None = None
    kind: CostKind
    first_month: MonthText
    last_month: MonthText
    amount_cents: PaidCents
    reference: Reference = ""
    label: Label = ""

    def facts(self) -> CostFacts:
        return CostFacts(
            unit_id=self.unit_id,
            kind=self.kind,
            first_month=Month.parse(self.first_month),
            last_month=Month.parse(self.last_month),
            amount_cents=self.amount_cents,
            reference=self.reference,
            label=self.label,
        )


class CostCancellationIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a cost is undone."""

    reason: Reason


class CostOut(Struct, frozen=True, kw_only=True):
    """A cost, or the reversal of another one."""

    id: UUID
    unit_id: UUID | None
    kind: CostKind
    first_month: MonthText
    last_month: MonthText
    amount_cents: int
    reference: str
    label: str
    recorded_on: date
    recorded_by: str
    cancels_id: UUID | None

    @classmethod
    def of(cls, cost: Cost) -> Self:
        values = {name: getattr(cost, name) for name in cls.__struct_fields__}
        return cls(**{**values, "first_month": str(cost.first_month), "last_month": str(cost.last_month)})


class CostListOut(Struct, frozen=True, kw_only=True):
    """The costs with a month in a year."""

    items: list[CostOut]


class ActivityIn(ActivityFacts, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The activity of a year as occupancy tells it. A revision at or below the known one changes nothing."""

    revision: Revision

    def told(self, year: int, at: datetime) -> Activity:
        facts = ActivityFacts(programmes=self.programmes, fees=self.fees, deposits_held_cents=self.deposits_held_cents)
        return Activity(year=year, revision=self.revision, facts=facts, received_at=at)


class ActivityOut(Struct, frozen=True, kw_only=True):
    """The last thing told of a year."""

    year: int
    revision: int
    received_at: datetime
    facts: ActivityFacts

    @classmethod
    def of(cls, told: Activity) -> Self:
        return cls(year=told.year, revision=told.revision, received_at=told.received_at, facts=told.facts)
