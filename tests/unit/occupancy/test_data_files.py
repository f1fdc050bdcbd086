"""What a person is handed: every column that the map marks, and nothing of a third person. Driven by the map alone."""

import io
import json
import zipfile
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from kernel.privacy import data_map
from kernel.web.export import zipped
from occupancy.documents.data_files import parts as parts_of
from occupancy.domain import data_files
from occupancy.domain.data_files import PAPERS, LivedUnit, ReceivedLine, data_file, exportable, given

TODAY = date(2026, 11, 27)


def canary(table: str, column: str) -> str:
    return f"Canari {table} {column}."


def everything() -> dict[str, list[dict[str, Any]]]:
    """One row in every table of the map, a sentence of its own in every column."""
    return {
        table: [{column: canary(table, column) for names in one.columns.values() for column in names.split()}]
        for table, one in data_map.mapped("occupancy").items()
    }


def opened() -> tuple[dict[str, bytes], str]:
    unit = LivedUnit(reference="L-1", name="Logement 1", address="1 rue des Exemples", first_day=TODAY, last_day=TODAY)
    line = ReceivedLine(booked_on=TODAY, amount_cents=12_345)
    file = data_file("M-2026-0001", everything(), units=(unit,), lines=(line,), on=TODAY)
    with zipfile.ZipFile(io.BytesIO(zipped(parts_of(file)))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return parts, b"".join(parts.values()).decode()


def test_every_column_marked_is_handed_over_to_read_and_for_a_machine() -> None:
    parts, _ = opened()
    told, page = json.loads(parts["donnees.json"]), parts["donnees.html"].decode()
    columns = [(table, column) for table, names in exportable().items() for column in names]
    assert len(columns) > 300
    for table, column in columns:
        if (table, column) in PAPERS:
            name = told["donnees"][table][0][column]
            assert parts[name].decode() == canary(table, column)
        else:
            assert told["donnees"][table][0][column] == canary(table, column)
            assert canary(table, column) in page, (table, column)
    assert told["logements"][0]["address"] == "1 rue des Exemples"
    assert told["virements"] == [{"booked_on": "2026-11-27", "amount_cents": 12_345}]


def stray(text: str) -> list[str]:
    """What is in the file and must not be."""
    kept_back = [one for one in data_map.labels("occupancy") if not one.export]
    return [f"{one.table}.{one.column}" for one in kept_back if canary(one.table, one.column) in text]


def test_no_column_of_an_agent_a_third_person_or_the_machinery_is_handed_over() -> None:
    assert stray(opened()[1]) == []


def test_a_third_person_handed_over_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {**exportable(), "household_particular": ("code", "phone")}
    monkeypatch.setattr(data_files, "exportable", lambda: wrong)
    assert stray(opened()[1]) == ["household_particular.phone"]


def test_every_table_and_column_that_is_handed_over_is_called_in_french() -> None:
    words = data_map.words()
    assert set(exportable()) == set(words.table)
    assert {column for names in exportable().values() for column in names} == set(words.column)


def test_the_journal_keeps_how_much_was_handed_over_and_no_value() -> None:
    file = data_file("M-2026-0001", everything(), units=(), lines=(), on=TODAY)
    trace = given(UUID(int=1), file)
    assert trace.rows["household"] == 1
    assert trace.papers == len(PAPERS)
    assert "Canari" not in str(trace)
