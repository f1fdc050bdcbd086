"""Reference pages: the words, who may do what, the API, the decisions."""

from pathlib import Path

from msgspec import Struct

from portal.publishing import wording
from portal.publishing.sources import decisions, operations, permissions, read_toml

_RIGHTS = """\
# Qui peut faire quoi

Une personne a un ou plusieurs rôles ; elle peut faire ce que l’un d’eux permet.
Cette page est écrite à partir du tableau que le programme applique.
"""

_API = """\
# Les interfaces de programmation

Chaque service publie un document OpenAPI. Les refus suivent la norme RFC 9457 ; leur champ `type` mène à une page de
[Messages et refus](../problemes/index.md).

Une installation qui les montre sert, sous `/api/staff/`, `/api/alt-units/` et `/api/occupancy/`, une page lisible et
le document `openapi.json` du service.

- Une modification envoie la version lue dans `If-Match`.
- Un acte qui déplace de l’argent porte une `Idempotency-Key` : répété, il n’est exécuté qu’une fois.
- Les montants sont des centimes entiers, les dates des jours civils, premier et dernier compris.
"""


class Term(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A word of the trade. `banned`: words that no name in the code may hold; `instead_of`: words not to use for this thing."""

    french: str
    meaning: str
    code: list[str]
    instead_of: list[str] = []
    banned: list[str] = []
    note: str = ""


class Glossary(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`portal/glossary.toml`."""

    term: list[Term]


def glossary(root: Path, acronyms: dict[str, str]) -> dict[str, str]:
    terms = sorted(read_toml(root / "portal/glossary.toml", Glossary).term, key=lambda term: _plain(term.french))
    lines = ["# Les mots", "", "Les mots employés par le CCAS et dans ces pages, expliqués simplement.", ""]
    for term in terms:
        lines += [f"**{term.french[0].upper()}{term.french[1:]}**", f":   {term.meaning}", ""]
    lines += ["## Les sigles", ""]
    for word, said in acronyms.items():
        lines += [f"**{word}**", f":   {said}.", ""]
    lines += [
        "## Les mêmes mots dans le code",
        "",
        "Pour les personnes qui lisent ou écrivent le programme : un mot français, un seul mot dans le code.",
        "",
        "| Français | Dans le code | À ne pas employer | Remarque |",
        "| --- | --- | --- | --- |",
    ]
    for term in terms:
        code = ", ".join(f"`{word}`" for word in term.code)
        avoided = ", ".join(f"*{word}*{{ lang=en }}" for word in [*term.banned, *term.instead_of]) or "—"
        lines.append(f"| {term.french} | {code} | {avoided} | {term.note or '—'} |")
    return {"lexique.md": "\n".join([*lines, ""])}


def _plain(text: str) -> str:
    """Order of a French dictionary, near enough: accents do not count."""
    return text.lower().translate(str.maketrans("àâäéèêëîïôöùûüç", "aaaeeeeiioouuuc"))


class RoleWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`portal/roles.toml`: how roles and permissions are called in French."""

    role: dict[str, str]
    permission: dict[str, str]


def rights(root: Path) -> dict[str, str]:
    """A page per installation would lie: this one is written from the table that the guards read."""
    words = read_toml(root / "portal/roles.toml", RoleWords)
    granted = permissions(root)
    if not granted:
        return {}
    lines = [_RIGHTS]
    for role, allowed in granted.items():
        lines += [f"## {words.role.get(role, role)}", ""]
        lines += [f"- {words.permission.get(code, code)}" for code in sorted(allowed)]
        lines.append("")
    return {"guide/droits.md": "\n".join(lines)}


def api(root: Path) -> dict[str, str]:
    lines = [_API]
    for service, rows in operations(root).items():
        lines += [f"## {wording.service(service)}", "", "| Rubrique | Opération | Adresse |", "| --- | --- | --- |"]
        lines += [
            f"| {wording.cell(row.tag)} | {wording.cell(row.summary)} | `{row.method} {row.path}` |" for row in rows
        ]
        lines.append("")
    return {"reference/api.md": "\n".join(lines)}


def decision_list(root: Path) -> dict[str, str]:
    records = decisions(root)
    lines = [
        "# Décisions d’architecture",
        "",
        "Pourquoi le programme est fait ainsi : un document court par décision, en anglais, la langue du code.",
        "",
        *(f"- [{record.title}]({record.file}){{ lang=en }}" for record in records),
        *([] if records else ["Aucune décision n’est publiée à ce jour."]),
    ]
    return {"decisions/index.md": "\n".join([*lines, ""])}
