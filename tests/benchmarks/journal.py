"""How long 100,000 journal rows take to seal and to verify, and what one stamp costs. `python -m tests.benchmarks.journal`"""

import asyncio
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from kernel.acts import Act, Staff, Tx
from kernel.db import Database
from kernel.journal_chain import JournalKey
from kernel.journal_sealing import seal, verify

SECRET = "un-secret-de-test-assez-long-pour-signer-0123456789"
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000


async def measure(url: str, folder: Path) -> None:
    migrations = folder / "things" / "migrations"
    migrations.mkdir(parents=True, exist_ok=True)
    db = Database(url, [], migrations, secret=SECRET)
    await db.open()
    key = JournalKey(SECRET, "things")
    act = Act(by=Staff(id=UUID(int=1), name="Agent A"), at=NOW, today=NOW.date(), request_id="r")
    began = time.perf_counter()
    async with db.engine.transaction():
        tx = Tx(db, act)
        for number in range(ROWS):
            await tx.journal("thing-done", f"thing/{number}", after={"n": number})
        await tx.flush()
    written = time.perf_counter()
    await seal(db, key, NOW)
    sealed = time.perf_counter()
    found = await verify(db, key, None, NOW)
    verified = time.perf_counter()
    assert (found.sealed, found.fault) == (ROWS, None)
    row = {
        "id": uuid4(), "at": NOW, "actor_id": act.by.id, "actor_name": act.by.name, "service": None, "request_id": "r",
        "verb": "thing-done", "subject": "thing/1", "before_json": "{}" * 200, "after_json": "{}" * 200,
    }  # fmt: skip
    stamping = time.perf_counter()
    for _ in range(10_000):
        key.digest(row)
    stamp = (time.perf_counter() - stamping) / 10_000
    print(
        f"{db.dialect}: {ROWS} rows, written {written - began:.1f} s, sealed {sealed - written:.1f} s,"
        f" verified {verified - sealed:.1f} s, one stamp {stamp * 1e6:.0f} µs"
    )
    await db.close()


def main() -> None:
    from tests.support.postgres import server

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(f"sqlite:{folder}/store.sqlite", Path(folder)))
        with server() as running:
            asyncio.run(measure(running.create(), Path(folder)))


if __name__ == "__main__":
    main()
