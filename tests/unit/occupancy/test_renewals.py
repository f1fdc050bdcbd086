"""Renewals at their limits: the days on which one may be asked, what is left of a stay, overstays (PEERS §7.7)."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from occupancy.domain.decisions import Authority, DecidedBy
from occupancy.domain.notices import NoticeBy
from occupancy.domain.renewals import (
    Overstay,
    OverstayDaysWrong,
    RenewalAlreadyAsked,
    RenewalDayWrong,
    RenewalRequest,
    allowed_until,
    ask,
    check_overstay,
    overstay_from,
)
from occupancy.law import LAW
from occupancy.web.stay_words import time_left
from tests.unit.occupancy.stays import contract

FIRST, LAST = date(2026, 1, 15), date(2026, 4, 14)
STAY = contract(FIRST, LAST)
TODAY = date(2026, 3, 29)  # the day the clocks change

BOARD = DecidedBy(
    decided_on=TODAY,
    authority=Authority.BOARD,
    decider_name="Conseil d'administration",
    decider_function="",
    deliberation_ref="Délibération n° 1",
)


def request(asked_on: date) -> RenewalRequest:
    return RenewalRequest(
        id=UUID(int=1),
        contract_id=STAY.id,
        number=1,
        asked_by=NoticeBy.HOUSEHOLD,
        asked_on=asked_on,
        first_day=LAST + timedelta(days=1),
        last_day=date(2026, 7, 14),
        reason="Relogement non abouti",
    )


def overstay(first_day: date, last_day: date) -> Overstay:
    return Overstay(
        id=UUID(int=2),
        contract_id=STAY.id,
        number=1,
        first_day=first_day,
        last_day=last_day,
        reason="Attente d'un logement",
        rehousing_plan="Demande déposée",
        decided=BOARD,
    )


@pytest.mark.parametrize(
    ("asked_on", "is_heard"),
    [
        (FIRST - timedelta(days=1), False),
        (FIRST, True),
        (FIRST + timedelta(days=1), True),
        (TODAY - timedelta(days=1), True),
        (TODAY, True),
        (TODAY + timedelta(days=1), False),
    ],
)
def test_a_renewal_is_asked_from_the_first_day_of_the_stay_to_today(asked_on: date, is_heard: bool):
    if is_heard:
        assert ask(STAY, request(asked_on), (), today=TODAY).asked_on == asked_on
    else:
        with pytest.raises(RenewalDayWrong):
            ask(STAY, request(asked_on), (), today=TODAY)


def test_a_second_request_waits_for_the_decision_on_the_first():
    with pytest.raises(RenewalAlreadyAsked):
        ask(STAY, request(TODAY), (request(FIRST),), today=TODAY)


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (LAST - timedelta(days=2), "Il reste 2 jours"),
        (LAST - timedelta(days=1), "Il reste 1 jour"),
        (LAST + timedelta(days=1), "Échéance dépassée de 1 jour"),
        (date(2026, 2, 28), "Il reste 45 jours"),
    ],
)
def test_what_is_left_of_a_stay_is_said_in_exact_days_today_not_counted(today: date, said: str):
    assert time_left(LAW, STAY, today)[0].replace("\u00a0", " ") == said


def test_an_overstay_follows_the_term_then_the_one_before_it_and_has_a_day_at_least():
    after = LAST + timedelta(days=1)
    assert overstay_from(STAY, ()) == after
    with pytest.raises(OverstayDaysWrong):
        check_overstay(STAY, overstay(after, LAST), today=TODAY)
    check_overstay(STAY, overstay(after, after), today=TODAY)
    first = overstay(after, after + timedelta(days=29))
    assert overstay_from(STAY, (first,)) == after + timedelta(days=30)
    assert allowed_until(STAY, (first,)) == first.last_day
