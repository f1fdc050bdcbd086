"""The reference page of what is kept of people: written from the map that the program itself applies (`kernel.privacy`)."""

from kernel.privacy import data_map
from kernel.privacy.data_map import End
from portal.publishing import wording
from portal.publishing.fill import Filled
from portal.publishing.material import Material

PAGE = "reference/donnees.md"

_INTRO = """\
# Ce qui est gardé des personnes

Chaque colonne des bases, chaque sorte de fichier et chaque champ du journal technique a une catégorie, une finalité, une base
légale, une durée et un sort. Cette page est écrite à partir de la carte que le programme applique ; un test refuse une colonne
qui n’y est pas. Les usages et leurs destinataires sont dans [Vos données personnelles](../donnees-personnelles.md).
"""
_ENDS = {
    End.KEPT: "gardée : elle ne désigne plus personne",
    End.BLANKED: "vidée",
    End.UNTOUCHED: "suit la durée de son traitement",
    End.DELETED: "détruite",
}


def write(material: Material) -> dict[str, str]:
    """Categories, terms, files, tables."""
    filled = Filled(material, page=PAGE, on=material.told_on(material.labels.reviewed_on))
    lines = [_INTRO, *_categories(), *_terms(), *_files(), *_tables()]
    return {PAGE: filled.text("\n".join(lines)) + filled.sources()}


def _categories() -> list[str]:
    labels = [one for service in data_map.SERVICES for one in data_map.labels(service)]
    return [
        "## Les catégories",
        "",
        "| Catégorie | Colonnes | Quand la personne est effacée | Remise à la personne qui le demande |",
        "| --- | --- | --- | --- |",
        *(
            f"| {known.words} | {sum(label.category == name for label in labels)} | {_ENDS[known.end]} "
            f"| {'oui' if known.export else 'non'} |"
            for name, known in data_map.rules().category.items()
        ),
        "",
    ]


def _terms() -> list[str]:
    return [
        "## Les durées",
        "",
        "| Ce qui est gardé | Combien de temps |",
        "| --- | --- |",
        *(
            f"| `{name}` | {'{{ ' + one.law + ' }} ' if one.law else ''}{one.words} |"
            for name, one in data_map.rules().kept.items()
        ),
        "",
    ]


def _files() -> list[str]:
    return [
        "## Hors des bases",
        "",
        "| Fichier | Lieu | Durée |",
        "| --- | --- | --- |",
        *(f"| {one.words} | {wording.cell(one.where)} | `{one.kept}` |" for one in data_map.rules().file.values()),
        "",
    ]


def _tables() -> list[str]:
    words = data_map.rules().category
    lines = ["## Les tables", ""]
    for service in data_map.SERVICES:
        lines += [f"### {wording.service(service)}", "", "| Table | Durée | Colonnes |", "| --- | --- | --- |"]
        for name, table in data_map.mapped(service).items():
            held = " ; ".join(
                f"{words[category].words} : " + ", ".join(f"`{one}`" for one in columns.split())
                for category, columns in table.columns.items()
            )
            lines.append(f"| `{name}` | `{table.kept}` | {held} |")
        lines.append("")
    return lines
