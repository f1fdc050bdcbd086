"""A table that comes in is read as people fill it in: every fault at once, each with its cell, and nothing dropped in silence."""

from datetime import date, datetime
from typing import Any

import pytest

from kernel.intake.cells import letter
from kernel.intake.columns import EXAMPLE
from kernel.intake.files import read_file
from kernel.intake.rows import BlankTemplate, CellsWrong, Filled, WrongTemplate, read_model
from kernel.intake.templates import text_files, workbook
from kernel.period import Month
from tests.support.intake import MODEL, PART_TITLES, PARTS, TITLES, TOOLS, Colour, book, lines, tools


def read(content: bytes) -> Filled:
    return read_model(MODEL, read_file(content))


def sentences(content: bytes) -> list[str]:
    return [one.sentence for one in read(content).problems]


def one_tool(**cells: Any) -> bytes:
    """A tool with these cells, by the name of their column."""
    named = {"reference": "A", **cells}
    return tools([named.get(one.name) for one in TOOLS.columns])


def the_value(name: str, content: bytes) -> Any:
    found = read(content)
    assert found.problems == ()
    return found.rows["Outils"][0]._values.get(name)


def test_a_filled_template_comes_back_as_values() -> None:
    row = ["M-1", datetime(2026, 3, 1), datetime(2026, 4, 1), 12.5, "45,50", 3, "bleu", "oui", "77340"]
    found = read(tools(row))
    assert found.problems == ()
    (one,) = found.rows["Outils"]
    assert (one.text("reference"), one.day("bought_on"), one.month("month")) == (
        "M-1",
        date(2026, 3, 1),
        Month(2026, 4),
    )
    assert (one.whole("price"), one.whole("size"), one.whole("count")) == (1250, 4550, 3)
    assert (one.choice("colour", Colour), one.yes("lent"), one.text("code")) == (Colour.BLUE, True, "77340")
    assert one.number == 3


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("price", 357.95, 35795),
        ("price", 0.1 + 0.2, 30),
        ("price", "1 000,00 €", 100000),
        ("price", "1\u202f000", 100000),
        ("price", "75", 7500),
        ("price", "12.30", 1230),
        ("bought_on", "1/2/2026", date(2026, 2, 1)),
        ("bought_on", "2026-02-01", date(2026, 2, 1)),
        ("month", "04/2026", Month(2026, 4)),
        ("month", "2026-04", Month(2026, 4)),
        ("month", "Février 2026", Month(2026, 2)),
        ("month", "aout 2026", Month(2026, 8)),
        ("count", "\u00a07 ", 7),
        ("count", 7, 7),
        ("colour", "ROUGE  VIF", Colour.RED),
        ("colour", "red", Colour.RED),
        ("lent", "X", True),
        ("lent", True, True),
        ("lent", "Non", False),
        ("code", 1000, "01000"),
        ("code", "01000", "01000"),
        ("code", "01 000", "01000"),
        ("reference", 12, "12"),
        ("reference", "e\u0301te\u0301", "été"),
        ("reference", "  deux\u00a0 mots ", "deux mots"),
    ],
)
def test_what_french_hands_and_spreadsheets_write_is_understood(name: str, typed: Any, value: Any) -> None:
    assert the_value(name, one_tool(**{name: typed})) == value


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("bought_on", "21/11/26", "écrivez l'année avec quatre chiffres, « 21/11/26 » lu"),
        ("month", "11/26", "écrivez l'année avec quatre chiffres, « 11/26 » lu"),
        ("bought_on", "31/02/2026", "date comme 21/11/2026 attendue, « 31/02/2026 » lu"),
        ("bought_on", 46000, "un nombre n'est pas une date : passez la cellule au format Date"),
        ("bought_on", datetime(2026, 3, 1, 14, 30), "une date sans heure est attendue, « 01/03/2026 14:30 » lu"),
        ("bought_on", "01/01/1850", "année de 1900 à 2099 attendue, « 01/01/1850 » lu"),
        ("month", datetime(2026, 4, 15), "mois comme 11/2026 attendu, « 15/04/2026 » lu"),
        ("price", "1.234,56", "montant en euros comme 1 047,17 attendu, « 1.234,56 » lu"),
        ("price", 12.345, "montant en euros comme 1 047,17 attendu, « 12.345 » lu"),
        ("price", "-1", "montant de 0,00 € à 1 000,00 € attendu, « -1 » lu"),
        (
            "price",
            datetime(2026, 1, 1),
            "le tableur y a mis une date (01/01/2026) : passez la cellule au format Nombre",
        ),
        ("count", "trois", "nombre entier attendu, « trois » lu"),
        ("count", 11, "nombre de 0 à 10 attendu, « 11 » lu"),
        ("count", 1.5, "nombre entier attendu, « 1.5 » lu"),
        ("count", "٣", "nombre entier attendu, « ٣ » lu"),
        ("size", "0", "nombre de 0 à 1 000 attendu, « 0 » lu"),
        ("colour", "vert", "« vert » n'est pas de la liste : Rouge vif, Bleu"),
        ("lent", "peut-être", "« oui » ou « non » attendu, « peut-être » lu"),
        ("code", "123", "5 chiffres attendus, « 123 » lu"),
        ("code", "1000", "5 chiffres attendus, « 1000 » lu"),
        (
            "reference",
            datetime(2026, 1, 2),
            "le tableur y a mis une date (02/01/2026) : passez la cellule au format Texte",
        ),
        ("reference", "a" * 21, "20 caractères au plus (il y en a 21)"),
        ("reference", "a\nb", "une seule ligne, sans caractère invisible, est attendue"),
        ("reference", "a\u202eb", "une seule ligne, sans caractère invisible, est attendue"),
        ("price", "=1+1", "une formule n'est pas une valeur : collez la valeur à sa place"),
        ("reference", None, "cette cellule est obligatoire"),
    ],
)
def test_what_does_not_fit_is_said_with_what_was_read(name: str, typed: Any, said: str) -> None:
    found = sentences(one_tool(**({"count": 1} | {name: typed})))
    assert len(found) == 1
    at = next(number for number, one in enumerate(TOOLS.columns) if one.name == name)
    title = TOOLS.columns[at].title
    assert (
        found[0]
        .replace("\u202f", " ")
        .replace("\xa0", " ")
        .startswith(f"Feuille Outils, ligne 3, colonne {letter(at)} ({title}) : {said}")
    )


