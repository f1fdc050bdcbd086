"""The claim of a month as a paper: per dwelling what was planned, effective, claimable, claimed, and where each comes from.

Ground: CSS R. 851-5 (the organisation justifies its effective capacity). Every rule is printed once, numbered, with its
source; each amount names its rule and the facts that it rests on.
"""

from collections.abc import Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from alt_units.documents.words import BASES, CEILINGS, DWELLING_TYPES, PARTIAL_MONTH_RULES, REASONS, TRACE_STEPS
from alt_units.domain.claims import Adjustment, Claim, ClaimLine, ClaimStatus, line_reasons
from alt_units.domain.conventions import Convention
from alt_units.domain.reconciliation import claim_amounts
from alt_units.domain.traces import Step
from alt_units.domain.units import DwellingType
from kernel.documents.paper import Fact, Paper, facts
from kernel.law import Status
from kernel.web.formats import count, day, euros, instant_in, month

_SHOWN = ("planned", "effective", "claimable")


class UnitLine(Struct, frozen=True, kw_only=True):
    """One dwelling: its days and its amounts."""

    name: str
    about: str
    days: str
    amounts: tuple[str, str, str, str]
    reasons: tuple[str, ...]


class RuleLine(Struct, frozen=True, kw_only=True):
    """A rule that produced at least one amount of the paper."""

    number: str
    step: str
    rule: str
    source: str
    to_confirm: bool


class DetailLine(Struct, frozen=True, kw_only=True):
    """One amount of a dwelling: its rule and the facts that it rests on."""

    name: str
    step: str
    amount: str
    inputs: str
    rule: str


class ClaimPaper(Paper, frozen=True, kw_only=True):
    """All that `claims.typ` lays out."""

    payer: str
    month: str
    facts: tuple[Fact, ...]
    claimed: str
    lines: tuple[UnitLine, ...]
    totals: tuple[str, str, str, str]
    rules: tuple[RuleLine, ...]
    details: tuple[DetailLine, ...]
    adjustments: tuple[tuple[str, str, str, str, str], ...]
    due: str
    submitted: str
    signer: str


def claim_paper(
    claim: Claim,
    convention: Convention,
    adjustments: Sequence[Adjustment],
    *,
    organisation: str,
    signer: str,
    zone: str,
) -> ClaimPaper:
    """The paper of a claim, marked until it is sent."""
    sent = claim.status is ClaimStatus.SUBMITTED
    at = instant_in(ZoneInfo(zone))(claim.submitted_at)
    total = claim_amounts(claim)
    rules = _rules(claim)
    return ClaimPaper(
        title=f"Demande mensuelle d'aide, {month(claim.month)}",
        organisation=organisation,
        reference=f"Convention n° {claim.rules.convention_number}",
        dated=f"Transmise le {at}" if sent else "Non transmise",
        mark=None if sent else "Projet",
        mark_reason="cette demande n'est pas transmise et suit encore les faits.",
        payer=claim.rules.payer,
        month=month(claim.month),
        facts=_facts(claim, convention),
        claimed=euros(total.claimed_cents),
        lines=tuple(_line(one) for one in claim.lines),
        totals=(
            euros(total.planned_cents),
            euros(total.effective_cents),
            euros(total.claimable_cents),
            euros(total.claimed_cents),
        ),
        rules=tuple(rules.values()),
        details=tuple(
            _detail(line, step, rules) for line in claim.lines for step in line.trace if step.about in _SHOWN
        ),
        adjustments=_adjustments(claim, adjustments),
        due=euros(claim.due_cents),
        submitted=f"Transmise le {at} par {claim.submitted_by}." if sent else "",
        signer=f"Pour l'organisme : {signer} ; date et cachet"
        if signer
        else "Pour l'organisme : nom, qualité, date et cachet",
    )


def _facts(claim: Claim, convention: Convention) -> tuple[Fact, ...]:
    rules = claim.rules
    return facts(
        {
            "Financeur": rules.payer,
            "Convention": f"{convention.programme} n° {rules.convention_number}, "
            + (f"signée le {day(convention.signed_on)}" if convention.signed_on else "en préparation"),
            "Mois": month(claim.month),
            "Mois incomplets": PARTIAL_MONTH_RULES[rules.rule]
            + (f" ({count(rules.least_days, 'jour')} au moins)" if rules.least_days else ""),
            "Jours comptés": BASES[rules.basis],
            "Plafond": f"{CEILINGS[rules.ceiling]} : {euros(rules.ceiling_cents)},"
            f" dont {euros(rules.used_elsewhere_cents)} déjà demandés",
        }
    )


def _line(line: ClaimLine) -> UnitLine:
    reasons = [REASONS[one] for one in line_reasons(line, submitted=False)]
    occupied = "présence non reçue" if line.days_occupied is None else f"occupé {line.days_occupied}"
    return UnitLine(
        name=line.name,
        about=f"{line.reference}, {DWELLING_TYPES[DwellingType(line.dwelling_type)]}",
        days=f"disponible {line.days_available}, {occupied}, sur {line.days_in_month}",
        amounts=(
            euros(line.planned_cents),
            euros(line.effective_cents),
            euros(line.claimable_cents),
            euros(line.claimed_cents),
        ),
        reasons=(*reasons, *([line.claimed_reason] if line.claimed_reason else [])),
    )


_Key = tuple[str, str, str]


def _key(step: Step) -> _Key:
    return step.about, step.rule, step.source


def _rules(claim: Claim) -> dict[_Key, RuleLine]:
    """Every rule of the claim once, in the order in which amounts follow from one another."""
    steps = {_key(step): step for line in claim.lines for step in line.trace}
    ordered = sorted(steps.items(), key=lambda one: list(TRACE_STEPS).index(one[1].about))
    return {
        key: RuleLine(
            number=f"R{number}",
            step=TRACE_STEPS[step.about],
            rule=step.rule,
            source=step.source,
            to_confirm=step.status is Status.TO_VERIFY,
        )
        for number, (key, step) in enumerate(ordered, start=1)
    }


def _detail(line: ClaimLine, step: Step, rules: dict[_Key, RuleLine]) -> DetailLine:
    """An effective amount rests on the amounts by availability and by occupation: their facts and rules come with it."""
    before = [one for one in line.trace if one.about.startswith("by_")] if step.about == "effective" else []
    inputs = {one.label: one.text for each in (*before, step) for one in each.inputs}
    numbers = dict.fromkeys(rules[_key(each)].number for each in (*before, step))
    return DetailLine(
        name=line.reference,
        step=TRACE_STEPS[step.about],
        amount=euros(step.amount_cents),
        inputs=" ; ".join(f"{label} : {text}" for label, text in inputs.items()),
        rule=", ".join(numbers),
    )


def _adjustments(claim: Claim, adjustments: Sequence[Adjustment]) -> tuple[tuple[str, str, str, str, str], ...]:
    names: dict[UUID, str] = {line.id: line.name for line in claim.lines}
    return tuple(
        (day(one.decided_on), names[one.claim_line_id], euros(one.amount_cents), one.reason, one.decided_by)
        for one in adjustments
    )
