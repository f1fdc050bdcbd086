"""No two stays share a day on a place: two thousand racing signatures over HTTP, and what happens without the guards."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest
from msgspec.structs import replace

from kernel.acts import housekeeping
from kernel.db import Database
from occupancy.domain.contracts import Contract, ContractStatus
from occupancy.domain.places import STAYS, PlaceAlreadyTaken, check_place
from occupancy.store import contracts
from tests.reliability.races import ATTEMPTS, PLACES, UNITS, at_once, drafts, overlaps
from tests.support.stay_desk import open_desk
from tests.support.stock import Stock, unit

FIRST_DAY = date(2018, 1, 1)


def stock() -> Stock:
    return Stock(*(unit(number, places=PLACES) for number in range(1, UNITS + 1)))


@pytest.mark.slow
async def test_two_thousand_racing_signatures_leave_no_overlap_and_each_loser_a_link_to_what_blocks(
    database_url: str, record_property: Callable[[str, object], None]
):
    async with open_desk(database_url, stock(), FIRST_DAY) as desk:
        wanted = await drafts(desk.app.state.db, seed=1)

        async def sign(draft: Contract) -> tuple[int, str]:
            body = {"signed_on": "2018-01-01"}
            answer = await desk.send("POST", f"/contracts/{draft.id}/signature", body, version=1)
            problem = answer.json() if answer.status_code >= 400 else {}
            if answer.status_code == 409:
                assert problem["code"] == "place-already-taken"
                assert problem["blocker"]["href"].startswith("/sejours/contrats/")
            return answer.status_code, problem.get("code", "")

        results = Counter(await at_once(sign, wanted))
        assert sum(results.values()) == ATTEMPTS
        assert set(results) == {(200, ""), (409, "place-already-taken")}, results
        assert results[200, ""] > 50
        assert await overlaps() == 0
        record_property("n", ATTEMPTS)
        record_property("seed", 1)


async def test_without_the_constraint_and_with_a_check_outside_the_transaction_stays_do_overlap(database_url: str):
    async with open_desk(database_url, stock(), FIRST_DAY) as desk:
        db: Database = desk.app.state.db
        await without_constraint(db)

        async def sign_naively(draft: Contract) -> None:
            signed = signed_copy(draft)
            try:
                check_place(signed, None, await contracts.occupying_contracts(draft.unit_id), minding=STAYS)
            except PlaceAlreadyTaken:
                return
            await asyncio.sleep(0)
            async with housekeeping(db):
                await contracts.save_contract(signed, 1)

        await at_once(sign_naively, await drafts(db, seed=2, count=600))
        assert await overlaps() > 0


async def test_the_database_alone_refuses_what_no_check_has_seen(database_url: str):
    async with open_desk(database_url, stock(), FIRST_DAY) as desk:
        db: Database = desk.app.state.db

        async def sign_blindly(draft: Contract) -> bool:
            try:
                with db.refusing({"contract_no_overlap": PlaceAlreadyTaken}):
                    async with housekeeping(db):
                        await contracts.save_contract(signed_copy(draft), 1)
            except PlaceAlreadyTaken:
                return False
            return True

        results = Counter(await at_once(sign_blindly, await drafts(db, seed=3, count=300), size=1))
        assert results[False] > results[True] > 20
        assert await overlaps() == 0


def signed_copy(draft: Contract) -> Contract:
    return replace(draft, status=ContractStatus.SIGNED, signed_on=FIRST_DAY)


async def without_constraint(db: Database) -> None:
    if db.dialect == "postgresql":
        await db.run("alter table contract drop constraint contract_no_overlap")
    else:
        await db.run("drop trigger contract_no_overlap_insert")
        await db.run("drop trigger contract_no_overlap_update")
