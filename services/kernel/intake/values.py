"""One cell as the value of its column. What does not fit is said in one French sentence that names what was read."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from enum import Enum

from kernel.intake.cells import Cell, CellKind
from kernel.intake.columns import Column, Holds
from kernel.money import parse_euros
from kernel.period import Month
from kernel.text import LINE_OR_NOTHING, TEXT
from kernel.web.formats import MONTHS, euros, thousands
from kernel.web.typed import civil_day, civil_month

Value = str | int | bool | date | Month | Enum | None

SHOWN = 60
"""Characters of a cell that are shown beside what is wrong with it."""
ONE_LINE = 200
FIRST_YEAR, LAST_YEAR = 1900, 2099
_TWO_DIGIT_YEAR = re.compile(r"[0-9]{1,2}[/.\- ][0-9]{1,2}[/.\- ][0-9]{2}|[0-9]{1,2}[/.\- ][0-9]{2}")
_WHOLE = re.compile(r"-?[0-9]{1,15}")
_HUNDREDTHS = re.compile(r"([0-9]{1,9})(?:[.,]([0-9]{1,2}))?")
_SPACES = re.compile(r"\s")
_LINE, _TEXT = re.compile(LINE_OR_NOTHING), re.compile(TEXT)
_YES = ("oui", "o", "vrai", "x", "1", "true", "yes")
_NO = ("non", "n", "faux", "0", "false", "no")


class Unfit(Exception):
    """The cell does not hold what its column asks for; the argument is the sentence."""


def value_of(column: Column, cell: Cell) -> Value:
    """The value of a filled cell. Raises `Unfit`."""
    if cell.kind is CellKind.FORMULA:
        raise Unfit("une formule n'est pas une valeur : collez la valeur à sa place")
    if cell.kind is CellKind.ERROR:
        raise Unfit(f"la cellule contient l'erreur {shown(cell.text)} du tableur")
    return _READERS[column.holds](column, cell)


def shown(text: str) -> str:
    """What was read, short and visible."""
    seen = "".join(one if one.isprintable() else "�" for one in text)
    return seen if len(seen) <= SHOWN else f"{seen[: SHOWN - 1]}…"


def folded(text: str) -> str:
    """A word without case, accents and spaces, to be compared."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in letters if one.isalnum())


def _text(column: Column, cell: Cell) -> str:
    if cell.kind in (CellKind.DAY, CellKind.INSTANT):
        raise Unfit(
            f"le tableur y a mis une date ({shown(cell.text)}) : passez la cellule au format Texte et retapez-la"
        )
    if not (_LINE if column.longest <= ONE_LINE else _TEXT).fullmatch(cell.text):
        raise Unfit("une seule ligne, sans caractère invisible, est attendue")
    if len(cell.text) > column.longest:
        raise Unfit(f"{thousands(column.longest)} caractères au plus (il y en a {thousands(len(cell.text))})")
    return cell.text


def _digits(column: Column, cell: Cell) -> str:
    text = _SPACES.sub("", cell.text)
    if not (text.isascii() and text.isdigit() and len(text) <= column.most):
        raise Unfit(f"{column.most} chiffres attendus, « {shown(cell.text)} » lu")
    if cell.kind is CellKind.NUMBER and len(text) == column.most - 1:
        return text.zfill(column.most)  # a spreadsheet drops the zero that a number starts with
    if len(text) != column.most:
        raise Unfit(f"{column.most} chiffres attendus, « {shown(cell.text)} » lu")
    return text


def _day(column: Column, cell: Cell) -> date:
    if cell.kind is CellKind.INSTANT:
        raise Unfit(f"une date sans heure est attendue, « {shown(cell.text)} » lu")
    if cell.kind is CellKind.NUMBER:
        raise Unfit("un nombre n'est pas une date : passez la cellule au format Date")
    found = cell.day or civil_day(cell.text)
    if found is None and _TWO_DIGIT_YEAR.fullmatch(cell.text):
        raise Unfit(f"écrivez l'année avec quatre chiffres, « {shown(cell.text)} » lu")
    if found is None:
        raise Unfit(f"date comme 21/11/2026 attendue, « {shown(cell.text)} » lu")
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Unfit(f"année de {FIRST_YEAR} à {LAST_YEAR} attendue, « {shown(cell.text)} » lu")
    return found


