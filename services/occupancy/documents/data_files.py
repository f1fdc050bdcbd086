"""The file handed to a person: one ZIP with the data as JSON, the same to read as a page, and the papers beside."""

import json
from html import escape
from typing import Any

import msgspec

from kernel.privacy import data_map
from occupancy.domain.data_files import DataFile

_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:70em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse;width:100%;margin:0 0 1.5em}"
    "th,td{border:1px solid #888;padding:.3em .6em;text-align:left;vertical-align:top;overflow-wrap:anywhere}"
    "th{width:16em;background:#eee}"
)


def parts(file: DataFile) -> dict[str, bytes]:
    """The files that are handed over together, by name."""
    return {"donnees.json": as_json(file), "donnees.html": as_page(file).encode(), **file.papers}


def as_json(file: DataFile) -> bytes:
    """For a machine: tables and columns under the names of the data map."""
    plain: dict[str, Any] = {
        "menage": file.household,
        "remis_le": file.given_on,
        "donnees": file.tables,
        "logements": file.units,
        "virements": file.lines,
    }
    return msgspec.json.format(msgspec.json.encode(plain), indent=2)


def as_page(file: DataFile) -> str:
    """For a person: every table that holds something, in French; no script, nothing from elsewhere."""
    words = data_map.words()
    told = [
        '<!doctype html><html lang="fr"><head><meta charset="utf-8">',
        f"<title>Vos données, {escape(file.household)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>Vos données</h1><p>Ménage {escape(file.household)}, remises le {file.given_on:%d/%m/%Y}. ",
        "Ce fichier contient ce que le CCAS garde de vous dans ce logiciel. Le même contenu est dans « donnees.json » ; ",
        "les papiers et photographies sont dans le dossier « papiers ».</p>",
    ]
    for table, rows in file.tables.items():
        if rows:
            told.append(f"<h2>{escape(words.table.get(table, table))}</h2>")
            told += [_row({words.column.get(column, column): value for column, value in row.items()}) for row in rows]
    if file.units:
        told.append("<h2>Logements occupés</h2>")
        told += [
            _row({"Logement": one.name, "Référence": one.reference, "Adresse": one.address,
                  "Du": one.first_day, "Au": one.last_day})
            for one in file.units
        ]  # fmt: skip
    if file.lines:
        told.append("<h2>Virements rattachés à vos reçus</h2>")
        told += [_row({"Date": one.booked_on, "Montant (centimes)": one.amount_cents}) for one in file.lines]
    return "".join([*told, "</body></html>"])


def _row(cells: dict[str, Any]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(title)}</th><td>{escape(_words(value))}</td></tr>'
        for title, value in cells.items()
        if value not in (None, "")
    )
    return f"<table><tbody>{rows}</tbody></table>"


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    plain = msgspec.to_builtins(value)
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)
