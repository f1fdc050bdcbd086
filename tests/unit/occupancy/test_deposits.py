"""Deposits: the cap, the day of return, the withheld lines, and the increase shown when it is late."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from occupancy.domain.claims import Claim, claims, open_claims
from occupancy.domain.deposits import DepositAboveCap, check_deposit, deposit_cap, deposit_state, request_postings
from occupancy.domain.ledger import HouseholdAccount, account, balances, owed
from occupancy.domain.payments import deposit_payment
from occupancy.domain.regimes import LegalRegime
from occupancy.domain.settlements import (
    Beneficiary,
    BeneficiaryUnexplained,
    ProvisionNotFinal,
    Settlement,
    SettlementReplaced,
    check_beneficiary,
    check_final,
    closing_postings,
    damage_postings,
    late_increase,
    provision_deadline,
    return_deadline,
    shares,
)
from occupancy.domain.withholdings import (
    ArrearsOverstated,
    LineKind,
    ProvisionTooHigh,
    SettlementLine,
    WithholdingUnproven,
    check_lines,
    check_provision,
)
from occupancy.law import LAW
from tests.unit.occupancy.books import CLERK, CONTRACT, HOUSEHOLD, TILL, Book, fee

KEYS = date(2026, 3, 10)


def line(cents, kind=LineKind.DAMAGE, reason="Porte abîmée", element="Entrée, porte", proof="Devis 12"):
    return SettlementLine(kind=kind, reason=reason, element=element, amount_cents=cents, proof=proof)


def settlement(held, *lines):
    withheld, refund = shares(held, lines)
    return Settlement(
        id=UUID(int=9),
        contract_id=CONTRACT,
        household_id=HOUSEHOLD,
        attempt=1,
        keys_returned_on=KEYS,
        exit_conforms=not lines,
        due_on=KEYS,
        due_source="",
        held_cents=held,
        lines=lines,
        withheld_cents=withheld,
        refund_cents=refund,
        refund_to="Ménage Exemple A",
        address_known_on=KEYS,
        proposed_on=KEYS,
        proposed_by=CLERK,
        proposed_by_name="Agent",
    )


def with_deposit(asked, received):
    book = Book()
    book.post(KEYS, *request_postings(HOUSEHOLD, CONTRACT, asked))
    if received:
        paid = deposit_payment(HOUSEHOLD, TILL, CONTRACT, received, due_cents=asked, reference="R-1")
        book.post(KEYS, *paid)
    return book


def close(book, proposed):
    if damage := damage_postings(proposed):
        book.post(KEYS, *damage)
    fees_account = account(HOUSEHOLD, HouseholdAccount.FEES)
    due = open_claims(book.transfers)
    on_fees = [claim for claim in due if claim.account == fees_account]
    damage_claims: list[Claim] = [claim for claim in due if claim.account != fees_account]
    state = deposit_state(book.transfers, CONTRACT)
    book.post(KEYS, *closing_postings(proposed, damage_claims, on_fees, state))


def test_the_deposit_of_a_contract_is_read_at_any_day_apart_from_other_contracts():
    book, other = with_deposit(10000, 4000), UUID(int=44)
    book.post(KEYS, *request_postings(HOUSEHOLD, other, 7000))
    later = date(2026, 3, 20)
    book.post(later, *deposit_payment(HOUSEHOLD, TILL, CONTRACT, 6000, due_cents=6000, reference="R-2"))

    def told(contract_id, day=None):
        state = deposit_state(book.transfers, contract_id, day)
        return state.due_cents, state.held_cents

    assert [told(CONTRACT, day) for day in (date(2026, 3, 9), KEYS, date(2026, 3, 19), later)] == [
        (0, 0),
        (6000, 4000),
        (6000, 4000),
        (0, 10000),
    ]
    assert (told(CONTRACT), told(other), told(UUID(int=45))) == ((0, 10000), (7000, 0), (0, 0))
    assert deposit_state((), CONTRACT).due_cents == 0


@pytest.mark.parametrize(
    ("regime", "ground"),
    [(LegalRegime.COP, "Choix par défaut"), (LegalRegime.BG, "art. 22"), (None, "Choix par défaut")],
)
def test_the_cap_is_the_one_of_the_regime_and_more_needs_a_reason(regime: LegalRegime | None, ground: str):
    assert check_deposit(LAW, regime, 9999, 10000, KEYS, None) == 10000
    assert check_deposit(LAW, regime, 10000, 10000, KEYS, None) == 10000
    with pytest.raises(DepositAboveCap, match=ground):
        check_deposit(LAW, regime, 10001, 10000, KEYS, " ")
    check_deposit(LAW, regime, 10001, 10000, KEYS, "Mobilier neuf")


def test_each_regime_has_a_cap_of_its_own_in_the_law():
    assert {deposit_cap(LAW, one, KEYS).key for one in LegalRegime} == {"deposit.cap_fees", "deposit.lease_cap_fees"}


def test_a_conforming_exit_gives_one_month_and_another_two():
    assert return_deadline(LAW, KEYS, exit_conforms=True)[0] == date(2026, 4, 10)
    assert return_deadline(LAW, KEYS, exit_conforms=False)[0] == date(2026, 5, 10)
    assert return_deadline(LAW, date(2026, 1, 31), exit_conforms=True)[0] == date(2026, 2, 28)


def test_before_27_march_2014_every_deposit_was_returned_within_two_months() -> None:
    assert return_deadline(LAW, date(2014, 3, 26), exit_conforms=True)[0] == date(2014, 5, 26)
    assert return_deadline(LAW, date(2014, 3, 27), exit_conforms=True)[0] == date(2014, 4, 27)


@pytest.mark.parametrize(
    ("paid_on", "cents", "periods"),
    [
        (date(2026, 4, 10), 0, 0),
        (date(2026, 4, 11), 1000, 1),
        (date(2026, 5, 10), 1000, 1),
        (date(2026, 5, 11), 2000, 2),
    ],
)
def test_each_month_begun_late_shows_ten_per_cent_of_the_fee(paid_on, cents, periods):
    late = late_increase(LAW, 10000, date(2026, 4, 10), paid_on, address_known_on=KEYS)
    assert (late.cents, late.periods, late.suspended) == (cents, periods, False)


@pytest.mark.parametrize(("regime", "owed"), [(LegalRegime.COP, False), (None, False), (LegalRegime.BG, True)])
def test_a_late_return_is_owed_by_law_for_a_sub_lease_and_by_its_rules_for_a_convention(regime, owed):
    """DEP-07: for a convention d'occupation, if its rules adopt it; the program shows it until then."""
    late = late_increase(LAW, 10000, date(2026, 4, 10), date(2026, 4, 11), address_known_on=KEYS, regime=regime)
    assert (late.cents, late.is_owed) == (1000, owed)


