"""A quittance says that all of a month is paid, and nothing less (FIN-14)."""

from datetime import date

import pytest

from kernel.period import Month, Period
from occupancy.documents.rent_papers import fee_notice, quittance
from occupancy.domain.claims import allocate, open_claims
from occupancy.domain.fees import Charge, month_fee
from occupancy.domain.ledger import mirror
from occupancy.domain.payments import fee_payment
from occupancy.domain.quittances import MonthNotCharged, QuittanceRefused, charged_month, check_quittance
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
