"""The examinations of a sliding lease: their days, their minutes, what the program can count itself.

Ground: CCH L442-8-3 (periodic contradictory examination), décret n° 2010-1564 (every six months from the signature of the
sub-lease, convened by the principal tenant); LIFECYCLE BG-04, BG-05, BG-10 to BG-13. No health data in the minutes (RGPD-06).
"""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from kernel.errors import Conflict, RuleBroken
from kernel.law import Law
from occupancy.domain.claims import claims
from occupancy.domain.deadline_rules import (
    SLIDING_ANSWER,
    SLIDING_DECISION_REVIEW,
    SLIDING_LONGEST,
    SLIDING_NEW_DATE,
    SLIDING_REVIEW,
)
from occupancy.domain.deadlines import Deadline, deadline
from occupancy.domain.ledger import HouseholdAccount, Transfer, account
from occupancy.domain.sliding_leases import Convocation, NotHeld, Paper, SlidingLease, SlidingLeaseStepWrong, check_past
from occupancy.domain.terms import RuleUsed

DECISION_REVIEW = 0
"""The number of the decision review (BG-10b); the regulatory ones count from 1."""


class ReviewAlreadyMinuted(Conflict):
    """The minutes that were signed, refused or noted as such are never rewritten (BG-11)."""

    code, title = "review-already-minuted", "Cet examen a déjà son compte rendu"


class MinutesIncomplete(RuleBroken):
    """Minutes are contradictory: each of the three has a position and a signature, a refusal or an absence (BG-11)."""

    code, title = "minutes-incomplete", "Compte rendu incomplet"


class ReviewNotConvened(RuleBroken):
    """An examination is planned, convened, then held (BG-10): minutes of a day that nobody was convened to say why."""

    code, title = "review-not-convened", "Examen sans convocation"


class PartyOfThree(StrEnum):
    """Who attends."""

    LANDLORD = "landlord"
    CCAS = "ccas"
    HOUSEHOLD = "household"


class Signature(StrEnum):
    """What each party did of the minutes."""

    SIGNED = "signed"
    REFUSED = "refused"
    ABSENT = "absent"


class ReviewCriterion(StrEnum):
    """The closed list (BG-12, §2.4)."""

    REGULAR_PAYMENT = "regular_payment"
    PEACEFUL_OCCUPATION = "peaceful_occupation"
    MAINTENANCE = "maintenance"
    INSURANCE = "insurance"
    ELIGIBILITY = "eligibility"
    HOUSING_AID = "housing_aid"
    SOLVENCY = "solvency"


