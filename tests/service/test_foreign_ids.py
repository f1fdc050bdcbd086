"""The id of something else shows nothing: unknown, of another kind, or of another's (GOALS D2, P-20).

An installation is one organisation: what is another's belongs to another household, dwelling or account. The doors come from the
routes, so a new one is tried without a word here.
"""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, cast
from uuid import UUID, uuid4

import httpx
import pytest
from litestar import Litestar, get
from litestar.params import FromPath

from tests.conftest import Machine
from tests.support.access import Door, doors
from tests.support.site import Town, a_town
from tests.support.small_town import Ids, SmallTown
from tests.support.stores import Borrowed

EYES = ("direction", "social", "finance", "admin", "dpo")
"""Who reads, between them, everything that has an id."""
NOTHING = (403, 404)


@pytest.fixture(scope="module")
async def lived(machine: Machine) -> AsyncIterator[tuple[Town, Ids]]:
    stores = Borrowed(machine.sqlite)
    async with a_town(stores) as made:
        yield made, (await SmallTown(made).live()).ids
    stores.give_back()


def names_of(door: Door) -> list[str]:
    """The ids in an address, in order."""
    return [part.strip("{}").partition(":")[0] for part in door.path.split("/") if part.endswith(":uuid}")]


def address(door: Door, ids: Ids, **instead: str) -> str | None:
    """An address at which there is something, but for what is put instead; None when nothing of a kind is known."""
    parts = []
    for part in door.path.split("/"):
        name = part.strip("{}").partition(":")[0]
        if part.startswith("{") and name not in instead and name not in ids:
            return None
        parts.append(part if not part.startswith("{") else instead.get(name) or ids[name][0])
    return "/".join(parts)


def foreign(door: Door, ids: Ids) -> Iterator[tuple[str, str]]:
    """The same address with one id replaced: by one that nobody has, by one of each of three other kinds."""
    for name in names_of(door):
        others = [
            known[0] for kind, known in ids.items() if kind.endswith("_id") and not set(known) & set(ids.get(name, ()))
        ]
        for instead in (str(uuid4()), *others[:: max(1, len(others) // 3)][:3]):
            if found := address(door, ids, **{name: instead}):
                yield name, found
    first, *rest = names_of(door) or [""]
    if rest and len(ids.get(first, ())) > 1 and (found := address(door, ids, **{first: ids[first][1]})):
        yield f"{first} of another", found


async def reader(town: Town, door: Door, where: str) -> httpx.AsyncClient | None:
    """Somebody to whom this door shows something."""
    for who in EYES:
        client = town.as_(who)
        if (await client.get(where)).status_code == 200:
            return client
    return None


async def shown(town: Town, ids: Ids, tried: list[Door]) -> tuple[int, list[str]]:
    """How many foreign ids were tried, and the doors that answered one of them with something."""
    count, found = 0, []
    for door in tried:
        where = address(door, ids)
        if (
            door.method != "GET"
            or not names_of(door)
            or where is None
            or not (client := await reader(town, door, where))
        ):
            continue
        for name, other in foreign(door, ids):
            count += 1
            status = (await client.get(other)).status_code
            if status not in NOTHING:
                found.append(f"{door.handler} {name}: {status}")
    return count, found


async def test_the_id_of_something_else_shows_nothing(
    lived: tuple[Town, Ids], record_property: Callable[[str, object], None]
) -> None:
    town, ids = lived
    count, found = await shown(town, ids, doors(town))
    assert found == []
    assert count > 300
    record_property("n", count)


@get("/things/{thing_id:uuid}")
async def a_thing_whatever_its_id(thing_id: FromPath[UUID]) -> dict[str, str]:
    return {"name": "Exemple"}


async def test_control_a_door_that_does_not_look_whose_id_it_is_is_found() -> None:
    door = Door(service="staff", handler="a_thing", method="GET", path="/things/{thing_id:uuid}")
    transport = httpx.ASGITransport(cast("Any", Litestar([a_thing_whatever_its_id])))
    async with httpx.AsyncClient(transport=transport, base_url="http://essai") as client:

        class Anybody:
            def as_(self, _: str) -> httpx.AsyncClient:
                return client

        ids = {"thing_id": [str(uuid4())], "other_id": [str(uuid4())]}
        count, found = await shown(cast("Town", Anybody()), ids, [door])
    assert count == len(found) == 2
