"""A refusal's code means one thing in the whole program: it is a public address, and the key of kept answers."""

import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib import import_module

from kernel.errors import Conflict, Kind, NotFound, Refusal

PACKAGES = ("kernel", "staff", "alt_units", "occupancy", "palier")
KEBAB = re.compile(r"[a-z]+(-[a-z0-9]+)*")


def below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    """Every refusal derived from this one."""
    for child in kind.__subclasses__():
        yield child
        yield from below(child)


def declared() -> list[type[Refusal]]:
    """The refusals of the program that declare a code of their own, all modules read."""
    for name in PACKAGES:
        for module in pkgutil.walk_packages(import_module(name).__path__, f"{name}."):
            import_module(module.name)
    found = {one for one in below(Refusal) if one.__module__.partition(".")[0] in PACKAGES and "code" in vars(one)}
    return sorted(found, key=lambda one: (one.code, one.__module__))


def ambiguous(refusals: Iterable[type[Refusal]]) -> list[str]:
    """The codes that say two things."""
    meanings: dict[str, set[tuple[str, Kind]]] = defaultdict(set)
    for one in refusals:
        meanings[one.code].add((one.title, one.kind))
    return [f"{code}: {sorted(said)}" for code, said in meanings.items() if len(said) > 1]


def test_a_code_means_the_same_everywhere() -> None:
    found = declared()
    assert len(found) > 60
    assert ambiguous(found) == []


def test_every_code_is_kebab_case_with_a_title_and_its_ground() -> None:
    for one in declared():
        assert KEBAB.fullmatch(one.code), one
        assert one.title.strip(), one
        assert vars(one).get("__doc__"), one


def test_a_code_with_two_titles_or_two_kinds_is_seen() -> None:
    class PlaceTaken(Conflict):
        code, title = "place-taken", "Place déjà occupée"

    class SamePlaceTaken(Conflict):
        code, title = "place-taken", "Place déjà occupée"

    class PlaceGone(NotFound):
        code, title = "place-taken", "Place déjà occupée"

    class PlaceReserved(Conflict):
        code, title = "place-taken", "Place réservée"

    assert ambiguous([PlaceTaken, SamePlaceTaken]) == []
    assert len(ambiguous([PlaceTaken, PlaceGone])) == 1
    assert len(ambiguous([PlaceTaken, PlaceReserved])) == 1
