"""Whoever was erased does not come back with an older backup: gone again before the first request (GOALS E7, P-07)."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

from kernel.clock import MovableClock
from kernel.db import Database
from kernel.settings import Settings
from occupancy.actions.data_eliminations import erase_files, propose_files
from occupancy.app import create_app
from occupancy.domain.data_eliminations import DataElimination
from occupancy.tables.households import HouseholdRow
from palier.backup import ORDER, back_up
from palier.restore import put_back
from tests.reliability.test_backup import SCHEMA, order
from tests.service.occupancy.money_town import FINANCE, SECRET, act, household, open_store, stay
from tests.service.occupancy.test_erasures import ELEVEN_YEARS_ON, books, everywhere, gone_long_ago
from tests.support.apps import Switch, running
from tests.support.stock import Stock
from tests.support.stores import Borrowed

DRILLS = int(os.environ.get("PALIER_ERASED_DRILLS", "1"))
"""Restorations of a backup older than an erasure, on each engine; twenty at night."""
STAYS_NAMED = "Voisin-Exemple"


async def _lived(url: str) -> None:
    """One household gone long ago, and a neighbour who is still there."""
    db = open_store(url)
    await db.open()
    await gone_long_ago(db)
    await stay(await household(STAYS_NAMED), date(2031, 1, 1), date(2031, 12, 31))
    await db.close()


async def _propose(db: Database) -> DataElimination:
    return await propose_files(db, "Terme échu", act(ELEVEN_YEARS_ON))


async def names_after_the_start(url: str, ledger: Path | None) -> list[str]:
    """Where the name is once the service has started on that database, before it is asked anything."""
    settings = Settings(databases={"occupancy": url}, checkpoints=ledger, secret=SECRET)
    clock = MovableClock(ELEVEN_YEARS_ON)
    async with running(create_app(settings, clock, staff=Switch(), alt_units=Stock())) as app:
        return await everywhere(app.state.db)


async def restored(stores: Borrowed, folder: Path, number: int, ledger: Path) -> tuple[str, list[tuple[str, str, int]]]:
    """Where the backup was put back, and the books as they were. It was taken before the list was made, or after."""
    url, place = await stores.copy("a household gone long ago", _lived), stores.empty()
    others = {name: stores.empty() for name in ORDER if name != "occupancy"}
    for other in others.values():
        await order(other, *SCHEMA)
    db = open_store(url)
    await db.open()
    proposed = await _propose(db) if number % 2 else None
    await back_up(Settings(databases={**others, "occupancy": url}), folder)
    proposed = proposed or await _propose(db)
    await erase_files(db, proposed.id, "Visa", ELEVEN_YEARS_ON, act(ELEVEN_YEARS_ON, by=FINANCE), ledger=ledger)
    assert await everywhere(db) == []
    kept = await books(db)
    await db.close()
    await put_back(Settings(databases={name: stores.empty() for name in others} | {"occupancy": place}), folder)
    return place, kept


async def test_whoever_was_erased_is_gone_again_before_the_first_request_on_an_older_backup(
    stores: Borrowed, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    for number in range(DRILLS):
        ledger = tmp_path / f"ledger-{number}"
        place, kept = await restored(stores, tmp_path / f"saved-{number}", number, ledger)
        assert await names_after_the_start(place, ledger) == [], number
        db = open_store(place)
        await db.open()
        assert await books(db) == kept
        assert await HouseholdRow.count().where(HouseholdRow.last_name == f"Ménage Exemple {STAYS_NAMED}") == 1
        await db.close()
    record_property("n", DRILLS)


async def test_control_a_start_that_does_not_know_what_was_erased_brings_the_name_back(
    stores: Borrowed, tmp_path: Path
) -> None:
    place, _ = await restored(stores, tmp_path / "saved", 0, tmp_path / "ledger")
    assert await names_after_the_start(place, None)
