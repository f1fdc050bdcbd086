"""The power goes at any instant of real payments on SQLite: what was acknowledged is there, whole (GOALS B3, P-03).

`PALIER_CRASH_IMAGES` says how many images of the disk are looked at for each profile. The two that the program may choose from
must lose nothing; those that it must never choose do lose.
"""

import os
import random
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from kernel.engines import pragmas
from occupancy.actions.payments import issue_receipt
from tests.service.occupancy.money_town import REGISSEUR, act, household, open_store, payment, regie, stay
from tests.support.power_loss import Pragmas, Run, image, opened_again, played

IMAGES = int(os.environ.get("PALIER_CRASH_IMAGES", "60"))
CONTROL_IMAGES = 150
PAYMENTS, SEED = 12, 20261127
DAY = date(2025, 3, 3)
HALVES = """
select case when exists (
    select 1 from transfer t where t.document_kind = 'receipt' and t.event_id not in (select event_id from receipt)
) or exists (
    select 1 from receipt r where r.event_id not in (select event_id from transfer)
) or (select count(*) from receipt) <> (select count(*) from journal where verb = 'receipt-issued')
then -1 else (select count(*) from receipt) end
"""
"""How many receipts there are; −1 when one is without its entries or its journal row, or the other way round."""
WAL, DELETE = {"journal_mode": "wal", "synchronous": 2}, {"journal_mode": "delete", "synchronous": 3}
SHIPPED = {"wal-full": WAL, "delete-extra": DELETE}
NEVER = {
    "wal-normal": {**WAL, "synchronous": 1},
    "delete-full": {**DELETE, "synchronous": 2},
    "delete-off": {**DELETE, "synchronous": 0},
}


@pytest.fixture(scope="module")
async def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A town before its payments, and every statement that the program then sends for them."""
    folder = tmp_path_factory.mktemp("town")
    file, before = folder / "store.sqlite", folder / "before.sqlite"
    db = open_store(f"sqlite:{file}")
    await db.open()
    holder = await household()
    await stay(holder, date(2025, 3, 1), date(2025, 12, 31))
    desk = await regie(db)
    await db.run("vacuum into {}", str(before))
    statements: list[str] = []
    for one in db.engine.idle:
        await one.set_trace_callback(statements.append)
    for number in range(PAYMENTS):
        await issue_receipt(
            db, payment(desk, holder, 100 + number, DAY), act(DAY, by=REGISSEUR, key=f"k{number}", said="x")
        )
    await db.close()
    writes = [one for one in statements if not one.lower().lstrip().startswith(("--", "select", "pragma"))]
    sent = [
        one for one, after in pairwise([*writes, ""]) if one != after
    ]  # a statement is told again for each of its triggers
    assert sum(one.lower().startswith("commit") for one in sent) == PAYMENTS
    return before, sent


def faults(run: Run, folder: Path, images: int) -> int:
    """On how many images something acknowledged is missing, a payment is there by halves, or the store cannot be read."""
    chance, found = random.Random(SEED), 0
    folder.mkdir()
    for _ in range(images):
        instant = chance.randrange(1, len(run.log) + 1)
        told = sum(at <= instant for at in run.acknowledged)
        cut = opened_again(image(run, instant, chance), folder, HALVES)
        found += not cut.sound or cut.rows is None or cut.rows < told
    return found


def fault_count(recorded: tuple[Path, list[str]], profile: Pragmas, folder: Path, images: int) -> int:
    played_on = folder / "disk"
    played_on.mkdir()
    whole = pragmas() | profile
    return faults(played(*recorded, whole, played_on), folder / "image", images)


@pytest.mark.parametrize("profile", SHIPPED)
def test_a_cut_of_the_power_loses_nothing_that_was_acknowledged(
    recorded: tuple[Path, list[str]], tmp_path: Path, profile: str, record_property: Callable[[str, object], None]
) -> None:
    assert fault_count(recorded, SHIPPED[profile], tmp_path, IMAGES) == 0
    record_property("n", IMAGES)
    record_property("seed", SEED)


@pytest.mark.parametrize("profile", NEVER)
def test_control_a_profile_that_the_program_must_not_choose_loses(
    recorded: tuple[Path, list[str]], tmp_path: Path, profile: str
) -> None:
    assert fault_count(recorded, NEVER[profile], tmp_path, CONTROL_IMAGES) > 0


def test_the_program_chooses_one_of_the_two_profiles_that_lose_nothing() -> None:
    chosen = {name: pragmas()[name] for name in ("journal_mode", "synchronous")}
    assert chosen in SHIPPED.values()
