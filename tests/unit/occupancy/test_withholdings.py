"""What may be withheld of a deposit: counted from its cost and its wear, never above it, each line with what proves it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from occupancy.domain.withholdings import (
    LineDraft,
    LineKind,
    WithholdingAboveWear,
    WithholdingUncounted,
    counted,
    total,
)
from tests.unit.occupancy.test_wear_grids import GRID, MONTHS

OUT = date(2026, 3, 1)
PAINT = "Peinture, papiers peints"
"""Seven years of life, two of franchise, 18 % a year, 10 % left."""
WALLS = LineDraft(
    kind=LineKind.DAMAGE, reason="Murs tachés", element="Séjour, murs", proof="Devis", cost_cents=400_00, wear_row=PAINT,
    since=date(2022, 6, 1), since_proof="facture",
)  # fmt: skip
KEY = LineDraft(kind=LineKind.LOSS, reason="Badge perdu", element="Badge", proof="Annexe", cost_cents=25_00, quantity=2)


def one(draft, grid=GRID, until=OUT):
    (found,) = counted((draft,), grid, MONTHS, until)
    return found


def refused(draft, grid=GRID, rank=1):
    drafts = (*(KEY for _ in range(rank - 1)), draft)
    with pytest.raises(WithholdingUncounted) as caught:
        counted(drafts, grid, MONTHS, OUT)
    return caught.value.errors[0].field, caught.value.errors[0].message.partition(" :")[0]


def test_a_damage_of_forty_five_months_is_due_for_what_the_grid_leaves_and_may_be_lowered_never_raised():
    assert one(WALLS).amount_cents == 274_00
    assert one(replace(WALLS, amount_cents=274_00)).amount_cents == 274_00
    assert one(replace(WALLS, amount_cents=1)).amount_cents == 1
    with pytest.raises(WithholdingAboveWear, match="274,00") as caught:
        counted((KEY, replace(WALLS, amount_cents=274_01)), GRID, MONTHS, OUT)
    assert caught.value.errors[0].field == "amount_2"


def test_a_line_lowered_to_nothing_is_no_line():
    assert one(replace(WALLS, amount_cents=0)) is None


def test_two_lost_keys_cost_twice_the_price_of_one_and_wear_takes_nothing_off():
    found = one(replace(KEY, wear_row=PAINT))
    assert (found.amount_cents, found.cost_cents, found.quantity, found.wear) == (50_00, 25_00, 2, None)


def test_an_amount_with_its_proof_needs_no_cost_and_a_line_without_either_is_to_complete():
    arrears = LineDraft(kind=LineKind.ARREARS, reason="Redevances", element="", proof="Compte", amount_cents=90_00)
    assert one(arrears).amount_cents == 90_00
    assert refused(replace(arrears, amount_cents=None), rank=2) == ("amount_2", "Ligne 2")
    assert one(replace(arrears, amount_cents=None, cost_cents=12_00)).amount_cents == 12_00


def test_a_row_that_the_grid_of_the_contract_does_not_have_is_refused_and_so_is_any_row_without_a_grid():
    assert refused(replace(WALLS, wear_row="Inconnu"), rank=2) == ("wear_row_2", "Ligne 2")
    assert refused(WALLS, grid=None) == ("wear_row_1", "Ligne 1")


def test_wear_is_taken_off_a_cost_never_off_an_amount_alone():
    assert refused(replace(WALLS, cost_cents=None, amount_cents=100_00)) == ("cost_1", "Ligne 1")


def test_an_element_was_not_laid_after_the_exit_and_what_was_laid_that_very_day_is_due_whole():
    assert refused(replace(WALLS, since=date(2026, 3, 2))) == ("since_1", "Ligne 1")
    assert one(replace(WALLS, since=OUT)).amount_cents == 400_00


def test_an_age_needs_its_proof_and_without_an_age_the_least_of_the_grid_is_due():
    assert refused(replace(WALLS, since_proof=" ")) == ("since_proof_1", "Ligne 1")
    assert one(replace(WALLS, since=None, since_proof="")).amount_cents == 40_00


def test_a_damage_outside_the_grid_is_due_at_its_cost():
    assert one(replace(WALLS, wear_row="")).amount_cents == 400_00


@given(st.integers(1, 10**6), st.integers(1, 5), st.integers(0, 6000))
def test_no_damage_costs_more_than_its_repair_nor_more_as_the_years_pass(cost, quantity, age):
    since = date.fromordinal(OUT.toordinal() - age)
    draft = replace(WALLS, cost_cents=cost, quantity=quantity, since=since)
    found, older = one(draft), one(replace(draft, since=date.fromordinal(since.toordinal() - 31)))
    cents, later = (line.amount_cents if line else 0 for line in (found, older))
    assert 0 <= later <= cents <= cost * quantity


def test_lines_of_one_kind_add_up_apart_from_the_others():
    lines = counted((WALLS, KEY, KEY), GRID, MONTHS, OUT)
    assert (total(lines, LineKind.DAMAGE), total(lines, LineKind.LOSS), total(lines)) == (274_00, 100_00, 0)
    assert total(lines, LineKind.DAMAGE, LineKind.LOSS) == 374_00
