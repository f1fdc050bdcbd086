"""What another service may ask of a person: rights as they are now, nothing once the account is closed, and no one else asks."""

from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import pytest

from kernel.acts import Staff
from kernel.http.tokens import sign_token
from palier.demo.people import ADMIN
from tests.support.site import SECRET, Town, a_town
from tests.support.stores import Borrowed


@pytest.fixture
async def town(stores: Borrowed) -> AsyncIterator[Town]:
    async with a_town(stores) as made:
        yield made


async def asked(town: Town, person_id: str, caller: str = "occupancy") -> httpx.Response:
    by = Staff(id=UUID(person_id), name="")
    token = sign_token(SECRET, town.clock, caller=caller, called="staff", person=by)
    client = town.anonymous()
    return await client.get(f"/api/staff/v1/people/{person_id}", headers={"authorization": f"Bearer {token}"})


async def test_a_service_reads_the_rights_of_the_day_and_nothing_of_an_account_that_is_closed(town: Town) -> None:
    accounts = (await town.as_("admin").get("/api/staff/v1/accounts")).json()["items"]
    agent = next(one for one in accounts if one["login"] == "agent")
    found = await asked(town, agent["id"])
    assert found.status_code == 200
    assert "contracts.write" in found.json()["permissions"]
    assert found.json()["csrf"] == ""
    path = f"staff/v1/accounts/{agent['id']}"
    version = (await town.desk.get(ADMIN, path))["version"]
    await town.desk.post(ADMIN, f"{path}/deactivation", {}, version=version)
    assert (await asked(town, agent["id"])).status_code == 404


async def test_no_person_and_no_other_service_asks(town: Town) -> None:
    accounts = (await town.as_("admin").get("/api/staff/v1/accounts")).json()["items"]
    person = accounts[0]["id"]
    assert (await town.as_("direction").get(f"/api/staff/v1/people/{person}")).status_code == 403
    assert (await asked(town, person, caller="alt_units")).status_code == 401
