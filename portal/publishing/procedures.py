"""The procedures as published data: `portal/procedures/<code>.toml`, every number in them a placeholder."""

from datetime import date
from pathlib import Path
from typing import Literal

from msgspec import Struct

from portal.publishing import wording
from portal.publishing.diagram import Mark, draw
from portal.publishing.directory_pages import contact_lines
from portal.publishing.fill import Filled
from portal.publishing.material import Material
from portal.publishing.sources import read_toml

_LIST = """\
Chaque procédure dit qui fait quoi, dans quel délai et avec quels papiers. Les procédures anciennes sont gardées, avec leurs \
dates, à côté de ce qui est en vigueur."""

LEGAL_STATUS = {"in_force": "en vigueur", "historic": "historique", "draft": "projet"}


class Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who does what, within which delay, with which paper. `short`: the same in a few words, for the diagram."""

    actors: tuple[str, ...]
    short: str
    action: str
    deadline: str = ""
    document: str = ""

    @property
    def actor(self) -> str:
        first, *others = self.actors
        told = [first, *(other if other.isupper() else f"{other[0].lower()}{other[1:]}" for other in others)]
        return f"{', '.join(told[:-1])} et {told[-1]}" if others else first


class LegalReference(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text and what it says of this procedure."""

    label: str
    says: str


