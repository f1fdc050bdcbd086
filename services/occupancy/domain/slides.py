"""The slide: what it needs, and what it leaves. The household holds the lease from that day, without a gap or an overlap.

Ground: LIFECYCLE BG-14 (preconditions, named one by one), BG-15 (inspection), BG-16 (deposit), BG-17 (arrears).
"""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from kernel.calendar import add_months
from kernel.errors import Blocker, Conflict, FieldError
from kernel.law import Law
from occupancy.domain.contracts import Contract, ContractStatus, End, EndReason, check_running
from occupancy.domain.sliding_leases import (
    CalOutcome,
    DepositMode,
    Paper,
    SlidingLease,
    SlidingLeaseDayWrong,
    SlidingLeaseStepWrong,
    SlidingState,
    sliding_lease_page,
)
from occupancy.domain.sliding_reviews import Review


class Missing(StrEnum):
    """What stands in the way of the slide."""

    CAL_DECISION = "cal_decision"
    DIRECT_LEASE = "direct_lease"
    END_OF_UPSTREAM = "end_of_upstream"
    INSPECTION_AT_SLIDE = "inspection_at_slide"
    HOUSEHOLD_CONSENT = "household_consent"
    TENANT_INSURANCE = "tenant_insurance"
    LATE_REVIEW = "late_review"
    SCHEDULE = "schedule"
    ARREARS = "arrears"
    PAYMENT_INSTRUCTION = "payment_instruction"


MISSING_WORDS = {
    Missing.CAL_DECISION: "décision CAL",
    Missing.DIRECT_LEASE: "bail direct signé",
    Missing.END_OF_UPSTREAM: "fin du bail principal",
    Missing.INSPECTION_AT_SLIDE: "état des lieux de glissement",
    Missing.HOUSEHOLD_CONSENT: "accord du ménage",
    Missing.TENANT_INSURANCE: "attestation d'assurance du ménage comme locataire",
    Missing.LATE_REVIEW: "examen périodique en retard",
    Missing.SCHEDULE: "date du glissement",
    Missing.ARREARS: "impayé : plan d'apurement signé et respecté, ou dérogation motivée",
    Missing.PAYMENT_INSTRUCTION: "instruction écrite du ménage pour le dépôt",
}


class SlideBlocked(Conflict):
    """The CCAS alone does not decide the slide: what is missing is named, all of it (BG-14, BG-16, BG-17)."""

    code, title = "slide-blocked", "Le bail ne peut pas encore glisser"


class SlidOnlyByTheSlide(Conflict):
    """A stay ends as slid by the act of the slide, which makes the household the holder the same day."""

    code, title = "slid-only-by-the-slide", "Le glissement s'enregistre dans le bail glissant"


class SlidingLeaseStillOpen(Conflict):
    """A stay that was on its way to a lease ends once its dossier says how it leaves that way (BG-21): proved, never inferred."""

    code, title = "sliding-lease-still-open", "Le bail glissant est encore ouvert"


def check_dossier_closed(dossier: SlidingLease | None) -> None:
    """Raises `SlidingLeaseStillOpen`. `dossier`: that of the stay which ends, if it has one."""
    if dossier is not None and dossier.is_open:
        raise SlidingLeaseStillOpen(
            f"Le bail glissant {dossier.reference} est ouvert : enregistrez d'abord son issue.",
            blocker=Blocker(label=f"Bail glissant {dossier.reference}", href=sliding_lease_page(dossier.id)),
        )


class DirectLease(Struct, frozen=True, kw_only=True):
    """The household is the tenant of the landlord from a day on: the day after its stay."""

    id: UUID
    sliding_lease_id: UUID
    contract_id: UUID
    household_id: UUID
    unit_id: UUID
    landlord: str
    first_day: date
    reference: str
    arrears_cents: int
    deposit_mode: DepositMode
    settlement_id: UUID | None


