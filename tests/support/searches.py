"""Ids where an address takes a search: what a door shows more when it is asked about something else (GOALS D2)."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from litestar.params import ParameterKwarg
from msgspec import Struct

from tests.support.access import Door
from tests.support.site import Town
from tests.support.small_town import Ids

OWN = {"menage": "household_id", "unit_id": "unit_id", "depot": "contract_id"}
"""What a search by id is about. Whatever is not listed shows nothing more for any id."""
NAMES = re.compile(r"Ménage Exemple(?: [A-Z])?")


class Search(Struct, frozen=True, kw_only=True):
    """A door and one thing that it may be asked."""

    door: Door
    name: str


def searches(town: Town, tried: list[Door]) -> Iterator[Search]:
    """Every question in words or by an id that a door without an id in its address takes, and where a list goes on."""
    asked = {(service, handler): names for service, handler, names in _asked(town)}
    for door in tried:
        if door.method == "GET" and ":uuid}" not in door.path:
            names = asked.get((door.service, door.handler), [])
            yield from (Search(door=door, name=name) for name in [*names, *(["after"] if door.is_api else [])])


def _asked(town: Town) -> Iterator[tuple[str, str, list[str]]]:
    for service, app in town.site.apps.items():
        for route in app.routes:
            for handler in getattr(route, "route_handlers", []):
                found = handler.parsed_fn_signature.parameters
                yield service, handler.handler_name, [name for name, one in found.items() if _is_search(one)]


def _is_search(parameter: Any) -> bool:
    kind, said = parameter.kwarg_definition, str(parameter.annotation)
    is_query = isinstance(kind, ParameterKwarg) and str(getattr(kind, "param_type", "")).endswith("QUERY")
    return is_query and ("UUID" in said or said in ("<class 'str'>", "str | None"))


def others(search: Search, ids: Ids) -> Iterator[str]:
    """An id that nobody has, and one of each other kind."""
    yield str(uuid4())
    own = OWN.get(search.name, "")
    kinds = [known[0] for kind, known in ids.items() if kind.endswith("_id") and kind != own]
    yield from kinds[:: max(1, len(kinds) // 3)][:3]


def told(text: str, ids: Ids) -> set[str]:
    """The ids of the town and the names of its households that a text holds."""
    every = {one for kind, known in ids.items() if kind.endswith("_id") for one in known}
    return {one for one in every if one in text} | set(NAMES.findall(text))
