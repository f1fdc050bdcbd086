"""A table to be taken away: its columns in French, its rows, what must be read with it. The same one becomes XLSX and CSV."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from msgspec import Struct

from kernel.period import Month

Cell = str | int | date | Month | None
Row = Sequence[Cell]


class Kind(StrEnum):
    """What a column holds, which decides how its cells are written."""

    TEXT = "text"
    DAY = "day"
    MONTH = "month"
    CENTS = "cents"
    HUNDREDTHS = "hundredths"
    WHOLE = "whole"
    PER_MILLE = "per_mille"


class Column(Struct, frozen=True):
    """One column: its title, its kind, and a width when the usual one of its kind does not do (in characters)."""

    title: str
    kind: Kind = Kind.TEXT
    width: int = 0


class Sheet(Struct, frozen=True, kw_only=True):
    """One table. `totals` is a last row in bold; `notes` say what was counted and how. Both stay out of the CSV.

    Raises `ValueError` when a row has not one cell for each column.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    totals: Row = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        wide = {len(row) for row in (*self.rows, *([self.totals] if self.totals else ()))}
        if wide - {len(self.columns)}:
            raise ValueError(f"{self.name}: {len(self.columns)} columns, rows of {sorted(wide)} cells")


def text(title: str, width: int = 0) -> Column:
    return Column(title, Kind.TEXT, width)


def day(title: str) -> Column:
    return Column(title, Kind.DAY)


def month(title: str) -> Column:
    return Column(title, Kind.MONTH)


def cents(title: str) -> Column:
    return Column(title, Kind.CENTS)


def amount(title: str) -> Column:
    """Hundredths of whatever the table says: not always euros."""
    return Column(title, Kind.HUNDREDTHS)


def whole(title: str) -> Column:
    return Column(title, Kind.WHOLE)


def per_mille(title: str) -> Column:
    return Column(title, Kind.PER_MILLE)
