"""What a régie holds by means, its counts, what it has to pay over, who may handle its money."""

from datetime import date
from uuid import UUID

import pytest

from occupancy.documents.till_lists import pay_overs_sheet
from occupancy.domain.claims import open_claims
from occupancy.domain.ledger import TransferKind
from occupancy.domain.pay_overs import (
    NothingPaidOver,
    PaidOverInFuture,
    PayOver,
    PayOverCancellation,
    check_day,
    due_since,
    pay_over_due,
    pay_over_postings,
    remittance_posting,
)
from occupancy.domain.payments import (
    AllocationRefused,
    ChosenPart,
    DeliveryNotAgreed,
    DeliveryWay,
    ThirdParty,
    ThirdPartyMissing,
    allocate_chosen,
    check_delivery,
    check_third_party,
)
from occupancy.domain.regisseurs import (
    Handover,
    HandoverAcceptance,
    HandoverAlreadyAccepted,
    HandoverNotReady,
    NotRegisseur,
    Office,
    RegisseurTerm,
    SignedHandover,
    TermDaysReversed,
    TermOverlap,
    check_acceptance,
    check_handover,
    check_regisseur,
    check_term,
    holder_of,
    running,
)
from occupancy.domain.tills import (
    BOOK_OF,
    DENOMINATIONS,
    Book,
    ClosingOutOfOrder,
    CountRefused,
    DifferenceUnexplained,
    Held,
    Means,
    Pieces,
    TillClosing,
    TillDayClosed,
    TillEntry,
    TillTooLow,
    book_pages,
    check_closing_day,
    check_difference,
    counted,
    difference_account,
    difference_posting,
    paid_over_account,
    till_account,
)
from occupancy.domain.tills import held as held_by
from occupancy.law import LAW
from tests.unit.occupancy.books import REGIE, fee
from tests.unit.occupancy.books import Book as Ledger

DAY = date(2026, 11, 20)
ANNE, PAUL = "Anne Exemple", "Paul Exemple"


def held(cash=0, cheques=0, dft=0, earlier=0) -> Held:
    return Held(cash_cents=cash, cheques_cents=cheques, dft_cents=dft, earlier_cents=earlier)


def closing(cents=0, day=DAY, **changes) -> TillClosing:
    values = {
        "id": UUID(int=7), "regie_id": REGIE, "day": day, "opening_cents": 0, "in_cents": cents, "out_cents": 0,
        "expected_cents": cents, "counted_cents": cents, "counts": (), "cheques_cents": 0, "dft_cents": 0,
        "reason": None, "event_id": None, "closed_on": day, "closed_by": UUID(int=12), "closed_by_name": ANNE,
    }  # fmt: skip
    return TillClosing(**{**values, **changes})


def term(name=ANNE, office=Office.TITULAR, first=date(2026, 1, 1), last=None, number=1) -> RegisseurTerm:
    return RegisseurTerm(
        id=UUID(int=number), version=1, regie_id=REGIE, staff_name=name, office=office, appointing_act="Arrêté n° 1",
        first_day=first, last_day=last,
    )  # fmt: skip


def given(to=PAUL, *, signed=True) -> SignedHandover:
    handover = Handover(
        id=UUID(int=20), regie_id=REGIE, closing_id=UUID(int=7), from_id=UUID(int=12), from_name=ANNE, to_name=to,
        leaving=False, proposed_on=DAY,
    )  # fmt: skip
    taken = HandoverAcceptance(
        id=UUID(int=21), handover_id=handover.id, from_id=handover.from_id, accepted_by=UUID(int=13),
        accepted_by_name=to, accepted_on=DAY,
    )  # fmt: skip
    return SignedHandover(handover=handover, acceptance=taken if signed else None)


def test_cash_goes_into_the_till_cheques_wait_and_all_else_is_at_the_treasury():
    assert {means: book for means, book in BOOK_OF.items() if book is not Book.DFT} == {
        Means.CASH: Book.CASH,
        Means.CHEQUE: Book.CHEQUES,
    }


def test_notes_and_coins_make_a_sum():
    pieces = (Pieces(denomination_cents=5000, number=3), Pieces(denomination_cents=2, number=4))
    assert counted(pieces) == 15008


def test_every_note_and_coin_of_the_euro_is_counted_none_of_them_or_up_to_ten_thousand():
    assert counted([Pieces(denomination_cents=cents, number=1) for cents in DENOMINATIONS]) == 88888
    assert counted([Pieces(denomination_cents=5000, number=0), Pieces(denomination_cents=1, number=10_000)]) == 10000
    assert counted([]) == 0


