"""Bank files, read: amounts to the cent, days that exist, the account of the source; one row in error stops nothing silently."""

from datetime import date

import pytest
from msgspec.structs import replace

from alt_units.domain.bank_files import BankFile, BankFileRejected, FileFormat, keys_of
from alt_units.domain.bank_sources import (
    BankAccountInvalid,
    BankMappingIncomplete,
    CsvMapping,
    DateFormat,
    DecimalMark,
    Encoding,
    check_source,
)
from alt_units.parsers.bank import read_bank_file
from alt_units.parsers.bank_csv import headings_of
from tests.support.bank_files import IBAN, MAPPING, Movement, as_camt, as_cfonb, as_csv, source_of, written

MOVEMENTS = [
    Movement(on=date(2026, 5, 10), cents=12_345_67, reference="VIR-1", label="AIDE ALT CONV 77-2026", payer="DRFIP 77"),
    Movement(on=date(2026, 5, 11), cents=-1, reference="FRAIS", label="FRAIS", payer="BANQUE"),
]
SHORT_YEAR = "« 10/05/26 » : année sur deux chiffres. La source doit dire que c'est son format."


def csv(text: str, mapping: CsvMapping = MAPPING) -> BankFile:
    heading = "Date;Libellé;Montant;Référence;Émetteur;Devise\r\n"
    return read_bank_file((heading + text).encode("cp1252"), source_of(FileFormat.CSV, mapping))


def said(file: BankFile) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.message) for one in file.errors]


@pytest.mark.parametrize("kind", FileFormat)
def test_the_four_formats_say_the_same_movements(kind: FileFormat) -> None:
    file = read_bank_file(written(kind, MOVEMENTS), source_of(kind))
    assert file.errors == ()
    found = [(one.booked_on, one.amount_cents, one.reference, one.label) for one in file.lines]
    assert found == [(one.on, one.cents, one.reference, one.label) for one in MOVEMENTS]
    assert file.lines[0].payer == "DRFIP 77"


@pytest.mark.parametrize("version", ["02", "04", "08", "13"])
def test_any_version_of_camt_is_read(version: str) -> None:
    assert len(read_bank_file(as_camt(MOVEMENTS, version=version), source_of(FileFormat.CAMT053)).lines) == 2


def test_a_payer_named_under_pty_is_read() -> None:
    newer = as_camt(MOVEMENTS).replace(b"<Nm>", b"<Pty><Nm>").replace(b"</Nm>", b"</Nm></Pty>")
    assert read_bank_file(newer, source_of(FileFormat.CAMT053)).lines[0].payer == "DRFIP 77"


def test_a_pending_entry_is_left_aside_and_said() -> None:
    pending = as_camt(MOVEMENTS).replace(b"BOOK</Sts>", b"PDNG</Sts>", 1).replace(b"OPBD", b"OPAV")
    file = read_bank_file(pending, source_of(FileFormat.CAMT053))
    assert len(file.lines) == 1
    assert "1 opération(s) encore en attente" in file.notes[0]


@pytest.mark.parametrize(
    ("row", "error"),
    [
        ("10/05/26;x;1,00;r;p;EUR", (2, "Date", SHORT_YEAR)),
        ("31/02/2026;x;1,00;r;p;EUR", (2, "Date", "« 31/02/2026 » : ce jour n'existe pas.")),
        ("hier;x;1,00;r;p;EUR", (2, "Date", "« hier » : date attendue comme 21/11/2026.")),
        ("10/05/2026;x;1.00;r;p;EUR", (2, "Montant", "« 1.00 » : montant attendu comme 1 047,17, au centime.")),
        ("10/05/2026;x;1,005;r;p;EUR", (2, "Montant", "« 1,005 » : montant attendu comme 1 047,17, au centime.")),
        ("10/05/2026;x;;r;p;EUR", (2, "Montant", "Montant absent ou nul.")),
        ("10/05/2026;x;1,00;r;p;USD", (2, "Devise", "Devise « USD » : seul l'euro est reçu.")),
        ("10/05/2026;x;1,00;r", (2, "", "4 colonnes pour 6 en-têtes.")),
        (f"10/05/2026;{'x' * 501};1,00;r;p;EUR", (2, "Libellé", "Texte de plus de 500 caractères.")),
    ],
)  # fmt: skip
def test_a_row_in_error_says_its_line_its_column_and_why(row: str, error: tuple[int, str, str]) -> None:
    file = csv(f"{row}\r\n11/05/2026;bon;2,00;r2;p;EUR\r\n")
    assert said(file) == [error]
    assert [one.label for one in file.lines] == ["bon"]


def test_years_of_two_digits_are_read_where_the_source_says_so() -> None:
    file = csv("10/05/26;x;1,00;r;p;EUR\r\n", replace(MAPPING, date_format=DateFormat.DAY_FIRST_SHORT))
    assert file.lines[0].booked_on == date(2026, 5, 10)


