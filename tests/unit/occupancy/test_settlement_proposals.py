"""What two inspections call for: a line for what is worse and what is missing; what was worn already is left out."""

from datetime import date
from uuid import UUID

import pytest
from msgspec.structs import replace

from occupancy.documents.settlements import counted_words, wear_words
from occupancy.documents.words import CONDITION, KEY
from occupancy.domain.inspection_content import Category, Condition, Content, Element, Furnishing, Key, KeyKind, Room
from occupancy.domain.inspections import Inspection, InspectionKind, InspectionStatus
from occupancy.domain.settlement_proposals import Words, proposed
from occupancy.domain.withholdings import LineDraft, LineKind, counted
from tests.unit.occupancy.test_wear_grids import GRID, MONTHS

WORDS = Words(condition=CONDITION, key=KEY)
IN, OUT = date(2022, 6, 1), date(2026, 3, 1)


def inspection(kind, *elements, keys=(), furnishings=()):
    room = Room(name="Séjour", elements=tuple(elements))
    return Inspection(
        id=UUID(int=1),
        version=2,
        contract_id=UUID(int=2),
        kind=kind,
        status=InspectionStatus.SIGNED,
        established_on=IN if kind is InspectionKind.ENTRY else OUT,
        content=Content(rooms=(room,), keys=tuple(keys), furnishings=tuple(furnishings)),
        forwarding_address=None,
        entry_inspection_id=None,
        signed_at=None,
        sha256=None,
    )


def walls(condition, **facts):
    return Element(name="Murs", condition=condition, category=Category.WALLS, **facts)


def lines(before, after, **both):
    entry = inspection(InspectionKind.ENTRY, before, **{name: one[0] for name, one in both.items()})
    exit_ = inspection(InspectionKind.EXIT, after, **{name: one[1] for name, one in both.items()})
    return proposed(entry, exit_, GRID, (), WORDS)


def test_what_is_worse_is_a_line_with_its_row_of_the_grid_and_its_proven_age():
    known = walls(Condition.GOOD, last_renewed_on=date(2021, 1, 5), renewal_proof="facture 12")
    (line,) = lines(known, walls(Condition.BAD, remark="trous")).lines
    assert (line.kind, line.element, line.wear_row) == (LineKind.DAMAGE, "Séjour, Murs", "Peinture, papiers peints")
    assert (line.since, line.since_proof) == (date(2021, 1, 5), "facture 12")
    assert line.reason.endswith(" : trous")
    assert (line.cost_cents, line.proof) == (None, "")


def test_new_at_entry_is_an_age_that_the_entry_inspection_proves():
    (line,) = lines(walls(Condition.NEW), walls(Condition.BAD)).lines
    assert (line.since, line.since_proof) == (IN, "neuf à l'état des lieux d'entrée")


def test_good_at_entry_without_a_proof_has_no_age():
    (line,) = lines(walls(Condition.GOOD), walls(Condition.BAD)).lines
    assert (line.since, line.since_proof) == (None, "")


@pytest.mark.parametrize(("condition", "proposed_at_all"), [(Condition.GOOD, True), (Condition.WORN, False)])
def test_a_covering_already_worn_at_entry_is_not_charged_without_a_proven_age(condition, proposed_at_all):
    found = lines(walls(condition), walls(Condition.OUT_OF_ORDER))
    assert bool(found.lines) is proposed_at_all
    assert [one.element for one in found.left_out] == ([] if proposed_at_all else ["Séjour, Murs"])


def test_what_is_the_same_better_or_not_seen_is_no_line():
    for after in (Condition.GOOD, Condition.NEW, Condition.NOT_SEEN):
        assert lines(walls(Condition.GOOD), walls(after)).lines == ()


def test_a_missing_key_is_a_loss_at_the_price_of_the_annex_and_no_wear_is_counted():
    keys = (Key(kind=KeyKind.BADGE, quantity=2, lost_cost_cents=25_00),), (Key(kind=KeyKind.BADGE, quantity=1),)
    (line,) = lines(walls(Condition.GOOD), walls(Condition.GOOD), keys=keys).lines
    assert (line.kind, line.quantity, line.cost_cents) == (LineKind.LOSS, 1, 25_00)
    (due,) = counted((replace(line, wear_row="Moquette"),), GRID, MONTHS, OUT)
    assert (due.amount_cents, due.wear) == (25_00, None)


def test_furniture_that_is_missing_is_a_loss_and_spoilt_furniture_has_the_age_of_its_purchase():
    before = (
        Furnishing(name="Chaise", quantity=4, condition=Condition.GOOD),
        Furnishing(name="Table", quantity=1, condition=Condition.GOOD, bought_on=date(2024, 1, 1)),
    )
    after = (
        Furnishing(name="Chaise", quantity=3, condition=Condition.GOOD),
        Furnishing(name="Table", quantity=1, condition=Condition.BAD),
    )
    found = lines(walls(Condition.GOOD), walls(Condition.GOOD), furnishings=(before, after)).lines
    assert [(one.kind, one.element, one.quantity) for one in found] == [
        (LineKind.DAMAGE, "Table", 1),
        (LineKind.LOSS, "Chaise", 1),
    ]
    assert found[0].since == date(2024, 1, 1)


def test_a_line_explains_itself_to_the_household():
    draft = LineDraft(
        kind=LineKind.DAMAGE, reason="Murs tachés", element="Séjour, murs", proof="Devis", cost_cents=400_00,
        wear_row="Peinture, papiers peints", since=IN, since_proof="facture",
    )  # fmt: skip
    (line,) = counted((draft,), GRID, MONTHS, OUT)
    assert line.amount_cents == 274_00
    said = counted_words(line).replace("\u00a0", " ").replace("\u202f", " ")
    assert said == (
        "Coût 400,00 €. Peinture, papiers peints : durée de vie 7 ans, franchise 2 ans, abattement 18 % par an,"
        " part résiduelle 10 %. Posé ou refait le 01/06/2022 (facture), 45 mois le 01/03/2026 : 68,5 % à la charge"
        " du ménage. Soit 274,00 €"
    )
    (unknown,) = counted((replace(draft, since=None, since_proof=""),), GRID, MONTHS, OUT)
    assert "Âge non prouvé" in wear_words(unknown.wear)
