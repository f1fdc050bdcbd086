"""The tables that the code describes are those of the migrated database: names, types, lengths, NOT NULL, on both engines."""

import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from piccolo.columns import UUID, BigInt, Boolean, Bytea, Column, Date, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from kernel.db import Database
from kernel.privacy import data_map
from kernel.settings import SERVICES
from tests.support.stores import Borrowed

Columns = dict[str, tuple[str, bool]]
"""Name of a column: its type in the language of migrations, and whether it may be empty."""

TYPES: dict[type[Column], str] = {
    UUID: "uuid",
    BigInt: "bigint",
    Boolean: "boolean",
    Bytea: "bytea",
    Date: "date",
    Integer: "integer",
    Text: "text",
    Timestamptz: "timestamptz",
}
PLAIN = {"timestamp with time zone": "timestamptz", "character varying": "varchar"}


def described(table: type[Table]) -> Columns:
    """What `tables.py` says."""
    return {one._meta.db_column_name: (type_of(one), one._meta.null) for one in table._meta.columns}


def type_of(column: Column) -> str:
    return f"varchar({column.length})" if type(column) is Varchar else TYPES[type(column)]


async def migrated(db: Database, table: str) -> Columns:
    """What the migrations made."""
    if db.dialect == "sqlite":
        found = await db.run(f"pragma table_info('{table}')")
        return {one["name"]: (row_number(one), not one["notnull"]) for one in found}
    found = await db.run(
        "select attname as name, format_type(atttypid, atttypmod) as type, attnotnull as full from pg_attribute"
        " where attrelid = cast({} as regclass) and attnum > 0 and not attisdropped",
        table,
    )
    return {one["name"]: (plain(one["type"]), not one["full"]) for one in found}


def row_number(column: dict[str, Any]) -> str:
    """SQLite numbers rows by itself only where the type is written `integer`; it holds 64 bits like any other."""
    return "bigint" if column["pk"] and column["type"].lower() == "integer" else str(column["type"]).lower()


def lengthened(columns: Columns, sealed: Iterable[str]) -> Columns:
    """SQLite keeps no length and cannot change a type: a column sealed since is told there by its first one, `varchar(500)`."""
    text = {one: ("text", columns[one][1]) for one in sealed if columns[one][0].startswith("varchar(")}
    return {**columns, **text}


def plain(written: str) -> str:
    for long, short in PLAIN.items():
        written = written.replace(long, short)
    return written


def differences(said: Columns, found: Columns) -> list[str]:
    """One line for each column that is not the same on both sides."""
    return [
        f"{name}: {said.get(name, 'not described')} / {found.get(name, 'not in the database')}"
        for name in sorted(said.keys() | found.keys())
        if said.get(name) != found.get(name)
    ]


@pytest.mark.parametrize("service", SERVICES)
async def test_the_tables_described_are_those_of_the_database(stores: Borrowed, service: str) -> None:
    tables: list[type[Table]] = list(import_module(f"{service}.tables").TABLES)
    migrations = Path(str(import_module(service).__file__)).parent / "migrations"
    db = Database(stores.empty(), tables, migrations)
    await db.open()
    try:
        for table in tables:
            name = table._meta.tablename
            found = await migrated(db, name)
            if db.dialect == "sqlite":
                found = lengthened(found, data_map.encrypted(service).get(name, ()))
            assert differences(described(table), found) == [], table
    finally:
        await db.close()
    pages = [page for name, page in sys.modules.items() if f"{name}.".startswith(f"{service}.tables.")]
    classes: set[Any] = {one for page in pages for one in vars(page).values() if is_table(one)}
    assert classes == set(tables)


async def test_a_column_that_differs_is_seen(stores: Borrowed, tmp_path: Path) -> None:
    (tmp_path / "0001_thing.sql").write_text(
        "create table thing (\n    id uuid primary key not null,\n    name varchar(40) not null,\n    n bigint\n);\n"
    )

    class ThingRow(Table, tablename="thing"):
        id = UUID(primary_key=True, default=None)
        name = Varchar(length=41, default=None)
        n = BigInt(default=None)
        forgotten = Date(null=True, default=None)

    db = Database(stores.empty(), [ThingRow], tmp_path)
    await db.open()
    try:
        found = differences(described(ThingRow), await migrated(db, "thing"))
    finally:
        await db.close()
    assert [line.partition(":")[0] for line in found] == ["forgotten", "n", "name"]


def is_table(one: object) -> bool:
    return isinstance(one, type) and issubclass(one, Table) and one is not Table
