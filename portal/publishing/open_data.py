"""The page of the open data: the files that stand in `docs/donnees-ouvertes/`, and what their columns mean."""

import csv
import io
import json
from pathlib import Path

from portal.publishing import wording
from portal.publishing.fill import Filled
from portal.publishing.material import Material

FOLDER = "donnees-ouvertes"

_INTRODUCTION = """\
# Données ouvertes

Chaque année, le CCAS publie les chiffres de son logement temporaire : combien de logements, combien de ménages, pour combien de
temps, et où ils vont ensuite. Tout le monde peut les reprendre.

## Personne ne peut être reconnu

Un nombre de moins de {{ alt_units:open_data.least_count }} n’est pas publié ; de même pour les ménages et les logements. D’autres
nombres sont masqués avec lui quand ils permettraient de le retrouver par une soustraction.
Zéro est publié. Aucun nom, aucune adresse, aucune somme d’un ménage.

Les ménages présents le 31 décembre ne sont pas publiés non plus : d’une année sur l’autre, ils rendraient les petits nombres.
"""


def write(material: Material) -> dict[str, str]:
    """The page, its file list taken from the folder: a CCAS puts its own exports there."""
    filled = Filled(material, page=f"{FOLDER}/index.md", on=material.told_on(material.labels.reviewed_on))
    folder = material.root / "portal/docs" / FOLDER
    text = filled.text("\n".join([_INTRODUCTION, *_files(folder), *_columns(folder)]))
    return {f"{FOLDER}/index.md": text + filled.sources()}


def _files(folder: Path) -> list[str]:
    lines = ["## Les fichiers", ""]
    for file in sorted(folder.glob("*.csv"), reverse=True):
        rows = list(csv.DictReader(io.StringIO(file.read_bytes().decode("utf-8"))))
        publisher, year = rows[0]["organisme"], rows[0]["annee"]
        secret = sum(row["masque"] == "oui" for row in rows)
        size = f"{file.stat().st_size / 1000:.0f}{wording.NBSP}ko"
        lines.append(
            f"- [Chiffres de {year}, {publisher}]({file.name}) (CSV, {size}) : {len(rows)} chiffres, dont {secret} masqués."
        )
    if len(lines) == 2:
        return [*lines, "Aucun fichier pour l’instant.", ""]
    lines += [
        "- [Le schéma des fichiers](schema.json) (JSON, Table Schema).",
        "",
        "Le CSV s’ouvre dans un tableur : encodage UTF-8, séparateur virgule.",
        "",
    ]
    return lines


def _columns(folder: Path) -> list[str]:
    schema = folder / "schema.json"
    if not schema.is_file():
        return []
    fields = json.loads(schema.read_text(encoding="utf-8"))["fields"]
    rows = [f"| `{one['name']}` | {_KINDS[one['type']]} | {wording.cell(one['description'])} |" for one in fields]
    return ["## Les colonnes", "", "| Colonne | Sorte | Ce qu’elle dit |", "| --- | --- | --- |", *rows, ""]


_KINDS = {"year": "année", "string": "texte", "integer": "nombre entier", "boolean": "oui ou non"}