def test_what_a_regie_holds_is_the_sum_of_its_own_accounts_and_of_no_other():
    other = UUID(int=77)
    found = held_by(
        REGIE,
        {
            till_account(REGIE, Book.CASH): 1000,
            till_account(REGIE, Book.CHEQUES): 200,
            till_account(REGIE, Book.DFT): 30,
            till_account(REGIE, Book.EARLIER): 4,
            till_account(other, Book.CASH): 50000,
            paid_over_account(REGIE): 70000,
            difference_account(REGIE): 80000,
        },
    )
    assert found == held(1000, 200, 30, 4)
    assert found.total_cents == 1234
    assert held_by(REGIE, {}).total_cents == 0


def test_a_closing_says_how_much_cash_is_missing_or_too_much():
    assert closing(5000, counted_cents=4990).difference_cents == -10
    assert closing(5000, counted_cents=5025).difference_cents == 25
    assert closing(5000).difference_cents == 0


@pytest.mark.parametrize(
    "pieces",
    [((300, 1),), ((5000, 1), (5000, 2)), ((5000, -1),), ((5000, 10_001),), ((5000, 1), (2000, 10_001))],
    ids=str,
)
def test_a_count_of_what_does_not_exist_is_refused(pieces):
    with pytest.raises(CountRefused):
        counted([Pieces(denomination_cents=cents, number=number) for cents, number in pieces])


def test_a_book_carries_forward_what_it_held_and_carries_on_what_it_holds():
    def entry(number, cents_in, cents_out):
        return TillEntry(event_id=UUID(int=number), number=number, booked_on=DAY, label="", document_kind="receipt",
                         document_id=UUID(int=1), in_cents=cents_in, out_cents=cents_out)  # fmt: skip

    pages = book_pages([entry(2, 0, 4000), entry(1, 5000, 0)], 1500, DAY, DAY)
    assert [one.balance_cents for one in pages.lines] == [6500, 2500]
    assert (pages.in_cents, pages.out_cents, pages.closing_cents) == (5000, 4000, 2500)


def test_a_difference_is_told_with_its_reason_and_brings_the_book_to_the_count():
    assert check_difference(5000, 5000, "") is None
    with pytest.raises(DifferenceUnexplained, match="manquants"):
        check_difference(5000, 4990, " ")
    with pytest.raises(DifferenceUnexplained, match="0,01\N{NO-BREAK SPACE}€ de trop"):
        check_difference(5000, 5001, "")
    assert check_difference(5000, 4990, " Erreur de rendu ") == "Erreur de rendu"
    missing = difference_posting(REGIE, -10, "Écart")[0]
    assert (missing.credit_account, missing.amount_cents) == (till_account(REGIE, Book.CASH), 10)
    more = difference_posting(REGIE, 10, "Écart")[0]
    assert (more.debit_account, more.kind) == (till_account(REGIE, Book.CASH), TransferKind.TILL_DIFFERENCE)
    assert difference_posting(REGIE, 1, "Écart")[0].debit_account == till_account(REGIE, Book.CASH)
    assert difference_posting(REGIE, 0, "Écart") == ()


def test_a_till_is_closed_forward_over_all_that_was_written():
    check_closing_day(DAY, last_entry=DAY, last_closed=date(2026, 11, 19), today=DAY)
    with pytest.raises(TillDayClosed):
        check_closing_day(DAY, last_entry=None, last_closed=DAY, today=DAY)
    with pytest.raises(ClosingOutOfOrder):
        check_closing_day(DAY, last_entry=date(2026, 11, 21), last_closed=None, today=date(2026, 11, 21))
    with pytest.raises(ClosingOutOfOrder):
        check_closing_day(date(2026, 11, 21), last_entry=None, last_closed=None, today=DAY)


def test_no_more_is_paid_over_than_is_held():
    postings = pay_over_postings(REGIE, {Book.CASH: 5000, Book.DFT: 0}, held(cash=5000), "V-1")
    assert [one.amount_cents for one in postings] == [5000]
    with pytest.raises(TillTooLow):
        pay_over_postings(REGIE, {Book.CASH: 5001}, held(cash=5000, dft=9000), "V-1")
    with pytest.raises(NothingPaidOver):
        pay_over_postings(REGIE, {Book.CASH: 0}, held(cash=5000), "V-1")


