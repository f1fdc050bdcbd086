"""A line that the stays claim: out of the matching, once, whatever is told twice or too late; and back again."""

import asyncio
from uuid import UUID, uuid4

import pytest

from alt_units.invariants import BANK_INVARIANTS
from alt_units.store.bank_lines import find_line
from tests.service.alt_units import bank_desk as desk
from tests.service.alt_units.claim_desk import good
from tests.service.alt_units.conftest import Service


async def claim(service: Service, line, number, **more):
    body = {"reference": "Virement du ménage M-2015-0001", **more}
    return await service.api("PUT", f"/bank-lines/{line['id']}/collections/{number}", body)


async def give_back(service: Service, line, number):
    return await service.api("PUT", f"/bank-lines/{line['id']}/collections/{number}/return", {"reason": "Reçu annulé"})


async def a_line(service: Service):
    await desk.imported(service, await desk.a_source(service))
    return await desk.line_of(service, "VIR-1")


async def state(service: Service, line) -> str:
    return good(await service.api("GET", f"/bank-lines/{line['id']}"))["state"]


async def wrong(service: Service):
    return [said for check in BANK_INVARIANTS for said in await check(service.app.state.db)]


async def test_a_line_claimed_by_the_stays_is_decided_once_and_comes_back_when_it_is_given_back(service: Service):
    line, number = await a_line(service), uuid4()
    first, again = await claim(service, line, number), await claim(service, line, number)
    assert (first.status_code, first.content) == (200, again.content)
    assert await state(service, line) == "collected"
    assert (await desk.set_aside(service, line)).json()["code"] == "bank-line-already-decided"
    assert (await desk.reopen(service, line)).json()["code"] == "bank-line-of-stays"
    assert (await claim(service, line, uuid4())).json()["code"] == "bank-line-already-decided"
    assert await wrong(service) == []
    back, twice = await give_back(service, line, number), await give_back(service, line, number)
    assert (back.status_code, back.content) == (200, twice.content)
    assert await state(service, line) == "suspense"
    assert good(await claim(service, line, uuid4()))["returned"] is False
    assert await wrong(service) == []


async def test_a_claim_that_arrives_after_it_was_given_back_is_refused(service: Service):
    line, number = await a_line(service), uuid4()
    good(await give_back(service, line, number))
    assert (await claim(service, line, number)).json()["code"] == "bank-collection-over"
    assert await state(service, line) == "suspense"
    other = await desk.line_of(service, "PRLV-9")
    assert (await claim(service, other, number)).json()["code"] == "bank-collection-elsewhere"
    assert (await claim(service, other, uuid4())).json()["code"] == "bank-line-not-received"


async def race(service: Service):
    """The stays and finance decide of the same line at the same time, five of each."""
    line = await a_line(service)
    acts = [claim(service, line, uuid4()) for _ in range(5)] + [desk.set_aside(service, line) for _ in range(5)]
    answers = await asyncio.gather(*acts)
    return [one.status_code for one in answers if one.status_code < 400]


async def test_of_ten_who_decide_of_a_line_at_once_one_does(service: Service):
    assert len(await race(service)) == 1
    assert await wrong(service) == []


async def claimed_on_an_old_reading(service: Service, monkeypatch: pytest.MonkeyPatch):
    """Two claims of a line that both read before either was decided: the schema stands alone."""
    line = await a_line(service)
    read = await find_line(UUID(line["id"]))

    async def as_read(tx, line_id):
        return read

    monkeypatch.setattr("alt_units.actions.bank_collections.hold_line", as_read)
    return [(await claim(service, line, uuid4())).status_code for _ in range(2)]


async def test_the_schema_alone_refuses_a_second_claim(service: Service, monkeypatch: pytest.MonkeyPatch):
    assert await claimed_on_an_old_reading(service, monkeypatch) == [200, 409]


async def test_without_the_indexes_of_the_schema_a_line_is_claimed_twice(
    service: Service, monkeypatch: pytest.MonkeyPatch
):
    await service.app.state.db.run("drop index bank_decision_once")
    await service.app.state.db.run("drop index bank_collection_once")
    assert await claimed_on_an_old_reading(service, monkeypatch) == [200, 200]


async def test_only_what_came_in_is_listed_for_the_stays(service: Service):
    await a_line(service)
    assert [one["reference"] for one in good(await service.api("GET", "/bank-lines?received=true"))["items"]] == [
        "VIR-1"
    ]
