"""The data map: every column, kind of file and field of the log, with category, purpose, legal basis, term, end and export.

Ground: RGPD art. 5, 15, 17, 30; GOALS E1. The files beside this module say it in French: `register.toml` the processings,
`rules.toml` the categories, terms, files and log fields, `map/<service>.toml` each table and where each of its columns belongs.
`unlabelled` compares the map with migrated databases; a test fails on what it returns.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
from msgspec import Struct

from kernel.law import Status

SERVICES = ("staff", "alt_units", "occupancy")
COMMON = "common"
"""The tables that all services have."""
NOBODY = "none"
"""The processing of what concerns no person."""


class End(StrEnum):
    """What becomes of a column when the person is erased."""

    KEPT = "kept"
    BLANKED = "blanked"
    UNTOUCHED = "untouched"
    DELETED = "deleted"


class Retention(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long a kind of data is kept. `applied`: by the program, or by the CCAS through its own means."""

    data: str
    kept: str
    applied: Literal["program", "ccas"]
    status: Status
    source: str


class Processing(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One processing of the register (RGPD, art. 30)."""

    id: str
    name: str
    purpose: str
    basis: str
    people: tuple[str, ...]
    data: tuple[str, ...]
    recipients: tuple[str, ...]
    retention: tuple[Retention, ...]


class Register(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The processings, and the day when somebody last read them."""

    checked_on: date
    processing: tuple[Processing, ...]


class Question(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One point of the impact assessment. `state`: answered by what the program does, or left to the CCAS."""

    topic: str
    asked: str
    answer: str
    state: Literal["program", "ccas"]


class Assessment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The impact assessment (AIPD, RGPD art. 35), filled in as far as the program can."""

    checked_on: date
    status: Status
    why: str
    question: tuple[Question, ...]


class Category(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a column holds. `journal`: whether the journal keeps the value or a salted digest of it."""

    words: str
    end: End
    export: bool
    journal: Literal["as_is", "digest"]


class Kept(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A term: from when, and the dated rule that gives the number (`service:key`), when there is one."""

    words: str
    law: str = ""


class KeptFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is kept outside the tables. `settings`: the settings that say where, separated by spaces."""

    words: str
    where: str
    processing: str
    category: str
    kept: str
    settings: str = ""


class Rules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of `rules.toml`. `texts`: fields inside what is kept as JSON, whose words the journal never keeps, even one alone."""

    texts: str
    category: dict[str, Category]
    kept: dict[str, Kept]
    file: dict[str, KeptFile]
    log: dict[str, str]


class Words(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How tables and columns are called in what a person is given."""

    table: dict[str, str]
    column: dict[str, str]


class MappedTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One table. `encrypted`: the columns that are kept sealed (`kernel/sealed_columns.py`), separated by spaces.

    `by`: how the rows of a household are found (`household_id`, `contract_id>contract`, `subject`), or empty.

    `rows`: whether whole rows go at the end. `columns`: the names of the columns of each category, separated by spaces.
    """

    processing: str
    kept: str
    columns: dict[str, str]
    by: str = ""
    encrypted: str = ""
    rows: Literal["kept", "deleted"] = "kept"


class Label(Struct, frozen=True, kw_only=True):
    """All that is said of one column."""

    service: str
    table: str
    column: str
    category: str
    processing: str
    kept: str
    end: End
    export: bool


@cache
def rules() -> Rules:
    """Categories, terms, files, log fields."""
    return msgspec.convert(tomllib.loads(_text("rules.toml")), Rules)


@cache
def register() -> Register:
    """The register of processing as shipped, or as the CCAS corrected it."""
    return msgspec.convert(tomllib.loads(_text("register.toml")), Register)


@cache
def assessment() -> Assessment:
    """The impact assessment as shipped, or as the CCAS completed it."""
    return msgspec.convert(tomllib.loads(_text("aipd.toml")), Assessment)


@cache
def words() -> Words:
    """The French of tables and columns."""
    return msgspec.convert(tomllib.loads(_text("words.toml")), Words)


@cache
def mapped(service: str) -> Mapping[str, MappedTable]:
    """The tables of a service and those that every service has, by name."""
    return {**mapped_alone(COMMON), **mapped_alone(service)}


@cache
def mapped_alone(name: str) -> Mapping[str, MappedTable]:
    """The tables of one file of the map."""
    return msgspec.convert(tomllib.loads(_text(f"map/{name}.toml")), dict[str, MappedTable])


def labels(service: str) -> Iterator[Label]:
    """Every column of a service, in the order of its tables. Raises `KeyError` for a category that `rules.toml` lacks."""
    known = rules().category
    for table, one in mapped(service).items():
        for category, columns in one.columns.items():
            found = known[category]
            for column in columns.split():
                gone = one.rows == "deleted" and found.end is not End.UNTOUCHED
                yield Label(
                    service=service,
                    table=table,
                    column=column,
                    category=category,
                    processing=one.processing,
                    kept=one.kept,
                    end=End.DELETED if gone else found.end,
                    export=found.export and bool(one.by),
                )


def encrypted(service: str) -> dict[str, tuple[str, ...]]:
    """The sealed columns of each table of a service that has some, kept answers left out: `kernel.acts` seals those itself."""
    if service not in SERVICES:
        return {}
    return {name: tuple(one.encrypted.split()) for name, one in mapped_alone(service).items() if one.encrypted}


def unlabelled(service: str, found: Mapping[str, Iterable[str]]) -> list[str]:
    """Where map and database differ, one line each: a column without a label, labelled twice, or that is no more."""
    said = [f"{one.table}.{one.column}" for one in labels(service)]
    there = {f"{table}.{column}" for table, columns in found.items() for column in columns}
    return [
        *(f"{name} : sans étiquette" for name in sorted(there - {*said})),
        *(f"{name} : n'existe pas" for name in sorted({*said} - there)),
        *(f"{name} : étiquetée deux fois" for name in sorted({one for one in said if said.count(one) > 1})),
    ]


def dangling() -> list[str]:
    """Names in the map that lead nowhere: an unknown category, processing, term, table or column of a link."""
    known, ids = rules(), {NOBODY, *(one.id for one in register().processing)}
    wrong = [f"journal technique : {one}" for one in known.log if one not in known.category]
    wrong += [
        f"fichier {name} : {one.processing}, {one.category}, {one.kept}"
        for name, one in known.file.items()
        if one.processing not in ids or one.category not in known.category or one.kept not in known.kept
    ]
    for service in SERVICES:
        for name, table in mapped(service).items():
            wrong += [f"{service}.{name} : {one}" for one in table.columns if one not in known.category]
            if table.processing not in ids or table.kept not in known.kept:
                wrong.append(f"{service}.{name} : {table.processing}, {table.kept}")
            column, _, target = table.by.partition(">")
            if column and column not in " ".join(table.columns.values()).split():
                wrong.append(f"{service}.{name} : by {column}")
            wrong += [
                f"{service}.{name} : encrypted {one}"
                for one in table.encrypted.split()
                if one not in " ".join(table.columns.values()).split()
            ]
            if target and not mapped(service).get(target, table).by:
                wrong.append(f"{service}.{name} : by {target}")
    told, exported = words(), [one for one in labels("occupancy") if one.export]
    wrong += sorted({f"words.toml : table {one.table}" for one in exported if one.table not in told.table})
    wrong += sorted({f"words.toml : colonne {one.column}" for one in exported if one.column not in told.column})
    return wrong


def log_fields() -> Mapping[str, str]:
    """Each field of a line of the log, and its category."""
    return {name: category for category, names in rules().log.items() for name in names.split()}


def _text(name: str) -> str:
    return files("kernel.privacy").joinpath(name).read_text(encoding="utf-8")