def test_cheques_go_to_the_treasury_and_one_comes_back():
    sent = remittance_posting(REGIE, 4000, held(cheques=4000), comes_back=False, label="B-1")
    back = remittance_posting(REGIE, 4000, held(dft=4000), comes_back=True, label="B-1")
    assert (sent.debit_account, sent.credit_account) == (back.credit_account, back.debit_account)
    with pytest.raises(TillTooLow):
        remittance_posting(REGIE, 4001, held(cheques=4000, dft=9000), comes_back=False, label="B-1")


def test_a_regie_pays_over_when_the_authorised_cash_is_reached_each_month_and_on_leaving():
    quiet = pay_over_due(LAW, held(cash=9900), 10000, None, leaves_on=None, today=DAY)
    assert quiet == ()
    reached = pay_over_due(LAW, held(cash=10000), 10000, None, leaves_on=None, today=DAY)
    assert [(one.due_on, one.to_confirm) for one in reached] == [(DAY, False)]
    monthly = pay_over_due(LAW, held(dft=1), None, date(2026, 10, 25), leaves_on=None, today=DAY)
    assert [(one.due_on, one.to_confirm) for one in monthly] == [(date(2026, 11, 25), True)]
    leaving = pay_over_due(LAW, held(dft=1), None, None, leaves_on=date(2026, 11, 30), today=DAY)
    assert [(one.due_on, one.to_confirm) for one in leaving] == [(date(2026, 11, 30), False)]
    assert pay_over_due(LAW, held(), 1, DAY, leaves_on=DAY, today=DAY) == ()


def test_a_payment_to_the_comptable_is_not_dated_tomorrow_and_is_the_sum_of_its_accounts():
    check_day(DAY, today=DAY, field="paid_on")
    with pytest.raises(PaidOverInFuture) as refused:
        check_day(date(2026, 11, 21), today=DAY, field="paid_on")
    assert refused.value.errors[0].field == "paid_on"
    one = PayOver(id=UUID(int=1), regie_id=REGIE, slip="1", paid_on=DAY, cash_cents=1000, cheques_cents=200, dft_cents=30,
                  earlier_cents=4, left_cents=0, event_id=UUID(int=2), paid_by=UUID(int=3), paid_by_name="X")  # fmt: skip
    assert one.total_cents == 1234


def test_the_month_runs_from_the_first_receipt_that_was_not_paid_over():
    def paid(left):
        return PayOver(id=UUID(int=1), regie_id=REGIE, slip="1", paid_on=DAY, cash_cents=1, cheques_cents=0, dft_cents=0,
                       earlier_cents=0, left_cents=left, event_id=UUID(int=2), paid_by=UUID(int=3), paid_by_name="X")  # fmt: skip

    assert due_since(None, date(2026, 3, 1)) == date(2026, 3, 1)
    assert due_since(paid(0), date(2026, 11, 25)) == date(2026, 11, 25)
    assert due_since(paid(500), date(2026, 11, 25)) == DAY
    assert due_since(paid(1), date(2026, 11, 25)) == DAY
    assert due_since(paid(0), None) == DAY


def test_only_who_is_named_handles_the_money():
    check_regisseur((), None, PAUL, DAY)
    check_regisseur((term(),), None, "  anne  EXEMPLE ", DAY)
    with pytest.raises(NotRegisseur, match=ANNE):
        check_regisseur((term(),), None, PAUL, DAY)
    with pytest.raises(NotRegisseur):
        check_regisseur((term(last=date(2026, 11, 19)),), None, ANNE, DAY)


def test_an_appointment_counts_on_its_first_and_on_its_last_day():
    one = term(first=date(2026, 3, 1), last=date(2026, 3, 31))
    for day in (date(2026, 3, 1), date(2026, 3, 31)):
        check_regisseur((one,), None, ANNE, day)
    for day in (date(2026, 2, 28), date(2026, 4, 1)):
        with pytest.raises(NotRegisseur, match="personne"):
            check_regisseur((one,), None, ANNE, day)


def test_who_is_named_on_a_day_is_told_the_titular_first_and_without_those_who_left():
    left = term("Agent Parti", Office.TITULAR, last=date(2026, 1, 31), number=3)
    substitute = term(PAUL, Office.SUBSTITUTE, first=date(2025, 1, 1), number=2)
    assert running((substitute, left, term()), DAY) == (term(), substitute)
    with pytest.raises(NotRegisseur, match=f": {ANNE}, {PAUL}\\."):
        check_regisseur((substitute, left, term()), None, "Tiers Exemple", DAY)


