"""What a household still owes, claim by claim: money stays where it was put, and moves only when a claim no longer needs it."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from occupancy.domain.claims import Claim, allocate, claims, open_claims, settle_up
from occupancy.domain.ledger import HouseholdAccount, Posting, TransferKind, account, balances, mirror, owed
from occupancy.domain.payments import ChosenPart, allocate_chosen, fee_payment
from tests.unit.occupancy.books import CONTRACT, HOUSEHOLD, TILL, Book, fee

MARCH, APRIL, MAY = date(2025, 3, 1), date(2025, 4, 1), date(2025, 5, 1)
ADVANCE = account(HOUSEHOLD, HouseholdAccount.ADVANCE)


def three_months() -> Book:
    book = Book()
    for day, label in ((MARCH, "mars"), (APRIL, "avril"), (MAY, "mai")):
        book.post(day, fee(10000, day, label))
    return book


def choose(book: Book, label: str, cents: int, day=MAY) -> None:
    claim = next(one for one in book.open() if one.label == label)
    part = ChosenPart(claim_id=claim.transfer_id, amount_cents=cents)
    book.post(day, *fee_payment(HOUSEHOLD, TILL, allocate_chosen(cents, book.open(), [part]), "R-1"))


def left(book: Book) -> dict[str, int]:
    return {one.label: one.open_cents for one in claims(book.transfers)}


def test_money_given_for_the_newest_month_stays_on_it_though_older_ones_are_open():
    book = three_months()
    choose(book, "mai", 4000)
    assert settle_up(HOUSEHOLD, book.transfers) == ()
    assert left(book) == {"mars": 10000, "avril": 10000, "mai": 6000}


def test_an_advance_pays_the_oldest_month_and_says_so():
    book = three_months()
    book.post(MAY, *fee_payment(HOUSEHOLD, TILL, allocate(35000, book.open()), "R-1"))
    assert -balances(book.transfers)[ADVANCE] == 5000
    book.post(date(2025, 6, 1), fee(3000, date(2025, 6, 1), "juin"))
    (move,) = settle_up(HOUSEHOLD, book.transfers)
    assert (move.kind, move.label, move.amount_cents) == (TransferKind.APPLIED, "Avance imputée : juin", 3000)
    assert (move.debit_account, move.settles_id) == (ADVANCE, book.transfers[-1].id)


def test_what_a_cancelled_month_no_longer_needs_goes_back_to_the_advance_and_pays_the_others():
    book = three_months()
    choose(book, "mars", 10000)
    event = book.transfers[0].event_id
    book.post(MAY, *mirror(book.of(event), book.transfers, "Annulation"))
    back, paid = settle_up(HOUSEHOLD, book.transfers)
    assert (back.kind, back.label, back.amount_cents) == (TransferKind.RELEASED, "Remis en avance : mars", 10000)
    assert (paid.kind, paid.label, paid.amount_cents) == (TransferKind.APPLIED, "Avance imputée : avril", 10000)
    assert (back.credit_account, paid.debit_account, back.contract_id) == (ADVANCE, ADVANCE, CONTRACT)


def test_a_claim_without_a_day_of_its_own_is_due_on_the_day_it_was_booked():
    book = Book()
    damage = Posting(
        debit_account=account(HOUSEHOLD, HouseholdAccount.DAMAGE), credit_account="revenue:damage", amount_cents=100,
        kind=TransferKind.DAMAGE, label="Porte",
    )  # fmt: skip
    book.post(APRIL, damage)
    book.post(MAY, fee(200, MARCH, "mars"))
    assert [(one.label, one.due_on) for one in open_claims(book.transfers)] == [("mars", MARCH), ("Porte", APRIL)]


def test_a_claim_that_is_paid_or_overpaid_takes_nothing_more():
    def claim(number, settled, relieved=0):
        return Claim(
            transfer_id=CONTRACT, account="x", due_on=MARCH, number=number, label="", contract_id=None,
            amount_cents=1000, settled_cents=settled, relieved_cents=relieved,
        )  # fmt: skip

    due = [claim(1, 1000), claim(2, 1200), claim(3, 0, 1000), claim(4, 999), claim(5, 0, 400)]
    assert [one.open_cents for one in due] == [0, -200, 0, 1, 600]
    shared = allocate(5000, due)
    assert [(part.claim.number, part.amount_cents) for part in shared.parts] == [(4, 1), (5, 600)]
    assert shared.advance_cents == 4399
    assert claim(6, 0, 1001).payable_cents == 0


@given(
    st.lists(st.integers(1, 20000), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 25000)), max_size=5),
    st.lists(st.integers(0, 8), max_size=3),
)
def test_once_put_in_order_no_month_is_overpaid_and_no_advance_waits_beside_a_debt(months, payments, cancelled):
    book = Book()
    for number, cents in enumerate(months):
        book.post(MARCH, fee(cents, date(2025, 3 + number, 1)))
    for rank, cents in payments:
        due = book.open()
        chosen = [one for one in due if rank < len(due) and one == due[rank] and one.open_cents <= cents]
        parts = [ChosenPart(claim_id=one.transfer_id, amount_cents=one.open_cents) for one in chosen]
        book.post(MAY, *fee_payment(HOUSEHOLD, TILL, allocate_chosen(cents, due, parts), "R-1"))
    events = list(dict.fromkeys(one.event_id for one in book.transfers))
    for event in {events[rank] for rank in cancelled if rank < len(events)}:
        book.post(MAY, *mirror(book.of(event), book.transfers, "Annulation"))
    before = owed(book.transfers, HOUSEHOLD)
    book.settle(MAY)
    known, advance = claims(book.transfers), -balances(book.transfers).get(ADVANCE, 0)
    assert owed(book.transfers, HOUSEHOLD) == before == sum(one.open_cents for one in known) - advance
    assert all(0 <= one.settled_cents <= one.payable_cents for one in known)
    assert advance >= 0
    assert advance == 0 or not book.open()
    assert settle_up(HOUSEHOLD, book.transfers) == ()