def missing_of(
    lease: SlidingLease, reviews: Sequence[Review], law: Law, *, arrears_cents: int, today: date
) -> tuple[Missing, ...]:
    """All that stands in the way of the slide, in the order of LIFECYCLE BG-14; nothing when it may be recorded."""
    slide_on = lease.slide_on or today
    insured = lease.paper(Paper.TENANT_INSURANCE)
    by_instruction = lease.deposit_mode is DepositMode.DIRECT_PAYMENT_TO_LANDLORD
    found = {
        Missing.CAL_DECISION: lease.cal is None or lease.cal.outcome is not CalOutcome.ATTRIBUTED,
        Missing.DIRECT_LEASE: lease.paper(Paper.DIRECT_LEASE) is None,
        Missing.END_OF_UPSTREAM: lease.paper(Paper.END_OF_UPSTREAM) is None,
        Missing.INSPECTION_AT_SLIDE: not _inspected(lease, law, slide_on),
        Missing.HOUSEHOLD_CONSENT: lease.paper(Paper.HOUSEHOLD_CONSENT) is None,
        Missing.TENANT_INSURANCE: insured is None or (insured.until is not None and insured.until < slide_on),
        Missing.LATE_REVIEW: any(one.is_late for one in reviews),
        Missing.SCHEDULE: lease.slide_on is None,
        Missing.ARREARS: not _arrears_allowed(lease, law, arrears_cents, slide_on),
        Missing.PAYMENT_INSTRUCTION: by_instruction and lease.paper(Paper.PAYMENT_INSTRUCTION) is None,
    }
    return tuple(one for one, is_missing in found.items() if is_missing)


def check_slide(lease: SlidingLease, missing: Sequence[Missing], *, today: date) -> date:
    """The day of the slide. Raises `SlidingLeaseStepWrong`, `SlideBlocked`, `SlidingLeaseDayWrong`."""
    if not lease.is_open:
        raise SlidingLeaseStepWrong(f"Le bail glissant {lease.reference} est terminé.")
    if missing:
        words = ", ".join(MISSING_WORDS[one] for one in missing)
        errors = tuple(FieldError(field=one.value, message=MISSING_WORDS[one]) for one in missing)
        raise SlideBlocked(f"Il manque : {words}.", errors=errors)
    assert lease.slide_on is not None
    if lease.slide_on > today:
        raise SlidingLeaseDayWrong("Le glissement s'enregistre le jour prévu, ou après.", field="slide_on")
    return lease.slide_on


def slid(lease: SlidingLease, *, arrears_override: str | None) -> SlidingLease:
    """The dossier once the household is the holder."""
    return replace(lease, state=SlidingState.SLID, arrears_override=arrears_override)


def end_by_slide(contract: Contract, slide_on: date) -> Contract:
    """The stay, ended the day before the slide; the place is not put in order, nobody leaves it.

    Raises `ContractNotRunning`, `SlidingLeaseDayWrong`.
    """
    check_running(contract)
    if slide_on <= contract.first_day:
        raise SlidingLeaseDayWrong("Le glissement suit le premier jour du séjour.", field="slide_on")
    ending = End(
        ended_on=slide_on - timedelta(days=1),
        reason=EndReason.SLID,
        note="Le ménage reste dans le logement, dont il devient le titulaire.",
        forwarding_address=None,
    )
    return replace(contract, status=ContractStatus.ENDED, end=ending, turnaround_days=0)


def _inspected(lease: SlidingLease, law: Law, day: date) -> bool:
    if lease.paper(Paper.INSPECTION_AT_SLIDE):
        return True
    waivable = law.at("bg.inspection_at_slide", day).text == "waivable_by_three_parties"
    return waivable and lease.paper(Paper.INSPECTION_WAIVER) is not None


def _arrears_allowed(lease: SlidingLease, law: Law, arrears_cents: int, day: date) -> bool:
    if arrears_cents <= law.at("bg.max_arrears_at_slide", day).number or lease.arrears_override:
        return True
    plan = lease.paper(Paper.REPAYMENT_PLAN)
    if plan is None or plan.until is None:
        return False
    return plan.until >= add_months(plan.signed_on, law.at("bg.plan_respected_months", day).number)
