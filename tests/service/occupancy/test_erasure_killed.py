"""An erasure cut anywhere leaves a file whole or gone, never half; what its cut left to do is done at the next start (GOALS E2).

`PALIER_ERASURE_KILLS` says at how many places it is cut, drawn over the statements of the whole act.
"""

import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from kernel import sweeping
from kernel.db import Database
from occupancy.actions.data_eliminations import erase_files, files_at_term, propose_files
from occupancy.actions.erasure_replays import erase_again
from occupancy.domain.data_eliminations import DataEliminationDone, DataEliminationOpen
from occupancy.store import data_eliminations as store
from tests.service.occupancy.money_town import AGENT, FINANCE, act, open_store
from tests.service.occupancy.test_erasures import CANARY, ELEVEN_YEARS_ON, books, everywhere, gone_long_ago, marks

KILLS = int(os.environ.get("PALIER_ERASURE_KILLS", "5"))
SEED = 20261128
VISA = ("Visa 2031-12", ELEVEN_YEARS_ON)


class Killed(BaseException):
    """The process is no more: nothing of it runs on, its transaction is nobody's."""


class Statements:
    """Counts what is sent to the database; dies instead of sending the one of number `at`."""

    def __init__(self, at: int | None = None) -> None:
        self.at, self.sent = at, 0

    def __call__(self) -> None:
        self.sent += 1
        if self.at is not None and self.sent >= self.at:
            raise Killed


@contextmanager
def killed_at(db: Database, at: int | None) -> Iterator[Statements]:
    """Every statement of this store passes here, whatever sends it."""
    counted, engine = Statements(at), type(db.engine)
    names = [
        name for name in ("_run_in_existing_connection", "_run_in_new_connection", "run_sql") if name in vars(engine)
    ]
    usual = {name: getattr(engine, name) for name in names}

    def counting(send: Any) -> Any:
        async def sent(*words: Any, **named: Any) -> Any:
            counted()
            return await send(*words, **named)

        return sent

    with pytest.MonkeyPatch.context() as patch:
        for name, send in usual.items():
            patch.setattr(engine, name, counting(send))
        yield counted


async def erase_all(db: Database, ledger: Path) -> None:
    """As people would: propose what is at its term, then carry out the list that waits, whoever was cut before."""
    with suppress(DataEliminationOpen):
        await propose_files(db, "Terme échu", act(ELEVEN_YEARS_ON, by=AGENT))
    (waiting,) = [one for one in await store.eliminations() if one.visa is None]
    await erase_files(db, waiting.id, *VISA, act(ELEVEN_YEARS_ON, by=FINANCE), ledger=ledger)


async def start(db: Database, ledger: Path) -> None:
    """What the next start does before its first request."""
    await sweeping.pay(db)
    await erase_again(db, ledger, act(ELEVEN_YEARS_ON).at, ELEVEN_YEARS_ON)


@pytest.mark.slow
async def test_an_erasure_cut_anywhere_leaves_a_file_whole_or_gone_and_the_next_start_ends_it(
    stores: Any, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    async def prepare(url: str) -> None:
        opened = open_store(url)
        await opened.open()
        await gone_long_ago(opened)
        await opened.close()

    async def opened_copy() -> Database:
        opened = open_store(await stores.copy("one file at its term", prepare))
        await opened.open()
        return opened

    db = await opened_copy()
    whole, before = await marks(db), await books(db)
    with killed_at(db, None) as all_of_it:
        await erase_all(db, tmp_path / "uncut")
    await db.close()
    places = sorted(random.Random(SEED).sample(range(2, all_of_it.sent + 1), KILLS))
    gone = 0
    for number, place in enumerate(places):
        db, ledger = await opened_copy(), tmp_path / str(number)
        with pytest.raises(Killed), killed_at(db, place):
            await erase_all(db, ledger)
        left = await marks(db)
        assert left in (whole, set()), f"half erased when cut at statement {place} of {all_of_it.sent}"
        gone += not left
        await start(db, ledger)
        if await files_at_term(db, ELEVEN_YEARS_ON):
            await erase_all(db, ledger)
        assert await everywhere(db) == [], place
        assert (await books(db), await marks(db)) == (before, set())
        assert await db.run("select id from sweep_owed") == []
        done = await db.run("select * from data_elimination_line order by id")
        await start(db, ledger)
        for one in await store.eliminations():
            with pytest.raises(DataEliminationDone):
                await erase_files(db, one.id, *VISA, act(ELEVEN_YEARS_ON, by=FINANCE), ledger=ledger)
        assert await db.run("select * from data_elimination_line order by id") == done
        await db.close()
    record_property("figure", f"{len(places)} effacements coupés, dont {gone} après la validation")


async def test_control_a_start_that_does_not_pay_what_the_cut_owes_leaves_the_bytes(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite `secure_delete` writes over what goes, before any sweep."""
    db = open_store(postgres_url)
    await db.open()
    await gone_long_ago(db)

    async def cut(*_: object) -> bool:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(sweeping, "pay", cut)
        with pytest.raises(Killed):
            await erase_all(db, tmp_path)
    assert await marks(db) == set()
    await erase_again(db, tmp_path, act(ELEVEN_YEARS_ON).at, ELEVEN_YEARS_ON)
    assert await everywhere(db), f"no byte of {CANARY} was left: the test above could not fail"
    await sweeping.pay(db)
    assert await everywhere(db) == []
    await db.close()
