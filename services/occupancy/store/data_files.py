"""The rows that are kept of one household, found table by table as the data map says. It reads; it decides nothing."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from piccolo.table import Table

from kernel.privacy import data_map
from kernel.privacy.data_map import MappedTable
from kernel.sealed_columns import opened
from occupancy.tables import TABLES

SERVICE = "occupancy"
OF_HOUSEHOLD = "household"
BY_SUBJECT = "subject"
Rows = Mapping[str, list[dict[str, Any]]]
_SOME = 400
"""As many identifiers in one query as any engine takes."""


async def rows_of(household_id: UUID) -> Rows:
    """Every row of every table that the map links to a household, opened. Links are followed until nothing new is found."""
    mapped = {name: one for name, one in data_map.mapped(SERVICE).items() if one.by}
    described: dict[str, type[Table]] = {table._meta.tablename: table for table in TABLES}
    found: dict[str, list[dict[str, Any]]] = {}
    waiting = {name: one for name, one in mapped.items() if one.by != BY_SUBJECT and name in described}
    while waiting:
        ready = [name for name, one in waiting.items() if (_target(one) or OF_HOUSEHOLD) in {OF_HOUSEHOLD, *found}]
        for name in ready:
            one = waiting.pop(name)
            keys = _keys(described, found, _target(one)) if _target(one) else [household_id]
            found[name] = await _where(described[name], one.by.partition(">")[0], keys)
    subjects = {str(key) for name in found for key in _keys(described, found, name)}
    for name, one in mapped.items():
        if one.by == BY_SUBJECT and name in described:
            found[name] = await _of_subjects(described[name], subjects)
    return {name: found[name] for name in mapped if name in found}


async def household_of(table: str, row_id: UUID) -> UUID | None:
    """The household that a row belongs to, by the links of the map; None for a row that is not there, or of no household."""
    described: dict[str, type[Table]] = {one._meta.tablename: one for one in TABLES}
    name, key, link = table, row_id, data_map.mapped(SERVICE)[table].by
    while link:
        column, _, target = link.partition(">")
        kept = described[name]
        reads: Any = kept.select(kept._meta.get_column_by_name(column)).where(kept._meta.primary_key == key)
        rows = await reads
        if not rows or rows[0][column] is None:
            return None
        found = rows[0][column]
        if column == BY_SUBJECT:
            kind, _, said = str(found).partition("/")
            target, found = kind.replace("-", "_"), UUID(said)
            if target not in described:
                return None
        if not target or target == OF_HOUSEHOLD:
            return UUID(str(found))
        name, key, link = target, found, data_map.mapped(SERVICE)[target].by
    return None


async def household_called(reference: str) -> UUID | None:
    """The household of a reference, as it is written on its papers."""
    table = next(one for one in TABLES if one._meta.tablename == OF_HOUSEHOLD)
    reads: Any = table.select(table._meta.primary_key).where(table._meta.get_column_by_name("reference") == reference)
    rows = await reads
    return rows[0]["id"] if rows else None


def _target(one: MappedTable) -> str:
    return one.by.partition(">")[2]


def _keys(described: Mapping[str, type[Table]], found: Rows, name: str) -> list[Any]:
    key = described[name]._meta.primary_key._meta.name
    return [row[key] for row in found[name]]


async def _where(table: type[Table], column: str, keys: list[Any]) -> list[dict[str, Any]]:
    where, rows = table._meta.get_column_by_name(column), []
    for start in range(0, len(keys), _SOME):
        some = where.is_in(keys[start : start + _SOME])
        rows += await opened(table, await table.select().where(some).order_by(table._meta.primary_key))
    return rows


async def _of_subjects(table: type[Table], ids: set[str]) -> list[dict[str, Any]]:
    """Rows whose subject ends with one of the identifiers: `contract/<id>`."""
    subject, key = table._meta.get_column_by_name("subject"), table._meta.primary_key
    named: list[dict[str, Any]] = await table.select(key, subject)
    mine = [row[key._meta.name] for row in named if row["subject"].rpartition("/")[2] in ids]
    return await _where(table, key._meta.name, mine)
