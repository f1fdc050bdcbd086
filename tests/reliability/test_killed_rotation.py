"""`palier rotate-keys` killed without warning goes on from there, and what was sealed is never lost (GOALS D12, P-22)."""

import base64
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest

import occupancy
from kernel.db import Database
from kernel.key_ring import KeyUnknown, key_id
from kernel.sealed_columns import sealed
from occupancy.store.households import households
from occupancy.tables import TABLES
from occupancy.tables.households import HouseholdRow
from tests.support.stores import Borrowed, migrated

KILLS = int(os.environ.get("PALIER_ROTATION_KILLS", "2"))
"""How many times the command is killed; twenty at night."""
ROWS = int(os.environ.get("PALIER_KILLED_ROWS", "700"))
"""How many households are sealed: a batch is 500 rows; twenty thousand at night."""
SECRET = "un-secret-de-test-assez-long-pour-signer-0123456789"
OLD, NEW = os.urandom(32), os.urandom(32)


def a_store(url: str, *keys: bytes) -> Database:
    return Database(url, list(TABLES), Path(occupancy.__file__).parent / "migrations", secret=SECRET, keys=keys)


async def fill(db: Database) -> dict[UUID, str]:
    """Households with a note, the last hundred in clear as an earlier version wrote them."""
    wanted = {uuid4(): f"Note numéro {rank}" for rank in range(ROWS)}
    plain = list(wanted)[-100:]
    rows = [
        {
            "id": one, "version": 1, "reference": f"M-{rank}", "last_name": "Exemple", "first_name": "", "phone": None,
            "situation": "single", "adults": 1, "children": 0, "email": None, "orientation": "siao", "note": note,
            "search_key": "",
        }
        for rank, (one, note) in enumerate(wanted.items())
    ]  # fmt: skip
    off = "drop trigger household_sealed" + (" on household" if db.dialect == "postgresql" else "")
    await db.run(off)
    for start in range(0, ROWS, 500):
        async with db.engine.transaction():
            for row in rows[start : start + 500]:
                kept = row if row["id"] in plain else await sealed(HouseholdRow, row)
                await HouseholdRow.insert(HouseholdRow(**kept))
    return wanted


async def read(url: str, *keys: bytes) -> dict[UUID, str]:
    """Every note, with these keys only."""
    db = a_store(url, *keys)
    await db.open()
    try:
        ids = [row["id"] for row in await db.run("select id from household")]
        found: dict[UUID, str] = {}
        for start in range(0, len(ids), 400):
            some = await households({UUID(str(one)) for one in ids[start : start + 400]})
            found |= {key: one.note for key, one in some.items()}
        return found
    finally:
        await db.close()


def rotation(environment: dict[str, str]) -> subprocess.Popen[str]:
    """The command, started."""
    command = [sys.executable, "-m", "palier.cli", "rotate-keys"]
    return subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def kill_somewhere(running: subprocess.Popen[str], lines: int, chance: random.Random) -> bool:
    """SIGKILL once it has told of so many batches, or a moment later. Whether it was still at it."""
    assert running.stdout
    for _ in range(lines):
        running.stdout.readline()
    time.sleep(chance.random() * 0.05)
    alive = running.poll() is None
    running.kill()
    running.wait(30)
    running.stdout.close()
    return alive


async def test_a_rotation_killed_at_any_moment_is_resumed_until_the_old_key_may_go(
    stores: Borrowed, tmp_path: Path, record_property: Callable[[str, object], None]
):
    url = await migrated(stores, "occupancy")
    db = a_store(url, OLD)
    await db.open()
    wanted = await fill(db)
    await db.close()
    keys = tmp_path / "cles"
    keys.write_text("".join(f"{base64.b64encode(one).decode()}\n" for one in (NEW, OLD)), encoding="ascii")
    environment = {
        "PALIER_MODE": "embedded", "PALIER_SECRET": SECRET, "PALIER_KEYS": str(keys), "PALIER_DATA": str(tmp_path),
        "PALIER_OCCUPANCY_DATABASE": url, "PALIER_STAFF_DATABASE": await migrated(stores, "staff"),
        "PALIER_ALT_UNITS_DATABASE": await migrated(stores, "alt_units"),
    }  # fmt: skip
    chance, at_work = random.Random(20261128), 0
    for turn in range(KILLS):
        lines = 1 + chance.randrange(max(1, ROWS // 500 // KILLS))
        at_work += kill_somewhere(rotation(environment), lines, chance)
        assert await read(url, NEW, OLD) == wanted
        if turn == 0:
            with pytest.raises(KeyUnknown):  # the control: before its end, the old key is still needed
                await read(url, NEW)
    told, _ = rotation(environment).communicate(timeout=300)
    assert "elle peut être retirée" in told
    assert await read(url, NEW) == wanted
    with pytest.raises(KeyUnknown, match=key_id(NEW)):
        await read(url, OLD)
    record_property("n", KILLS)
    record_property("at_work", at_work)
