"""The payments of a year. Case number: the worked case AC-25 of the domain notes (CSS R. 851-5 since 2017)."""

from datetime import date
from uuid import UUID

import pytest

from alt_units.domain.conventions import Convention
from alt_units.domain.funder_payments import FunderPayment, PaymentKind
from alt_units.domain.payment_schedules import (
    NoScheduleHere,
    PaymentSchedule,
    ScheduleAboveForecast,
    ScheduledPayment,
    ScheduleOutOfOrder,
    check_schedule,
    expected_payments,
    payments_a_year,
)
from alt_units.domain.units import DwellingType
from tests.unit.alt_units.claiming import founding_convention
from tests.unit.alt_units.park import LAW

FORECAST = 11_765_88
CONVENTION: Convention = founding_convention(2018, shared=DwellingType.T1)


def received(number: int, amount_cents: int, kind: PaymentKind = PaymentKind.ACOMPTE) -> FunderPayment:
    return FunderPayment(
        id=UUID(int=number),
        convention_id=CONVENTION.id,
        received_on=date(2018, 4 * number, 15),
        amount_cents=amount_cents,
        kind=kind,
        bank_reference=f"VIR-{number}",
        label="",
        allocations=(),
    )


def amounts(*payments: FunderPayment, due_cents: int = 0, complete: bool = False) -> list[int]:
    found = expected_payments(LAW, CONVENTION, None, due_cents=due_cents, complete=complete, payments=payments)
    return [one.expected_cents for one in found]


def scheduled(*said: tuple[date | None, int | None]) -> tuple[ScheduledPayment, ...]:
    return tuple(ScheduledPayment(expected_on=day, amount_cents=cents) for day, cents in said)


def test_ac_25_three_equal_payments_are_expected_from_the_state() -> None:
    assert payments_a_year(LAW, CONVENTION) == 3
    assert amounts() == [3_921_96, 3_921_96, 3_921_96]


def test_ac_25_the_last_payment_is_the_balance_of_what_is_due() -> None:
    paid = (received(1, 3_921_96), received(2, 3_921_96))
    assert amounts(*paid, due_cents=11_143_34, complete=True) == [3_921_96, 3_921_96, 3_299_42]


def test_the_balance_takes_account_of_what_really_came() -> None:
    paid = (received(1, 3_000_00), received(2, 3_921_96))
    assert amounts(*paid, due_cents=FORECAST, complete=True)[-1] == 4_843_92


def test_a_rappel_is_not_one_of_the_three_payments() -> None:
    paid = (received(1, 3_921_96), received(2, 100_00, PaymentKind.RAPPEL))
    found = expected_payments(LAW, CONVENTION, None, due_cents=0, complete=False, payments=paid)
    assert [one.payment is not None for one in found] == [True, False, False]


def test_what_a_rappel_paid_or_an_indu_gave_back_is_not_expected_again_in_the_balance() -> None:
    paid = (received(1, 3_921_96), received(2, 3_921_96))
    rappel, indu = received(3, 50_00, PaymentKind.RAPPEL), received(3, -20_00, PaymentKind.INDU)
    assert amounts(*paid, rappel, due_cents=FORECAST + 50_00, complete=True)[-1] == 3_921_96
    assert amounts(*paid, indu, due_cents=FORECAST - 20_00, complete=True)[-1] == 3_921_96


def test_the_schedule_of_the_convention_comes_first_and_the_last_payment_stays_the_balance() -> None:
    schedule = PaymentSchedule(
        convention_id=CONVENTION.id,
        version=1,
        payments=scheduled((date(2018, 4, 15), 6_000_00), (None, 3_000_00), (None, 1)),
    )
    found = expected_payments(LAW, CONVENTION, schedule, due_cents=0, complete=False, payments=())
    assert [one.expected_cents for one in found] == [6_000_00, 3_000_00, 2_765_88]
    assert found[0].expected_on == date(2018, 4, 15)


def test_a_month_paid_by_itself_has_no_schedule() -> None:
    caf = founding_convention(2015)
    assert expected_payments(LAW, caf, None, due_cents=0, complete=False, payments=()) == ()
    with pytest.raises(NoScheduleHere):
        check_schedule(LAW, caf, scheduled((None, None)))


def test_a_schedule_is_in_order_and_within_the_forecast() -> None:
    with pytest.raises(ScheduleOutOfOrder):
        check_schedule(LAW, CONVENTION, scheduled((date(2018, 9, 1), None), (date(2018, 4, 1), None), (None, None)))
    with pytest.raises(ScheduleAboveForecast):
        check_schedule(LAW, CONVENTION, scheduled((None, FORECAST), (None, 1), (None, None)))
    check_schedule(LAW, CONVENTION, scheduled((None, FORECAST), (None, None), (None, None)))
