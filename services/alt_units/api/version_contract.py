"""What the API of a convention's versions, papers and documents says and accepts, version 1."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from msgspec.structs import asdict

from alt_units.actions.convention_papers import ExpectDocument
from alt_units.api.contract import Name, Note
from alt_units.api.convention_contract import AmlIn, AmlOut, CapacityIn, CapacityOut, LeastDays
from alt_units.api.counted_contract import CountedMonthOut
from alt_units.domain.convention_differences import Differences, typed_capacity
from alt_units.domain.convention_ends import Leaving
from alt_units.domain.convention_papers import LARGEST_PAPER, Document, Paper
from alt_units.domain.conventions import Approval, Capacity, Convention, ConventionFacts, Line, Version
from alt_units.domain.counted_months import CountedMonth
from alt_units.domain.regimes import Basis, CeilingScope, PartialMonthRule
from alt_units.domain.units import DwellingType
from kernel.intake.wire import base64_of, decoded
from kernel.money import DueCents
from kernel.period import Month, MonthText
from kernel.text import LINE, LINE_OR_NOTHING, TEXT

Label = Annotated[str, Meta(min_length=1, max_length=120, pattern=LINE)]


class OpenAmendmentIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The month from which the avenant will hold."""

    first_month: MonthText

    def month(self) -> Month:
        return Month.parse(self.first_month)


class AmendmentIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole of an avenant in preparation. Programme, number and year are those of the convention."""

    funder: Name
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

    def facts(self, convention: Convention) -> ConventionFacts:
        apart = {"first_month", "aml", "capacity"}
        known = {name: getattr(self, name) for name in self.__struct_fields__ if name not in apart}
        return ConventionFacts(
            **known,
            programme=convention.programme,
            number=convention.number,
            year=convention.year,
            first_month=Month.parse(self.first_month),
            aml=self.aml.terms() if self.aml else None,
            capacity=tuple(one.capacity() for one in self.capacity),
        )


class CapacityListIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The capacity of the annex, month by month and type by type; empty: as the lines say."""

    items: Annotated[list[CapacityIn], Meta(max_length=120)]

    def capacity(self) -> tuple[Capacity, ...]:
        units = [one.capacity() for one in self.items]
        return typed_capacity({(one.month, one.dwelling_type): one.units for one in units})


class ApprovalIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The approval for rental mediation; an empty number: none."""

    number: Annotated[str, Meta(max_length=40, pattern=LINE_OR_NOTHING)] = ""
    approved_on: date | None = None
    ends_on: date | None = None

    def approval(self) -> Approval:
        return Approval(**asdict(self))


class DocumentIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A document that the funder expects, and the day it was sent."""

    label: Label
    due_on: date | None = None
    received_on: date | None = None

    def command(self) -> ExpectDocument:
        return ExpectDocument(**asdict(self))


class DocumentOut(Struct, frozen=True, kw_only=True):
    """A document that the funder expects; `received_on` null: not sent yet."""

    id: UUID
    convention_id: UUID
    label: str
    due_on: date | None
    received_on: date | None

    @classmethod
    def of(cls, one: Document) -> "DocumentOut":
        return cls(**asdict(one))


class DocumentsOut(Struct, frozen=True, kw_only=True):
    """The documents of a convention, by day."""

    items: list[DocumentOut]


class PaperIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The signed paper of a version: a PDF, JPEG or PNG."""

    version_number: Annotated[int, Meta(ge=1, le=99)]
    name: Label
    content: Annotated[str, base64_of(LARGEST_PAPER)]

    def read(self) -> bytes:
        """The bytes of the file. Raises `InvalidRequest`."""
        return decoded(self.content)


class PaperOut(Struct, frozen=True, kw_only=True):
    """A signed paper that is kept, without its bytes."""

    id: UUID
    convention_id: UUID
    version_number: int
    name: str
    media_type: str
    size: int
    sha256: str
    added_by: str
    added_at: datetime

    @classmethod
    def of(cls, one: Paper) -> "PaperOut":
        return cls(**asdict(one))


class PapersOut(Struct, frozen=True, kw_only=True):
    """The signed papers of a convention, first kept first."""

    items: list[PaperOut]


class WrittenLineOut(Struct, frozen=True, kw_only=True):
    """A line as a version writes it."""

    id: UUID
    unit_id: UUID
    dwelling_type: DwellingType
    first_month: str
    last_month: str
    monthly_cents: int

    @classmethod
    def of(cls, line: Line) -> "WrittenLineOut":
        return cls(
            id=line.id,
            unit_id=line.unit_id,
            dwelling_type=line.dwelling_type,
            first_month=str(line.first_month),
            last_month=str(line.last_month),
            monthly_cents=line.monthly_cents,
        )


class VersionOut(Struct, frozen=True, kw_only=True):
    """A version of the whole: 1 is the paper first signed, each later one an avenant. `signed_on` null: in preparation."""

    number: int
    signed_on: date | None
    first_month: str
    funder: str
    rule: PartialMonthRule
    least_days: int | None
    basis: Basis
    ceiling: CeilingScope
    ceiling_cents: int | None
    note: str
    deliberation: str
    deliberated_on: date | None
    signatories: str
    aml: AmlOut | None
    capacity: list[CapacityOut]
    lines: list[WrittenLineOut]

    @classmethod
    def of(cls, convention: Convention, version: Version) -> "VersionOut":
        facts = version.facts
        apart = {"number", "signed_on", "first_month", "aml", "capacity", "lines"}
        known = {name: getattr(facts, name) for name in cls.__struct_fields__ if name not in apart}
        return cls(
            **known,
            number=version.number,
            signed_on=version.signed_on,
            first_month=str(facts.first_month),
            aml=AmlOut.of(facts.aml) if facts.aml else None,
            capacity=[CapacityOut.of(one) for one in facts.capacity],
            lines=[WrittenLineOut.of(one) for one in version.lines],
        )


class VersionsOut(Struct, frozen=True, kw_only=True):
    """Every version, oldest first."""

    items: list[VersionOut]


class LineChangeOut(Struct, frozen=True, kw_only=True):
    """A dwelling whose lines differ; nothing before: it comes in; nothing after: it goes."""

    unit_id: UUID
    before: list[WrittenLineOut]
    after: list[WrittenLineOut]


class CapacityChangeOut(Struct, frozen=True, kw_only=True):
    """How many dwellings of a type each version foresees for a month."""

    month: str
    dwelling_type: DwellingType
    before: int
    after: int


class MonthChangeOut(Struct, frozen=True, kw_only=True):
    """What each version foresees for a month."""

    month: str
    before_cents: int
    after_cents: int


class DifferencesOut(Struct, frozen=True, kw_only=True):
    """All that differs between two versions, from `first_month` on. `facts`: the names of the facts that changed."""

    first_month: str
    facts: list[str]
    lines: list[LineChangeOut]
    capacity: list[CapacityChangeOut]
    forecast: list[MonthChangeOut]
    before_cents: int
    after_cents: int

    @classmethod
    def of(cls, found: Differences) -> "DifferencesOut":
        return cls(
            first_month=str(found.first_month),
            facts=[one.name for one in found.facts],
            lines=[
                LineChangeOut(
                    unit_id=one.unit_id,
                    before=[WrittenLineOut.of(line) for line in one.before],
                    after=[WrittenLineOut.of(line) for line in one.after],
                )
                for one in found.lines
            ],
            capacity=[CapacityChangeOut(**asdict(one) | {"month": str(one.month)}) for one in found.capacity],
            forecast=[MonthChangeOut(**asdict(one) | {"month": str(one.month)}) for one in found.forecast],
            before_cents=found.before_cents,
            after_cents=found.after_cents,
        )


class LeavingOut(Struct, frozen=True, kw_only=True):
    """What the end does to a unit. `held_by`: the signed convention that keeps it; `present`: months lived in afterwards."""

    unit_id: UUID
    unit_reference: str
    leaves: bool
    held_by: str
    present: list[str]


class EndPreviewOut(Struct, frozen=True, kw_only=True):
    """What the end of a convention on a day would do to its units, and what its claims would no longer count."""

    items: list[LeavingOut]
    months: list[CountedMonthOut]

    @classmethod
    def of(cls, found: list[Leaving], months: list[CountedMonth]) -> "EndPreviewOut":
        return cls(
            months=[CountedMonthOut.of(one) for one in months],
            items=[
                LeavingOut(
                    unit_id=one.unit.id,
                    unit_reference=one.unit.reference,
                    leaves=one.leaves,
                    held_by=one.held_by,
                    present=[str(month) for month in one.present],
                )
                for one in found
            ],
        )
