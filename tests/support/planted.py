"""A mark in every column that may hold something of one person, by the data map: rows that no rule looked at, put there by hand.

The links are true, so that the program finds the rows; the rest is what the type wants. Triggers and checks are laid aside for
that moment, and the triggers stand again when the erasure begins.
"""

import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec
from msgspec import Struct
from piccolo import columns
from piccolo.table import Table

from kernel.acts import housekeeping
from kernel.db import Database
from kernel.privacy import data_map
from kernel.sealed_columns import sealed
from occupancy.domain.titles import Debtor, Title, TitleLine
from occupancy.tables import TABLES

MARK = "Marque"
PERSONAL = ("identity", "contact", "text", "social", "paper", "third", "copy")
"""The categories of what somebody wrote of a person, or of which a person was given a copy."""
PERSON_ROW = ("household",)
SHAPED = {
    "attribution": {"content": '{"note": "<>", "phone": "<0>"}'},
    "sliding_lease": {"content": '{"note": "<>", "names": ["<>"]}'},
    "inspection_visit": {"body": '{"items": [{"remark": "<>"}]}'},
}
"""What is kept with a shape, of which only the words go."""


class Planted(Struct):
    """One row of each table, by name: its key, and the marks that it holds, by column."""

    keys: dict[str, Any]
    marks: dict[tuple[str, str], str]


def personal(service: str) -> list[tuple[str, str, bool]]:
    """Table, column, and whether the map says to which person its rows belong."""
    tables = data_map.mapped(service)
    return [
        (one.table, one.column, bool(tables[one.table].by))
        for one in data_map.labels(service)
        if one.category in PERSONAL and one.end is not data_map.End.UNTOUCHED
    ]


async def plant(db: Database, household_id: UUID) -> Planted:
    """A row of the household in every table that the map links to it, each text of it marked."""
    wanted = {name: one for name, one in data_map.mapped("occupancy").items() if one.by and name not in PERSON_ROW}
    described: dict[str, type[Table]] = {table._meta.tablename: table for table in TABLES}
    planted, waiting = Planted({"household": household_id}, {}), {n: o for n, o in wanted.items() if n in described}
    rows: list[tuple[str, dict[str, Any]]] = []
    while waiting:
        for name, one in list(waiting.items()):
            column, _, target = one.by.partition(">")
            if target and target not in planted.keys:
                continue
            del waiting[name]
            link = f"household/{household_id}" if column == "subject" else planted.keys[target or "household"]
            row = _row(described[name], planted, {column: link})
            planted.keys[name] = row[described[name]._meta.primary_key._meta.name]
            rows.append((name, row))
    rows += _copies(dict(rows), planted)
    async with housekeeping(db):
        rows = [(name, await sealed(described[name], row)) for name, row in rows]
    await insert(db, rows)
    return planted


def _row(table: type[Table], planted: Planted, links: Mapping[str, Any]) -> dict[str, Any]:
    name, row = table._meta.tablename, dict[str, Any]()
    marked = {column for owner, column, _ in personal("occupancy") if owner == name}
    for column in table._meta.columns:
        said = column._meta.name
        row[said] = links.get(said, _plain(column))
        if said in marked and said not in links and isinstance(row[said], str):
            text = f"{MARK}-{len(planted.marks):03d}"
            shape = SHAPED.get(name, {}).get(said, "<>")
            row[said] = shape.replace("<>", text).replace("<0>", f"marque.{len(planted.marks):03d}")
            planted.marks[name, said] = text
    return row


def _copies(rows: Mapping[str, dict[str, Any]], planted: Planted) -> list[tuple[str, dict[str, Any]]]:
    """What other tables copied of the person: the line of a statement that was receipted, the bordereau of a title."""
    described: dict[str, type[Table]] = {table._meta.tablename: table for table in TABLES}
    link, title = rows["bank_line_receipt"], rows["title"]
    line = _row(described["bank_collection"], planted, {"id": link["collection_id"], "line_id": link["line_id"]})
    name = f"{MARK}-997"
    debtor = Debtor(
        reference="M-2020-0001", last_name=name, first_name=name, address=name, postal_code=name, city=name,
        address_to_check=False,
    )  # fmt: skip
    said = Title(
        act_id=title["act_id"], household_id=planted.keys["household"], asked_on=date(2020, 3, 1),
        debtor=debtor, object=f"{MARK}-996",
        lines=(TitleLine(label=f"{MARK}-995", account="752", cents=1),),
    )  # fmt: skip
    batch = _row(described["title_batch"], planted, {"id": title["batch_id"]})
    batch["titles"] = msgspec.json.encode((said,)).decode()
    del planted.marks["title_batch", "titles"]
    return [("bank_collection", line), ("title_batch", batch)]


def _plain(column: Any) -> Any:
    """Something of the type of a column."""
    if isinstance(column, columns.UUID):
        return uuid4()
    value = {str: "x", int: 1, bool: False, date: date(2020, 3, 1), bytes: b""}.get(column.value_type)
    return datetime(2020, 3, 1, tzinfo=UTC) if isinstance(column, columns.Timestamptz) else value


async def insert(db: Database, rows: list[tuple[str, dict[str, Any]]]) -> None:
    """With the guards of the schema away; the triggers are there again afterwards."""
    if db.dialect == "postgresql":
        await _insert_postgres(db.url, rows)
        return
    with closing(sqlite3.connect(db.url.removeprefix("sqlite:"), isolation_level=None)) as found:
        for pragma in ("foreign_keys = off", "ignore_check_constraints = on"):
            found.execute(f"pragma {pragma}")
        kept = found.execute("select name, sql from sqlite_master where type = 'trigger'").fetchall()
        for name, _ in kept:
            found.execute(f"drop trigger {name}")
        for table, row in rows:
            values = [str(one) if isinstance(one, UUID | date) else one for one in row.values()]
            marks = ", ".join("?" for _ in values)
            found.execute(f"insert into {table} ({', '.join(row)}) values ({marks})", values)
        for _, sql in kept:
            found.execute(sql)


async def _insert_postgres(url: str, rows: list[tuple[str, dict[str, Any]]]) -> None:
    found = await asyncpg.connect(url)
    try:
        checks = await found.fetch(
            "select conrelid::regclass::text as t, conname as c from pg_constraint where contype = 'c'"
            " and connamespace = current_schema()::regnamespace"
        )
        for one in checks:
            await found.execute(f"alter table {one['t']} drop constraint {one['c']}")
        await found.execute("set session_replication_role = replica")
        for table, row in rows:
            marks = ", ".join(f"${number}" for number in range(1, len(row) + 1))
            await found.execute(f"insert into {table} ({', '.join(row)}) values ({marks})", *row.values())
    finally:
        await found.close()


def sung(raw: bytes) -> set[str]:
    """The marks that are in these bytes."""
    return {one.decode() for one in re.findall(rb"[Mm]arque[-.]\d{3}", raw)}
