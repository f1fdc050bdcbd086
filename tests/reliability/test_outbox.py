"""Presence told to alt_units: nothing lost, nothing doubled, wherever the relay or the other side is killed."""

import asyncio
import random
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest

from kernel.acts import Staff, housekeeping
from kernel.period import Month
from occupancy.actions.activity import gather_activity
from occupancy.domain.presence import presence
from occupancy.relay import MOST_REFUSALS, Relay
from occupancy.store import contracts, outbox
from occupancy.store.outbox import Waiting, WaitingPresence
from tests.support.stay_desk import DECIDED, Desk, accepted, open_desk
from tests.support.stock import Stock, unit

UNITS = [UUID(int=number) for number in (1, 2, 3)]


@pytest.fixture
async def desk(database_url: str):
    """A desk whose own relay stands still: the test runs relays of its own."""
    stock = Stock(*(unit(number) for number in (1, 2, 3)))
    async with open_desk(database_url, stock, date(2018, 1, 10)) as opened:
        opened.app.state.relay.stop()
        await asyncio.sleep(0)
        yield opened


def another_relay(desk: Desk, kind: type[Relay] = Relay) -> Relay:
    """The relay as it is after a restart: nothing remembered but the database."""
    running: Relay = desk.app.state.relay
    return kind(running._db, running._alt_units, desk.clock)


async def live_a_year(desk: Desk) -> None:
    """Stays signed, renewed and ended early on three units: many months told again and again."""
    for unit_id in UNITS:
        desk.clock.move_to(date(2018, 1, 10))
        stay = await desk.stay("2018-01-10", unit_id=str(unit_id))
        stay = accepted(await desk.act(stay, "renewals", {"reason": "Relogement en cours", "decided": DECIDED}))
        desk.clock.move_to(date(2018, 5, 3))
        accepted(await desk.act(stay, "end", {"ended_on": "2018-05-03", "reason": "social_housing"}))
        await desk.stay("2018-05-04", unit_id=str(unit_id))


async def told_truly(desk: Desk) -> bool:
    """Whether alt_units knows exactly what the contracts say, for every month of the year."""
    for unit_id in UNITS:
        there = await contracts.occupying_contracts(unit_id)
        for month in (Month(2018, number) for number in range(1, 13)):
            known = desk.stock.presence.get((str(unit_id), str(month)), {"days_occupied": 0, "persons": 0})
            true = presence(there, month)
            if (known["days_occupied"], known["persons"]) != (true.days_occupied, true.persons):
                return False
    return True


async def drained(desk: Desk, kind: type[Relay] = Relay) -> None:
    """Restart and deliver until nothing waits."""
    for _ in range(MOST_REFUSALS):
        if await another_relay(desk, kind).drain() == 0:
            return
    raise AssertionError("the outbox does not empty")


def each_effect_once(stock: Stock) -> bool:
    return len(stock.effects) == len(set(stock.effects))


async def test_a_relay_killed_after_the_post_and_before_the_mark_sends_again_and_it_counts_once(desk: Desk):
    await live_a_year(desk)
    for _ in range(8):
        await killed_in_flight(desk, Relay, "after")
    desk.stock.fault = None
    await drained(desk)
    assert len(desk.stock.received) > len(set(desk.stock.received))
    assert each_effect_once(desk.stock)
    assert await told_truly(desk)


async def test_a_relay_killed_before_the_post_arrives_loses_nothing(desk: Desk):
    await live_a_year(desk)
    for _ in range(8):
        await killed_in_flight(desk, Relay, "before")
    desk.stock.fault = None
    await drained(desk)
    assert each_effect_once(desk.stock)
    assert await told_truly(desk)


async def test_errors_and_silence_of_the_other_side_before_and_after_its_commit_lose_and_double_nothing(desk: Desk):
    await live_a_year(desk)
    chance = random.Random(4)

    async def fault(moment: str, path: str) -> httpx.Response | None:
        drawn = chance.random()
        if drawn < 0.15:
            return httpx.Response(500, text="panne")
        if drawn < 0.25:
            return httpx.Response(503)
        if drawn < 0.35:
            raise httpx.ReadError("coupure")
        return None

    desk.stock.fault = fault
    for _ in range(40):
        await another_relay(desk).drain()
    desk.stock.fault = None
    await drained(desk)
    assert each_effect_once(desk.stock)
    assert await told_truly(desk)


async def test_the_activity_of_a_year_is_told_as_it_stands_wherever_the_relay_is_killed(desk: Desk):
    await live_a_year(desk)
    for moment in ("before", "after", "before"):
        await killed_in_flight(desk, Relay, moment, about="/activity/")
    desk.stock.fault = None
    await drained(desk)
    told = dict(desk.stock.activity[2018])
    assert told.pop("revision") == await outbox.newest_activity(2018)
    assert told == msgspec.json.decode(msgspec.json.encode(await gather_activity(2018)))
    (alt,) = told["programmes"]
    assert (alt["entries"], alt["exits"], alt["households"]) == (6, 3, 6)


async def test_many_facts_of_a_year_are_told_in_one_call(desk: Desk):
    await live_a_year(desk)
    calls = []

    async def count(moment: str, path: str) -> None:
        if moment == "before" and "/activity/" in path:
            calls.append(path)

    desk.stock.fault = count
    await drained(desk)
    assert calls == ["/api/alt-units/v1/activity/2018"]


