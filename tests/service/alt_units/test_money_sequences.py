"""Acts on claims, conventions and payments that are each allowed: money must come out right whatever their order."""

from typing import Any

import pytest

from alt_units.invariants import INVARIANTS
from kernel.db import ConstraintBroken
from tests.service.alt_units.claim_desk import (
    adjust,
    allocate,
    allocate_as_proposed,
    claim_again,
    good,
    key,
    prepare,
    record,
    signed_convention,
    submitted,
)
from tests.service.alt_units.conftest import Service
from tests.service.alt_units.test_claims import raw, store_of

Park = dict[str, dict[str, Any]]


async def wrong(service: Service) -> list[str]:
    """What the invariants say is wrong."""
    return [sentence for invariant in INVARIANTS for sentence in await invariant(store_of(service))]


async def cancel(service: Service, payment: dict[str, Any], allocation: dict[str, Any]) -> Any:
    path = f"/funder-payments/{payment['id']}/allocations/{allocation['id']}/cancellation"
    return await service.api("POST", path, {}, headers=key())


async def taken_back(service: Service, park: Park) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """A claim paid, then taken back whole as an indu: the claim, the payment, the indu."""
    convention = await signed_convention(service, park)
    (claim,) = await submitted(service, convention)
    payment = await allocate_as_proposed(service, await record(service, convention, 102717))
    indu = await record(service, convention, -102717, kind="indu")
    shares = [{"claim_line_id": one["id"], "amount_cents": -one["claimed_cents"]} for one in claim["lines"]]
    return claim, payment, good(await allocate(service, indu, shares))


async def test_an_allocation_taken_back_by_an_indu_is_not_cancelled_under_it(service: Service, park: Park) -> None:
    claim, payment, indu = await taken_back(service, park)
    refused = await cancel(service, payment, payment["allocations"][0])
    assert (refused.status_code, refused.json()["code"]) == (409, "allocation-taken-back")
    assert await wrong(service) == []
    for one in indu["allocations"]:
        good(await cancel(service, indu, one))
    for one in payment["allocations"]:
        good(await cancel(service, payment, one))
    assert (await claim_again(service, claim))["paid_cents"] == 0
    assert await wrong(service) == []


async def test_a_convention_does_not_end_before_a_month_that_was_claimed(service: Service, park: Park) -> None:
    """Else the month would stay owed by a convention that no longer ran, and could be claimed again under another."""
    convention = await signed_convention(service, park)
    april, may = await submitted(service, convention, "2015-04", "2015-05")
    path = f"/conventions/{convention['id']}/end"
    end = {"ended_on": "2015-03-12", "reason": "Résiliation"}
    version = good(await service.api("GET", f"/conventions/{convention['id']}"))["version"]
    refused = await service.api("POST", path, end, version=version)
    assert (refused.status_code, refused.json()["code"]) == (409, "convention-claimed-later")
    assert refused.json()["blocker"]["href"] == f"/logements/aides/{convention['id']}/2015-04"
    assert [one["label"] for one in refused.json()["others"]] == ["Demande 05/2015"]
    for claim in (april, may):
        for rank, line in enumerate(claim["lines"]):
            claim = good(await adjust(service, claim, -line["claimed_cents"], line=rank))
    good(await service.api("POST", path, end, version=version))
    assert await wrong(service) == []


async def test_a_draft_of_a_later_month_does_not_hold_a_convention_back(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    draft = await prepare(service, convention, "2015-04")
    path = f"/conventions/{convention['id']}/end"
    end = {"ended_on": "2015-03-12", "reason": "Résiliation"}
    good(await service.api("POST", path, end, version=convention["version"]))
    sent = await service.api("POST", f"/claims/{draft['id']}/submission", version=draft["version"], headers=key())
    assert (sent.status_code, sent.json()["code"]) == (409, "claim-outdated")
    again = good(await service.api("POST", f"/claims/{draft['id']}/refresh", version=draft["version"]))
    assert [one["claimable_cents"] for one in again["lines"]] == [0, 0, 0]


async def test_a_claim_sent_before_the_facts_changed_says_so_until_it_is_adjusted(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    (claim,) = await submitted(service, convention, "2015-03")
    page, said = f"/logements/aides/{convention['id']}/2015-03", "Les faits ont changé depuis la transmission"
    assert said not in await service.page(page)
    unit = good(await service.api("GET", f"/units/{park['t3']['id']}"))
    works = {"first_day": "2015-03-15", "reason": "works", "bearer": "ccas"}
    good(await service.api("POST", f"/units/{unit['id']}/voids", works, version=unit["version"]))
    assert said in await service.page(page)
    line = next(rank for rank, one in enumerate(claim["lines"]) if one["reference"] == "LOG-T3")
    good(await adjust(service, claim, -35795, line=line))
    assert said not in await service.page(page)


CHANGES = [
    ("update convention set ceiling_cents = 1", "convention_frozen"),
    ("update convention set rule = 'MOIS_ENTAME'", "convention_frozen"),
    ("update convention set first_month = '2015-06'", "convention_frozen"),
    ("update convention set signed_on = null", "convention_frozen"),
    ("delete from convention", "convention_frozen"),
]


@pytest.mark.parametrize(("sql", "name"), CHANGES)
async def test_a_signed_convention_is_frozen_for_raw_sql_too(service: Service, park: Park, sql: str, name: str) -> None:
    await signed_convention(service, park)
    with pytest.raises(ConstraintBroken) as refused:
        await raw(service, sql)
    assert refused.value.name == name


async def test_the_end_of_a_convention_is_written_once(service: Service, park: Park) -> None:
    convention = await signed_convention(service, park)
    end = {"ended_on": "2015-06-12", "reason": "Résiliation"}
    good(await service.api("POST", f"/conventions/{convention['id']}/end", end, version=convention["version"]))
    with pytest.raises(ConstraintBroken):
        await raw(service, "update convention set ended_on = '2015-09-30'")
    with pytest.raises(ConstraintBroken):
        await raw(service, "update convention set end_reason = 'Autre motif'")
