"""The table of goals names every headline goal once, what measures it really exists, and it hides no failure."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from portal.publishing import goals as table
from portal.publishing.goals import Measured, read_goals, read_measured, state
from tests.nightly.run import cases, keep, measure
from tests.unit.portal.copies import PROJECT

HEADLINES = tuple("A1 A2 A3 A4 A5 B1 B2 B3 B4 B7 B8 B9 C1 C4 C7 C8 D1 D2 D3 D4 D6 D9 D11 D12 D14".split())  # noqa: SIM905
HEADLINES += tuple("E1 E2 E3 E6 E7 F4 F8 G2 G5".split())  # noqa: SIM905
"""The starred lines of the list of goals that gate a release."""
GOALS = read_goals(PROJECT)
LINE = Measured(
    goal="B4", size="ci", n=10_000, failures=0, controls=1, control_failures=1, seconds=1, versions={}, commit="abc"
)
ABOUT = {"size": "ci", "versions": {}, "commit": "abc"}


def named(page: str) -> list[str]:
    return re.findall(r"^\| ([A-G]\d+) \|", page, re.MULTILINE)


def test_every_headline_goal_is_in_the_table_exactly_once() -> None:
    page = table.write(PROJECT)["reference/objectifs.md"]
    principal = page.partition("## Les autres engagements")[0]
    assert sorted(named(principal)) == sorted(HEADLINES)
    assert sorted(named(page)) == sorted(GOALS)


@pytest.mark.parametrize("name", GOALS)
def test_a_procedure_that_is_named_exists(name: str) -> None:
    goal = GOALS[name]
    assert goal.tier in table.TIERS
    for node in (*goal.tests, *goal.controls):
        file, _, test = node.partition("::")
        assert f"def {test.partition('[')[0]}(" in (PROJECT / file).read_text(encoding="utf-8"), node
    assert all((PROJECT / file).is_file() for file in goal.procedures)


def test_a_kept_line_is_of_a_goal_of_the_list() -> None:
    assert set(read_measured(PROJECT)) <= set(GOALS)


def test_nothing_is_said_to_be_reached_that_is_not() -> None:
    whole = replace(GOALS["B4"], gap="")
    assert state(whole, LINE) == "atteint"
    assert state(whole, replace(LINE, n=9_999)) == "atteint, en plus petit"
    assert state(replace(whole, gap="Une base."), LINE) == "en partie"
    assert state(whole, replace(LINE, controls=0, control_failures=0)) == "sans contrôle"
    assert state(whole, replace(LINE, control_failures=0)) == "sans contrôle"
    assert state(whole, replace(LINE, failures=1)) == "non atteint"
    assert state(whole, None) == "pas encore mesuré"


def ran(node: str, outcome: str = "passed", **said: object) -> dict[str, object]:
    return {"node": node, "outcome": outcome, "seconds": 0.1, **said}


def test_a_goal_whose_test_was_skipped_is_not_measured() -> None:
    goal = replace(GOALS["B4"], tests=["t.py::a"], controls=["t.py::b"])
    both = [ran("t.py::a[sqlite]", n=5), ran("t.py::a[postgresql]", n=4), ran("t.py::b[sqlite]")]
    found = measure("B4", goal, both, "ci", ABOUT)
    assert found is not None
    assert (found.n, found.engines, found.failures, found.control_failures) == (4, ["sqlite", "postgresql"], 0, 1)
    assert measure("B4", goal, [*both, ran("t.py::a[x]", "skipped")], "ci", ABOUT) is None
    assert measure("B4", goal, both[:2], "ci", ABOUT) is None
    broken = measure("B4", goal, [*both, ran("t.py::a[x]", "failed"), ran("t.py::b[x]", "failed")], "ci", ABOUT)
    assert broken is not None
    assert (broken.failures, broken.controls, broken.control_failures) == (1, 2, 1)


def test_tests_that_say_no_number_count_for_one_each() -> None:
    assert cases([ran("t.py::a"), ran("t.py::b")]) == (2, [])


def test_goals_without_a_control_are_counted_against_the_last_line(tmp_path: Path) -> None:
    bare = replace(LINE, goal="A4", controls=0, control_failures=0)
    kept = {one.goal: one for one in keep(tmp_path / "lines.jsonl", [LINE, bare], GOALS, ABOUT)}
    assert (kept["G5"].n, kept["G5"].failures, kept["G5"].figure) == (2, 1, "sans contrôle : A4")
    again = {one.goal: one for one in keep(tmp_path / "lines.jsonl", [replace(bare, controls=1)], GOALS, ABOUT)}
    assert set(again) == {"A4", "B4", "G5"}
