"""Wear: the share of a repair that stays with the household, row by row of a published grid (VET-05 to VET-07)."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kernel.intake.rows import CellsWrong, WrongTemplate
from occupancy.actions.wear_sheets import read_grid
from occupancy.domain.wear_grids import (
    WHOLE,
    AgeMode,
    EndOfLife,
    GridFacts,
    WearGrid,
    WearGridNotAgreed,
    WearRow,
    WearRules,
    charge,
    check_grid,
    completed_months,
    grid_for,
    share,
    suggested,
    worn,
)
from palier import demo

MONTHS = WearRules(age_mode=AgeMode.MONTHS, end_of_life=EndOfLife.RESIDUAL, source="", to_confirm=True)
YEARS = replace(MONTHS, age_mode=AgeMode.COMPLETED_YEARS)
FILE = (Path(demo.__file__).parent / "grille-exemple.csv").read_bytes()
GRID = WearGrid(
    id=UUID(int=1),
    name="Grille de démonstration",
    version="1",
    effective_from=date(2017, 1, 1),
    rows=read_grid(FILE),
    file_name="grille.csv",
    sha256="0" * 64,
    imported_on=date(2017, 1, 1),
    imported_by_name="",
)
PAINT = GRID.rows[0]


def percents(row, *years, rules=MONTHS):
    """The shares after so many years, in percent."""
    return [share(row, int(one * 12), rules) / (WHOLE // 100) for one in years]


# UFC-Que Choisir Moselle-Est (LIFECYCLE.md §4.4): at the franchise, half-way to the end of life, a month before it, at it.
EVERY_ROW = {
    "Peinture, papiers peints": (100, 55, 11.5, 10),
    "Moquette": (100, 55, 11.5, 10),
    "Carrelage, parquet": (100, 60, 20.333, 20),
    "Faïence murale": (100, 60, 20.667, 20),
    "Revêtement plastique": (100, 61.5, 23.917, 20),
    "Menuiserie intérieure": (100, 55, 15, 15),
    "Persiennes PVC ou bois": (100, 60, 20.667, 20),
    "Persiennes métalliques": (100, 62.5, 25.417, 20),
    "Volets roulants": (100, 52, 10, 10),
    "Serrurerie, quincaillerie": (100, 56, 15, 15),
    "Évier inox": (100, 67, 34.5, 20),
    "Évier grès, baignoire, lavabo, bac à douche, réservoir de chasse": (100, 60, 20.417, 20),
    "Cabine de douche, meuble sous évier": (100, 60, 20.833, 20),
    "Robinetterie": (100, 55, 15, 15),
    "Plomberie, canalisation": (100, 55, 15, 15),
    "Chauffe-eau, ballon d'eau chaude": (100, 58, 17, 15),
    "Chaudière": (100, 58, 16.583, 15),
}


@pytest.mark.parametrize("element", EVERY_ROW)
def test_every_row_of_the_published_grid_at_its_franchise_its_middle_and_its_end_of_life(element):
    row = GRID.row(element)
    middle = (row.franchise_years + row.life_years) * 6
    ages = (row.franchise_years * 12, middle, row.life_years * 12 - 1, row.life_years * 12)
    found = [share(row, age, MONTHS) / (WHOLE // 100) for age in ages]
    assert [round(one, 3) for one in found] == [pytest.approx(one, abs=0.001) for one in EVERY_ROW[element]]


def test_the_published_grid_has_no_row_that_is_not_checked_here():
    assert [row.element for row in GRID.rows] == list(EVERY_ROW)


def test_paint_of_june_2022_is_charged_274_euros_in_months_and_328_in_whole_years():
    since, exit_ = date(2022, 6, 1), date(2026, 3, 1)
    assert completed_months(since, exit_) == 45
    in_months = worn(GRID, PAINT, MONTHS, since=since, since_proof="facture", until=exit_)
    in_years = worn(GRID, PAINT, YEARS, since=since, since_proof="facture", until=exit_)
    assert (in_months.share * 100 / WHOLE, charge(400_00, in_months)) == (68.5, 274_00)
    assert (in_years.share * 100 / WHOLE, charge(400_00, in_years)) == (82.0, 328_00)


def test_the_franchise_ends_with_its_last_month():
    assert percents(PAINT, 0, 2, 2 + 1 / 12) == [100, 100, 98.5]


def test_a_steel_sink_drops_to_its_residual_share_on_the_day_it_is_fifteen():
    assert percents(GRID.row("Évier inox"), 15 - 1 / 12, 15) == [34.5, 20]


def test_an_element_that_outlived_its_grid_may_cost_nothing_where_the_agreement_says_so():
    nothing = replace(MONTHS, end_of_life=EndOfLife.ZERO)
    assert percents(PAINT, 7 - 1 / 12, 7, rules=nothing) == [11.5, 0]


def test_without_a_proven_age_the_share_is_the_lowest_and_never_that_of_a_new_element():
    unknown = worn(GRID, PAINT, MONTHS, since=None, since_proof="", until=date(2026, 3, 1))
    assert (unknown.months, unknown.share) == (None, WHOLE // 10)


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        (date(2024, 1, 31), date(2024, 2, 28), 0),
        (date(2024, 1, 31), date(2024, 2, 29), 1),
        (date(2024, 2, 29), date(2025, 2, 28), 12),
        (date(2025, 3, 29), date(2025, 3, 30), 0),
        (date(2025, 10, 26), date(2025, 11, 25), 0),
        (date(2025, 10, 26), date(2025, 11, 26), 1),
        (date(2026, 3, 2), date(2026, 3, 1), 0),
    ],
)
def test_an_age_counts_whole_months_to_the_day_at_month_ends_leap_days_and_clock_changes(since, until, months):
    assert completed_months(since, until) == months


ROWS = st.builds(
    WearRow,
    element=st.just("x"),
    life_years=st.integers(1, 40),
    franchise_years=st.integers(0, 40),
    abatement_per_mille=st.integers(1, 1000),
    residual_per_mille=st.integers(0, 1000),
).filter(lambda row: row.franchise_years <= row.life_years)


@given(ROWS, st.integers(0, 600), st.integers(0, 600))
def test_a_share_never_rises_with_age_and_stays_between_the_residual_part_and_the_whole(row, age, more):
    young, old = share(row, age, MONTHS), share(row, age + more, MONTHS)
    assert row.residual_per_mille * 12 <= old <= young <= WHOLE
    assert share(row, age, YEARS) >= young


@given(ROWS, st.integers(0, 600), st.integers(0, 10**7))
def test_a_charge_is_the_exact_share_rounded_to_the_cent_half_up(row, age, cost):
    wear = replace(
        worn(GRID, row, MONTHS, since=None, since_proof="", until=date(2026, 1, 1)), share=share(row, age, MONTHS)
    )
    exact = cost * wear.share
    assert charge(cost, wear) == (2 * exact + WHOLE) // (2 * WHOLE)


def test_a_contract_takes_the_latest_grid_in_effect_on_the_day_it_was_signed():
    later = replace(GRID, id=UUID(int=2), version="2", effective_from=date(2024, 1, 1))
    gone = replace(later, id=UUID(int=3), version="3", withdrawn_on=date(2024, 6, 1))
    assert grid_for([], date(2026, 1, 1)) is None
    assert grid_for([GRID, later], date(2016, 12, 31)) is None
    assert grid_for([GRID, later], date(2023, 12, 31)) == GRID
    assert grid_for([GRID, later], date(2024, 1, 1)) == later
    assert grid_for([GRID, gone], date(2024, 5, 31)) == gone
    assert grid_for([GRID, gone], date(2024, 6, 1)) == GRID


@pytest.mark.parametrize(
    ("room", "element", "row"),
    [
        ("Séjour", "Murs", "Peinture, papiers peints"),
        ("Cuisine", "Évier inox", "Évier inox"),
        ("Cuisine", "Évier", "Évier grès, baignoire, lavabo, bac à douche, réservoir de chasse"),
        ("Séjour", "Persiennes métalliques", "Persiennes métalliques"),
        ("Séjour", "Isolation des combles", None),
        ("Séjour", "Murmure", None),
    ],
)
def test_a_row_is_proposed_by_whole_words_and_nothing_is_guessed(room, element, row):
    found = suggested(GRID, room, element)
    assert (found.element if found else None) == row


def facts(**changed):
    return replace(GridFacts(name="Accord", version="1", effective_from=date(2026, 1, 1)), **changed)


def test_a_grid_that_binds_says_who_signed_its_agreement_and_when():
    today = date(2026, 2, 1)
    check_grid(facts(), today)
    check_grid(facts(agreement_reference="Accord", signed_on=date(2026, 1, 1), signatories="CNL"), today)
    for wrong in (
        facts(agreement_reference="Accord", signatories="CNL"),
        facts(agreement_reference="Accord", signed_on=date(2025, 12, 1)),
        facts(signed_on=date(2026, 1, 2)),
    ):
        with pytest.raises(WearGridNotAgreed):
            check_grid(wrong, today)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Tapis;7;8;18;10;", "franchise"),
        ("Tapis;7;2;0;10;", "abattement"),
        ("Tapis;7;2;0,18;10;", "18 pour 18 %"),
        ("Tapis;7;2;18,55;10;", "décimale"),
        ("Tapis;7;2;18;101;", "de 0 à 100"),
        ("Tapis;0;0;18;10;", "de 1 à 100"),
        ("Tapis;sept;2;18;10;", "nombre entier"),
        ("Peinture, papiers peints;7;2;18;10;", "déjà dit"),
    ],
)
def test_a_row_of_a_grid_that_cannot_be_is_named_by_its_cell(row, said):
    with pytest.raises(CellsWrong) as refused:
        read_grid(FILE + row.encode() + b"\n")
    assert [said in one.message for one in refused.value.problems] == [True]
    assert refused.value.problems[0].row == 20


def test_a_file_that_is_no_grid_is_refused_as_such():
    with pytest.raises(WrongTemplate):
        read_grid(b"a;b\n1;2\n")
