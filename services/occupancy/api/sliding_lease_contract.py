"""The wire Structs of sliding leases, version 1."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from kernel.text import LINE, LINE_OR_NOTHING, TEXT
from occupancy.actions.sliding_leases import RecordMinutes
from occupancy.api.contract import Reason, Sentences
from occupancy.domain.slides import DirectLease, Missing
from occupancy.domain.sliding_leases import (
    CalDecision,
    CalOutcome,
    Convention,
    Convocation,
    ConvocationProof,
    DepositMode,
    Exit,
    Extension,
    LandlordAnswer,
    LandlordPosition,
    Paper,
    PaperRecord,
    SentBy,
    SlidingLease,
    SlidingState,
    Upstream,
)
from occupancy.domain.sliding_reviews import (
    CheckedReview,
    Indicators,
    Met,
    PartyOfThree,
    PartyPosition,
    Recommendation,
    Review,
    ReviewCriterion,
    Signature,
)

Named = Annotated[str, Meta(min_length=1, max_length=200, pattern=LINE)]
MaybeNamed = Annotated[str, Meta(max_length=200, pattern=LINE_OR_NOTHING)]
Months = Annotated[int, Meta(ge=1, le=60)]
Count = Annotated[int, Meta(ge=0, le=1000)]


class UpstreamIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The main lease (D1). `is_hlm`: its landlord answers to the préfet."""

    reference: Named
    signed_on: date
    landlord: Named
    is_hlm: bool
    slide_clause: MaybeNamed = ""


class ConventionIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The convention tripartite (D3), signed by the three on the day of the sub-lease."""

    signed_on: date
    landlord_referent: Named
    ccas_referent: Named
    exam_period_months: Months
    review_interval_months: Annotated[int, Meta(ge=1, le=12)]
    convocation_days: Annotated[int, Meta(ge=1, le=90)]
    ground: MaybeNamed = ""
    dalo_decision_ref: MaybeNamed = ""
    paid_months_to_slide: Annotated[int, Meta(ge=0, le=60)] = 0
    arrears_alert_cents: Annotated[int, Meta(ge=0, le=10**8)] = 0
    support_operator: MaybeNamed = ""
    who_bears_what: Sentences = ""


class SlidingLeaseIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A dossier for a sub-lease that is signed under the regime of the sliding lease."""

    contract_id: UUID
    upstream: UpstreamIn
    convention: ConventionIn

    def facts(self) -> tuple[Upstream, Convention]:
        upstream = {name: getattr(self.upstream, name) for name in UpstreamIn.__struct_fields__}
        convention = {name: getattr(self.convention, name) for name in ConventionIn.__struct_fields__}
        return Upstream(**upstream), Convention(**convention)


class PositionIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The position of one of the three, and what it did of the minutes."""

    party: PartyOfThree
    signature: Signature
    position: Sentences = ""


class CriterionIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A criterion of the closed list."""

    criterion: ReviewCriterion
    met: Met


class MinutesIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Contradictory minutes. No health data. `unconvened_reason`: where no convocation was for the day it was held."""

    held_on: date
    positions: Annotated[list[PositionIn], Meta(max_length=3)]
    criteria: Annotated[list[CriterionIn], Meta(max_length=10)]
    recommendation: Recommendation
    household_words: Sentences = ""
    founded_incidents: Count | None = None
    last_visit_on: date | None = None
    unconvened_reason: Sentences = ""

    def command(self) -> RecordMinutes:
        return RecordMinutes(
            held_on=self.held_on,
            positions=tuple(
                PartyPosition(party=one.party, position=one.position.strip(), signature=one.signature)
                for one in self.positions
            ),
            household_words=self.household_words.strip(),
            criteria=tuple(CheckedReview(criterion=one.criterion, met=one.met) for one in self.criteria),
            recommendation=self.recommendation,
            founded_incidents=self.founded_incidents,
            last_visit_on=self.last_visit_on,
            unconvened_reason=self.unconvened_reason.strip(),
        )


class ConvocationIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An examination convened: its day, its hour as `14:30`, its place, and how each of the two others is told."""

    meeting_on: date
    meeting_at: Annotated[str, Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    place: Named
    sent_on: date
    landlord_by: SentBy
    household_by: SentBy

    def convocation(self, number: int) -> Convocation:
        return Convocation(
            number=number,
            meeting_on=self.meeting_on,
            meeting_at=self.meeting_at,
            place=self.place,
            sent_on=self.sent_on,
            landlord_by=self.landlord_by,
            household_by=self.household_by,
        )


class ConvocationProofIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How it is known that both got the convocation, and since when."""

    received_on: date
    landlord: Named
    household: Named

    def proof(self) -> ConvocationProof:
        return ConvocationProof(received_on=self.received_on, landlord=self.landlord, household=self.household)


class NotHeldIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a review did not take place, and its new day."""

    reason: Reason
    noted_on: date
    new_on: date


class PaperIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A document signed. `until`: the end of the insurance, or up to when a plan was respected."""

    paper: Paper
    signed_on: date
    reference: MaybeNamed = ""
    until: date | None = None

    def record(self) -> PaperRecord:
        return PaperRecord(paper=self.paper, signed_on=self.signed_on, reference=self.reference, until=self.until)


class ProposalIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The day on which the CCAS proposed the slide."""

    proposed_on: date


class LandlordIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The answer of the landlord. A refusal has reasons, and the household has a copy."""

    answer: LandlordAnswer
    given_on: date
    reasons: Sentences = ""
    told_prefet_on: date | None = None
    copied_to_household_on: date | None = None

    def position(self) -> LandlordPosition:
        return LandlordPosition(
            answer=self.answer,
            given_on=self.given_on,
            reasons=self.reasons.strip(),
            told_prefet_on=self.told_prefet_on,
            copied_to_household_on=self.copied_to_household_on,
        )


class CalIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A decision of the commission of the landlord (R441-3, a to e)."""

    outcome: CalOutcome
    decided_on: date
    reference: MaybeNamed = ""
    condition: Sentences = ""

    def decision(self) -> CalDecision:
        return CalDecision(
            outcome=self.outcome, decided_on=self.decided_on, reference=self.reference, condition=self.condition.strip()
        )


class ScheduleIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The day of the slide, and how the household has a deposit with the landlord."""

    slide_on: date
    deposit_mode: DepositMode = DepositMode.REFUND_AND_NEW


class ExtensionIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Months added to the examination period."""

    decided_on: date
    months: Months
    reason: Reason
    override_reason: Reason | None = None

    def extension(self) -> Extension:
        return Extension(
            decided_on=self.decided_on, months=self.months, reason=self.reason, override_reason=self.override_reason
        )


class SideExit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the dossier ends elsewhere than at the slide, with its proof."""

    state: SlidingState
    on: date
    reason: Reason
    proof: Named

    def ending(self) -> Exit:
        return Exit(on=self.on, reason=self.reason, proof=self.proof)


class SlideIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The slide. `arrears_override`: why the household slides although it owes; needs the right to derogate."""

    arrears_override: Annotated[str, Meta(min_length=1, max_length=1000, pattern=TEXT)] | None = None


class ReviewOut(Struct, frozen=True, kw_only=True):
    """A review of the calendar. `again_on`: its new day; `held_on` null: no minutes yet; `convened`: the last convocation."""

    number: int
    due_on: date
    again_on: date | None
    convened: Convocation | None
    held_on: date | None
    is_late: bool
    recommendation: Recommendation | None
    indicators: Indicators | None
    positions: list[PartyPosition]

    @classmethod
    def of(cls, review: Review) -> "ReviewOut":
        minutes = review.minutes
        return cls(
            number=review.number,
            due_on=review.due_on,
            again_on=review.again_on,
            convened=review.convened,
            held_on=minutes.held_on if minutes else None,
            is_late=review.is_late,
            recommendation=minutes.recommendation if minutes else None,
            indicators=minutes.indicators if minutes else None,
            positions=list(minutes.positions) if minutes else [],
        )


class SlidingLeaseOut(Struct, frozen=True, kw_only=True):
    """A dossier. `missing`: all that stands in the way of the slide; `direct_lease`: the lease since the slide.

    `reviews`, `missing`, `direct_lease` are null in a list.
    """

    id: UUID
    version: int
    reference: str
    contract_id: UUID
    household_id: UUID
    unit_id: UUID
    state: SlidingState
    sublease_signed_on: date
    period_last_day: date
    slide_on: date | None
    upstream: Upstream
    convention: Convention
    papers: list[PaperRecord]
    landlord: LandlordPosition | None
    cal: CalDecision | None
    deposit_mode: DepositMode | None
    reviews: list[ReviewOut] | None
    missing: list[Missing] | None
    direct_lease: DirectLease | None
    mobilisation_end_waits: bool | None

    @classmethod
    def of(
        cls,
        lease: SlidingLease,
        *,
        reviews: list[ReviewOut] | None = None,
        missing: list[Missing] | None = None,
        direct_lease: DirectLease | None = None,
        waits: bool | None = None,
    ) -> "SlidingLeaseOut":
        return cls(
            id=lease.id,
            version=lease.version,
            reference=lease.reference,
            contract_id=lease.contract_id,
            household_id=lease.household_id,
            unit_id=lease.unit_id,
            state=lease.state,
            sublease_signed_on=lease.sublease_signed_on,
            period_last_day=lease.period_last_day,
            slide_on=lease.slide_on,
            upstream=lease.upstream,
            convention=lease.convention,
            papers=list(lease.papers),
            landlord=lease.landlord,
            cal=lease.cal,
            deposit_mode=lease.deposit_mode,
            reviews=reviews,
            missing=missing,
            direct_lease=direct_lease,
            mobilisation_end_waits=waits,
        )


class SlidingLeasePage(Struct, frozen=True, kw_only=True):
    """A page of dossiers, the latest first; `next` is what `after` takes to go on."""

    items: list[SlidingLeaseOut]
    next: str | None
