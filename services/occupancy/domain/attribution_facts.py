"""What happens to an attribution dossier, each fact as it is recorded, and the closed lists that facts are chosen from.

Ground: LIFECYCLE §8.1. Opinions and reasons are closed lists, never a comment (LLTS-07); a piece is noted as seen, never kept.
"""

from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from occupancy.domain.sliding_leases import CalOutcome


class ProposedBy(StrEnum):
    """Who named the household (step 2)."""

    TOWN_HALL = "town_hall"
    CCAS = "ccas"
    DEPARTMENT = "department"
    CAF = "caf"
    PREFECTURE_DALO = "prefecture_dalo"


class SurveyBody(StrEnum):
    """Who made the social survey (step 3)."""

    DEPARTMENT = "department"
    CCAS = "ccas"
    OTHER_PARTNER = "other_partner"


class SurveyOpinion(StrEnum):
    """The four opinions of the survey (step 3)."""

    PRIORITY = "priority"
    FAVOURABLE = "favourable"
    UNFAVOURABLE = "unfavourable"
    NOT_PRIORITY = "not_priority"


class TownOpinionKind(StrEnum):
    """What the mairie says of the dossier (step 3)."""

    FAVOURABLE = "favourable"
    UNFAVOURABLE = "unfavourable"
    NO_OPINION = "no_opinion"


class AttributionMotive(StrEnum):
    """Why an opinion or a decision: a closed list, never a comment (LLTS-07)."""

    NO_HOUSING = "no_housing"
    OVERCROWDED = "overcrowded"
    UNFIT_HOUSING = "unfit_housing"
    EVICTION = "eviction"
    TEMPORARY_HOUSING = "temporary_housing"
    DALO = "dalo"
    ADAPTED_DWELLING = "adapted_dwelling"
    DWELLING_UNSUITABLE = "dwelling_unsuitable"
    RESOURCES_ABOVE_CEILING = "resources_above_ceiling"
    RESOURCES_INSUFFICIENT = "resources_insufficient"
    FILE_INCOMPLETE = "file_incomplete"
    DEMAND_NOT_VALID = "demand_not_valid"
    ALREADY_HOUSED = "already_housed"
    OTHER_PRIORITY = "other_priority"
    DEFERRED = "deferred"


class Piece(StrEnum):
    """What a complete dossier holds. That a paper was seen is noted, never the paper."""

    UNIQUE_NUMBER = "unique_number"
    IDENTITY_CHECKED = "identity_checked"
    HOUSEHOLD_COMPOSITION = "household_composition"
    TAX_NOTICE = "tax_notice"
    INCOME = "income"
    PRESENT_HOUSING = "present_housing"
    SURVEY_REPORT = "survey_report"
    RENT_PAID = "rent_paid"
    DALO_DECISION = "dalo_decision"


OPTIONAL_PIECES = frozenset({Piece.RENT_PAID, Piece.DALO_DECISION})
"""Asked when they apply; all others make the dossier complete."""

NEEDED_PIECES = tuple(one for one in Piece if one not in OPTIONAL_PIECES)


class Recipient(StrEnum):
    """The two that receive the dossier, each on its own day (LLTS-02)."""

    DEAL = "deal"
    ALS = "als"


class Selection(StrEnum):
    """What the pre-commission says (step 6)."""

    SELECTED = "selected"
    COMPLEMENTARY = "complementary"
    SET_ASIDE = "set_aside"


class CommissionOutcome(StrEnum):
    """What the préfecture's commission says (step 7)."""

    RANKED = "ranked"
    COMPLEMENTARY = "complementary"
    SET_ASIDE = "set_aside"


class SkipMotive(StrEnum):
    """Why a household before on the complementary list is passed over for this vacancy."""

    DWELLING_UNSUITABLE = "dwelling_unsuitable"
    HOUSEHOLD_DECLINES = "household_declines"
    HOUSEHOLD_NOT_REACHED = "household_not_reached"


