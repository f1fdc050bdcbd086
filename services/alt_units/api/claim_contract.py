"""What the API of claims and their reconciliation says and accepts, version 1. Inputs refuse what they do not know."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from alt_units.actions.claim_corrections import AdjustClaimLine
from alt_units.actions.claims import SetClaimed, WriteNote
from alt_units.domain.claim_terms import Reason, Verdict
from alt_units.domain.claims import Claim, ClaimLine, ClaimRules, ClaimStatus, line_reasons
from alt_units.domain.reconciliation import Amounts, Exchange, FollowUp, NoteKind
from alt_units.domain.reconciliation_year import ConventionYear, FollowedClaim, YearReconciliation
from alt_units.domain.traces import Step
from kernel.money import Cents, DueCents
from kernel.period import MonthText
from kernel.text import TEXT

Explanation = Annotated[str, Meta(max_length=500, pattern=TEXT)]
NoteText = Annotated[str, Meta(max_length=2000, pattern=TEXT)]


def check_claim_day(day: date) -> None:
    """Raises `ValueError` on a day before any allowance, or of another era."""
    if not 1990 <= day.year <= 2099:
        raise ValueError("année entre 1990 et 2099 attendue")


class ClaimIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The month to prepare."""

    month: MonthText


class ClaimedIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The amount to claim on a line. The reason is needed unless it is the computed amount."""

    amount_cents: DueCents
    reason: Explanation = ""

    def command(self, line_id: UUID) -> SetClaimed:
        return SetClaimed(line_id=line_id, amount_cents=self.amount_cents, reason=self.reason)


class AdjustmentIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """More (positive) or less (negative) is due on a submitted line."""

    decided_on: date
    amount_cents: Cents
    reason: Explanation

    def __post_init__(self) -> None:
        check_claim_day(self.decided_on)
        if self.amount_cents == 0:
            raise ValueError("un ajustement n'est pas nul")

    def command(self, line_id: UUID) -> AdjustClaimLine:
        return AdjustClaimLine(
            line_id=line_id, decided_on=self.decided_on, amount_cents=self.amount_cents, reason=self.reason
        )


class NoteIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A remark, a justification of the difference, or the closing of the follow-up."""

    kind: NoteKind
    text: NoteText = ""

    def command(self) -> WriteNote:
        return WriteNote(kind=self.kind, text=self.text)


class ClaimLineOut(Struct, frozen=True, kw_only=True):
    """One dwelling of a claim, every amount with its trace; the trace is empty in a list of claims."""

    id: UUID
    unit_id: UUID
    reference: str
    name: str
    dwelling_type: str
    days_in_month: int
    days_available: int
    days_occupied: int | None
    households: int
    aided_households: int
    planned_cents: int
    by_availability_cents: int
    by_occupation_cents: int
    effective_cents: int
    claimable_cents: int
    claimed_cents: int
    claimed_reason: str | None
    adjusted_cents: int
    asked_cents: int
    verdict: Verdict | None
    paid_cents: int
    difference_cents: int
    reasons: tuple[Reason, ...]
    trace: tuple[Step, ...]

    @classmethod
    def of(cls, line: ClaimLine, *, submitted: bool) -> "ClaimLineOut":
        known = {name: getattr(line, name) for name in cls.__struct_fields__ if name != "reasons"}
        return cls(**known, reasons=line_reasons(line, submitted=submitted))


class ClaimOut(Struct, frozen=True, kw_only=True):
    """The claim of a convention for a month, with the rules that it was computed under."""

    id: UUID
    version: int
    convention_id: UUID
    month: str
    status: ClaimStatus
    submitted_at: datetime | None
    submitted_by: str | None
    rules: ClaimRules
    due_cents: int
    paid_cents: int
    difference_cents: int
    lines: list[ClaimLineOut]

    @classmethod
    def of(cls, claim: Claim) -> "ClaimOut":
        apart = {"month", "lines"}
        known = {name: getattr(claim, name) for name in cls.__struct_fields__ if name not in apart}
        sent = claim.status is ClaimStatus.SUBMITTED
        lines = [ClaimLineOut.of(line, submitted=sent) for line in claim.lines]
        return cls(**known, month=str(claim.month), lines=lines)


class ClaimsOut(Struct, frozen=True, kw_only=True):
    """The claims of a year, oldest month first. Their lines are without `trace`: read one claim to have it."""

    items: list[ClaimOut]


class FollowedClaimOut(Struct, frozen=True, kw_only=True):
    """A claim in the reconciliation."""

    claim_id: UUID
    month: str
    state: FollowUp
    exchange: Exchange
    amounts: Amounts

    @classmethod
    def of(cls, one: FollowedClaim) -> "FollowedClaimOut":
        return cls(
            claim_id=one.claim.id,
            month=str(one.claim.month),
            state=one.state,
            exchange=one.exchange,
            amounts=one.amounts,
        )


class ConventionYearOut(Struct, frozen=True, kw_only=True):
    """A convention over its year. `missing_months`: not submitted yet."""

    convention_id: UUID
    forecast_cents: int
    amounts: Amounts
    received_cents: int
    left_cents: int
    claims: list[FollowedClaimOut]
    missing_months: list[str]

    @classmethod
    def of(cls, one: ConventionYear) -> "ConventionYearOut":
        return cls(
            convention_id=one.convention.id,
            forecast_cents=one.forecast_cents,
            amounts=one.amounts,
            received_cents=one.received_cents,
            left_cents=one.left_cents,
            claims=[FollowedClaimOut.of(claim) for claim in one.claims],
            missing_months=[str(month) for month in one.missing],
        )


class ReconciliationOut(Struct, frozen=True, kw_only=True):
    """A year: what was claimed, what came, and what is still followed."""

    year: int
    amounts: Amounts
    received_cents: int
    left_cents: int
    report_due_on: date
    conventions: list[ConventionYearOut]

    @classmethod
    def of(cls, year: YearReconciliation) -> "ReconciliationOut":
        return cls(
            year=year.year,
            amounts=year.amounts,
            received_cents=year.received_cents,
            left_cents=year.left_cents,
            report_due_on=year.report.due_on,
            conventions=[ConventionYearOut.of(one) for one in year.conventions],
        )
