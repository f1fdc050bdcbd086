"""What is done with a sliding lease, pure: opened, proposed, answered, attributed, scheduled, extended, left.

Ground: LIFECYCLE §2.6: each state follows from the one before by an act, never by choice. The CCAS proposes, the landlord
decides, the household accepts (BG-13).
"""

from datetime import date
from uuid import UUID

from msgspec.structs import replace

from kernel.calendar import add_months
from kernel.law import Law
from occupancy.domain.contracts import Contract
from occupancy.domain.regimes import LegalRegime
from occupancy.domain.sliding_leases import (
    ON_THE_WAY,
    SIDE_EXITS,
    CalDecision,
    CalOutcome,
    Convention,
    DecisionReviewMissing,
    DepositMode,
    Exit,
    Extension,
    LandlordAnswer,
    LandlordPosition,
    LandlordUnexplained,
    NotASublease,
    Paper,
    PaperRecord,
    ReviewsTooFarApart,
    SlidingLease,
    SlidingLeaseDayWrong,
    SlidingLeaseStepWrong,
    SlidingLeaseTooLong,
    SlidingState,
    Upstream,
    check_past,
)


def open_dossier(
    contract: Contract,
    upstream: Upstream,
    convention: Convention,
    law: Law,
    *,
    lease_id: UUID,
    reference: str,
    today: date,
) -> SlidingLease:
    """The convention signed with its sub-lease: the sub-let runs.

    Raises `NotASublease`, `ReviewsTooFarApart`, `SlidingLeaseDayWrong`, `SlidingLeaseTooLong`.
    """
    if contract.legal_regime is not LegalRegime.BG or contract.signed_on is None or not contract.is_running:
        raise NotASublease(
            f"Le contrat {contract.reference} n'est pas une sous-location en bail glissant, signée et en cours.",
            field="contract_id",
        )
    check_past(convention.signed_on, "signed_on", today=today)
    if convention.signed_on != contract.signed_on:
        raise SlidingLeaseDayWrong(
            f"La convention tripartite se signe le même jour que la sous-location : le {contract.signed_on:%d/%m/%Y}.",
            field="signed_on",
        )
    if upstream.signed_on > contract.signed_on:
        raise SlidingLeaseDayWrong(
            "Le bail principal précède la sous-location : sa date est postérieure.", field="upstream_signed_on"
        )
    most = law.at("bg.review_interval_months", convention.signed_on)
    if convention.review_interval_months > most.number:
        raise ReviewsTooFarApart(f"Au plus {most.number} mois entre deux examens.", field="review_interval_months")
    lease = SlidingLease(
        id=lease_id,
        version=1,
        reference=reference,
        contract_id=contract.id,
        household_id=contract.household_id,
        unit_id=contract.unit_id,
        territory=contract.territory,
        sublease_signed_on=contract.signed_on,
        state=SlidingState.SUBLET_ACTIVE,
        upstream=upstream,
        convention=convention,
    )
    _check_total(lease, law, None, "exam_period_months")
    return lease


def record_paper(lease: SlidingLease, record: PaperRecord, *, today: date) -> SlidingLease:
    """A document signed. Raises `SlidingLeaseStepWrong`, `SlidingLeaseDayWrong`."""
    if not lease.is_open and record.paper not in (Paper.DEPOSIT_ACCOUNT, Paper.HOUSING_AID_TOLD):
        raise SlidingLeaseStepWrong(f"Le bail glissant {lease.reference} est terminé.")
    check_past(record.signed_on, "signed_on", today=today)
    if record.until is not None and record.until < record.signed_on:
        raise SlidingLeaseDayWrong("La fin précède le jour de la signature.", field="until")
    return replace(lease, papers=(*lease.papers, record))


def propose_slide(lease: SlidingLease, proposed_on: date, *, today: date) -> SlidingLease:
    """The CCAS proposes the slide to the landlord (BG-13). Raises `SlidingLeaseStepWrong`, `SlidingLeaseDayWrong`."""
    _check_state(lease, SlidingState.SUBLET_ACTIVE)
    _check_day(lease, proposed_on, "proposed_on", today=today)
    return replace(lease, state=SlidingState.SLIDE_PROPOSED, proposed_on=proposed_on)


