"""Each shipped value is described once, with a unit and bounds that fit it: what staff see and may record is what rules read."""

from importlib import import_module
from typing import Any

import pytest

from kernel.law import Law
from kernel.law_keys import LawKeys
from kernel.law_records import shipped_versions

DESCRIBED: dict[str, Any] = {
    "alt_units": lambda law: (law.read_law(), law.read_keys()),
    "occupancy": lambda law: (law.LAW, law.KEYS),
}


def misfits(law: Law, keys: LawKeys) -> list[str]:
    """Values without a key, with another unit, or outside of what may be recorded."""
    found = []
    for value in law.all():
        key = keys.of(value)
        if key is None:
            found.append(f"{value.key}: not described")
        elif key.unit != value.unit:
            found.append(f"{value.key}: {value.unit}, described as {key.unit}")
        if value.checked_on is None:
            found.append(f"{value.key}: no day on which its source was looked up")
    for version in shipped_versions(law, keys):
        key = keys.find(version.key)
        try:
            key.checked(version.content)
        except Exception as error:  # the sentence is the finding
            found.append(f"{version.key}: {error}")
    return found


@pytest.mark.parametrize("service", DESCRIBED)
def test_every_shipped_value_is_one_that_could_be_recorded(service: str) -> None:
    law, keys = DESCRIBED[service](import_module(f"{service}.law"))
    assert len(law.all()) > 20
    assert misfits(law, keys) == []


def test_a_value_that_is_not_described_or_does_not_fit_is_seen() -> None:
    keys = LawKeys.parse('[family]\nf = "F"\n[[key]]\nkey = "a"\nfamily = "f"\nlabel = "A"\nunit = "days"\nmost = 5\n')
    read = "checked_on = 2026-11-21\n"
    row = '[[value]]\nkey = "{}"\nvalue = {}\nunit = "{}"\nsince = 2020-01-01\nsource = "S"\nstatus = "to_verify"\n'
    law = Law.parse(read + row.format("a", 6, "days"), read + row.format("b", 1, "days"))
    assert [one.partition(":")[0] for one in misfits(law, keys)] == ["b", "a"]
    assert misfits(Law.parse(read + row.format("a", 5, "months")), keys) == ["a: months, described as days"]
    unread = misfits(Law.parse(row.format("a", 5, "days")), keys)
    assert unread == ["a: no day on which its source was looked up"]
