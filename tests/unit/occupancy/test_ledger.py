"""The ledger: balanced by construction, corrected by its mirror, read as a fold at any day."""

from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from occupancy.domain.claims import allocate, claims, settle_up
from occupancy.domain.ledger import (
    AlreadyReversed,
    Event,
    EventNotFound,
    HouseholdAccount,
    Posting,
    TransferKind,
    account,
    balances,
    last_word,
    mirror,
    origin_kind,
    owed,
    rows,
    standing,
)
from occupancy.domain.payments import fee_payment
from tests.unit.occupancy.books import AT, CLERK, HOUSEHOLD, TILL, Book, fee

MARCH, APRIL, MAY = date(2025, 3, 1), date(2025, 4, 1), date(2025, 5, 1)
FEES = account(HOUSEHOLD, HouseholdAccount.FEES)
ADVANCE = account(HOUSEHOLD, HouseholdAccount.ADVANCE)


def pay(book, cents, day):
    return book.post(day, *fee_payment(HOUSEHOLD, TILL, allocate(cents, book.open()), "R-1"))


def undo(book, event_id, day, label="Annulation"):
    return book.post(day, *mirror(book.of(event_id), book.transfers, label))


def test_a_payment_pays_the_oldest_fee_first_and_what_is_left_is_an_advance():
    book = Book()
    book.post(APRIL, fee(10000, APRIL, "avril"))
    book.post(MARCH, fee(7500, MARCH, "mars"))
    allocation = allocate(20000, book.open())
    assert [(part.claim.label, part.amount_cents) for part in allocation.parts] == [("mars", 7500), ("avril", 10000)]
    assert allocation.advance_cents == 2500


def test_an_advance_pays_the_next_fee():
    book = Book()
    pay(book, 2500, MARCH)
    book.post(APRIL, fee(10000, APRIL))
    book.settle(APRIL)
    assert [claim.open_cents for claim in book.open()] == [7500]
    assert owed(book.transfers, HOUSEHOLD) == 7500
    assert balances(book.transfers)[ADVANCE] == 0


def test_the_balance_of_a_past_day_does_not_know_what_came_later():
    book = Book()
    book.post(MARCH, fee(10000, MARCH))
    pay(book, 4000, APRIL)
    book.post(MAY, fee(10000, MAY))
    days = (date(2025, 2, 28), MARCH, date(2025, 3, 31), APRIL, MAY)
    assert [owed(book.transfers, HOUSEHOLD, day) for day in days] == [0, 10000, 10000, 6000, 16000]


def test_a_reversed_fee_gives_its_payment_back_to_the_advance_and_the_new_fee_takes_it():
    book = Book()
    first = book.post(MARCH, fee(10000, MARCH))
    pay(book, 10000, MARCH)
    undo(book, first, APRIL)
    book.post(APRIL, fee(3226, MARCH))
    book.settle(APRIL)
    assert book.open() == ()
    assert -balances(book.transfers)[ADVANCE] == 6774
    assert owed(book.transfers, HOUSEHOLD) == -6774


def test_a_payment_cancelled_after_a_recharge_leaves_the_new_fee_owed():
    book = Book()
    first = book.post(MARCH, fee(10000, MARCH))
    paid = pay(book, 10000, MARCH)
    undo(book, first, APRIL)
    book.post(APRIL, fee(3226, MARCH))
    book.settle(APRIL)
    undo(book, paid, APRIL)
    book.settle(APRIL)
    assert [claim.open_cents for claim in book.open()] == [3226]
    assert owed(book.transfers, HOUSEHOLD) == 3226


def test_a_reversal_mirrors_every_account_and_amount():
    book = Book()
    event = pay(book, 12345, MARCH)
    undo(book, event, MARCH)
    assert set(balances(book.transfers).values()) == {0}


def test_an_event_is_reversed_once_and_its_reversal_once():
    book = Book()
    event = book.post(MARCH, fee(10000, MARCH))
    undone = undo(book, event, APRIL)
    with pytest.raises(AlreadyReversed):
        undo(book, event, APRIL)
    assert book.open() == ()
    undo(book, undone, APRIL)
    assert [claim.open_cents for claim in book.open()] == [10000]
    with pytest.raises(AlreadyReversed):
        undo(book, undone, APRIL)


def test_what_a_reversal_of_a_reversal_moves_is_what_was_moved_first_and_the_last_of_them_has_the_last_word():
    book = Book()
    event = book.post(MARCH, fee(10000, MARCH))
    undone = undo(book, event, APRIL)
    again = undo(book, undone, MAY)
    first, second, third = book.transfers
    known = {one.id: one for one in book.transfers}
    assert [origin_kind(one, known) for one in book.transfers] == [TransferKind.FEE] * 3
    assert origin_kind(third, {third.id: third}) is TransferKind.REVERSAL
    assert [last_word(book.transfers, one.id) for one in book.transfers] == [third] * 3
    assert last_word(book.of(event), first.id) == first
    assert standing(book.transfers) == {first.id, third.id}
    assert standing(book.of(again)) == {third.id}
    assert second.id not in standing(book.transfers)


def test_two_transfers_that_nothing_reverses_each_have_their_own_word_and_number():
    book = Book()
    book.post(MARCH, fee(10000, MARCH, "a"), fee(5000, MARCH, "b"))
    one, other = book.transfers
    assert last_word(book.transfers, other.id) == other
    assert (one.number, other.number) == (1, 2)
    assert standing(book.transfers) == {one.id, other.id}


