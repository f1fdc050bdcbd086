"""What the matching of bank lines needs, gathered; and what it finds, kept beside each open line. Nothing is decided here."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from alt_units.domain.bank_anomalies import Anomaly, Missing
from alt_units.domain.bank_candidates import MatchLine
from alt_units.domain.bank_expected import Instalment, KnownPayment, OpenClaim, OpenConvention, matching_rules
from alt_units.domain.bank_lines import BankLine, Finding, LineState
from alt_units.domain.bank_matching import MatchingRun, match_lines, still_missing
from alt_units.domain.claims import Claim, ClaimStatus
from alt_units.domain.conventions import Convention
from alt_units.domain.funder_payments import Due, FunderPayment, PaymentKind
from alt_units.domain.payment_schedules import PaymentSchedule, expected_payments, payments_a_year
from alt_units.store import bank_lines, claims, conventions, funder_payments, payment_schedules
from kernel.acts import Act, housekeeping, writing
from kernel.db import Database
from kernel.law import Law

YEARS_BACK = 2
"""How many years before a line its money may be of: a rappel comes late (REC-02), nothing older is proposed."""


async def run_matching(lines: Sequence[BankLine], *, law: Law, today: date) -> MatchingRun:
    """Match these lines against what is expected today."""
    years = {line.booked_on.year for line in lines} or {today.year}
    expected = await expected_of(range(min(years) - YEARS_BACK, max(*years, today.year) + 1), law=law)
    seen = [_seen(one) for one in lines]
    return await asyncio.to_thread(match_lines, seen, expected, matching_rules(law, today), as_of=today)


async def missing_payments(law: Law, today: date, years: range) -> tuple[Missing, ...]:
    """What the conventions of these years awaited and no line settles, even by a proposal; as the last matching left it."""
    lines = await bank_lines.list_lines([LineState.SUSPENSE, LineState.PROPOSED])
    return still_missing(
        [one.finding.proposal for one in lines if one.finding.proposal is not None],
        [_seen(one) for one in lines if {Anomaly.SHORT, Anomaly.OVER} & set(one.finding.anomalies)],
        await expected_of(years, law=law),
        matching_rules(law, today),
        as_of=today,
    )


def years_awaited(today: date) -> range:
    """The years of which money may still come (REC-02)."""
    return range(today.year - YEARS_BACK, today.year + 1)


async def refresh_findings(db: Database, *, law: Law, today: date) -> MatchingRun:
    """Match every open line again and keep what is found; what an agent decided does not move."""
    run = await run_matching(
        await bank_lines.list_lines([LineState.SUSPENSE, LineState.PROPOSED]), law=law, today=today
    )
    async with housekeeping(db):
        await bank_lines.save_findings(findings_of(run))
    return run


async def run_bank_matching(db: Database, act: Act, *, law: Law) -> int:
    """An agent asks for the open lines to be matched again. How many have a proposal."""
    open_lines = await bank_lines.list_lines([LineState.SUSPENSE, LineState.PROPOSED])
    run = await run_matching(open_lines, law=law, today=act.today)
    found = findings_of(run)
    proposed = sum(one.proposal is not None for one in found.values())
    async with writing(db, act) as tx:
        await bank_lines.save_findings(found)
        await tx.journal("bank-matching-run", "bank-lines", after={"lines": len(open_lines), "proposed": proposed})
        return tx.keep(proposed)


def findings_of(run: MatchingRun) -> dict[UUID, Finding]:
    """What is kept of a run, line by line."""
    return {key: Finding(proposal=one.proposal, anomalies=one.anomalies) for key, one in run.outcomes.items()}


async def expected_of(years: range, *, law: Law) -> list[OpenConvention]:
    """What the signed conventions of these years await, and what was recorded for them."""
    signed = [one for one in await conventions.list_conventions() if one.year in years and not one.is_draft]
    ids = [one.id for one in signed]
    sent: dict[UUID, list[Claim]] = {one: [] for one in ids}
    for year in years:
        for claim in await claims.claims_of_year(year, traced=False):
            if claim.status is ClaimStatus.SUBMITTED and claim.convention_id in sent:
                sent[claim.convention_id].append(claim)
    received: dict[UUID, list[FunderPayment]] = {one: [] for one in ids}
    for payment in await funder_payments.payments_of_conventions(ids):
        received[payment.convention_id].append(payment)
    schedules = await payment_schedules.find_schedules(ids)
    explained = await bank_lines.lines_of_payments([one.id for some in received.values() for one in some])
    return [_open(one, sent[one.id], received[one.id], schedules.get(one.id), explained, law=law) for one in signed]


def _open(
    convention: Convention,
    sent: Sequence[Claim],
    received: Sequence[FunderPayment],
    schedule: PaymentSchedule | None,
    explained: Mapping[UUID, UUID],
    *,
    law: Law,
) -> OpenConvention:
    awaited = expected_payments(
        law,
        convention,
        schedule,
        due_cents=sum(one.due_cents for one in sent),
        complete=len(sent) == 12,
        payments=received,
    )
    return OpenConvention(
        id=convention.id,
        number=convention.number,
        funder=convention.funder,
        year=convention.year,
        by_instalments=payments_a_year(law, convention) > 0,
        claims=tuple(_claim(one) for one in sent),
        instalments=tuple(
            Instalment(
                number=one.number,
                kind=_kind(one.number, one.is_balance),
                expected_on=one.expected_on,
                amount_cents=one.expected_cents,
            )
            for one in awaited
            if one.payment is None and one.expected_cents > 0
        ),
        payments=tuple(
            KnownPayment(
                payment_id=one.id,
                received_on=one.received_on,
                amount_cents=one.amount_cents,
                explained=one.id in explained,
            )
            for one in received
        ),
    )


def _seen(one: BankLine) -> MatchLine:
    return MatchLine(
        id=one.id,
        booked_on=one.booked_on,
        amount_cents=one.amount_cents,
        label=f"{one.label} {one.said_reference}",
        payer=one.payer,
        may_be_known=one.alike_id is not None,
    )


def _kind(number: int, is_balance: bool) -> PaymentKind:
    if is_balance:
        return PaymentKind.SOLDE
    return PaymentKind.ACOMPTE if number == 1 else PaymentKind.VERSEMENT


def _claim(claim: Claim) -> OpenClaim:
    dues = tuple(
        Due(
            claim_line_id=line.id,
            month=claim.month,
            reference=line.reference,
            difference_cents=line.difference_cents,
            paid_cents=line.paid_cents,
        )
        for line in claim.lines
    )
    return OpenClaim(month=claim.month, dues=dues)
