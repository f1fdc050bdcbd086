"""What the journal keeps of a value: a code, a day, a sum as it is; a name or a text only as a mark of whether it changed.

Ground: RGPD-10, GOALS R-50: nothing that has to be erased one day may stand in a chain that cannot lose a row. The salt of a mark
lives as long as the one row that it is written for: two marks of one row can be compared, and nobody finds the value again.
"""

import hashlib
import os
from functools import cache
from typing import Any

import msgspec

from kernel.privacy import data_map
from kernel.privacy.texts import is_code, rewritten

MARK = "…"


def discreet(service: str, before: Any, after: Any) -> tuple[str | None, str | None]:
    """The two states of one journal row, as JSON. A service whose tables hold no household keeps them as they are."""
    if not _holds_households(service):
        return _json(before), _json(after)
    salt = os.urandom(16)
    return _json(_told(service, before, salt)), _json(_told(service, after, salt))


def _told(service: str, value: Any, salt: bytes) -> Any:
    said, hidden = _as_they_are(service), _hidden(service)

    def text(name: str, found: str) -> str:
        if name in said or not found or (name not in hidden and is_code(found)):
            return found
        return MARK + hashlib.sha256(salt + found.encode()).hexdigest()[:12]

    return None if value is None else rewritten(msgspec.to_builtins(value), text)


@cache
def _holds_households(service: str) -> bool:
    return service in data_map.SERVICES and any(
        one.by and name not in data_map.mapped_alone(data_map.COMMON) for name, one in data_map.mapped(service).items()
    )


@cache
def _hidden(service: str) -> frozenset[str]:
    """The columns of tables that hold a household, whose category says so, and the fields that `rules.toml` names."""
    known, tables = data_map.rules().category, data_map.mapped(service)
    return frozenset(data_map.rules().texts.split()) | frozenset(
        one.column
        for one in data_map.labels(service)
        if known[one.category].journal == "digest" and tables[one.table].by
    )


@cache
def _as_they_are(service: str) -> frozenset[str]:
    return frozenset(one.column for one in data_map.labels(service)) - _hidden(service)


def _json(value: Any) -> str | None:
    return None if value is None else msgspec.json.encode(value).decode()
