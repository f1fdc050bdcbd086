"""The wire Structs of attributions, version 1. Those of the acts: `attribution_acts_contract`."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from msgspec import Meta, Struct

from kernel.calendar import Territory
from occupancy.actions.attribution_sessions import OperationFacts, SessionDays
from occupancy.actions.attributions import OpenAttribution
from occupancy.api.sliding_lease_contract import Named
from occupancy.domain.attribution_facts import (
    AnalysisReport,
    Call,
    CalRuling,
    CommissionOutcome,
    HouseholdContact,
    InstallationReview,
    LateAcceptance,
    OfferAnswer,
    Piece,
    PiecesAsked,
    PieceSeen,
    ProposedBy,
    Selection,
    SupportBegun,
    Survey,
    TownOpinion,
    Withdrawal,
)
from occupancy.domain.attribution_sessions import Operation, OperationKind, Quota, Session
from occupancy.domain.attributions import Attribution, AttributionState

UniqueNumber = Annotated[str, Meta(pattern="^[0-9A-Z]{5,24}$")]
"""The number of a demand of social housing, as its register gives it: digits, capitals for Corsica."""


class SessionIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The days of a session. A delivery has a pre-commission, a vacancy none."""

    commission_on: date
    pre_commission_on: date | None = None

    def days(self) -> SessionDays:
        return SessionDays(pre_commission_on=self.pre_commission_on, commission_on=self.commission_on)


class OperationIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Dwellings of a landlord, delivered or come free, and their first session; a vacancy may have none."""

    kind: OperationKind
    name: Named
    landlord: Named
    commune: Named
    territory: Territory
    dwellings: Annotated[int, Meta(ge=1, le=1000)]
    available_on: date
    session: SessionIn | None = None
    consulted_on: date | None = None
    minutes_sent_on: date | None = None

    def facts(self) -> OperationFacts:
        return OperationFacts(
            kind=self.kind,
            name=self.name.strip(),
            landlord=self.landlord.strip(),
            commune=self.commune.strip(),
            territory=self.territory,
            dwellings=self.dwellings,
            available_on=self.available_on,
            consulted_on=self.consulted_on,
            minutes_sent_on=self.minutes_sent_on,
        )


class SessionOut(Struct, frozen=True, kw_only=True):
    """A session. `file_limit_on`: the last day on which both have the dossiers."""

    id: UUID
    version: int
    operation_id: UUID
    pre_commission_on: date | None
    commission_on: date
    closed_on: date | None
    file_limit_on: date

    @classmethod
    def of(cls, session: Session, limit_on: date) -> Self:
        return cls(
            id=session.id,
            version=session.version,
            operation_id=session.operation_id,
            pre_commission_on=session.pre_commission_on,
            commission_on=session.commission_on,
            closed_on=session.closed_on,
            file_limit_on=limit_on,
        )


class OperationOut(Struct, frozen=True, kw_only=True):
    """An operation. `files`, `wanted_files`: the dossiers it has and those it wants (three a dwelling)."""

    id: UUID
    version: int
    reference: str
    kind: OperationKind
    name: str
    landlord: str
    commune: str
    territory: Territory
    dwellings: int
    available_on: date
    consulted_on: date | None
    minutes_sent_on: date | None
    files: int
    wanted_files: int
    sessions: list[SessionOut]

    @classmethod
    def of(cls, operation: Operation, quota: Quota, sessions: list[SessionOut]) -> Self:
        same = {name: getattr(operation, name) for name in Operation.__struct_fields__}
        return cls(**same, files=quota.count, wanted_files=quota.wanted, sessions=sessions)


class OperationPage(Struct, frozen=True, kw_only=True):
    """Operations, latest first. `next`: what to send as `after`."""

    items: list[OperationOut]
    next: str | None


class AttributionIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A household named for an operation. `unique_number`, `demand_until`: of its demand of social housing."""

    operation_id: UUID
    session_id: UUID
    household_id: UUID
    unique_number: UniqueNumber
    demand_until: date
    proposed_by: ProposedBy
    identified_on: date

    def command(self) -> OpenAttribution:
        return OpenAttribution(**{name: getattr(self, name) for name in OpenAttribution.__struct_fields__})


class MoveIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A later session of the same operation."""

    session_id: UUID


class AttributionOut(Struct, frozen=True, kw_only=True):
    """A dossier. `unique_number`: null for who may not read households. `is_late`: after the limit of its session."""

    id: UUID
    version: int
    reference: str
    operation_id: UUID
    session_id: UUID
    household_id: UUID
    state: AttributionState
    unique_number: str | None
    demand_until: date
    proposed_by: ProposedBy
    identified_on: date
    survey: Survey | None
    town_opinion: TownOpinion | None
    pieces: list[PieceSeen]
    missing_pieces: list[Piece]
    completed_on: date | None
    deal_on: date | None
    als_on: date | None
    file_limit_on: date
    is_late: bool
    late_acceptance: LateAcceptance | None
    analysis_on: date | None
    asked: PiecesAsked | None
    report: AnalysisReport | None
    selection: Selection | None
    commission_on: date | None
    commission: CommissionOutcome | None
    rank: int | None
    list_until: date | None
    call: Call | None
    cal: CalRuling | None
    offered_on: date | None
    answer_by: date | None
    answer: OfferAnswer | None
    entered_on: date | None
    review: InstallationReview | None
    support: SupportBegun | None
    contacts: list[HouseholdContact]
    closed_on: date | None
    withdrawal: Withdrawal | None

    @classmethod
    def of(cls, one: Attribution, *, may_see: bool, limit_on: date, is_late: bool) -> Self:
        said = {name: getattr(one, name) for name in _SAME}
        return cls(
            **said,
            unique_number=one.unique_number if may_see else None,
            pieces=list(one.pieces),
            missing_pieces=list(one.missing),
            file_limit_on=limit_on,
            is_late=is_late,
            offered_on=one.offer.on if one.offer else None,
            entered_on=one.entry.on if one.entry else None,
            contacts=list(one.contacts),
        )


_SAME = tuple(
    name
    for name in AttributionOut.__struct_fields__
    if name in Attribution.__struct_fields__ and name not in {"unique_number", "pieces", "contacts"}
)


class AttributionPage(Struct, frozen=True, kw_only=True):
    """Dossiers, latest first. `next`: what to send as `after`."""

    items: list[AttributionOut]
    next: str | None
