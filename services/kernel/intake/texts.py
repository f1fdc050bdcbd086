"""A table in plain text: CSV as Excel in French, LibreOffice or a program writes it."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator

from kernel.intake.cells import Cell, CellKind, FileUnreadable, Measure, Sheet, SheetRow

SEPARATORS = (";", "\t", ",")
LOOKED_AT = 20
"""Lines from which the separator is told."""
_SEPARATOR_SAID = re.compile(r"sep=([;,|\t])\r?\n", re.IGNORECASE)
_BEFORE_A_FORMULA = re.compile(r"'[\s]*[=+\-@]")
_SPACES = re.compile(r"[^\S\n]+")


def read_text(content: bytes) -> Sheet:
    """The only sheet of a CSV file, without a name. Raises `FileUnreadable`, `FileTooLarge`."""
    text = decoded(content)
    if said := _SEPARATOR_SAID.match(text):
        text, separator = text[said.end() :], said[1]
    else:
        separator = separator_of(text)
    return Sheet(name="", rows=tuple(_rows(text, separator, Measure())))


def decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, else the Windows code of western Europe. Raises `FileUnreadable`."""
    if b"\x00" in content or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileUnreadable("Ce n'est ni un classeur .xlsx ni un texte : enregistrez en « CSV UTF-8 ».")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileUnreadable("Les caractères de ce fichier ne sont pas reconnus : enregistrez en « CSV UTF-8 ».")


def separator_of(text: str) -> str:
    """The sign that parts most of the first lines into the most columns."""
    lines = [line for line in text.splitlines()[:LOOKED_AT] if line.strip()]

    def columns(separator: str) -> int:
        try:
            return sum(len(row) - 1 for row in csv.reader(lines, delimiter=separator))
        except csv.Error:
            return 0

    return max(SEPARATORS, key=columns)


def plain(text: str) -> str:
    """A text as it is kept: composed letters, plain spaces, plain line ends, nothing around it."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return _SPACES.sub(" ", text).strip()


def _rows(text: str, separator: str, measure: Measure) -> Iterator[SheetRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        try:
            found = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise FileUnreadable(
                f"Ligne {number} : des guillemets ne sont pas refermés ou la ligne est trop longue."
            ) from error
        cells = {at: cell for at, one in enumerate(found) if (cell := _cell(one)) is not None}
        measure.row(number, cells)
        if cells:
            yield SheetRow(number=number, cells=cells)


def _cell(typed: str) -> Cell | None:
    text = plain(typed)
    if not text:
        return None
    if _BEFORE_A_FORMULA.match(text):
        return Cell(CellKind.TEXT, text[1:].strip())
    return Cell(CellKind.FORMULA if text.startswith("=") else CellKind.TEXT, text)