def record_landlord(
    lease: SlidingLease, position: LandlordPosition, *, decision_review_held: bool, today: date
) -> SlidingLease:
    """What the landlord answers (BG-04). A refusal leaves the sub-let running, with the choices of BG-23.

    Raises `SlidingLeaseStepWrong`, `SlidingLeaseDayWrong`, `LandlordUnexplained`, `DecisionReviewMissing`.
    """
    _check_state(lease, SlidingState.SUBLET_ACTIVE, SlidingState.SLIDE_PROPOSED)
    _check_day(lease, position.given_on, "given_on", today=today)
    for name in ("told_prefet_on", "copied_to_household_on"):
        if (day := getattr(position, name)) is not None:
            check_past(day, name, today=today)
    if not lease.upstream.is_hlm and position.told_prefet_on is not None:
        raise SlidingLeaseDayWrong(
            "Un bailleur qui n'est pas un organisme HLM ne répond pas au préfet.", field="told_prefet_on"
        )
    if position.told_prefet_on is not None and not decision_review_held:
        raise DecisionReviewMissing(
            "La revue de décision n'a pas de compte rendu : la réponse au préfet ne serait pas informée."
        )
    is_offer = position.answer is LandlordAnswer.OFFER
    if not is_offer and not position.reasons:
        raise LandlordUnexplained("Le bailleur dit pourquoi il ne propose pas de bail.", field="reasons")
    if not is_offer and position.copied_to_household_on is None:
        raise LandlordUnexplained(
            "Les motifs du refus sont remis au ménage : indiquer quel jour.", field="copied_to_household_on"
        )
    state = SlidingState.LANDLORD_ANSWERED if is_offer else SlidingState.SUBLET_ACTIVE
    return replace(lease, state=state, landlord=position, proposed_on=lease.proposed_on if is_offer else None)


def record_cal(lease: SlidingLease, decision: CalDecision, *, today: date) -> SlidingLease:
    """What the commission of the landlord decides; a rank or a condition may be followed by an attribution.

    Raises `SlidingLeaseStepWrong`, `SlidingLeaseDayWrong`.
    """
    _check_state(lease, SlidingState.LANDLORD_ANSWERED, SlidingState.CAL_DECIDED)
    _check_day(lease, decision.decided_on, "decided_on", today=today)
    return replace(lease, state=SlidingState.CAL_DECIDED, cal=decision)


def schedule_slide(lease: SlidingLease, slide_on: date, mode: DepositMode) -> SlidingLease:
    """The day on which the household becomes the holder; may be moved until it has slid.

    Raises `SlidingLeaseStepWrong`, `SlidingLeaseDayWrong`.
    """
    _check_state(lease, SlidingState.CAL_DECIDED, SlidingState.SLIDE_SCHEDULED)
    if lease.cal is None or lease.cal.outcome is not CalOutcome.ATTRIBUTED:
        raise SlidingLeaseStepWrong("La commission du bailleur n'a pas attribué le logement.")
    if slide_on <= lease.sublease_signed_on or slide_on < lease.cal.decided_on:
        raise SlidingLeaseDayWrong("Le glissement suit l'attribution du logement.", field="slide_on")
    return replace(lease, state=SlidingState.SLIDE_SCHEDULED, slide_on=slide_on, deposit_mode=mode)


def extend(lease: SlidingLease, extension: Extension, law: Law, *, today: date) -> SlidingLease:
    """A longer examination period (BG-23), within the longest total duration unless a derogation says why.

    Raises `SlidingLeaseStepWrong`, `SlidingLeaseDayWrong`, `SlidingLeaseTooLong`.
    """
    _check_state(lease, SlidingState.SUBLET_ACTIVE)
    _check_day(lease, extension.decided_on, "decided_on", today=today)
    longer = replace(lease, extensions=(*lease.extensions, extension))
    _check_total(longer, law, extension.override_reason, "months")
    return longer


def leave(lease: SlidingLease, state: SlidingState, ending: Exit, *, today: date) -> SlidingLease:
    """A side exit (BG-21, BG-23), recorded with its proof, never inferred.

    Raises `SlidingLeaseStepWrong`, `SlidingLeaseDayWrong`.
    """
    _check_state(lease, *ON_THE_WAY)
    if state not in SIDE_EXITS:
        raise SlidingLeaseStepWrong(
            "Le bail glissant ne se termine ainsi que par le glissement.",
        )
    _check_day(lease, ending.on, "on", today=today)
    return replace(lease, state=state, exit=ending)


def check_total_months(first_day: date, last_day: date, law: Law, override_reason: str | None) -> None:
    """A sub-lease is not renewed beyond the longest total duration of a sliding lease without a derogation (BG-09).

    Raises `SlidingLeaseTooLong`.
    """
    most = law.at("bg.max_total_months", first_day)
    if last_day >= add_months(first_day, most.number) and not override_reason:
        raise SlidingLeaseTooLong(
            f"Un bail glissant dure au plus {most.number} mois : au-delà, une dérogation motivée est nécessaire.",
            field="override_reason",
        )


def _check_total(lease: SlidingLease, law: Law, override_reason: str | None, field: str) -> None:
    most = law.at("bg.max_total_months", lease.sublease_signed_on)
    if lease.exam_months > most.number and not override_reason:
        raise SlidingLeaseTooLong(
            f"La période d'examen dure au plus {most.number} mois en tout, sauf dérogation motivée.", field=field
        )


def _check_state(lease: SlidingLease, *states: SlidingState) -> None:
    if lease.state not in states:
        raise SlidingLeaseStepWrong(f"Le bail glissant {lease.reference} n'en est pas à cette étape.")


def _check_day(lease: SlidingLease, day: date, field: str, *, today: date) -> None:
    check_past(day, field, today=today)
    if day < lease.sublease_signed_on:
        raise SlidingLeaseDayWrong(
            f"La sous-location est signée le {lease.sublease_signed_on:%d/%m/%Y} : la date est antérieure.", field=field
        )
