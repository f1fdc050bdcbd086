"""The table of goals: what the program must hold, with which figure, what measures it and what the last run found.

`portal/goals.toml` lists the goals; `portal/goals.jsonl` is what `make nightly` wrote, one JSON line a goal. Nothing of the
table is typed by hand.
"""

from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from portal.publishing import wording
from portal.publishing.sources import read_toml

TIERS = {"ci": "chaque changement", "nuit": "chaque nuit", "version": "avant une version"}
_HEAD = """\
# Ce que le programme s’engage à tenir

Chaque engagement est chiffré. Une procédure du dépôt le mesure, et un contrôle (la même procédure sur une variante cassée)
montre qu’elle verrait la faute. `make nightly` mesure tout et écrit une ligne par engagement ;
cette page en est tirée, jamais tapée.

| État | Ce que cela veut dire |
| --- | --- |
| atteint | aucune faute, au nombre de cas demandé, et le contrôle a échoué comme il le doit |
| atteint, en plus petit | aucune faute, sur moins de cas que demandé |
| en partie | aucune faute, mais la procédure ne couvre pas tout : la dernière colonne dit quoi |
| sans contrôle | aucune faute, mais rien ne prouve encore que la procédure la verrait |
| non atteint | des fautes ont été vues |
| pas encore mesuré | aucune ligne : l’engagement n’est pas tenu |
"""


class Program(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A procedure that is a program of `tests/benchmarks`, and its words at each size. Its last line is its figures, in JSON."""

    module: str
    ci: list[str]
    nightly: list[str]


class Goal(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One goal. `wanted`: how many cases of `unit` it asks for, 0: all there are. `counted`: made from the other lines."""

    says: str
    tier: str
    wanted: int
    unit: str
    headline: bool = True
    tests: list[str] = []
    controls: list[str] = []
    program: Program | None = None
    nightly: dict[str, str] = {}
    gap: str = ""
    counted: bool = False

    @property
    def procedures(self) -> list[str]:
        """What measures it, as files of the repository."""
        files = [node.partition("::")[0] for node in self.tests]
        files += [f"{self.program.module.replace('.', '/')}.py"] if self.program else []
        return list(dict.fromkeys(files))


class Goals(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`portal/goals.toml`."""

    goal: dict[str, Goal]


class Measured(Struct, frozen=True, kw_only=True):
    """One line of a run. `control_failures`: broken variants that failed as they must, of `controls`."""

    goal: str
    size: str
    n: int
    failures: int
    controls: int
    control_failures: int
    seconds: float
    versions: dict[str, str]
    commit: str
    seed: Any = None
    engines: list[str] = []
    figure: str = ""


def read_goals(root: Path) -> dict[str, Goal]:
    return read_toml(root / "portal/goals.toml", Goals).goal


def read_measured(root: Path) -> dict[str, Measured]:
    """The lines kept, by goal; none when nothing was measured yet."""
    file = root / "portal/goals.jsonl"
    lines = file.read_bytes().splitlines() if file.is_file() else []
    found = [msgspec.json.decode(line, type=Measured) for line in lines if line.strip()]
    return {one.goal: one for one in found}


def state(goal: Goal, line: Measured | None) -> str:
    """In which state a goal is, the worst that can be said first."""
    if line is None:
        return "pas encore mesuré"
    if line.failures:
        return "non atteint"
    if not line.controls or line.control_failures < line.controls:
        return "sans contrôle"
    if goal.gap:
        return "en partie"
    return "atteint" if line.n >= goal.wanted else "atteint, en plus petit"


def write(root: Path) -> dict[str, str]:
    """The page; empty without a list of goals."""
    if not (root / "portal/goals.toml").is_file():
        return {}
    goals, measured = read_goals(root), read_measured(root)
    lines = [_HEAD]
    for title, headline in (("Les engagements principaux", True), ("Les autres engagements mesurés", False)):
        chosen = {name: one for name, one in goals.items() if one.headline is headline}
        lines += [f"## {title}", "", *_count(chosen, measured), ""]
        lines += [
            "| N° | Engagement | Mesuré | État | Procédure | Ce qui manque |",
            "| --- | --- | --- | --- | --- | --- |",
        ]
        lines += [_row(name, one, measured.get(name)) for name, one in chosen.items()]
        lines.append("")
    return {"reference/objectifs.md": "\n".join([*lines, *_run(measured)])}


def _count(goals: dict[str, Goal], measured: dict[str, Measured]) -> list[str]:
    states = [state(one, measured.get(name)) for name, one in goals.items()]
    return [" · ".join(f"{said} : {states.count(said)}" for said in dict.fromkeys(sorted(states)))]


def _row(name: str, goal: Goal, line: Measured | None) -> str:
    wanted = f" sur {_spaced(goal.wanted)}" if goal.wanted else ""
    where = " sur chacune des deux bases" if line and len(line.engines) > 1 else ""
    found = f"—{wanted} {goal.unit}" if goal.wanted else "—"
    if line:
        found = f"{_spaced(line.n)}{wanted} {goal.unit}{where} ; en faute : {line.failures}"
    if line and line.figure:
        found += f" ; {line.figure}"
    by = "<br>".join(f"`{file}`" for file in goal.procedures) or ("les autres lignes" if goal.counted else "—")
    cells = [f"{goal.says} ({TIERS[goal.tier]})", found, state(goal, line), by, goal.gap or "—"]
    return f"| {name} | " + " | ".join(wording.cell(one) for one in cells) + " |"


def _run(measured: dict[str, Measured]) -> list[str]:
    if not measured:
        return ["Aucune mesure n’est conservée à ce jour.", ""]
    lines = list(measured.values())
    sizes = {"ci": "en petit", "nightly": "d’une nuit"}
    said = [
        f"- {sum(one.commit == commit and one.size == size for one in lines)} lignes {sizes.get(size, size)}, version `{commit}`"
        for commit, size in dict.fromkeys((one.commit, one.size) for one in lines)
    ]
    with_ = ", ".join(f"{name} {version}" for name, version in lines[0].versions.items())
    took = sum(line.seconds for line in lines)
    return ["## La mesure conservée", "", *said, "", f"En tout {took:.0f} s, avec {with_}.", ""]


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")