@pytest.mark.parametrize(
    ("to", "facts", "field"),
    [
        ("Ménage Exemple A", {}, None),
        ("ménage exemple a", {}, None),
        ("FSL de l'Exemple", {}, "refund_to"),
        ("FSL de l'Exemple", {"beneficiary": Beneficiary.OTHER}, "refund_to_reason"),
        ("Succession Exemple", {"beneficiary": Beneficiary.HEIRS, "refund_to_reason": "Acte de notoriété"}, None),
    ],
)
def test_a_deposit_goes_back_to_who_paid_it_or_says_why_not(to, facts, field):
    """DEP-10, DEP-11."""
    proposed = replace(settlement(10000), refund_to=to, **facts)
    if field is None:
        check_beneficiary(proposed, ["Ménage Exemple A"])
        return
    with pytest.raises(BeneficiaryUnexplained) as refused:
        check_beneficiary(proposed, ["Ménage Exemple A"])
    assert refused.value.errors[0].field == field


def test_nothing_is_late_while_no_address_is_known():
    late = late_increase(LAW, 10000, date(2026, 4, 10), date(2026, 6, 1), address_known_on=None)
    assert (late.cents, late.suspended) == (0, True)
    known = late_increase(LAW, 10000, date(2026, 4, 10), date(2026, 6, 1), address_known_on=date(2026, 5, 20))
    assert known.cents == 1000


def test_a_deposit_is_withheld_in_part_and_the_rest_goes_back():
    book = with_deposit(10000, 10000)
    close(book, settlement(10000, line(4000)))
    state = deposit_state(book.transfers, CONTRACT)
    assert (state.due_cents, state.held_cents) == (0, 0)
    assert balances(book.transfers)["outside:refunds"] == -6000
    assert balances(book.transfers)["revenue:damage"] == -4000
    assert owed(book.transfers, HOUSEHOLD) == 0


def test_a_damage_above_the_deposit_stays_owed():
    book = with_deposit(10000, 10000)
    close(book, settlement(10000, line(13000)))
    assert "outside:refunds" not in balances(book.transfers)
    assert owed(book.transfers, HOUSEHOLD) == 3000
    assert [claim.open_cents for claim in claims(book.transfers)] == [3000]


def test_arrears_are_taken_only_by_an_explicit_line():
    book = with_deposit(10000, 10000)
    book.post(KEYS, fee(7500, KEYS))
    close(book, settlement(10000))
    assert owed(book.transfers, HOUSEHOLD) == 7500
    assert balances(book.transfers)["outside:refunds"] == -10000

    book = with_deposit(10000, 10000)
    book.post(KEYS, fee(7500, KEYS))
    close(book, settlement(10000, line(7500, LineKind.ARREARS, "Redevance de mars", "")))
    assert owed(book.transfers, HOUSEHOLD) == 0
    assert balances(book.transfers)["outside:refunds"] == -2500


def test_a_deposit_never_received_lapses_at_the_end():
    book = with_deposit(10000, 3000)
    close(book, settlement(3000))
    state = deposit_state(book.transfers, CONTRACT)
    assert (state.due_cents, state.held_cents) == (0, 0)
    assert balances(book.transfers)[account(HOUSEHOLD, HouseholdAccount.DEPOSIT_PLEDGED)] == 0


def test_a_settlement_decided_on_arrears_that_were_paid_since_is_proposed_again():
    book = with_deposit(10000, 10000)
    with pytest.raises(SettlementReplaced):
        close(book, settlement(10000, line(7500, LineKind.ARREARS, "Redevance de mars", "")))


