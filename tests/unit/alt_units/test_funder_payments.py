"""What the payer sends and which lines it settles. Case numbers: the worked cases of the domain notes."""

from datetime import date
from uuid import UUID

import pytest

from alt_units.domain.funder_payments import (
    Allocation,
    AllocationAboveDue,
    AllocationAbovePayment,
    AllocationAlreadyCancelled,
    AllocationEmpty,
    AllocationNotFound,
    Due,
    FunderPayment,
    PaymentInFuture,
    PaymentKind,
    PaymentSignWrong,
    Share,
    cancellation,
    check_payment,
    check_shares,
    instalments,
    last_instalment,
    propose,
)
from kernel.period import Month

JANUARY, FEBRUARY, MARCH = UUID(int=1), UUID(int=2), UUID(int=3)
DUES = [
    Due(claim_line_id=FEBRUARY, month=Month(2015, 2), reference="LOG-T3", difference_cents=357_95, paid_cents=0),
    Due(claim_line_id=JANUARY, month=Month(2015, 1), reference="LOG-T3", difference_cents=57_95, paid_cents=300_00),
    Due(claim_line_id=MARCH, month=Month(2015, 3), reference="LOG-T3", difference_cents=-20_00, paid_cents=377_95),
]


def payment(
    amount_cents: int, *allocations: Allocation, kind: PaymentKind = PaymentKind.VERSEMENT, received: int = 5
) -> FunderPayment:
    return FunderPayment(
        id=UUID(int=50),
        convention_id=UUID(int=100),
        received_on=date(2015, 4, received),
        amount_cents=amount_cents,
        kind=kind,
        bank_reference="VIR-1",
        label="",
        allocations=allocations,
    )


def allocation(number: int, amount_cents: int, *, cancels: int | None = None) -> Allocation:
    return Allocation(
        id=UUID(int=number),
        payment_id=UUID(int=50),
        claim_line_id=JANUARY,
        amount_cents=amount_cents,
        cancels_id=UUID(int=cancels) if cancels else None,
    )


def test_ac_25_a_forecast_of_11765_88_is_expected_in_three_payments_of_3921_96() -> None:
    assert instalments(11_765_88, 3) == (3_921_96, 3_921_96, 3_921_96)


def test_ac_25_two_missing_t1_months_bring_the_last_payment_to_3299_42() -> None:
    assert last_instalment(11_765_88 - 2 * 311_27, (3_921_96, 3_921_96)) == 3_299_42


def test_a_negative_balance_is_an_indu_to_give_back() -> None:
    assert last_instalment(7_000_00, (3_921_96, 3_921_96)) == -843_92


def test_money_received_settles_the_oldest_month_first() -> None:
    assert propose(payment(200_00), DUES) == (
        Share(claim_line_id=JANUARY, amount_cents=57_95),
        Share(claim_line_id=FEBRUARY, amount_cents=142_05),
    )


def test_what_no_line_expects_stays_to_be_allocated() -> None:
    assert sum(one.amount_cents for one in propose(payment(1_000_00), DUES)) == 415_90


def test_an_indu_given_back_goes_to_what_was_paid_in_excess() -> None:
    shares = propose(payment(-50_00, kind=PaymentKind.INDU), DUES)
    assert shares == (Share(claim_line_id=MARCH, amount_cents=-20_00),)


def test_allocations_never_exceed_the_payment() -> None:
    wanted = [Share(claim_line_id=FEBRUARY, amount_cents=200_01)]
    with pytest.raises(AllocationAbovePayment, match="0,01"):
        check_shares(payment(200_00), wanted, DUES)
    with pytest.raises(AllocationAbovePayment):
        check_shares(payment(200_00, allocation(60, 50_00)), [Share(claim_line_id=FEBRUARY, amount_cents=150_01)], DUES)


def test_a_line_takes_no_more_than_what_is_still_to_come() -> None:
    with pytest.raises(AllocationAboveDue, match="57,95"):
        check_shares(payment(200_00), [Share(claim_line_id=JANUARY, amount_cents=57_96)], DUES)


def test_a_line_of_another_convention_takes_nothing() -> None:
    with pytest.raises(AllocationAboveDue):
        check_shares(payment(200_00), [Share(claim_line_id=UUID(int=99), amount_cents=1)], DUES)


def test_a_payment_takes_no_negative_share_and_an_indu_no_positive_one() -> None:
    with pytest.raises(AllocationAboveDue):
        check_shares(payment(200_00), [Share(claim_line_id=JANUARY, amount_cents=-1)], DUES)
    with pytest.raises(AllocationAboveDue):
        check_shares(payment(-5_00, kind=PaymentKind.INDU), [Share(claim_line_id=JANUARY, amount_cents=1)], DUES)


def test_allocating_nothing_is_refused() -> None:
    with pytest.raises(AllocationEmpty):
        check_shares(payment(200_00), [Share(claim_line_id=JANUARY, amount_cents=0)], DUES)


def test_a_cancelled_allocation_frees_the_payment_and_is_cancelled_once() -> None:
    first = allocation(60, 50_00)
    undone = cancellation(payment(200_00, first), first.id, new_id=UUID(int=61))
    assert (undone.amount_cents, undone.cancels_id) == (-50_00, first.id)
    assert payment(200_00, first, undone).left_cents == 200_00
    with pytest.raises(AllocationAlreadyCancelled):
        cancellation(payment(200_00, first, undone), first.id, new_id=UUID(int=62))
    with pytest.raises(AllocationNotFound):
        cancellation(payment(200_00, first, undone), undone.id, new_id=UUID(int=62))


@pytest.mark.parametrize(("amount", "kind"), [(0, "versement"), (-1, "solde"), (1, "indu")])
def test_only_an_indu_is_negative_and_nothing_is_zero(amount: int, kind: str) -> None:
    with pytest.raises(PaymentSignWrong):
        check_payment(payment(amount, kind=PaymentKind(kind)), today=date(2015, 4, 30))


def test_a_payment_is_recorded_once_received() -> None:
    with pytest.raises(PaymentInFuture):
        check_payment(payment(1, received=6), today=date(2015, 4, 5))
    check_payment(payment(1, received=5), today=date(2015, 4, 5))
