"""Sliding leases: a household is a sub-tenant of the CCAS until it becomes the tenant of the landlord.

Ground: CCH L442-8-2 and L442-8-3, décret n° 2010-1564; LIFECYCLE §2. The states follow each other by acts, never by choice
(§2.6): signed, proposed to the landlord, answered, attributed by the commission of the landlord (CAL), scheduled, slid. The
CCAS proposes; the landlord decides; the household accepts (BG-13). The acts: `sliding_acts`; the examinations:
`sliding_reviews`; the slide: `slides`.
"""

from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from kernel.calendar import Territory, add_months
from kernel.errors import Conflict, NotFound, RuleBroken


class SlidingLeaseNotFound(NotFound):
    """No sliding lease has this id."""

    code, title = "sliding-lease-not-found", "Bail glissant introuvable"


class SlidingLeaseStepWrong(Conflict):
    """The states of LIFECYCLE §2.6 follow each other by acts: this act does not follow from the present one."""

    code, title = "sliding-lease-step-wrong", "Cet acte ne suit pas l'étape du bail glissant"


class SlidingLeaseExists(Conflict):
    """One sub-lease has one convention tripartite (BG-02)."""

    code, title = "sliding-lease-exists", "Un bail glissant existe déjà pour ce contrat"


class NotASublease(RuleBroken):
    """The convention tripartite is the annex of a sub-lease signed under the regime of the sliding lease (BG-02, REG-02)."""

    code, title = "not-a-sublease", "Ce contrat n'est pas une sous-location en bail glissant"


class SlidingLeaseDayWrong(RuleBroken):
    """The days of a dossier follow each other, and what is recorded has happened."""

    code, title = "sliding-lease-day-wrong", "Date impossible dans ce bail glissant"


class ReviewsTooFarApart(RuleBroken):
    """The examinations may be closer than the decree says, never further apart (BG-05, BG-09)."""

    code, title = "reviews-too-far-apart", "Examens trop espacés"


class SlidingLeaseTooLong(RuleBroken):
    """Beyond the longest total duration, a sliding lease goes on by a derogation only (BG-09)."""

    code, title = "sliding-lease-too-long", "Durée totale du bail glissant dépassée"


class LandlordUnexplained(RuleBroken):
    """A landlord that offers no lease says why, and the household gets a copy of the reasons (BG-04, BG-23)."""

    code, title = "landlord-unexplained", "Refus du bailleur sans motif"


class DecisionReviewMissing(Conflict):
    """The landlord's answer to the préfet is informed by the decision review (BG-10b)."""

    code, title = "decision-review-missing", "Revue de décision non tenue"


class SlidingState(StrEnum):
    """Where a dossier is (§2.6). The first of the last six is the aim; the other five are the side exits."""

    SUBLET_ACTIVE = "sublet_active"
    SLIDE_PROPOSED = "slide_proposed"
    LANDLORD_ANSWERED = "landlord_answered"
    CAL_DECIDED = "cal_decided"
    SLIDE_SCHEDULED = "slide_scheduled"
    SLID = "slid"
    HOUSEHOLD_NOTICE = "household_notice"
    REHOUSED_ELSEWHERE = "rehoused_elsewhere"
    TERMINATED_BY_COURT = "terminated_by_court"
    ABANDONED = "abandoned"


ON_THE_WAY = (
    SlidingState.SUBLET_ACTIVE,
    SlidingState.SLIDE_PROPOSED,
    SlidingState.LANDLORD_ANSWERED,
    SlidingState.CAL_DECIDED,
    SlidingState.SLIDE_SCHEDULED,
)
SIDE_EXITS = (
    SlidingState.HOUSEHOLD_NOTICE,
    SlidingState.REHOUSED_ELSEWHERE,
    SlidingState.TERMINATED_BY_COURT,
    SlidingState.ABANDONED,
)


class LandlordAnswer(StrEnum):
    """Whether the landlord offers a lease (BG-04)."""

    OFFER = "offer"
    REFUSAL = "refusal"


class CalOutcome(StrEnum):
    """What the attribution commission of the landlord decides (CCH R441-3, a to e)."""

    ATTRIBUTED = "attributed"
    RANKED = "ranked"
    CONDITIONAL = "conditional"
    NOT_ATTRIBUTED = "not_attributed"
    REJECTED = "rejected"


class DepositMode(StrEnum):
    """How the household has a deposit with the landlord (BG-16): never by moving the one that the CCAS holds."""

    REFUND_AND_NEW = "refund_and_new"
    DIRECT_PAYMENT_TO_LANDLORD = "direct_payment_to_landlord"
    FSL_LOAN = "fsl_loan"


class Paper(StrEnum):
    """The documents of §2.3 that an act of its own does not record, and the two facts that BG-14 asks beside them."""

    INSPECTION_AT_ENTRY = "d4_inspection_at_entry"
    SUPPORT_CONTRACT = "d5_support_contract"
    DIRECT_LEASE = "d9_direct_lease"
    END_OF_UPSTREAM = "d10_end_of_upstream"
    INSPECTION_AT_SLIDE = "d11_inspection_at_slide"
    INSPECTION_WAIVER = "inspection_waiver"
    DEPOSIT_ACCOUNT = "d12_deposit_account"
    HOUSEHOLD_CONSENT = "household_consent"
    TENANT_INSURANCE = "tenant_insurance"
    REPAYMENT_PLAN = "repayment_plan"
    PAYMENT_INSTRUCTION = "payment_instruction"
    HOUSING_AID_TOLD = "housing_aid_told"


