"""Dated legal values: a rule never holds a rate, a ceiling or a delay; it reads one here, with its source.

The files are TOML, one `[[value]]` per value and date, shipped in each service's `law/` folder and reviewed like code.
What staff record beside them (`kernel.law_records`) joins them by date: a rule never knows who wrote a value down.
"""

import tomllib
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any

import msgspec
from msgspec import Struct

from kernel.errors import RuleBroken


class Status(StrEnum):
    """Whether the source was read. What is `to_verify` is shown as to be confirmed, never as law."""

    VERIFIED = "verified"
    TO_VERIFY = "to_verify"


class LawValue(Struct, frozen=True, kw_only=True):
    """One value in force from a day on. `unit` says what it counts: months, days, cents, rule…

    `checked_on`: when its source was last looked up before it was shipped; each file says it once for all its values.
    """

    key: str
    value: int | str
    unit: str
    since: date
    source: str
    status: Status
    note: str = ""
    checked_on: date | None = None

    @property
    def number(self) -> int:
        """The value, when it is a whole number. Raises `TypeError` otherwise."""
        if not isinstance(self.value, int):
            raise TypeError(f"{self.key} is not a number")
        return self.value

    @property
    def text(self) -> str:
        """The value, when it is a word. Raises `TypeError` otherwise."""
        if not isinstance(self.value, str):
            raise TypeError(f"{self.key} is not a word")
        return self.value


class LawSilent(RuleBroken, LookupError):
    """No value was in force yet on that day, or the program does not know it."""

    code, title = "law-silent", "Règle inconnue à cette date"


class Law:
    """The dated values of one service."""

    def __init__(self, values: list[LawValue]) -> None:
        self._values: dict[str, list[LawValue]] = {}
        for value in sorted(values, key=lambda one: one.since):
            rows = self._values.setdefault(value.key, [])
            if rows and rows[-1].since == value.since:
                raise ValueError(f"{value.key} has two values on {value.since}")
            rows.append(value)

    @classmethod
    def parse(cls, *texts: str) -> "Law":
        """Read TOML texts. Raises `msgspec.ValidationError` when a value lacks its source, date or status."""
        rows: list[Any] = []
        for read in map(tomllib.loads, texts):
            checked = {"checked_on": read["checked_on"]} if "checked_on" in read else {}
            rows += [{**checked, **row} for row in read.get("value", [])]
        return cls(msgspec.convert(rows, list[LawValue]))

    def joined(self, recorded: Iterable[LawValue]) -> "Law":
        """This law with what staff recorded. Of two values of one day, the recorded one is in force."""
        known = {(one.key, one.since): one for one in (*self.all(), *recorded)}
        return Law(list(known.values()))

    def at(self, key: str, day: date) -> LawValue:
        """The value in force on a day. Raises `LawSilent` when none was in force yet."""
        for value in reversed(self._values.get(key, [])):
            if value.since <= day:
                return value
        raise LawSilent(f"Le programme ne connaît aucune valeur de « {key} » en vigueur le {day:%d/%m/%Y}.")

    def all(self) -> list[LawValue]:
        """Every value, by key then date: what the portal publishes."""
        return [value for key in sorted(self._values) for value in self._values[key]]
