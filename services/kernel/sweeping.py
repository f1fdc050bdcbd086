"""What was removed must leave no byte in the files: owed with the removal, paid after it, or at the next start (GOALS E2, E3)."""

import logging
from collections.abc import Iterable
from uuid import uuid4

from kernel.acts import housekeeping
from kernel.db import Database

log = logging.getLogger("palier")


async def owe(db: Database, tables: Iterable[str]) -> None:
    """Inside the transaction that removes: from now on the files of these tables must be rewritten."""
    rows = [(uuid4(), table) for table in sorted(set(tables))]
    await db.run_together([("insert into sweep_owed (id, tab) values ({}, {})", row) for row in rows])


async def pay(db: Database) -> bool:
    """Outside any transaction: rewrite what is owed, then owe it no more; whether there was anything. A failure is logged: what
    it leaves is owed still, and paid at the next start."""
    rows = await db.run("select id, tab from sweep_owed")
    if not rows:
        return False
    try:
        await db.sweep(sorted({row["tab"] for row in rows}))
    except Exception:
        log.exception("what was removed is gone from the tables, not yet from the files: it is owed")
        return True
    async with housekeeping(db):
        for row in rows:
            await db.run("delete from sweep_owed where id = {}", row["id"])
    return True
