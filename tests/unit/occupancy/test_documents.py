"""The papers of a stay, from plain facts: each figure with its rule and source, each word that the law expects."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from kernel.documents.paper import Fact
from kernel.documents.render import readable
from occupancy import documents
from occupancy.documents.contracts import contract_paper
from occupancy.documents.inspections import inspection_paper
from occupancy.documents.receipts import receipt_paper
from occupancy.documents.statements import statement_paper
from occupancy.documents.tills import control
from occupancy.domain.claims import allocate
from occupancy.domain.contracts import ContractStatus, FeeRecord
from occupancy.domain.deposits import DepositRequest
from occupancy.domain.households import Household, Orientation, Situation
from occupancy.domain.inspection_content import (
    Condition,
    Content,
    Element,
    Key,
    KeyKind,
    Meter,
    MeterKind,
    Party,
    PartyRole,
    Presence,
    Room,
)
from occupancy.domain.inspection_signatures import on_paper
from occupancy.domain.inspections import Inspection, InspectionKind, InspectionStatus, sign
from occupancy.domain.letterheads import Clause, Letterhead
from occupancy.domain.payments import Receipt, ReceiptCancellation, fee_payment
from occupancy.domain.regies import PaymentKind, ReceiptMode, Regie
from occupancy.domain.regimes import LegalRegime
from occupancy.domain.statements import statement
from occupancy.domain.terms import renewal
from occupancy.domain.tills import Means
from occupancy.law import LAW
from tests.unit.occupancy import stays
from tests.unit.occupancy.books import HOUSEHOLD, REGIE, TILL, Book, fee

IN, OUT = date(2026, 1, 12), date(2026, 4, 11)
HOUSE = Household(
    id=HOUSEHOLD,
    version=1,
    reference="M-2026-0001",
    last_name="Ménage Exemple A",
    first_name="",
    situation=Situation.SINGLE,
    adults=1,
    children=0,
    phone=None,
    email=None,
    orientation=Orientation.SIAO,
    note="",
)
TRACE = '{"cents":9000,"cell":"fee.scale.single.t1","source":"Délibération n° 12","status":"verified"}'
STAY = replace(
    stays.contract(IN, OUT),
    reference="C-2026-0007",
    fee=FeeRecord(cents=9000, scale_key="fee.scale.single.t1", trace=TRACE, override_reason=None),
)
ASKED = DepositRequest(
    id=uuid4(),
    contract_id=STAY.id,
    household_id=HOUSEHOLD,
    amount_cents=9000,
    cap_cents=9000,
    reason=None,
    asked_on=IN,
    event_id=uuid4(),
)


def values(rows: tuple[Fact, ...]) -> dict[str, str]:
    return {row.label: row.value.replace("\u00a0", " ").replace("\u202f", " ") for row in rows}


HEAD = Letterhead(
    id=uuid4(), number=1, since=IN, name="CCAS", address="1 rue Exemple", saved_on=IN, saved_by_name="Direction"
)


def contract(stay=STAY, terms=None, asked=ASKED, letterhead=HEAD):
    first = stays.first_term(stay.first_day)
    periods = (first,) if terms is None else terms
    return contract_paper(LAW, stay, HOUSE, periods, asked, holder="Ménage Exemple A", letterhead=letterhead)


def test_a_contract_has_the_clauses_and_the_signatory_of_its_town():
    clause = Clause(title="Animaux", text="Un seul.")
    paper = contract(letterhead=replace(HEAD, signatory="A. Exemple", signatory_title="présidente", clauses=(clause,)))
    assert (paper.signer, paper.clauses) == ("Pour le CCAS : A. Exemple, présidente", (clause,))
    assert contract().signer == "Pour le CCAS"


def test_a_contract_says_how_its_end_was_found_and_by_which_source():
    (term,) = contract().terms
    assert (term.name, term.first_day, term.last_day) == ("Période initiale", "12/01/2026", "11/04/2026")
    assert term.computation.startswith("3 mois à compter du 12/01/2026, soit jusqu'au 11/04/2026")
    assert "3 mois renouvelable 1 fois" in term.sources[0].source
    assert term.sources[0].to_confirm


def test_a_renewal_is_one_more_period_with_its_reason_and_its_override():
    first = stays.first_term(IN)
    plan = renewal(LAW, STAY.programme, (first,), last_day=None, override_reason="Relogement promis")
    second = replace(stays.decided(plan), reason="Recherche en cours")
    line = contract(terms=(first, second)).terms[1]
    assert (line.name, line.first_day, line.last_day) == ("Renouvellement 1", "12/04/2026", "11/07/2026")
    assert line.remarks == ("Motif : Recherche en cours.", "Dérogation motivée : Relogement promis")
    assert [source.text for source in line.sources] == ["Durée :", "Renouvellements possibles (1) :"]


def test_a_shorter_period_says_so():
    short = replace(stays.first_term(IN), last_day=date(2026, 2, 11))
    assert contract(terms=(short,)).terms[0].remarks == ("Durée plus courte que la règle ne le permet.",)


def test_the_fee_names_the_cell_of_the_scale_and_its_source():
    paper = contract()
    assert values(paper.fee) == {
        "Redevance mensuelle": "90,00 €",
        "Case du barème": "Personne seule, T1 et T1 bis",
        "Montant du barème": "90,00 €",
    }
    assert paper.fee_sources[0].source == "Délibération n° 12"
    assert not paper.fee_sources[0].to_confirm
    assert paper.fee_sources[1].to_confirm


def test_a_fee_outside_the_scale_gives_its_reasoned_decision():
    decided = FeeRecord(cents=5000, scale_key="", trace="{}", override_reason="Sans ressources")
    assert values(contract(replace(STAY, fee=decided)).fee) == {
        "Redevance mensuelle": "50,00 €",
        "Case du barème": "aucune : montant décidé",
        "Décision motivée": "Sans ressources",
    }


def test_the_unit_is_the_one_copied_at_signature_with_its_place():
    shared = replace(STAY, unit=replace(STAY.unit, place_name="Chambre bleue"))
    facts = values(contract(shared).unit)
    assert facts["Logement"] == "12 rue des Exemples (L-001)"
    assert facts["Place"].startswith("Chambre bleue")
    assert values(contract().unit)["Place"] == "Logement entier"


def test_the_deposit_asked_and_the_delays_are_printed():
    paper = contract()
    assert values(paper.deposit)["Dépôt demandé"] == "90,00 €"
    assert (paper.return_conform, paper.return_different) == ("d'un mois", "de 2 mois")
    assert paper.completion == "10\u00a0jours"
    assert values(contract(asked=None).deposit) == {"Dépôt demandé": "Aucun dépôt n'est demandé à ce jour"}


def test_a_draft_is_marked_and_shows_the_period_that_its_signature_would_begin():
    draft = replace(STAY, status=ContractStatus.DRAFT, signed_on=None)
    paper = contract(draft, terms=(), asked=None)
    assert paper.mark == "Projet"
    assert [(one.first_day, one.last_day, one.decided_on) for one in paper.terms] == [("12/01/2026", "11/04/2026", "—")]
    assert contract().mark is None
    assert contract(replace(STAY, status=ContractStatus.CANCELLED)).mark == "Annulé"


@pytest.mark.parametrize("word", ["bail", "loyer", "locataire"])
def test_the_words_are_those_of_a_temporary_occupancy(word):
    template = Path(documents.__file__).parent / "contracts.typ"
    said = readable(template, contract(replace(STAY, legal_regime=LegalRegime.COP))).lower()
    assert word not in said.replace("bailleur", "")


def test_a_sub_lease_has_the_words_of_a_lease():
    template = Path(documents.__file__).parent / "contracts.typ"
    assert "locataire principal" in readable(template, contract(replace(STAY, legal_regime=LegalRegime.BG)))


def receipt(**changes):
    facts = {
        "id": uuid4(),
        "regie_id": REGIE,
        "year": 2026,
        "number": 12,
        "reference": "R-TEMP-2026-00012",
        "received_on": date(2026, 3, 9),
        "recorded_on": date(2026, 3, 10),
        "household_id": HOUSEHOLD,
        "contract_id": None,
        "payer": "Ménage Exemple A",
        "means": Means.CASH,
        "kind": PaymentKind.FEES,
        "amount_cents": 10000,
        "event_id": uuid4(),
        "regisseur_id": UUID(int=9),
        "regisseur_name": "Régisseuse Exemple",
    }
    return Receipt(**(facts | changes))


TEMP = Regie(
    id=REGIE,
    version=1,
    code="TEMP",
    name="Régie Exemple",
    founding_act="Décision n° 1",
    collects_fees=True,
    collects_deposits=True,
    opened_on=IN,
    closed_on=None,
    receipt_mode=ReceiptMode.MIRROR_P1RZ,
    authorised_cash_cents=None,
    souche_first=None,
    souche_last=None,
)


def paid_book() -> tuple[Book, UUID]:
    """90,00 € due in March; 100,00 € paid: the rest is an advance."""
    book = Book()
    book.post(date(2026, 3, 1), fee(9000, date(2026, 3, 1), "Redevance 03/2026"), document="charge")
    postings = fee_payment(HOUSEHOLD, TILL, allocate(10000, book.open()), "R-TEMP-2026-00012")
    return book, book.post(date(2026, 3, 9), *postings, document="receipt")


def test_a_receipt_lists_what_it_settled_and_the_advance():
    book, event = paid_book()
    paper = receipt_paper(receipt(), None, TEMP, book.of(event), payer="Ménage A", holder="Ménage A", organisation="C")
    assert paper.reference == "R-TEMP-2026-00012"
    assert [(label, cents.replace("\u00a0", " ")) for label, cents in paper.lines] == [
        ("Redevance 03/2026", "90,00 €"),
        ("Avance", "10,00 €"),
    ]
    assert paper.amount == "100,00\u00a0€"
    facts = values(paper.facts)
    assert (facts["Mode de paiement"], facts["Reçu le"], facts["Régisseur"]) == (
        "Espèces",
        "09/03/2026",
        "Régisseuse Exemple",
    )
    assert (paper.title, paper.mark) == ("Reçu", None)


def test_a_cancelled_receipt_keeps_its_number_and_is_marked_with_its_reason():
    book, event = paid_book()
    gone = ReceiptCancellation(
        id=uuid4(),
        receipt_id=uuid4(),
        reason="Chèque sans provision",
        cancelled_on=date(2026, 3, 20),
        event_id=uuid4(),
        cancelled_by=UUID(int=9),
        cancelled_by_name="Régisseuse Exemple",
    )
    paper = receipt_paper(receipt(), gone, TEMP, book.of(event), payer="A", holder="A", organisation="C")
    assert (paper.mark, paper.reference) == ("Annulé", "R-TEMP-2026-00012")
    assert values(paper.cancellation)["Motif"] == "Chèque sans provision"


def test_an_account_is_printed_line_by_line_as_it_stood_that_day():
    book, _ = paid_book()
    before = statement_paper(
        statement(book.transfers, HOUSEHOLD, date(2026, 3, 5)), HOUSE, holder="A", organisation="C"
    )
    assert values(before.facts)["Reste dû"] == "90,00 €"
    assert [(one.booked_on, one.label) for one in before.lines] == [("01/03/2026", "Redevance 03/2026")]
    assert before.due_total == "90,00\u00a0€"
    after = statement_paper(statement(book.transfers, HOUSEHOLD, date(2026, 3, 9)), HOUSE, holder="A", organisation="C")
    assert values(after.facts)["Payé d'avance"] == "10,00 €"
    assert after.totals == ("90,00\u00a0€", "100,00\u00a0€", "−10,00\u00a0€")
    assert [one.replace("\u00a0", " ") for one in after.lines[1].details] == [
        "Redevance 03/2026 : 90,00 €",
        "avance : 10,00 €",
    ]
    assert after.due == ()


PARTIES = (
    Party(role=PartyRole.HOUSEHOLD, name="Ménage Exemple A", presence=Presence.ABSENT, remark="Convoqué, non venu"),
    Party(role=PartyRole.CCAS, name="Agent Exemple", presence=Presence.PRESENT, address="Place de l'Exemple"),
)


def seen(condition, *, reading, keys, remark="", extra=()):
    elements = (Element(name="Sol", condition=condition, remark=remark), *extra)
    return Content(
        no_sheet_reason="Feuille au dossier",
        rooms=(Room(name="Séjour", elements=elements),),
        meters=(Meter(kind=MeterKind.COLD_WATER, serial="A1", reading=reading),),
        keys=(Key(kind=KeyKind.DOOR, quantity=keys),),
        parties=PARTIES,
        remarks="Logement propre",
        no_entry_reason="Ménage repris d'une autre structure",
    )


def inspection(kind, content, established_on, compared=None):
    draft = Inspection(
        id=uuid4(),
        version=1,
        contract_id=STAY.id,
        kind=kind,
        status=InspectionStatus.DRAFT,
        established_on=established_on,
        content=content,
        forwarding_address="9 rue Exemple" if kind is InspectionKind.EXIT else None,
        entry_inspection_id=compared,
        signed_at=None,
        sha256=None,
    )
    at = datetime(2026, 1, 12, 9, 5, tzinfo=UTC)
    return sign(draft, STAY, today=established_on, at=at, signatures=on_paper(content, at))


def inspected(one, entry=None):
    return inspection_paper(
        one, STAY, entry, holder="A", completion=date(2026, 1, 22), organisation="C", zone="Europe/Paris"
    )


def test_an_entry_inspection_is_printed_whole_with_its_parties_and_its_hash():
    entry = inspection(InspectionKind.ENTRY, seen(Condition.GOOD, reading=100, keys=2, remark="Rayé"), IN)
    paper = inspected(entry)
    assert paper.rooms[0].rows == (("Sol", "Bon", "Rayé"),)
    assert paper.parties[0] == ("Le ménage", "Ménage Exemple A", "Absent", "Convoqué, non venu")
    assert (paper.meters, paper.keys) == ((("Eau froide", "A1", "100"),), (("Porte du logement", "2", ""),))
    assert paper.sha256 == entry.sha256
    assert paper.signed_at.startswith("12/01/2026 à 10")
    assert paper.completion == "22/01/2026"
    assert paper.mark is None


def test_an_exit_inspection_stands_beside_the_entry_and_shows_what_changed():
    lamp = Element(name="Lampe", condition=Condition.NEW)
    entry = inspection(InspectionKind.ENTRY, seen(Condition.GOOD, reading=100, keys=2, extra=(lamp,)), IN)
    out = inspection(InspectionKind.EXIT, seen(Condition.BAD, reading=130, keys=1), OUT, entry.id)
    paper = inspected(out, entry)
    assert paper.rooms[0].rows == (("Sol", "Bon", "Mauvais", "Dégradé", ""),)
    assert paper.only_at_entry == (("Séjour", "Lampe", "Neuf", ""),)
    assert paper.meters == (("Eau froide", "A1", "100", "130", "30"),)
    assert paper.keys == (("Porte du logement", "2", "1", "1", ""),)
    assert values(paper.facts)["État des lieux d'entrée"] == "établi le 12/01/2026"
    assert values(paper.facts)["Nouvelle adresse"] == "9 rue Exemple"
    assert paper.completion is None


def test_an_exit_without_a_signed_entry_says_so():
    out = inspection(InspectionKind.EXIT, seen(Condition.BAD, reading=130, keys=1), OUT)
    paper = inspected(out)
    assert values(paper.facts)["État des lieux d'entrée"] == (
        "aucun état des lieux d'entrée signé : Ménage repris d'une autre structure"
    )
    assert paper.rooms[0].rows == (("Sol", "—", "Mauvais", "Non comparable", ""),)
    assert paper.keys == (("Porte du logement", "—", "1", "", ""),)


def test_a_draft_inspection_is_marked_and_shows_what_is_to_fill_in():
    entry = inspection(InspectionKind.ENTRY, seen(Condition.GOOD, reading=100, keys=2), IN)
    draft = replace(entry, status=InspectionStatus.DRAFT, sha256=None, content=seen(None, reading=None, keys=0))
    paper = inspected(draft)
    assert paper.mark == "Projet"
    assert paper.rooms[0].rows == (("Sol", "à compléter", ""),)


def test_the_paper_says_its_regime_and_the_notice_and_the_right_that_go_with_it():
    """The effects matrix on paper: a sub-let is not ended as an occupancy convention is."""
    of_convention = contract(replace(STAY, legal_regime=LegalRegime.COP))
    assert not of_convention.has_right_to_remain
    assert not of_convention.is_notice_of_1989
    assert of_convention.notice == "15\u00a0jours"
    sublet = contract(replace(STAY, legal_regime=LegalRegime.SL_HLM, turnaround_days=2))
    assert sublet.has_right_to_remain
    assert (sublet.notice, sublet.notice_reduced) == ("3 mois", "1 mois")
    said = values(sublet.regime)
    assert said["Régime juridique"] == "Sous-location d'un logement HLM"
    assert said["Remise en état après le départ"].startswith("2 jours ouvrés, prévue du ")


def test_control_totals_count_what_stands_by_means_and_by_kind_and_what_was_cancelled_apart():
    cash, card = receipt(means=Means.CASH, amount_cents=4000), receipt(means=Means.CARD, amount_cents=6000)
    deposit = receipt(means=Means.CARD, kind=PaymentKind.DEPOSIT, amount_cents=9000)
    drawn = [(cash, "A", None), (card, "A", None), (deposit, "A", None), (receipt(amount_cents=777), "A", "Erreur")]
    found = control(drawn)
    assert (found.standing, found.standing_cents, found.cancelled, found.cancelled_cents) == (3, 19000, 1, 777)
    assert found.by_means == ((Means.CASH, 1, 4000), (Means.CARD, 2, 15000))
    assert found.by_kind == ((PaymentKind.FEES, 2, 10000), (PaymentKind.DEPOSIT, 1, 9000))
    assert sum(cents for _, _, cents in found.by_means) == sum(cents for _, _, cents in found.by_kind) == 19000
    assert control([]).by_means == ()
