"""A grid of amounts on a page: drawn with its shorter side across, typed cell by cell or pasted from a spreadsheet."""

import re

from msgspec import Struct

from kernel.law_keys import LawKey
from kernel.money import parse_euros
from kernel.web.form import Form
from kernel.web.formats import amount

LONGEST_PASTE = 20_000
_BETWEEN = re.compile(r"\t|;")


class Line(Struct, frozen=True, kw_only=True):
    """One line as it is drawn: its label, and the names of its cells."""

    label: str
    cells: tuple[str, ...]


class Grid(Struct, frozen=True, kw_only=True):
    """The heads of the columns and the lines, whichever side of the key they are."""

    heads: tuple[str, ...]
    lines: tuple[Line, ...]

    def label(self, cell: str) -> str:
        """`Personne seule, T1`: what an error calls the cell."""
        return next(
            f"{line.label}, {head}"
            for line in self.lines
            for head, name in zip(self.heads, line.cells, strict=True)
            if name == cell
        )


def grid_of(key: LawKey) -> Grid:
    """The grid with at most as many columns as lines: it fits a tablet."""
    if len(key.columns) <= len(key.rows):
        lines = [(label, [f"{row}.{column}" for column in key.columns]) for row, label in key.rows.items()]
        heads = key.columns
    else:
        lines = [(label, [f"{row}.{column}" for row in key.rows]) for column, label in key.columns.items()]
        heads = key.rows
    return Grid(
        heads=tuple(heads.values()), lines=tuple(Line(label=label, cells=tuple(cells)) for label, cells in lines)
    )


def read_cells(form: Form, key: LawKey) -> dict[str, int]:
    """The amounts typed, in cents; each wrong cell is noted beside it."""
    return {cell: form.euros(cell, key.least, key.most) for cell in key.cells}


def fill_from_paste(form: Form, grid: Grid) -> None:
    """Put a pasted table into the cells, to be looked over; an unreadable one stays where it was pasted, with its error.

    Lines and columns in the order shown; a first line of heads and a first column of names are skipped.
    """
    rows = [_BETWEEN.split(line) for line in form.value("pasted").splitlines() if line.strip()]
    if rows and len(rows) == len(grid.lines) + 1:
        rows = rows[1:]
    if len(rows) != len(grid.lines):
        form.wrong("pasted", f"{len(grid.lines)} lignes sont attendues, il y en a {len(rows)}")
        return
    found: dict[str, str] = {}
    for line, parts in zip(grid.lines, rows, strict=True):
        amounts = [part.strip() for part in parts][-len(line.cells) :]
        if len(amounts) != len(line.cells) or not all(_is_amount(one) for one in amounts):
            expected = f"{len(line.cells)} montants séparés par des tabulations ou des points-virgules"
            form.wrong("pasted", f"Ligne « {line.label} » : {expected} sont attendus")
            return
        found |= dict(zip(line.cells, amounts, strict=True))
    form.values |= {cell: [amount(parse_euros(text))] for cell, text in found.items()} | {"pasted": []}


def _is_amount(text: str) -> bool:
    try:
        parse_euros(text)
    except ValueError:
        return False
    return True
