"""The reconciliation of a year: every dwelling and month, the totals, the payments expected and received.

Ground: REC-01 and REC-02 of the domain notes; CSS R. 851-5 (three payments a year for rights since 2017).
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec import Struct

from alt_units.domain.claim_terms import Reason, forecast_cents
from alt_units.domain.claims import Claim, ClaimLine, ClaimStatus, line_reasons
from alt_units.domain.conventions import Convention
from alt_units.domain.funder_payments import FunderPayment
from alt_units.domain.payment_schedules import ExpectedPayment, PaymentSchedule, expected_payments
from alt_units.domain.reconciliation import (
    Amounts,
    ClaimNote,
    Exchange,
    FollowUp,
    claim_amounts,
    exchange,
    follow_up,
    line_amounts,
    total,
    unanswered,
)
from alt_units.domain.regimes import Report, report_of
from kernel.law import Law
from kernel.period import Month


class Row(Struct, frozen=True, kw_only=True):
    """One dwelling and month."""

    line: ClaimLine
    amounts: Amounts
    reasons: tuple[Reason, ...]


class FollowedClaim(Struct, frozen=True, kw_only=True):
    """A claim with its rows, its total, where the exchange with the payer stands and the follow-up of the money."""

    claim: Claim
    state: FollowUp
    exchange: Exchange
    unanswered: int
    notes: tuple[ClaimNote, ...]
    rows: tuple[Row, ...]
    amounts: Amounts


class ConventionYear(Struct, frozen=True, kw_only=True):
    """A convention over its year."""

    convention: Convention
    forecast_cents: int
    claims: tuple[FollowedClaim, ...]
    amounts: Amounts
    payments: tuple[FunderPayment, ...]
    received_cents: int
    left_cents: int
    expected: tuple[ExpectedPayment, ...]
    missing: tuple[Month, ...]


class YearReconciliation(Struct, frozen=True, kw_only=True):
    """Everything about a year. Only submitted claims count in the totals."""

    year: int
    conventions: tuple[ConventionYear, ...]
    amounts: Amounts
    received_cents: int
    left_cents: int
    report: Report


def followed(claim: Claim, notes: Sequence[ClaimNote]) -> FollowedClaim:
    """A claim as it is followed today."""
    submitted = claim.status is ClaimStatus.SUBMITTED
    rows = tuple(
        Row(line=line, amounts=line_amounts(line), reasons=line_reasons(line, submitted=submitted))
        for line in claim.lines
    )
    state = follow_up(claim, notes)
    return FollowedClaim(
        claim=claim,
        state=state,
        exchange=exchange(claim, state),
        unanswered=unanswered(claim),
        notes=tuple(notes),
        rows=rows,
        amounts=claim_amounts(claim),
    )


def reconcile_year(
    law: Law,
    year: int,
    conventions: Sequence[Convention],
    claims: Sequence[Claim],
    notes: Mapping[UUID, Sequence[ClaimNote]],
    payments: Sequence[FunderPayment],
    schedules: Mapping[UUID, PaymentSchedule],
) -> YearReconciliation:
    """The whole year. A payment belongs to the year of its convention, whenever it came."""
    years = tuple(
        _convention_year(
            law,
            convention,
            [followed(one, notes.get(one.id, ())) for one in claims if one.convention_id == convention.id],
            [one for one in payments if one.convention_id == convention.id],
            schedules.get(convention.id),
        )
        for convention in conventions
        if convention.year == year and not convention.is_draft
    )
    return YearReconciliation(
        year=year,
        conventions=years,
        amounts=total(one.amounts for one in years),
        received_cents=sum(one.received_cents for one in years),
        left_cents=sum(one.left_cents for one in years),
        report=report_of(law, year),
    )


def _convention_year(
    law: Law,
    convention: Convention,
    claims: Sequence[FollowedClaim],
    payments: Sequence[FunderPayment],
    schedule: PaymentSchedule | None,
) -> ConventionYear:
    sent = [one for one in claims if one.claim.status is ClaimStatus.SUBMITTED]
    amounts = total(one.amounts for one in sent)
    months = [Month(convention.year, number) for number in range(1, 13)]
    due_months = [
        one for one in months if convention.is_in_effect(one) and any(x.covers(one) for x in convention.lines)
    ]
    missing = tuple(one for one in due_months if one not in {claim.claim.month for claim in sent})
    return ConventionYear(
        convention=convention,
        forecast_cents=forecast_cents(convention),
        claims=tuple(claims),
        amounts=amounts,
        payments=tuple(payments),
        received_cents=sum(one.amount_cents for one in payments),
        left_cents=sum(one.left_cents for one in payments),
        expected=expected_payments(
            law,
            convention,
            schedule,
            due_cents=amounts.claimed_cents + amounts.adjusted_cents,
            complete=not missing,
            payments=payments,
        ),
        missing=missing,
    )
