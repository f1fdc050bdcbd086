"""The rules of referrals, as worked cases: answers, days, reserve lists, comparison, refusals by motive (LIFECYCLE §8.2)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from kernel.calendar import Territory
from occupancy.documents.commissions import comparison_paper, minutes_paper
from occupancy.domain import commissions, referrals, reserve_lists
from occupancy.domain.commissions import Commission, CommissionDayWrong, CommissionNotHeld, Member
from occupancy.domain.deadlines import Deadline
from occupancy.domain.decisions import Authority
from occupancy.domain.households import Household, Orientation, Situation
from occupancy.domain.referral_acts import ReferralAct, next_acts
from occupancy.domain.referral_answers import Answer, AnswerKind, Motive, refusals_by_motive
from occupancy.domain.referral_decisions import CommissionMissing, Decision, DecisionOutcome, check_decision
from occupancy.domain.referrals import Closure, PlaceFacts, Referral, ReferralStatus
from occupancy.law import LAW

DAY = date(2026, 3, 2)
PLACE = PlaceFacts(
    unit_id=UUID(int=1),
    place_number=0,
    unit_reference="ALT-01",
    unit_name="T1 Exemple",
    place_name=None,
    territory=Territory.METROPOLE,
    declaration_id=None,
)


def a_decision(outcome: DecisionOutcome = DecisionOutcome.WAITING, **facts: Any) -> Decision:
    is_waiting = outcome is DecisionOutcome.WAITING
    kept: dict[str, Any] = {
        "outcome": outcome,
        "decided_on": DAY,
        "authority": Authority.PRESIDENT,
        "deliberation_ref": "Délibération n° 1",
        "decider_name": "Élue Exemple",
        "decider_function": "Présidente",
        "commission_id": None,
        "motive": Motive.COMPOSITION if outcome is DecisionOutcome.REFUSED else None,
        "rank": 1 if is_waiting else None,
        "expires_on": date(2026, 9, 2) if is_waiting else None,
    }
    return Decision(**{**kept, **facts})


def a_referral(number: int = 1, status: ReferralStatus = ReferralStatus.RECEIVED, **facts: Any) -> Referral:
    kept: dict[str, Any] = {
        "id": UUID(int=number),
        "version": 1,
        "reference": f"O-2026-{number:04d}",
        "household_id": UUID(int=number),
        "source": Orientation.SIAO,
        "source_reference": "",
        "received_on": DAY,
        "waiting_since": None,
        "needs": (),
        "place": PLACE,
        "first_day": DAY,
        "last_day": date(2026, 6, 1),
        "status": status,
    }
    return Referral(**{**kept, **facts})


def an_answer(kind: AnswerKind, motive: Motive | None, sent_on: date) -> Answer:
    return Answer(number=1, kind=kind, motive=motive, sent_on=sent_on, household_told_on=None)


# --- what is answered -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("closure", "kind", "motive"),
    [
        (Closure.HOUSEHOLD_REFUSED, "household_refused", "household_refusal"),
        (Closure.NO_ANSWER, "no_answer", None),
        (Closure.UNIT_NO_LONGER_AVAILABLE, "unit_no_longer_available", None),
        (Closure.ALREADY_SOLVED, "household_refused", "already_solved"),
    ],
)
def test_the_answer_follows_from_why_it_was_closed(closure: Closure, kind: str, motive: str | None):
    closed = a_referral(status=ReferralStatus.CLOSED, closure=closure, closed_on=DAY)
    assert referrals.answer_due(closed) == (AnswerKind(kind), Motive(motive) if motive else None)


@pytest.mark.parametrize("status", [ReferralStatus.RECEIVED, ReferralStatus.STUDIED])
def test_nothing_is_answered_before_the_decision(status: ReferralStatus):
    assert referrals.answer_due(a_referral(status=status)) is None


def test_on_the_reserve_list_the_siao_learns_that_this_place_is_gone_then_that_another_was_given():
    waiting = a_referral(status=ReferralStatus.WAITING, decision=a_decision())
    told = an_answer(AnswerKind.UNIT_NO_LONGER_AVAILABLE, None, DAY)
    answered = structs.replace(waiting, answers=(told,))
    assert referrals.answer_due(answered) is None
    called = referrals.call(answered, first_day=DAY, last_day=DAY, reason=None, today=DAY)
    assert referrals.answer_due(called) == (AnswerKind.ACCEPTED, None)


def test_refusals_are_counted_by_year_and_motive_and_acceptances_are_not_refusals():
    counted = refusals_by_motive(
        [
            an_answer(AnswerKind.REFUSED, Motive.COMPOSITION, date(2025, 12, 31)),
            an_answer(AnswerKind.REFUSED, Motive.COMPOSITION, date(2026, 1, 1)),
            an_answer(AnswerKind.REFUSED, Motive.COMPOSITION, date(2026, 12, 31)),
            an_answer(AnswerKind.NO_ANSWER, None, date(2026, 5, 1)),
            an_answer(AnswerKind.ACCEPTED, None, date(2026, 5, 1)),
        ]
    )
    assert [(one.year, one.kind, one.motive, one.count) for one in counted] == [
        (2026, "no_answer", None, 1),
        (2026, "refused", "composition", 2),
        (2025, "refused", "composition", 1),
    ]


@given(st.lists(st.tuples(st.sampled_from(AnswerKind), st.dates(date(2020, 1, 1), date(2026, 12, 31)))))
def test_every_refusal_is_counted_once(drawn: list[tuple[AnswerKind, date]]):
    answers = [an_answer(kind, None, day) for kind, day in drawn]
    refusals = [one for one in answers if one.kind is not AnswerKind.ACCEPTED]
    assert sum(one.count for one in refusals_by_motive(answers)) == len(refusals)


# --- days -----------------------------------------------------------------------------------------


def by_rule(referral: Referral) -> dict[str, Deadline]:
    return {one.rule: one for one in referrals.deadlines_of(referral, LAW)}


@pytest.mark.parametrize(
    ("received_on", "due_on"),
    [
        (date(2026, 11, 20), date(2026, 11, 27)),  # Friday: the week-end does not count
        (date(2026, 4, 30), date(2026, 5, 11)),  # 1 and 8 May are holidays
        (date(2028, 2, 28), date(2028, 3, 6)),  # 29 February counts
    ],
)
def test_the_siao_is_answered_in_five_working_days(received_on: date, due_on: date):
    assert by_rule(a_referral(received_on=received_on))["SIAO-06"].due_on == due_on


def test_the_first_answer_meets_the_deadline():
    refused = a_referral(
        status=ReferralStatus.REFUSED,
        decision=a_decision(DecisionOutcome.REFUSED),
        answers=(an_answer(AnswerKind.REFUSED, Motive.COMPOSITION, date(2026, 3, 5)),),
    )
    assert by_rule(refused)["SIAO-06"].met_on == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("decided_on", "due_on"), [(date(2026, 8, 31), date(2027, 2, 28)), (date(2027, 8, 31), date(2028, 2, 29))]
)
def test_a_place_on_the_reserve_list_lasts_six_months_to_the_end_of_a_short_month(decided_on: date, due_on: date):
    waiting = a_referral(status=ReferralStatus.WAITING, decision=a_decision(decided_on=decided_on))
    assert by_rule(waiting)["SIAO-LISTE"].due_on == due_on


def test_only_who_waits_has_an_end_on_the_reserve_list():
    called = a_referral(status=ReferralStatus.RETAINED, decision=a_decision(), called_on=DAY)
    assert set(by_rule(called)) == {"SIAO-06"}


# --- reserve list ---------------------------------------------------------------------------------


def listed(number: int, rank: int, expires_on: date = date(2026, 9, 2)) -> Referral:
    return a_referral(number, ReferralStatus.WAITING, decision=a_decision(rank=rank, expires_on=expires_on))


@pytest.mark.parametrize(
    ("today", "expired"), [(date(2026, 9, 1), False), (date(2026, 9, 2), False), (date(2026, 9, 3), True)]
)
def test_an_entry_may_be_proposed_on_its_last_day_and_not_after(today: date, expired: bool):
    assert reserve_lists.is_expired(listed(1, 1), today=today) is expired


def test_an_expired_entry_no_longer_comes_before_the_others():
    gone, next_one = listed(1, 1, date(2026, 3, 1)), listed(2, 2)
    reserve_lists.check_call(next_one, [gone, next_one], None, today=DAY)
    with pytest.raises(reserve_lists.ListExpired):
        reserve_lists.check_call(gone, [gone, next_one], "Motif", today=DAY)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=8, unique=True))
def test_without_a_reason_only_the_first_rank_is_proposed(ranks: list[int]):
    entries = [listed(number, rank) for number, rank in enumerate(ranks, start=1)]
    for one in entries:
        assert one.decision
        if one.decision.rank == min(ranks):
            reserve_lists.check_call(one, entries, None, today=DAY)
        else:
            with pytest.raises(reserve_lists.OutOfRank):
                reserve_lists.check_call(one, entries, None, today=DAY)
            reserve_lists.check_call(one, entries, "Le premier est injoignable", today=DAY)


# --- decisions and sessions -----------------------------------------------------------------------


def test_the_delegate_decides_alone_and_the_board_in_a_session():
    check_decision(a_decision())
    with pytest.raises(CommissionMissing):
        check_decision(a_decision(authority=Authority.BOARD))
    check_decision(a_decision(authority=Authority.BOARD, commission_id=UUID(int=9)))


SESSION = Commission(id=UUID(int=9), version=1, reference="CO-2026-0001", held_on=DAY)
SEATS = (Member(function="Vice-présidente", is_present=True),)


def test_a_session_decides_on_its_day_once_its_members_and_its_quorum_are_known():
    with pytest.raises(CommissionNotHeld):
        commissions.check_decides(SESSION, DAY)
    with pytest.raises(CommissionNotHeld):
        commissions.check_decides(commissions.hold(SESSION, SEATS, quorum_met=False, today=DAY), DAY)
    held = commissions.hold(SESSION, SEATS, quorum_met=True, today=DAY)
    commissions.check_decides(held, DAY)
    for day in (DAY - timedelta(days=1), DAY + timedelta(days=1)):
        with pytest.raises(CommissionDayWrong):
            commissions.check_decides(held, day)


def test_a_session_to_come_has_nobody_present_yet():
    with pytest.raises(CommissionDayWrong):
        commissions.hold(SESSION, SEATS, quorum_met=True, today=DAY - timedelta(days=1))


def a_household(number: int) -> Household:
    return Household(
        id=UUID(int=number),
        version=1,
        reference=f"M-2026-{number:04d}",
        last_name=f"Ménage Exemple {number}",
        first_name="Exemple",
        situation=Situation.SINGLE,
        adults=1,
        children=0,
        phone=None,
        email=None,
        orientation=Orientation.SIAO,
        note="",
    )


def test_the_comparison_has_letters_and_waiting_times_and_no_name_nor_reference():
    waiting = [a_referral(1), a_referral(2, waiting_since=date(2026, 1, 1))]
    those = {UUID(int=number): a_household(number) for number in (1, 2)}
    (one,) = commissions.comparisons(waiting, those, on=DAY)
    assert [(each.letter, each.waiting_days) for each in one.candidates] == [("A", 60), ("B", None)]
    shown = repr(one)
    for hidden in ("Ménage Exemple", "M-2026", "O-2026"):
        assert hidden not in shown
    assert commissions.letters(waiting) == {UUID(int=2): "A", UUID(int=1): "B"}


@pytest.mark.parametrize(("at", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA")])
def test_letters_go_on_after_z(at: int, name: str):
    assert commissions.letter(at) == name


def test_the_papers_of_the_commission_and_its_delegates_name_no_household():
    those = {UUID(int=number): a_household(number) for number in (1, 2)}
    decided = [
        a_referral(1, ReferralStatus.RETAINED, decision=a_decision(DecisionOutcome.RETAINED)),
        a_referral(2, ReferralStatus.WAITING, decision=a_decision()),
    ]
    held = commissions.hold(SESSION, SEATS, quorum_met=True, today=DAY)
    compared = comparison_paper(held, commissions.comparisons(decided, those, on=DAY), organisation="CCAS")
    minutes = minutes_paper(held, decided, commissions.letters(decided), organisation="CCAS")
    for paper in (compared, minutes):
        assert "Ménage Exemple" not in repr(paper)
        assert "M-2026" not in repr(paper)
    assert "O-2026" not in repr(compared.sections)
    assert minutes.mark is None
    to_come = minutes_paper(SESSION, (), {}, organisation="CCAS")
    assert (to_come.mark, to_come.facts) == ("Projet", ())
    assert "Liste d'attente, rang 1, jusqu'au 02/09/2026" in repr(minutes)


@pytest.mark.parametrize("status", list(ReferralStatus))
def test_what_is_over_offers_no_act_but_the_answer_that_is_due(status: ReferralStatus):
    over = status in (ReferralStatus.REFUSED, ReferralStatus.CLOSED, ReferralStatus.HOUSED)
    outcome = DecisionOutcome.REFUSED if status is ReferralStatus.REFUSED else DecisionOutcome.WAITING
    one = a_referral(status=status, decision=a_decision(outcome), closure=Closure.NO_ANSWER, closed_on=DAY)
    acts = [act for act in next_acts(one, None) if act is not ReferralAct.ANSWER]
    assert (acts == []) is over
