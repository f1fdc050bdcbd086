"""What must always hold of claims and payments: true after ordinary work, said aloud when the data is damaged."""

from typing import Any

import pytest

from alt_units.invariants import MONEY_INVARIANTS
from tests.service.alt_units.claim_desk import (
    adjust,
    allocate_as_proposed,
    good,
    key,
    prepare,
    record,
    signed_convention,
    submitted,
)
from tests.service.alt_units.conftest import Service

Park = dict[str, dict[str, Any]]


async def said(service: Service) -> list[str]:
    return [sentence for invariant in MONEY_INVARIANTS for sentence in await invariant(service.app.state.db)]


async def ordinary_work(service: Service, park: Park) -> None:
    """Two months sent and one in preparation; a payment allocated, undone, allocated again; an adjustment."""
    convention = await signed_convention(service, park)
    january, _ = await submitted(service, convention, "2015-01", "2015-02")
    await prepare(service, convention, "2015-03")
    payment = await allocate_as_proposed(service, await record(service, convention, 120000))
    path = f"/funder-payments/{payment['id']}/allocations/{payment['allocations'][0]['id']}/cancellation"
    await allocate_as_proposed(service, good(await service.api("POST", path, headers=key())))
    good(await adjust(service, january, -1000))


async def test_ordinary_work_leaves_everything_true(service: Service, park: Park) -> None:
    await ordinary_work(service, park)
    assert await said(service) == []


DAMAGE = {
    "affectés pour": "update funder_payment set amount_cents = 100",
    "pas transmise": "update claim set status = 'draft', submitted_at = null, submitted_by = null",
    "une annulation": "update payment_allocation set amount_cents = -1 where cancels_id is not null",
    "versés": "update payment_allocation set amount_cents = -100000 where cancels_id is not null",
    "dus": "update claim_adjustment set amount_cents = -1000000",
    "l'explication": "update claim_line set trace = '[]'",
    "au-dessus du plafond": "update claim set rules = replace(rules, '\"ceiling_cents\":102717', '\"ceiling_cents\":1')",
}


@pytest.mark.parametrize("words", DAMAGE)
async def test_each_damage_is_said(service: Service, park: Park, words: str) -> None:
    await ordinary_work(service, park)
    db = service.app.state.db
    await lift_the_triggers(db)
    await db.run(DAMAGE[words])
    assert any(words in sentence for sentence in await said(service)), await said(service)


async def lift_the_triggers(db: Any) -> None:
    if db.dialect == "sqlite":
        for row in await db.run("select name from sqlite_master where type = 'trigger'"):
            await db.run(f"drop trigger {row['name']}")
        return
    for table in ("claim", "claim_line", "claim_adjustment", "funder_payment", "payment_allocation"):
        await db.run(f"alter table {table} disable trigger user")
