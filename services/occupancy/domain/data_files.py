"""What is handed to a person who asks to read what is kept of them: the exportable columns of the map, and nothing else.

Ground: RGPD art. 15 (access), RGPD-09. What names an agent or a third person is never in it.
"""

import base64
import binascii
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from msgspec import Struct

from kernel.errors import RuleBroken
from kernel.privacy import data_map

SERVICE = "occupancy"
PAPERS = {
    ("issued_document", "content"): "pdf",
    ("inspection_seal", "pdf"): "pdf",
    ("inspection_amendment_seal", "pdf"): "pdf",
    ("inspection_photo", "content"): "jpg",
}
"""Columns that hold a file; it goes beside the data, under its own name."""


class HouseholdUnknown(RuleBroken):
    """No household has this reference."""

    code, title = "household-unknown", "Ménage inconnu"


class LivedUnit(Struct, frozen=True, kw_only=True):
    """A unit that the household had, as the service of the stock tells it."""

    reference: str
    name: str
    address: str
    first_day: date
    last_day: date


class ReceivedLine(Struct, frozen=True, kw_only=True):
    """A line of a statement tied to a receipt of the household: day and sum, neither payer nor label."""

    booked_on: date
    amount_cents: int


class DataFile(Struct, frozen=True, kw_only=True):
    """All that is handed over. `tables`: table -> rows -> column -> value. `papers`: file name -> bytes."""

    household: str
    given_on: date
    tables: dict[str, list[dict[str, Any]]]
    units: tuple[LivedUnit, ...]
    lines: tuple[ReceivedLine, ...]
    papers: dict[str, bytes]


class DataGiven(Struct, frozen=True, kw_only=True):
    """What the journal keeps: how many rows of which table, how many papers; never a value."""

    request_id: UUID
    rows: dict[str, int]
    papers: int
    units: int


def exportable() -> Mapping[str, tuple[str, ...]]:
    """The columns handed over, by table, as the map says."""
    found: dict[str, tuple[str, ...]] = {}
    for one in data_map.labels(SERVICE):
        if one.export:
            found[one.table] = (*found.get(one.table, ()), one.column)
    return found


def data_file(
    household: str,
    rows: Mapping[str, list[dict[str, Any]]],
    *,
    units: tuple[LivedUnit, ...],
    lines: tuple[ReceivedLine, ...],
    on: date,
) -> DataFile:
    """Of each row the exportable columns; files taken out beside, and named in their place."""
    papers: dict[str, bytes] = {}
    tables: dict[str, list[dict[str, Any]]] = {}
    for table, columns in exportable().items():
        tables[table] = [
            {column: _told(table, column, row[column], number, papers) for column in columns}
            for number, row in enumerate(rows.get(table, ()), 1)
        ]
    return DataFile(household=household, given_on=on, tables=tables, units=units, lines=lines, papers=papers)


def given(request_id: UUID, file: DataFile) -> DataGiven:
    """The trace of a file."""
    return DataGiven(
        request_id=request_id,
        rows={table: len(rows) for table, rows in file.tables.items() if rows},
        papers=len(file.papers),
        units=len(file.units),
    )


def _told(table: str, column: str, value: Any, number: int, papers: dict[str, bytes]) -> Any:
    ending = PAPERS.get((table, column))
    if ending is None or not value:
        return value
    name = f"papiers/{table}-{number:04d}.{ending}"
    papers[name] = value if isinstance(value, bytes) else _bytes(value)
    return name


def _bytes(value: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return value.encode()
