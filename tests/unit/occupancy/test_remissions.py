"""A claim that nobody will pay: given up, written off or extinguished, never beyond what is due, and undone by its opposite."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from occupancy.domain.claims import claims
from occupancy.domain.ledger import (
    EXTINGUISHED,
    WAIVED,
    HouseholdAccount,
    NotReversible,
    Posting,
    TransferKind,
    account,
    balances,
    mirror,
    owed,
)
from occupancy.domain.remissions import (
    WORDS,
    RemissionClaimUnknown,
    RemissionKind,
    RemissionTooHigh,
    check_not_over_relieved,
    claim_to_relieve,
    relief_posting,
    reliefs_on,
)
from tests.unit.occupancy.books import HOUSEHOLD, TILL, Book, fee

MARCH, APRIL = date(2025, 3, 1), date(2025, 4, 1)
DAY = date(2025, 4, 10)
APART = account(HOUSEHOLD, HouseholdAccount.WRITTEN_OFF)
kinds = st.sampled_from(RemissionKind)


def two_months(cents=10000) -> Book:
    book = Book()
    book.post(MARCH, fee(cents, MARCH, "Redevance 03/2025"))
    book.post(APRIL, fee(cents, APRIL, "Redevance 04/2025"))
    return book


def relieve(book: Book, claim_id: UUID, cents: int, kind=RemissionKind.WAIVED) -> UUID:
    claim = claim_to_relieve(book.open(), claim_id, cents)
    return book.post(DAY, relief_posting(kind, HOUSEHOLD, claim, cents), document="remission")


def undo(book: Book, event_id: UUID) -> UUID:
    return book.post(DAY, *mirror(book.of(event_id), book.transfers, "Annulation"), document="reversal")


def payment(book: Book) -> Posting:
    claim = book.open()[0]
    return Posting(
        debit_account=TILL, credit_account=claim.account, amount_cents=3000, kind=TransferKind.PAYMENT, label="Versement",
        settles_id=claim.transfer_id,
    )  # fmt: skip


def test_the_claim_that_was_asked_for_is_relieved_and_the_other_month_stays_due():
    book = two_months()
    old, new = book.open()
    assert claim_to_relieve(book.open(), new.transfer_id, 4000) == new
    relieve(book, new.transfer_id, 4000)
    assert [(one.label, one.open_cents) for one in book.open()] == [
        ("Redevance 03/2025", 10000),
        ("Redevance 04/2025", 6000),
    ]
    relieve(book, old.transfer_id, 10000)
    assert [one.label for one in book.open()] == ["Redevance 04/2025"]


def test_all_that_is_due_may_be_given_up_and_not_one_cent_more():
    book = two_months()
    claim = book.open()[0]
    assert claim_to_relieve(book.open(), claim.transfer_id, 10000) == claim
    with pytest.raises(RemissionTooHigh) as refused:
        claim_to_relieve(book.open(), claim.transfer_id, 10001)
    assert (refused.value.errors[0].field, "100,00" in str(refused.value)) == ("amount_cents", True)


def test_after_a_first_decision_only_the_rest_may_be_given_up():
    book = two_months()
    claim = book.open()[0]
    relieve(book, claim.transfer_id, 4000)
    assert claim_to_relieve(book.open(), claim.transfer_id, 6000).open_cents == 6000
    with pytest.raises(RemissionTooHigh):
        claim_to_relieve(book.open(), claim.transfer_id, 6001)


def test_nothing_is_given_up_on_a_claim_that_this_household_does_not_owe():
    with pytest.raises(RemissionClaimUnknown) as refused:
        claim_to_relieve(two_months().open(), UUID(int=99), 1)
    assert refused.value.errors[0].field == "claim_id"
    with pytest.raises(RemissionClaimUnknown):
        claim_to_relieve((), UUID(int=99), 1)


@pytest.mark.parametrize(
    ("kind", "loss", "kept_apart"),
    [
        (RemissionKind.WAIVED, WAIVED, 0),
        (RemissionKind.EXTINGUISHED, EXTINGUISHED, 0),
        (RemissionKind.WRITTEN_OFF, APART, 4000),
    ],
)
def test_only_a_non_valeur_keeps_the_debt_on_an_account_apart(kind, loss, kept_apart):
    book = two_months()
    claim = book.open()[0]
    relieve(book, claim.transfer_id, 4000, kind)
    found = balances(book.transfers)
    assert (found[loss], found.get(APART, 0)) == (4000, kept_apart)
    assert owed(book.transfers, HOUSEHOLD) == 16000
    written = book.transfers[-1]
    assert (written.kind, written.label) == (TransferKind(kind.value), f"{WORDS[kind]} : Redevance 03/2025")
    assert (written.settles_id, written.contract_id) == (claim.transfer_id, claim.contract_id)


def test_a_label_too_long_for_a_row_of_the_ledger_is_cut_to_six_hundred_letters():
    book = Book()
    book.post(MARCH, fee(10000, MARCH, "Redevance " + "x" * 700))
    posted = relief_posting(RemissionKind.WAIVED, HOUSEHOLD, book.open()[0], 1)
    assert (len(posted.label), posted.label.startswith("Remise gracieuse : Redevance")) == (600, True)


def test_the_decisions_that_stand_on_a_claim_leave_out_payments_other_claims_and_what_was_undone():
    book = two_months()
    book.post(DAY, fee(1000, DAY))
    march, april, _ = claims(book.transfers)
    undone = relieve(book, march.transfer_id, 1000)
    undo(book, undone)
    back = undo(book, relieve(book, march.transfer_id, 2000))
    undo(book, back)
    kept = relieve(book, march.transfer_id, 500, RemissionKind.EXTINGUISHED)
    relieve(book, april.transfer_id, 700)
    assert [(one.amount_cents, one.kind) for one in reliefs_on(march.transfer_id, book.transfers)] == [
        (2000, TransferKind.WAIVED),
        (500, TransferKind.EXTINGUISHED),
    ]
    assert book.of(kept)[0] in reliefs_on(march.transfer_id, book.transfers)
    assert [one.amount_cents for one in reliefs_on(april.transfer_id, book.transfers)] == [700]


def test_money_that_pays_a_claim_is_no_decision_on_it():
    book = two_months()
    book.post(DAY, paid := payment(book))
    assert paid.settles_id
    assert reliefs_on(paid.settles_id, book.transfers) == ()


def test_a_charge_taken_back_under_a_decision_that_stands_is_refused():
    book = two_months()
    claim = book.open()[0]
    charge = next(one for one in book.transfers if one.id == claim.transfer_id)
    decided = relieve(book, claim.transfer_id, 10000)
    check_not_over_relieved(claims(book.transfers))
    undo(book, charge.event_id)
    with pytest.raises(NotReversible, match="annulez-la d'abord"):
        check_not_over_relieved(claims(book.transfers))
    undo(book, decided)
    check_not_over_relieved(claims(book.transfers))


@given(st.lists(st.tuples(st.integers(1, 12000), kinds, st.integers(0, 1), st.booleans()), max_size=8))
def test_whatever_is_decided_and_undone_no_claim_goes_below_nothing_and_no_cent_is_lost(acts):
    book = two_months()
    for cents, kind, rank, is_undone in acts:
        claim = claims(book.transfers)[rank]
        try:
            event = relieve(book, claim.transfer_id, cents, kind)
        except (RemissionTooHigh, RemissionClaimUnknown):
            assert cents > claim.open_cents
            continue
        if is_undone:
            undo(book, event)
    known = claims(book.transfers)
    check_not_over_relieved(known)
    assert all(0 <= one.open_cents <= one.amount_cents for one in known)
    given_up = sum(one.amount_cents for claim in known for one in reliefs_on(claim.transfer_id, book.transfers))
    assert owed(book.transfers, HOUSEHOLD) + given_up == 20000
    assert sum(balances(book.transfers).values()) == 0
