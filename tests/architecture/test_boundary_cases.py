"""The boundary cases of the domain notes each have the tests that prove them, or say where they belong.

`boundary_cases.toml` is the list. A test that is renamed or removed, a case without a test, a part of the notes without a
case: each fails here.
"""

import ast
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from tests.architecture.sources import ROOT

TESTS = ROOT / "tests"
LIST = TESTS / "architecture" / "boundary_cases.toml"
PARTS = (
    *(f"LIFECYCLE {part}" for part in ("2.5", "2.7", "3.1", "3.2", "3.5", "5", "8.1", "8.2", "9")),
    *(f"LIFECYCLE {part}" for part in ("6.1", "6.2", "6.3", "6.4", "6.5", "6.6")),
    *(f"PEERS {part}" for part in ("7.1", "7.4", "7.6", "7.7", "7.12", "7.13", "7.14", "7.16")),
)
RULES = {
    "LIFECYCLE 5": [f"DEP-{number:02}" for number in range(1, 12)],
    "LIFECYCLE 6": [
        *(f"FIN-{number:02}" for number in (*range(1, 8), *range(10, 15))),
        *(f"IMP-{number:02}" for number in range(1, 4)),
        *(f"PES-{number:02}" for number in range(1, 7)),
        "BNK-01",
        "BNK-02",
    ],
    "GOALS 3": [f"L{number}" for number in range(1, 17)],
}
"""Every numbered rule of these parts has a case."""
WAYS = ("tests", "later", "not_ours")
WITH_CONTROLS = "GOALS 3 "
"""Where a case also names the broken variants of the program that its tests must catch."""


@cache
def functions_of(path: str) -> frozenset[str]:
    """The names of the functions of a test module; none when there is no such module."""
    module = TESTS / path
    if not module.is_file():
        return frozenset()
    found = ast.walk(ast.parse(module.read_text(encoding="utf-8")))
    return frozenset(one.name for one in found if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef))


def faults(cases: Iterable[Mapping[str, Any]], parts: Iterable[str] = PARTS) -> list[str]:
    """What is wrong with a list of cases, a sentence each."""
    cases = list(cases)
    found = [f"{part}: no case" for part in parts if not any(one["ground"].startswith(f"{part} ") for one in cases)]
    for one in cases:
        if sum(bool(one.get(way)) for way in WAYS) != 1:
            found.append(f"{one['ground']}: exactly one of {', '.join(WAYS)}")
        if one["ground"].startswith(WITH_CONTROLS) and one.get("tests") and not one.get("controls"):
            found.append(f"{one['ground']}: no control")
        for test in (*one.get("tests", ()), *one.get("controls", ())):
            path, _, name = test.partition("::")
            if name not in functions_of(path):
                found.append(f"{one['ground']}: no test {test}")
    return found


def test_every_boundary_case_has_the_tests_that_prove_it() -> None:
    cases = tomllib.loads(LIST.read_text(encoding="utf-8"))["case"]
    assert faults(cases) == []
    grounds = [one["ground"] for one in cases]
    assert len(grounds) == len(set(grounds))


def without_a_case(grounds: Iterable[str]) -> list[str]:
    """The numbered rules that no ground names."""
    named = list(grounds)
    return [
        rule
        for part, rules in RULES.items()
        for rule in rules
        if not any(one.startswith(part) and rule in re.findall(r"[A-Z]+-?\d+", one) for one in named)
    ]


def test_every_rule_of_deposits_of_public_collection_and_of_the_ledger_has_its_case() -> None:
    grounds = [one["ground"] for one in tomllib.loads(LIST.read_text(encoding="utf-8"))["case"]]
    assert without_a_case(grounds) == []
    assert without_a_case([one for one in grounds if "FIN-13" not in one]) == ["FIN-13"]
    assert without_a_case([one for one in grounds if one != "GOALS 3 L1"]) == ["L1"]


def test_control_a_missing_test_a_bare_case_and_a_missing_part_are_seen() -> None:
    gone = {"ground": "PEERS 7.1 days", "tests": ["unit/kernel/test_working_days.py::test_that_is_gone"]}
    bare: dict[str, Any] = {"ground": "PEERS 7.4 durations", "tests": []}
    bare_of_control = {
        "ground": "GOALS 3 L2",
        "tests": ["architecture/test_boundary_cases.py::test_every_boundary_case_has_the_tests_that_prove_it"],
    }
    assert faults([bare_of_control], []) == ["GOALS 3 L2: no control"]
    assert faults([gone, bare], ["PEERS 7.1", "PEERS 7.4", "PEERS 7.6"]) == [
        "PEERS 7.6: no case",
        "PEERS 7.1 days: no test unit/kernel/test_working_days.py::test_that_is_gone",
        "PEERS 7.4 durations: exactly one of tests, later, not_ours",
    ]
