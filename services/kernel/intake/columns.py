"""The description of a table that comes in: from it the template is written, and by it what was filled in is read."""

import re
from collections.abc import Sequence
from enum import Enum, StrEnum

from msgspec import Struct

from kernel.money import LIMIT


class Holds(StrEnum):
    """What a column holds."""

    TEXT = "text"
    DIGITS = "digits"
    DAY = "day"
    MONTH = "month"
    CENTS = "cents"
    HUNDREDTHS = "hundredths"
    WHOLE = "whole"
    CHOICE = "choice"
    YES_NO = "yes_no"


class Choice(Struct, frozen=True):
    """One value of a list: the word in the template, and what it stands for."""

    word: str
    value: Enum


class Column(Struct, frozen=True, kw_only=True):
    """One column. `least` and `most` bound numbers, amounts, and the length of digits; `longest` bounds texts.

    `usual` is said in the help: what an empty cell means.
    """

    name: str
    title: str
    holds: Holds = Holds.TEXT
    required: bool = True
    help: str = ""
    usual: str = ""
    example: str = ""
    longest: int = 200
    least: int = 0
    most: int = LIMIT
    choices: tuple[Choice, ...] = ()


class SheetModel(Struct, frozen=True, kw_only=True):
    """One sheet of a template. `unique`: the columns that together name a row, which never stands twice."""

    title: str
    about: str
    columns: tuple[Column, ...]
    unique: tuple[str, ...]

    def column(self, name: str) -> Column:
        return next(one for one in self.columns if one.name == name)


class Model(Struct, frozen=True, kw_only=True):
    """A whole template. `year` is its version: a file made from an older one is refused, never half understood."""

    name: str
    year: int
    title: str
    intro: tuple[str, ...]
    sheets: tuple[SheetModel, ...]

    def stamp(self, sheet: SheetModel) -> str:
        """The first line of a sheet, by which it is known again."""
        return (
            f"Modèle Palier « {self.name} » {self.year} — feuille {sheet.title}. "
            "Ne changez ni cette ligne ni celle des titres."
        )


STAMP = re.compile(r"Modèle Palier « ([^»]{1,40}) » ([0-9]{4}) — feuille ([^.]{1,40})\.")
EXAMPLE = "EXEMPLE (ligne ignorée)"
"""What stands in the first column of the example, which is never imported."""
HELP_SHEET, LISTS_SHEET = "Aide", "Listes"


def choices_of(words: dict[Enum, str]) -> tuple[Choice, ...]:
    """The list of an enumeration, by its French words."""
    return tuple(Choice(word, value) for value, word in words.items())


def titles(columns: Sequence[Column]) -> str:
    """Their titles in a sentence."""
    return ", ".join(f"« {one.title} »" for one in columns)
