"""Seal what an earlier version wrote in clear, then bring every data key under the current key: in service, batch by batch.

Each batch is one short transaction: stopped at any point, it goes on from there the next time. Ground: GOALS D12, P-22.
"""

import os
from collections.abc import Callable
from typing import Any

from msgspec import Struct

from kernel import sweeping
from kernel.acts import housekeeping, place_of_answer
from kernel.db import Database
from kernel.key_ring import FORM, KEY_BYTES
from kernel.sealed_columns import Sealing, is_sealed, keys_of, place_of, put_key, seal_value

BATCH = 500
Tell = Callable[[str], None]


class Rotated(Struct, frozen=True, kw_only=True):
    """What was done, and what is left: rows under each key, rows still in clear. `current`: the name of the current key."""

    current: str
    sealed: int
    rewrapped: int
    under: dict[str, int]
    in_clear: int


async def rotate(db: Database, tell: Tell, *, batch: int = BATCH) -> Rotated:
    """Seal and rewrap all. Raises `KeyUnknown`, `VaultBroken`, and `RuntimeError` when the database has no key."""
    sealing = _sealing(db)
    done, moved = 0, 0
    for table, columns in sealing.columns.items():
        while some := await _seal_batch(db, sealing, table, columns, batch):
            done += some
            tell(f"{table} : {done} ligne(s) scellée(s)")
    await sweeping.pay(db)
    while some := await _rewrap_batch(db, sealing, batch):
        moved += some
        tell(f"{moved} clé(s) de ligne sous la clé courante")
    answers = 0
    while some := await _answers_batch(db, sealing, batch):
        answers += some
        tell(f"{answers} réponse(s) gardée(s) sous la clé courante")
    in_clear = sum([await _in_clear(db, table, columns) for table, columns in sealing.columns.items()])
    return Rotated(
        current=sealing.ring.current, sealed=done, rewrapped=moved, under=await keys_in_use(db), in_clear=in_clear
    )


async def keys_in_use(db: Database) -> dict[str, int]:
    """How many rows and kept answers are under each key."""
    rows = await db.run("select key_id, count(*) as n from row_key group by key_id order by key_id")
    found = {row["key_id"]: int(row["n"]) for row in rows}
    named = f"substr(answer, {len(FORM) + 1}, 16)"
    answers = await db.run(
        f"select {named} as key_id, count(*) as n from answered_request where answer like {{}} group by {named}",  # noqa: S608
        f"{FORM}%",
    )
    for row in answers:
        found[row["key_id"]] = found.get(row["key_id"], 0) + int(row["n"])
    return found


async def _seal_batch(db: Database, sealing: Sealing, table: str, columns: tuple[str, ...], batch: int) -> int:
    names = ", ".join(("id", *columns))
    lock = " for update" if db.dialect == "postgresql" else ""
    async with housekeeping(db):
        rows = await db.run(
            f"select {names} from {table} where {_clear(columns)} order by id limit {{}}{lock}",  # noqa: S608  names of ours
            batch,
        )
        if rows:
            await sweeping.owe(db, [table])
        keys = await keys_of(db.engine, table, [row["id"] for row in rows])
        for row in rows:
            key = keys.get(row["id"])
            if key is None:
                key = os.urandom(KEY_BYTES)
                await put_key(db.engine, table, row["id"], key)
            after = {
                one: seal_value(key, table, one, row["id"], row[one])
                for one in columns
                if row[one] and not is_sealed(row[one])
            }
            changes = ", ".join(f"{one} = {{}}" for one in after)
            await db.run(f"update {table} set {changes} where id = {{}}", *after.values(), row["id"])  # noqa: S608
    return len(rows)


async def _rewrap_batch(db: Database, sealing: Sealing, batch: int) -> int:
    ring = sealing.ring
    lock = " for update" if db.dialect == "postgresql" else ""
    async with housekeeping(db):
        rows = await db.run(
            f"select id, tab, key_id, wrapped from row_key where key_id <> {{}} order by key_id, id limit {{}}{lock}",  # noqa: S608
            ring.current, batch,
        )  # fmt: skip
        new = {row["id"]: _rewrapped(sealing, row) for row in rows}
        if db.dialect == "postgresql":
            await db.run(
                "update row_key set key_id = {}, wrapped = v.wrapped"
                " from unnest({}::uuid[], {}::text[]) as v(id, wrapped) where row_key.id = v.id",
                ring.current, list(new), list(new.values()),
            )  # fmt: skip
        else:
            for row_id, wrapped in new.items():
                await db.run(
                    "update row_key set key_id = {}, wrapped = {} where id = {}", ring.current, wrapped, row_id
                )
    return len(rows)


def _rewrapped(sealing: Sealing, row: dict[str, Any]) -> str:
    place = place_of(row["tab"], row["id"])
    return sealing.ring.wrap(sealing.ring.unwrap(row["wrapped"], place, row["key_id"]), place)


async def _answers_batch(db: Database, sealing: Sealing, batch: int) -> int:
    ring = sealing.ring
    lock = " for update" if db.dialect == "postgresql" else ""
    async with housekeeping(db):
        rows = await db.run(
            "select actor_id, request_key, answer from answered_request where answer not like {}"  # noqa: S608  a word of ours
            f" order by actor_id, request_key limit {{}}{lock}",
            f"{FORM}{ring.current}:%", batch,
        )  # fmt: skip
        for row in rows:
            place = place_of_answer(row["actor_id"], row["request_key"])
            await db.run(
                "update answered_request set answer = {} where actor_id = {} and request_key = {}",
                ring.seal_text(ring.open_text(row["answer"], place), place), row["actor_id"], row["request_key"],
            )  # fmt: skip
    return len(rows)


async def _in_clear(db: Database, table: str, columns: tuple[str, ...]) -> int:
    rows = await db.run(f"select count(*) as n from {table} where {_clear(columns)}")  # noqa: S608  names of ours
    return int(rows[0]["n"])


def _clear(columns: tuple[str, ...]) -> str:
    return " or ".join(f"({one} <> '' and {one} not like '{FORM}%')" for one in columns)


def _sealing(db: Database) -> Sealing:
    if db.sealing is None:
        raise RuntimeError("no key: the database was opened without a secret")
    return db.sealing
