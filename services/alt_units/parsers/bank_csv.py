"""A bank's CSV, read by the mapping that was saved for its source. Nothing is guessed: encoding, dates, decimals are said."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date

from alt_units.domain.bank_files import (
    LABEL,
    MOST_LINES,
    PAYER,
    REFERENCE,
    BankFile,
    BankFileRejected,
    ReadLine,
    RowError,
    Statement,
    check_size,
    clean,
    first_errors,
    read_day,
    whole_cents,
)
from alt_units.domain.bank_sources import CsvMapping, DateFormat, DecimalMark, Encoding

LONGEST_FIELD = 4000
MOST_COLUMNS = 200

_DATES = {
    DateFormat.DAY_FIRST: re.compile(r"(?P<d>[0-9]{1,2})[/.\- ](?P<m>[0-9]{1,2})[/.\- ](?P<y>[0-9]{4})"),
    DateFormat.YEAR_FIRST: re.compile(r"(?P<y>[0-9]{4})[/.\-](?P<m>[0-9]{1,2})[/.\-](?P<d>[0-9]{1,2})"),
    DateFormat.COMPACT: re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})"),
    DateFormat.DAY_FIRST_SHORT: re.compile(r"(?P<d>[0-9]{1,2})[/.\- ](?P<m>[0-9]{1,2})[/.\- ](?P<y>[0-9]{2})"),
}
_EXAMPLES = {
    DateFormat.DAY_FIRST: "21/11/2026",
    DateFormat.YEAR_FIRST: "2026-11-21",
    DateFormat.COMPACT: "20261121",
    DateFormat.DAY_FIRST_SHORT: "21/11/26",
}
_SHORT_YEAR = _DATES[DateFormat.DAY_FIRST_SHORT]
_SPACES = re.compile(r"[\s\u00a0\u202f]")
_AMOUNTS = {
    DecimalMark.COMMA: re.compile(r"(?P<sign>[+\-]?)(?P<whole>[0-9]{1,13})(?:,(?P<part>[0-9]{1,6}))?"),
    DecimalMark.POINT: re.compile(r"(?P<sign>[+\-]?)(?P<whole>[0-9]{1,13})(?:\.(?P<part>[0-9]{1,6}))?"),
}


class Wrong(Exception):
    """What is wrong in one cell; never leaves this module."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column, self.message = column, message


def headings_of(content: bytes, mapping: CsvMapping) -> list[str]:
    """The headings of a file, to choose from. Raises `BankFileRejected`."""
    check_size(content)
    return _headings(_rows(_decoded(content, mapping), mapping), mapping)


def read_csv(content: bytes, mapping: CsvMapping) -> BankFile:
    """The lines of a CSV. Raises `BankFileRejected` when it is not one, or lacks a column of the mapping."""
    check_size(content)
    rows = _rows(_decoded(content, mapping), mapping)
    headings = _headings(rows, mapping)
    places = _places(headings, mapping)
    lines: list[ReadLine] = []
    errors: list[RowError] = []
    for number, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        if len(lines) + len(errors) >= MOST_LINES:
            raise BankFileRejected(f"Ce fichier a plus de {MOST_LINES} lignes : découpez-le par période.")
        try:
            if len(row) != len(headings):
                raise Wrong("", f"{len(row)} colonnes pour {len(headings)} en-têtes.")
            lines.append(_line(number, {name: row[place] for name, place in places.items()}, mapping))
        except Wrong as wrong:
            errors.append(RowError(row=number, column=wrong.column, message=wrong.message))
    if not lines and not errors:
        raise BankFileRejected("Ce fichier n'a aucune ligne sous ses en-têtes.")
    statement = Statement(account="", opening_cents=None, closing_cents=None, lines=tuple(lines))
    return BankFile(statements=(statement,), errors=first_errors(errors), notes=())


def _decoded(content: bytes, mapping: CsvMapping) -> str:
    encoding = "utf-8-sig" if mapping.encoding is Encoding.UTF8 else "cp1252"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        said = "UTF-8" if mapping.encoding is Encoding.UTF8 else "Windows (cp1252)"
        detail = f"Octet {error.start + 1} : ce fichier n'est pas écrit en {said}. Choisissez l'autre encodage."
        raise BankFileRejected(detail) from error


