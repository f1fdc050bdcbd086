"""Figures that staff declare by hand for a year, with their source. Append-only: a correction replaces another row."""

from collections.abc import Iterable
from typing import Any

from msgspec.structs import asdict

from alt_units.domain.statistics import DeclaredFigure, FigureAlreadyReplaced, FigureUnit
from alt_units.tables.reports import DeclaredFigureRow
from kernel.db import Database


async def figures_of(years: Iterable[int]) -> list[DeclaredFigure]:
    """The figures in force for these years: those that nothing replaces, by year, topic and heading."""
    rows = await DeclaredFigureRow.select().where(DeclaredFigureRow.year.is_in([*years, 0]))
    replaced = {row["replaces_id"] for row in rows}
    found = [_figure(row) for row in rows if row["id"] not in replaced]
    return sorted(found, key=lambda one: (one.year, one.topic, one.heading))


async def add_figure(db: Database, figure: DeclaredFigure) -> None:
    """Raises `FigureAlreadyReplaced`."""
    with db.refusing({"declared_figure_replaced_once": FigureAlreadyReplaced}):
        await DeclaredFigureRow.insert(DeclaredFigureRow(**asdict(figure)))


def _figure(row: dict[str, Any]) -> DeclaredFigure:
    return DeclaredFigure(**{**row, "unit": FigureUnit(row["unit"])})
