"""The part of the demonstration park that came from a spreadsheet, so that the import has a report to show."""

import base64
import csv
import io
from datetime import date
from typing import Any

from alt_units.actions.park_sheets import PARK, UNITS
from kernel.intake.templates import text_file
from palier.demo.clerk import Desk
from palier.demo.people import MANAGER

FILE = "Logements AML repris.csv"


async def import_units(desk: Desk, bodies: list[dict[str, Any]]) -> None:
    """The same units as these requests would register, in one import."""
    sent = {"file_name": FILE, "content": base64.b64encode(_file(bodies)).decode()}
    await desk.post(MANAGER, "alt_units/v1/park-imports", sent)


def _file(bodies: list[dict[str, Any]]) -> bytes:
    """The template's sheet of units as CSV, filled in."""
    rows = io.StringIO()
    writer = csv.writer(rows, delimiter=";", lineterminator="\r\n")
    writer.writerows([_cell(column.name, body.get(column.name)) for column in UNITS.columns] for body in bodies)
    return text_file(PARK, UNITS) + rows.getvalue().encode()


def _cell(name: str, value: Any) -> str:
    if value is None or value == []:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if name == "first_day":
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    if name == "surface_dm2":
        return f"{value // 100},{value % 100:02d}"
    return str(value)
