"""Which fields each role reads, door by door: what an approved list is compared with (GOALS D3)."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

KEYED = re.compile(r"[0-9a-f-]{36}|\d[\d-]*|ALT-.*|AML-.*")
"""A key that is a datum (an id, a day, a number), not a name."""
Read = dict[str, dict[str, set[str]]]
"""By door, by role: the fields read."""


def fields(body: Any, at: str = "") -> set[str]:
    """The names of the fields of an answer, `lines[].cents`, whatever they hold."""
    if isinstance(body, Mapping):
        found: set[str] = set()
        for name, value in body.items():
            inside = f"{at}{{}}" if KEYED.fullmatch(name) else f"{at}.{name}" if at else name
            found |= fields(value, inside)
        return found or {at}
    if isinstance(body, list):
        return {f"{at}[]"}.union(*(fields(one, f"{at}[]") for one in body)) - ({f"{at}[]"} if body else set())
    return {at}


def written(read: Read) -> list[str]:
    """One line for each door and each set of fields: `service handler : roles : fields`."""
    lines = []
    for door, by in sorted(read.items()):
        together: dict[tuple[str, ...], list[str]] = {}
        for role, names in by.items():
            together.setdefault(tuple(sorted(names)), []).append(role)
        lines += sorted(f"{door} : {' '.join(sorted(roles))} : {' '.join(names)}" for names, roles in together.items())
    return lines


def approved(lines: Iterable[str]) -> Read:
    """An approved list, read back."""
    read: Read = {}
    for line in lines:
        if line and not line.startswith("#"):
            door, roles, names = line.split(" : ")
            for role in roles.split():
                read.setdefault(door, {}).setdefault(role, set()).update(names.split())
    return read


def unapproved(read: Read, decided: Read) -> list[str]:
    """What a role reads that was not decided. A list empty so far, and full now, shows what its lines hold."""
    found = []
    for door, by in read.items():
        for role, names in by.items():
            told = decided.get(door, {}).get(role, set())
            found += [f"{door} : {role} : {name}" for name in sorted(names - told - parents(told))]
    return found


def parents(names: set[str]) -> set[str]:
    """What holds a field that is approved: empty or absent for now, it says nothing more."""
    found = set()
    for name in names:
        parts = re.split(r"(?=\.)|(?=\[\])|(?=\{\})", name)
        found |= {"".join(parts[:rank]) for rank in range(1, len(parts))}
    return found
