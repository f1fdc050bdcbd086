"""Accounts over the API: opened, amended, closed; every act journalled, nothing of a password anywhere."""

import asyncio
from uuid import UUID

import pytest

from kernel.acts import Staff, Tx
from staff.actions import accounts as actions
from staff.actions.accounts import HouseAlreadyOpen, deactivate_account, open_first_account
from staff.actions.hashing import Hashing
from staff.actions.role_grants import give_roles
from staff.domain.accounts import SYSTEM, LastAdmin
from staff.domain.role_grants import GrantSource
from staff.domain.roles import Role
from staff.invariants import INVARIANTS, somebody_can_open_accounts
from staff.store import accounts as store
from tests.service.staff.conftest import (
    PASSWORD,
    QUICK,
    House,
    account_of,
    act_of,
    address_of,
    confirm,
    is_in,
    open_house,
    prepare,
    sign_in,
    version_of,
)

ACCOUNTS = "/api/staff/v1/accounts"
NEW = {"login": "nouvelle", "name": "Agente Exemple", "roles": ["agent"], "password": "sentier cuivre orage"}


async def test_an_administrator_opens_an_account_whose_password_must_be_changed_first(house: House) -> None:
    admin = await house.signed_in("admin.un")
    answer = await admin.post(ACCOUNTS, json=NEW)
    assert answer.status_code == 201, answer.text
    assert answer.headers["etag"] == '"1"'
    assert answer.json()["password_is_temporary"]
    assert "password_hash" not in answer.text
    assert answer.json()["roles"] == []
    (given,) = await confirm(await house.signed_in("admin.deux"), "nouvelle")
    assert given.json()["roles"] == ["agent"]

    newcomer = await house.browser("203.0.113.7")
    assert (await sign_in(newcomer, "nouvelle", NEW["password"])).json()["permissions"] == []  # type: ignore[arg-type]
    body = {"current": NEW["password"], "new": "tuile hamac boussole"}
    chosen = await newcomer.put("/api/staff/v1/session/password", json=body)
    assert "units.read" in chosen.json()["permissions"]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"login": "AGENT"}, 409, "login-taken"),
        ({"login": "é"}, 422, "login-malformed"),
        ({"password": "court"}, 422, "password-too-short"),
        ({"password": "motdepasse2026!"}, 422, "password-too-common"),
        ({"password": "nouvelle-nouvelle"}, 422, "password-too-common"),
        ({"roles": ["regisseur", "finance"]}, 422, "roles-incompatible"),
        ({"roles": []}, 400, "invalid-request"),
        ({"roles": ["chief"]}, 400, "invalid-request"),
        ({"name": "   "}, 400, "invalid-request"),
        ({"name": "a\x00b"}, 400, "invalid-request"),
        ({"is_active": False}, 400, "invalid-request"),
    ],
)
async def test_an_account_that_does_not_fit_is_refused_with_its_reason(
    house: House, change: dict[str, object], status: int, code: str
) -> None:
    admin = await house.signed_in("admin.un")
    answer = await admin.post(ACCOUNTS, json={**NEW, **change})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"


async def test_the_same_request_sent_twice_opens_one_account(house: House) -> None:
    admin = await house.signed_in("admin.un")
    first, again = [await admin.post(ACCOUNTS, json=NEW, headers={"idempotency-key": "one-intent"}) for _ in range(2)]
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()


async def test_nothing_that_is_kept_can_be_used_to_guess_a_password_quickly(house: House) -> None:
    """The fingerprint of a request is a fast hash: it must not contain the password."""
    admin = await house.signed_in("admin.un")
    fingerprints = set()
    for password in ("sentier cuivre orage", "tuile hamac boussole"):
        await admin.post(ACCOUNTS, json={**NEW, "password": password}, headers={"idempotency-key": "k"})
        rows = await house.db.run("select fingerprint from answered_request")
        fingerprints |= {row["fingerprint"] for row in rows}
    assert len(fingerprints) == 1


async def test_a_change_says_which_version_it_was_decided_on(house: House) -> None:
    admin = await house.signed_in("admin.un")
    agent = await account_of(admin, "agent")
    body = {"name": "Autre Exemple", "roles": ["agent"]}
    assert (await admin.put(address_of(agent), json=body)).status_code == 428
    assert (await admin.put(address_of(agent), json=body, headers=version_of(agent))).status_code == 200
    assert (await admin.put(address_of(agent), json=body, headers=version_of(agent))).status_code == 412


async def test_a_list_is_read_page_by_page(house: House) -> None:
    admin = await house.signed_in("admin.un")
    first = (await admin.get(ACCOUNTS, params={"limit": 3})).json()
    rest = (await admin.get(ACCOUNTS, params={"limit": 3, "after": first["next"]})).json()
    assert [one["login"] for one in first["items"] + rest["items"]] == ["admin.deux", "admin.un", "agent", "regie"]
    assert rest["next"] is None


async def test_an_unknown_account_is_not_found(house: House) -> None:
    admin = await house.signed_in("admin.un")
    answer = await admin.get(f"{ACCOUNTS}/{UUID(int=0)}")
    assert (answer.status_code, answer.json()["code"]) == (404, "account-not-found")


