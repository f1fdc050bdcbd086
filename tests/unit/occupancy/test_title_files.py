"""A comptable's CSV read by its mapping: nothing is guessed, what is not ours is left aside, what is wrong stops the file."""

from datetime import date

import pytest
from msgspec.structs import replace

from kernel.intake.texts import read_text
from occupancy.domain.title_files import (
    DayForm,
    DecimalForm,
    FileKind,
    TitleFileWrong,
    TitleMapping,
    TitleMappingIncomplete,
    check_mapping,
    ranked,
    read_file,
    title_number,
)
from occupancy.domain.titles import TitleState

MAPPING = TitleMapping(
    day_form=DayForm.DAY_FIRST, decimal=DecimalForm.COMMA, on_day="Date", amount="Montant", number="Titre", state="Etat",
    payer="Tiers", taken="PEC, pris en charge", rejected="Rejet", paid="Émargé",
)  # fmt: skip
HEAD = "Export Hélios;;;;\nDate;Titre;Etat;Montant;Tiers\n"


def read(rows, mapping=MAPPING, kind=FileKind.STATES, encoding="cp1252"):
    return read_file(read_text((HEAD + rows).encode(encoding)), kind, mapping)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
def test_the_lines_below_the_headings_are_read_whatever_the_encoding(encoding):
    lines, wrong = read("03/11/2026;T-2026-00012;Émargé;1 047,17;X\n4/11/2026;2026/13;pec;;\n", encoding=encoding)
    assert wrong == ()
    first, second = lines
    assert (first.row, first.number, first.state, first.cents) == (3, "T-2026-00012", TitleState.PAID, 104717)
    assert (second.on_day, second.number, second.state) == (date(2026, 11, 4), "T-2026-00013", TitleState.TAKEN)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("31/11/2026;2026-1;PEC;1,00;", "date"),
        ("2026-11-03;2026-1;PEC;1,00;", "date"),
        ("03/11/2026;douze;PEC;1,00;", "numéro"),
        ("03/11/2026;2026-1;Inconnu;1,00;", "état"),
        ("03/11/2026;2026-1;Émargé;1.00;", "montant"),
        ("03/11/2026;2026-1;Émargé;;", "montant absent"),
        ("03/11/2026;2026-1;Émargé;-1,00;", "montant"),
    ],
)
def test_a_line_that_cannot_be_read_says_what_and_where(row, said):
    lines, wrong = read(row + "\n")
    assert lines == ()
    assert wrong[0].startswith("Ligne 3 : ")
    assert said in wrong[0]


def test_a_file_without_a_column_names_those_it_has():
    with pytest.raises(TitleFileWrong, match="Export Hélios"):
        read("", replace(MAPPING, label="Objet"))
    with pytest.raises(TitleFileWrong, match="aucune ligne"):
        read("")


def test_a_p503_needs_neither_title_nor_state_and_its_like_lines_are_ranked():
    lines, wrong = read("03/11/2026;;;75,00;CAF\n03/11/2026;;;75,00;CAF\n", kind=FileKind.P503)
    assert wrong == ()
    assert [(line.cents, line.payer, rank) for line, rank in ranked(lines)] == [(7500, "CAF", 1), (7500, "CAF", 2)]


@pytest.mark.parametrize(
    ("number", "year"), [("T-2026-00012", ""), ("2026/12", ""), ("12", "2026"), ("0012", "2026"), ("t2026-12", "")]
)
def test_a_number_is_the_same_however_it_is_written(number, year):
    assert title_number(number, year) == "T-2026-00012"


def test_a_mapping_says_where_each_thing_stands():
    check_mapping(FileKind.STATES, MAPPING)
    for name in ("on_day", "amount", "number", "state"):
        with pytest.raises(TitleMappingIncomplete):
            check_mapping(FileKind.STATES, replace(MAPPING, **{name: " "}))
    with pytest.raises(TitleMappingIncomplete):
        check_mapping(FileKind.STATES, replace(MAPPING, taken="", rejected="", paid=""))
    check_mapping(FileKind.P503, replace(MAPPING, number="", state="", taken="", rejected="", paid=""))