def test_debit_and_credit_columns_give_one_signed_amount() -> None:
    mapping = replace(MAPPING, amount="", debit="Montant", credit="Référence", reference="")
    file = csv(
        "10/05/2026;sorti;1 047,17;;p;EUR\r\n10/05/2026;entré;;0,01;p;EUR\r\n11/05/2026;deux;1,00;1,00;p;EUR\r\n",
        mapping,
    )
    assert [one.amount_cents for one in file.lines] == [-104717, 1]
    assert said(file) == [(4, "Montant", "Débit et crédit sont tous deux remplis.")]


def test_a_decimal_point_is_read_where_the_source_says_so() -> None:
    assert (
        csv("10/05/2026;x;1047.17;r;p;EUR\r\n", replace(MAPPING, decimal=DecimalMark.POINT)).lines[0].amount_cents
        == 104717
    )


def test_utf8_with_its_mark_and_rows_above_the_headings_are_read() -> None:
    content = b"\xef\xbb\xbfCompte;FR76\r\n\r\n" + as_csv(MOVEMENTS, encoding="utf-8")
    mapping = replace(MAPPING, encoding=Encoding.UTF8, skipped_rows=2)
    assert len(read_bank_file(content, source_of(FileFormat.CSV, mapping)).lines) == 2
    assert headings_of(content, mapping)[1] == "Libellé"


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "vide"),
        (b"Date;Montant\r\n", "« Libellé » absente. Colonnes du fichier : Date, Montant"),
        ("Date;Date;Libellé;Montant;Référence;Émetteur;Devise".encode("cp1252"), "présente plusieurs fois"),
        (as_csv([]), "aucune ligne"),
        (as_csv(MOVEMENTS).replace(b"VIR-1", b'"VIR'), "guillemets"),
        (as_csv(MOVEMENTS)[:60] + b"\x81" + as_csv(MOVEMENTS)[60:], "Windows"),
        (b"x" * (10 * 1024 * 1024 + 1), "10 Mo"),
    ],
)
def test_a_csv_that_is_not_the_one_described_is_rejected(content: bytes, word: str) -> None:
    with pytest.raises(BankFileRejected, match=word):
        read_bank_file(content, source_of(FileFormat.CSV))


@pytest.mark.parametrize("kind", [FileFormat.CAMT053, FileFormat.CFONB120, FileFormat.OFX])
def test_a_statement_of_another_account_is_rejected(kind: FileFormat) -> None:
    source = replace(source_of(kind), account="FR7699999007941234567890185")
    with pytest.raises(BankFileRejected, match="porte sur le compte"):
        read_bank_file(written(kind, MOVEMENTS), source)


@pytest.mark.parametrize("kind", FileFormat)
def test_another_currency_is_never_read_as_euros(kind: FileFormat) -> None:
    dollars = [replace(one, currency="USD") for one in MOVEMENTS]
    file = read_bank_file(written(kind, dollars), source_of(kind))
    assert file.lines == ()
    assert all("seul l'euro est reçu" in one.message for one in file.errors)


@pytest.mark.parametrize("make", [as_camt, as_cfonb])
def test_balances_that_the_lines_do_not_explain_are_an_error(make: object) -> None:
    kind = FileFormat.CAMT053 if make is as_camt else FileFormat.CFONB120
    content = written(kind, MOVEMENTS)
    changed = (
        content.replace(b"12345.67", b"12345.66")
        if make is as_camt
        else content.replace(b"000000123456G", b"000000123456F")
    )
    file = read_bank_file(changed, source_of(kind))
    assert [one.column for one in file.errors] == ["solde"]
    assert "0,01" in file.errors[0].message


def test_a_cut_cfonb_is_an_error() -> None:
    content = b"\r\n".join(as_cfonb(MOVEMENTS).split(b"\r\n")[:3])
    assert "fichier coupé" in said(read_bank_file(content, source_of(FileFormat.CFONB120)))[0][2]


def test_identical_lines_of_a_day_are_told_apart_by_their_rank() -> None:
    twice = [MOVEMENTS[0], MOVEMENTS[0], replace(MOVEMENTS[0], on=date(2026, 5, 12))]
    keys = [key for key, _ in keys_of(read_bank_file(as_csv(twice), source_of(FileFormat.CSV)).lines)]
    assert [(one.booked_on.day, one.rank) for one in keys] == [(10, 1), (10, 2), (12, 1)]


def test_without_a_reference_the_label_makes_the_key() -> None:
    nameless = [replace(MOVEMENTS[0], reference=""), replace(MOVEMENTS[0], reference="", label="AUTRE")]
    one, other = [key for key, _ in keys_of(read_bank_file(as_csv(nameless), source_of(FileFormat.CSV)).lines)]
    assert one.rank == other.rank == 1
    assert one != other


@pytest.mark.parametrize(
    "change",
    [{"label": ""}, {"amount": ""}, {"debit": "Débit"}, {"amount": "", "debit": "Débit"}, {"reference": "Date"}],
)
def test_a_mapping_that_does_not_say_where_things_stand_is_refused(change: dict[str, str]) -> None:
    with pytest.raises(BankMappingIncomplete):
        check_source(source_of(FileFormat.CSV, replace(MAPPING, **change)))


def test_an_account_without_a_number_is_refused() -> None:
    with pytest.raises(BankAccountInvalid):
        check_source(replace(source_of(FileFormat.OFX), account="----"))
    check_source(replace(source_of(FileFormat.OFX), account=IBAN))
