"""The faults that a night slips into the rules are real ones, and a test that looks at nothing sees none (GOALS G2)."""

from collections.abc import Callable
from types import FunctionType

import pytest

from tests.support.mutants import Mutant, mutants

SOURCE = """
LIMIT = 3

class Rule:
    def share(self, cents: int = 0) -> int:
        if cents < 0:
            raise ValueError("never negative")
        return cents // 2

def known(names, name):
    return name in names and any(one == name for one in names if one)
"""


LOOKED = "any((one == name for one in names if one))"


def living(code: Mutant | None = None) -> dict[str, FunctionType]:
    """The two functions, one of them with a fault."""
    names: dict[str, object] = {}
    exec(compile(SOURCE, "exemple", "exec"), names)
    rule, known = names["Rule"], names["known"]
    assert isinstance(rule, type)
    assert isinstance(known, FunctionType)
    found = {"Rule.share": rule.__dict__["share"], "known": known}
    if code is not None:
        found[code.function].__code__ = code.code
    return found


def survivors(test: Callable[[dict[str, FunctionType]], None]) -> list[str]:
    """The faults that a test does not see."""
    test(living())
    alive = []
    for one in mutants(SOURCE, "exemple"):
        try:
            test(living(one))
        except (Exception, pytest.fail.Exception):  # whatever way it fails, the fault was seen
            continue
        alive.append(one.name)
    return alive


def careful(rules: dict[str, FunctionType]) -> None:
    share, known = rules["Rule.share"], rules["known"]
    assert [share(None, cents) for cents in (0, 7)] == [0, 3]
    with pytest.raises(ValueError, match="never"):
        share(None, -1)
    assert [known(["a", "b", ""], one) for one in ("a", "", "z")] == [True, False, False]


def careless(rules: dict[str, FunctionType]) -> None:
    rules["Rule.share"](None, 8)
    rules["known"](["a"], "a")


def test_a_fault_is_named_by_its_function_and_what_changed_and_touches_no_constant_of_the_module() -> None:
    assert [one.name for one in mutants(SOURCE, "exemple")] == [
        "Rule.share: cents < 0 → cents <= 0",
        "Rule.share: 0 → 1",
        "Rule.share: raise ValueError('never negative') → pass",
        "Rule.share: cents // 2 → cents * 2",
        "Rule.share: 2 → 3",
        f"known: name in names and {LOOKED} → name in names or {LOOKED}",
        "known: name in names → name not in names",
        "known: any((one == name for one in names if one)) → all((one == name for one in names if one))",
        "known: one == name → one != name",
        "known: for one in names if one → for one in names",
    ]


def test_a_fault_that_takes_the_call_of_the_parent_away_still_fits_in_the_place_of_the_body() -> None:
    source = "class Refused(Exception):\n    def __init__(self, name):\n        super().__init__(f'no {name}')\n"
    names: dict[str, type[Exception]] = {}
    exec(compile(source, "exemple", "exec"), names)
    assert str(names["Refused"]("Zoé")) == "no Zoé"
    (fault,) = mutants(source, "exemple")
    names["Refused"].__init__.__code__ = fault.code  # type: ignore[attr-defined]
    assert str(names["Refused"]("Zoé")) == "Zoé"


def test_a_careful_test_sees_every_fault() -> None:
    assert survivors(careful) == []


def test_control_a_test_that_looks_at_nothing_sees_almost_no_fault() -> None:
    assert len(survivors(careless)) >= 8
