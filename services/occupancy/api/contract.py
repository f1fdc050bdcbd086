"""The wire Structs of stays, version 1. Money's own are in `money_contract.py`."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from msgspec import Meta, Struct

from kernel.calendar import Territory
from kernel.text import LINE, TEXT
from occupancy.actions.contracts import PrepareContract, SignContract
from occupancy.actions.households import HouseholdFacts
from occupancy.actions.inspections import SaveInspection
from occupancy.domain.contracts import (
    MOST_TURNAROUND_DAYS,
    Contract,
    ContractStatus,
    End,
    EndReason,
    FeeRecord,
)
from occupancy.domain.households import Household, Orientation, Situation
from occupancy.domain.housing_aids import AidKind, HousingAid
from occupancy.domain.inspection_content import Content
from occupancy.domain.inspection_signatures import InspectionSignature
from occupancy.domain.inspections import Inspection, InspectionKind, InspectionStatus
from occupancy.domain.notices import Notice
from occupancy.domain.regimes import FundingScheme, LegalRegime
from occupancy.domain.terms import Term, TermRule
from occupancy.domain.units import OwnerKind, Programme, UnitFacts

Line = Annotated[str, Meta(min_length=1, max_length=120, pattern=LINE)]
"""One line of text."""
Address = Annotated[str, Meta(min_length=1, max_length=300, pattern=LINE)]
"""An address on one line."""
Sentences = Annotated[str, Meta(max_length=1000, pattern=TEXT)]
"""Free text, perhaps empty."""
Reason = Annotated[str, Meta(min_length=1, max_length=1000, pattern=TEXT)]
"""A reason: never empty."""
FeeCents = Annotated[int, Meta(ge=0, le=10**8)]
PlaceNumber = Annotated[int, Meta(ge=0, le=999)]


class HouseholdIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A household to register, or its new facts. `confirm_note`: the words of the note to read again were read again."""

    last_name: Line
    first_name: Line
    situation: Situation
    adults: Annotated[int, Meta(ge=1, le=20)]
    children: Annotated[int, Meta(ge=0, le=20)]
    orientation: Orientation
    phone: Annotated[str, Meta(min_length=1, max_length=30, pattern=r"^[0-9+(). -]*$(?!\n)")] | None = None
    email: (
        Annotated[
            str,
            Meta(min_length=3, max_length=200, pattern=r"^[^@\s\x00-\x1f\x7f-\x9f]+@[^@\s\x00-\x1f\x7f-\x9f]+$(?!\n)"),
        ]
        | None
    ) = None
    note: Annotated[str, Meta(max_length=2000, pattern=TEXT)] = ""
    confirm_note: bool = False

    def facts(self) -> HouseholdFacts:
        return HouseholdFacts(**{name: getattr(self, name) for name in HouseholdFacts.__struct_fields__})


class HouseholdOut(Struct, frozen=True, kw_only=True):
    """A household."""

    id: UUID
    version: int
    reference: str
    last_name: str
    first_name: str
    situation: Situation
    adults: int
    children: int
    phone: str | None
    email: str | None
    orientation: Orientation
    note: str

    @classmethod
    def of(cls, household: Household) -> Self:
        return cls(**{name: getattr(household, name) for name in cls.__struct_fields__})


class HouseholdPage(Struct, frozen=True, kw_only=True):
    """A page of households; `next` is the `after` of the next page."""

    items: list[HouseholdOut]
    next: str | None


class ContractIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A contract to prepare. Without `last_day`, the programme's rule gives it; without `fee_cents`, the scale does.

    `referral_id`: the referral that it follows from.
    """

    household_id: UUID
    unit_id: UUID
    place_number: PlaceNumber
    first_day: date
    last_day: date | None = None
    override_reason: Reason | None = None
    fee_cents: FeeCents | None = None
    fee_override_reason: Reason | None = None
    referral_id: UUID | None = None

    def command(self) -> PrepareContract:
        return PrepareContract(**{name: getattr(self, name) for name in self.__struct_fields__})


class SignatureIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The day on which both parties signed. Without them, the regime and the scheme are those that the unit proposes."""

    signed_on: date
    legal_regime: LegalRegime | None = None
    funding_scheme: FundingScheme | None = None

    def command(self) -> SignContract:
        return SignContract(
            signed_on=self.signed_on, legal_regime=self.legal_regime, funding_scheme=self.funding_scheme
        )


class TurnaroundIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Working days to put the place in order after the departure. Zero: none."""

    turnaround_days: Annotated[int, Meta(ge=0, le=MOST_TURNAROUND_DAYS)]


class HousingAidIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Days for which the household receives AL or APL. Without `last_day`: still running."""

    kind: AidKind
    first_day: date
    last_day: date | None = None


class HousingAidsIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All the periods, in place of those known; none when it receives no aid."""

    items: Annotated[list[HousingAidIn], Meta(max_length=12)]

    def aids(self) -> tuple[HousingAid, ...]:
        return tuple(HousingAid(kind=one.kind, first_day=one.first_day, last_day=one.last_day) for one in self.items)


class EndIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The last day really spent, and why. `note` is needed when it comes after the contractual end."""

    ended_on: date
    reason: EndReason
    note: Sentences = ""
    forwarding_address: Address | None = None

    def command(self) -> End:
        return End(
            ended_on=self.ended_on,
            reason=self.reason,
            note=self.note.strip(),
            forwarding_address=self.forwarding_address,
        )


class CancellationIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why the contract never took effect."""

    reason: Reason


class ContractOut(Struct, frozen=True, kw_only=True):
    """A contract. `last_day` is the contractual end, renewals included."""

    id: UUID
    version: int
    reference: str
    household_id: UUID
    unit_id: UUID
    place_number: int
    programme: Programme
    status: ContractStatus
    first_day: date
    last_day: date
    persons: int
    signed_on: date | None
    unit: UnitFacts
    fee: FeeRecord
    override_reason: str | None
    notice: Notice | None
    end: End | None
    cancel_reason: str | None
    turnaround_days: int
    territory: Territory
    legal_regime: LegalRegime | None
    owner_kind: OwnerKind | None
    upstream_contract_id: UUID | None
    funding_scheme: FundingScheme | None
    housing_aids: tuple[HousingAid, ...]
    allowed_until: date | None

    @classmethod
    def of(cls, contract: Contract) -> Self:
        return cls(**{name: getattr(contract, name) for name in cls.__struct_fields__})


class ContractPage(Struct, frozen=True, kw_only=True):
    """A page of contracts; `next` is the `after` of the next page."""

    items: list[ContractOut]
    next: str | None


class TermOut(Struct, frozen=True, kw_only=True):
    """One granted period; number 0 is the first."""

    number: int
    first_day: date
    last_day: date
    decided_on: date
    reason: str
    override_reason: str | None
    rule: TermRule

    @classmethod
    def of(cls, term: Term) -> Self:
        return cls(**{name: getattr(term, name) for name in cls.__struct_fields__})


class InspectionIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A draft inspection, whole."""

    established_on: date
    content: Content
    forwarding_address: Address | None = None

    def command(self) -> SaveInspection:
        return SaveInspection(
            established_on=self.established_on, content=self.content, forwarding_address=self.forwarding_address
        )


class InspectionOut(Struct, frozen=True, kw_only=True):
    """An inspection. `sha256` is the hash of what was signed."""

    id: UUID
    version: int
    contract_id: UUID
    kind: InspectionKind
    status: InspectionStatus
    established_on: date
    content: Content
    forwarding_address: str | None
    entry_inspection_id: UUID | None
    signed_at: datetime | None
    sha256: str | None
    signatures: tuple[InspectionSignature, ...]

    @classmethod
    def of(cls, inspection: Inspection) -> Self:
        return cls(**{name: getattr(inspection, name) for name in cls.__struct_fields__})
