"""Help of the FSL for a debt: what is asked and answered, and how long the ladder waits for it."""

from datetime import date
from uuid import UUID

import pytest
from msgspec.structs import replace

from occupancy.domain.arrears import arrears
from occupancy.domain.arrears_ladder import ActKind, ArrearsAct, ArrearsActWrong, advise, check_act
from occupancy.domain.claims import Claim
from occupancy.domain.fsl_requests import (
    FslAlreadyDecided,
    FslDecision,
    FslDecisionWrong,
    FslReceipt,
    FslRequest,
    FslRequestWrong,
    PaidTo,
    awaited,
    check_decision,
    check_request,
    received,
    unanswered_since,
    unpaid_since,
)
from occupancy.domain.ledger import HouseholdAccount, account
from occupancy.law import LAW

TODAY = date(2026, 3, 20)
HOLDER = UUID(int=1)
ASKED = FslRequest(
    id=UUID(int=2), household_id=HOLDER, asked_on=date(2026, 2, 1), asked_cents=200_00, reference="", recorded_on=TODAY,
    recorded_by=UUID(int=3), recorded_by_name="Agent Exemple",
)  # fmt: skip
GRANTED = FslDecision(
    id=UUID(int=4), request_id=ASKED.id, decided_on=date(2026, 3, 1), granted_cents=150_00, paid_to=PaidTo.CCAS, detail="",
    recorded_on=TODAY, recorded_by=UUID(int=3), recorded_by_name="Agent Exemple",
)  # fmt: skip
REFUSED = replace(GRANTED, granted_cents=0, paid_to=None)


def test_a_request_is_made_for_what_is_late_once_its_day_has_come_and_one_at_a_time():
    check_request(ASKED, 200_00, (), TODAY)
    for wrong, owed, before in (
        (replace(ASKED, asked_on=date(2026, 3, 21)), 200_00, ()),
        (ASKED, 0, ()),
        (ASKED, 199_99, ()),
        (ASKED, 200_00, (ASKED,)),
    ):
        with pytest.raises(FslRequestWrong):
            check_request(wrong, owed, before, TODAY)
    check_request(ASKED, 200_00, (replace(ASKED, decision=REFUSED),), TODAY)


def test_the_answer_comes_after_the_request_grants_what_was_asked_at_most_and_says_whom_it_pays():
    check_decision(ASKED, GRANTED, TODAY)
    check_decision(ASKED, REFUSED, TODAY)
    for wrong in (
        replace(GRANTED, decided_on=date(2026, 1, 31)),
        replace(GRANTED, decided_on=date(2026, 3, 21)),
        replace(GRANTED, granted_cents=200_01),
        replace(GRANTED, paid_to=None),
        replace(REFUSED, paid_to=PaidTo.HOUSEHOLD),
    ):
        with pytest.raises(FslDecisionWrong):
            check_decision(ASKED, wrong, TODAY)
    with pytest.raises(FslAlreadyDecided):
        check_decision(replace(ASKED, decision=REFUSED), GRANTED, TODAY)


def test_the_reminders_wait_two_months_for_the_answer_and_two_months_for_the_transfer_to_the_ccas():
    assert "réponse attendue" in awaited(LAW, [ASKED], date(2026, 4, 1))
    assert awaited(LAW, [ASKED], date(2026, 4, 2)) == ""
    assert unanswered_since(LAW, [ASKED], date(2026, 4, 1)) is None
    assert unanswered_since(LAW, [ASKED], date(2026, 4, 2)) == ASKED.asked_on
    granted = replace(ASKED, decision=GRANTED)
    assert "virement attendu" in awaited(LAW, [granted], date(2026, 5, 1))
    assert awaited(LAW, [granted], date(2026, 5, 2)) == ""
    for answer in (REFUSED, replace(GRANTED, paid_to=PaidTo.HOUSEHOLD)):
        assert awaited(LAW, [replace(ASKED, decision=answer)], TODAY) == ""
    assert LAW.at("arrears.fsl_wait_months", TODAY).status == "to_verify"


def came(day: date, cents: int) -> FslReceipt:
    return FslReceipt(household_id=HOLDER, received_on=day, amount_cents=cents)


def test_the_ladder_is_free_once_receipts_of_the_fsl_come_to_what_was_granted_not_before():
    granted = replace(ASKED, decision=GRANTED)
    before, part, rest = came(date(2026, 2, 28), 150_00), came(TODAY, 100_00), came(TODAY, 50_00)
    assert received([granted], [before]) == (granted,)
    (partly,) = received([granted], [before, part])
    assert (partly.received_cents, partly.to_come_cents) == (100_00, 50_00)
    assert "100,00" in awaited(LAW, [partly], TODAY).replace("\u00a0", " ")
    (whole,) = received([granted], [rest, part])
    assert (whole.received_cents, whole.to_come_cents, awaited(LAW, [whole], TODAY)) == (150_00, 0, "")
    much_later = date(2026, 6, 1)
    assert unpaid_since(LAW, [partly], TODAY) is None
    assert unpaid_since(LAW, [partly], much_later) == partly
    assert unpaid_since(LAW, [whole], much_later) is None


def test_a_transfer_of_the_fsl_pays_the_oldest_help_first_and_never_what_it_gives_to_the_household():
    first = replace(ASKED, decision=GRANTED)
    again = replace(
        ASKED, id=UUID(int=12), asked_on=date(2026, 3, 5), decision=replace(GRANTED, decided_on=date(2026, 3, 10))
    )
    given = replace(ASKED, id=UUID(int=13), decision=replace(GRANTED, paid_to=PaidTo.HOUSEHOLD))
    waiting = replace(ASKED, id=UUID(int=14))
    found = received([again, first, given, waiting], [came(date(2026, 3, 15), 200_00)])
    assert [one.received_cents for one in found] == [50_00, 150_00, 0, 0]
    assert [one.received_cents for one in received([again, first], [came(date(2026, 3, 5), 200_00)])] == [0, 150_00]


def test_the_ladder_says_that_it_waits_for_the_fsl_and_what_it_would_do_otherwise():
    fees = account(HOLDER, HouseholdAccount.FEES)
    claim = Claim(
        transfer_id=UUID(int=9), account=fees, label="Redevance 02/2026", amount_cents=200_00, settled_cents=0, number=1,
        due_on=date(2026, 2, 1), contract_id=None,
    )  # fmt: skip
    debt = arrears(HOLDER, [claim], TODAY)
    assert debt is not None
    said = awaited(LAW, [ASKED], TODAY)
    held, free = advise(LAW, debt, (), (), TODAY, awaited=said), advise(LAW, debt, (), (), TODAY)
    assert (held.step, held.held_by, held.is_to_do) == (free.step, said, False)
    assert free.is_to_do


def test_a_request_is_no_longer_noted_as_a_line_of_the_diary_without_an_amount():
    line = ArrearsAct(
        id=UUID(int=5), household_id=HOLDER, kind=ActKind.FSL_ASKED, done_on=TODAY, until=None, detail="", claims=(),
        cents=0, recorded_on=TODAY, recorded_by=UUID(int=3), recorded_by_name="Agent Exemple",
    )  # fmt: skip
    with pytest.raises(ArrearsActWrong, match="à part"):
        check_act(line, None, TODAY)
