"""The accessibility statement, the plan and the mention of every page say one thing, that of the audit data."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from portal.publishing import audit
from portal.publishing.audit import CRITERIA, Audit, audit_of
from tests.unit.portal.copies import PROJECT, generate, replace_in

MENTION = "portal/theme/partials/accessibility.html"


def data(**changes: Any) -> dict[str, Any]:
    """The file of the project as an audit: everything met, until told otherwise."""
    told = tomllib.loads((PROJECT / "portal/accessibility.toml").read_text(encoding="utf-8"))
    told["assessment"]["kind"] = "audit"
    told["criteria"] = dict.fromkeys(CRITERIA, "C")
    told["fault"] = []
    return told | changes


def an_audit(**changes: Any) -> Audit:
    return msgspec.convert(data(**changes), Audit)


def failing(*criteria: str) -> dict[str, str]:
    return dict.fromkeys(CRITERIA, "C") | dict.fromkeys(criteria, "NC")


def test_the_referential_has_106_criteria() -> None:
    assert len(CRITERIA) == 106
    assert CRITERIA[0] == "1.1"
    assert CRITERIA[-1] == "13.12"


@pytest.mark.parametrize(
    ("not_met", "rate", "state"),
    [
        (0, 100, "totalement conforme"),
        (1, 99, "partiellement conforme"),
        (53, 50, "partiellement conforme"),
        (54, 49, "non conforme"),
        (106, 0, "non conforme"),
    ],
)
def test_the_state_follows_the_rate(not_met: int, rate: int, state: str) -> None:
    one = an_audit(criteria=failing(*CRITERIA[:not_met]))

    assert (one.rate, one.state) == (rate, state)


def test_what_does_not_apply_counts_neither_way() -> None:
    one = an_audit(criteria=dict.fromkeys(CRITERIA, "NA") | {"1.1": "C", "1.2": "NC"})

    assert one.rate == 50


def test_without_an_audit_a_site_is_not_conform() -> None:
    one = audit_of(PROJECT)

    assert one.assessment.kind is audit.Look.AUTOMATIC
    assert (one.rate, one.state) == (None, "non conforme")


def test_an_audit_counts_for_three_years() -> None:
    told = data()
    told["assessment"]["made_on"] = date(2024, 2, 29)

    assert msgspec.convert(told, Audit).in_force_until == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[criteria]", '[criteria]\n"1.1" = "C"', "ne juge aucun critère"),
        ('kind = "automatic"', 'kind = "audit"', "106 critères"),
        ("last_year = 2028", "last_year = 2029", "trois années au plus"),
        ("[criteria]", '[criteria]\n"14.1" = "C"', "inconnus"),
        ("[[plan.action]]\nyear = 2026", "[[plan.action]]\nyear = 2031", "hors des années"),
        ("[[fault]]\nwhat", '[[fault]]\ncriterion = "4.1"\nwhat', "4.1"),
    ],
)
def test_a_file_that_says_two_things_is_refused(copy: Path, old: str, new: str, said: str) -> None:
    replace_in(copy / "portal/accessibility.toml", old, new)

    with pytest.raises(ValueError, match=said):
        audit_of(copy)


def test_changing_the_data_changes_the_statement_the_plan_and_the_mention(copy: Path) -> None:
    lines = "\n".join(f'"{one}" = "{"NC" if one == "3.2" else "C"}"' for one in CRITERIA)
    replace_in(copy / "portal/accessibility.toml", "[criteria]", f"[criteria]\n{lines}")
    replace_in(copy / "portal/accessibility.toml", 'kind = "automatic"', 'kind = "audit"')
    replace_in(copy / "portal/accessibility.toml", "[[fault]]\n", '[[fault]]\ncriterion = "3.2"\n')

    assert generate(copy, "check").returncode == 1
    assert generate(copy, "write").returncode == 0

    written = [(copy / path).read_text(encoding="utf-8") for path in (MENTION, *_PAGES)]
    assert all("partiellement conforme" in text and "non conforme" not in _state_of(text) for text in written)
    assert "**99\u00a0%**" in written[1]
    assert "Critère 3.2" in written[1]


_PAGES = ("portal/docs/accessibilite.md", "portal/docs/schema-accessibilite.md")


def _state_of(text: str) -> str:
    """The sentence of a page that gives its state."""
    return next(line for line in text.splitlines() if "conforme" in line)