class SentBy(StrEnum):
    """How a convocation goes out."""

    REGISTERED_LETTER = "registered_letter"
    HAND_DELIVERED = "hand_delivered"
    LETTER = "letter"
    EMAIL = "email"


class Upstream(Struct, frozen=True, kw_only=True):
    """The main lease (D1), with its slide clause. `is_hlm`: L442-8-3 binds HLM bodies only (BG-24)."""

    reference: str
    signed_on: date
    landlord: str
    is_hlm: bool
    slide_clause: str


class Convention(Struct, frozen=True, kw_only=True):
    """The convention tripartite (D3, §2.4): the annex of the sub-lease, signed by the three the same day."""

    signed_on: date
    landlord_referent: str
    ccas_referent: str
    ground: str
    dalo_decision_ref: str
    exam_period_months: int
    review_interval_months: int
    convocation_days: int
    paid_months_to_slide: int
    arrears_alert_cents: int
    support_operator: str
    who_bears_what: str


class PaperRecord(Struct, frozen=True, kw_only=True):
    """A document signed on a day; `until`: the end of what it proves (insurance, plan respected up to that day)."""

    paper: Paper
    signed_on: date
    reference: str
    until: date | None


class LandlordPosition(Struct, frozen=True, kw_only=True):
    """The position of the landlord (D7). `told_prefet_on`: HLM bodies; `copied_to_household_on`: of a refusal."""

    answer: LandlordAnswer
    given_on: date
    reasons: str
    told_prefet_on: date | None
    copied_to_household_on: date | None


class CalDecision(Struct, frozen=True, kw_only=True):
    """A decision of the commission of the landlord (D8)."""

    outcome: CalOutcome
    decided_on: date
    reference: str
    condition: str


class Exit(Struct, frozen=True, kw_only=True):
    """How the dossier ended elsewhere than at the slide (BG-21, BG-23), with its proof."""

    on: date
    reason: str
    proof: str


class Extension(Struct, frozen=True, kw_only=True):
    """A longer examination period (BG-23), decided on a day."""

    decided_on: date
    months: int
    reason: str
    override_reason: str | None


class NotHeld(Struct, frozen=True, kw_only=True):
    """A review that could not take place, why, and its new day (BG-10)."""

    number: int
    reason: str
    noted_on: date
    new_on: date


class ConvocationProof(Struct, frozen=True, kw_only=True):
    """How it is known that the landlord and the household got it: a receipt, a delivery note, an answer."""

    received_on: date
    landlord: str
    household: str


class Convocation(Struct, frozen=True, kw_only=True):
    """An examination convened by the CCAS: when and where it is, when the convocation left, and by what way."""

    number: int
    meeting_on: date
    meeting_at: str
    place: str
    sent_on: date
    landlord_by: SentBy
    household_by: SentBy
    proof: ConvocationProof | None = None


class SlidingLease(Struct, frozen=True, kw_only=True):
    """A dossier. `contract_id`: the sub-lease (D2), an occupancy contract of the regime BG."""

    id: UUID
    version: int
    reference: str
    contract_id: UUID
    household_id: UUID
    unit_id: UUID
    territory: Territory
    sublease_signed_on: date
    state: SlidingState
    upstream: Upstream
    convention: Convention
    papers: tuple[PaperRecord, ...] = ()
    extensions: tuple[Extension, ...] = ()
    not_held: tuple[NotHeld, ...] = ()
    convocations: tuple[Convocation, ...] = ()
    proposed_on: date | None = None
    landlord: LandlordPosition | None = None
    cal: CalDecision | None = None
    slide_on: date | None = None
    deposit_mode: DepositMode | None = None
    arrears_override: str | None = None
    exit: Exit | None = None

    @property
    def is_open(self) -> bool:
        return self.state in ON_THE_WAY

    @property
    def exam_months(self) -> int:
        """The examination period, its extensions included."""
        return self.convention.exam_period_months + sum(one.months for one in self.extensions)

    @property
    def period_anniversary(self) -> date:
        """The anniversary that ends the examination period: deadlines are counted from it (TIME-03)."""
        return add_months(self.sublease_signed_on, self.exam_months)

    @property
    def period_last_day(self) -> date:
        """The last day of the examination period, as papers show it."""
        return self.period_anniversary - timedelta(days=1)

    def convocation(self, number: int) -> Convocation | None:
        """The last one sent for an examination."""
        return next((one for one in reversed(self.convocations) if one.number == number), None)

    def paper(self, paper: Paper) -> PaperRecord | None:
        """The last one recorded of a kind."""
        return next((one for one in reversed(self.papers) if one.paper is paper), None)


def sliding_lease_reference(year: int, number: int) -> str:
    """`BG-2026-0001`: one count per year."""
    return f"BG-{year}-{number:04d}"


def sliding_lease_page(lease_id: UUID) -> str:
    """Where the dossier is shown."""
    return f"/sejours/baux-glissants/{lease_id}"


def check_past(day: date, field: str, *, today: date) -> None:
    """Raises `SlidingLeaseDayWrong`."""
    if day > today:
        raise SlidingLeaseDayWrong("Ce qui est enregistré a eu lieu : la date est à venir.", field=field)