class AnswerGiven(StrEnum):
    """What the household answers to the offer."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"


class ContactPurpose(StrEnum):
    """Why the household is contacted."""

    INFORMATION = "information"
    PIECES = "pieces"
    PREPARATION = "preparation"


class WithdrawalMotive(StrEnum):
    """Why a dossier stops before the entry."""

    HOUSEHOLD_WITHDRAWS = "household_withdraws"
    HOUSED_ELSEWHERE = "housed_elsewhere"
    DEMAND_LAPSED = "demand_lapsed"
    LIST_EXPIRED = "list_expired"


class Survey(Struct, frozen=True, kw_only=True):
    """The social survey: an opinion and its motive."""

    on: date
    body: SurveyBody
    opinion: SurveyOpinion
    motive: AttributionMotive


class TownOpinion(Struct, frozen=True, kw_only=True):
    """The opinion of the mairie."""

    on: date
    opinion: TownOpinionKind


class PieceSeen(Struct, frozen=True, kw_only=True):
    """A piece seen by the CCAS."""

    piece: Piece
    on: date


class Completion(Struct, frozen=True, kw_only=True):
    """The dossier has all its pieces."""

    on: date


class Receipt(Struct, frozen=True, kw_only=True):
    """The day on which the dossier reached one of the two (LLTS-02)."""

    recipient: Recipient
    on: date


class LateAcceptance(Struct, frozen=True, kw_only=True):
    """The president of the session takes a late dossier, for that session."""

    on: date
    by_name: str
    by_function: str


class AnalysisBegun(Struct, frozen=True, kw_only=True):
    """ALS takes the dossier in hand."""

    on: date


class PiecesAsked(Struct, frozen=True, kw_only=True):
    """What ALS asks of the CCAS during the analysis (LLTS-03)."""

    on: date
    pieces: tuple[Piece, ...]


class AnalysisReport(Struct, frozen=True, kw_only=True):
    """ALS has reported, and DEAL has checked the resources (step 5)."""

    on: date
    resources_checked_on: date


class PreCommission(Struct, frozen=True, kw_only=True):
    """What the pre-commission said, on its day."""

    selection: Selection


class CommissionResult(Struct, frozen=True, kw_only=True):
    """What the commission said, on its day. `rank`: in the proposals, or on the complementary list."""

    outcome: CommissionOutcome
    rank: int | None


class Call(Struct, frozen=True, kw_only=True):
    """A household of the complementary list is proposed for a vacancy (LLTS-04)."""

    operation_id: UUID
    on: date
    skip: SkipMotive | None


class CalRuling(Struct, frozen=True, kw_only=True):
    """A decision of the landlord's commission (R441-3, a to e). `condition`, `until`: what a conditional one waits for."""

    outcome: CalOutcome
    on: date
    reference: str
    motive: AttributionMotive | None
    notified_on: date | None
    condition: Piece | None
    until: date | None


class Offer(Struct, frozen=True, kw_only=True):
    """The day on which the household received the offer of the landlord."""

    on: date


class OfferAnswer(Struct, frozen=True, kw_only=True):
    """What became of the offer."""

    on: date
    answer: AnswerGiven


class Entry(Struct, frozen=True, kw_only=True):
    """The household moves in."""

    on: date


class InstallationReview(Struct, frozen=True, kw_only=True):
    """The review after the entry (ASLL-16). `finds_problems`: social problems, never which."""

    on: date
    finds_problems: bool


class SupportBegun(Struct, frozen=True, kw_only=True):
    """The accompaniment that follows a review that found problems (ASLL-16)."""

    first_day: date
    last_day: date
    measure_id: UUID | None


class HouseholdContact(Struct, frozen=True, kw_only=True):
    """A contact with the household, outside the analysis."""

    on: date
    purpose: ContactPurpose


class Closure(Struct, frozen=True, kw_only=True):
    """Nothing is left to follow."""

    on: date


class Withdrawal(Struct, frozen=True, kw_only=True):
    """The dossier stops before the entry."""

    on: date
    motive: WithdrawalMotive
