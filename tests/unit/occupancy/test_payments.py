"""Payments: the cash limit, the régie's powers, the deposit's bounds."""

from datetime import date

import pytest

from occupancy.domain.deposits import deposit_state, request_postings
from occupancy.domain.ledger import balances
from occupancy.domain.payments import (
    CashAboveLimit,
    NoDepositDue,
    ReasonMissing,
    ReceivedInFuture,
    check_means,
    check_reason,
    deposit_payment,
)
from occupancy.domain.regies import (
    NotCollectedByRegie,
    PaymentKind,
    ReceiptMode,
    Regie,
    RegieClosed,
    check_regie,
    receipt_reference,
)
from occupancy.domain.tills import Means
from occupancy.law import LAW
from tests.unit.occupancy.books import CONTRACT, HOUSEHOLD, REGIE, TILL, Book

DAY = date(2025, 3, 10)
FEES_ONLY = Regie(
    id=REGIE,
    version=1,
    code="TEMP",
    name="Régie des redevances",
    founding_act="Délibération de démonstration",
    collects_fees=True,
    collects_deposits=False,
    opened_on=date(2025, 1, 1),
    closed_on=date(2025, 12, 31),
    receipt_mode=ReceiptMode.MIRROR_P1RZ,
    authorised_cash_cents=None,
    souche_first=1001,
    souche_last=1050,
)


def test_three_hundred_euros_in_cash_are_accepted():
    check_means(LAW, Means.CASH, 30000, DAY, today=DAY)


def test_one_cent_more_in_cash_is_refused_with_its_reason():
    with pytest.raises(CashAboveLimit, match="300,00"):
        check_means(LAW, Means.CASH, 30001, DAY, today=DAY)


@pytest.mark.parametrize("means", [one for one in Means if one is not Means.CASH])
def test_other_means_have_no_limit(means):
    check_means(LAW, means, 30001, DAY, today=DAY)


def test_money_is_not_received_tomorrow():
    with pytest.raises(ReceivedInFuture):
        check_means(LAW, Means.CARD, 100, date(2025, 3, 11), today=DAY)


def test_a_regie_collects_only_what_its_founding_act_lists_while_it_is_open():
    check_regie(FEES_ONLY, PaymentKind.FEES, date(2025, 1, 1))
    check_regie(FEES_ONLY, PaymentKind.FEES, date(2025, 12, 31))
    with pytest.raises(NotCollectedByRegie):
        check_regie(FEES_ONLY, PaymentKind.DEPOSIT, DAY)
    for closed in (date(2024, 12, 31), date(2026, 1, 1)):
        with pytest.raises(RegieClosed):
            check_regie(FEES_ONLY, PaymentKind.FEES, closed)


def test_a_receipt_is_named_by_its_regie_its_year_and_its_number():
    assert receipt_reference("TEMP", 2025, 12) == "R-TEMP-2025-00012"


def test_a_deposit_is_received_in_parts_up_to_what_was_asked():
    book = Book()
    book.post(DAY, *request_postings(HOUSEHOLD, CONTRACT, 10000))
    book.post(DAY, *deposit_payment(HOUSEHOLD, TILL, CONTRACT, 4000, due_cents=10000, reference="R-1"))
    state = deposit_state(book.transfers, CONTRACT)
    assert (state.due_cents, state.held_cents) == (6000, 4000)
    with pytest.raises(NoDepositDue):
        deposit_payment(HOUSEHOLD, TILL, CONTRACT, 6001, due_cents=6000, reference="R-2")
    book.post(DAY, *deposit_payment(HOUSEHOLD, TILL, CONTRACT, 6000, due_cents=6000, reference="R-2"))
    assert deposit_state(book.transfers, CONTRACT).held_cents == 10000
    assert balances(book.transfers)[TILL] == 10000


def test_an_act_that_undoes_says_why():
    with pytest.raises(ReasonMissing):
        check_reason("   ")
    assert check_reason(" chèque refusé ") == "chèque refusé"
