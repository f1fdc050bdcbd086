"""The procedures as published data: `portal/procedures/<code>.toml`, every number in them a placeholder."""

from datetime import date
from pathlib import Path
from typing import Literal

from msgspec import Struct

from kernel.law import Law
from portal.publishing import wording
from portal.publishing.fill import Filled
from portal.publishing.rules import Labels
from portal.publishing.sources import law_by_service, read_toml

LEGAL_STATUS = {"in_force": "en vigueur", "historic": "historique", "draft": "projet"}


class Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who does what, within which delay, with which paper."""

    actor: str
    action: str
    deadline: str = ""
    document: str = ""


class LegalReference(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text and what it says of this procedure."""

    label: str
    says: str


class Procedure(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One procedure. `reviewed_on`: the day when someone last read it against its sources."""

    code: str
    title: str
    summary: str
    territory: str
    legal_status: Literal["in_force", "historic", "draft"]
    reviewed_on: date
    source: str
    who_can_apply: list[str]
    points: dict[str, str]
    steps: list[Step]
    papers: list[str]
    uncertain: list[str]
    references: list[LegalReference]


def write(root: Path, labels: Labels) -> dict[str, str]:
    laws = law_by_service(root)
    files = sorted(root.glob("portal/procedures/*.toml"))
    return {f"procedures/{file.stem}.md": _page(read_toml(file, Procedure), laws, labels) for file in files}


def _page(procedure: Procedure, laws: dict[str, Law], labels: Labels) -> str:
    filled = Filled(laws, labels, procedure.reviewed_on)
    return filled.text("\n".join(_lines(procedure))) + filled.sources()


def _lines(procedure: Procedure) -> list[str]:
    return [
        f"# {procedure.title}",
        "",
        f"{procedure.summary}",
        "",
        "## Pour qui ?",
        "",
        *_list(procedure.who_can_apply),
        "## En bref",
        "",
        *(line for name, text in procedure.points.items() for line in (f"**{name}**", f":   {text}", "")),
        "## Les étapes",
        "",
        *(f"{n}. {_step(step)}" for n, step in enumerate(procedure.steps, 1)),
        "",
        "## Les papiers à préparer",
        "",
        *_list(procedure.papers),
        "## Ce qui dépend de votre CCAS",
        "",
        *_list(procedure.uncertain),
        "## Textes",
        "",
        *_list([f"**{reference.label}** : {reference.says}" for reference in procedure.references]),
        _colophon(procedure),
        "",
    ]


def _colophon(procedure: Procedure) -> str:
    state, reviewed_on = LEGAL_STATUS[procedure.legal_status], wording.day(procedure.reviewed_on)
    return (
        f"Territoire : {procedure.territory}. État : {state}. Source : {procedure.source} Page relue le {reviewed_on}."
    )


def _step(step: Step) -> str:
    told = [f"**{step.actor}.** {step.action}"]
    told += [f"*Délai : {step.deadline}.*"] if step.deadline else []
    told += [f"*Papier : {step.document}.*"] if step.document else []
    return "<br>".join([told[0], " ".join(told[1:])] if told[1:] else told)


def _list(items: list[str]) -> list[str]:
    return [*(f"- {item}" for item in items), ""]
