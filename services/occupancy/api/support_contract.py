"""The wire Structs of social support, version 1."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct

from kernel.text import LINE, LINE_OR_NOTHING, TEXT
from occupancy.actions.support_measures import OpenMeasure
from occupancy.api.contract import Reason, Sentences
from occupancy.domain.support_diagnosis import Diagnosis, Heading
from occupancy.domain.support_follow_up import Rhythm
from occupancy.domain.support_measures import (
    BreakReason,
    Channel,
    DeclaredMeasure,
    DurationAllowed,
    EndOutcome,
    LandlordTold,
    Meeting,
    MeetingPlace,
    Occasion,
    Participant,
    Purpose,
    Renewal,
    Report,
    Requester,
    Stage,
    StageReview,
    SupportAnswer,
    SupportDecision,
    SupportKind,
    SupportMeasure,
    SupportState,
)
from occupancy.domain.support_notes import NoteKind, SupportNote
from occupancy.domain.support_operators import OperatorFacts, SupportOperator
from occupancy.domain.support_rules import INCOMPATIBLE

Named = Annotated[str, Meta(min_length=1, max_length=200, pattern=LINE)]
MaybeNamed = Annotated[str, Meta(max_length=200, pattern=LINE_OR_NOTHING)]
Months = Annotated[int, Meta(ge=1, le=60)]
Capacity = Annotated[int, Meta(ge=0, le=10_000)]
IncompatibleCode = Annotated[str, Meta(pattern=f"^({'|'.join(INCOMPATIBLE)})$")]


class _In(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a caller sends."""

    def facts(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__struct_fields__}


class SupportMeasureIn(_In, frozen=True, kw_only=True):
    """A request to prepare. `landlord`: to be told of the measure, empty when the household has none yet."""

    household_id: UUID
    kind: SupportKind
    purpose: Purpose
    requester: Requester
    referent: Named
    landlord: MaybeNamed = ""
    contract_id: UUID | None = None

    def command(self) -> OpenMeasure:
        return OpenMeasure(**self.facts())


class DiagnosisIn(_In, frozen=True, kw_only=True):
    """The six headings and the two signatures. No health data; `confirm_note`: written after a warning."""

    housing_problem: Sentences = ""
    need: Sentences = ""
    goals: Sentences = ""
    household_project: Sentences = ""
    adapted_solution: Sentences = ""
    prevention: Sentences = ""
    household_signed_on: date | None = None
    worker_signed_on: date | None = None
    confirm_note: bool = False

    def diagnosis(self) -> Diagnosis:
        return Diagnosis(**{one.value: getattr(self, one.value).strip() for one in Heading})


class AdhesionIn(_In, frozen=True, kw_only=True):
    """`adult`: 1 is the holder."""

    adult: Annotated[int, Meta(ge=1, le=20)]
    signed_on: date


class SubmissionIn(_In, frozen=True, kw_only=True):
    submitted_on: date


class DurationIn(_In, frozen=True, kw_only=True):
    """A duration outside the rule, with its reason."""

    months: Months
    reason: Reason


class SupportDecisionIn(_In, frozen=True, kw_only=True):
    """`months`: of a granted measure; `short_reason`: for the shorter duration."""

    outcome: SupportDecision
    decided_on: date
    body: Named
    reference: MaybeNamed = ""
    months: Months | None = None
    short_reason: MaybeNamed = ""

    def answer(self) -> SupportAnswer:
        return SupportAnswer(**{**self.facts(), "short_reason": self.short_reason.strip()})


class NotificationIn(_In, frozen=True, kw_only=True):
    notified_on: date
    operator_id: UUID
    worker: Named


class DeclaredIn(_In, frozen=True, kw_only=True):
    """Another measure of the household: its type and a contact, nothing else."""

    code: IncompatibleCode
    contact: MaybeNamed = ""


class SupportStartIn(_In, frozen=True, kw_only=True):
    """`confirm_incompatible`: started beside a measure that is not cumulable in principle, in one's own name."""

    started_on: date
    declared: Annotated[list[DeclaredIn], Meta(max_length=6)] = []
    confirm_incompatible: bool = False

    def measures(self) -> tuple[DeclaredMeasure, ...]:
        return tuple(DeclaredMeasure(code=one.code, contact=one.contact) for one in self.declared)


class InformationIn(_In, frozen=True, kw_only=True):
    started_on: date
    months: Months


class WithdrawalIn(_In, frozen=True, kw_only=True):
    reason: Reason
    confirm_note: bool = False


class ContractSignedIn(_In, frozen=True, kw_only=True):
    signed_on: date


class MeetingIn(_In, frozen=True, kw_only=True):
    on: date
    place: MeetingPlace
    is_missed: bool = False

    def meeting(self) -> Meeting:
        return Meeting(**self.facts())


class StageReviewIn(_In, frozen=True, kw_only=True):
    stage: Stage
    held_on: date
    present: Annotated[list[Participant], Meta(min_length=1, max_length=4)]

    def review(self) -> StageReview:
        present = tuple(one for one in Participant if one in self.present)
        return StageReview(stage=self.stage, held_on=self.held_on, present=present)


