"""Social support linked to housing: the measure of a household, from its diagnosis to its signed report.

Ground: charter of the ASLL of the Loire (ASLL-01 to ASLL-17), circular of 19 July 2010 for the AVDL; LIFECYCLE §3. The states
follow each other by acts (§3.4). What a social worker writes of a household is not here but in `support_notes`: a measure says
who signed what and when. The acts: `support_requests` up to the start, `support_follow_up` from there on.
"""

from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from kernel.calendar import Territory, add_months
from kernel.errors import Conflict, NotFound, RuleBroken
from occupancy.domain.support_diagnosis import DiagnosisState


class SupportMeasureNotFound(NotFound):
    """No support measure has this id."""

    code, title = "support-measure-not-found", "Mesure d'accompagnement introuvable"


class SupportStepWrong(Conflict):
    """The states of LIFECYCLE §3.4 follow each other by acts: this act does not follow from the present one."""

    code, title = "support-step-wrong", "Cet acte ne suit pas l'étape de la mesure"


class SupportDayWrong(RuleBroken):
    """The days of a measure follow each other, and what is recorded has happened."""

    code, title = "support-day-wrong", "Date impossible dans cette mesure"


class SupportKind(StrEnum):
    """Who pays and what for (§3.6). `MASP_INFO_ONLY`: led by the département, kept because it is not cumulable."""

    ASLL = "asll"
    AVDL_VERS = "avdl_vers"
    AVDL_RELOGEMENT = "avdl_relogement"
    AVDL_DANS = "avdl_dans"
    MASP_INFO_ONLY = "masp_info_only"
    INTERNE_CCAS = "interne_ccas"


class Purpose(StrEnum):
    """What the measure is for: access to a dwelling, staying in it, or firming up the diagnosis (ASLL-01, ASLL-05)."""

    ACCESS = "access"
    MAINTENANCE = "maintenance"
    DIAGNOSIS = "diagnosis"


class Requester(StrEnum):
    """Who sets the request going (ASLL-03), or whose advice it follows."""

    SOCIAL_WORKER = "social_worker"
    LANDLORD = "landlord"
    ASSOCIATION = "association"
    COMMISSION = "commission"


class SupportState(StrEnum):
    """Where a measure is (§3.4). `WITHDRAWN`: given up before it started."""

    DRAFT = "draft"
    DIAGNOSED = "diagnosed"
    SUBMITTED = "submitted"
    ADJOURNED = "adjourned"
    GRANTED = "granted"
    NOTIFIED = "notified"
    ACTIVE = "active"
    RENEWAL_REQUESTED = "renewal_requested"
    ENDED = "ended"
    REPORTED = "reported"
    CLOSED = "closed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


BEFORE_START = (
    SupportState.DRAFT,
    SupportState.DIAGNOSED,
    SupportState.SUBMITTED,
    SupportState.ADJOURNED,
    SupportState.GRANTED,
    SupportState.NOTIFIED,
)
RUNNING = (SupportState.ACTIVE, SupportState.RENEWAL_REQUESTED)
TO_CLOSE = (SupportState.ENDED, SupportState.REPORTED)
DONE_WITH = (SupportState.CLOSED, SupportState.REFUSED, SupportState.WITHDRAWN)


class SupportDecision(StrEnum):
    """What the commission of the FSL, or whoever pays, answers (ASLL-04)."""

    GRANTED = "granted"
    REFUSED = "refused"
    ADJOURNED = "adjourned"


class Channel(StrEnum):
    """How the landlord was told: the proof."""

    LETTER = "letter"
    EMAIL = "email"
    MEETING = "meeting"
    PHONE = "phone"


class Occasion(StrEnum):
    """What the landlord is told of (ASLL-07, ASLL-12): never what social workers write."""

    AWARD = "award"
    END = "end"
    BREAK = "break"