async def test_a_letterhead_reaches_a_stock_that_was_stopped_for_a_while_once_it_is_back(desk: Desk):
    async def silent(moment: str, path: str) -> httpx.Response | None:
        return httpx.Response(503) if "/letterheads/" in path else None

    desk.stock.fault = silent
    saved = [
        accepted(await desk.send("POST", "/letterheads", {"since": "2018-01-10", "name": name}), 201)
        for name in ("CCAS", "CCAS de Ville-Exemple")
    ]
    for _ in range(3 * MOST_REFUSALS):
        await another_relay(desk).drain()
    assert (desk.stock.letterheads, await outbox.parked()) == ({}, [])
    await killed_in_flight(desk, Relay, "after", about="/letterheads/")
    desk.stock.fault = None
    await drained(desk)
    assert {one: told["name"] for one, told in desk.stock.letterheads.items()} == {
        one["id"]: one["name"] for one in saved
    }


class MarksFirst(Relay):
    """The broken order: marks a row as sent, then sends it."""

    async def _tell(self, row: Waiting) -> bool | None:
        if not isinstance(row, WaitingPresence):
            return await super()._tell(row)
        async with housekeeping(self._db):
            await outbox.mark_sent(row.seq, self._clock.now())
        by = Staff(id=row.by_id, name=row.by_name)
        await self._alt_units.tell_presence(row.unit_id, row.month, row.presence, revision=row.seq, by=by)
        return True


async def test_a_relay_that_marked_before_it_sent_would_lose_what_it_had_in_hand(desk: Desk):
    await live_a_year(desk)
    for _ in range(60):
        await killed_in_flight(desk, MarksFirst, "before")
    desk.stock.fault = None
    await drained(desk, MarksFirst)
    assert not await told_truly(desk)


async def test_a_consumer_that_forgot_revisions_would_count_twice(desk: Desk):
    desk.stock.keeps_revisions = False
    await live_a_year(desk)
    await killed_in_flight(desk, Relay, "after")
    desk.stock.fault = None
    await drained(desk)
    assert not each_effect_once(desk.stock)


async def test_a_refused_act_puts_nothing_in_the_outbox(desk: Desk):
    await desk.stay("2018-01-10")
    before = len(await outbox.waiting(due_at=None, limit=500))
    late = await desk.prepare(await desk.household(), "2018-02-01")
    assert (await desk.sign(late)).status_code == 409
    assert len(await outbox.waiting(due_at=None, limit=500)) == before


async def test_what_is_refused_twenty_times_is_set_aside_shown_and_sent_again_by_a_person(desk: Desk):
    await desk.stay("2018-01-10")
    desk.stock.fault = answers(500)
    for _ in range(MOST_REFUSALS):
        await another_relay(desk).drain()
    assert len(await outbox.parked()) == 4
    health = (await desk.http.get("/api/occupancy/health/ready")).json()
    assert (health["presence_waiting"], health["presence_set_aside"]) == ("4", "4")
    assert "mis de côté après des refus répétés" in (await desk.page("/sejours/a-faire")).text
    desk.stock.fault = None
    assert (await desk.submit("/sejours/a-faire/renvoi", {})).status_code == 303
    await drained(desk)
    assert await told_truly(desk)


async def test_a_silent_service_is_waited_for_however_long_and_never_set_aside(desk: Desk):
    await desk.stay("2018-01-10")
    desk.stock.fault = answers(503)
    for _ in range(3 * MOST_REFUSALS):
        await another_relay(desk).drain()
    assert await outbox.parked() == []
    desk.stock.fault = None
    await drained(desk)
    assert await told_truly(desk)


async def test_a_refused_month_is_tried_again_later_and_the_others_go_meanwhile(desk: Desk):
    await desk.stay("2018-01-10")

    async def february(moment: str, path: str) -> httpx.Response | None:
        return httpx.Response(500) if path.endswith("2018-02") else None

    desk.stock.fault = february
    await another_relay(desk)._pass(everything=False)
    assert [row.month for row in await outbox.waiting(due_at=None)] == ["2018-02"]
    assert await outbox.waiting(due_at=desk.clock.now()) == []
    desk.clock.move_to(desk.clock.now() + timedelta(seconds=3))
    desk.stock.fault = None
    await another_relay(desk)._pass(everything=False)
    assert await told_truly(desk)


def answers(status: int) -> Any:
    async def fault(moment: str, path: str) -> httpx.Response | None:
        return httpx.Response(status) if "/presence/" in path else None

    return fault


async def killed_in_flight(desk: Desk, kind: type[Relay], moment: str, *, about: str = "/presence/") -> None:
    """Start a relay and kill it while its first call of a kind hangs: before the effect, or after it and before the answer."""
    reached = asyncio.Event()

    async def hang(at: str, path: str) -> None:
        if at == moment and about in path:
            reached.set()
            await asyncio.Event().wait()

    desk.stock.fault = hang
    task = asyncio.create_task(another_relay(desk, kind).drain())
    waiting = asyncio.create_task(reached.wait())
    await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
    for one in (task, waiting):
        one.cancel()
    await asyncio.gather(task, waiting, return_exceptions=True)