async def test_a_given_password_closes_the_sessions_and_must_be_changed(house: House) -> None:
    admin, office = await house.signed_in("admin.un"), await house.signed_in("agent")
    agent = await account_of(admin, "agent")
    body = {"password": "sentier cuivre orage"}
    answer = await admin.put(address_of(agent, "password"), json=body, headers=version_of(agent))
    assert answer.json()["password_is_temporary"]
    assert not await is_in(office)
    assert (await sign_in(office, "agent", "sentier cuivre orage")).json()["permissions"] == []


async def test_an_administrator_touches_neither_their_own_roles_nor_their_own_access(house: House) -> None:
    admin = await house.signed_in("admin.un")
    mine = await account_of(admin, "admin.un")
    headers = version_of(mine)
    body = {"name": mine["name"], "roles": ["admin", "manager"]}
    answers = [
        await admin.put(address_of(mine), json=body, headers=headers),
        await admin.post(address_of(mine, "deactivation"), headers=headers),
        await admin.put(address_of(mine, "password"), json={"password": "sentier cuivre orage"}, headers=headers),
    ]
    assert [(one.status_code, one.json()["code"]) for one in answers] == [(422, "own-account")] * 3
    assert await is_in(admin)


async def test_every_act_leaves_one_journal_row_without_any_password(house: House) -> None:
    admin = await house.signed_in("admin.un")
    agent = await account_of(admin, "agent")
    await admin.post(address_of(agent, "deactivation"), headers=version_of(agent))
    await admin.post(address_of(agent, "reactivation"), headers={"if-match": '"2"'})
    body = {"password": "sentier cuivre orage"}
    await admin.put(address_of(agent, "password"), json=body, headers={"if-match": '"3"'})
    await admin.delete("/api/staff/v1/session")
    rows = await house.db.run("select * from journal where request_id <> {} order by at", "test-request")
    assert sorted(row["verb"] for row in rows) == sorted(
        ["signed-in", "account-deactivated", "account-reactivated", "password-set", "signed-out"]
    )
    assert {row["actor_name"] for row in rows} == {"Administration Exemple A"}
    assert "argon2" not in str(rows)
    assert "cuivre" not in str(rows)


async def test_a_refused_act_leaves_no_journal_row(house: House) -> None:
    admin = await house.signed_in("admin.un")
    before = len(await house.db.run("select id from journal"))
    await admin.post(ACCOUNTS, json={**NEW, "login": "agent"})
    assert len(await house.db.run("select id from journal")) == before


async def race_of_two_administrators(house: House) -> int:
    """Two administrators deactivate each other at the same moment; how many stay."""
    found = await store.list_accounts(after=None, limit=10)
    admins = {one.login: one for one in found if one.login.startswith("admin")}
    one, two = admins["admin.un"], admins["admin.deux"]

    async def deactivate(target: UUID, by: UUID, name: str) -> None:
        await deactivate_account(house.db, target, act_of(Staff(id=by, name=name)), expected=1)

    ended = await asyncio.gather(
        deactivate(one.id, two.id, two.name), deactivate(two.id, one.id, one.name), return_exceptions=True
    )
    assert all(outcome is None or isinstance(outcome, LastAdmin) for outcome in ended), ended
    return sum(one.is_active_admin for one in await store.list_accounts(after=None, limit=10))


async def test_two_administrators_who_close_each_others_account_leave_one(house: House) -> None:
    assert await race_of_two_administrators(house) == 1
    assert await somebody_can_open_accounts(house.db) == []


@pytest.mark.postgresql
async def test_control_without_the_lock_on_the_roster_nobody_is_left(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite there is nothing to leave out: the transaction itself is the lock."""
    both_counted, count = asyncio.Barrier(2), store.count_other_admins

    async def no_lock(self: Tx, table: str, row_id: UUID) -> None:
        return None

    async def count_together(account_id: UUID) -> int:
        others = await count(account_id)
        await both_counted.wait()
        return others

    monkeypatch.setattr(Tx, "lock", no_lock)
    monkeypatch.setattr(actions.accounts, "count_other_admins", count_together)
    await prepare(postgres_url)
    async with open_house(postgres_url) as house:
        assert await race_of_two_administrators(house) == 0
        assert await somebody_can_open_accounts(house.db) != []


async def test_the_first_administrator_is_opened_once_from_the_command_line(house: House) -> None:
    with pytest.raises(HouseAlreadyOpen):
        await open_first_account(
            house.db, login="x.y", name="Exemple", password=PASSWORD, clock=house.clock, hashing=Hashing(**QUICK)
        )


async def test_all_is_well_in_the_house(house: House) -> None:
    await house.signed_in("agent")
    for invariant in INVARIANTS:
        assert await invariant(house.db) == []


async def test_a_session_left_open_on_a_closed_account_is_found(house: House) -> None:
    await house.signed_in("agent")
    await house.db.run("update account set is_active = {} where login = {}", False, "agent")
    broken = [sentence for invariant in INVARIANTS for sentence in await invariant(house.db)]
    assert broken == ["agent : compte désactivé, session encore ouverte."]


async def test_roles_that_must_stay_apart_are_found_wherever_they_come_from(house: House) -> None:
    found = await store.find_credentials("regie")
    assert found is not None
    await give_roles(found.account, [Role.FINANCE], act_of(Staff(id=SYSTEM, name="Palier")), GrantSource.MACHINE)
    broken = [sentence for invariant in INVARIANTS for sentence in await invariant(house.db)]
    assert len(broken) == 1
    assert broken[0].startswith("regie : ")
