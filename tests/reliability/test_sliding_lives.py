"""Random lives of sliding leases on both engines: acts in any order, and what must always hold after each of them.

`PALIER_LIVES` says how many lives; a few by default. Many take long: `-s` shows how far they are, and `PALIER_LIVES_FROM`
takes a run up where it stopped.

Lived in November 2026 without a fault, over several days of changes: 10,000 on each engine (250 on PostgreSQL take two minutes
of a core).
"""

import html
import os
import random
from collections import Counter
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from occupancy.domain.deadlines import SubjectKind
from occupancy.domain.sliding_leases import SlidingState
from occupancy.stay_invariants import STAY_INVARIANTS
from occupancy.store.deadlines import open_of
from occupancy.web.sliding_words import STATE
from tests.support.inline_sqlite import inline_sqlite
from tests.support.progress import batches
from tests.support.sliding_desk import SlidingDesk, minutes, sublet_unit
from tests.support.stay_desk import Desk, accepted, open_desk
from tests.support.stock import Stock
from tests.support.stores import Borrowed

LIVES = int(os.environ.get("PALIER_LIVES", "6"))
ACTS = 25
LOOKS = 4
"""A dossier is read again after each act that was accepted, and at the latest after this many."""
OVER = ("slid", "household_notice", "rehoused_elsewhere", "terminated_by_court", "abandoned")
NEEDED = ("d9_direct_lease", "d10_end_of_upstream", "d11_inspection_at_slide", "household_consent", "tenant_insurance")


def drawn(chance: random.Random, today: date) -> tuple[str, dict[str, Any]]:
    """An act that a clerk may try today, whether it follows or not."""
    day = str(today)
    acts: list[tuple[str, dict[str, Any]]] = [
        (f"reviews/{chance.randrange(4)}/minutes", minutes(day)),
        (
            f"reviews/{chance.randrange(4)}/absence",
            {"reason": "Absence", "noted_on": day, "new_on": str(today + timedelta(days=chance.choice([30, 31])))},
        ),
        ("proposal", {"proposed_on": day}),
        ("landlord-position", {"answer": "offer", "given_on": day}),
        (
            "landlord-position",
            {"answer": "refusal", "given_on": day, "reasons": "Impayés", "copied_to_household_on": day},
        ),
        ("cal-decision", {"outcome": chance.choice(["attributed", "ranked", "not_attributed"]), "decided_on": day}),
        ("schedule", {"slide_on": str(today + timedelta(days=chance.randrange(20)))}),
        ("extension", {"decided_on": day, "months": chance.choice([6, 12]), "reason": "Plan en cours"}),
        ("slide", {}),
        ("slide", {}),
    ]
    acts += [("papers", {"paper": one, "signed_on": day}) for one in NEEDED]
    if chance.random() < 0.1:
        state = chance.choice(OVER)
        acts.append(("exit", {"state": state, "on": day, "reason": "Fin", "proof": "Courrier"}))
    return chance.choice(acts)


def helpful(lease: dict[str, Any], today: date) -> tuple[str, dict[str, Any]]:
    """What a clerk who wants the slide does next."""
    day = str(today)
    late = next((one["number"] for one in lease["reviews"] or () if one["is_late"]), None)
    if late is not None:
        return f"reviews/{late}/minutes", minutes(day)
    have = {one["paper"] for one in lease["papers"]}
    if paper := next((one for one in NEEDED if one not in have), None):
        return "papers", {"paper": paper, "signed_on": day}
    ways: dict[str, tuple[str, dict[str, Any]]] = {
        "sublet_active": ("proposal", {"proposed_on": day}),
        "slide_proposed": ("landlord-position", {"answer": "offer", "given_on": day}),
        "landlord_answered": ("cal-decision", {"outcome": "attributed", "decided_on": day}),
        "cal_decided": ("schedule", {"slide_on": day}),
    }
    if lease["state"] == "cal_decided" and lease["cal"]["outcome"] != "attributed":
        return ways["landlord_answered"]
    return ways.get(lease["state"], ("slide", {}))


async def holds(desk: Desk, lease: dict[str, Any]) -> None:
    """What is true of a dossier, whatever was done."""
    stay = accepted(await desk.send("GET", f"/contracts/{lease['contract_id']}"))
    follows = lease["direct_lease"]
    assert (lease["state"] == "slid") == (follows is not None) == (stay["status"] == "ended")
    if follows:
        assert date.fromisoformat(stay["end"]["ended_on"]) + timedelta(days=1) == date.fromisoformat(
            follows["first_day"]
        )
        assert {one["paper"] for one in lease["papers"]} >= set(NEEDED)
        assert lease["cal"]["outcome"] == "attributed"
    due = await open_of(SubjectKind.SLIDING_LEASE, UUID(lease["id"]))
    assert bool(due) == (lease["state"] not in OVER)


async def live(desk: Desk, sliding: SlidingDesk, number: int) -> str:
    """One dossier, from its convention to wherever chance leads it; the state it ends in."""
    chance = random.Random(number)
    desk.clock.move_to(date(2026, 1, 31))
    how = {"last_day": "2027-01-30", "override_reason": "Période d'examen", "unit_id": str(UUID(int=1000 + number))}
    stay = accepted(await desk.sign(await desk.prepare(await desk.household(), "2026-01-31", **how)))
    lease = accepted(await sliding.open(stay), 201)
    today = date(2026, 1, 31)
    for step in range(ACTS):
        today += timedelta(days=chance.randrange(12))
        desk.clock.move_to(today)
        act, body = helpful(lease, today) if chance.random() < 0.45 else drawn(chance, today)
        answer = await sliding.act(lease, act, body)
        assert answer.status_code in (200, 409, 422), (act, answer.text)
        if answer.status_code == 200 or step % LOOKS == 0:
            before, lease = lease, await sliding.read(lease)
            assert (lease["version"] == before["version"] + 1) == (answer.status_code == 200)
            await holds(desk, lease)
    page = await desk.page(f"/sejours/baux-glissants/{lease['id']}")
    assert f">{STATE[SlidingState(lease['state'])][0]}<" in html.unescape(page.text)
    return str(lease["state"])


async def a_batch(desk: Desk, lives: range, ends: Counter[str]) -> None:
    """The dossiers of one town, and what must hold of it in the end. The stock is told now and then, not after each act."""
    desk.app.state.relay.wake = lambda: None
    sliding = SlidingDesk(desk)
    ends.update([await live(desk, sliding, number) for number in lives])
    for fact in STAY_INVARIANTS:
        assert await fact(desk.app.state.db) == []


async def test_whatever_the_clerks_try_a_lease_slides_whole_or_not_at_all(stores: Borrowed):
    ends: Counter[str] = Counter()
    for _, lives in batches(LIVES, f"vies de dossiers, {stores.engine}"):
        stock = Stock(*(sublet_unit() | {"id": str(UUID(int=1000 + number))} for number in lives))
        with inline_sqlite():
            async with open_desk(stores.empty(), stock, date(2026, 1, 31)) as desk:
                await a_batch(desk, lives, ends)
    assert "slid" in ends
    print(dict(ends))
