"""Each row of the table of deadlines (LIFECYCLE §9) is a rule of the engine, or says why it is not one."""

import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from occupancy.domain.deadline_rules import RULES
from tests.architecture.sources import ROOT

LIST = ROOT / "tests" / "architecture" / "deadline_rows.toml"
ROWS = (
    *(
        "BG-05",
        "BG-10b",
        "BG-04",
        "BG-20",
        "ASLL-04",
        "ASLL-16 / LLTS 11",
        "EDL-02",
        "EDL-04",
        "EDL-05",
        "DEP-03",
        "DEP-06",
    ),
    *("FIN-03", "IMP", "R1617-24", "FIN-04", "CAF", "art. 7 g", "CPCE L412-1", "LLTS-02", "LLTS-04", "SIAO-03"),
    *("RGPD-03", "RGPD-09"),
)
WAYS = ("rules", "elsewhere", "not_ours")


def faults(rows: Iterable[Mapping[str, Any]], known: Iterable[str]) -> list[str]:
    """What is wrong with a list of rows, a sentence each."""
    rows, known = list(rows), frozenset(known)
    found = [f"{one}: no row" for one in ROWS if one not in {row["id"] for row in rows}]
    found += [
        f"{row['id']}: exactly one of {', '.join(WAYS)}" for row in rows if sum(bool(row.get(way)) for way in WAYS) != 1
    ]
    return found + [
        f"{row['id']}: no rule {code}" for row in rows for code in row.get("rules", ()) if code not in known
    ]


def test_every_row_of_the_table_is_a_rule_or_says_why_it_is_not() -> None:
    rows = tomllib.loads(LIST.read_text(encoding="utf-8"))["row"]
    assert faults(rows, RULES) == []
    assert [row["id"] for row in rows] == list(ROWS)


def test_control_a_missing_row_a_bare_row_and_an_unknown_rule_are_seen() -> None:
    rows = tomllib.loads(LIST.read_text(encoding="utf-8"))["row"]
    broken = [{"id": "BG-05", "rules": ["BG-99"]}, {"id": "BG-10b"}, *rows[2:-1]]
    assert faults(broken, RULES) == [
        "RGPD-09: no row",
        "BG-10b: exactly one of rules, elsewhere, not_ours",
        "BG-05: no rule BG-99",
    ]
