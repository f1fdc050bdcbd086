"""Corrections only by reversal: of two at once one counts, a reversal is undone once, and both net to nothing (GOALS A4, P-04).

`PALIER_REVERSALS` says of how many events; a few by default.
"""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from kernel.db import Database
from kernel.period import Month
from occupancy.actions import charges, ledger
from occupancy.domain.ledger import AlreadyReversed
from tests.service.occupancy.money_town import FINANCE, act, household, open_store, stay

EVENTS = int(os.environ.get("PALIER_REVERSALS", "12"))
STAYS = 20
"""Stays at most, each on its own household: the others are months of theirs."""
CLERKS = 2


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    found = open_store(database_url)
    await found.open()
    yield found
    await found.close()


async def charged(db: Database) -> list[UUID]:
    """As many events as asked: months called of a few stays."""
    stays = min(EVENTS, STAYS)
    for _ in range(stays):
        await stay(await household(), date(2015, 1, 1), date(2025, 12, 31))
    month, day = Month(2015, 1), date(2015, 1, 1)
    for _ in range(-(-EVENTS // stays)):
        await charges.run_monthly_fees(db, month, act(day))
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        month = Month(day.year, day.month)
    rows = await db.run("select distinct event_id from transfer where kind = 'fee' order by event_id")
    return [UUID(str(row["event_id"])) for row in rows][:EVENTS]


async def reverse_all(db: Database, events: list[UUID]) -> Counter[str]:
    """Each event by two clerks at once; what they were told."""
    day = date(2025, 12, 31)
    tries = [ledger.reverse_event(db, one, "Erreur", act(day, FINANCE)) for one in events for _ in range(CLERKS)]
    answers: list[Any] = []
    for start in range(0, len(tries), 40):
        answers += await asyncio.gather(*tries[start : start + 40], return_exceptions=True)
    unexpected = [one for one in answers if isinstance(one, BaseException) and not isinstance(one, AlreadyReversed)]
    assert not unexpected, unexpected[:1]
    return Counter("refused" if isinstance(one, AlreadyReversed) else "reversed" for one in answers)


async def moved(db: Database, events: list[UUID]) -> dict[str, int]:
    """What an account was moved by these events and all that reversed them."""
    wanted, sums = {str(one) for one in events}, Counter[str]()
    for row in await db.run("select event_id, debit_account, credit_account, amount_cents from transfer"):
        if str(row["event_id"]) in wanted:
            sums[row["debit_account"]] += row["amount_cents"]
            sums[row["credit_account"]] -= row["amount_cents"]
    return {account: cents for account, cents in sums.items() if cents}


async def reversing(db: Database, events: list[UUID]) -> list[UUID]:
    wanted = {str(one) for one in events}
    rows = await db.run("select event_id, reversing_event_id from reversal order by id")
    return [UUID(str(row["reversing_event_id"])) for row in rows if str(row["event_id"]) in wanted]


async def test_of_two_reversals_at_once_one_counts_and_a_reversal_is_undone_once(
    db: Database, record_property: Callable[[str, object], None]
) -> None:
    events = await charged(db)
    assert len(events) == EVENTS
    assert await reverse_all(db, events) == {"reversed": EVENTS, "refused": EVENTS}
    undone = await reversing(db, events)
    assert len(undone) == EVENTS
    assert await moved(db, [*events, *undone]) == {}
    assert await reverse_all(db, undone) == {"reversed": EVENTS, "refused": EVENTS}
    back = await reversing(db, undone)
    assert await moved(db, [*undone, *back]) == {}
    assert await moved(db, events) != {}
    record_property("n", 2 * CLERKS * EVENTS)


async def test_control_without_the_rule_and_the_indexes_both_reversals_count(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for index in ("reversal_once", "transfer_reversed_once"):
        await db.run(f"drop index {index}")
    ruled = ledger.mirror
    monkeypatch.setattr(ledger, "mirror", lambda transfers, known, label: ruled(transfers, (), label))
    monkeypatch.setattr(ledger, "check_not_over_relieved", lambda *_: None)
    events = (await charged(db))[:2]
    told = await reverse_all(db, events)
    assert told["reversed"] > len(events)
    assert await moved(db, [*events, *await reversing(db, events)]) != {}