def test_a_regie_handed_to_someone_whose_appointment_has_ended_since_is_open_to_the_others_again():
    gone = term(PAUL, Office.SUBSTITUTE, last=date(2026, 11, 19), number=2)
    check_regisseur((term(), gone), holder_of((given(),)), ANNE, DAY)


def test_an_appointment_does_not_end_before_it_begins_and_may_last_one_day():
    check_term(term(first=DAY, last=DAY), ())
    with pytest.raises(TermDaysReversed):
        check_term(term(first=DAY, last=date(2026, 11, 19)), ())


@pytest.mark.parametrize("shared", [DAY, date(2026, 11, 25)])
def test_two_titulars_who_share_one_day_are_refused_whichever_comes_first(shared):
    one, other = term(first=date(2026, 11, 1), last=shared), term(PAUL, first=shared, last=None, number=2)
    for new, old in ((one, other), (other, one)):
        with pytest.raises(TermOverlap, match="titulaire"):
            check_term(new, (old,))


def test_once_handed_over_the_regie_is_held_by_who_took_it():
    terms = (term(), term(PAUL, Office.SUBSTITUTE, number=2))
    check_regisseur(terms, holder_of((given(signed=False),)), ANNE, DAY)
    check_regisseur(terms, holder_of((given(),)), PAUL, DAY)
    with pytest.raises(NotRegisseur, match=PAUL):
        check_regisseur(terms, holder_of((given(),)), ANNE, DAY)


def test_a_regie_has_one_titular_at_a_time_and_names_nobody_twice():
    check_term(term(PAUL, Office.SUBSTITUTE, number=2), (term(),))
    with pytest.raises(TermOverlap, match="titulaire"):
        check_term(term(PAUL, number=2), (term(),))
    with pytest.raises(TermOverlap, match="déjà nommé"):
        check_term(term(office=Office.SUBSTITUTE, number=2), (term(),))
    check_term(term(PAUL, number=2, first=date(2026, 7, 1)), (term(last=date(2026, 6, 30)),))


def test_a_regie_is_handed_over_counted_closed_and_by_who_leaves_paid_over():
    terms = (term(), term(PAUL, Office.SUBSTITUTE, number=2))
    ready = {"last_entry": DAY, "leaving": False, "day": DAY, "giver": ANNE}
    assert check_handover(terms, PAUL, held(cash=500), closing(500), **ready).counted_cents == 500
    check_handover(terms, PAUL, held(), closing(), **{**ready, "leaving": True})
    check_handover(terms, PAUL, held(), closing(), **{**ready, "last_entry": None})
    last_day = (term(), term(PAUL, Office.SUBSTITUTE, last=DAY, number=2))
    check_handover(last_day, PAUL, held(), closing(), **ready)
    for wrong in (
        {"to_name": ANNE},
        {"to_name": "Inconnue Exemple"},
        {"closing": None},
        {"closing": closing(day=date(2026, 11, 19))},
        {"last_entry": date(2026, 11, 21)},
        {"terms": (term(), term(PAUL, Office.SUBSTITUTE, last=date(2026, 11, 19), number=2))},
        {"leaving": True},
    ):
        asked = {"terms": terms, "to_name": PAUL, "held": held(cash=500), "closing": closing(500), **ready, **wrong}
        with pytest.raises(HandoverNotReady):
            check_handover(**asked)


def test_who_takes_the_regie_starts_from_what_was_counted():
    check_acceptance(given(signed=False), PAUL, held(cash=500), closing(500))
    with pytest.raises(HandoverAlreadyAccepted, match=PAUL):
        check_acceptance(given(), PAUL, held(cash=500), closing(500))
    with pytest.raises(HandoverNotReady):
        check_acceptance(given(signed=False), PAUL, held(cash=501), closing(500))
    with pytest.raises(NotRegisseur):
        check_acceptance(given(signed=False), "Tiers Exemple", held(cash=500), closing(500))


def due_claims():
    book = Ledger()
    book.post(date(2026, 9, 1), fee(10000, date(2026, 9, 1)))
    book.post(date(2026, 10, 1), fee(10000, date(2026, 10, 1)))
    return open_claims(book.transfers)


def test_the_claims_chosen_at_the_desk_are_paid_first_and_the_rest_pays_the_oldest():
    old, new = due_claims()
    chosen = [ChosenPart(claim_id=new.transfer_id, amount_cents=8000)]
    found = allocate_chosen(13000, (old, new), chosen)
    assert {part.claim.transfer_id: part.amount_cents for part in found.parts} == {
        old.transfer_id: 5000,
        new.transfer_id: 8000,
    }
    assert found.advance_cents == 0
    assert sum(part.amount_cents for part in found.parts) + found.advance_cents == 13000


