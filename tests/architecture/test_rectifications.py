"""Each personal datum of a household has the act that rectifies it, or the reason why none can (RGPD art. 16, GOALS E5)."""

import tomllib
from collections.abc import Callable, Mapping

from kernel.privacy import data_map
from occupancy.access import ACCESS
from tests.architecture.sources import ROOT

PERSONAL = ("identity", "contact", "life", "text", "social", "third", "paper")
NO_ACT = "— "
Said = Mapping[str, Mapping[str, str]]


def decided() -> Said:
    return tomllib.loads((ROOT / "tests/architecture/rectifications.toml").read_text(encoding="utf-8"))


def personal() -> set[str]:
    """What is kept of a household: the columns of the map that belong to one and say something of somebody."""
    tables = data_map.mapped("occupancy")
    found = {one for one in data_map.labels("occupancy") if tables[one.table].by and one.category in PERSONAL}
    return {f"{one.table}.{one.column}" for one in found if one.column != "search_key"} - SET_BY_THE_PROGRAM


SET_BY_THE_PROGRAM = {"household.search_key", "inspection_photo.small"}
"""Computed from another column, with which it changes."""


def wrong(said: Said, columns: set[str]) -> list[str]:
    """Columns without a line, lines without a column, acts that do not exist, reasons that say nothing."""
    lines = {f"{table}.{column}": how for table, ones in said.items() for column, how in ones.items()}
    return [
        *(f"{one} : aucun acte" for one in sorted(columns - {*lines})),
        *(f"{one} : n'est plus une donnée personnelle" for one in sorted({*lines} - columns)),
        *(f"{one} : {how} n'existe pas" for one, how in lines.items() if how[:2] != NO_ACT and how not in ACCESS),
        *(f"{one} : raison trop courte" for one, how in lines.items() if how[:2] == NO_ACT and len(how) < 20),
    ]


def test_every_personal_datum_has_the_act_that_rectifies_it_or_the_reason_why_none_can(
    record_property: Callable[[str, object], None],
) -> None:
    assert wrong(decided(), personal()) == []
    record_property("n", len(personal()))


def test_a_reason_that_names_another_act_names_one_that_exists() -> None:
    named = [
        how.partition("(")[2].rstrip(")").partition(",")[0] for ones in decided().values() for how in ones.values()
    ]
    assert [one for one in named if one and one not in ACCESS] == []


def test_control_a_new_column_and_an_act_that_is_gone_are_seen() -> None:
    said = {"household": {"last_name": "amend_household", "phone": "gone", "note": "— non"}}
    assert wrong(said, {"household.last_name", "household.phone", "household.nickname", "household.note"}) == [
        "household.nickname : aucun acte",
        "household.phone : gone n'existe pas",
        "household.note : raison trop courte",
    ]


def test_nothing_personal_is_copied_to_the_other_service_so_nothing_waits_to_be_told() -> None:
    """A rectification has nowhere else to go: alt_units keeps no household, but for who paid by the bank."""
    mapped = data_map.mapped_alone("alt_units")
    kept = {one.table for one in data_map.labels("alt_units") if one.category in PERSONAL and one.table in mapped}
    assert kept == {"bank_collection", "bank_decision", "bank_line", "convention", "convention_version", "mobilisation"}