class Change(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was, beside what is."""

    subject: str
    then: str
    now: str


class Past(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A procedure that was in force, somewhere, between two days as far as they are known."""

    title: str
    territory: str
    source: str
    summary: str
    changes: list[Change]
    valid_from: date | None = None
    valid_to: date | None = None
    steps: list[Step] = []


class Procedure(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One procedure. `reviewed_on`: the day when someone last read it against its sources; `easy`: its summary, easy to read."""

    code: str
    title: str
    summary: str
    easy: list[str]
    territory: str
    legal_status: Literal["in_force", "historic", "draft"]
    reviewed_on: date
    source: str
    who_can_apply: list[str]
    when: list[str]
    points: dict[str, str]
    steps: list[Step]
    papers: list[str]
    costs: list[str]
    remedies: list[str]
    contacts: list[str]
    uncertain: list[str]
    references: list[LegalReference]
    past: list[Past] = []
    valid_from: date | None = None
    valid_to: date | None = None


def read_procedures(root: Path) -> dict[str, Procedure]:
    """By the name of their file."""
    return {file.stem: read_toml(file, Procedure) for file in sorted(root.glob("portal/procedures/*.toml"))}


def write(material: Material) -> dict[str, str]:
    """A page and a sheet to print for each procedure, and their list."""
    found = {}
    procedures = read_procedures(material.root)
    for name, procedure in procedures.items():
        found[f"procedures/{name}.md"] = _page(name, procedure, material)
        found[f"procedures/fiches/{name}.md"] = _sheet(name, procedure, material)
    found["procedures/index.md"] = _index(procedures)
    return found


def _index(procedures: dict[str, Procedure]) -> str:
    rows = [
        f"| [{one.title}]({name}.md) | {_validity(one)} | [Fiche à imprimer](fiches/{name}.md) |"
        for name, one in procedures.items()
    ]
    return "\n".join(
        [
            "# Les procédures",
            "",
            _LIST,
            "",
            "| Procédure | État | Sur une feuille |",
            "| --- | --- | --- |",
            *rows,
            "",
        ]
    )


def _page(name: str, procedure: Procedure, material: Material) -> str:
    page = f"procedures/{name}.md"
    filled = Filled(material, page=page, on=material.told_on(procedure.reviewed_on))
    body = filled.text("\n".join([*_opening(name, procedure), *_middle(procedure, filled), *_closing(procedure)]))
    return body + filled.acronyms(body) + filled.sources()


def _opening(name: str, one: Procedure) -> list[str]:
    historic = [
        '!!! warning "Procédure historique"',
        "",
        f"    {_validity(one)[0].upper()}{_validity(one)[1:]}. Le tableau « Avant et aujourd’hui » dit ce qui a changé.",
        "",
    ]
    return [
        f"# {one.title}",
        "",
        one.summary,
        "",
        *(historic if one.legal_status == "historic" else []),
        f"[Fiche à imprimer, sur une feuille](fiches/{name}.md)",
        "",
        "## L’essentiel, facile à lire",
        "",
        *_list(one.easy),
        "## Pour qui ?",
        "",
        *_list(one.who_can_apply),
        "## Quand la demander ?",
        "",
        *_list(one.when),
        "## En bref",
        "",
        *(line for label, text in one.points.items() for line in (f"**{label}**", f":   {text}", "")),
    ]


def _middle(one: Procedure, filled: Filled) -> list[str]:
    return [
        "## Les étapes",
        "",
        draw(one.title, [_mark(step, filled) for step in one.steps]),
        "",
        *(f"{n}. {_step(step)}" for n, step in enumerate(one.steps, 1)),
        "",
        "## Les papiers à préparer",
        "",
        *_list(one.papers),
        "## Combien cela coûte ?",
        "",
        *_list(one.costs),
        "## Si ça se passe mal",
        "",
        *_list(one.remedies),
    ]


def _closing(one: Procedure) -> list[str]:
    reviewed = f"Page relue le {wording.day(one.reviewed_on)}."
    return [
        "## À qui s’adresser",
        "",
        f"{{{{ contacts {', '.join(one.contacts)} }}}}",
        "",
        "## Ce qui peut changer d’un endroit à l’autre",
        "",
        *_list(one.uncertain),
        *(line for past in one.past for line in _past(past)),
        "## Textes",
        "",
        *_list([f"**{reference.label}** : {reference.says}" for reference in one.references]),
        f"Territoire : {one.territory}. État : {_validity(one)}. Source : {one.source} {reviewed}",
        "",
    ]


def _past(past: Past) -> list[str]:
    lines = [
        f"## Avant et aujourd’hui : {past.title}",
        "",
        f"**Historique.** {_span(past.valid_from, past.valid_to)} {past.summary}",
        "",
        "| Sujet | Avant | Aujourd’hui |",
        "| --- | --- | --- |",
        *(f"| {change.subject} | {change.then} | {change.now} |" for change in past.changes),
        "",
    ]
    if past.steps:
        lines += ["Les étapes d’alors :", "", *(f"{n}. {_step(step)}" for n, step in enumerate(past.steps, 1)), ""]
    return [*lines, f"Territoire : {past.territory}. Source : {past.source}", ""]


def _validity(one: Procedure) -> str:
    state = LEGAL_STATUS[one.legal_status]
    dates = _span(one.valid_from, one.valid_to)
    return f"{state} ({dates[0].lower()}{dates[1:].rstrip('.')})" if dates else state


def _span(first: date | None, last: date | None) -> str:
    if first and last:
        return f"Du {wording.day(first)} au {wording.day(last)}."
    if last:
        return f"Jusqu’au {wording.day(last)}."
    return f"Depuis le {wording.day(first)} ; date de fin à confirmer." if first else ""


def _mark(step: Step, filled: Filled) -> Mark:
    deadline = f"Délai : {filled.plain(step.deadline)}" if step.deadline else ""
    return Mark(actors=step.actors, short=step.short, deadline=deadline)


def _step(step: Step) -> str:
    told = [f"**{step.actor}.** {step.action}"]
    told += [f"*Délai : {step.deadline}.*"] if step.deadline else []
    told += [f"*Papier : {step.document}.*"] if step.document else []
    return "<br>".join([told[0], " ".join(told[1:])] if told[1:] else told)


def _list(items: list[str]) -> list[str]:
    return [*(f"- {item}" for item in items), ""]


def _sheet(name: str, one: Procedure, material: Material) -> str:
    """One leaf to print and take away: short, without the table of sources, which the page holds."""
    page = f"procedures/fiches/{name}.md"
    filled = Filled(material, page=page, on=material.told_on(one.reviewed_on))

    def plain(text: str) -> str:
        return filled.plain(text, star="\\*")

    def told(items: list[str]) -> list[str]:
        return _list([plain(item) for item in items])

    steps = [
        f"{n}. **{step.actor}** : {step.short}" + (f" *({plain(step.deadline)})*" if step.deadline else "")
        for n, step in enumerate(one.steps, 1)
    ]
    marked = "\\* À confirmer auprès du CCAS. "
    return "\n".join(
        [
            "---",
            "hide:",
            "  - navigation",
            "  - toc",
            "search:",
            "  boost: 0.3",
            "---",
            f"# {one.title} : la fiche",
            "",
            f"État : {_validity(one)}. [La page complète, avec les sources](../{name}.md)",
            "",
            *told(one.easy),
            "## Les étapes",
            "",
            *steps,
            "",
            "## À apporter",
            "",
            *told(one.papers),
            "## Combien cela coûte ?",
            "",
            *told(one.costs),
            "## À qui s’adresser",
            "",
            *contact_lines(material, one.contacts, page)[:-1],
            f"{marked if filled.used else ''}{material.provenance(material.told_on(one.reviewed_on))}",
            "",
        ]
    )
