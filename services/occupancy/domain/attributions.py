"""Attributions: the dossier of a household towards a social dwelling, through the préfecture's commission (LLTS).

Ground: LIFECYCLE §8.1, from the presentation of the procedure by ALS (Martinique): a historical procedure (rules of 1996 and
1999), whose numbers are dated law to be confirmed locally; CCH R441-3 for the commission of the landlord (CAL). The states follow
each other by acts. The acts up to the préfecture's commission: `attribution_acts`; from it to the end: `attribution_outcomes`.
Nothing of health is kept: opinions and reasons are closed lists (LLTS-07).
"""

from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from kernel.errors import Conflict, NotFound, RuleBroken
from occupancy.domain.attribution_facts import (
    NEEDED_PIECES,
    AnalysisReport,
    Call,
    CalRuling,
    CommissionOutcome,
    Entry,
    HouseholdContact,
    InstallationReview,
    LateAcceptance,
    Offer,
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


class AttributionNotFound(NotFound):
    """No attribution dossier has this id."""

    code, title = "attribution-not-found", "Dossier d'attribution introuvable"


class AttributionStepWrong(Conflict):
    """The states of LIFECYCLE §8.1 follow each other by acts: this act does not follow from the present one."""

    code, title = "attribution-step-wrong", "Cet acte ne suit pas l'étape du dossier d'attribution"


class AttributionDayWrong(RuleBroken):
    """The days of a dossier follow each other, and what is recorded has happened."""

    code, title = "attribution-day-wrong", "Date impossible dans ce dossier d'attribution"


class ContactDuringAnalysis(Conflict):
    """During the analysis nobody contacts the household; missing pieces go through the CCAS (LLTS-03)."""

    code, title = "contact-during-analysis", "Aucun contact pendant l'analyse"


class AttributionState(StrEnum):
    """Where a dossier is (§8.1). `AT_WORK` are the open ones."""

    IDENTIFIED = "identified"
    SURVEYED = "surveyed"
    ASSEMBLING = "assembling"
    COMPLETE = "complete"
    TRANSMITTED = "transmitted"
    IN_ANALYSIS = "in_analysis"
    PIECES_ASKED = "pieces_asked"
    ANALYSED = "analysed"
    PRESELECTED = "preselected"
    RANKED = "ranked"
    LISTED = "listed"
    CALLED = "called"
    CAL_DECIDED = "cal_decided"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    HOUSED = "housed"
    REVIEWED = "reviewed"
    SUPPORTED = "supported"
    CLOSED = "closed"
    SET_ASIDE = "set_aside"
    NOT_ATTRIBUTED = "not_attributed"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    WITHDRAWN = "withdrawn"


BEFORE_SENDING = (
    AttributionState.IDENTIFIED,
    AttributionState.SURVEYED,
    AttributionState.ASSEMBLING,
    AttributionState.COMPLETE,
)
UNDER_ANALYSIS = (AttributionState.IN_ANALYSIS, AttributionState.PIECES_ASKED)
BEFORE_COMMISSION = (
    *BEFORE_SENDING,
    AttributionState.TRANSMITTED,
    *UNDER_ANALYSIS,
    AttributionState.ANALYSED,
    AttributionState.PRESELECTED,
)
AFTER_COMMISSION = (
    AttributionState.RANKED,
    AttributionState.LISTED,
    AttributionState.CALLED,
    AttributionState.CAL_DECIDED,
    AttributionState.OFFERED,
    AttributionState.ACCEPTED,
)
SETTLED_IN = (AttributionState.HOUSED, AttributionState.REVIEWED, AttributionState.SUPPORTED)
AT_WORK = (*BEFORE_COMMISSION, *AFTER_COMMISSION, *SETTLED_IN)
ENDED_OTHERWISE = (
    AttributionState.SET_ASIDE,
    AttributionState.NOT_ATTRIBUTED,
    AttributionState.REFUSED,
    AttributionState.NO_ANSWER,
    AttributionState.WITHDRAWN,
)


class Attribution(Struct, frozen=True, kw_only=True):
    """A dossier. `list_until`: the last day of the complementary list; `accepted_for`: the session that took it late."""

    id: UUID
    version: int
    reference: str
    operation_id: UUID
    session_id: UUID
    household_id: UUID
    state: AttributionState
    unique_number: str
    demand_until: date
    proposed_by: ProposedBy
    identified_on: date
    survey: Survey | None = None
    town_opinion: TownOpinion | None = None
    pieces: tuple[PieceSeen, ...] = ()
    completed_on: date | None = None
    deal_on: date | None = None
    als_on: date | None = None
    late_acceptance: LateAcceptance | None = None
    accepted_for: UUID | None = None
    analysis_on: date | None = None
    asked: PiecesAsked | None = None
    report: AnalysisReport | None = None
    selection: Selection | None = None
    commission_on: date | None = None
    commission: CommissionOutcome | None = None
    rank: int | None = None
    list_until: date | None = None
    call: Call | None = None
    cal: CalRuling | None = None
    offer: Offer | None = None
    answer_by: date | None = None
    answer: OfferAnswer | None = None
    entry: Entry | None = None
    review: InstallationReview | None = None
    support: SupportBegun | None = None
    contacts: tuple[HouseholdContact, ...] = ()
    closed_on: date | None = None
    withdrawal: Withdrawal | None = None

    @property
    def is_open(self) -> bool:
        return self.state in AT_WORK

    @property
    def seen(self) -> frozenset[Piece]:
        """The pieces that the CCAS has seen."""
        return frozenset(one.piece for one in self.pieces)

    @property
    def missing(self) -> tuple[Piece, ...]:
        """The pieces without which the dossier is not complete."""
        return tuple(one for one in NEEDED_PIECES if one not in self.seen)

    @property
    def known_on(self) -> date:
        """The last day of what the sheet of the candidate says: how it was named, its opinions, its pieces, its analysis."""
        told = (self.identified_on, self.completed_on, self.deal_on, self.als_on, self.analysis_on)
        acts = (self.survey, self.town_opinion, self.late_acceptance, self.report, *self.pieces)
        return max(one for one in (*told, *(act.on for act in acts if act)) if one)

    @property
    def reached_both_on(self) -> date | None:
        """The day on which the second of the two had the dossier."""
        return max(self.deal_on, self.als_on) if self.deal_on and self.als_on else None


def attribution_reference(year: int, number: int) -> str:
    """`LLTS-2026-0001`: one count per year."""
    return f"LLTS-{year}-{number:04d}"


def attribution_page(attribution_id: UUID) -> str:
    """Where the dossier is shown."""
    return f"/sejours/attributions/{attribution_id}"


def check_past(day: date, field: str, *, today: date) -> None:
    """Raises `AttributionDayWrong`."""
    if day > today:
        raise AttributionDayWrong("Ce qui est enregistré a eu lieu : la date est à venir.", field=field)