class SupportRenewalIn(_In, frozen=True, kw_only=True):
    requested_on: date
    months: Months
    reason: Reason
    confirm_note: bool = False

    def renewal(self) -> Renewal:
        return Renewal(requested_on=self.requested_on, months=self.months, reason=self.reason)


class RenewalAnswerIn(_In, frozen=True, kw_only=True):
    is_granted: bool
    decided_on: date
    reference: MaybeNamed = ""


class LandlordToldIn(_In, frozen=True, kw_only=True):
    occasion: Occasion
    told_on: date
    channel: Channel

    def told(self) -> LandlordTold:
        return LandlordTold(**self.facts())


class SupportEndIn(_In, frozen=True, kw_only=True):
    outcome: EndOutcome
    ended_on: date


class SupportReportIn(_In, frozen=True, kw_only=True):
    """`break_reason`: why the household, having broken off, did not sign."""

    worker_signed_on: date
    household_signed_on: date | None = None
    break_reason: BreakReason | None = None
    returned_on: date | None = None

    def report(self) -> Report:
        return Report(**self.facts())


class NoteIn(_In, frozen=True, kw_only=True):
    """No health data; `confirm_note`: written after a warning."""

    kind: Annotated[str, Meta(pattern="^(note|review|evaluation)$")]
    text: Annotated[str, Meta(min_length=1, max_length=4000, pattern=TEXT)]
    confirm_note: bool = False


class NoteOut(Struct, frozen=True, kw_only=True):
    """What a social worker wrote, for social workers."""

    number: int
    kind: NoteKind
    written_at: datetime
    written_by: str
    text: str

    @classmethod
    def of(cls, note: SupportNote) -> "NoteOut":
        return cls(
            number=note.number,
            kind=note.kind,
            written_at=note.written_at,
            written_by=note.written_by,
            text=note.content,
        )


class NotesAccessIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why the notes are read. `follows`: this person follows the household from now on."""

    reason: Reason
    follows: bool = False


class NotesOut(Struct, frozen=True, kw_only=True):
    """The diagnosis that counts, and the notes, latest first."""

    diagnosis: Diagnosis
    items: list[NoteOut]


class SupportOut(Struct, frozen=True, kw_only=True):
    """A measure: facts, days and signatures, no word of what social workers write."""

    id: UUID
    version: int
    reference: str
    household_id: UUID
    contract_id: UUID | None
    kind: SupportKind
    purpose: Purpose
    state: SupportState
    requester: Requester
    referent: str
    landlord: str
    diagnosis_missing: list[str]
    joined_adults: list[int]
    submitted_on: date | None
    allowed: DurationAllowed | None
    decision: SupportAnswer | None
    operator_id: UUID | None
    worker: str
    notified_on: date | None
    started_on: date | None
    last_day: date | None
    contract_signed_on: date | None
    meetings: list[Meeting]
    rhythm: Rhythm | None
    reviews: list[StageReview]
    renewals: list[Renewal]
    landlord_told: list[LandlordTold]
    ended_on: date | None
    end_outcome: EndOutcome | None
    report: Report | None
    closed_on: date | None

    @classmethod
    def of(cls, measure: SupportMeasure, rhythm: Rhythm | None) -> "SupportOut":
        same = {
            name: getattr(measure, name)
            for name in cls.__struct_fields__
            if name not in ("diagnosis_missing", "joined_adults", "decision", "rhythm", "landlord_told")
        }
        same |= {name: list(same[name]) for name in ("meetings", "reviews", "renewals")}
        return cls(
            **same,
            diagnosis_missing=[] if measure.is_information else list(measure.diagnosis.missing),
            joined_adults=[one.adult for one in measure.adhesions],
            decision=measure.answer,
            rhythm=rhythm,
            landlord_told=list(measure.told),
        )


class SupportPage(Struct, frozen=True, kw_only=True):
    items: list[SupportOut]
    next: str | None


class OperatorIn(_In, frozen=True, kw_only=True):
    """An operator of the directory. `reinforced_capacity`: among the monthly ones."""

    name: Named
    sector: MaybeNamed = ""
    mode: Sentences = ""
    contact: MaybeNamed = ""
    monthly_capacity: Capacity
    reinforced_capacity: Capacity = 0
    is_active: bool = True

    def operator(self) -> OperatorFacts:
        return OperatorFacts(**self.facts())


class OperatorOut(Struct, frozen=True, kw_only=True):
    """`followed`: the households followed this month."""

    id: UUID
    version: int
    name: str
    sector: str
    mode: str
    contact: str
    monthly_capacity: int
    reinforced_capacity: int
    is_active: bool
    followed: int

    @classmethod
    def of(cls, operator: SupportOperator, followed: int) -> "OperatorOut":
        same = {name: getattr(operator, name) for name in cls.__struct_fields__ if name != "followed"}
        return cls(**same, followed=followed)


class OperatorList(Struct, frozen=True, kw_only=True):
    items: list[OperatorOut]
