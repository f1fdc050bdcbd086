"""The rules of an attribution, pure: LIFECYCLE §8.1 as worked cases, each limit at one day less, the day, one day more."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kernel.calendar import Territory, add_months, is_working_day
from kernel.law import Status
from occupancy.domain import attribution_facts as facts
from occupancy.domain.attribution_acts import (
    Around,
    FileIncomplete,
    FileLate,
    RankMissing,
    accept_late,
    ask_pieces,
    begin_analysis,
    complete,
    move,
    preselect,
    record_commission,
    record_contact,
    record_piece,
    record_receipt,
)
from occupancy.domain.attribution_deadlines import attribution_deadlines
from occupancy.domain.attribution_facts import (
    NEEDED_PIECES,
    AttributionMotive,
    CommissionOutcome,
    Piece,
    Recipient,
    Selection,
)
from occupancy.domain.attribution_outcomes import (
    CalUnexplained,
    ConditionTooShort,
    MeasureOfAnother,
    OfferStillOpen,
    SupportNeeded,
    SupportTooShort,
    answer,
    call_from_list,
    close,
    may_offer,
    offer,
    review,
    rule,
    support,
    withdraw,
)
from occupancy.domain.attribution_sessions import (
    Operation,
    OperationKind,
    QuotaReached,
    Session,
    SessionDaysWrong,
    SessionUnfinished,
    check_operation,
    check_quota,
    check_session,
    close_session,
    file_limit,
    is_accepted,
    is_late,
    quota,
)
from occupancy.domain.attributions import (
    Attribution,
    AttributionDayWrong,
    AttributionState,
    AttributionStepWrong,
    ContactDuringAnalysis,
)
from occupancy.domain.complementary_lists import ComplementaryExpired, ComplementaryOutOfRank, NotAVacancy, usable
from occupancy.domain.sliding_leases import CalOutcome
from occupancy.law import LAW

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
IDENTIFIED = date(2020, 1, 1)


def operation(**facts: object) -> Operation:
    plain = Operation(
        id=UUID(int=1), version=1, reference="PL-2026-0001", kind=OperationKind.DELIVERY, name="Résidence Exemple",
        landlord="Office Exemple", commune="Ville-Exemple", territory=Territory.MARTINIQUE, dwellings=1,
        available_on=date(2027, 1, 15), consulted_on=None, minutes_sent_on=None,
    )  # fmt: skip
    return replace(plain, **facts)


def vacancy(**facts: object) -> Operation:
    freed = {"id": UUID(int=2), "kind": OperationKind.VACANCY, "landlord": "Autre Office Exemple"}
    return operation(**{**freed, "reference": "PL-2026-0002", "available_on": date(2026, 9, 1), **facts})


def session(pre: date | None = date(2026, 9, 21), commission: date = date(2026, 10, 5), number: int = 10) -> Session:
    return Session(
        id=UUID(int=number), version=1, operation_id=UUID(int=1), pre_commission_on=pre, commission_on=commission
    )


def dossier(state: AttributionState = AttributionState.IDENTIFIED, **facts: object) -> Attribution:
    plain = Attribution(
        id=uuid4(), version=1, reference="LLTS-2026-0001", operation_id=UUID(int=1), session_id=UUID(int=10),
        household_id=UUID(int=5), state=state, unique_number="972000000000000000", demand_until=date(2099, 12, 31),
        proposed_by=facts_by("ccas"), identified_on=IDENTIFIED,
    )  # fmt: skip
    return replace(plain, **facts)


def facts_by(word: str) -> facts.ProposedBy:
    return facts.ProposedBy(word)


def around(today: date, held: Session | None = None, **more: object) -> Around:
    return Around(operation=operation(), session=held or session(), law=LAW, today=today, **more)


def transmitted(als: date, deal: date) -> Attribution:
    return dossier(AttributionState.TRANSMITTED, als_on=als, deal_on=deal, completed_on=IDENTIFIED)


# --- LLTS-02: two receipts, two weeks ----------------------------------------------------------------


def test_a_dossier_that_reached_one_of_the_two_after_the_limit_goes_to_the_next_session_unless_accepted():
    """LIFECYCLE §8.1, scenario « late file »."""
    file, now = transmitted(als=date(2026, 9, 5), deal=date(2026, 9, 8)), around(date(2026, 9, 10))
    assert file_limit(session(), LAW) == date(2026, 9, 7)
    assert is_late(file, session(), LAW, today=date(2026, 9, 10))
    with pytest.raises(FileLate, match="07/09/2026"):
        begin_analysis(file, facts.AnalysisBegun(on=date(2026, 9, 10)), now)
    later = session(date(2026, 11, 16), date(2026, 11, 30), 11)
    moved = move(file, later, now)
    assert not is_late(moved, later, LAW, today=date(2026, 9, 10))
    accepted = accept_late(
        file, facts.LateAcceptance(on=date(2026, 9, 10), by_name="Préfète Exemple", by_function="Présidente"), now
    )
    assert (
        begin_analysis(accepted, facts.AnalysisBegun(on=date(2026, 9, 10)), now).state is AttributionState.IN_ANALYSIS
    )
    assert not is_accepted(replace(accepted, session_id=later.id), later)


@pytest.mark.parametrize(
    ("als", "deal", "late"),
    [
        (date(2026, 9, 6), date(2026, 9, 7), False),
        (date(2026, 9, 7), date(2026, 9, 7), False),
        (date(2026, 9, 8), date(2026, 9, 7), True),
        (date(2026, 9, 7), date(2026, 9, 8), True),
    ],
)
def test_both_have_it_fourteen_days_before_the_session(als: date, deal: date, late: bool):
    assert is_late(transmitted(als, deal), session(), LAW, today=date(2026, 9, 8)) is late


def test_a_dossier_not_sent_is_late_from_the_day_after_the_limit():
    waiting = dossier(AttributionState.COMPLETE)
    assert not is_late(waiting, session(), LAW, today=date(2026, 9, 7))
    assert is_late(waiting, session(), LAW, today=date(2026, 9, 8))


def test_a_vacancy_counts_from_the_commission():
    assert file_limit(session(None, date(2026, 3, 14)), LAW) == date(2026, 2, 28)
    assert file_limit(session(None, date(2028, 3, 14)), LAW) == date(2028, 2, 29)


def test_a_dossier_in_time_needs_no_acceptance():
    file = transmitted(date(2026, 9, 7), date(2026, 9, 7))
    acceptance = facts.LateAcceptance(on=date(2026, 9, 7), by_name="Préfète Exemple", by_function="Présidente")
    with pytest.raises(AttributionStepWrong):
        accept_late(file, acceptance, around(date(2026, 9, 7)))


def test_a_dossier_moves_to_a_later_session_only_and_never_once_a_commission_spoke():
    file, now = transmitted(date(2026, 9, 8), date(2026, 9, 8)), around(date(2026, 9, 8))
    with pytest.raises(SessionDaysWrong):
        move(file, session(), now)
    with pytest.raises(AttributionStepWrong):
        move(dossier(AttributionState.RANKED), session(date(2027, 1, 1), date(2027, 1, 15), 11), now)


def test_an_analysed_dossier_goes_only_to_a_session_for_which_it_is_in_time():
    """Taken late by the president of one session, it is still late for another that follows at once."""
    file = replace(
        transmitted(date(2026, 9, 10), date(2026, 9, 10)), state=AttributionState.IN_ANALYSIS, analysis_on=IDENTIFIED
    )
    now = around(date(2026, 9, 10))
    for days, fits in ((23, False), (24, True), (25, True)):
        later = session(date(2026, 8, 31) + timedelta(days=days), date(2026, 10, 5), 11)
        if fits:
            assert move(file, later, now).session_id == later.id
        else:
            with pytest.raises(FileLate):
                move(file, later, now)


def test_the_dossier_is_transmitted_when_the_second_has_it_and_each_receipt_is_kept_once():
    file = dossier(AttributionState.COMPLETE, completed_on=date(2026, 9, 1))
    now = around(date(2026, 9, 7))
    one = record_receipt(file, facts.Receipt(recipient=Recipient.ALS, on=date(2026, 9, 5)), now)
    assert (one.state, one.reached_both_on) == (AttributionState.COMPLETE, None)
    with pytest.raises(AttributionStepWrong):
        record_receipt(one, facts.Receipt(recipient=Recipient.ALS, on=date(2026, 9, 6)), now)
    both = record_receipt(one, facts.Receipt(recipient=Recipient.DEAL, on=date(2026, 9, 7)), now)
    assert (both.state, both.reached_both_on) == (AttributionState.TRANSMITTED, date(2026, 9, 7))
    with pytest.raises(AttributionDayWrong):
        record_receipt(one, facts.Receipt(recipient=Recipient.DEAL, on=date(2026, 9, 8)), now)


# --- LLTS-06: complete, with a demand that is valid --------------------------------------------------


def test_a_dossier_is_complete_with_every_piece_and_a_valid_demand():
    town = facts.TownOpinion(on=date(2026, 8, 1), opinion=facts.TownOpinionKind.FAVOURABLE)
    file = dossier(AttributionState.ASSEMBLING, town_opinion=town, demand_until=date(2026, 8, 31))
    now = around(date(2026, 9, 1))
    with pytest.raises(FileIncomplete):
        complete(file, facts.Completion(on=date(2026, 8, 31)), now)
    for piece in NEEDED_PIECES:
        file = record_piece(file, facts.PieceSeen(piece=piece, on=date(2026, 8, 15)), now)
    assert complete(file, facts.Completion(on=date(2026, 8, 31)), now).state is AttributionState.COMPLETE
    with pytest.raises(FileIncomplete, match="31/08/2026"):
        complete(file, facts.Completion(on=date(2026, 9, 1)), now)


# --- LLTS-03: nobody contacts the household during the analysis --------------------------------------


@pytest.mark.parametrize("state", list(AttributionState))
def test_no_contact_is_recorded_during_the_analysis(state: AttributionState):
    fact = facts.HouseholdContact(on=date(2026, 9, 10), purpose=facts.ContactPurpose.INFORMATION)
    file, now = dossier(state), around(date(2026, 9, 10))
    if state in (AttributionState.IN_ANALYSIS, AttributionState.PIECES_ASKED):
        with pytest.raises(ContactDuringAnalysis):
            record_contact(file, fact, now)
    elif file.is_open:
        assert record_contact(file, fact, now).contacts == (fact,)
    else:
        with pytest.raises(AttributionStepWrong):
            record_contact(file, fact, now)


def test_missing_pieces_come_back_through_the_ccas():
    seen = tuple(facts.PieceSeen(piece=one, on=date(2026, 8, 1)) for one in NEEDED_PIECES)
    file = dossier(AttributionState.IN_ANALYSIS, analysis_on=date(2026, 9, 8), pieces=seen)
    now = around(date(2026, 9, 15))
    asked = ask_pieces(file, facts.PiecesAsked(on=date(2026, 9, 9), pieces=(Piece.INCOME, Piece.TAX_NOTICE)), now)
    assert (asked.state, set(asked.missing)) == (AttributionState.PIECES_ASKED, {Piece.INCOME, Piece.TAX_NOTICE})
    half = record_piece(asked, facts.PieceSeen(piece=Piece.INCOME, on=date(2026, 9, 10)), now)
    assert half.state is AttributionState.PIECES_ASKED
    back = record_piece(half, facts.PieceSeen(piece=Piece.TAX_NOTICE, on=date(2026, 9, 12)), now)
    assert (back.state, back.missing) == (AttributionState.IN_ANALYSIS, ())


# --- LLTS-01: three dossiers a dwelling --------------------------------------------------------------


@pytest.mark.parametrize(("count", "short", "lacking"), [(2, True, 1), (3, False, 0), (4, False, 0)])
def test_under_three_dossiers_a_dwelling_the_operation_is_short(count: int, short: bool, lacking: int):
    files = tuple(dossier() for _ in range(count))
    found = quota(operation(), files, LAW, today=date(2026, 9, 1))
    assert (found.wanted, found.is_short, found.lacking) == (3, short, lacking)
    check_quota(operation(), files, LAW, today=date(2026, 9, 1))


@pytest.mark.parametrize(("count", "blocked"), [(2, False), (3, True), (4, True)])
def test_above_the_quota_is_blocked_only_where_it_is_set_so(count: int, blocked: bool):
    strict = replace(LAW.at("llts.above_quota", date(2026, 9, 1)), value="refused", since=date(2026, 1, 1))
    law = LAW.joined([strict])
    files = tuple(dossier() for _ in range(count))
    if blocked:
        with pytest.raises(QuotaReached):
            check_quota(operation(), files, law, today=date(2026, 9, 1))
    else:
        check_quota(operation(), files, law, today=date(2026, 9, 1))


def test_a_withdrawn_dossier_does_not_count():
    files = (dossier(), dossier(AttributionState.WITHDRAWN), dossier(AttributionState.SET_ASIDE))
    assert quota(operation(dwellings=2), files, LAW, today=date(2026, 9, 1)).count == 2


# --- sessions ----------------------------------------------------------------------------------------


def test_a_delivery_has_a_pre_commission_and_a_vacancy_none():
    check_session(session(), operation())
    check_session(session(None), vacancy())
    for wrong, of in ((session(None), operation()), (session(), vacancy())):
        with pytest.raises(SessionDaysWrong):
            check_session(wrong, of)
    with pytest.raises(SessionDaysWrong):
        check_session(session(date(2026, 10, 6), date(2026, 10, 5)), operation())
    with pytest.raises(SessionDaysWrong):
        check_operation(vacancy(dwellings=2), None, today=date(2026, 9, 1))
    with pytest.raises(SessionDaysWrong):
        check_operation(operation(), None, today=date(2026, 9, 1))
    check_operation(vacancy(), None, today=date(2026, 9, 1))


def test_a_session_is_closed_once_every_dossier_has_its_result():
    with pytest.raises(SessionUnfinished, match="LLTS-2026-0001"):
        close_session(session(), (dossier(AttributionState.ANALYSED),), today=date(2026, 10, 5))
    with pytest.raises(SessionDaysWrong):
        close_session(session(), (), today=date(2026, 10, 4))
    decided = (dossier(AttributionState.RANKED), dossier(AttributionState.LISTED), dossier(AttributionState.SET_ASIDE))
    assert close_session(session(), decided, today=date(2026, 10, 5)).closed_on == date(2026, 10, 5)


def test_the_commissions_speak_from_their_day_on_and_in_an_order():
    file = dossier(AttributionState.ANALYSED)
    selection = facts.PreCommission(selection=Selection.SELECTED)
    with pytest.raises(AttributionDayWrong):
        preselect(file, selection, around(date(2026, 9, 20)))
    chosen = preselect(file, selection, around(date(2026, 9, 21)))
    ranked = facts.CommissionResult(outcome=CommissionOutcome.RANKED, rank=1)
    with pytest.raises(AttributionDayWrong):
        record_commission(chosen, ranked, around(date(2026, 10, 4)))
    with pytest.raises(RankMissing):
        record_commission(chosen, replace(ranked, rank=None), around(date(2026, 10, 5)))
    assert record_commission(chosen, ranked, around(date(2026, 10, 5))).state is AttributionState.RANKED
    with pytest.raises(AttributionStepWrong):
        record_commission(file, ranked, around(date(2026, 10, 5)))


# --- LLTS-04: the complementary list -----------------------------------------------------------------


def listed(commission_on: date, rank: int = 1, number: int = 20) -> tuple[Attribution, Session]:
    held = session(None, commission_on, number)
    file = record_commission(
        dossier(AttributionState.ANALYSED, session_id=held.id),
        facts.CommissionResult(outcome=CommissionOutcome.COMPLEMENTARY, rank=rank),
        around(commission_on, held),
    )
    return file, held


def called(
    entry: tuple[Attribution, Session], on: date, *entries: tuple[Attribution, Session], **how: object
) -> Attribution:
    freed = how.pop("vacancy", vacancy())
    fact = facts.Call(operation_id=UUID(int=2), on=on, skip=how.pop("skip", None))
    return call_from_list(entry[0], fact, around(on, entry[1], listed=(entry, *entries), vacancy=freed))


def test_the_list_serves_any_vacancy_of_any_landlord_of_the_commune_until_its_last_day():
    """LIFECYCLE §8.1, scenario « complementary list »: six months after 31 August ends on 28 February, included."""
    entry = listed(date(2026, 8, 31))
    assert entry[0].list_until == date(2027, 2, 28)
    for day in (date(2027, 2, 27), date(2027, 2, 28)):
        assert called(entry, day).state is AttributionState.CALLED
    with pytest.raises(ComplementaryExpired, match="28/02/2027"):
        called(entry, date(2027, 3, 1))
    with pytest.raises(NotAVacancy):
        called(entry, date(2026, 9, 1), vacancy=vacancy(commune="Autre-Ville"))
    with pytest.raises(NotAVacancy):
        called(entry, date(2027, 1, 15), vacancy=operation())


def test_the_list_of_29_february_and_of_a_leap_year():
    assert listed(date(2028, 2, 29))[0].list_until == date(2028, 8, 29)
    assert listed(date(2027, 8, 31))[0].list_until == date(2028, 2, 29)


def test_the_list_is_used_in_its_order_or_with_a_reason():
    first, second = listed(date(2026, 8, 31), 1), listed(date(2026, 8, 31), 2)
    newer = listed(date(2026, 9, 30), 1, 21)
    order = [first[0].id, second[0].id, newer[0].id]
    assert [one.id for one in usable((newer, second, first), today=date(2026, 10, 1))] == order
    with pytest.raises(ComplementaryOutOfRank):
        called(second, date(2026, 10, 1), first, newer)
    skipped = called(second, date(2026, 10, 1), first, newer, skip=facts.SkipMotive.DWELLING_UNSUITABLE)
    assert skipped.call is not None
    assert skipped.call.skip is facts.SkipMotive.DWELLING_UNSUITABLE
    assert called(first, date(2026, 10, 1), second, newer).state is AttributionState.CALLED
    # once the first has expired the newer one is first
    assert usable((first, second, newer), today=date(2027, 3, 1)) == (newer[0],)


def test_the_end_of_the_list_is_no_reason_before_it_ended():
    entry = listed(date(2026, 8, 31))
    expired = facts.Withdrawal(on=date(2027, 2, 28), motive=facts.WithdrawalMotive.LIST_EXPIRED)
    with pytest.raises(AttributionStepWrong):
        withdraw(entry[0], expired, around(date(2027, 3, 1)))
    ended = withdraw(entry[0], replace(expired, on=date(2027, 3, 1)), around(date(2027, 3, 1)))
    assert ended.state is AttributionState.WITHDRAWN


@given(DAYS, DAYS)
def test_an_entry_is_usable_up_to_its_last_day_and_never_after(commission_on: date, day: date):
    entry = listed(commission_on)
    assert (entry[0] in usable((entry,), today=day)) is (day <= add_months(commission_on, 6))


# --- LLTS-05: the CAL and the offer ------------------------------------------------------------------

RULED_ON = date(2026, 10, 12)


def ruling(outcome: CalOutcome, **more: object) -> facts.CalRuling:
    plain = facts.CalRuling(
        outcome=outcome, on=RULED_ON, reference="", motive=None, notified_on=None, condition=None, until=None
    )
    return replace(plain, **more)


def ruled(fact: facts.CalRuling) -> Attribution:
    return rule(dossier(AttributionState.RANKED, commission_on=date(2026, 10, 5)), fact, around(date(2026, 10, 30)))


def test_the_five_decisions_of_the_cal():
    assert may_offer(ruled(ruling(CalOutcome.ATTRIBUTED)))
    assert may_offer(ruled(ruling(CalOutcome.RANKED)))
    with pytest.raises(CalUnexplained):
        ruled(ruling(CalOutcome.NOT_ATTRIBUTED))
    refused = ruled(ruling(CalOutcome.NOT_ATTRIBUTED, motive=AttributionMotive.DWELLING_UNSUITABLE))
    assert refused.state is AttributionState.NOT_ATTRIBUTED
    assert ruled(ruling(CalOutcome.REJECTED)).state is AttributionState.NOT_ATTRIBUTED
    # « ajourné » is a non-attribution with its motive: the commission sees the dossier again
    deferred = ruled(ruling(CalOutcome.NOT_ATTRIBUTED, motive=AttributionMotive.DEFERRED))
    assert (deferred.state, may_offer(deferred)) == (AttributionState.CAL_DECIDED, False)
    again = rule(deferred, ruling(CalOutcome.ATTRIBUTED, on=date(2026, 10, 20)), around(date(2026, 10, 30)))
    assert may_offer(again)
    with pytest.raises(AttributionStepWrong):
        rule(again, ruling(CalOutcome.ATTRIBUTED, on=date(2026, 10, 21)), around(date(2026, 10, 30)))


@pytest.mark.parametrize(
    ("until", "fits"), [(date(2026, 10, 22), False), (date(2026, 10, 23), True), (date(2026, 10, 24), True)]
)
def test_a_condition_has_ten_days_from_its_notification(until: date, fits: bool):
    fact = ruling(CalOutcome.CONDITIONAL, notified_on=date(2026, 10, 13), condition=Piece.INCOME, until=until)
    if fits:
        assert ruled(fact).state is AttributionState.CAL_DECIDED
    else:
        with pytest.raises(ConditionTooShort, match="23/10/2026"):
            ruled(fact)


def test_a_conditional_decision_says_what_it_waits_for_and_the_offer_waits_too():
    full = ruling(
        CalOutcome.CONDITIONAL, notified_on=date(2026, 10, 13), condition=Piece.INCOME, until=date(2026, 10, 23)
    )
    for missing in ("notified_on", "condition", "until"):
        with pytest.raises(CalUnexplained):
            ruled(replace(full, **{missing: None}))
    waiting, now = ruled(full), around(date(2026, 10, 30))
    with pytest.raises(AttributionStepWrong):
        offer(waiting, facts.Offer(on=date(2026, 10, 30)), now)
    in_time = record_piece(waiting, facts.PieceSeen(piece=Piece.INCOME, on=date(2026, 10, 23)), now)
    assert offer(in_time, facts.Offer(on=date(2026, 10, 30)), now).state is AttributionState.OFFERED
    assert not may_offer(record_piece(waiting, facts.PieceSeen(piece=Piece.INCOME, on=date(2026, 10, 24)), now))


@pytest.mark.parametrize(
    ("on", "is_open"), [(date(2026, 11, 8), True), (date(2026, 11, 9), True), (date(2026, 11, 10), False)]
)
def test_silence_is_an_answer_only_after_ten_days_and_the_next_working_day(on: date, is_open: bool):
    """Offered on 28 October: ten days lead to Saturday 7 November, put off to Monday 9 for the household."""
    attributed = ruled(ruling(CalOutcome.ATTRIBUTED))
    offered = offer(attributed, facts.Offer(on=date(2026, 10, 28)), around(date(2026, 11, 30)))
    assert offered.answer_by == date(2026, 11, 9)
    silence = facts.OfferAnswer(on=on, answer=facts.AnswerGiven.NO_ANSWER)
    if is_open:
        with pytest.raises(OfferStillOpen):
            answer(offered, silence, around(date(2026, 11, 30)))
    else:
        assert answer(offered, silence, around(date(2026, 11, 30))).state is AttributionState.NO_ANSWER


@given(DAYS)
def test_the_household_never_has_under_ten_days_and_ends_on_a_working_day(day: date):
    attributed = dossier(AttributionState.CAL_DECIDED, cal=ruling(CalOutcome.ATTRIBUTED, on=day))
    offered = offer(attributed, facts.Offer(on=day), around(day))
    assert offered.answer_by is not None
    assert offered.answer_by >= day + timedelta(days=10)
    assert is_working_day(offered.answer_by, Territory.MARTINIQUE)


# --- ASLL-16: the review and the support -------------------------------------------------------------


def housed(on: date) -> Attribution:
    return dossier(AttributionState.HOUSED, entry=facts.Entry(on=on))


def test_the_review_is_due_two_months_after_the_entry_and_a_late_one_is_still_held():
    file = housed(date(2026, 12, 31))
    (due,) = attribution_deadlines(file, session(), LAW, Territory.MARTINIQUE)
    assert (due.rule, due.due_on) == ("ASLL-16", date(2027, 2, 28))
    late = facts.InstallationReview(on=date(2027, 3, 1), finds_problems=False)
    held = review(file, late, around(date(2027, 3, 1)))
    assert close(held, facts.Closure(on=date(2027, 3, 1)), around(date(2027, 3, 1))).state is AttributionState.CLOSED


@pytest.mark.parametrize(
    ("last_day", "fits"), [(date(2027, 8, 30), False), (date(2027, 8, 31), True), (date(2027, 9, 1), True)]
)
def test_a_review_that_found_problems_opens_six_months_of_support_at_least(last_day: date, fits: bool):
    """From 1 March, six months end on 31 August (TIME-03)."""
    found = facts.InstallationReview(on=date(2027, 2, 28), finds_problems=True)
    now = around(date(2027, 3, 1))
    file = review(housed(date(2026, 12, 31)), found, now)
    with pytest.raises(SupportNeeded):
        close(file, facts.Closure(on=date(2027, 3, 1)), now)
    begun = facts.SupportBegun(first_day=date(2027, 3, 1), last_day=last_day, measure_id=None)
    if not fits:
        with pytest.raises(SupportTooShort, match="31/08/2027"):
            support(file, begun, now)
        return
    named = replace(begun, measure_id=UUID(int=8))
    with pytest.raises(MeasureOfAnother):
        support(file, named, replace(now, measure_of=UUID(int=6)))
    assert support(file, named, replace(now, measure_of=file.household_id)).support == named
    supported = support(file, begun, now)
    with pytest.raises(AttributionDayWrong):
        close(supported, facts.Closure(on=date(2027, 3, 1)), now)
    after = last_day
    assert close(supported, facts.Closure(on=after), around(after)).state is AttributionState.CLOSED


# --- deadlines and law -------------------------------------------------------------------------------


def test_each_receipt_has_its_own_deadline_met_on_its_day():
    file = dossier(AttributionState.COMPLETE, als_on=date(2026, 9, 5))
    found = {one.rule: one for one in attribution_deadlines(file, session(), LAW, Territory.MARTINIQUE)}
    assert found["LLTS-02-DEAL"].due_on == found["LLTS-02-ALS"].due_on == date(2026, 9, 7)
    assert (found["LLTS-02-ALS"].met_on, found["LLTS-02-DEAL"].met_on) == (date(2026, 9, 5), None)
    assert attribution_deadlines(dossier(AttributionState.CLOSED), session(), LAW, Territory.MARTINIQUE) == ()


def test_every_number_of_the_procedure_is_still_to_be_confirmed():
    keys = ("files_per_dwelling", "above_quota", "file_limit_days", "list_months", "condition_days")
    for key in (*keys, "offer_answer_days", "review_months", "support_months"):
        assert LAW.at(f"llts.{key}", date(2026, 1, 1)).status is Status.TO_VERIFY
