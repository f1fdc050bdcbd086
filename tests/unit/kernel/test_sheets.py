"""Tables to take away: nothing typed becomes a formula, numbers stay numbers, a French Excel reads them right."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from kernel.documents.spreadsheets import csv_file, harmless, xlsx
from kernel.period import Month
from kernel.sheets import Sheet, cents, day, month, per_mille, text, whole

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
HOSTILE = (
    '=HYPERLINK("x")',
    "+33 1 02",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "\r=1",
    "\n=1",
    "  =1+1",
    "＝1+1",
    "https://exemple.fr",
    "0042",
)
FEBRUARY = datetime.combine(date(2026, 2, 1), datetime.min.time())
COLUMNS = (text("Libellé"), day("Le"), month("Mois"), cents("Montant"), whole("Jours"), per_mille("Taux"))
ROW = ("Été à Nîmes ; « œuvre » €", date(2026, 2, 1), Month(2026, 2), -104_717, 28, 965)


def sheet(*rows: tuple[object, ...], name: str = "Essai") -> Sheet:
    return Sheet(name=name, columns=COLUMNS, rows=rows, totals=("Total", None, None, -104_717, None, None), notes=("Note",))  # type: ignore[arg-type]  # fmt: skip


def read_back(*sheets: Sheet) -> list[list[list[object]]]:
    book = load_workbook(io.BytesIO(xlsx(sheets, title="Essai", author="CCAS Exemple", on=AT)))
    assert all(cell.data_type != "f" for page in book for row in page for cell in row)
    return [[[cell.value for cell in row] for row in page] for page in book]


def words(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_no_typed_text_becomes_a_formula_in_a_workbook() -> None:
    (rows,) = read_back(sheet(*((one, None, None, None, None, None) for one in HOSTILE)))
    assert [str(row[0]).strip() for row in rows[1 : len(HOSTILE) + 1]] == [one.strip() for one in HOSTILE]


def test_a_workbook_that_lets_formulas_in_is_caught() -> None:
    import xlsxwriter  # the same writer with its own defaults: the control of the test above

    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        book.add_worksheet().write(0, 0, HOSTILE[2].replace("-", "="))
    assert any(cell.data_type == "f" for row in load_workbook(content).active for cell in row)


@pytest.mark.parametrize("typed", [one for one in HOSTILE if one not in ("https://exemple.fr", "0042")])
def test_a_text_that_would_start_a_formula_is_made_harmless_in_csv(typed: str) -> None:
    (_, row) = words(csv_file(sheet((typed, None, None, None, None, None))))
    assert row[0].startswith("'")


def test_an_amount_below_zero_stays_a_number_in_csv() -> None:
    assert words(csv_file(sheet(ROW)))[1] == [
        "Été à Nîmes ; « œuvre » €",
        "01/02/2026",
        "02/2026",
        "-1047,17",
        "28",
        "96,5%",
    ]


def test_rows_end_as_windows_expects_and_accents_are_announced() -> None:
    content = csv_file(sheet(ROW))
    assert content.startswith("\ufeffLibellé;Le;".encode())
    assert content.count(b"\r\n") == 2
    assert content.count(b"\n") == 2


def test_a_workbook_holds_days_and_amounts_as_such() -> None:
    (rows,) = read_back(sheet(ROW))
    assert rows[0] == ["Libellé", "Le", "Mois", "Montant", "Jours", "Taux"]
    assert rows[1] == [ROW[0], FEBRUARY, FEBRUARY, -1047.17, 28, 0.965]
    assert rows[2][0] == "Total"
    assert rows[2][3] == -1047.17
    assert rows[-1][0] == "Note"


def test_the_look_of_a_workbook_is_french() -> None:
    page = load_workbook(io.BytesIO(xlsx([sheet(ROW)], title="Essai", author="CCAS", on=AT))).active
    assert page["B2"].number_format == "dd/mm/yyyy"
    assert page["D2"].number_format == '#,##0.00\\ "€"'
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:F2"


@given(st.integers(-(10**12), 10**12))
def test_every_amount_reads_back_to_the_cent(amount: int) -> None:
    (rows,) = read_back(Sheet(name="x", columns=(cents("Montant"),), rows=((amount,),)))
    assert round(float(str(rows[1][0])) * 100) == amount
    sign = "-" if amount < 0 else ""
    assert words(csv_file(Sheet(name="x", columns=(cents("Montant"),), rows=((amount,),))))[1] == [
        f"{sign}{abs(amount) // 100},{abs(amount) % 100:02d}"
    ]


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=40))
def test_whatever_is_typed_is_written_and_harmless(typed: str) -> None:
    read_back(Sheet(name=typed, columns=(text(typed),), rows=((typed,),)))
    assert not harmless(typed).lstrip().startswith(("=", "+", "-", "@", "＝"))


def test_the_same_table_at_the_same_instant_gives_the_same_bytes() -> None:
    once = xlsx([sheet(ROW)], title="Essai", author="CCAS", on=AT)
    assert xlsx([sheet(ROW)], title="Essai", author="CCAS", on=AT) == once
    assert xlsx([sheet(ROW)], title="Essai", author="CCAS", on=AT.replace(year=2025)) != once


def test_two_tables_of_one_name_have_two_sheets() -> None:
    book = load_workbook(
        io.BytesIO(xlsx([sheet(ROW, name="[Aides] 2026" * 5)] * 3, title="Essai", author="CCAS", on=AT))
    )
    assert len(set(book.sheetnames)) == 3
    assert max(map(len, book.sheetnames)) <= 31


def test_a_row_that_does_not_fit_its_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="columns"):
        Sheet(name="x", columns=(text("a"),), rows=(("a", "b"),))


def test_a_day_before_spreadsheets_is_written_as_text() -> None:
    (rows,) = read_back(Sheet(name="x", columns=(day("Le"),), rows=((date(1789, 7, 14),),)))
    assert rows[1] == ["14/07/1789"]
