"""The account of a household with 1, 3 and 10 years of entries, on both engines: a fee and a payment each month, now and then a
correction. Goal: p95 under 50 ms at 10 years, read and explained line by line at a day chosen at random.
"""

import asyncio
import os
import random
import sys
import time
from datetime import date, timedelta
from uuid import uuid4

from occupancy.actions.arrears import gather_debt
from occupancy.domain.ledger import REVENUE_FEES, Event, HouseholdAccount, Posting, TransferKind, account
from occupancy.domain.statements import statement
from occupancy.store import ledger
from tests.benchmarks.claims import empty_database
from tests.service.occupancy.money_town import act, household, open_store, regie

FIRST = date(2015, 1, 1)
GOAL_MS = 50.0
READS = 200
OTHERS = 300
"""Households beside the one that is read, each with as many years."""


def main(engines: list[str]) -> None:
    for engine in engines:
        for years in (1, 3, 10):
            with empty_database(engine) as url:
                print(f"{engine}, {years} years: {asyncio.run(reads_of(url, years))} (goal p95 {GOAL_MS:.0f} ms)")


async def reads_of(url: str, years: int) -> str:
    db = open_store(url)
    await db.open()
    desk = await regie(db)
    holder = await household()
    people = [holder, *[await household(str(rank)) for rank in range(OTHERS)]]
    doing = act(FIRST)
    async with db.engine.transaction():
        for one in people:
            await ledger.post_many(db, _life(one.id, desk.id, years), at=doing.at, by=doing.by.id)
    count = len(await ledger.transfers_of(holder.id))
    dice, account_ms, debt_ms = random.Random(7), [], []
    for _ in range(READS):
        on = FIRST + timedelta(dice.randrange(365 * years))
        begun = time.perf_counter()
        statement(await ledger.transfers_of(holder.id), holder.id, on)
        read = time.perf_counter()
        await gather_debt(holder.id, on)
        account_ms.append(1000 * (read - begun))
        debt_ms.append(1000 * (time.perf_counter() - read))
    await db.close()
    return (
        f"{count} entries, account {_said(account_ms)}, debt {_said(debt_ms)},"
        f" load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores"
    )


def _life(household_id, regie_id, years):  # type: ignore[no-untyped-def]
    """Each month a fee, paid in part; the rest waits for the next payment."""
    events = []
    for rank in range(12 * years):
        day = date(FIRST.year + rank // 12, 1 + rank % 12, 1)
        fee = Posting(
            debit_account=account(household_id, HouseholdAccount.FEES), credit_account=REVENUE_FEES, amount_cents=10_000,
            kind=TransferKind.FEE, label=f"Redevance {day:%m/%Y}", due_on=day,
        )  # fmt: skip
        event = Event(id=uuid4(), booked_on=day, household_id=household_id, document_kind="charge", document_id=uuid4())
        events.append((event, [fee]))
        paid = Posting(
            debit_account=f"regie:{regie_id}:cash", credit_account=account(household_id, HouseholdAccount.ADVANCE),
            amount_cents=9_900, kind=TransferKind.PAYMENT, label="Reçu",
        )  # fmt: skip
        later = day + timedelta(9)
        event = Event(
            id=uuid4(), booked_on=later, household_id=household_id, document_kind="receipt", document_id=uuid4()
        )
        events.append((event, [paid]))
    return events


def _said(times: list[float]) -> str:
    ranked = sorted(times)
    return f"p50 {ranked[len(ranked) // 2]:.1f} ms, p95 {ranked[int(len(ranked) * 0.95)]:.1f} ms"


if __name__ == "__main__":
    main(sys.argv[1:] or ["sqlite", "postgresql"])