def test_a_deposit_that_does_not_cover_everything_pays_the_damage_first_then_what_it_can_of_the_arrears():
    book = with_deposit(5000, 5000)
    book.post(KEYS, fee(4000, KEYS))
    close(book, settlement(5000, line(3000), line(4000, LineKind.ARREARS, "Redevance de mars", "")))
    assert owed(book.transfers, HOUSEHOLD) == 2000
    assert "outside:refunds" not in balances(book.transfers)


def test_arrears_take_no_more_than_their_line_even_when_the_damage_was_paid_since():
    """The household paid its damage in the meantime: what the deposit kept for it does not go to fees."""
    proposed = settlement(10000, line(3000), line(4000, LineKind.ARREARS, "Redevance de mars", ""))
    book = with_deposit(10000, 10000)
    book.post(KEYS, fee(9000, KEYS))
    state = deposit_state(book.transfers, CONTRACT)
    with pytest.raises(SettlementReplaced):
        closing_postings(proposed, [], book.open(), state)


def test_the_last_cent_of_a_deposit_never_received_lapses_too():
    book = with_deposit(10000, 9999)
    close(book, settlement(9999))
    assert deposit_state(book.transfers, CONTRACT).due_cents == 0


@pytest.mark.parametrize("blank", ["reason", "proof", "element"])
def test_nothing_is_withheld_without_reason_element_and_proof(blank):
    with pytest.raises(WithholdingUnproven) as refused:
        check_lines([line(100), line(100, **{blank: " "})], 0)
    assert refused.value.errors[0].field.endswith("_2")


def test_arrears_withheld_never_exceed_what_is_owed():
    check_lines([line(7500, LineKind.ARREARS)], 7500)
    with pytest.raises(ArrearsOverstated):
        check_lines([line(7501, LineKind.ARREARS)], 7500)


@given(st.integers(0, 10**6), st.lists(st.integers(1, 10**6), max_size=6))
def test_withheld_and_refunded_are_exactly_the_deposit(held, amounts):
    withheld, refund = shares(held, [line(cents) for cents in amounts])
    assert withheld + refund == held
    assert withheld >= 0
    assert refund >= 0


# --- a provision until the accounts of the building are approved (DEP-06) ------------------------


def test_a_provision_stays_held_and_nothing_is_posted_for_it():
    book = with_deposit(10000, 10000)
    close(book, settlement(10000, line(3000), line(2000, LineKind.PROVISION, "Comptes de l'immeuble", "")))
    state = deposit_state(book.transfers, CONTRACT)
    assert (state.held_cents, state.due_cents) == (2000, 0)


@pytest.mark.parametrize(("cents", "fits"), [(1999, True), (2000, True), (2001, False)])
def test_a_provision_is_a_fifth_of_the_deposit_at_most(cents, fits):
    rate = LAW.at("deposit.provision_per_mille", KEYS)
    lines = [line(cents, LineKind.PROVISION)]
    if fits:
        check_provision(lines, asked_cents=10000, held_cents=10000, rate=rate)
    else:
        with pytest.raises(ProvisionTooHigh, match="20,00"):
            check_provision(lines, asked_cents=10000, held_cents=10000, rate=rate)


def test_a_provision_is_within_what_the_other_lines_leave():
    rate = LAW.at("deposit.provision_per_mille", KEYS)
    lines = [line(9500), line(501, LineKind.PROVISION)]
    with pytest.raises(ProvisionTooHigh) as refused:
        check_provision(lines, asked_cents=10000, held_cents=10000, rate=rate)
    assert [one.field for one in refused.value.errors] == ["amount_2"]


def test_no_provision_is_left_when_the_other_lines_take_the_whole_deposit():
    rate = LAW.at("deposit.provision_per_mille", KEYS)
    for other in (10000, 12000):
        with pytest.raises(ProvisionTooHigh, match="0,00"):
            check_provision([line(other), line(1, LineKind.PROVISION)], asked_cents=10000, held_cents=10000, rate=rate)


def test_before_the_law_of_2014_there_was_no_provision():
    rate = LAW.at("deposit.provision_per_mille", date(2014, 3, 26))
    with pytest.raises(ProvisionTooHigh):
        check_provision([line(1, LineKind.PROVISION)], asked_cents=10000, held_cents=10000, rate=rate)


def test_a_provision_is_settled_within_a_month_of_the_accounts_once_and_without_a_new_one():
    kept = settlement(10000, line(2000, LineKind.PROVISION))
    approved_on = date(2026, 5, 31)
    assert provision_deadline(LAW, approved_on)[0] == date(2026, 6, 30)
    check_final(kept, [], approved_on, approved_on)
    for lines, day in (([], None), ([], date(2026, 6, 1)), ([line(1, LineKind.PROVISION)], approved_on)):
        with pytest.raises(ProvisionNotFinal):
            check_final(kept, lines, day, approved_on)
    with pytest.raises(ProvisionNotFinal):
        check_final(None, [], approved_on, approved_on)
    check_final(None, [], None, approved_on)