class Met(StrEnum):
    """Whether a criterion is met."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_ASSESSED = "not_assessed"


class Recommendation(StrEnum):
    """What follows a review (BG-13)."""

    SLIDE_NOW = "slide_now"
    CONTINUE = "continue"
    CONTINUE_WITH_PLAN = "continue_with_plan"
    DO_NOT_SLIDE = "do_not_slide"


class PartyPosition(Struct, frozen=True, kw_only=True):
    """What one party says, and what it did of the minutes."""

    party: PartyOfThree
    position: str
    signature: Signature


class CheckedReview(Struct, frozen=True, kw_only=True):
    """A criterion and whether it is met."""

    criterion: ReviewCriterion
    met: Met


class Indicators(Struct, frozen=True, kw_only=True):
    """What the program counts on the day of the review; None: nobody has recorded it.

    `paid_months`: the last months of fee paid in full, one after the other.
    """

    paid_months: int
    arrears_cents: int
    insured_until: date | None
    founded_incidents: int | None
    last_visit_on: date | None


class Minutes(Struct, frozen=True, kw_only=True):
    """The minutes of a review (D6), kept as they were recorded. `number` 0: the decision review.

    `unconvened_reason`: what the three agreed on where no convocation was for that day; empty otherwise.
    """

    id: UUID
    sliding_lease_id: UUID
    number: int
    due_on: date
    held_on: date
    positions: tuple[PartyPosition, ...]
    household_words: str
    criteria: tuple[CheckedReview, ...]
    indicators: Indicators
    recommendation: Recommendation
    recorded_by: str
    unconvened_reason: str = ""


class Review(Struct, frozen=True, kw_only=True):
    """One day of the calendar, with what came of it."""

    number: int
    due_on: date
    again_on: date | None
    minutes: Minutes | None
    convened: Convocation | None
    is_late: bool


def reviews_of(lease: SlidingLease, minutes: Sequence[Minutes], law: Law, *, today: date) -> tuple[Review, ...]:
    """The calendar of the period, by day: n × interval from the signature, and the decision review before its end."""
    held = {one.number: one for one in minutes}
    due = [(one.number, one.due_on) for one in _regular(lease, law)]
    due.append((DECISION_REVIEW, _decision(lease, law).due_on))
    again = {one.number: one.new_on for one in lease.not_held}
    return tuple(
        Review(
            number=number,
            due_on=due_on,
            again_on=again.get(number) if number not in held else None,
            minutes=held.get(number),
            convened=lease.convocation(number),
            is_late=lease.is_open and number not in held and due_on < today,
        )
        for number, due_on in sorted(due, key=lambda one: (one[1], one[0]))
    )


def deadlines_of(lease: SlidingLease, minutes: Sequence[Minutes], law: Law) -> tuple[Deadline, ...]:
    """All the deadlines of a dossier; once it has ended, only those that were met stay."""
    held = {one.number: one.held_on for one in minutes}
    wanted = [replace(one, met_on=held.get(one.number)) for one in _regular(lease, law)]
    wanted.append(replace(_decision(lease, law), met_on=held.get(DECISION_REVIEW)))
    wanted += [
        deadline(SLIDING_NEW_DATE, one.new_on, law, lease.territory, number=one.number, met_on=held.get(one.number))
        for one in {one.number: one for one in lease.not_held}.values()
    ]
    if lease.upstream.is_hlm:
        told = lease.landlord.told_prefet_on if lease.landlord else None
        wanted.append(deadline(SLIDING_ANSWER, lease.period_anniversary, law, lease.territory, met_on=told))
    wanted.append(deadline(SLIDING_LONGEST, lease.sublease_signed_on, law, lease.territory))
    return tuple(one for one in wanted if lease.is_open or one.met_on)


def not_held(lease: SlidingLease, known: Sequence[Minutes], absence: NotHeld, law: Law, *, today: date) -> SlidingLease:
    """A review that could not take place: its reason and a new day; the next review keeps its own (BG-10).

    Raises `SlidingLeaseStepWrong`, `SlidingLeaseDayWrong`, `ReviewAlreadyMinuted`, `MinutesIncomplete`.
    """
    check_number(lease, known, absence.number, law)
    check_past(absence.noted_on, "noted_on", today=today)
    most = law.at("bg.new_date_days", absence.noted_on).number
    if not absence.noted_on < absence.new_on <= absence.noted_on + timedelta(days=most):
        raise MinutesIncomplete(f"La nouvelle date vient dans les {most} jours.", field="new_on")
    return replace(lease, not_held=(*lease.not_held, absence))


def check_minutes(lease: SlidingLease, known: Sequence[Minutes], minutes: Minutes, law: Law, *, today: date) -> None:
    """Raises `SlidingLeaseStepWrong`, `SlidingLeaseDayWrong`, `ReviewAlreadyMinuted`, `MinutesIncomplete`,
    `ReviewNotConvened`.
    """
    check_number(lease, known, minutes.number, law)
    check_past(minutes.held_on, "held_on", today=today)
    if minutes.held_on < lease.sublease_signed_on:
        raise MinutesIncomplete("L'examen suit la signature de la sous-location.", field="held_on")
    _check_convened(lease.convocation(minutes.number), minutes)
    if sorted(one.party for one in minutes.positions) != sorted(PartyOfThree):
        raise MinutesIncomplete("La position de chacun des trois est enregistrée, une fois.", field="positions")
    for one in minutes.positions:
        if one.signature is not Signature.ABSENT and not one.position.strip():
            raise MinutesIncomplete("Qui est présent a une position.", field="positions")
    if sorted(one.criterion for one in minutes.criteria) != sorted(ReviewCriterion):
        raise MinutesIncomplete("Chaque critère est rempli, non rempli ou non évalué.", field="criteria")


def _check_convened(convened: Convocation | None, minutes: Minutes) -> None:
    """Raises `ReviewNotConvened`."""
    if minutes.unconvened_reason or (convened is not None and convened.meeting_on == minutes.held_on):
        return
    known = f"Convoqué pour le {convened.meeting_on:%d/%m/%Y}" if convened else "Aucune convocation n'est enregistrée"
    raise ReviewNotConvened(
        f"{known} : enregistrez la convocation à ce jour, ou dites ce dont les trois sont convenus.",
        field="unconvened_reason",
    )


def due_on(lease: SlidingLease, number: int, law: Law) -> date:
    """The day of a review. Raises `SlidingLeaseStepWrong` when the calendar has none of this number."""
    if number == DECISION_REVIEW:
        return _decision(lease, law).due_on
    found = next((one.due_on for one in _regular(lease, law) if one.number == number), None)
    if found is None:
        raise SlidingLeaseStepWrong(f"Le calendrier n'a pas d'examen n° {number}.")
    return found


def check_number(lease: SlidingLease, known: Sequence[Minutes], number: int, law: Law) -> None:
    """The calendar has this examination, and its minutes are to come. Raises `SlidingLeaseStepWrong`, `ReviewAlreadyMinuted`."""
    if not lease.is_open:
        raise SlidingLeaseStepWrong(f"Le bail glissant {lease.reference} est terminé.")
    due_on(lease, number, law)
    if any(one.number == number for one in known):
        raise ReviewAlreadyMinuted("Le compte rendu de cet examen est enregistré : il ne change plus.")


def indicators(
    lease: SlidingLease,
    transfers: Sequence[Transfer],
    *,
    founded_incidents: int | None,
    last_visit_on: date | None,
    day: date,
) -> Indicators:
    """What the ledger and the papers say on a day (BG-12)."""
    insured = lease.paper(Paper.TENANT_INSURANCE)
    return Indicators(
        paid_months=paid_months(transfers, lease.household_id, lease.contract_id, day),
        arrears_cents=arrears(transfers, lease.household_id, day),
        insured_until=insured.until if insured else None,
        founded_incidents=founded_incidents,
        last_visit_on=last_visit_on,
    )


def arrears(transfers: Sequence[Transfer], household_id: UUID, day: date) -> int:
    """The fees due by a day and not paid, in cents."""
    fees = account(household_id, HouseholdAccount.FEES)
    return sum(one.open_cents for one in claims(transfers) if one.account == fees and one.due_on <= day)


def paid_months(transfers: Sequence[Transfer], household_id: UUID, contract_id: UUID, day: date) -> int:
    """The last fees due by a day that are paid in full, one after the other, back to the first that is not."""
    fees = account(household_id, HouseholdAccount.FEES)
    due = [
        one
        for one in claims(transfers)
        if one.account == fees and one.contract_id == contract_id and one.due_on <= day and one.amount_cents
    ]
    count = 0
    for one in reversed(due):
        if one.open_cents:
            break
        count += 1
    return count


def _regular(lease: SlidingLease, law: Law) -> list[Deadline]:
    """The regulatory reviews of the period; one closer interval may come from the convention."""
    used = law.at(SLIDING_REVIEW.key or "", lease.convention.signed_on)
    interval = min(lease.convention.review_interval_months, used.number)
    rule = RuleUsed(key=used.key, value=used.value, source=used.source, status=used.status)
    return [
        deadline(
            SLIDING_REVIEW,
            lease.sublease_signed_on,
            law,
            lease.territory,
            number=number,
            length=interval,
            used=rule if interval == used.number else None,
        )
        for number in range(1, max(lease.exam_months // interval, 1) + 1)
    ]


def _decision(lease: SlidingLease, law: Law) -> Deadline:
    return deadline(SLIDING_DECISION_REVIEW, lease.period_anniversary, law, lease.territory)
