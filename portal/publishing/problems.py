"""One page per refusal code, at `/problemes/<code>/`: the address that the API gives as the `type` of a problem."""

from pathlib import Path

from msgspec import Struct

from portal.publishing import wording
from portal.publishing.sources import Problem, Told, problems, read_toml

_LESS_SOUGHT = "---\nsearch:\n  boost: 0.01\n---\n"
"""Who searches « dépôt » wants the procedure before the refusals."""


class Advice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What happened and what to do, in plain French."""

    happened: str
    todo: list[str]


class KindAdvice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The same for a whole kind of refusal, with its HTTP status."""

    status: int
    name: str
    happened: str
    todo: list[str]


class Bug(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The answer to a fault of the program, which is no refusal."""

    code: str
    title: str
    status: int
    happened: str
    todo: list[str]


class Texts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`portal/problems.toml`."""

    bug: Bug
    kind: dict[str, KindAdvice]
    problem: dict[str, Advice]


def write(root: Path) -> dict[str, str]:
    texts = _texts(root)
    found = problems(root)
    pages = {f"problemes/{problem.code}.md": _page(problem, texts) for problem in found}
    pages[f"problemes/{texts.bug.code}.md"] = _bug(texts.bug)
    pages["problemes/index.md"] = _index(found, texts)
    return pages


def faults(root: Path) -> list[str]:
    """Codes that no class has any more, and refusals that only have the words of their kind."""
    written, stated = set(_texts(root).problem), {problem.code for problem in problems(root)}
    return [f"problems.toml parle d’un refus qui n’existe plus : {code}" for code in sorted(written - stated)] + [
        f"problems.toml n’explique pas encore le refus {code}" for code in sorted(stated - written)
    ]


def _texts(root: Path) -> Texts:
    return read_toml(root / "portal/problems.toml", Texts)


def _page(problem: Problem, texts: Texts) -> str:
    fallback = texts.kind[problem.told[0].kind.value]
    advice = texts.problem.get(problem.code)
    happened, todo = (advice.happened, advice.todo) if advice else (fallback.happened, fallback.todo)
    return "\n".join(
        [
            *_advice(problem.title, happened, todo),
            "## Pour les personnes qui programment",
            "",
            f"Code `{problem.code}`. Le fondement est donné dans la langue du code, l’anglais.",
            "",
            "| Où | Message | Réponse HTTP | Fondement |",
            "| --- | --- | --- | --- |",
            *(_row(told, texts) for told in problem.told),
            "",
            "[Tous les messages](index.md)",
            "",
        ]
    )


def _row(told: Told, texts: Texts) -> str:
    kind = texts.kind[told.kind.value]
    ground = f"*{wording.cell(told.ground)}*{{ lang=en }}" if told.ground else "—"
    return f"| {wording.service(told.service)} | {wording.cell(told.title)} | {kind.status}, {kind.name} | {ground} |"


def _bug(bug: Bug) -> str:
    return "\n".join(
        [
            *_advice(bug.title, bug.happened, bug.todo),
            "## Pour les personnes qui programment",
            "",
            f"Code `{bug.code}` · réponse HTTP {bug.status}. La réponse porte l’identifiant de la demande et rien d’autre.",
            "",
            "[Tous les messages](index.md)",
            "",
        ]
    )


def _advice(title: str, happened: str, todo: list[str]) -> list[str]:
    return [
        _LESS_SOUGHT,
        f"# {title}",
        "",
        "## Ce qui s’est passé",
        "",
        happened,
        "",
        "## Que faire",
        "",
        *(f"{n}. {step}" for n, step in enumerate(todo, 1)),
        "",
    ]


def _index(found: list[Problem], texts: Texts) -> str:
    lines = [
        "# Messages et refus",
        "",
        "Quand le programme refuse quelque chose, il dit pourquoi. Chaque message a sa page : ce qui s’est passé, et quoi faire.",
        "",
    ]
    for kind, words in texts.kind.items():
        rows = sorted(
            (problem for problem in found if problem.told[0].kind.value == kind),
            key=lambda problem: (problem.title, problem.code),
        )
        if rows:
            lines += [f"## {words.name[0].upper()}{words.name[1:]}", ""]
            lines += [f"- [{problem.title}]({problem.code}.md) — `{problem.code}`" for problem in rows]
            lines.append("")
    return "\n".join([*lines, "## Panne", "", f"- [{texts.bug.title}]({texts.bug.code}.md) — `{texts.bug.code}`", ""])