class EndOutcome(StrEnum):
    """How a measure ended (§3.4)."""

    OBJECTIVES_MET = "objectives_met"
    PARTLY = "partly"
    HOUSEHOLD_BREAK = "household_break"
    OPERATOR_STOP = "operator_stop"
    MOVED = "moved"
    SWITCHED = "switched_to_other_measure"


BREAKS = (EndOutcome.HOUSEHOLD_BREAK, EndOutcome.OPERATOR_STOP)
"""Ends that the landlord is told of as an interruption."""


class BreakReason(StrEnum):
    """Why a household broke the measure off. A list, so that no judgment is written down (RGPD-06)."""

    MEETINGS_MISSED = "meetings_missed"
    ADHESION_WITHDRAWN = "adhesion_withdrawn"
    UNREACHABLE = "unreachable"
    LEFT_DWELLING = "left_dwelling"


class Stage(StrEnum):
    """The steps of ASLL-11, and the installation review of ASLL-16."""

    START = "start"
    INSTALLATION = "installation"
    MIDDLE = "middle"
    END = "end"


class Participant(StrEnum):
    """Who sits at a review (ASLL-11)."""

    OPERATOR = "operator"
    REFERENT = "referent"
    HOUSEHOLD = "household"
    LANDLORD = "landlord"


class MeetingPlace(StrEnum):
    """Where the household is met (ASLL-15)."""

    HOME = "home"
    OFFICE = "office"


class Adhesion(Struct, frozen=True, kw_only=True):
    """An adult agrees to the measure (ASLL-01). `adult`: 1 is the holder. This is no consent under the RGPD (RGPD-01)."""

    adult: int
    signed_on: date


class DeclaredMeasure(Struct, frozen=True, kw_only=True):
    """Another measure of the household, which may not go with this one (ASLL-06): its type and a contact, nothing else."""

    code: str
    contact: str


class ConfirmedIncompatibility(Struct, frozen=True, kw_only=True):
    """Who started the measure beside another one, having been warned."""

    codes: tuple[str, ...]
    by: str
    confirmed_on: date


class DurationAllowed(Struct, frozen=True, kw_only=True):
    """A duration outside the rule, allowed by the management with its reason."""

    months: int
    reason: str
    by: str
    allowed_on: date


class SupportAnswer(Struct, frozen=True, kw_only=True):
    """The decision of the commission. `months`: of a granted measure; `short_reason`: why it is the shorter one."""

    outcome: SupportDecision
    decided_on: date
    body: str
    reference: str
    months: int | None
    short_reason: str


class Renewal(Struct, frozen=True, kw_only=True):
    """A renewal asked for, exceptional, then answered. `months`: asked for, then granted."""

    requested_on: date
    reason: str
    months: int
    decided_on: date | None = None
    is_granted: bool | None = None
    reference: str = ""


class Meeting(Struct, frozen=True, kw_only=True):
    """A meeting with the household, held or missed."""

    on: date
    place: MeetingPlace
    is_missed: bool


class StageReview(Struct, frozen=True, kw_only=True):
    """A review of the measure: when, who sat there."""

    stage: Stage
    held_on: date
    present: tuple[Participant, ...]


class LandlordTold(Struct, frozen=True, kw_only=True):
    """The landlord was told: the fact, the day, how."""

    occasion: Occasion
    told_on: date
    channel: Channel


class Report(Struct, frozen=True, kw_only=True):
    """The shared evaluation, signed by both, or why the household's break leaves it unsigned (ASLL-12)."""

    worker_signed_on: date
    household_signed_on: date | None
    break_reason: BreakReason | None
    returned_on: date | None


class Term(Struct, frozen=True, kw_only=True):
    """A period for which the measure is granted: the first one, then its renewal."""

    first_day: date
    months: int

    @property
    def anniversary(self) -> date:
        """The day after the last one: deadlines and a renewal are counted from it (TIME-03)."""
        return add_months(self.first_day, self.months)

    @property
    def last_day(self) -> date:
        return self.anniversary - timedelta(days=1)