def test_all_of_a_claim_and_all_of_a_payment_may_be_chosen_to_the_last_cent():
    old, new = due_claims()
    found = allocate_chosen(10000, (old, new), [ChosenPart(claim_id=new.transfer_id, amount_cents=10000)])
    assert [(part.claim, part.amount_cents) for part in found.parts] == [(new, 10000)]
    both = [ChosenPart(claim_id=new.transfer_id, amount_cents=1), ChosenPart(claim_id=old.transfer_id, amount_cents=9)]
    found = allocate_chosen(10, (old, new), both)
    assert [(part.claim, part.amount_cents) for part in found.parts] == [(old, 9), (new, 1)]


def test_what_the_chosen_claim_has_left_is_paid_in_its_turn_and_never_twice():
    old, new = due_claims()
    found = allocate_chosen(25000, (old, new), [ChosenPart(claim_id=new.transfer_id, amount_cents=8000)])
    assert [(part.claim, part.amount_cents) for part in found.parts] == [(old, 10000), (new, 10000)]
    assert found.advance_cents == 5000


def test_one_of_two_chosen_sums_that_is_nothing_is_refused():
    old, new = due_claims()
    chosen = [
        ChosenPart(claim_id=old.transfer_id, amount_cents=100),
        ChosenPart(claim_id=new.transfer_id, amount_cents=0),
    ]
    with pytest.raises(AllocationRefused, match="au moins un centime"):
        allocate_chosen(5000, (old, new), chosen)


@pytest.mark.parametrize(("cents", "paid"), [(10001, 20000), (5000, 4999), (0, 5000)])
def test_no_claim_takes_more_than_is_due_nor_all_of_them_more_than_was_paid(cents, paid):
    old, new = due_claims()
    with pytest.raises(AllocationRefused):
        allocate_chosen(paid, (old, new), [ChosenPart(claim_id=new.transfer_id, amount_cents=cents)])


def test_a_claim_that_is_no_longer_due_is_not_chosen():
    with pytest.raises(AllocationRefused):
        allocate_chosen(100, due_claims(), [ChosenPart(claim_id=UUID(int=99), amount_cents=100)])


def test_a_third_party_says_who_it_is():
    check_third_party(Means.THIRD_PARTY, ThirdParty.FSL)
    check_third_party(Means.CARD, None)
    for means, third_party, said in (
        (Means.THIRD_PARTY, None, "Indiquez quel tiers"),
        (Means.CASH, ThirdParty.FSL, "n'a pas de tiers"),
    ):
        with pytest.raises(ThirdPartyMissing, match=said):
            check_third_party(means, third_party)


def test_an_electronic_receipt_needs_express_agreement():
    check_delivery(DeliveryWay.POST, agreed=False)
    check_delivery(DeliveryWay.EMAIL, agreed=True)
    with pytest.raises(DeliveryNotAgreed):
        check_delivery(DeliveryWay.EMAIL, agreed=False)


def test_a_cancelled_payment_to_the_comptable_stays_in_the_list_and_out_of_its_totals():
    def paid(slip, cash):
        return PayOver(id=UUID(int=1), regie_id=REGIE, slip=slip, paid_on=DAY, cash_cents=cash, cheques_cents=20, dft_cents=3,
                       earlier_cents=0, left_cents=0, event_id=UUID(int=2), paid_by=UUID(int=3), paid_by_name="X")  # fmt: skip

    undone = PayOverCancellation(
        id=UUID(int=4), pay_over_id=UUID(int=1), reason="Bordereau faux", cancelled_on=DAY, event_id=UUID(int=5),
        cancelled_by=UUID(int=3), cancelled_by_name="X",
    )  # fmt: skip
    sheet = pay_overs_sheet([(paid("V-3", 700), None), (paid("V-2", 900), undone), (paid("V-1", 100), None)])
    assert [(row[0], row[6], row[8]) for row in sheet.rows] == [
        ("V-3", 723, ""),
        ("V-2", 923, "Bordereau faux"),
        ("V-1", 123, ""),
    ]
    assert sheet.totals[2:7] == (800, 40, 6, 0, 846)
    assert pay_overs_sheet([]).totals[2:7] == (0, 0, 0, 0, 0)
