"""Columns that are kept sealed: each row has a data key of its own, kept wrapped in `row_key`.

A rotation rewrites the wrapped key only, so what is sealed never changes, even in tables that nobody may change; who destroys a
row destroys its key (a trigger), and no older copy of the row opens again with this database. Which columns: `encrypted` in the
data map. A store seals what it writes (`sealed`, `resealed`), opens what it selects (`opened`). Ground: GOALS D12, R-53.
"""

import base64
import binascii
import os
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from piccolo.table import Table

from kernel.key_ring import FORM, KEY_BYTES, NONCE, KeyRing
from kernel.vault import VaultBroken

Columns = Mapping[str, tuple[str, ...]]
_SOME = 400
"""As many identifiers in one query as any engine takes."""


class Sealing:
    """What a database seals: its keys, and the sealed columns of each table. It hangs on the engine of the tables."""

    def __init__(self, ring: KeyRing, columns: Columns) -> None:
        self.ring = ring
        self.columns = columns


async def sealed(table: type[Table], row: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a new row, as they may be inserted. Its data key is written: inside the caller's transaction."""
    engine, name, columns = _of(table)
    if not any(row.get(column) for column in columns):
        return dict(row)
    data_key = os.urandom(KEY_BYTES)
    await put_key(engine, name, row["id"], data_key)
    return _sealed(name, columns, row, data_key)


async def resealed(table: type[Table], row: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a row that is there already, as it may be updated: under its data key, or a new one when it had none.

    A text that did not change stays as it is sealed, for the schema lets no one change some of them; what an earlier version
    left in clear is sealed at once. Inside the caller's transaction. Raises `VaultBroken`, `KeyUnknown`.
    """
    engine, name, columns = _of(table)
    if not any(row.get(column) for column in columns):
        return dict(row)
    lock = " for update" if engine.engine_type != "sqlite" else ""
    kept = await engine.run_sql(
        f"select id, {', '.join(columns)} from {name} where id = {{}}{lock}",  # noqa: S608  names of ours
        row["id"],
    )
    if not kept:
        return await sealed(table, row)
    key = (await keys_of(engine, name, [row["id"]])).get(row["id"])
    stored = kept[0] if key else await _sealed_now(engine, name, columns, kept[0])
    key = key or (await keys_of(engine, name, [row["id"]]))[row["id"]]
    before = _opened(name, columns, stored, key)
    after = _sealed(name, columns, row, key)
    return after | {one: stored[one] for one in columns if row.get(one) and row[one] == before[one]}


async def _sealed_now(engine: Any, name: str, columns: Sequence[str], row: Mapping[str, Any]) -> dict[str, Any]:
    """A stored row that had no data key, once it has one; nothing else of it changes."""
    data_key = os.urandom(KEY_BYTES)
    await put_key(engine, name, row["id"], data_key)
    after = _sealed(name, columns, row, data_key)
    new = {one: after[one] for one in columns if after[one] != row[one]}
    if new:
        changes = ", ".join(f"{one} = {{}}" for one in new)
        await engine.run_sql(f"update {name} set {changes} where id = {{}}", *new.values(), row["id"])  # noqa: S608
    return after


async def opened(table: type[Table], rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows as they were before they were sealed. What an earlier version wrote in clear, and has no key yet, is given as it is.

    Raises `VaultBroken` for a value changed, moved, or put in clear beside its key; `KeyUnknown`.
    """
    engine, name, columns = _of(table)
    wanted = [row["id"] for row in rows if columns and any(row.get(one) for one in columns)]
    if not wanted:
        return [dict(row) for row in rows]
    keys = await keys_of(engine, name, wanted)
    return [_opened(name, columns, row, keys.get(row["id"])) for row in rows]


async def first_opened(table: type[Table], rows: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """The first of these rows as it was before it was sealed; None when there is none. Raises what `opened` raises."""
    read = await opened(table, rows[:1])
    return read[0] if read else None


def seal_value(data_key: bytes, table: str, column: str, row_id: UUID, text: str) -> str:
    """One text, bound to its table, column and row."""
    nonce = os.urandom(NONCE)
    kept = nonce + AESGCM(data_key).encrypt(nonce, text.encode(), _bound(table, column, row_id))
    return FORM + base64.urlsafe_b64encode(kept).decode()


def open_value(data_key: bytes, table: str, column: str, row_id: UUID, value: str) -> str:
    """The text again. Raises `VaultBroken`."""
    try:
        raw = base64.b64decode(value.removeprefix(FORM), altchars=b"-_", validate=True)
        return AESGCM(data_key).decrypt(raw[:NONCE], raw[NONCE:], _bound(table, column, row_id)).decode()
    except (InvalidTag, ValueError, binascii.Error) as error:
        raise VaultBroken(f"{table}.{column}/{row_id}") from error


def is_sealed(value: str) -> bool:
    """Whether it has the form of a sealed value."""
    return value.startswith(FORM)


async def put_key(engine: Any, table: str, row_id: UUID, data_key: bytes) -> None:
    """Keep the data key of a row, wrapped under the current key."""
    ring: KeyRing = engine.sealing.ring
    await engine.run_sql(
        "insert into row_key (id, tab, key_id, wrapped) values ({}, {}, {}, {})",
        row_id, table, ring.current, ring.wrap(data_key, place_of(table, row_id)),
    )  # fmt: skip


async def keys_of(engine: Any, table: str, row_ids: Sequence[UUID]) -> dict[UUID, bytes]:
    """The data keys of rows, for those that have one. Raises `KeyUnknown`, `VaultBroken`."""
    found: dict[UUID, bytes] = {}
    ring: KeyRing = engine.sealing.ring
    for start in range(0, len(row_ids), _SOME):
        some = row_ids[start : start + _SOME]
        marks = ", ".join("{}" for _ in some)
        rows = await engine.run_sql(f"select id, tab, key_id, wrapped from row_key where id in ({marks})", *some)  # noqa: S608
        for row in rows:
            found[row["id"]] = ring.unwrap(row["wrapped"], place_of(table, row["id"]), row["key_id"])
    return found


def place_of(table: str, row_id: UUID) -> str:
    """What a data key is bound to."""
    return f"{table}|{row_id}"


def _opened(name: str, columns: Sequence[str], row: Mapping[str, Any], key: bytes | None) -> dict[str, Any]:
    after = dict(row)
    for column in columns:
        value = row.get(column)
        if not value or (key is None and not is_sealed(value)):
            continue
        if key is None:
            raise VaultBroken(f"{name}.{column}/{row['id']}")
        after[column] = open_value(key, name, column, row["id"], value)
    return after


def _sealed(name: str, columns: Sequence[str], row: Mapping[str, Any], key: bytes) -> dict[str, Any]:
    return {**row, **{one: seal_value(key, name, one, row["id"], row[one]) for one in columns if row.get(one)}}


def _of(table: type[Table]) -> tuple[Any, str, tuple[str, ...]]:
    """The engine, the name and the sealed columns. A database without a key seals nothing: its schema then refuses the text."""
    engine: Any = table._meta.db
    columns = engine.sealing.columns.get(table._meta.tablename, ()) if engine.sealing else ()
    return engine, table._meta.tablename, columns


def _bound(table: str, column: str, row_id: UUID) -> bytes:
    return f"{table}|{column}|{row_id}".encode()
