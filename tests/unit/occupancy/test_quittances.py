"""A quittance says that all of a month is paid, and nothing less (FIN-14)."""

from datetime import date

import pytest
from msgspec.structs import replace

from kernel.period import Month, Period
from occupancy.documents.rent_papers import fee_notice, quittance
from occupancy.domain.claims import allocate, open_claims
from occupancy.domain.fees import Charge, month_fee
from occupancy.domain.ledger import mirror
from occupancy.domain.payments import fee_payment
from occupancy.domain.quittances import MonthNotCharged, QuittanceRefused, charged_month, check_quittance
from occupancy.domain.remissions import RemissionKind, relief_posting
from occupancy.law import LAW
from tests.unit.occupancy.books import CONTRACT, HOUSEHOLD, TILL, Book, fee
from tests.unit.occupancy.test_documents import HEAD, STAY

APRIL = Month(2026, 4)


def charged(*payments):
    """April charged at 100 euros for 20 of its 30 days, then paid bit by bit."""
    book = Book()
    (transfer,) = book.of(book.post(date(2026, 4, 11), fee(10000, date(2026, 4, 11))))
    trace = month_fee(LAW, 15000, Period(date(2026, 4, 11), None), APRIL)
    charge = Charge(
        id=transfer.id, contract_id=CONTRACT, household_id=HOUSEHOLD, month=str(APRIL), attempt=1,
        amount_cents=10000, due_on=date(2026, 4, 11), trace=trace, transfer_id=transfer.id,
    )  # fmt: skip
    for day, cents in payments:
        paid = fee_payment(HOUSEHOLD, TILL, allocate(cents, open_claims(book.transfers)), "R-1")
        book.post(day, *paid)
    return book, charge


def found(*payments):
    book, charge = charged(*payments)
    return charged_month([charge], book.transfers, APRIL)


@pytest.mark.parametrize("paid", [0, 1, 9999])
def test_a_quittance_is_refused_while_a_cent_remains_due(paid):
    one = found(*([(date(2026, 4, 20), paid)] if paid else []))
    with pytest.raises(QuittanceRefused, match="dus pour ce mois"):
        check_quittance(one)


def test_a_quittance_is_dated_by_the_payment_that_completes_the_month():
    one = found((date(2026, 4, 20), 9999), (date(2026, 5, 2), 1))
    assert check_quittance(one) == date(2026, 5, 2)
    paper = quittance(one, STAY, holder="Ménage Exemple A", letterhead=HEAD)
    assert paper.total[1].startswith("100,00")
    assert "CCAS reconnaît avoir reçu" in paper.lead


def test_a_receipt_cancelled_and_drawn_up_anew_for_its_day_leaves_the_quittance_on_the_day_of_the_payment():
    """Paid on the 20th, written down as a cheque by mistake, put right on the 27th."""
    book, charge = charged((date(2026, 4, 20), 10000))
    wrong = book.transfers[-1].event_id
    book.post(date(2026, 4, 27), *mirror(book.of(wrong), book.transfers, "Erreur de mode"))
    right = fee_payment(HOUSEHOLD, TILL, allocate(10000, open_claims(book.transfers)), "R-2")
    book.post(date(2026, 4, 20), *right)
    assert check_quittance(charged_month([charge], book.transfers, APRIL)) == date(2026, 4, 20)


def test_a_payment_cancelled_for_good_is_no_payment_and_gives_no_day():
    book, charge = charged((date(2026, 4, 20), 10000))
    book.post(date(2026, 4, 27), *mirror(book.of(book.transfers[-1].event_id), book.transfers, "Chèque impayé"))
    month = charged_month([charge], book.transfers, APRIL)
    assert (month.paid_on, month.is_paid) == (None, False)


def test_a_payment_of_another_month_does_not_date_this_one():
    book, charge = charged((date(2026, 4, 20), 10000))
    book.post(date(2026, 5, 1), fee(9000, date(2026, 5, 1)))
    book.post(date(2026, 5, 6), *fee_payment(HOUSEHOLD, TILL, allocate(9000, open_claims(book.transfers)), "R-2"))
    assert check_quittance(charged_month([charge], book.transfers, APRIL)) == date(2026, 4, 20)


def test_a_month_on_which_a_part_was_given_up_has_no_quittance_even_once_the_rest_is_paid():
    book, charge = charged()
    claim = book.open()[0]
    book.post(date(2026, 4, 15), relief_posting(RemissionKind.WAIVED, HOUSEHOLD, claim, 1))
    book.post(date(2026, 4, 20), *fee_payment(HOUSEHOLD, TILL, allocate(9999, book.open()), "R-1"))
    month = charged_month([charge], book.transfers, APRIL)
    assert month.is_paid
    with pytest.raises(QuittanceRefused, match="pas été payé en entier"):
        check_quittance(month)


def test_a_month_of_one_cent_is_a_month_charged_and_one_of_nothing_is_none():
    book, charge = charged()
    assert charged_month([replace(charge, amount_cents=1)], book.transfers, APRIL).charge.amount_cents == 1
    with pytest.raises(MonthNotCharged):
        charged_month([replace(charge, amount_cents=0)], book.transfers, APRIL)


def test_a_notice_prints_the_proration_and_what_was_paid_already():
    paper = fee_notice(
        found((date(2026, 4, 20), 3000)), STAY, holder="Ménage Exemple A", letterhead=HEAD, other_due_cents=500
    )
    values = {row.label: row.value.replace("\u00a0", " ") for row in paper.facts}
    assert values["Calcul du mois"] == "150,00 € × 20 jours ÷ 30 jours"
    assert paper.total[1].startswith("70,00")
    assert paper.lines[1][1].replace("\u00a0", " ") == "−30,00 €"
    assert "5,00" in paper.closing[0]
    assert [one.text for one in paper.sources] == ["Mois incomplet :"]


def test_a_month_that_was_not_charged_or_was_cancelled_has_no_paper():
    book, charge = charged()
    with pytest.raises(MonthNotCharged):
        charged_month([charge], book.transfers, Month(2026, 5))
    book.post(date(2026, 4, 12), *mirror(book.transfers, book.transfers, "Erreur"))
    with pytest.raises(MonthNotCharged):
        charged_month([charge], book.transfers, APRIL)
