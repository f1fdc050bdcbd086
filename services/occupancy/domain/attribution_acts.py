"""The acts on a dossier up to the préfecture's commission: survey, opinions, pieces, receipts, analysis, selection, rank.

Ground: LIFECYCLE §8.1, steps 2 to 7, LLTS-02, LLTS-03, LLTS-06, LLTS-07. Each takes the dossier, the fact and what is known
around it, and returns the dossier after it.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from kernel.calendar import add_months
from kernel.errors import Conflict, RuleBroken
from kernel.law import Law
from occupancy.domain.attribution_facts import (
    AnalysisBegun,
    AnalysisReport,
    CommissionOutcome,
    CommissionResult,
    Completion,
    HouseholdContact,
    LateAcceptance,
    PiecesAsked,
    PieceSeen,
    PreCommission,
    Receipt,
    Recipient,
    Selection,
    Survey,
    TownOpinion,
)
from occupancy.domain.attribution_sessions import (
    Operation,
    Session,
    SessionClosed,
    SessionDaysWrong,
    file_limit,
    is_accepted,
    is_late,
    may_move,
)
from occupancy.domain.attributions import (
    BEFORE_SENDING,
    UNDER_ANALYSIS,
    Attribution,
    AttributionDayWrong,
    AttributionState,
    AttributionStepWrong,
    ContactDuringAnalysis,
    check_past,
)


class FileIncomplete(RuleBroken):
    """A dossier is sent complete: every piece seen, a demand that is still valid (step 4, LLTS-06)."""

    code, title = "attribution-incomplete", "Dossier d'attribution incomplet"


class FileLate(Conflict):
    """A dossier that reached one of the two after the limit goes to the next session, unless the president takes it (LLTS-02)."""

    code, title = "attribution-late", "Dossier arrivé hors délai"


class RankMissing(RuleBroken):
    """The commission proposes in an order: a proposal and the complementary list have ranks (step 7)."""

    code, title = "attribution-rank-missing", "Rang manquant"


class Around(Struct, frozen=True, kw_only=True):
    """What a rule needs beside the dossier.

    `listed`: the complementary list of the commune; `vacancy`: what a call is for; `measure_of`: whose support measure is named.
    """

    operation: Operation
    session: Session
    law: Law
    today: date
    listed: Sequence[tuple[Attribution, Session]] = ()
    vacancy: Operation | None = None
    measure_of: UUID | None = None


def record_survey(file: Attribution, fact: Survey, around: Around) -> Attribution:
    """The opinion of the survey (step 3)."""
    check_state(file, AttributionState.IDENTIFIED)
    check_day(fact.on, "on", since=file.identified_on, around=around)
    return replace(file, state=AttributionState.SURVEYED, survey=fact)


def record_town_opinion(file: Attribution, fact: TownOpinion, around: Around) -> Attribution:
    """The mairie gives its opinion once the survey is made (step 3)."""
    check_state(file, AttributionState.SURVEYED)
    assert file.survey is not None
    check_day(fact.on, "on", since=file.survey.on, around=around)
    return replace(file, state=AttributionState.ASSEMBLING, town_opinion=fact)


def record_piece(file: Attribution, fact: PieceSeen, around: Around) -> Attribution:
    """A piece seen by the CCAS: it completes the dossier, answers ALS, or lifts the condition of the CAL.

    The last piece that ALS asked for brings the dossier back into analysis.
    """
    check_state(file, *BEFORE_SENDING, *UNDER_ANALYSIS, AttributionState.CAL_DECIDED)
    check_day(fact.on, "on", since=file.identified_on, around=around)
    if file.state is AttributionState.PIECES_ASKED:
        assert file.asked is not None
        check_day(fact.on, "on", since=file.asked.on, around=around)
    after = replace(file, pieces=(*(one for one in file.pieces if one.piece is not fact.piece), fact))
    return replace(after, state=AttributionState.IN_ANALYSIS) if _answers(after) else after


def complete(file: Attribution, fact: Completion, around: Around) -> Attribution:
    """All pieces seen, the demand valid (LLTS-06). Raises `FileIncomplete`."""
    check_state(file, AttributionState.ASSEMBLING)
    assert file.town_opinion is not None
    check_day(fact.on, "on", since=file.town_opinion.on, around=around)
    if file.missing:
        raise FileIncomplete(f"Il manque {len(file.missing)} pièces : la page du dossier les nomme.")
    _check_demand(file, fact.on)
    return replace(file, state=AttributionState.COMPLETE, completed_on=fact.on)


def record_receipt(file: Attribution, fact: Receipt, around: Around) -> Attribution:
    """The dossier reached DEAL or ALS; with the second, it is transmitted (LLTS-02)."""
    check_state(file, AttributionState.COMPLETE, AttributionState.TRANSMITTED)
    assert file.completed_on is not None
    check_day(fact.on, "on", since=file.completed_on, around=around)
    _check_demand(file, fact.on)
    if (file.deal_on if fact.recipient is Recipient.DEAL else file.als_on) is not None:
        raise AttributionStepWrong(f"La réception du dossier {file.reference} est déjà enregistrée.")
    is_deal = fact.recipient is Recipient.DEAL
    after = replace(file, deal_on=fact.on) if is_deal else replace(file, als_on=fact.on)
    return replace(after, state=AttributionState.TRANSMITTED) if after.reached_both_on else after


def accept_late(file: Attribution, fact: LateAcceptance, around: Around) -> Attribution:
    """The president takes a late dossier for this session (LLTS-02)."""
    check_state(file, *BEFORE_SENDING, AttributionState.TRANSMITTED)
    check_past(fact.on, "on", today=around.today)
    if not is_late(file, around.session, around.law, today=around.today):
        raise AttributionStepWrong(f"Le dossier {file.reference} est dans les délais.")
    return replace(file, late_acceptance=fact, accepted_for=around.session.id)


def move(file: Attribution, session: Session, around: Around) -> Attribution:
    """The dossier goes to a later session of its operation.

    One that is already analysed goes only where it is in time.
    Raises `AttributionStepWrong`, `SessionClosed`, `SessionDaysWrong`, `FileLate`.
    """
    if not may_move(file):
        raise AttributionStepWrong(f"Le dossier {file.reference} a déjà un avis de commission.")
    if not session.is_open:
        raise SessionClosed("La séance choisie est close.", field="session_id")
    if session.first_day <= around.session.first_day:
        raise SessionDaysWrong("Un dossier se reporte à une séance suivante.", field="session_id")
    limit = file_limit(session, around.law)
    if file.analysis_on and file.reached_both_on and file.reached_both_on > limit:
        raise FileLate(f"Pour cette séance, le dossier devait être arrivé le {limit:%d/%m/%Y}.", field="session_id")
    return replace(file, session_id=session.id)


def begin_analysis(file: Attribution, fact: AnalysisBegun, around: Around) -> Attribution:
    """ALS takes it in hand (step 5). Raises `FileLate`: a late one waits for the next session, unless it is accepted."""
    check_state(file, AttributionState.TRANSMITTED)
    assert file.reached_both_on is not None
    if is_late(file, around.session, around.law, today=around.today) and not is_accepted(file, around.session):
        limit = file_limit(around.session, around.law)
        raise FileLate(
            f"Le dossier devait être arrivé à la DEAL et à l'ALS le {limit:%d/%m/%Y} : il passe à la séance suivante, sauf si"
            " le président l'accepte."
        )
    check_day(fact.on, "on", since=file.reached_both_on, around=around)
    return replace(file, state=AttributionState.IN_ANALYSIS, analysis_on=fact.on)


def ask_pieces(file: Attribution, fact: PiecesAsked, around: Around) -> Attribution:
    """ALS asks the CCAS, never the household (LLTS-03)."""
    check_state(file, AttributionState.IN_ANALYSIS)
    assert file.analysis_on is not None
    check_day(fact.on, "on", since=file.analysis_on, around=around)
    if not fact.pieces:
        raise FileIncomplete("Indiquer au moins une pièce demandée.", field="pieces")
    # what is asked again has to be seen again
    kept = tuple(one for one in file.pieces if one.piece not in fact.pieces)
    return replace(file, state=AttributionState.PIECES_ASKED, asked=fact, pieces=kept)


def report_analysis(file: Attribution, fact: AnalysisReport, around: Around) -> Attribution:
    """ALS has reported and DEAL has checked the resources (step 5)."""
    check_state(file, AttributionState.IN_ANALYSIS)
    assert file.analysis_on is not None
    check_day(fact.on, "on", since=file.analysis_on, around=around)
    check_past(fact.resources_checked_on, "resources_checked_on", today=around.today)
    return replace(file, state=AttributionState.ANALYSED, report=fact)


def preselect(file: Attribution, fact: PreCommission, around: Around) -> Attribution:
    """What the pre-commission says, from its day on (step 6)."""
    check_state(file, AttributionState.ANALYSED)
    on = around.session.pre_commission_on
    if on is None:
        raise AttributionStepWrong("Cette séance n'a pas de pré-commission.")
    _check_held(on, around)
    state = AttributionState.SET_ASIDE if fact.selection is Selection.SET_ASIDE else AttributionState.PRESELECTED
    return replace(file, state=state, selection=fact.selection)


def record_commission(file: Attribution, fact: CommissionResult, around: Around) -> Attribution:
    """A rank in the proposals, a rank on the complementary list until a day, or nothing (step 7, LLTS-04)."""
    needs_selection = around.session.pre_commission_on is not None
    check_state(file, AttributionState.PRESELECTED if needs_selection else AttributionState.ANALYSED)
    on = around.session.commission_on
    _check_held(on, around)
    if fact.outcome is CommissionOutcome.SET_ASIDE:
        return replace(file, state=AttributionState.SET_ASIDE, commission_on=on, commission=fact.outcome)
    if fact.rank is None:
        raise RankMissing("Indiquer le rang.", field="rank")
    is_listed = fact.outcome is CommissionOutcome.COMPLEMENTARY
    until = add_months(on, around.law.at("llts.list_months", on).number) if is_listed else None
    state = AttributionState.LISTED if is_listed else AttributionState.RANKED
    return replace(file, state=state, commission_on=on, commission=fact.outcome, rank=fact.rank, list_until=until)


def record_contact(file: Attribution, fact: HouseholdContact, around: Around) -> Attribution:
    """A contact with the household. Raises `ContactDuringAnalysis` (LLTS-03)."""
    if file.state in UNDER_ANALYSIS:
        raise ContactDuringAnalysis("Le dossier est en analyse : les pièces manquantes passent par le CCAS.")
    if not file.is_open:
        raise AttributionStepWrong(f"Le dossier {file.reference} est terminé.")
    check_day(fact.on, "on", since=file.identified_on, around=around)
    if file.analysis_on and file.report and file.analysis_on <= fact.on < file.report.on:
        raise ContactDuringAnalysis("Ce jour-là le dossier était en analyse.", field="on")
    return replace(file, contacts=(*file.contacts, fact))


def check_state(file: Attribution, *states: AttributionState) -> None:
    """Raises `AttributionStepWrong`."""
    if file.state not in states:
        raise AttributionStepWrong(f"Le dossier {file.reference} n'en est pas à cette étape.")


def check_day(day: date, field: str, *, since: date, around: Around) -> None:
    """Raises `AttributionDayWrong`."""
    check_past(day, field, today=around.today)
    if day < since:
        raise AttributionDayWrong(f"L'étape précédente est du {since:%d/%m/%Y} : la date est antérieure.", field=field)


def _answers(file: Attribution) -> bool:
    return (
        file.state is AttributionState.PIECES_ASKED and file.asked is not None and set(file.asked.pieces) <= file.seen
    )


def _check_demand(file: Attribution, on: date) -> None:
    if file.demand_until < on:
        raise FileIncomplete(
            f"La demande de logement n'est plus valable depuis le {file.demand_until:%d/%m/%Y} : la faire renouveler."
        )


def _check_held(on: date, around: Around) -> None:
    if not around.session.is_open:
        raise SessionClosed("Cette séance est close.")
    if around.today < on:
        raise AttributionDayWrong(f"La commission se tient le {on:%d/%m/%Y} : elle n'a pas encore décidé.")