def _month(column: Column, cell: Cell) -> Month:
    if cell.kind is CellKind.DAY and cell.day is not None and cell.day.day == 1:
        found: Month | None = Month.of(cell.day)
    elif cell.kind is CellKind.TEXT:
        found = civil_month(cell.text) or _worded(cell.text)
    else:
        found = None
    if found is None and _TWO_DIGIT_YEAR.fullmatch(cell.text):
        raise Unfit(f"écrivez l'année avec quatre chiffres, « {shown(cell.text)} » lu")
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Unfit(f"mois comme 11/2026 attendu, « {shown(cell.text)} » lu")
    return found


def _worded(text: str) -> Month | None:
    name, _, year = text.rpartition(" ")
    known = {folded(one): number for number, one in enumerate(MONTHS, 1)}
    if folded(name) in known and len(year) == 4 and year.isascii() and year.isdigit():
        return Month(int(year), known[folded(name)])
    return None


def _cents(column: Column, cell: Cell) -> int:
    _no_date(cell)
    try:
        cents = parse_euros(cell.text.replace("−", "-"))
    except ValueError:
        raise Unfit(f"montant en euros comme 1 047,17 attendu, « {shown(cell.text)} » lu") from None
    if not column.least <= cents <= column.most:
        raise Unfit(f"montant de {euros(column.least)} à {euros(column.most)} attendu, « {shown(cell.text)} » lu")
    return cents


def _hundredths(column: Column, cell: Cell) -> int:
    _no_date(cell)
    found = _HUNDREDTHS.fullmatch(_SPACES.sub("", cell.text))
    if not found:
        raise Unfit(f"nombre à deux décimales au plus attendu, « {shown(cell.text)} » lu")
    value = int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))
    if not column.least <= value <= column.most:
        least, most = thousands(column.least // 100), thousands(column.most // 100)
        raise Unfit(f"nombre de {least} à {most} attendu, « {shown(cell.text)} » lu")
    return value


def _whole(column: Column, cell: Cell) -> int:
    _no_date(cell)
    text = _SPACES.sub("", cell.text).replace("−", "-")
    if not (_WHOLE.fullmatch(text) and text.isascii()):
        raise Unfit(f"nombre entier attendu, « {shown(cell.text)} » lu")
    if not column.least <= int(text) <= column.most:
        raise Unfit(
            f"nombre de {thousands(column.least)} à {thousands(column.most)} attendu, « {shown(cell.text)} » lu"
        )
    return int(text)


def _choice(column: Column, cell: Cell) -> Enum:
    said = folded(cell.text)
    for one in column.choices:
        if said in (folded(one.word), folded(str(one.value.value))):
            return one.value
    words = ", ".join(one.word for one in column.choices)
    raise Unfit(f"« {shown(cell.text)} » n'est pas de la liste : {words}")


def _yes_no(column: Column, cell: Cell) -> bool:
    said = folded(cell.text)
    if said in _YES or said in _NO:
        return said in _YES
    raise Unfit(f"« oui » ou « non » attendu, « {shown(cell.text)} » lu")


def _no_date(cell: Cell) -> None:
    if cell.kind in (CellKind.DAY, CellKind.INSTANT):
        raise Unfit(
            f"le tableur y a mis une date ({shown(cell.text)}) : passez la cellule au format Nombre et retapez-la"
        )


_READERS: dict[Holds, Callable[[Column, Cell], Value]] = {
    Holds.TEXT: _text,
    Holds.DIGITS: _digits,
    Holds.DAY: _day,
    Holds.MONTH: _month,
    Holds.CENTS: _cents,
    Holds.HUNDREDTHS: _hundredths,
    Holds.WHOLE: _whole,
    Holds.CHOICE: _choice,
    Holds.YES_NO: _yes_no,
}
