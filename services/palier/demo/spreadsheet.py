"""The part of the demonstration park that came from a spreadsheet, so that the import has a report to show."""

import base64
import csv
import io
from datetime import date
from typing import Any

from alt_units.actions.park_sheets import PARK
from alt_units.actions.park_unit_sheets import UNITS
from kernel.intake.templates import text_file
from palier.demo.clerk import Desk
from palier.demo.people import MANAGER

FILE = "Logements AML repris.csv"


async def import_units(desk: Desk, units: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    """The same units, with the right by which each is had, as these requests would make one by one: in one import."""
    sent = {"file_name": FILE, "content": base64.b64encode(_file([_row(*one) for one in units])).decode()}
    await desk.post(MANAGER, "alt_units/v1/park-imports", sent)


def _row(unit: dict[str, Any], right: dict[str, Any]) -> dict[str, Any]:
    """By the names of the template's columns."""
    renamed = {"reference": "upstream", "first_day": "mobilised_since", "last_day": "mobilised_until"}
    return unit | {renamed.get(name, name): value for name, value in right.items()}


def _file(filled: list[dict[str, Any]]) -> bytes:
    """The template's sheet of units as CSV, filled in."""
    rows = io.StringIO()
    writer = csv.writer(rows, delimiter=";", lineterminator="\r\n")
    writer.writerows([_cell(column.name, row.get(column.name)) for column in UNITS.columns] for row in filled)
    return text_file(PARK, UNITS) + rows.getvalue().encode()


def _cell(name: str, value: Any) -> str:
    if value is None or value == []:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if name in ("first_day", "mobilised_since", "mobilised_until"):
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    if name in ("surface_dm2", "rent_cents"):
        return f"{value // 100},{value % 100:02d}"
    return str(value)
