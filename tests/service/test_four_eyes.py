"""One person stays one person: in two sessions, after another role, by whatever door (GOALS D4, P-20).

Here by the closing of months and the giving of roles. Each other pair of acts has its test with its action, and its
constraint in the database.
"""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from kernel.http.identity import COOKIE
from palier.demo.people import ADMIN, PASSWORD
from tests.conftest import Machine
from tests.support.site import Town, a_town
from tests.support.stores import Borrowed

ACCOUNTS, PERIODS = "/api/staff/v1/accounts", "/api/occupancy/v1/periods"


@pytest.fixture
async def town(machine: Machine) -> AsyncIterator[Town]:
    stores = Borrowed(machine.sqlite)
    async with a_town(stores) as made:
        yield made
    stores.give_back()


async def signed_in(town: Town, login: str) -> httpx.AsyncClient:
    """One more session of this person."""
    client = town.anonymous()
    answer = await client.post("/api/staff/v1/sessions", json={"login": login, "password": PASSWORD})
    assert answer.status_code == 201, answer.text
    cookie = answer.headers["set-cookie"].partition(";")[0].partition("=")[2]
    client.cookies.clear()
    client.headers.update({"cookie": f"{COOKIE}={cookie}", "x-csrf-token": answer.json()["csrf"]})
    return client


async def of(town: Town, login: str) -> dict[str, Any]:
    items = (await town.as_("admin").get(ACCOUNTS, params={"limit": 100})).json()["items"]
    return next(one for one in items if one["login"] == login)


async def second_admin(town: Town) -> httpx.AsyncClient:
    """Another administrator, opened from the machine as the first one is."""
    other = {"login": "admin.deux", "name": "Administration Exemple", "roles": ["admin"], "password": PASSWORD}
    if not any(one["login"] == "admin.deux" for one in (await town.as_("admin").get(ACCOUNTS)).json()["items"]):
        await town.desk.post(ADMIN, "staff/v1/accounts", other)
    return await signed_in(town, "admin.deux")


async def decided(client: httpx.AsyncClient, grant: dict[str, Any], outcome: str = "confirmed") -> httpx.Response:
    """End a proposed role so."""
    return await client.post(f"/api/staff/v1/role-grants/{grant['id']}/decision", json={"outcome": outcome})


async def given(client: httpx.AsyncClient, account: dict[str, Any], *roles: str) -> httpx.Response:
    """Give somebody these roles."""
    body = {"name": account["name"], "roles": list(roles)}
    return await client.put(f"{ACCOUNTS}/{account['id']}", json=body, headers={"if-match": f'"{account["version"]}"'})


async def closed_by_two_sessions(town: Town, login: str, month: str) -> list[tuple[int, str]]:
    """The finance officer proposes, becomes `login`'s equal in rights, and `login` tries to close from two sessions."""
    proposed = await town.as_("finance").post(PERIODS, json={"month": month}, headers={"idempotency-key": f"p-{month}"})
    assert proposed.status_code == 201, proposed.text
    finance = await of(town, "finance")
    proposed_role = await given(town.as_("admin"), finance, "manager")
    confirmed = await decided(await second_admin(town), proposed_role.json()["waiting"][0])
    assert (confirmed.status_code, confirmed.json()["roles"]) == (200, ["manager"])
    answers = []
    for rank in (1, 2):
        client = await signed_in(town, login)
        headers = {"idempotency-key": f"c-{month}-{rank}"}
        answer = await client.post(f"{PERIODS}/{proposed.json()['id']}/closing", headers=headers)
        answers.append((answer.status_code, answer.json().get("code", "")))
    return answers


async def test_who_proposed_does_not_close_with_another_role_nor_from_another_session(town: Town) -> None:
    assert await closed_by_two_sessions(town, "finance", "2026-10") == [(409, "closer-is-proposer")] * 2


async def test_control_another_person_with_the_same_role_does_close(town: Town) -> None:
    """So it is the person that is refused above, neither the role nor the month."""
    first, again = await closed_by_two_sessions(town, "direction", "2026-10")
    assert first[0] in (200, 201)
    assert again == (409, "period-closed")


async def test_who_proposes_a_role_confirms_it_neither_from_another_session_nor_for_an_account_of_theirs(
    town: Town,
) -> None:
    """Roles changed in between give nothing either: it is the person that counts."""
    finance = await of(town, "finance")
    waiting = (await given(town.as_("admin"), finance, "finance", "agent")).json()["waiting"][0]
    for client in (town.as_("admin"), await signed_in(town, "admin")):
        alone = await decided(client, waiting)
        assert (alone.status_code, alone.json()["code"]) == (409, "confirmer-is-proposer")
    assert (await decided(town.as_("finance"), waiting)).status_code == 403
    other = await second_admin(town)
    mine = await of(town, "admin")
    reader = (await given(other, mine, "admin", "reader")).json()["waiting"][0]
    own = await decided(town.as_("admin"), reader)
    assert (own.status_code, own.json()["code"]) == (422, "own-account")
    assert (await decided(other, reader, "withdrawn")).status_code == 200
    assert (await decided(other, waiting)).json()["roles"] == ["agent", "finance"]


async def test_nobody_gives_themselves_a_role_from_any_session_nor_through_the_role_of_another(town: Town) -> None:
    admin = await of(town, "admin")
    for client in (town.as_("admin"), await signed_in(town, "admin")):
        refused = await given(client, admin, "admin", "manager")
        assert (refused.status_code, refused.json()["code"]) == (422, "own-account")
    finance = await of(town, "finance")
    refused = await given(town.as_("finance"), finance, "manager")
    assert (refused.status_code, refused.json()["code"]) == (403, "permission-missing")
    apart = await given(town.as_("admin"), finance, "finance", "regisseur")
    assert (apart.status_code, apart.json()["code"]) == (422, "roles-incompatible")
    assert (await of(town, "finance"))["roles"] == ["finance"]
