"""A support measure that runs: contract, meetings, reviews, renewal, end, signed report, closure. Pure.

Ground: ASLL-08 to ASLL-15, LIFECYCLE §3.2 and §3.4.
"""

from datetime import date, timedelta
from enum import StrEnum

from msgspec.structs import replace

from kernel.errors import Conflict, RuleBroken
from kernel.law import Law
from occupancy.domain.support_measures import (
    BREAKS,
    DONE_WITH,
    RUNNING,
    EndOutcome,
    LandlordTold,
    Meeting,
    Occasion,
    Participant,
    Renewal,
    Report,
    Stage,
    StageReview,
    SupportDayWrong,
    SupportMeasure,
    SupportState,
    SupportStepWrong,
    check_happened,
    check_state,
)
from occupancy.domain.support_rules import kind_rule

STARTS = "La mesure commence"


class RenewalRefused(RuleBroken):
    """Renewable once, exceptionally, when asked for before the end, and within the longest total (ASLL-04)."""

    code, title = "support-renewal-refused", "Reconduction impossible"


class SupportContractMissing(Conflict):
    """A measure has its written contract, negotiated with the household, before its first review (ASLL-09)."""

    code, title = "support-contract-missing", "Contrat d'accompagnement non signé"


class ReviewNotShared(RuleBroken):
    """The end is evaluated by at least the operator, the référent social and the household (ASLL-11)."""

    code, title = "review-not-shared", "Bilan non partagé"


class ReportUnsigned(RuleBroken):
    """The end report is signed by the worker and the household, except when the household broke off (ASLL-12)."""

    code, title = "report-unsigned", "Bilan de fin non signé"