def test_every_fault_of_every_row_comes_at_once_in_the_order_of_the_sheet() -> None:
    bad = tools(["A", "hier", None, "x"], [None, None, None, None, None, 99], ["B"])
    found = read(bad)
    assert [one.place for one in found.problems] == ["Outils!B3", "Outils!D3", "Outils!A4", "Outils!F4"]
    assert [one.ok for one in found.rows["Outils"]] == [False, False, True]
    refusal = CellsWrong(found.problems)
    assert refusal.detail == "4 cellules sont à corriger."
    assert refusal.errors[0].field == "Outils!B3"
    assert refusal.errors[0].message.startswith("Feuille Outils, ligne 3, colonne B (Acheté le) : ")


def test_thousands_of_faults_are_counted_and_a_thousand_listed() -> None:
    problems = read(tools(*([f"R{number}", "hier"] for number in range(1_500)))).problems
    refusal = CellsWrong(problems)
    assert (len(problems), len(refusal.errors)) == (1_500, 1_000)
    assert refusal.detail == "1500 cellules sont à corriger, dont 500 ne sont pas listées."


def test_a_row_said_twice_is_named_with_the_first() -> None:
    assert sentences(tools(["A"], ["b"], ["a "])) == [
        "Feuille Outils, ligne 5, colonne A (Référence) : déjà dit à la ligne 3"
    ]


def test_columns_may_stand_in_any_order_and_be_typed_without_accents() -> None:
    found = read(tools(["2026-01-05", "A"], titles=["acheté LE", "Reference"]))
    assert found.rows["Outils"][0].day("bought_on") == date(2026, 1, 5)
    assert [one.sentence for one in found.problems] == [
        "Feuille Outils, ligne 2 : colonnes absentes : " + ", ".join(f"« {title} »" for title in TITLES[2:])
    ]


def test_a_column_that_nobody_knows_is_named_and_one_that_is_missing_too() -> None:
    titles = ["Référence", "Poids", "Référence", *TITLES[1:-1]]
    assert sentences(tools(["A", "12 kg"], titles=titles)) == [
        "Feuille Outils, ligne 2, colonne B : colonne inconnue « Poids » : rien n'en serait repris, retirez-la",
        "Feuille Outils, ligne 2, colonne C (Référence) : cette colonne est là deux fois",
        "Feuille Outils, ligne 2 : colonne absente : « Code postal »",
    ]


