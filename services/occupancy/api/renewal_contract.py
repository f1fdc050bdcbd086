"""The wire Structs of renewals, overstays, notices and insurance attestations, version 1."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from msgspec import Meta, Struct

from kernel.period import Period
from kernel.text import LINE, LINE_OR_NOTHING, TEXT
from occupancy.actions.draft_days import CorrectDays
from occupancy.actions.insurances import RecordInsurance
from occupancy.actions.renewals import AllowOverstay, AskRenewal, RenewContract
from occupancy.domain.consequences import Consequences, FeeDifference, PresenceDifference
from occupancy.domain.decisions import Authority, DecidedBy
from occupancy.domain.insurances import Attestation, Capacity, Insured
from occupancy.domain.notices import NoticeBy, NoticeChannel, NoticeFacts, NoticeGround
from occupancy.domain.renewals import Overstay, RenewalRequest, RequestStatus

Line = Annotated[str, Meta(min_length=1, max_length=120, pattern=LINE)]
"""One line of text."""
Reason = Annotated[str, Meta(min_length=1, max_length=1000, pattern=TEXT)]
"""A reason: never empty."""


class DecidedByIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who decided, by what right. `deliberation_ref`: the délibération that delegates, when the board did not decide itself."""

    decided_on: date
    authority: Authority
    decider_name: Line
    decider_function: Line
    deliberation_ref: Annotated[str, Meta(max_length=120, pattern=LINE_OR_NOTHING)] = ""

    def fact(self) -> DecidedBy:
        return DecidedBy(**{name: getattr(self, name) for name in DecidedBy.__struct_fields__})


class RenewalRequestIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A renewal asked for. Without `last_day`, the programme's rule gives it."""

    asked_by: NoticeBy
    asked_on: date
    reason: Reason
    last_day: date | None = None

    def command(self) -> AskRenewal:
        return AskRenewal(**{name: getattr(self, name) for name in self.__struct_fields__})


class RenewalIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One more term, and who granted it. Without `last_day`: as it was asked, else as the programme's rule says."""

    reason: Reason
    decided: DecidedByIn
    last_day: date | None = None
    override_reason: Reason | None = None

    def command(self) -> RenewContract:
        return RenewContract(
            last_day=self.last_day,
            reason=self.reason,
            override_reason=self.override_reason,
            decided=self.decided.fact(),
        )


class RenewalDenialIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why the request that waits is denied, and by whom."""

    reason: Reason
    decided: DecidedByIn


class OverstayIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Days beyond the term that are allowed."""

    last_day: date
    reason: Reason
    rehousing_plan: Reason
    decided: DecidedByIn

    def command(self) -> AllowOverstay:
        return AllowOverstay(
            last_day=self.last_day,
            reason=self.reason,
            rehousing_plan=self.rehousing_plan,
            decided=self.decided.fact(),
        )


class NoticeIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Notice given. Under the loi of 1989 `channel` is needed, and `ground` shortens it only when proved with the letter."""

    given_on: date
    by: NoticeBy
    received_on: date | None = None
    channel: NoticeChannel | None = None
    ground: NoticeGround | None = None
    has_proof: bool = False

    def facts(self) -> NoticeFacts:
        return NoticeFacts(**{name: getattr(self, name) for name in self.__struct_fields__})


class RenewalRequestOut(Struct, frozen=True, kw_only=True):
    """A request, and what was decided."""

    id: UUID
    number: int
    asked_by: NoticeBy
    asked_on: date
    first_day: date
    last_day: date
    reason: str
    status: RequestStatus
    decided: DecidedBy | None
    decision_reason: str | None

    @classmethod
    def of(cls, request: RenewalRequest) -> Self:
        return cls(**{name: getattr(request, name) for name in cls.__struct_fields__})


class OverstayOut(Struct, frozen=True, kw_only=True):
    """Days beyond the term that were allowed."""

    id: UUID
    number: int
    first_day: date
    last_day: date
    reason: str
    rehousing_plan: str
    decided: DecidedBy

    @classmethod
    def of(cls, one: Overstay) -> Self:
        return cls(**{name: getattr(one, name) for name in cls.__struct_fields__})


class DraftDaysIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Other days for a draft. Without `last_day`: as the programme's rule says."""

    first_day: date
    last_day: date | None = None
    override_reason: Reason | None = None

    def command(self) -> CorrectDays:
        return CorrectDays(first_day=self.first_day, last_day=self.last_day, override_reason=self.override_reason)


class ConsequencesOut(Struct, frozen=True, kw_only=True):
    """What an act on the dates of a stay will do. Days are inclusive; only the months where something differs."""

    before: Period
    after: Period
    fees: tuple[FeeDifference, ...]
    fees_cents: int
    presence: tuple[PresenceDifference, ...]

    @classmethod
    def of(cls, found: Consequences) -> Self:
        return cls(**{name: getattr(found, name) for name in cls.__struct_fields__})


class InsuranceIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an attestation says; both days are covered."""

    insured: Insured
    insurer: Line
    valid_from: date
    valid_until: date
    received_on: date
    capacity: Capacity = Capacity.OCCUPANT

    def command(self) -> RecordInsurance:
        return RecordInsurance(**{name: getattr(self, name) for name in self.__struct_fields__})


class InsuranceWithdrawalIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why an attestation no longer counts."""

    reason: Reason


class InsuranceOut(Struct, frozen=True, kw_only=True):
    """An attestation. `withdrawn_reason`: why it no longer counts."""

    id: UUID
    version: int
    contract_id: UUID
    insured: Insured
    capacity: Capacity
    insurer: str
    valid_from: date
    valid_until: date
    received_on: date
    withdrawn_reason: str | None

    @classmethod
    def of(cls, one: Attestation) -> Self:
        return cls(**{name: getattr(one, name) for name in cls.__struct_fields__})
