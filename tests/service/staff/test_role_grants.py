"""A role is given by two persons, whatever the door: the API, the pages, raw SQL (GOALS D4)."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from kernel.acts import Staff
from kernel.db import ConstraintBroken
from staff.actions.role_grants import confirm_roles_of
from staff.domain.accounts import SYSTEM
from staff.domain.roles import Role
from staff.store import accounts as store
from tests.service.staff.conftest import House, account_of, act_of, address_of, confirm, is_in, sign_in, version_of

PROPOSING = (
    "insert into role_grant (id, account_id, role, source, proposed_by, proposed_by_name, proposed_at, lapses_on)"
    " values ({}, {}, {}, {}, {}, 'Administration Exemple A', {}, '2026-12-31')"
)
ENDING = (
    "insert into role_grant_end (id, grant_id, proposed_by, outcome, ended_at, ended_by, ended_by_name)"
    " values ({}, {}, {}, 'confirmed', {}, {}, 'Administration Exemple A')"
)
GIVING = "insert into account_role (id, account_id, role, grant_id) values ({}, {}, {}, {})"


async def proposed(house: House, *roles: str) -> dict[str, Any]:
    """The agent, for whom the first administrator wants these roles."""
    admin = await house.signed_in("admin.un")
    agent = await account_of(admin, "agent")
    body = {"name": agent["name"], "roles": list(roles)}
    answer = await admin.put(address_of(agent), json=body, headers=version_of(agent))
    assert answer.status_code == 200, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def test_a_role_waits_for_another_administrator_from_any_session_of_the_first(house: House) -> None:
    office = await house.signed_in("agent")
    agent = await proposed(house, "agent", "reader")
    assert (agent["roles"], [one["role"] for one in agent["waiting"]]) == (["agent"], ["reader"])
    assert await is_in(office), "nothing was taken away"
    for address in ("192.0.2.1", "203.0.113.9"):
        (alone,) = await confirm(await house.signed_in("admin.un", address), "agent")
        assert (alone.status_code, alone.json()["code"]) == (409, "confirmer-is-proposer")
    second = await house.signed_in("admin.deux")
    (taken,) = await confirm(second, "agent", "withdrawn")
    assert (taken.status_code, taken.json()["code"]) == (409, "confirmer-is-proposer")
    (done,) = await confirm(second, "agent")
    assert (done.json()["roles"], done.json()["waiting"]) == (["agent", "reader"], [])
    assert not await is_in(office)
    path = f"/api/staff/v1/role-grants/{agent['waiting'][0]['id']}/decision"
    again = await second.post(path, json={"outcome": "confirmed"})
    assert (again.status_code, again.json()["code"]) == (409, "role-grant-ended")


async def test_a_role_is_taken_away_at_once_and_a_proposal_refused_taken_back_or_lapsed(house: House) -> None:
    changed = await proposed(house, "reader")
    assert changed["roles"] == []
    assert (await sign_in(await house.browser(), "agent")).json()["permissions"] == []
    second = await house.signed_in("admin.deux")
    assert [one.status_code for one in await confirm(second, "agent", "refused")] == [200]
    await proposed(house, "reader")
    assert [one.status_code for one in await confirm(await house.signed_in("admin.un"), "agent", "withdrawn")] == [200]
    late = (await proposed(house, "reader"))["waiting"][0]["id"]
    house.later(days=15)
    second = await house.signed_in("admin.deux")
    assert (await account_of(second, "agent"))["waiting"] == []
    answer = await second.post(f"/api/staff/v1/role-grants/{late}/decision", json={"outcome": "confirmed"})
    assert (answer.status_code, answer.json()["code"]) == (409, "role-grant-lapsed")


async def test_where_there_is_one_administrator_the_page_says_the_command_and_it_confirms(house: House) -> None:
    admin = await house.signed_in("admin.un")
    other = await account_of(admin, "admin.deux")
    await admin.post(address_of(other, "deactivation"), headers=version_of(other))
    agent = await proposed(house, "agent", "finance")
    shown = (await (await house.signed_in("admin.un")).get(f"/equipe/{agent['id']}")).text
    assert "palier confirm-role agent" in shown
    by_machine = act_of(Staff(id=SYSTEM, name="Palier"))
    account = await store.find_account(UUID(agent["id"]))
    assert await confirm_roles_of(house.db, account, by_machine) == [Role.FINANCE]
    assert (await store.find_account(account.id)).roles == (Role.AGENT, Role.FINANCE)
    rows = await house.db.run("select actor_name from journal where verb = 'role-confirmed'")
    assert [row["actor_name"] for row in rows] == ["Palier"]


async def refused_by_raw_sql(house: House) -> list[tuple[str, str, tuple[object, ...]]]:
    """What the first administrator alone might write by raw SQL, with the constraint that refuses it."""
    found = {one.login: one for one in await store.list_accounts(after=None, limit=10)}
    agent, me, now = found["agent"].id, found["admin.un"].id, house.clock.now()
    waiting = UUID((await proposed(house, "agent", "manager"))["waiting"][0]["id"])
    (spent,) = await house.db.run("select grant_id from account_role where account_id = {}", agent)
    await house.db.run("delete from account_role where account_id = {}", agent)
    return [
        ("account_role_two_persons", GIVING, (uuid4(), agent, "manager", None)),
        ("account_role_two_persons", GIVING, (uuid4(), agent, "manager", waiting)),
        ("account_role_two_persons", GIVING, (uuid4(), agent, "agent", spent["grant_id"])),
        ("role_grant_two_persons", ENDING, (uuid4(), waiting, me, now, me)),
        ("role_grant_not_by_holder", ENDING, (uuid4(), waiting, me, now, agent)),
        ("role_grant_not_own", PROPOSING, (uuid4(), me, "manager", "person", me, now)),
        ("role_grant_proposer", PROPOSING, (uuid4(), agent, "manager", "machine", me, now)),
        ("account_role_fixed", "update account_role set role = 'manager' where account_id = {}", (found["regie"].id,)),
    ]


async def raw(house: House, sql: str, *values: object) -> None:
    try:
        async with house.db.engine.transaction():
            await house.db.run(sql, *values)
    except Exception as error:
        raise house.db.broken(error) or error from error


async def test_the_database_refuses_a_role_that_one_person_gives_alone(house: House) -> None:
    for name, sql, values in await refused_by_raw_sql(house):
        with pytest.raises(ConstraintBroken) as refused:
            await raw(house, sql, *values)
        assert refused.value.name == name


async def test_control_without_the_trigger_one_person_gives_a_role_alone(house: House) -> None:
    attempts = await refused_by_raw_sql(house)
    on = "" if house.db.dialect == "sqlite" else " on account_role"
    await house.db.run(f"drop trigger account_role_two_persons{on}")
    await raw(house, attempts[0][1], *attempts[0][2])
    (agent,) = [one for one in await store.list_accounts(after=None, limit=10) if one.login == "agent"]
    assert agent.roles == (Role.MANAGER,)
