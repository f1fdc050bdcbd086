"""The journal never holds a name or a text of a household; it still says what changed, and holds codes, days and sums."""

import json
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import pytest

from kernel.privacy import discretion
from kernel.privacy.discretion import MARK, discreet

HOUSEHOLD: dict[str, Any] = {
    "id": UUID(int=7),
    "reference": "M-2026-0001",
    "last_name": "canari",
    "first_name": "Exemple",
    "phone": "01 23 45 67 89",
    "situation": "single_parent",
    "born_on": date(1990, 5, 1),
    "content": {"remarks": ["Une phrase écrite", "very_good"], "sum_cents": 12_345},
}


def test_a_name_a_telephone_and_a_text_are_marks_and_codes_days_and_sums_stay() -> None:
    before, after = discreet("occupancy", None, HOUSEHOLD)
    kept = json.loads(after or "")
    assert before is None
    assert (kept["reference"], kept["situation"]) == ("M-2026-0001", "single_parent")
    assert kept["content"]["sum_cents"] == 12_345
    assert kept["content"]["remarks"][1] == "very_good"
    for hidden in (
        kept["last_name"],
        kept["first_name"],
        kept["phone"],
        kept["born_on"],
        kept["content"]["remarks"][0],
    ):
        assert hidden.startswith(MARK)


def test_a_name_alone_in_lower_case_has_the_form_of_a_code_and_is_still_a_mark() -> None:
    kept = json.loads(
        discreet("occupancy", None, {"content": {"referent": "canari", "unique_number": "075123"}})[1] or ""
    )
    assert all(said.startswith(MARK) for said in kept["content"].values())
    other = json.loads(discreet("occupancy", None, {"content": {"state": "canari"}})[1] or "")
    assert other["content"]["state"] == "canari"  # the control: a field that nobody names keeps its code


def test_within_one_row_what_changed_shows_and_no_row_can_be_compared_with_another() -> None:
    before, after = discreet("occupancy", HOUSEHOLD, {**HOUSEHOLD, "phone": "09 87 65 43 21"})
    one, two = json.loads(before or ""), json.loads(after or "")
    assert [name for name in one if one[name] != two[name]] == ["phone"]
    again = json.loads(discreet("occupancy", None, HOUSEHOLD)[1] or "")
    assert again["last_name"] != one["last_name"]


def test_a_service_without_households_keeps_its_states_as_they_are() -> None:
    unit = {"name": "Résidence des Exemples"}
    assert discreet("alt_units", None, unit)[1] == msgspec.json.encode(unit).decode()


def test_a_journal_that_kept_the_value_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discretion, "_told", lambda service, value, salt: value)
    assert "01 23 45 67 89" in (discreet("occupancy", None, HOUSEHOLD)[1] or "")
