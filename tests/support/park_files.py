"""Filled-in templates of a park, as workbooks and as CSV: what is brought in when a town begins."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from alt_units.actions.park_convention_sheets import MONTH_COLUMNS
from alt_units.actions.park_sheets import PARK
from kernel.intake.columns import SheetModel
from tests.support.intake import book

Rows = Sequence[Mapping[str, Any]]
NAMES = ("units", "places", "voids", "conventions", "amendments", "lines", "capacity")
SHEETS = dict(zip(NAMES, PARK.sheets, strict=True))


def unit_row(reference: str = "LOG-1", **changes: Any) -> dict[str, Any]:
    return {
        "reference": reference,
        "name": f"Logement {reference}",
        "dwelling_type": "T2",
        "zone": "I",
        "address": "1 allée des Exemples",
        "postal_code": "77000",
        "city": "Commune-Exemple",
        "water_and_wc": "oui",
        "heating": "oui",
        "first_day": "01/01/2015",
        "programme": "ALT",
        **changes,
    }


def place_row(unit: str = "LOG-1", name: str = "Chambre bleue", **changes: Any) -> dict[str, Any]:
    return {"unit": unit, "name": name, **changes}


def convention_row(number: str = "ALT-15", **changes: Any) -> dict[str, Any]:
    return {"number": number, "programme": "ALT", "year": 2015, "funder": "Préfecture", **changes}


def line_row(unit: str = "LOG-1", number: str = "ALT-15", **changes: Any) -> dict[str, Any]:
    return {"number": number, "programme": "ALT", "year": 2015, "unit": unit, "monthly_cents": "300,00", **changes}


def void_row(unit: str = "LOG-1", **changes: Any) -> dict[str, Any]:
    return {"unit": unit, "reason": "Travaux", "first_day": "02/03/2015", "last_day": "20/03/2015", **changes}


def amendment_row(amendment: int = 1, number: str = "ALT-15", **changes: Any) -> dict[str, Any]:
    return {"number": number, "programme": "ALT", "year": 2015, "amendment": amendment, **changes}


def capacity_row(**changes: Any) -> dict[str, Any]:
    return {"number": "ALT-15", "programme": "ALT", "year": 2015, "dwelling_type": "T2", **changes}


def park(*, year: int = PARK.year, **filled: Rows) -> bytes:
    """A workbook made from the template."""
    sheets: dict[str, Sequence[Sequence[Any]]] = {
        SHEETS[name].title: _rows(SHEETS[name], filled.get(name, ()), year) for name in NAMES
    }
    assert set(filled) <= set(NAMES), filled.keys()
    return book(sheets)


def park_csv(**filled: Rows) -> bytes:
    """The same as a ZIP of CSV files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, rows in filled.items():
            text = io.StringIO()
            csv.writer(text, delimiter=";").writerows(_rows(SHEETS[name], rows, PARK.year))
            archive.writestr(f"{name}.csv", text.getvalue().encode("cp1252"))
    return out.getvalue()


def _rows(sheet: SheetModel, rows: Rows, year: int) -> list[list[Any]]:
    stamp = PARK.stamp(sheet).replace(str(PARK.year), str(year))
    return [
        [stamp],
        [one.title for one in sheet.columns],
        *([row.get(one.name) for one in sheet.columns] for row in rows),
    ]


FOUNDING = {
    "units": [
        unit_row("LOG-COLOC", dwelling_type="T3", surface_dm2="62,00"),
        unit_row("LOG-T1", dwelling_type="T1 et T1 bis"),
        unit_row("LOG-T3", dwelling_type="T3", programme_since="01/07/2015", note="Au calme"),
    ],
    "places": [place_row("LOG-COLOC", "Chambre bleue"), place_row("LOG-COLOC", "Chambre verte")],
    "conventions": [convention_row(signed_on="15/12/2014"), convention_row("ALT-16", year=2016, note="En préparation")],
    "lines": [
        line_row("LOG-COLOC", monthly_cents="357,95"),
        line_row("LOG-T1", monthly_cents=331.27),
        line_row("LOG-T3", monthly_cents="", first_month="07/2015"),
        line_row("LOG-T1", "ALT-16", year=2016, monthly_cents="311,27"),
    ],
}
"""The founding case: a shared dwelling with two places, a T1 above its table, a T3 that joins in July."""

LIFE: dict[str, Rows] = {
    "units": [unit_row("A"), unit_row("B"), unit_row("C")],
    "voids": [
        void_row("A", bearer="Assurance", reference="SIN-3"),
        void_row("B", reason="Autre", note="Désinsectisation", last_day=""),
    ],
    "conventions": [
        convention_row(
            signed_on="15/12/2014", approval_number="AGR-7", approved_on="01/02/2013", approval_ends_on="31/01/2018"
        ),
        convention_row("ALT-15B", signed_on="20/05/2015", first_month="07/2015"),
    ],
    "amendments": [
        amendment_row(1, first_month="04/2015", signed_on="10/03/2015", ceiling_cents="9000,00"),
        amendment_row(2, first_month="07/2015", signed_on="15/05/2015", deliberation="D-9"),
    ],
    "lines": [
        line_row("A"), line_row("B"),
        line_row("A", amendment=2), line_row("C", amendment=2, monthly_cents="310,00"),
        line_row("B", "ALT-15B", first_month="07/2015"),
    ],
    "capacity": [
        capacity_row(**dict.fromkeys(MONTH_COLUMNS, 2)),
        capacity_row(amendment=2, **{name: 2 if name < "month_07" else 3 for name in MONTH_COLUMNS}),
    ],
}  # fmt: skip
"""A and B from January; the first avenant changes the ceiling only; the second lets B go to another convention and takes C."""