def test_without_a_column_that_is_needed_the_rows_are_not_read() -> None:
    found = read(tools(["hier"], titles=["Acheté le"]))
    assert found.rows["Outils"] == []
    assert [one.sentence[:45] for one in found.problems] == ["Feuille Outils, ligne 2 : colonnes absentes :"]


def test_what_is_written_beside_the_columns_is_named() -> None:
    assert sentences(tools(["A", *[None] * 9, "à voir"])) == [
        "Feuille Outils, ligne 3, colonne K : « à voir » est hors des colonnes du modèle"
    ]


def test_empty_rows_and_the_example_are_left_out() -> None:
    found = read(tools([EXAMPLE, "pas une date"], ["A"], [], [" ", None, "\u00a0"], ["B"], [], []))
    assert [one.number for one in found.rows["Outils"]] == [4, 7]
    assert (found.problems, found.examples) == ((), 1)


def test_the_template_as_given_is_blank_in_both_forms() -> None:
    for given in (workbook(MODEL), text_files(MODEL)):
        with pytest.raises(BlankTemplate):
            read(given)


def test_the_template_is_the_same_bytes_each_time() -> None:
    assert workbook(MODEL) == workbook(MODEL)
    assert text_files(MODEL) == text_files(MODEL)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (book({"Feuil1": [["Nom", "Âge"], ["x", 1]]}), "La feuille « Feuil1 » ne vient pas du modèle"),
        (b"nom;age\r\nx;1", "Ce fichier ne vient pas du modèle"),
        (tools(["A"], stamp=MODEL.stamp(TOOLS).replace("2026", "2025")), "modèle de 2025 : téléchargez celui de 2026"),
        (tools(["A"], stamp=MODEL.stamp(TOOLS).replace("outils", "parc")), "d'un autre modèle : « parc »"),
        (tools(["A"], stamp=MODEL.stamp(TOOLS).replace("Outils", "Autre")), "feuille Autre"),
        (book({"Vide": []}), "aucune feuille du modèle"),
        (book({"a": [[MODEL.stamp(TOOLS)], TITLES, ["A"]], "b": [[MODEL.stamp(TOOLS)]]}), "est là deux fois"),
        (book({"Outils": [[MODEL.stamp(TOOLS)], TITLES, ["A"]], "Notes": [["x"]]}), "La feuille « Notes »"),
    ],
)
def test_a_file_that_is_not_the_template_of_the_year_is_told_so(content: bytes, said: str) -> None:
    with pytest.raises(WrongTemplate) as refused:
        read(content)
    assert said in refused.value.detail


def test_a_sheet_without_its_titles_says_so() -> None:
    assert sentences(book({"Outils": [[MODEL.stamp(TOOLS)]]})) == [
        "Feuille Outils, ligne 2 : la ligne des titres manque"
    ]


def test_an_empty_sheet_left_by_the_spreadsheet_is_no_matter() -> None:
    sheets = {"Outils": [[MODEL.stamp(TOOLS)], TITLES, ["A"]], "Feuil1": [], "Aide": [["x"]]}
    assert read(book(sheets)).problems == ()


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_csv_file_is_read_whatever_its_separator_and_its_encoding(separator: str, encoding: str) -> None:
    cells = ["M-1", "01/03/2026", "04/2026", '"1 000,00"', "", "3", "Bleu", "oui", "01000"]
    text = "\r\n".join([f'"{MODEL.stamp(TOOLS)}"', separator.join(TITLES), separator.join(cells), ""])
    found = read(text.encode(encoding))
    assert found.problems == ()
    one = found.rows["Outils"][0]
    assert (one.whole("price"), one.text("code"), one.day("bought_on")) == (100000, "01000", date(2026, 3, 1))


def test_a_csv_of_excel_may_say_its_separator_and_quote_line_ends() -> None:
    parts = f'sep=;\r\n{MODEL.stamp(PARTS)}\r\n{";".join(PART_TITLES)}\r\nA;"deux\r\nlignes ; et ""guillemets"""\r\n'
    assert read(parts.encode()).rows["Pièces"][0].text("name") == 'deux\nlignes ; et "guillemets"'


def test_a_text_made_harmless_for_a_spreadsheet_comes_back_as_it_was() -> None:
    assert read(lines("'-12 rue;;;;;;;;")).rows["Outils"][0].text("reference") == "-12 rue"
    assert sentences(lines("=1+1;;;;;;;;"))[0].endswith(
        "une formule n'est pas une valeur : collez la valeur à sa place"
    )


def test_letters_are_those_of_a_spreadsheet() -> None:
    assert [letter(at) for at in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
