"""Reads a filled-in template: every row, and everything that is wrong with it at once, cell by cell. Nothing is dropped in
silence: a column or a sheet that is not of the model is named.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import Enum
from typing import TypeVar, cast

from msgspec import Struct

from kernel.errors import FieldError, RuleBroken
from kernel.intake.cells import Cell, CellKind, Sheet, SheetRow, letter
from kernel.intake.columns import EXAMPLE, HELP_SHEET, LISTS_SHEET, STAMP, Column, Model, SheetModel, titles
from kernel.intake.values import Unfit, Value, folded, shown, value_of
from kernel.period import Month

E = TypeVar("E", bound=Enum)

MOST_SHOWN = 1_000
"""Problems that are listed; the others are counted."""


class WrongTemplate(RuleBroken):
    """The file is not made from the template, or from that of another year."""

    code, title = "wrong-template", "Ce n'est pas le bon modèle"


class BlankTemplate(RuleBroken):
    """The template came back as it was given: no row is filled in."""

    code, title = "blank-template", "Le modèle est vide"


class CellProblem(Struct, frozen=True, kw_only=True):
    """What is wrong with a cell, or with a whole row when `column` is empty."""

    sheet: str
    row: int
    column: str
    title: str
    message: str

    @property
    def place(self) -> str:
        """`Logements!D7`."""
        return f"{self.sheet}!{self.column}{self.row}"

    @property
    def sentence(self) -> str:
        """« Feuille Logements, ligne 7, colonne D (Zone) : … »"""
        title = f" ({self.title})" if self.title else ""
        column = f", colonne {self.column}{title}" if self.column else ""
        return f"Feuille {self.sheet}, ligne {self.row}{column} : {self.message}"


class CellsWrong(RuleBroken):
    """Rows that cannot be taken: every cell is named, and nothing was written."""

    code, title = "cells-wrong", "Des cellules sont à corriger"
    problems: Sequence[CellProblem] = ()

    def __init__(self, problems: Sequence[CellProblem]) -> None:
        self.problems = sorted(problems, key=lambda one: (one.sheet, one.row, len(one.column), one.column))
        listed = self.problems[:MOST_SHOWN]
        left = len(self.problems) - len(listed)
        count = len(self.problems)
        said = "Une cellule est à corriger" if count == 1 else f"{count} cellules sont à corriger"
        errors = tuple(FieldError(field=one.place, message=one.sentence) for one in listed)
        super().__init__(said + (f", dont {left} ne sont pas listées." if left else "."), errors=errors)


class Row:
    """One filled-in row. Its readers never raise: a value that is missing or unfit was already noted as a problem."""

    def __init__(self, sheet: SheetModel, number: int, letters: dict[str, str], values: dict[str, Value]) -> None:
        self.sheet, self.number = sheet, number
        self._letters, self._values = letters, values
        self.ok = True

    def problem(self, name: str, message: str) -> CellProblem:
        """What a rule says of one of its cells; of the row, when the column is not there."""
        title = self.sheet.column(name).title if name else ""
        column = self._letters.get(name, "")
        return CellProblem(
            sheet=self.sheet.title, row=self.number, column=column, title=title if column else "", message=message
        )

    def has(self, name: str) -> bool:
        """True when the cell is filled."""
        return self._values.get(name) is not None

    def text(self, name: str) -> str:
        return cast("str", self._values.get(name) or "")

    def whole(self, name: str) -> int:
        return cast("int", self._values.get(name) or 0)

    def maybe_whole(self, name: str) -> int | None:
        return cast("int | None", self._values.get(name))

    def yes(self, name: str, *, usual: bool = False) -> bool:
        found = self._values.get(name)
        return usual if found is None else bool(found)

    def day(self, name: str) -> date:
        return self.maybe_day(name) or date.min

    def maybe_day(self, name: str) -> date | None:
        return cast("date | None", self._values.get(name))

    def month(self, name: str) -> Month:
        return self.maybe_month(name) or Month(1, 1)

    def maybe_month(self, name: str) -> Month | None:
        return cast("Month | None", self._values.get(name))

    def choice(self, name: str, kind: type[E]) -> E:
        return self.maybe_choice(name, kind) or next(iter(kind))

    def maybe_choice(self, name: str, kind: type[E]) -> E | None:
        return cast("E | None", self._values.get(name))

    def key(self) -> tuple[str, ...]:
        """What names the row in its sheet."""
        return tuple(folded(str(self._values.get(name) or "")) for name in self.sheet.unique)


class Filled(Struct, frozen=True, kw_only=True):
    """What came back: the rows of each sheet by its title, what is wrong, and how many examples were left out."""

    rows: dict[str, list[Row]]
    problems: tuple[CellProblem, ...]
    examples: int


def read_model(model: Model, sheets: Sequence[Sheet]) -> Filled:
    """Raises `WrongTemplate`, `BlankTemplate`. What is wrong with rows is in the answer."""
    known = _recognised(model, [sheet for sheet in sheets if sheet.rows])
    rows: dict[str, list[Row]] = {one.title: [] for one in model.sheets}
    problems: list[CellProblem] = []
    examples = 0
    for sheet_model, sheet in known:
        reading = _Reading(sheet_model, sheet)
        rows[sheet_model.title] = list(reading.rows())
        problems += reading.problems
        examples += reading.examples
    if not problems and not any(rows.values()):
        raise BlankTemplate("Aucune ligne n'est remplie : complétez le modèle, puis renvoyez-le.")
    return Filled(rows=rows, problems=tuple(problems), examples=examples)


def _recognised(model: Model, sheets: Sequence[Sheet]) -> list[tuple[SheetModel, Sheet]]:
    by_title = {folded(one.title): one for one in model.sheets}
    found: dict[str, Sheet] = {}
    for sheet in sheets:
        if folded(sheet.name) in (folded(HELP_SHEET), folded(LISTS_SHEET)):
            continue
        stamp = STAMP.match(_first(sheet.rows[0]).text)
        if stamp is None:
            named = f"La feuille « {shown(sheet.name)} »" if sheet.name else "Ce fichier"
            raise WrongTemplate(f"{named} ne vient pas du modèle : sa première ligne n'est pas celle du modèle.")
        name, year, title = stamp.groups()
        if name != model.name or folded(title) not in by_title:
            raise WrongTemplate(f"Ce fichier vient d'un autre modèle : « {shown(name)} », feuille {shown(title)}.")
        if int(year) != model.year:
            raise WrongTemplate(f"Ce fichier vient du modèle de {year} : téléchargez celui de {model.year}.")
        if found.setdefault(folded(title), sheet) is not sheet:
            raise WrongTemplate(f"La feuille « {shown(title)} » est là deux fois.")
    if not found:
        raise WrongTemplate("Ce fichier ne contient aucune feuille du modèle.")
    return [(by_title[title], sheet) for title, sheet in found.items()]


def _first(row: SheetRow) -> Cell:
    return row.cells[min(row.cells)]


class _Reading:
    """One sheet being read."""

    def __init__(self, model: SheetModel, sheet: Sheet) -> None:
        self.model, self.sheet = model, sheet
        self.problems: list[CellProblem] = []
        self.examples = 0
        self._readable = True

    def rows(self) -> Iterator[Row]:
        if len(self.sheet.rows) < 2:
            self._wrong(2, "", "", "la ligne des titres manque")
            return
        heads = self.sheet.rows[1]
        columns = self._columns(heads)
        letters = {column.name: letter(at) for at, column in columns.items()}
        seen: dict[tuple[str, ...], int] = {}
        for row in self.sheet.rows[2:] if self._readable else ():
            if row.cells.get(min(columns, default=0), _NOTHING).text.casefold() == EXAMPLE.casefold():
                self.examples += 1
                continue
            yield self._row(row, columns, letters, seen)

    def _columns(self, heads: SheetRow) -> dict[int, Column]:
        """The columns by their place; what is not of the model is named."""
        by_title = {folded(one.title): one for one in self.model.columns}
        found: dict[int, Column] = {}
        for at, cell in heads.cells.items():
            column = by_title.get(folded(cell.text))
            if column is None:
                message = f"colonne inconnue « {shown(cell.text)} » : rien n'en serait repris, retirez-la"
                self._wrong(heads.number, letter(at), "", message)
            elif column in found.values():
                self._wrong(heads.number, letter(at), column.title, "cette colonne est là deux fois")
            else:
                found[at] = column
        if missing := [one for one in self.model.columns if one not in found.values()]:
            named = (
                f"colonne absente : {titles(missing)}"
                if len(missing) == 1
                else f"colonnes absentes : {titles(missing)}"
            )
            self._wrong(heads.number, "", "", named)
            self._readable = not any(one.required for one in missing)
        return found

    def _row(
        self, row: SheetRow, columns: dict[int, Column], letters: dict[str, str], seen: dict[tuple[str, ...], int]
    ) -> Row:
        values: dict[str, Value] = {}
        before = len(self.problems)
        for at, column in columns.items():
            cell = row.cells.get(at)
            if cell is None:
                if column.required:
                    self._wrong(row.number, letter(at), column.title, "cette cellule est obligatoire")
                continue
            try:
                values[column.name] = value_of(column, cell)
            except Unfit as unfit:
                self._wrong(row.number, letter(at), column.title, str(unfit))
        for at in sorted(row.cells.keys() - columns.keys()):
            if at not in self.sheet.rows[1].cells:
                self._wrong(
                    row.number, letter(at), "", f"« {shown(row.cells[at].text)} » est hors des colonnes du modèle"
                )
        read = Row(self.model, row.number, letters, values)
        if len(self.problems) == before:
            self._once(read, seen)
        read.ok = len(self.problems) == before
        return read

    def _once(self, row: Row, seen: dict[tuple[str, ...], int]) -> None:
        if (first := seen.setdefault(row.key(), row.number)) != row.number:
            self.problems.append(row.problem(self.model.unique[0], f"déjà dit à la ligne {first}"))

    def _wrong(self, row: int, column: str, title: str, message: str) -> None:
        self.problems.append(CellProblem(sheet=self.model.title, row=row, column=column, title=title, message=message))


_NOTHING = Cell(CellKind.TEXT, "")