def _rows(text: str, mapping: CsvMapping) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mapping.separator.character, strict=True)
    try:
        for row in reader:
            if len(row) > MOST_COLUMNS or any(len(cell) > LONGEST_FIELD for cell in row):
                raise BankFileRejected(f"Ligne {reader.line_num} : colonnes trop nombreuses ou texte trop long.")
            yield reader.line_num, row
    except csv.Error as error:
        detail = f"Ligne {reader.line_num} : guillemets ou séparateurs mal placés, ce n'est pas un CSV lisible."
        raise BankFileRejected(detail) from error


def _headings(rows: Iterator[tuple[int, list[str]]], mapping: CsvMapping) -> list[str]:
    for _ in range(mapping.skipped_rows):
        next(rows, None)
    _, headings = next(rows, (0, []))
    named = [clean(one, LABEL) for one in headings]
    if not any(named):
        raise BankFileRejected("La ligne des en-têtes est vide ou absente. Vérifiez le nombre de lignes à sauter.")
    return named


def _places(headings: list[str], mapping: CsvMapping) -> dict[str, int]:
    known = [one.casefold() for one in headings]
    places = {}
    for name in mapping.columns:
        wanted = clean(name, LABEL).casefold()
        if known.count(wanted) != 1:
            how = "absente" if wanted not in known else "présente plusieurs fois"
            found = clean(", ".join(one for one in headings if one), LABEL)
            raise BankFileRejected(f"Colonne « {name} » {how}. Colonnes du fichier : {found}.")
        places[name] = known.index(wanted)
    return places


def _line(number: int, cells: Mapping[str, str], mapping: CsvMapping) -> ReadLine:
    if mapping.currency and cells[mapping.currency].strip().upper() not in ("EUR", "€"):
        raise Wrong(mapping.currency, f"Devise « {clean(cells[mapping.currency], 20)} » : seul l'euro est reçu.")
    return ReadLine(
        row=number,
        booked_on=_day(cells[mapping.booked_on], mapping),
        amount_cents=_amount(cells, mapping),
        reference=_text(cells, mapping.reference, REFERENCE),
        label=_text(cells, mapping.label, LABEL),
        payer=_text(cells, mapping.payer, PAYER),
    )


def _text(cells: Mapping[str, str], column: str, most: int) -> str:
    if not column:
        return ""
    said = clean(cells[column], LONGEST_FIELD)
    if len(said) > most:
        raise Wrong(column, f"Texte de plus de {most} caractères.")
    return said


def _day(text: str, mapping: CsvMapping) -> date:
    column, plain = mapping.booked_on, text.strip()
    found = _DATES[mapping.date_format].fullmatch(plain)
    if not found:
        if mapping.date_format is not DateFormat.DAY_FIRST_SHORT and _SHORT_YEAR.fullmatch(plain):
            raise Wrong(column, f"« {plain} » : année sur deux chiffres. La source doit dire que c'est son format.")
        raise Wrong(column, f"« {clean(plain, 40)} » : date attendue comme {_EXAMPLES[mapping.date_format]}.")
    year = int(found["y"])
    if mapping.date_format is DateFormat.DAY_FIRST_SHORT:
        year += 2000
    try:
        return read_day(year, int(found["m"]), int(found["d"]))
    except ValueError:
        raise Wrong(column, f"« {plain} » : ce jour n'existe pas.") from None


def _amount(cells: Mapping[str, str], mapping: CsvMapping) -> int:
    if mapping.amount:
        return _cents(cells[mapping.amount], mapping.amount, mapping) or _no_amount(mapping.amount)
    debit = _cents(cells[mapping.debit], mapping.debit, mapping)
    credit = _cents(cells[mapping.credit], mapping.credit, mapping)
    if debit and credit:
        raise Wrong(mapping.debit, "Débit et crédit sont tous deux remplis.")
    if credit < 0:
        raise Wrong(mapping.credit, "Un crédit s'écrit en positif.")
    return credit or -abs(debit) or _no_amount(mapping.credit)


def _no_amount(column: str) -> int:
    raise Wrong(column, "Montant absent ou nul.")


def _cents(text: str, column: str, mapping: CsvMapping) -> int:
    plain = _SPACES.sub("", text).replace("−", "-").removesuffix("€")
    if not plain:
        return 0
    found = _AMOUNTS[mapping.decimal].fullmatch(plain)
    try:
        if not found:
            raise ValueError
        cents = whole_cents(found["whole"], found["part"] or "0")
    except ValueError:
        mark = "1 047,17" if mapping.decimal is DecimalMark.COMMA else "1047.17"
        raise Wrong(column, f"« {clean(text, 40)} » : montant attendu comme {mark}, au centime.") from None
    return -cents if found["sign"] == "-" else cents
