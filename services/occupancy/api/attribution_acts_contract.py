"""The wire Structs of the acts on attribution dossiers, version 1: one for each act, that gives its fact."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from occupancy.api.sliding_lease_contract import MaybeNamed, Named
from occupancy.domain import attribution_facts as facts
from occupancy.domain.attribution_facts import (
    AnswerGiven,
    AttributionMotive,
    CommissionOutcome,
    ContactPurpose,
    Piece,
    Recipient,
    Selection,
    SkipMotive,
    SurveyBody,
    SurveyOpinion,
    TownOpinionKind,
    WithdrawalMotive,
)
from occupancy.domain.sliding_leases import CalOutcome

Rank = Annotated[int, Meta(ge=1, le=1000)]


class SurveyIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The opinion of the survey, and its motive."""

    on: date
    body: SurveyBody
    opinion: SurveyOpinion
    motive: AttributionMotive

    def fact(self) -> facts.Survey:
        return facts.Survey(on=self.on, body=self.body, opinion=self.opinion, motive=self.motive)


class TownOpinionIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The opinion of the mairie."""

    on: date
    opinion: TownOpinionKind

    def fact(self) -> facts.TownOpinion:
        return facts.TownOpinion(on=self.on, opinion=self.opinion)


class PieceSeenIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A piece seen by the CCAS."""

    piece: Piece
    on: date

    def fact(self) -> facts.PieceSeen:
        return facts.PieceSeen(piece=self.piece, on=self.on)


class CompletionIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All pieces seen."""

    on: date

    def fact(self) -> facts.Completion:
        return facts.Completion(on=self.on)


class ReceiptDayIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The day on which one of the two had the dossier."""

    recipient: Recipient
    on: date

    def fact(self) -> facts.Receipt:
        return facts.Receipt(recipient=self.recipient, on=self.on)


class LateAcceptanceIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The president of the session takes the dossier."""

    on: date
    by_name: Named
    by_function: Named

    def fact(self) -> facts.LateAcceptance:
        return facts.LateAcceptance(on=self.on, by_name=self.by_name.strip(), by_function=self.by_function.strip())


class AnalysisBegunIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """ALS takes the dossier in hand."""

    on: date

    def fact(self) -> facts.AnalysisBegun:
        return facts.AnalysisBegun(on=self.on)


class PiecesAskedIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What ALS asks of the CCAS."""

    on: date
    pieces: Annotated[list[Piece], Meta(min_length=1, max_length=20)]

    def fact(self) -> facts.PiecesAsked:
        return facts.PiecesAsked(on=self.on, pieces=tuple(self.pieces))


class AnalysisReportIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """ALS has reported, DEAL has checked the resources."""

    on: date
    resources_checked_on: date

    def fact(self) -> facts.AnalysisReport:
        return facts.AnalysisReport(on=self.on, resources_checked_on=self.resources_checked_on)


class PreCommissionIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the pre-commission said on its day."""

    selection: Selection

    def fact(self) -> facts.PreCommission:
        return facts.PreCommission(selection=self.selection)


class CommissionResultIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the préfecture's commission said on its day."""

    outcome: CommissionOutcome
    rank: Rank | None = None

    def fact(self) -> facts.CommissionResult:
        return facts.CommissionResult(outcome=self.outcome, rank=self.rank)


class ListCallIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A household of the complementary list, for a vacancy."""

    operation_id: UUID
    on: date
    skip: SkipMotive | None = None

    def fact(self) -> facts.Call:
        return facts.Call(operation_id=self.operation_id, on=self.on, skip=self.skip)


class CalRulingIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A decision of the landlord's commission (R441-3)."""

    outcome: CalOutcome
    on: date
    reference: MaybeNamed = ""
    motive: AttributionMotive | None = None
    notified_on: date | None = None
    condition: Piece | None = None
    until: date | None = None

    def fact(self) -> facts.CalRuling:
        return facts.CalRuling(
            outcome=self.outcome,
            on=self.on,
            reference=self.reference.strip(),
            motive=self.motive,
            notified_on=self.notified_on,
            condition=self.condition,
            until=self.until,
        )


class OfferIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The day on which the household had the offer."""

    on: date

    def fact(self) -> facts.Offer:
        return facts.Offer(on=self.on)


class OfferAnswerIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What became of the offer."""

    on: date
    answer: AnswerGiven

    def fact(self) -> facts.OfferAnswer:
        return facts.OfferAnswer(on=self.on, answer=self.answer)


class EntryIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The household moves in."""

    on: date

    def fact(self) -> facts.Entry:
        return facts.Entry(on=self.on)


class InstallationReviewIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether social problems were found, never which."""

    on: date
    finds_problems: bool

    def fact(self) -> facts.InstallationReview:
        return facts.InstallationReview(on=self.on, finds_problems=self.finds_problems)


class SupportBegunIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The accompaniment after the review."""

    first_day: date
    last_day: date
    measure_id: UUID | None = None

    def fact(self) -> facts.SupportBegun:
        return facts.SupportBegun(first_day=self.first_day, last_day=self.last_day, measure_id=self.measure_id)


class HouseholdContactIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A contact with the household."""

    on: date
    purpose: ContactPurpose

    def fact(self) -> facts.HouseholdContact:
        return facts.HouseholdContact(on=self.on, purpose=self.purpose)


class FileClosureIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Nothing is left to follow."""

    on: date

    def fact(self) -> facts.Closure:
        return facts.Closure(on=self.on)


class FileWithdrawalIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The dossier stops before the entry."""

    on: date
    motive: WithdrawalMotive

    def fact(self) -> facts.Withdrawal:
        return facts.Withdrawal(on=self.on, motive=self.motive)