def test_a_balance_counts_the_very_day_and_each_row_must_have_its_id():
    book = Book()
    book.post(MARCH, fee(10000, MARCH))
    book.post(APRIL, fee(5000, APRIL))
    assert balances(book.transfers, MARCH)[FEES] == 10000
    assert balances(book.transfers, date(2025, 2, 28)) == {}
    event = Event(id=uuid4(), booked_on=MARCH, household_id=HOUSEHOLD, document_kind="test", document_id=uuid4())
    with pytest.raises(ValueError, match="zip"):
        rows(event, [fee(100, MARCH)], ids=[], first_number=1, at=AT, by=CLERK)


def test_an_event_that_does_not_exist_is_not_reversed():
    with pytest.raises(EventNotFound):
        mirror([], [], "x")


@pytest.mark.parametrize(("cents", "credit"), [(0, "revenue:fees"), (-1, "revenue:fees"), (100, FEES)])
def test_a_transfer_moves_at_least_one_cent_between_two_accounts(cents, credit):
    with pytest.raises(ValueError, match="between two accounts"):
        Posting(
            debit_account=FEES, credit_account=credit, amount_cents=cents, kind=TransferKind.FEE, label="", due_on=None
        )


@given(st.lists(st.integers(1, 10**9), max_size=12), st.integers(1, 10**10))
def test_an_allocation_sums_exactly_and_never_overpays_a_claim(amounts, paid):
    book = Book()
    for rank, cents in enumerate(amounts):
        book.post(MARCH, fee(cents, date(2025, 1 + rank % 12, 1)))
    allocation = allocate(paid, book.open())
    assert sum(part.amount_cents for part in allocation.parts) + allocation.advance_cents == paid
    assert all(0 < part.amount_cents <= part.claim.open_cents for part in allocation.parts)
    assert allocation.advance_cents == max(0, paid - sum(amounts))
    full = [part for part in allocation.parts if part.amount_cents == part.claim.open_cents]
    assert len(allocation.parts) - len(full) <= 1


class LedgerMachine(RuleBasedStateMachine):
    """Fees, payments and reversals in any order, against an oracle of two numbers: what was charged, what was paid."""

    def __init__(self):
        super().__init__()
        self.book = Book()
        self.charged = self.paid = 0
        self.month = 0
        self.live = {}

    def reversing(self, event_id):
        return undo(self.book, event_id, MARCH)

    def tidy(self):
        self.book.settle(MARCH)

    @rule(cents=st.integers(1, 20000))
    def charge(self, cents):
        self.month += 1
        due = date(2000 + self.month // 12, self.month % 12 + 1, 1)
        event = self.book.post(MARCH, fee(cents, due))
        self.live[event] = ("charged", cents)
        self.charged += cents
        self.tidy()

    @rule(cents=st.integers(1, 50000))
    def receive(self, cents):
        self.live[pay(self.book, cents, MARCH)] = ("paid", cents)
        self.paid += cents
        self.tidy()

    @precondition(lambda self: self.live)
    @rule(data=st.data())
    def reverse(self, data):
        event = data.draw(st.sampled_from(list(self.live)))
        side, cents = self.live.pop(event)
        undone = self.reversing(event)
        self.live[undone] = (side, -cents)
        setattr(self, side, getattr(self, side) - cents)
        with pytest.raises(AlreadyReversed):
            undo(self.book, event, MARCH)
        self.tidy()

    @invariant()
    def debits_equal_credits(self):
        assert sum(balances(self.book.transfers).values()) == 0

    @invariant()
    def the_balance_is_what_was_charged_less_what_was_paid(self):
        assert owed(self.book.transfers, HOUSEHOLD) == self.charged - self.paid
        assert balances(self.book.transfers).get(TILL, 0) == self.paid

    @invariant()
    def money_is_where_it_belongs(self):
        advance = -balances(self.book.transfers).get(ADVANCE, 0)
        found = claims(self.book.transfers)
        assert all(0 <= claim.settled_cents <= claim.amount_cents for claim in found)
        assert advance == max(0, self.paid - self.charged)
        assert sum(claim.open_cents for claim in found) == max(0, self.charged - self.paid)
        assert settle_up(HOUSEHOLD, self.book.transfers) == ()


TestLedgerMachine = LedgerMachine.TestCase


class ForgetfulMachine(LedgerMachine):
    """A ledger whose reversal drops a leg: the control."""

    def reversing(self, event_id):
        postings = mirror(self.book.of(event_id), self.book.transfers, "Annulation")
        wrong = postings[:-1] if len(postings) > 1 else postings
        return self.book.post(MARCH, *wrong) if wrong else uuid4()


class UntidyMachine(LedgerMachine):
    """A ledger that leaves money where it lies: the control of the moves."""

    def tidy(self):
        return


@pytest.mark.parametrize("broken", [ForgetfulMachine, UntidyMachine])
def test_the_machine_catches_a_ledger_that_loses_a_leg_or_forgets_to_move_money(broken):
    from hypothesis import Phase, settings
    from hypothesis.stateful import run_state_machine_as_test

    # What is drawn depends on the modules that are loaded: enough examples for any order of the tests.
    quick = settings(
        max_examples=2000, stateful_step_count=20, phases=[Phase.generate], database=None, derandomize=True
    )
    with pytest.raises((AssertionError, ExceptionGroup)):
        run_state_machine_as_test(broken, settings=quick)
