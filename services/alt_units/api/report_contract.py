"""What the API of the reports says and accepts, version 1: costs, the activity of a year and its file."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from msgspec import Meta, Struct

from alt_units.domain.activity import Activity, ActivityFacts
from alt_units.domain.conventions import FIRST_YEAR, LAST_YEAR
from alt_units.domain.costs import Cost, CostFacts, CostKind
from alt_units.domain.rents import RentProposal
from alt_units.domain.yearly_file import KeptFile, YearlyFile
from alt_units.domain.yearly_file import Missing as MissingKind
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


class RentOut(Struct, frozen=True, kw_only=True):
    """A rent that is proposed: of one dwelling, for one month. `days`: those on which it was had. `cost_id`: to choose it by."""

    cost_id: UUID
    unit_id: UUID
    unit_reference: str
    month: MonthText
    landlord: str
    reference: str
    days: int
    amount_cents: int

    @classmethod
    def of(cls, one: RentProposal) -> Self:
        return cls(
            cost_id=one.cost_id,
            unit_id=one.unit.id,
            unit_reference=one.unit.reference,
            month=str(one.month),
            landlord=one.landlord,
            reference=one.reference,
            days=one.days,
            amount_cents=one.amount_cents,
        )


class RentsOut(Struct, frozen=True, kw_only=True):
    """The rents of a year that are not recorded yet, up to the month that runs, oldest first."""

    items: list[RentOut]


class RentsIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The proposed rents of a year to be recorded, all or none."""

    year: Annotated[int, Meta(ge=FIRST_YEAR, le=LAST_YEAR)]
    cost_ids: Annotated[list[UUID], Meta(min_length=1, max_length=2000)]


class ActivityIn(ActivityFacts, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The activity of a year as occupancy tells it. A revision at or below the known one changes nothing."""

    revision: Revision

    def told(self, year: int, at: datetime) -> Activity:
        facts = ActivityFacts(**{name: getattr(self, name) for name in ActivityFacts.__struct_fields__})
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


class YearlyFileIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The act of producing the file. `accept_missing`: what is missing was read, and it goes out as provisional."""

    accept_missing: bool = False


class MissingItemOut(Struct, frozen=True, kw_only=True):
    """One thing that the file lacks, in words. `href`: the page where it is put right, empty when there is none."""

    kind: MissingKind
    words: str
    href: str


class KeptFileOut(Struct, frozen=True, kw_only=True):
    """A file as it was produced, without its papers. `missing`: what it went out without."""

    id: UUID
    year: int
    number: int
    produced_at: datetime
    produced_by: str
    missing: list[str]
    inputs_sha256: str
    pdf_sha256: str
    workbook_sha256: str

    @classmethod
    def of(cls, kept: KeptFile) -> Self:
        values = {name: getattr(kept, name) for name in cls.__struct_fields__}
        return cls(**{**values, "missing": list(kept.missing)})


class YearlyFileOut(Struct, frozen=True, kw_only=True):
    """What the file of a year covers, when and to whom it is due, what it lacks today, and every version produced."""

    year: int
    first_day: date
    last_day: date | None
    due_on: date
    addressees: str
    source: str
    missing: list[MissingItemOut]
    files: list[KeptFileOut]

    @classmethod
    def of(cls, found: YearlyFile, kept: list[KeptFile]) -> Self:
        return cls(
            year=found.year,
            first_day=found.report.covers.first_day,
            last_day=found.report.covers.last_day,
            due_on=found.report.due_on,
            addressees=found.report.addressees,
            source=found.report.source,
            missing=[MissingItemOut(kind=one.kind, words=one.words, href=one.href) for one in found.missing],
            files=[KeptFileOut.of(one) for one in kept],
        )
