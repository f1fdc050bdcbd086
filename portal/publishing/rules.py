"""The rules tables: every dated value of every service, and every allowance table, with date, source and status."""

import re
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kernel.law import Law, LawValue, Status
from portal.publishing import wording
from portal.publishing.sources import Scale, law_families, law_keys, read_toml, scales

_INTRODUCTION = """\
# Les chiffres et les règles

Tous les montants, durées et délais que le programme applique sont ici, avec leur source. Cette page est écrite à partir
des fichiers que le programme lit : elle ne peut pas dire autre chose que lui.

- **Vérifié** : le texte ou le document d’origine a été lu.
- **À confirmer** : la source n’a pas été lue en entier, ou la décision revient au CCAS (délibération, convention, règlement).

Une valeur s’applique à partir de sa date, jusqu’à la date de la valeur suivante de la même règle.
"""

_SCALES = """\
# Barèmes de l’aide ALT

Montant par mois et par logement : plafond de loyer de la zone, plus majoration pour charges.
Le montant de la convention fait foi ; ces tableaux servent à le contrôler.

[Comment lire ces tableaux](index.md)
"""

_WIDE = "---\nhide:\n  - toc\nsearch:\n  boost: 0.1\n---\n"


class Labels(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """French names of keys (`label`: each `law/keys.toml`), of their family, of the parts of a grid (`segment`), of acronyms.

    `words`: by key, the French of each word that its rule knows. `family`: by key, in the order in which they are shown.
    """

    reviewed_on: date
    segment: dict[str, str]
    acronym: dict[str, str]
    label: dict[str, str] = {}
    family: dict[str, str] = {}
    words: dict[str, dict[str, str]] = {}


def write(root: Path, laws: dict[str, Law], labels: Labels) -> dict[str, str]:
    """One summary, one page per service, one for the allowance tables: no table is endless."""
    tables = scales(root)
    pages = {rule_page(name): _page(name, law, labels) for name, law in laws.items()}
    if tables:
        pages["regles/bareme-aide.md"] = _scale_page(tables, labels)
    pages["regles/index.md"] = _index(laws, tables)
    return pages


def rule_page(service: str) -> str:
    """Where the values of a service are shown, under `docs/`."""
    return f"regles/{_address(service)}.md"


def anchor(key: str) -> str:
    """The place of a value on its page; a cell of a grid stands with its grid."""
    grid = key.rsplit(".", 2)[0] if key.count(".") >= 3 else key
    return re.sub(r"[^a-z0-9]+", "-", grid.lower())


def _address(service: str) -> str:
    return service.replace("_", "-")


def _index(laws: dict[str, Law], tables: list[Scale]) -> str:
    rows = [
        _count(wording.service(name), _address(name), [value.status for value in law.all()])
        for name, law in laws.items()
    ]
    if tables:
        rows.append(_count("Barèmes de l’aide ALT", "bareme-aide", [table.status for table in tables]))
    return "\n".join([_INTRODUCTION, "| Domaine | Valeurs | Dont à confirmer |", "| --- | --- | --- |", *rows, ""])


def _count(name: str, address: str, found: list[Status]) -> str:
    return f"| [{name}]({address}.md) | {len(found)} | {found.count(Status.TO_VERIFY)} |"


def _page(name: str, law: Law, labels: Labels) -> str:
    lines = [_WIDE, f"# Règles : {wording.service(name).lower()}", "", "[Comment lire ces tableaux](index.md)", ""]
    families: dict[str, list[LawValue]] = {family: [] for family in labels.family.values()}
    for value in law.all():
        families[_family(value.key, labels)].append(value)
    named: set[str] = set()
    for family, values in families.items():
        grids = _grids(values)
        alone = [value for value in values if not any(value in grid for grid in grids)]
        lines += [f"## {family}", ""] if values else []
        lines += _table(alone, labels, named) if alone else []
        for grid in grids:
            lines += _grid(grid, labels, named)
    return "\n".join(lines)


def _family(key: str, labels: Labels) -> str:
    """A cell of a grid is shown with its grid."""
    return labels.family[key] if key in labels.family else labels.family[key.rsplit(".", 2)[0]]


def _table(values: list[LawValue], labels: Labels, named: set[str]) -> list[str]:
    rows = [f"| {' | '.join(_cells(value, labels, named))} |" for value in values]
    return ["| Règle | Valeur | Depuis le | Source | État |", "| --- | --- | --- | --- | --- |", *rows, ""]


def _cells(value: LawValue, labels: Labels, named: set[str]) -> tuple[str, ...]:
    label = labels.label.get(value.key)
    code = f"`{value.key}`{_place(value.key, named)}"
    source = wording.cell(value.source) + (f"<br>{wording.cell(value.note)}" if value.note else "")
    return (
        f"{label}<br>{code}" if label else code,
        wording.cell(wording.value(value, labels.words)),
        wording.day(value.since),
        source,
        wording.status(value.status),
    )


def _place(key: str, named: set[str]) -> str:
    """Where other pages lead to: the first line of a value, whatever its date."""
    place = anchor(key)
    if place in named:
        return ""
    named.add(place)
    return f"{{ #{place} }}"


def _grids(values: list[LawValue]) -> list[list[LawValue]]:
    """Values `prefix.a.b` of one date and one source, read better as a grid of a by b than as a list."""
    grids: dict[object, list[LawValue]] = {}
    for value in values:
        if value.key.count(".") >= 3:
            prefix = value.key.rsplit(".", 2)[0]
            same = (prefix, value.since, value.source, value.status, value.note, value.unit)
            grids.setdefault(same, []).append(value)
    return [grid for grid in grids.values() if len(grid) >= 6]


def _grid(values: list[LawValue], labels: Labels, named: set[str]) -> list[str]:
    one = values[0]
    prefix = one.key.rsplit(".", 2)[0]
    place = _place(one.key, named)
    return [
        f"### {labels.label.get(prefix, prefix)}, depuis le {wording.day(one.since)}{' ' if place else ''}{place}",
        "",
        f"Source : {wording.cell(one.source)}. État : {wording.status(one.status)}. {wording.cell(one.note)}",
        "",
        *grid_rows(values, labels),
        "",
    ]


def grid_rows(values: list[LawValue], labels: Labels) -> list[str]:
    """The cells `prefix.column.row` as a table."""
    cells = {tuple(value.key.rsplit(".", 2)[1:]): wording.value(value, labels.words) for value in values}
    known = list(labels.segment)
    columns, rows = (sorted({cell[part] for cell in cells}, key=lambda word: _rank(word, known)) for part in (0, 1))
    return [
        f"| Logement | {' | '.join(labels.segment.get(column, column) for column in columns)} |",
        "| --- " * (len(columns) + 1) + "|",
        *(
            f"| {labels.segment.get(row, row)} | {' | '.join(cells.get((column, row), '—') for column in columns)} |"
            for row in rows
        ),
    ]


def _rank(word: str, known: list[str]) -> tuple[int, str]:
    return (known.index(word) if word in known else len(known), word)


def _scale_page(tables: list[Scale], labels: Labels) -> str:
    lines = [_WIDE, _SCALES]
    for table in reversed(tables):
        lines += _scale(table, labels)
    return "\n".join(lines)


def _scale(table: Scale, labels: Labels) -> list[str]:
    zones = sorted({zone for row in table.rows for zone in row.rent})
    end = f" au {wording.day(table.last_day)}" if table.last_day else ""
    heads = [*(f"Loyer, zone {zone}" for zone in zones), "Charges", *(f"Total, zone {zone}" for zone in zones)]
    rows = []
    for row in table.rows:
        rents = [_money(row.rent.get(zone), table.currency) for zone in zones]
        totals = [_money(_sum(row.rent.get(zone), row.charges), table.currency) for zone in zones]
        cells = [
            labels.segment.get(row.dwelling_type, row.dwelling_type),
            *rents,
            _money(row.charges, table.currency),
            *totals,
        ]
        rows.append(f"| {' | '.join(cells)} |")
    return [
        f"## Depuis le {wording.day(table.since)}{end}",
        "",
        f"Source : {wording.cell(table.source)}. État : {wording.status(table.status)}. {wording.cell(table.note)}".strip(),
        "",
        f"| Type de logement | {' | '.join(heads)} |",
        "| --- " * (len(heads) + 1) + "|",
        *rows,
        "",
    ]


def _sum(rent: int | None, charges: int | None) -> int | None:
    return None if rent is None or charges is None else rent + charges


def _money(hundredths: int | None, currency: str) -> str:
    if hundredths is None:
        return "inconnu"
    return wording.exact(hundredths) if currency == "EUR" else wording.exact(hundredths).replace("€", "F")


def labels_of(root: Path) -> Labels:
    """Read anew. The name of a value is the one that staff see."""
    keys = law_keys(root)
    return replace(
        read_toml(root / "portal/labels.toml", Labels),
        label={key.key: key.label for key in keys},
        words={key.key: key.words for key in keys},
        family=law_families(root),
    )
