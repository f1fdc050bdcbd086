"""The wire Structs of referrals and commissions, version 1."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from msgspec import Meta, Struct

from kernel.text import LINE, LINE_OR_NOTHING
from occupancy.actions.referral_decisions import DecideReferral
from occupancy.actions.referrals import ReceiveReferral
from occupancy.api.contract import Line, PlaceNumber, Reason
from occupancy.domain.commissions import Commission, Member
from occupancy.domain.decisions import Authority
from occupancy.domain.households import Orientation
from occupancy.domain.referral_answers import Answer, AnswerKind, Motive, RefusalCount
from occupancy.domain.referral_decisions import Decision, DecisionOutcome, DelegatedDecision
from occupancy.domain.referrals import (
    CheckedCriterion,
    Closure,
    Criterion,
    Need,
    Opinion,
    OpinionKind,
    PlaceFacts,
    Referral,
    ReferralStatus,
)

Named = Annotated[str, Meta(min_length=1, max_length=200, pattern=LINE)]
"""The reference of a delibération, a name, a function."""
Rank = Annotated[int, Meta(ge=1, le=999)]


class ReferralIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A household proposed for a place. `waiting_since`: since when it looks for one."""

    household_id: UUID
    unit_id: UUID
    place_number: PlaceNumber
    first_day: date
    source: Orientation
    received_on: date
    source_reference: Annotated[str, Meta(max_length=60, pattern=LINE_OR_NOTHING)] = ""
    waiting_since: date | None = None
    needs: Annotated[list[Need], Meta(max_length=6)] = []

    def command(self) -> ReceiveReferral:
        return ReceiveReferral(
            household_id=self.household_id,
            unit_id=self.unit_id,
            place_number=self.place_number,
            first_day=self.first_day,
            source=self.source,
            source_reference=self.source_reference.strip(),
            received_on=self.received_on,
            waiting_since=self.waiting_since,
            needs=tuple(dict.fromkeys(self.needs)),
        )


class CheckedCriterionIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A criterion, and whether it is met."""

    criterion: Criterion
    is_met: bool


class OpinionIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The technical opinion, with the criteria checked; adhesion to the support is always one of them."""

    kind: OpinionKind
    given_on: date
    checked: Annotated[list[CheckedCriterionIn], Meta(max_length=5)]

    def criteria(self) -> tuple[CheckedCriterion, ...]:
        last = {one.criterion: one.is_met for one in self.checked}
        return tuple(CheckedCriterion(criterion=one, is_met=is_met) for one, is_met in last.items())


class AgendaIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The session whose agenda it is put on; none: taken off."""

    commission_id: UUID | None = None


class DecisionIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One decision. The board needs a session; a refusal, a motive. Without `rank`, the reserve list adds at its end."""

    outcome: DecisionOutcome
    decided_on: date
    authority: Authority
    deliberation_ref: Named
    decider_name: Named
    decider_function: Named
    commission_id: UUID | None = None
    motive: Motive | None = None
    rank: Rank | None = None

    def command(self) -> DecideReferral:
        return DecideReferral(**{name: getattr(self, name) for name in self.__struct_fields__})


class CallIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From which day the place is proposed, and why when another household comes before on the list."""

    first_day: date
    reason: Reason | None = None


class AgreementIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The day on which the household accepted."""

    agreed_on: date


class AnswerIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When the answer went; what it says follows from the decision."""

    sent_on: date
    household_told_on: date | None = None


class ClosureIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why it leads to no stay."""

    closure: Closure
    closed_on: date


class AnswerOut(Struct, frozen=True, kw_only=True):
    """An answer sent."""

    number: int
    kind: AnswerKind
    motive: Motive | None
    sent_on: date
    household_told_on: date | None

    @classmethod
    def of(cls, one: Answer) -> Self:
        return cls(**{name: getattr(one, name) for name in cls.__struct_fields__})


class ReferralOut(Struct, frozen=True, kw_only=True):
    """A referral, with its opinion, its decision and the answers sent."""

    id: UUID
    version: int
    reference: str
    household_id: UUID
    source: Orientation
    source_reference: str
    received_on: date
    waiting_since: date | None
    needs: tuple[Need, ...]
    place: PlaceFacts
    first_day: date
    last_day: date
    status: ReferralStatus
    commission_id: UUID | None
    opinion: Opinion | None
    decision: Decision | None
    called_on: date | None
    call_reason: str | None
    agreed_on: date | None
    closed_on: date | None
    closure: Closure | None
    contract_id: UUID | None
    answers: tuple[Answer, ...]

    @classmethod
    def of(cls, one: Referral) -> Self:
        return cls(**{name: getattr(one, name) for name in cls.__struct_fields__})


class ReferralPage(Struct, frozen=True, kw_only=True):
    """A page of referrals; `next` is the `after` of the next page."""

    items: list[ReferralOut]
    next: str | None


class CommissionIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The day of a session."""

    held_on: date


class MemberIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A seat, by function, and whether it was taken."""

    function: Line
    is_present: bool


class AttendanceIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who was there, and whether the CCAS's own quorum was met."""

    members: Annotated[list[MemberIn], Meta(min_length=1, max_length=40)]
    quorum_met: bool

    def seats(self) -> tuple[Member, ...]:
        return tuple(Member(function=one.function, is_present=one.is_present) for one in self.members)


class CommissionOut(Struct, frozen=True, kw_only=True):
    """A session of the commission. `quorum_met` is null until it has met."""

    id: UUID
    version: int
    reference: str
    held_on: date
    members: tuple[Member, ...]
    quorum_met: bool | None

    @classmethod
    def of(cls, one: Commission) -> Self:
        return cls(**{name: getattr(one, name) for name in cls.__struct_fields__})


class CommissionPage(Struct, frozen=True, kw_only=True):
    """A page of sessions; `next` is the `after` of the next page."""

    items: list[CommissionOut]
    next: str | None


class RefusalCountsOut(Struct, frozen=True, kw_only=True):
    """Proposals that led to no stay, by year, answer and motive."""

    items: tuple[RefusalCount, ...]


class DelegatedDecisionsOut(Struct, frozen=True, kw_only=True):
    """Decisions taken by delegation: those still to report to the board, or those reported."""

    items: tuple[DelegatedDecision, ...]


class ReportIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The meeting of the board at which the decisions taken up to that day are reported."""

    reported_on: date


class ReportedOut(Struct, frozen=True, kw_only=True):
    """How many decisions were reported."""

    reported: int
