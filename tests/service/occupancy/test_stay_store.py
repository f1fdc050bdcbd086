"""What the database itself refuses, whoever asks: each guard, and the same write where it is allowed."""

import re
from typing import Any

import pytest

from kernel.acts import housekeeping
from kernel.db import ConstraintBroken, Database
from occupancy.stay_invariants import STAY_INVARIANTS
from tests.support.stay_desk import Desk, accepted

CONTENT = {
    "no_sheet_reason": "Feuille au dossier",
    "rooms": [{"name": "Séjour", "elements": [{"name": "Sol", "condition": "good"}]}],
    "parties": [
        {"role": "household", "name": "Ménage Exemple A", "presence": "present"},
        {"role": "ccas", "name": "Agent Exemple", "presence": "present", "address": "Place de l'Exemple"},
    ],
    "keys": [{"kind": "door", "quantity": 2}],
}


async def refused_by_database(db: Database, name: str, sql: str, *values: Any) -> None:
    with pytest.raises(ConstraintBroken) as broken, db.refusing({}):
        async with housekeeping(db):
            await db.run(sql, *values)
    assert broken.value.name == name, broken.value.name


@pytest.mark.parametrize(
    "change",
    [
        "first_day = '2018-01-11'",
        "fee_cents = 1",
        "unit_facts = 'x'",
        "place_number = 1",
        "signed_on = '2018-01-09'",
        "persons = 2",
        "last_day = '2018-04-08'",
        "status = 'draft'",
    ],
)
async def test_what_was_signed_cannot_be_changed_in_the_database(desk: Desk, change: str):
    stay = await desk.stay("2018-01-10")
    await refused_by_database(
        desk.app.state.db, "contract_signed_facts", f"update contract set {change} where id = {{}}", stay["id"]
    )


async def test_a_draft_may_still_be_changed_and_no_contract_is_ever_removed(desk: Desk):
    draft = await desk.prepare(await desk.household(), "2018-01-10")
    db: Database = desk.app.state.db
    async with housekeeping(db):
        await db.run("update contract set fee_cents = 9100 where id = {}", draft["id"])
    assert accepted(await desk.send("GET", f"/contracts/{draft['id']}"))["fee"]["cents"] == 9100
    await refused_by_database(db, "contract_kept", "delete from contract where id = {}", draft["id"])


async def test_an_ended_contract_never_moves_again(desk: Desk):
    stay = await desk.stay("2018-01-10")
    accepted(await desk.act(stay, "end", {"ended_on": "2018-01-10", "reason": "other"}))
    await refused_by_database(
        desk.app.state.db,
        "contract_signed_facts",
        "update contract set ended_on = '2018-01-11' where id = {}",
        stay["id"],
    )


async def test_a_term_is_neither_rewritten_nor_removed(desk: Desk):
    stay = await desk.stay("2018-01-10")
    for sql in ("update contract_term set last_day = '2019-01-01'", "delete from contract_term"):
        await refused_by_database(
            desk.app.state.db, "contract_term_immutable", f"{sql} where contract_id = {{}}", stay["id"]
        )


async def test_a_signed_inspection_is_frozen_in_the_database_and_a_draft_is_not(desk: Desk):
    stay, db = await desk.stay("2018-01-10"), desk.app.state.db
    path = f"/contracts/{stay['id']}/inspections/entry"
    body = {"established_on": "2018-01-10", "content": CONTENT}
    draft = accepted(await desk.send("PUT", path, body, version=0))
    async with housekeeping(db):
        await db.run("update inspection set established_on = '2018-01-09' where id = {}", draft["id"])
    signed = accepted(await desk.send("POST", f"{path}/signature", version=1))
    assert re.fullmatch(r"[0-9a-f]{64}", signed["sha256"])
    for sql in ("update inspection set content = 'x'", "delete from inspection"):
        await refused_by_database(db, "inspection_frozen", f"{sql} where id = {{}}", draft["id"])


async def test_the_invariants_of_stays_hold_and_see_a_stay_without_a_term(desk: Desk):
    stay, db = await desk.stay("2018-01-10"), desk.app.state.db
    path = f"/contracts/{stay['id']}/inspections/entry"
    accepted(await desk.send("PUT", path, {"established_on": "2018-01-10", "content": CONTENT}, version=0))
    accepted(await desk.send("POST", f"{path}/signature", version=1))
    for invariant in STAY_INVARIANTS:
        assert await invariant(db) == [], invariant.__name__
    await unlocked(db, "contract_term", "contract_term_immutable")
    async with housekeeping(db):
        await db.run("delete from contract_term where contract_id = {}", stay["id"])
    broken = {invariant.__name__: await invariant(db) for invariant in STAY_INVARIANTS}
    assert broken.pop("terms_follow_each_other") == [
        f"Contrat {stay['reference']} : ses périodes ne se suivent pas de son début à son échéance."
    ]
    assert not any(broken.values())


async def unlocked(db: Database, table: str, trigger: str) -> None:
    """Take the guard away, as nobody but this test may."""
    if db.dialect == "postgresql":
        await db.run(f"drop trigger {trigger} on {table}")
    else:
        await db.run(f"drop trigger {trigger}_delete")
