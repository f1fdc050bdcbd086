"""What must always hold of bank lines: true after ordinary work, said aloud when the data is damaged."""

from typing import Any

import pytest

from alt_units.invariants import BANK_INVARIANTS
from tests.service.alt_units.bank_desk import OTHER, a_source, accept, imported, line_of, reopen, set_aside
from tests.service.alt_units.claim_desk import good, signed_convention, submitted
from tests.service.alt_units.conftest import Service

Park = dict[str, dict[str, Any]]
TABLES = (
    "bank_line",
    "bank_import",
    "bank_decision",
    "funder_payment",
    "payment_allocation",
    "funder_payment_cancellation",
)


async def said(service: Service) -> list[str]:
    return [sentence for invariant in BANK_INVARIANTS for sentence in await invariant(service.app.state.db)]


async def ordinary_work(service: Service, park: Park) -> None:
    """A line matched, undone, matched again; one set aside."""
    convention = await signed_convention(service, park)
    await submitted(service, convention)
    await imported(service, await a_source(service))
    good(await reopen(service, good(await accept(service, await line_of(service, "VIR-1")))))
    good(await accept(service, await line_of(service, "VIR-1")))
    good(await set_aside(service, await line_of(service, OTHER.reference)))


async def test_ordinary_work_leaves_everything_true(service: Service, park: Park) -> None:
    await ordinary_work(service, park)
    assert await said(service) == []


DAMAGE = {
    "sans suivi": "delete from bank_follow_up where state = 'set_aside'",
    "ne sont pas celles": "update bank_import set new_cents = new_cents + 1",
    "état contraire": "update bank_follow_up set state = 'suspense' where state = 'set_aside'",
    "expliqués": "update bank_line_payment set released = true",
    "encore affecté": "update payment_allocation set amount_cents = 1 where cancels_id is not null",
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
    for table in TABLES:
        await db.run(f"alter table {table} disable trigger user")
