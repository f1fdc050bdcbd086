"""What a change of dates will do, worked by hand: fees by the day, presence by the month, months already charged."""

from datetime import date, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kernel.period import Month, Period
from occupancy.domain.charges import Outcome, plan_month
from occupancy.domain.consequences import (
    FeeDifference,
    PresenceDifference,
    consequences,
    leaving_as_noticed,
    with_claims,
)
from occupancy.domain.contracts import ContractStatus, give_notice
from occupancy.domain.fees import Charge, month_fee
from occupancy.domain.notices import NoticeBy, NoticeFacts
from occupancy.law import LAW
from tests.unit.occupancy.stays import contract, ended

STAY = contract(date(2018, 1, 10), date(2018, 4, 9))
"""90,00 € a month."""
MAY = Month(2018, 5)


def charge(month: Month, cents: int) -> Charge:
    fee = month_fee(LAW, STAY.fee.cents, STAY.stay, month)
    return Charge(
        id=uuid4(),
        contract_id=STAY.id,
        household_id=STAY.household_id,
        month=str(month),
        attempt=1,
        amount_cents=cents,
        due_on=month.first_day,
        trace=fee,
        transfer_id=uuid4(),
    )


def test_a_renewal_adds_the_days_from_the_one_after_the_term():
    told = consequences(LAW, STAY, replace(STAY, last_day=date(2018, 5, 31)), [STAY], (), now=Month(2018, 4))
    assert (told.before, told.after) == (STAY.stay, Period(date(2018, 1, 10), date(2018, 5, 31)))
    assert told.fees == (
        FeeDifference(month="2018-04", before_cents=2700, after_cents=9000, is_charged=False),
        FeeDifference(month="2018-05", before_cents=0, after_cents=9000, is_charged=False),
    )
    assert told.fees_cents == 15300
    assert told.presence == (
        PresenceDifference(month="2018-04", before_days=9, after_days=30, is_begun=True),
        PresenceDifference(month="2018-05", before_days=0, after_days=31, is_begun=False),
    )


def test_a_departure_corrects_the_month_that_was_charged_and_takes_back_the_months_to_come():
    left = ended(STAY, date(2018, 2, 14))
    charges = [charge(Month(2018, 2), 9000)]
    plan = plan_month(
        LAW, left, Month(2018, 2), charges, counted=frozenset({charges[0].transfer_id}), decided=frozenset()
    )
    told = consequences(LAW, STAY, left, [STAY], [plan], now=Month(2018, 2))
    assert told.fees == (
        FeeDifference(month="2018-02", before_cents=9000, after_cents=4500, is_charged=True),
        FeeDifference(month="2018-03", before_cents=9000, after_cents=0, is_charged=False),
        FeeDifference(month="2018-04", before_cents=2700, after_cents=0, is_charged=False),
    )
    assert [(one.month, one.after_days, one.is_begun) for one in told.presence] == [
        ("2018-02", 14, True),
        ("2018-03", 0, False),
        ("2018-04", 0, False),
    ]


def test_a_month_that_somebody_decided_not_to_charge_is_not_told_as_a_difference():
    left = ended(STAY, date(2018, 2, 14))
    charges = [charge(Month(2018, 2), 9000)]
    plan = plan_month(
        LAW, left, Month(2018, 2), charges, counted=frozenset(), decided=frozenset({charges[0].transfer_id})
    )
    assert plan.outcome is Outcome.DECIDED
    told = consequences(LAW, STAY, left, [], [plan], now=Month(2018, 2))
    assert [one.month for one in told.fees] == ["2018-03", "2018-04"]


def test_where_another_household_lives_the_unit_stays_lived_in():
    """Rooms of one dwelling: the days of the unit are those on which anybody is there."""
    one, other = replace(STAY, place_number=1), contract(date(2018, 1, 1), date(2018, 3, 31), place=2)
    told = consequences(LAW, one, ended(one, date(2018, 2, 14)), [one, other], (), now=Month(2018, 2))
    assert [(each.month, each.before_days, each.after_days) for each in told.presence] == [("2018-04", 9, 0)]


def test_a_notice_tells_what_comes_if_the_household_leaves_on_its_day():
    given_on = date(2018, 2, 1)
    noticed = give_notice(STAY, LAW, NoticeFacts(given_on=given_on, by=NoticeBy.HOUSEHOLD), today=given_on)
    told = consequences(LAW, STAY, leaving_as_noticed(noticed), [STAY], (), now=Month(2018, 2))
    assert told.after.last_day == date(2018, 2, 16)
    assert [one.after_cents for one in told.fees] == [5143, 0, 0]


@given(st.integers(0, 200), st.integers(0, 200), st.sampled_from([ContractStatus.SIGNED, ContractStatus.ENDED]))
def test_there_and_back_comes_to_nothing(first: int, second: int, status: ContractStatus):
    one = replace(STAY, last_day=STAY.first_day + timedelta(first), status=ContractStatus.SIGNED)
    other = replace(one, last_day=STAY.first_day + timedelta(second))
    if status is ContractStatus.ENDED:
        other = ended(other, STAY.first_day + timedelta(second))
    there = consequences(LAW, one, other, [], (), now=MAY)
    back = consequences(LAW, other, one, [], (), now=MAY)
    assert there.fees_cents + back.fees_cents == 0
    assert [(day.month, day.before_days, day.after_days) for day in there.presence] == [
        (day.month, day.after_days, day.before_days) for day in back.presence
    ]
    assert bool(there.fees) == (first != second)


def test_a_month_is_claimed_or_not_or_nobody_could_say():
    told = consequences(LAW, STAY, replace(STAY, last_day=date(2018, 5, 31)), [STAY], (), now=Month(2018, 4))
    assert [one.is_claimed for one in with_claims(told, None).presence] == [None, None]
    assert [one.is_claimed for one in with_claims(told, {"2018-05"}).presence] == [False, True]
