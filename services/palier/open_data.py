"""The open data of a year, written as files for the public portal."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from alt_units.actions.statistics import gather_years
from alt_units.documents.open_data import figures, lines, schema_file
from alt_units.domain.open_data import YearNotOver, YearNotTold, threshold
from alt_units.store.law import law_in_force
from kernel.db import Database


async def export_open_data(db: Database, year: int, folder: Path, *, publisher: str, today: date) -> list[Path]:
    """The files written: the figures of the year, and the schema that they follow.

    Raises `YearNotOver`, `YearNotTold`.
    """
    if year >= today.year:
        raise YearNotOver(f"L’année {year} n’est pas terminée.")
    await db.open()
    try:
        [facts] = await gather_years([year])
        least = threshold(await law_in_force(), today)
    finally:
        await db.close()
    if facts.facts is None:
        raise YearNotTold(f"Aucun chiffre d’activité n’a été transmis pour {year}.")
    folder.mkdir(parents=True, exist_ok=True)
    written = {
        folder / f"logement-temporaire-{year}.csv": csv_text(lines(year, publisher, figures(facts, least=least))),
        folder / "schema.json": schema_file(least),
    }
    for path, text in written.items():
        path.write_text(text, encoding="utf-8", newline="")
    return list(written)


def csv_text(rows: Iterable[tuple[str, ...]]) -> str:
    """UTF-8, commas, CRLF: what open-data portals read without a setting."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue()