class SupportMeasure(Struct, frozen=True, kw_only=True):
    """A measure. `landlord`: to be told, empty when the household has none yet; `entered_on`: into its dwelling (ASLL-16)."""

    id: UUID
    version: int
    reference: str
    household_id: UUID
    contract_id: UUID | None
    territory: Territory
    kind: SupportKind
    purpose: Purpose
    state: SupportState
    opened_on: date
    requester: Requester
    referent: str
    landlord: str
    entered_on: date | None
    diagnosis: DiagnosisState = DiagnosisState()
    adhesions: tuple[Adhesion, ...] = ()
    submitted_on: date | None = None
    allowed: DurationAllowed | None = None
    answer: SupportAnswer | None = None
    operator_id: UUID | None = None
    worker: str = ""
    notified_on: date | None = None
    started_on: date | None = None
    months: int | None = None
    declared: tuple[DeclaredMeasure, ...] = ()
    confirmed: ConfirmedIncompatibility | None = None
    contract_signed_on: date | None = None
    meetings: tuple[Meeting, ...] = ()
    reviews: tuple[StageReview, ...] = ()
    renewals: tuple[Renewal, ...] = ()
    told: tuple[LandlordTold, ...] = ()
    ended_on: date | None = None
    end_outcome: EndOutcome | None = None
    report: Report | None = None
    closed_on: date | None = None
    withdrawal_reason: str = ""

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    @property
    def is_information(self) -> bool:
        """Led by somebody else: only kept because it may not go with another one."""
        return self.kind is SupportKind.MASP_INFO_ONLY

    @property
    def terms(self) -> tuple[Term, ...]:
        """The periods granted, one after the other (TIME-03). None before the start."""
        if self.started_on is None or self.months is None:
            return ()
        terms = [Term(first_day=self.started_on, months=self.months)]
        for one in self.renewals:
            if one.is_granted:
                terms.append(Term(first_day=terms[-1].anniversary, months=one.months))
        return tuple(terms)

    @property
    def last_day(self) -> date | None:
        """The last day of the measure as papers show it, renewals included."""
        return self.terms[-1].last_day if self.terms else None

    @property
    def renewal_count(self) -> int:
        return sum(1 for one in self.renewals if one.is_granted)

    def told_of(self, *occasions: Occasion) -> LandlordTold | None:
        """The first time that the landlord was told of it."""
        return next((one for one in self.told if one.occasion in occasions), None)


def support_reference(year: int, number: int) -> str:
    """`AS-2026-0001`: one count per year."""
    return f"AS-{year}-{number:04d}"


def support_page(measure_id: UUID) -> str:
    """Where the measure is shown."""
    return f"/sejours/accompagnements/{measure_id}"


def check_happened(day: date, field: str, *, today: date, not_before: date | None = None, since: str = "") -> None:
    """Raises `SupportDayWrong`. `since`: what happened on `not_before`."""
    if day > today:
        raise SupportDayWrong("Ce qui est enregistré a eu lieu : la date est à venir.", field=field)
    if not_before is not None and day < not_before:
        raise SupportDayWrong(f"{since} le {not_before:%d/%m/%Y} : la date est antérieure.", field=field)


def check_state(measure: SupportMeasure, *states: SupportState) -> None:
    """Raises `SupportStepWrong`."""
    if measure.state not in states:
        raise SupportStepWrong(f"La mesure {measure.reference} n'en est pas à cette étape.")


def count_by_purpose(measures: tuple[SupportMeasure, ...], year: int) -> dict[Purpose, int]:
    """The measures that started in a year, by what they are for: the table of the Loire (seed 002), information left out."""
    started = [one for one in measures if one.started_on and one.started_on.year == year and not one.is_information]
    return {purpose: sum(1 for one in started if one.purpose is purpose) for purpose in Purpose}
