"""Random lives of attributions on the real rules, in any order: whatever is tried, what must never happen never does."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from kernel.calendar import Territory
from kernel.errors import Refusal
from occupancy.actions.attributions import ACTS
from occupancy.domain import attribution_facts as facts
from occupancy.domain.attribution_acts import Around
from occupancy.domain.attribution_deadlines import attribution_deadlines
from occupancy.domain.attribution_facts import (
    AnswerGiven,
    CommissionOutcome,
    ContactPurpose,
    Piece,
    Recipient,
    Selection,
    WithdrawalMotive,
)
from occupancy.domain.attribution_sessions import Operation, OperationKind, Session, file_limit, is_accepted
from occupancy.domain.attributions import AT_WORK, UNDER_ANALYSIS, Attribution, AttributionState
from occupancy.domain.sliding_leases import CalOutcome
from occupancy.law import LAW
from occupancy.web.attribution_steps import Milestone, acts_of

DAY = date(2026, 8, 3)
SESSION = Session(
    id=UUID(int=10), version=1, operation_id=UUID(int=1), pre_commission_on=DAY + timedelta(days=30),
    commission_on=DAY + timedelta(days=44),
)  # fmt: skip
OPERATION = Operation(
    id=UUID(int=1), version=1, reference="PL-2026-0001", kind=OperationKind.DELIVERY, name="Résidence Exemple",
    landlord="Office Exemple", commune="Ville-Exemple", territory=Territory.MARTINIQUE, dwellings=1,
    available_on=DAY, consulted_on=None, minutes_sent_on=None,
)  # fmt: skip
VACANCY = replace(OPERATION, id=UUID(int=2), kind=OperationKind.VACANCY)
START = Attribution(
    id=UUID(int=7), version=1, reference="LLTS-2026-0001", operation_id=UUID(int=1), session_id=UUID(int=10),
    household_id=UUID(int=5), state=AttributionState.IDENTIFIED, unique_number="972000000000000001",
    demand_until=DAY + timedelta(days=400), proposed_by=facts.ProposedBy.CCAS, identified_on=DAY,
)  # fmt: skip


Try = tuple[int, Struct | None]
"""How many days after the last act; None: what the page offers first."""


@st.composite
def acts(draw: st.DrawFn) -> Try:
    """A fact of any kind, or what the page offers first; and how many days after the last act."""
    if draw(st.booleans()):
        return draw(st.integers(0, 2)), None
    on = DAY + timedelta(days=draw(st.integers(0, 300)))
    piece = draw(st.sampled_from(Piece))
    ruling = facts.CalRuling(
        outcome=draw(st.sampled_from(CalOutcome)), on=on, reference="", motive=draw(st.sampled_from(facts.AttributionMotive)),
        notified_on=on, condition=piece, until=on + timedelta(days=draw(st.integers(5, 20))),
    )  # fmt: skip
    choices: list[Struct] = [
        facts.Survey(
            on=on,
            body=facts.SurveyBody.CCAS,
            opinion=facts.SurveyOpinion.PRIORITY,
            motive=facts.AttributionMotive.DALO,
        ),
        facts.TownOpinion(on=on, opinion=facts.TownOpinionKind.FAVOURABLE),
        facts.PieceSeen(piece=piece, on=on),
        facts.Completion(on=on),
        facts.Receipt(recipient=draw(st.sampled_from(Recipient)), on=on),
        facts.LateAcceptance(on=on, by_name="Préfète Exemple", by_function="Présidente"),
        facts.AnalysisBegun(on=on),
        facts.PiecesAsked(on=on, pieces=(piece,)),
        facts.AnalysisReport(on=on, resources_checked_on=on),
        facts.PreCommission(selection=draw(st.sampled_from(Selection))),
        facts.CommissionResult(outcome=draw(st.sampled_from(CommissionOutcome)), rank=draw(st.integers(1, 3))),
        facts.HouseholdContact(on=on, purpose=ContactPurpose.INFORMATION),
        facts.Call(operation_id=VACANCY.id, on=on, skip=None),
        ruling,
        facts.Offer(on=on),
        facts.OfferAnswer(on=on, answer=draw(st.sampled_from(AnswerGiven))),
        facts.Entry(on=on),
        facts.InstallationReview(on=on, finds_problems=draw(st.booleans())),
        facts.SupportBegun(first_day=on, last_day=on + timedelta(days=draw(st.integers(150, 200))), measure_id=None),
        facts.Closure(on=on),
        facts.Withdrawal(on=on, motive=draw(st.sampled_from(WithdrawalMotive))),
    ]
    return draw(st.integers(0, 30)), draw(st.sampled_from(choices))


def expected(file: Attribution, around: Around, step: Milestone) -> Struct | None:
    """The fact that the first act offered by the page asks for, on the day itself."""
    today = around.today
    one: dict[Milestone, Struct] = {
        Milestone.SURVEY: facts.Survey(
            on=today,
            body=facts.SurveyBody.CCAS,
            opinion=facts.SurveyOpinion.PRIORITY,
            motive=facts.AttributionMotive.DALO,
        ),
        Milestone.TOWN: facts.TownOpinion(on=today, opinion=facts.TownOpinionKind.FAVOURABLE),
        Milestone.COMPLETE: facts.Completion(on=today),
        Milestone.RECEIPT: facts.Receipt(recipient=Recipient.ALS if file.deal_on else Recipient.DEAL, on=today),
        Milestone.ANALYSE: facts.AnalysisBegun(on=today),
        Milestone.REPORT: facts.AnalysisReport(on=today, resources_checked_on=today),
        Milestone.CALL: facts.Call(operation_id=VACANCY.id, on=today, skip=None),
        Milestone.OFFER: facts.Offer(on=today),
        Milestone.ANSWER: facts.OfferAnswer(on=today, answer=AnswerGiven.ACCEPTED),
        Milestone.ENTRY: facts.Entry(on=today),
        Milestone.REVIEW: facts.InstallationReview(on=today, finds_problems=False),
        Milestone.PIECE: facts.PieceSeen(piece=awaited(file), on=today),
    }
    return one.get(step)


def awaited(file: Attribution) -> Piece:
    """The piece that somebody waits for."""
    if file.state is AttributionState.PIECES_ASKED and file.asked:
        return next(one for one in file.asked.pieces if one not in file.seen)
    if file.cal and file.cal.condition:
        return file.cal.condition
    return file.missing[0] if file.missing else Piece.RENT_PAID


DECIDED: dict[Milestone, Struct] = {
    Milestone.PRESELECT: facts.PreCommission(selection=Selection.SELECTED),
    Milestone.COMMISSION: facts.CommissionResult(outcome=CommissionOutcome.COMPLEMENTARY, rank=1),
}
"""What a commission says, from its day on: before, the act is refused."""


def offered_fact(file: Attribution, around: Around) -> Struct | None:
    """The fact of the first act of the page."""
    offered = acts_of(file, around)
    if not offered:
        return None
    if offered[0] is Milestone.CAL:
        return facts.CalRuling(
            outcome=CalOutcome.ATTRIBUTED, on=around.today, reference="", motive=None, notified_on=None, condition=None,
            until=None,
        )  # fmt: skip
    return DECIDED.get(offered[0]) or expected(file, around, offered[0])


def lived(life: list[Try]) -> list[tuple[Attribution, Around]]:
    """Each state that a dossier comes to, with the day on which it came to it."""
    file, today, found = START, DAY, []
    for wait, fact in life:
        today += timedelta(days=wait)
        around = Around(
            operation=OPERATION, session=SESSION, law=LAW, today=today, listed=((file, SESSION),), vacancy=VACANCY
        )
        fact = fact or offered_fact(file, around)
        if fact is None:
            continue
        try:
            file = ACTS[type(fact)][1](file, fact, around)
        except Refusal:
            continue
        found.append((file, around))
    return found


@settings(max_examples=400, deadline=None)
@given(st.lists(acts(), max_size=60))
def test_whatever_is_tried_nothing_happens_that_must_never_happen(life: list[Try]):
    before = START
    for file, _ in lived(life):
        assert before.state in AT_WORK, "what ended stays ended"
        if file.analysis_on:
            assert file.reached_both_on
            assert file.reached_both_on <= file_limit(SESSION, LAW) or is_accepted(file, SESSION)
        if before.state in UNDER_ANALYSIS:
            assert file.contacts == before.contacts
        if file.call:
            assert file.list_until
            assert file.call.on <= file.list_until
        if file.answer and file.answer.answer is AnswerGiven.NO_ANSWER:
            assert file.answer_by
            assert file.answer.on > file.answer_by
        if before.rank:
            assert (file.rank, file.list_until) == (before.rank, before.list_until)
        attribution_deadlines(file, SESSION, LAW, Territory.MARTINIQUE)
        before = file


@settings(max_examples=300, deadline=None)
@given(st.lists(acts(), max_size=40))
def test_the_first_act_that_the_page_offers_is_never_refused(life: list[Try]):
    for file, around in lived(life):
        offered = acts_of(file, around)
        fact = expected(file, around, offered[0]) if offered else None
        if fact is not None:
            now = replace(around, listed=((file, SESSION),), vacancy=replace(VACANCY, available_on=DAY))
            ACTS[type(fact)][1](file, fact, now)
        if file.state in UNDER_ANALYSIS:
            assert Milestone.CONTACT not in offered
        if not file.is_open:
            assert offered == ()


def test_a_life_that_follows_the_page_comes_to_its_end():
    """The control of the two above: such lives do reach the offer, the entry and the review."""
    reached = {file.state for file, _ in lived([(1, None)] * 120)}
    assert {AttributionState.IN_ANALYSIS, AttributionState.LISTED, AttributionState.OFFERED} <= reached
    assert AttributionState.REVIEWED in reached
