"""Whose a transfer may be: by what it quotes and names, never by its amount alone."""

from datetime import date
from uuid import UUID

import pytest

from occupancy.domain.bank_collections import (
    BankLine,
    BankLineNotExplained,
    BankLineTaken,
    Candidate,
    Ground,
    NamedHousehold,
    Share,
    check_shares,
    collection_number,
    holding,
    named_by,
    payer_of,
    proposed,
    rank,
    references_in,
    words,
)
from occupancy.domain.households import Household, Orientation, Situation
from occupancy.domain.payments import ThirdParty
from occupancy.domain.regies import PaymentKind
from occupancy.domain.tills import Means


def line(label="", payer="", cents=10000, state="suspense"):
    return BankLine(
        id=UUID(int=1), alike_id=None, account="FR", booked_on=date(2026, 11, 3), amount_cents=cents,
        reference="", label=label, payer=payer, state=state,
    )  # fmt: skip


def named(number, last_name, first_name=""):
    return NamedHousehold(
        household_id=UUID(int=number), references=(f"M-2026-{number}", f"C-2026-{number}0"),
        last_name=words(last_name), first_name=words(first_name),
    )  # fmt: skip


def household(number):
    return Household(
        id=UUID(int=number), version=1, reference=f"M-2026-{number:04d}", last_name=f"Exemple {number}", first_name="",
        situation=Situation.SINGLE, adults=1, children=0, phone=None, email=None, orientation=Orientation.SIAO, note="",
    )  # fmt: skip


def share(number, cents, kind=PaymentKind.FEES):
    return Share(household_id=UUID(int=number), kind=kind, contract_id=None, amount_cents=cents)


@pytest.mark.parametrize("typed", ["M-2026-0007", "m2026 7", "REDEVANCE M/2026/0007.", "virM 2026.07 m.2026.7"])
def test_a_reference_is_read_however_it_was_typed(typed):
    assert "M-2026-7" in references_in(typed)


@pytest.mark.parametrize("typed", ["VIRM20260007X", "M-202-0007", "RUM 2026"])
def test_what_only_looks_like_a_reference_is_none(typed):
    assert references_in(typed) == frozenset()


def test_a_household_is_known_by_what_is_quoted_and_by_whole_names_only():
    known = [named(1, "Le Goff", "Anaïs"), named(2, "Martin"), named(3, "Martinez"), named(4, "")]
    assert named_by(line("VIR LE GOFF ANAIS LOYER"), known) == {UUID(int=1): (Ground.FULL_NAME,)}
    assert named_by(line("LOYER", "MME GOFF"), known) == {}
    assert named_by(line("loyer c-2026-20 martinez"), known) == {
        UUID(int=2): (Ground.REFERENCE,),
        UUID(int=3): (Ground.NAME,),
    }


def test_a_quoted_reference_comes_before_a_name_and_a_name_before_an_amount():
    told = {UUID(int=2): (Ground.NAME,), UUID(int=3): (Ground.REFERENCE,)}
    known = {UUID(int=number): (household(number), due) for number, due in ((1, 10000), (2, 10000), (3, 0), (4, 5))}
    found = rank(line(), told, known)
    assert [(one.household.id.int, one.grounds) for one in found] == [
        (3, (Ground.REFERENCE,)),
        (2, (Ground.NAME, Ground.AMOUNT)),
        (1, (Ground.AMOUNT,)),
    ]
    assert proposed(found) == found[0]


def test_nothing_is_proposed_by_its_amount_alone_nor_between_two_that_are_alike():
    def one(number, *grounds):
        return Candidate(household=household(number), due_cents=0, grounds=grounds)

    assert proposed([one(1, Ground.AMOUNT)]) is None
    assert proposed([one(1, Ground.NAME), one(2, Ground.NAME)]) is None
    assert proposed([one(1, Ground.NAME, Ground.AMOUNT), one(2, Ground.NAME)]) is not None
    assert proposed([]) is None


@pytest.mark.parametrize(
    ("payer", "expected"),
    [
        ("CAF DE SEINE ET MARNE", (Means.THIRD_PARTY, ThirdParty.CAF)),
        ("CD77 Fonds de solidarité logement", (Means.THIRD_PARTY, ThirdParty.FSL)),
        ("UDAF 77 TUTELLE", (Means.THIRD_PARTY, ThirdParty.GUARDIAN)),
        ("M CAFE DURAND", (Means.TRANSFER, None)),
    ],
)
def test_a_third_party_is_known_by_whole_words(payer, expected):
    assert payer_of(line(payer=payer)) == expected


def test_the_parts_of_a_line_sum_to_it_and_a_household_is_there_once():
    check_shares(line(), [share(1, 6000), share(2, 4000)])
    for wrong in ([], [share(1, 9999)], [share(1, 5000), share(1, 5000)], [share(1, 10001), share(2, -1)]):
        with pytest.raises(BankLineNotExplained):
            check_shares(line(), wrong)
    with pytest.raises(BankLineTaken):
        check_shares(line(state="matched"), [share(1, 10000)])
    with pytest.raises(BankLineNotExplained):
        check_shares(line(cents=-10000), [share(1, 10000)])


def test_the_number_of_a_claim_comes_from_the_line_and_the_time_it_is_taken():
    first = collection_number(UUID(int=1), 1)
    assert first == collection_number(UUID(int=1), 1)
    assert len({first, collection_number(UUID(int=1), 2), collection_number(UUID(int=2), 1)}) == 3


def test_a_transfer_is_found_by_words_without_accents_by_its_payer_or_by_its_amount():
    lines = (line("VIR Dépôt Mme EXEMPLE", cents=12050), line("VIR FSL", payer="Département", cents=9000))
    asked = ("depot", "departement", "120,50", "90.00 €")
    found = {said: [one.label for one in holding(lines, said)] for said in asked}
    assert found == {
        "depot": ["VIR Dépôt Mme EXEMPLE"],
        "departement": ["VIR FSL"],
        "120,50": ["VIR Dépôt Mme EXEMPLE"],
        "90.00 €": ["VIR FSL"],
    }
    assert holding(lines, "autre") == ()
