"""What a table that comes in is made of: cells with their address, sheets of rows. And the refusals of a file as a whole."""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from kernel.errors import Kind, Refusal

LARGEST_FILE = 5 * 1024 * 1024
"""Bytes of a file as sent."""
MOST_ROWS = 12_000
"""Rows of a sheet, titles included."""
MOST_COLUMNS = 60
MOST_CELLS = 400_000
"""Filled cells of a whole file."""
LONGEST_CELL = 5_000
"""Characters of a cell."""


class FileTooLarge(Refusal):
    """More bytes, rows, columns or cells than the program reads in one file."""

    code, title, kind = "file-too-large", "Fichier trop volumineux", Kind.TOO_LARGE


class FileUnreadable(Refusal):
    """Neither a workbook nor a table in plain text, or a damaged one."""

    code, title, kind = "file-unreadable", "Fichier illisible", Kind.UNREADABLE


class FileEncrypted(Refusal):
    """A file under a password cannot be read."""

    code, title, kind = "file-encrypted", "Fichier protégé par un mot de passe", Kind.UNREADABLE


class FileWithMacros(Refusal):
    """A file with macros is never opened: a table needs none."""

    code, title, kind = "file-with-macros", "Fichier avec des macros", Kind.UNREADABLE


class FileUnsafe(Refusal):
    """A file made to harm the one who opens it: it swells beyond measure, or its XML defines entities."""

    code, title, kind = "file-unsafe", "Fichier refusé par sécurité", Kind.UNREADABLE


class CellKind(StrEnum):
    """What the file itself says of a cell. A CSV file knows texts only."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    INSTANT = "instant"
    BOOL = "bool"
    FORMULA = "formula"
    ERROR = "error"


class Cell(Struct, frozen=True):
    """A filled cell: its text as a person would type it, and the day when the file itself holds one."""

    kind: CellKind
    text: str
    day: date | None = None


class SheetRow(Struct, frozen=True, kw_only=True):
    """A row that is not empty. `number` is the one that a spreadsheet shows; `cells` by column, from 0."""

    number: int
    cells: dict[int, Cell]


class Sheet(Struct, frozen=True, kw_only=True):
    """The rows of one sheet, empty ones left out. The name of a CSV file's only sheet is empty."""

    name: str
    rows: tuple[SheetRow, ...]


def letter(column: int) -> str:
    """The letter that a spreadsheet shows above a column, from 0: `A`, `Z`, `AA`."""
    name, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


class Measure:
    """Counts what is read and stops at the first cell too many."""

    def __init__(self) -> None:
        self._cells = 0

    def row(self, number: int, cells: dict[int, Cell]) -> None:
        """Raises `FileTooLarge`."""
        self._cells += len(cells)
        if number > MOST_ROWS:
            raise FileTooLarge(f"Une feuille a plus de {MOST_ROWS} lignes. Partagez le fichier en plusieurs.")
        if cells and max(cells) >= MOST_COLUMNS:
            raise FileTooLarge(f"Ligne {number} : plus de {MOST_COLUMNS} colonnes.")
        if self._cells > MOST_CELLS:
            raise FileTooLarge(f"Le fichier a plus de {MOST_CELLS} cellules remplies. Partagez-le en plusieurs.")
        for column, cell in cells.items():
            if len(cell.text) > LONGEST_CELL:
                raise FileTooLarge(f"Cellule {letter(column)}{number} : plus de {LONGEST_CELL} caractères.")
