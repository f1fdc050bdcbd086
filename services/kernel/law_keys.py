"""What each legal value is: its French name, what it counts, between which bounds, in which words. Read from `law/keys.toml`.

A key is a number, a word of a list, a free text, or a whole grid (a scale of fees, a table of allowances): what is voted
together is recorded together, and a grid is one version with one source.
"""

import tomllib
from enum import StrEnum

import msgspec
from msgspec import Struct

from kernel.errors import FieldError, NotFound, RuleBroken
from kernel.law import LawValue
from kernel.money import LIMIT

Content = int | str | dict[str, int]
"""What a version holds: a number, a word or text, or the cells of a grid, each named `row.column`."""

LONGEST_TEXT = 200


class LawKeyUnknown(NotFound):
    """No rule of this service reads such a value."""

    code, title = "law-key-unknown", "Règle inconnue du programme"


class LawValueUnfit(RuleBroken):
    """The value is not one that the rule can read: outside its bounds, not one of its words, cells missing."""

    code, title = "law-value-unfit", "Valeur impossible"


class Shape(StrEnum):
    """How a value is written down."""

    NUMBER = "number"
    WORD = "word"
    TEXT = "text"
    GRID = "grid"


class LawKey(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One legal value. `words`: each word that the rule knows, with its French. `rows`, `columns`: the sides of a grid."""

    key: str
    family: str
    label: str
    unit: str
    least: int = 0
    most: int = LIMIT
    words: dict[str, str] = {}
    rows: dict[str, str] = {}
    columns: dict[str, str] = {}
    hint: str = ""

    @property
    def shape(self) -> Shape:
        if self.rows:
            return Shape.GRID
        if self.words:
            return Shape.WORD
        return Shape.TEXT if self.unit == "text" else Shape.NUMBER

    @property
    def cells(self) -> list[str]:
        """The names of the cells of a grid, row by row."""
        return [f"{row}.{column}" for row in self.rows for column in self.columns]

    def checked(self, content: Content) -> Content:
        """The content, when the rule can read it. Raises `LawValueUnfit`, which names each wrong field."""
        wrong = tuple(self._wrong(content))
        if wrong:
            raise LawValueUnfit(wrong[0].message if len(wrong) == 1 else "", errors=wrong)
        return content

    def values(self, content: Content) -> dict[str, int | str]:
        """The single values that rules read: one per cell of a grid, under its own key."""
        if isinstance(content, dict):
            return {f"{self.key}.{cell}": cents for cell, cents in content.items()}
        return {self.key: content}

    def _wrong(self, content: Content) -> list[FieldError]:
        if self.shape is Shape.GRID:
            return self._wrong_grid(content)
        if self.shape is Shape.NUMBER:
            return self._outside("value", content)
        if not isinstance(content, str):
            return [FieldError(field="value", message="Un texte est attendu.")]
        if self.shape is Shape.WORD and content not in self.words:
            return [FieldError(field="value", message=f"L'un de ces mots est attendu : {', '.join(self.words)}.")]
        if not 0 < len(content.strip()) <= LONGEST_TEXT:
            return [FieldError(field="value", message=f"Un texte de 1 à {LONGEST_TEXT} caractères est attendu.")]
        return []

    def _wrong_grid(self, content: Content) -> list[FieldError]:
        if not isinstance(content, dict):
            return [FieldError(field="value", message="Les cases du tableau sont attendues.")]
        wrong = [FieldError(field=cell, message="Case sans montant.") for cell in self.cells if cell not in content]
        wrong += [
            FieldError(field="value", message="Une case n'existe pas.") for cell in content if cell not in self.cells
        ]
        return wrong + [one for cell in self.cells if cell in content for one in self._outside(cell, content[cell])]

    def _outside(self, field: str, content: Content) -> list[FieldError]:
        if isinstance(content, int) and not isinstance(content, bool) and self.least <= content <= self.most:
            return []
        return [FieldError(field=field, message=f"Un nombre entier de {self.least} à {self.most} est attendu.")]


class LawKeys:
    """Every key of one service, in the order in which they are shown, by family."""

    def __init__(self, keys: list[LawKey], families: dict[str, str]) -> None:
        self._keys = {one.key: one for one in keys}
        self.families = families

    @classmethod
    def parse(cls, text: str) -> "LawKeys":
        """Read the TOML text. Raises `msgspec.ValidationError` on a key that does not fit."""
        read = tomllib.loads(text)
        keys = msgspec.convert(read["key"], list[LawKey])
        families = msgspec.convert(read["family"], dict[str, str])
        if unknown := [one.key for one in keys if one.family not in families]:
            raise ValueError(f"families of {unknown} are not named")
        return cls(keys, families)

    def all(self) -> list[LawKey]:
        return list(self._keys.values())

    def find(self, key: str) -> LawKey:
        """Raises `LawKeyUnknown`."""
        if key not in self._keys:
            raise LawKeyUnknown("Aucune règle de ce service ne lit cette valeur.")
        return self._keys[key]

    def of(self, value: LawValue) -> LawKey | None:
        """The key that a single value belongs to: its own, or the grid of which it is a cell."""
        if value.key in self._keys:
            return self._keys[value.key]
        grid = value.key.rsplit(".", 2)[0]
        return self._keys.get(grid)
