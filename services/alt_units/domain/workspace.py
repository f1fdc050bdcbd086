"""The workspace of a year: a row for each dwelling and month, from what was planned to what was paid, with every reason.

Ground: PEERS § 5.12; REC-01. A month that was not prepared yet shows what the convention foresees.
"""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from alt_units.domain.claim_terms import Reason, Verdict
from alt_units.domain.conventions import Convention
from kernel.period import Month


class WorkState(StrEnum):
    """Where a dwelling's month stands."""

    TO_PREPARE = "to_prepare"
    PREPARED = "prepared"
    SUBMITTED = "submitted"
    ANSWERED = "answered"
    PAID = "paid"
    CLOSED = "closed"


class Wanted(Struct, frozen=True, kw_only=True):
    """What is asked for. `unit`: a part of the reference or name; `gap`: only the rows with a difference."""

    year: int
    convention_id: UUID | None = None
    month: Month | None = None
    unit: str = ""
    state: WorkState | None = None
    reason: Reason | None = None
    gap: bool = False


class WorkRow(Struct, frozen=True, kw_only=True):
    """One dwelling and month. None: not computed, not answered or not sent yet. `line_id` None: not prepared."""

    month: Month
    convention_id: UUID
    line_id: UUID | None
    unit_id: UUID
    reference: str
    name: str
    planned_cents: int
    by_availability_cents: int | None = None
    by_occupation_cents: int | None = None
    claimable_cents: int | None = None
    claimed_cents: int | None = None
    verdict: Verdict | None = None
    granted_cents: int | None = None
    adjusted_cents: int | None = None
    paid_cents: int | None = None
    difference_cents: int | None = None
    state: WorkState = WorkState.TO_PREPARE
    reasons: tuple[Reason, ...] = ()
    claimed_reason: str | None = None

    @property
    def is_settled_unpaid(self) -> bool:
        """Nothing is still to come, and nothing was ever paid: nothing was asked, or it was adjusted to nothing."""
        return self.state is WorkState.PAID and not self.paid_cents


class WorkTotals(Struct, frozen=True, kw_only=True):
    """The sums of everything that is asked for, not of the page alone. Money counts what was sent only."""

    rows: int = 0
    planned_cents: int = 0
    by_availability_cents: int = 0
    by_occupation_cents: int = 0
    claimable_cents: int = 0
    claimed_cents: int = 0
    adjusted_cents: int = 0
    paid_cents: int = 0
    difference_cents: int = 0

    def plus(self, other: "WorkTotals") -> "WorkTotals":
        return WorkTotals(**{name: getattr(self, name) + getattr(other, name) for name in self.__struct_fields__})


class Segment(Struct, frozen=True, kw_only=True):
    """The rows of a convention for a month, in order: those of its claim, or those that it foresees."""

    month: Month
    convention: Convention
    claim_id: UUID | None

    @property
    def key(self) -> tuple[str, str]:
        return str(self.month), str(self.convention.id)


def segments(
    wanted: Wanted, conventions: Sequence[Convention], claims: Sequence[tuple[Month, UUID, UUID]]
) -> list[Segment]:
    """What there is to go through, month by month. `claims`: month, convention, claim.

    Months that were not prepared are left out when a reason or another state is asked for: they have none.
    """
    prepared = {(month, convention_id): claim_id for month, convention_id, claim_id in claims}
    unprepared = wanted.reason is None and wanted.state in {None, WorkState.TO_PREPARE} and not wanted.gap
    found = []
    for number in range(1, 13):
        month = Month(wanted.year, number)
        for convention in sorted(conventions, key=lambda one: str(one.id)):
            if wanted.convention_id not in {None, convention.id} or wanted.month not in {None, month}:
                continue
            claim_id = prepared.get((month, convention.id))
            if claim_id is not None and wanted.state is not WorkState.TO_PREPARE:
                found.append(Segment(month=month, convention=convention, claim_id=claim_id))
            if claim_id is None and unprepared and convention.is_in_effect(month):
                found.append(Segment(month=month, convention=convention, claim_id=None))
    return found


def foreseen(segment: Segment, names: dict[UUID, tuple[str, str]], unit: str) -> list[WorkRow]:
    """What a convention foresees for a month that was not prepared, by reference. `names`: reference and name by unit."""
    rows = [
        WorkRow(
            month=segment.month,
            convention_id=segment.convention.id,
            line_id=None,
            unit_id=line.unit_id,
            reference=names[line.unit_id][0],
            name=names[line.unit_id][1],
            planned_cents=segment.convention.line_cents(line, segment.month),
        )
        for line in segment.convention.lines
        if line.covers(segment.month) and _is_named(names[line.unit_id], unit)
    ]
    return sorted(rows, key=lambda row: row.reference)


def total_foreseen(segment: Segment, names: dict[UUID, tuple[str, str]], unit: str) -> WorkTotals:
    """The sums of a month that was not prepared: only what is planned."""
    cents = [
        segment.convention.line_cents(line, segment.month)
        for line in segment.convention.lines
        if line.covers(segment.month) and (not unit or _is_named(names[line.unit_id], unit))
    ]
    return WorkTotals(rows=len(cents), planned_cents=sum(cents))


def _is_named(words: tuple[str, str], unit: str) -> bool:
    return any(unit.lower() in word.lower() for word in words)
