"""What the services state about themselves: law values, refusals, permissions, API documents, decisions."""

import importlib
import inspect
import json
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from kernel.errors import Kind, Refusal
from kernel.law import Law, Status
from kernel.law_keys import LawKey, LawKeys

Shape = TypeVar("Shape")

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_HTTP_VERBS = ("get", "post", "put", "patch", "delete")


class Told(Struct, frozen=True, kw_only=True):
    """How one service states a refusal. `ground` is the docstring of its class, in English."""

    service: str
    title: str
    kind: Kind
    ground: str


class Problem(Struct, frozen=True, kw_only=True):
    """One refusal code. Two services may refuse under the same code; the page then says both."""

    code: str
    told: tuple[Told, ...]

    @property
    def title(self) -> str:
        return self.told[0].title


class Operation(Struct, frozen=True, kw_only=True):
    """One operation of an API document."""

    tag: str
    method: str
    path: str
    summary: str


class Decision(Struct, frozen=True, kw_only=True):
    """One decision record: its file name and its first heading."""

    file: str
    title: str


class ScaleLine(Struct, frozen=True, kw_only=True):
    """One dwelling type of an allowance table, in hundredths of the currency. `charges` None: the figure was not found."""

    dwelling_type: str
    rent: dict[str, int]
    charges: int | None = None


class Scale(Struct, frozen=True, kw_only=True):
    """One dated allowance table, as published."""

    version: str
    since: date
    source: str
    status: Status
    currency: str
    rows: list[ScaleLine]
    last_day: date | None = None
    note: str = ""


def scales(root: Path) -> list[Scale]:
    """The allowance tables of the law files, oldest first."""
    files = sorted(root.glob("services/*/law/*.toml"))
    rows = [row for file in files for row in tomllib.loads(file.read_text(encoding="utf-8")).get("scale", [])]
    return sorted(msgspec.convert(rows, list[Scale]), key=lambda scale: scale.since)


def law_by_service(root: Path) -> dict[str, Law]:
    """The dated values of each service that has some, read from `services/<service>/law/*.toml`."""
    folders = sorted(folder for folder in root.glob("services/*/law") if any(folder.glob("*.toml")))
    return {folder.parent.name: Law.parse(*_texts(folder)) for folder in folders}


def law_keys(root: Path) -> list[LawKey]:
    """What every law value is, as each service's `law/keys.toml` says."""
    files = sorted(root.glob("services/*/law/keys.toml"))
    return [key for file in files for key in LawKeys.parse(file.read_text(encoding="utf-8")).all()]


def law_families(root: Path) -> dict[str, str]:
    """By key, the French name of its family, family after family."""
    found = {}
    for file in sorted(root.glob("services/*/law/keys.toml")):
        keys = LawKeys.parse(file.read_text(encoding="utf-8"))
        found.update(
            {key.key: name for code, name in keys.families.items() for key in keys.all() if key.family == code}
        )
    return found


def _texts(folder: Path) -> list[str]:
    return [file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.toml"))]


def problems(root: Path) -> list[Problem]:
    """Every refusal code, in order. Raises `ValueError` when a code is ill-formed or is used twice in one service."""
    for module in _modules_with_refusals(root):
        importlib.import_module(module)
    ours = {folder.name for folder in (root / "services").iterdir()}
    # a class without a code of its own keeps its parent's page; classes that tests make are none of ours
    classes = [one for one in _descendants(Refusal) if "code" in vars(one) and one.__module__.partition(".")[0] in ours]
    found: dict[str, tuple[Told, ...]] = {}
    for refusal in sorted(classes, key=lambda one: (one.code, one.__module__)):
        told, others = _told(refusal), found.get(refusal.code, ())
        if not _CODE.fullmatch(refusal.code) or told.service in {other.service for other in others}:
            raise ValueError(f"code of {refusal.__module__}.{refusal.__qualname__}: {refusal.code}")
        found[refusal.code] = (*others, told)
    return [Problem(code=code, told=told) for code, told in found.items()]


def _told(refusal: type[Refusal]) -> Told:
    return Told(
        service=refusal.__module__.partition(".")[0],
        title=refusal.title,
        kind=refusal.kind,
        ground=" ".join(inspect.cleandoc(refusal.__doc__ or "").split()),
    )


def _modules_with_refusals(root: Path) -> list[str]:
    services = root / "services"
    files = [services / "kernel/errors.py"]
    files += [file for file in sorted(services.rglob("*.py")) if _declares_a_refusal(file)]
    return [".".join(file.relative_to(services).with_suffix("").parts) for file in files]


def _declares_a_refusal(file: Path) -> bool:
    """A class with a code of its own. Reading first spares importing every web module of every service."""
    text = file.read_text(encoding="utf-8")
    return "kernel.errors" in text and bool(re.search(r"^    code(, title.*)? = |^    code: .* = ", text, re.MULTILINE))


def _descendants(base: type[Refusal]) -> list[type[Refusal]]:
    return [one for child in base.__subclasses__() for one in (child, *_descendants(child))]


def permissions(root: Path) -> dict[str, frozenset[str]]:
    """The permissions of each role, empty when the sign-in service is absent."""
    if not (root / "services/staff/domain/roles.py").is_file():
        return {}
    roles = importlib.import_module("staff.domain.roles")
    return {str(role): frozenset(granted) for role, granted in roles.ROLE_PERMISSIONS.items()}


def operations(root: Path) -> dict[str, list[Operation]]:
    """The operations of each service that publishes an `openapi.json`, by tag, path and method."""
    documents = sorted(root.glob("services/*/openapi.json"))
    return {file.parent.name: _operations(json.loads(file.read_text(encoding="utf-8"))) for file in documents}


def _operations(document: dict[str, Any]) -> list[Operation]:
    rows = [
        Operation(
            tag=(operation.get("tags") or ["Divers"])[0],
            method=verb.upper(),
            path=path,
            summary=operation.get("summary", ""),
        )
        for path, verbs in document.get("paths", {}).items()
        for verb, operation in verbs.items()
        if verb in _HTTP_VERBS
    ]
    return sorted(rows, key=lambda row: (row.tag, row.path, row.method))


def decisions(root: Path) -> list[Decision]:
    """The decision records, by file name. Raises `ValueError` when one has no heading."""
    records = []
    for file in sorted(root.glob("portal/docs/decisions/*.md")):
        if file.name == "index.md":
            continue
        heading = re.search(r"^# (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
        if not heading:
            raise ValueError(f"{file.name} has no heading")
        records.append(Decision(file=file.name, title=heading[1]))
    return records


def read_toml(file: Path, shape: type[Shape]) -> Shape:
    """A TOML file of ours as a Struct. Raises `msgspec.ValidationError` when it does not fit."""
    return msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), shape)
