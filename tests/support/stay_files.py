"""Filled-in templates of households and stays, as workbooks: what is brought in when a town begins."""

from collections.abc import Mapping, Sequence
from typing import Any

from occupancy.actions.stay_sheets import STAYS
from tests.support.intake import book

Rows = Sequence[Mapping[str, Any]]


def household_row(key: str = "1", **changes: Any) -> dict[str, Any]:
    return {
        "key": key,
        "last_name": f"Ménage Importé {key}",
        "first_name": "Exemple",
        "situation": "Personne seule",
        "adults": 1,
        "children": 0,
        "orientation": "SIAO",
        **changes,
    }


def stay_row(key: str = "1", unit: str = "L-001", **changes: Any) -> dict[str, Any]:
    """With a current stay of three months, from 1 December 2017."""
    return household_row(key, **{"unit": unit, "first_day": "01/12/2017", "last_day": "28/02/2018", **changes})


def member_row(key: str = "1", relation: str = "Titulaire", **changes: Any) -> dict[str, Any]:
    return {
        "key": key,
        "relation": relation,
        "last_name": f"Ménage Importé {key}",
        "first_name": "Exemple",
        **changes,
    }


def debt_row(key: str = "1", month: str = "12/2017", cents: str = "80,00", **changes: Any) -> dict[str, Any]:
    """A fee of a month; with `month=""`, one sum with its day and its reason."""
    return {"key": key, "kind": "Redevance", "month": month or None, "cents": cents, **changes}


def stays(households: Rows = (), members: Rows = (), debts: Rows = (), *, year: int = STAYS.year) -> bytes:
    """A workbook made from the template."""
    sheets: dict[str, Sequence[Sequence[Any]]] = {}
    for model, rows in zip(STAYS.sheets, (households, members, debts), strict=True):
        stamp = STAYS.stamp(model).replace(str(STAYS.year), str(year))
        titles = [one.title for one in model.columns]
        filled = [[row.get(one.name) for one in model.columns] for row in rows]
        sheets[model.title] = [[stamp], titles, *filled]
    return book(sheets)