class Rhythm(StrEnum):
    """The meetings of the last thirty days against the average of two a month (ASLL-15)."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    TOO_EARLY = "too_early"


def sign_contract(measure: SupportMeasure, signed_on: date, *, today: date) -> SupportMeasure:
    """The written contract of support (ASLL-09). Raises `SupportStepWrong`, `SupportDayWrong`."""
    _check_runs(measure)
    if measure.contract_signed_on is not None:
        raise SupportStepWrong("Le contrat d'accompagnement est déjà signé.")
    check_happened(
        signed_on, "signed_on", today=today, not_before=measure.notified_on, since="La décision est notifiée"
    )
    return replace(measure, contract_signed_on=signed_on)


def add_meeting(measure: SupportMeasure, meeting: Meeting, *, today: date) -> SupportMeasure:
    """A meeting held or missed. Raises `SupportStepWrong`, `SupportDayWrong`."""
    _check_runs(measure)
    check_happened(meeting.on, "on", today=today, not_before=measure.started_on, since=STARTS)
    return replace(measure, meetings=tuple(sorted((*measure.meetings, meeting), key=lambda one: one.on)))


def take_meeting_back(measure: SupportMeasure, meeting: Meeting) -> SupportMeasure:
    """A meeting recorded by mistake; the journal keeps that it was. Raises `SupportStepWrong`, `SupportDayWrong`."""
    _check_runs(measure)
    if meeting not in measure.meetings:
        raise SupportDayWrong("Aucune rencontre de ce jour n'est enregistrée ainsi.", field="on")
    rest = list(measure.meetings)
    rest.remove(meeting)
    return replace(measure, meetings=tuple(rest))


def rhythm(measure: SupportMeasure, law: Law, *, today: date) -> Rhythm | None:
    """How the meetings held keep up; None when the measure does not run. A missed meeting does not count.

    Before thirty days have run, too few meetings mean nothing yet.
    """
    if not measure.is_running or measure.is_information or measure.started_on is None:
        return None
    days, wanted = (law.at(f"support.rhythm_{what}", today).number for what in ("days", "meetings"))
    since = today - timedelta(days=days)
    held = sum(1 for one in measure.meetings if since < one.on <= today and not one.is_missed)
    if held >= wanted:
        return Rhythm.GREEN
    if measure.started_on > since + timedelta(days=1):
        return Rhythm.TOO_EARLY
    return Rhythm.AMBER if held else Rhythm.RED


def hold_review(measure: SupportMeasure, review: StageReview, *, today: date) -> SupportMeasure:
    """A step of ASLL-11. Raises `SupportStepWrong`, `SupportDayWrong`, `SupportContractMissing`, `ReviewNotShared`."""
    check_state(measure, *RUNNING, SupportState.ENDED)
    if measure.is_information:
        raise SupportStepWrong("Cette mesure est menée par le département.")
    check_happened(review.held_on, "held_on", today=today, not_before=measure.started_on, since=STARTS)
    if measure.contract_signed_on is None or measure.contract_signed_on > review.held_on:
        raise SupportContractMissing("Le contrat d'accompagnement se signe avant le premier bilan.", field="held_on")
    needed = {Participant.OPERATOR, Participant.REFERENT, Participant.HOUSEHOLD}
    broken = measure.end_outcome is EndOutcome.HOUSEHOLD_BREAK
    if review.stage is Stage.END and not broken and not needed <= set(review.present):
        raise ReviewNotShared(
            "Le bilan de fin réunit au moins l'intervenant, le référent social et le ménage.", field="present"
        )
    return replace(measure, reviews=tuple(sorted((*measure.reviews, review), key=lambda one: one.held_on)))


def request_renewal(measure: SupportMeasure, renewal: Renewal, law: Law, *, today: date) -> SupportMeasure:
    """A renewal is asked for before the end, once, exceptionally.

    Raises `SupportStepWrong`, `SupportDayWrong`, `RenewalRefused`.
    """
    check_state(measure, SupportState.ACTIVE)
    if measure.is_information:
        raise SupportStepWrong("Cette mesure est menée par le département.")
    assert measure.last_day is not None
    rule = kind_rule(measure.kind, law, measure.terms[0].first_day)
    if measure.renewal_count >= rule.max_renewals:
        once = "une seule fois" if rule.max_renewals == 1 else f"{rule.max_renewals} fois"
        raise RenewalRefused(f"Reconduction possible {once} (charte ASLL).", field="requested_on")
    if any(one.is_granted is False for one in measure.renewals):
        raise RenewalRefused("La reconduction a été refusée.", field="requested_on")
    requested_on, reason = renewal.requested_on, renewal.reason.strip()
    check_happened(requested_on, "requested_on", today=today, not_before=measure.started_on, since=STARTS)
    if requested_on > measure.last_day:
        raise RenewalRefused(
            f"La demande se fait avant la fin de la mesure, le {measure.last_day:%d/%m/%Y}.", field="requested_on"
        )
    if not reason:
        raise RenewalRefused("Une reconduction est exceptionnelle : indiquer pourquoi.", field="reason")
    _check_total(measure, renewal.months, law)
    return replace(measure, state=SupportState.RENEWAL_REQUESTED, renewals=(*measure.renewals, renewal))


def answer_renewal(
    measure: SupportMeasure, *, is_granted: bool, decided_on: date, reference: str, today: date
) -> SupportMeasure:
    """Renewed or not; not renewed, it runs to its last day. Raises `SupportStepWrong`, `SupportDayWrong`."""
    check_state(measure, SupportState.RENEWAL_REQUESTED)
    asked = measure.renewals[-1]
    check_happened(
        decided_on, "decided_on", today=today, not_before=asked.requested_on, since="La reconduction est demandée"
    )
    answered = replace(asked, is_granted=is_granted, decided_on=decided_on, reference=reference)
    return replace(measure, state=SupportState.ACTIVE, renewals=(*measure.renewals[:-1], answered))


def tell_landlord(measure: SupportMeasure, told: LandlordTold, *, today: date) -> SupportMeasure:
    """The landlord is told of the award, the end or the break, with how (ASLL-07, ASLL-12).

    Raises `SupportStepWrong`, `SupportDayWrong`.
    """
    if not measure.landlord:
        raise SupportStepWrong("Cette mesure n'a pas de bailleur à informer.")
    is_award = told.occasion is Occasion.AWARD
    since = (measure.answer.decided_on if measure.answer else None) if is_award else measure.ended_on
    if since is None or (is_award and measure.months is None):
        raise SupportStepWrong("Il n'y a encore rien à en dire au bailleur.")
    words = "La mesure est accordée" if is_award else "La mesure a pris fin"
    check_happened(told.told_on, "told_on", today=today, not_before=since, since=words)
    return replace(measure, told=(*measure.told, told))


def end(measure: SupportMeasure, outcome: EndOutcome, ended_on: date, *, today: date) -> SupportMeasure:
    """The last day in fact, and how it ended. Raises `SupportStepWrong`, `SupportDayWrong`."""
    check_state(measure, *RUNNING)
    check_happened(ended_on, "ended_on", today=today, not_before=measure.started_on, since=STARTS)
    if measure.last_day is not None and ended_on > measure.last_day:
        raise SupportDayWrong(f"La mesure court au plus jusqu'au {measure.last_day:%d/%m/%Y}.", field="ended_on")
    if measure.is_information:
        return replace(measure, state=SupportState.CLOSED, ended_on=ended_on, end_outcome=outcome, closed_on=today)
    renewals = tuple(one for one in measure.renewals if one.is_granted is not None)
    return replace(measure, state=SupportState.ENDED, ended_on=ended_on, end_outcome=outcome, renewals=renewals)


def sign_report(measure: SupportMeasure, report: Report, *, today: date) -> SupportMeasure:
    """The evaluation signed by both; after a break by the household, why it is not (ASLL-12).

    Raises `SupportStepWrong`, `SupportDayWrong`, `ReportUnsigned`.
    """
    check_state(measure, SupportState.ENDED)
    for name in ("worker_signed_on", "household_signed_on", "returned_on"):
        if (day := getattr(report, name)) is not None:
            check_happened(day, name, today=today, not_before=measure.started_on, since=STARTS)
    broken = measure.end_outcome is EndOutcome.HOUSEHOLD_BREAK
    if report.break_reason is not None and not broken:
        raise ReportUnsigned("Seule une rupture par le ménage dispense de sa signature.", field="break_reason")
    if report.household_signed_on is None and report.break_reason is None:
        raise ReportUnsigned(
            "Le ménage signe le bilan ; s'il a rompu la mesure, indiquer comment.",
            field="break_reason" if broken else "household_signed_on",
        )
    return replace(measure, state=SupportState.REPORTED, report=report)


def close(measure: SupportMeasure, *, today: date) -> SupportMeasure:
    """Nothing more to do. Raises `SupportStepWrong`."""
    check_state(measure, SupportState.REPORTED)
    return replace(measure, state=SupportState.CLOSED, closed_on=today)


def end_occasion(measure: SupportMeasure) -> Occasion:
    """What the landlord is told of an end."""
    return Occasion.BREAK if measure.end_outcome in BREAKS else Occasion.END


def _check_runs(measure: SupportMeasure) -> None:
    if not measure.is_running or measure.is_information or measure.state in DONE_WITH:
        raise SupportStepWrong(f"La mesure {measure.reference} n'est pas en cours.")


def _check_total(measure: SupportMeasure, months: int, law: Law) -> None:
    first = measure.terms[0]
    rule = kind_rule(measure.kind, law, first.first_day)
    most = min(rule.max_total_months, first.months + rule.months)
    total = sum(one.months for one in measure.terms) + months
    if total > most:
        raise RenewalRefused(f"Une mesure dure au plus {most} mois en tout.", field="months")
    if months not in (rule.months, rule.short_months):
        raise RenewalRefused(f"Une reconduction dure {rule.months} ou {rule.short_months} mois.", field="months")
