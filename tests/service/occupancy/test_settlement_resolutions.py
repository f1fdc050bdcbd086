"""A proposed return of a deposit is paid, refused, replaced or lapsed: once, whoever comes first. Both engines."""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator
from datetime import date

import pytest

from kernel.clock import MovableClock
from kernel.db import Database
from occupancy.actions import deposits, settlement_resolutions
from occupancy.actions.settlement_resolutions import lapse_settlements, refuse_settlement
from occupancy.daily import Daily
from occupancy.domain.deposits import deposit_state
from occupancy.domain.settlement_resolutions import SettlementOutcome, SettlementResolved
from occupancy.domain.settlements import ApproverIsProposer, Settlement
from occupancy.store import deposits as store
from occupancy.store import ledger
from tests.service.occupancy.money_town import FINANCE, act, household, open_store, regie
from tests.service.occupancy.test_money_sequences import JUNE_2, left_with_deposit, proposal, wrong

PENDING = int(os.environ.get("PALIER_PENDING_REFUNDS", "4"))
LAST_DAY, NEXT_DAY = date(2025, 8, 2), date(2025, 8, 3)


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    found = open_store(database_url)
    await found.open()
    yield found
    await found.close()


async def proposed(db: Database) -> Settlement:
    contract = await left_with_deposit(db, await household(), await desk_of(db))
    return await deposits.settle_deposit(db, proposal(contract), act(JUNE_2))


async def desk_of(db: Database):
    rows = await db.run("select count(*) as n from regie")
    return await regie(db, code=f"R{rows[0]['n']}")


async def held(settled: Settlement) -> int:
    return deposit_state(await ledger.transfers_of(settled.household_id), settled.contract_id).held_cents


async def outcome(settled: Settlement) -> SettlementOutcome | None:
    ended = (await store.resolutions_of([settled.id])).get(settled.id)
    return ended.outcome if ended else None


async def test_a_proposal_lapses_by_itself_after_its_delay_and_takes_nothing_from_the_household(db):
    settled, clock = await proposed(db), MovableClock(LAST_DAY)
    daily = Daily(db, clock)
    assert await daily.run_once() == 0
    clock.move_to(NEXT_DAY)
    assert await daily.run_once() == 1
    assert await daily.run_once() == 0, "the second look finds nothing to do"
    assert await outcome(settled) is SettlementOutcome.LAPSED
    for late in (NEXT_DAY, JUNE_2):
        with pytest.raises(SettlementResolved):
            await deposits.refund_deposit(db, settled.id, late, act(late, FINANCE))
    assert await held(settled) == 10000
    told = await db.run("select actor_name from journal where verb = 'settlement-lapsed'")
    assert [row["actor_name"] for row in told] == ["Palier"]
    again = await deposits.settle_deposit(db, proposal_again(settled), act(NEXT_DAY))
    await deposits.refund_deposit(db, again.id, NEXT_DAY, act(NEXT_DAY, FINANCE))
    assert await held(settled) == 0
    assert await wrong(db) == []


def proposal_again(settled: Settlement) -> deposits.ProposeSettlement:
    return deposits.ProposeSettlement(
        contract_id=settled.contract_id, keys_returned_on=settled.keys_returned_on, exit_conforms=True, lines=(),
        refund_to=settled.refund_to, address_known_on=None,
    )  # fmt: skip


async def test_a_proposal_is_refused_by_another_person_with_a_reason_and_another_one_replaces_the_next(db):
    settled = await proposed(db)
    with pytest.raises(ApproverIsProposer):
        await refuse_settlement(db, settled.id, "Montant à revoir", act(JUNE_2))
    await refuse_settlement(db, settled.id, "Montant à revoir", act(JUNE_2, FINANCE))
    with pytest.raises(SettlementResolved, match="refusé"):
        await deposits.refund_deposit(db, settled.id, JUNE_2, act(JUNE_2, FINANCE))
    second = await deposits.settle_deposit(db, proposal_again(settled), act(JUNE_2))
    await deposits.settle_deposit(db, proposal_again(settled), act(JUNE_2))
    assert (await outcome(settled), await outcome(second)) == (SettlementOutcome.REFUSED, SettlementOutcome.REPLACED)
    assert await held(settled) == 10000


async def resolve_all_at_once(db: Database) -> tuple[list[Settlement], Counter[str]]:
    """Ten resolvers on each pending proposal, at the turn of its last day: paid, refused and lapsed at the same moment."""
    pending = [await proposed(db) for _ in range(PENDING)]
    tries = [
        attempt
        for one in pending
        for attempt in (
            *(deposits.refund_deposit(db, one.id, LAST_DAY, act(LAST_DAY, FINANCE)) for _ in range(4)),
            *(refuse_settlement(db, one.id, "Montant à revoir", act(LAST_DAY, FINANCE)) for _ in range(3)),
        )
    ]
    jobs = [lapse_settlements(db, act(NEXT_DAY).at, NEXT_DAY) for _ in range(3)]
    answers = await asyncio.gather(*jobs[:1], *tries[::2], *jobs[1:], *tries[1::2], return_exceptions=True)
    rows = await db.run("select settlement_id, outcome from settlement_resolution")
    assert not [one for one in answers if isinstance(one, Exception) and not hasattr(one, "code")], answers
    return pending, Counter(str(row["settlement_id"]) for row in rows)


async def test_a_pending_return_resolves_once_when_it_is_paid_refused_and_lapsed_at_once(db, record_property):
    pending, resolved = await resolve_all_at_once(db)
    record_property("n", 10 * len(pending))
    assert resolved == Counter(str(one.id) for one in pending)
    for one in pending:
        paid = await outcome(one) is SettlementOutcome.PAID
        assert await held(one) == (0 if paid else 10000)
    assert await wrong(db) == []


async def test_without_the_unique_resolution_a_return_is_refused_and_paid(db, monkeypatch):
    """The control: neither the schema nor the rule looks at what was decided before."""
    await db.run("drop index settlement_resolved_once")
    for module in (deposits, settlement_resolutions):
        monkeypatch.setattr(module, "check_pending", lambda *_: None)
    _, resolved = await resolve_all_at_once(db)
    assert max(resolved.values()) > 1
