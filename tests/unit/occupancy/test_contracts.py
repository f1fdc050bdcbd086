"""The life of a contract: each act, and each refusal of it."""

from datetime import date

import pytest

from occupancy.domain.contracts import (
    AlreadyEntered,
    ContractNotDraft,
    ContractNotRunning,
    ContractStatus,
    End,
    EndedBeforeStart,
    EndedInFuture,
    EndReason,
    NoticeAlreadyGiven,
    NoticeOutsideStay,
    OverstayUnexplained,
    SignedInFuture,
    cancel,
    end,
    give_notice,
    sign,
)
from occupancy.domain.next_acts import NextAct, next_acts
from occupancy.domain.notices import NoticeBy, NoticeFacts
from occupancy.domain.places import STAYS, PlaceAlreadyTaken, PlaceNotReturned, check_place
from occupancy.domain.regimes import proposed_regime
from occupancy.domain.units import Programme
from occupancy.law import LAW
from tests.unit.occupancy.stays import FACTS, contract, ended

FIRST, LAST = date(2018, 1, 10), date(2018, 4, 9)
REGIME = proposed_regime(None, Programme.ALT)


def _end(on, note=""):
    return End(ended_on=on, reason=EndReason.SOCIAL_HOUSING, note=note, forwarding_address=None)


def test_a_contract_is_signed_once_and_never_in_the_future():
    draft = contract(FIRST, LAST, status=ContractStatus.DRAFT)
    with pytest.raises(SignedInFuture):
        sign(draft, unit=FACTS, regime=REGIME, signed_on=date(2018, 1, 11), persons=2, today=FIRST)
    signed = sign(draft, unit=FACTS, regime=REGIME, signed_on=FIRST, persons=2, today=FIRST)
    assert (signed.status, signed.signed_on, signed.persons) == (ContractStatus.SIGNED, FIRST, 2)
    with pytest.raises(ContractNotDraft):
        sign(signed, unit=FACTS, regime=REGIME, signed_on=FIRST, persons=2, today=FIRST)


def test_a_stay_on_a_taken_place_is_refused_with_a_link_to_the_contract_in_the_way():
    there = contract(FIRST, LAST)
    with pytest.raises(PlaceAlreadyTaken) as refused:
        check_place(contract(LAST, date(2018, 7, 8)), None, (there,), minding=STAYS)
    assert refused.value.blocker.href == f"/sejours/contrats/{there.id}"
    check_place(contract(date(2018, 4, 10), date(2018, 7, 9)), None, (there,), minding=STAYS)


def test_a_place_whose_household_is_past_its_term_is_not_given_again():
    past = contract(FIRST, LAST)
    after = contract(date(2018, 5, 1), date(2018, 7, 31))
    with pytest.raises(PlaceNotReturned):
        check_place(after, None, (past,), today=date(2018, 5, 1), minding=STAYS)
    check_place(after, None, (past,), today=LAST, minding=STAYS)
    check_place(after, None, (ended(past, LAST),), today=date(2018, 5, 1), minding=STAYS)


def test_notice_leads_to_a_day_by_a_dated_rule_and_never_after_the_contractual_end():
    stay = contract(FIRST, LAST)
    notice = give_notice(
        stay, LAW, NoticeFacts(given_on=date(2018, 2, 1), by=NoticeBy.HOUSEHOLD), today=date(2018, 2, 2)
    ).notice
    assert (notice.last_day, notice.rule.key) == (date(2018, 2, 16), "stay.notice_days")
    late = give_notice(
        stay, LAW, NoticeFacts(given_on=date(2018, 4, 1), by=NoticeBy.HOUSEHOLD), today=date(2018, 4, 1)
    ).notice
    assert late.last_day == LAST
    with pytest.raises(NoticeOutsideStay):
        give_notice(stay, LAW, NoticeFacts(given_on=date(2018, 2, 3), by=NoticeBy.CCAS), today=date(2018, 2, 2))


def test_a_second_notice_does_not_replace_the_first_until_the_stay_is_renewed():
    noticed = give_notice(
        contract(FIRST, LAST),
        LAW,
        NoticeFacts(given_on=date(2018, 2, 1), by=NoticeBy.HOUSEHOLD),
        today=date(2018, 2, 2),
    )
    with pytest.raises(NoticeAlreadyGiven, match="congé a été donné le 01/02/2018 : il mène au 16/02/2018"):
        give_notice(noticed, LAW, NoticeFacts(given_on=date(2018, 2, 2), by=NoticeBy.CCAS), today=date(2018, 2, 2))


def test_an_end_before_the_term_frees_the_place_the_next_day():
    over = end(contract(FIRST, LAST), _end(date(2018, 2, 20)), today=date(2018, 2, 20))
    assert over.stay.last_day == date(2018, 2, 20)
    check_place(contract(date(2018, 2, 21), date(2018, 5, 20)), None, (over,), minding=STAYS)


def test_an_end_after_the_term_is_an_overstay_and_says_why():
    stay, day = contract(FIRST, LAST), date(2018, 4, 20)
    with pytest.raises(OverstayUnexplained):
        end(stay, _end(day), today=day)
    assert end(stay, _end(day, "Relogement retardé"), today=day).stay.last_day == day


def test_an_end_is_neither_to_come_nor_before_the_first_day():
    stay = contract(FIRST, LAST)
    with pytest.raises(EndedInFuture):
        end(stay, _end(date(2018, 2, 2)), today=date(2018, 2, 1))
    with pytest.raises(EndedBeforeStart):
        end(stay, _end(date(2018, 1, 9)), today=date(2018, 2, 1))


def test_an_ended_contract_is_neither_ended_again_nor_cancelled():
    over = ended(contract(FIRST, LAST), LAST)
    with pytest.raises(ContractNotRunning):
        end(over, _end(LAST), today=LAST)
    with pytest.raises(ContractNotRunning):
        cancel(over, reason="Erreur", has_entered=False)


def test_a_household_that_entered_has_its_stay_ended_not_cancelled():
    with pytest.raises(AlreadyEntered):
        cancel(contract(FIRST, LAST), reason="Erreur", has_entered=True)
    gone = cancel(contract(FIRST, LAST), reason="N'est jamais venu", has_entered=False)
    assert not gone.is_occupying


def test_the_page_offers_only_the_acts_that_are_legal_now():
    draft = contract(FIRST, LAST, status=ContractStatus.DRAFT)
    assert next_acts(draft, None, None, renewable=True, today=FIRST) == (
        NextAct.SIGN,
        NextAct.CORRECT_DAYS,
        NextAct.CANCEL,
    )
    signed = contract(FIRST, LAST)
    assert NextAct.END not in next_acts(signed, None, None, renewable=True, today=date(2018, 1, 1))
    assert NextAct.END in next_acts(signed, None, None, renewable=True, today=FIRST)
    assert next_acts(ended(signed, LAST), None, None, renewable=True, today=LAST) == (NextAct.INSPECT_EXIT,)


def test_a_renewal_that_the_rule_does_not_leave_is_not_offered():
    signed = contract(FIRST, LAST)
    assert NextAct.RENEW in next_acts(signed, None, None, renewable=True, today=FIRST)
    assert NextAct.RENEW not in next_acts(signed, None, None, renewable=False, today=FIRST)
