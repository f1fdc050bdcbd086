"""The id of something else shows nothing: unknown, of another kind, or of another's (GOALS D2, P-20).

An installation is one organisation: what is another's belongs to another household, dwelling or account. The doors come from the
routes, so a new one is tried without a word here.
"""

import os
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid4

import httpx
import pytest
from litestar import Litestar, get
from litestar.params import FromPath, FromQuery

from tests.conftest import Machine
from tests.support.access import ROLES, Door, doors
from tests.support.read_fields import Read, approved, fields, unapproved, written
from tests.support.recorded_acts import Sent, changed, foreign_bodies, record, sent_again
from tests.support.searches import NAMES, OWN, Search, others, searches, told
from tests.support.site import Town, a_town
from tests.support.small_town import Ids, SmallTown
from tests.support.stores import Borrowed

EYES = ("direction", "social", "finance", "admin", "dpo")
"""Who reads, between them, everything that has an id."""
NOTHING = (403, 404)


DONE: dict[str, Sent] = {}
"""The acts that made the town."""
FIELDS = Path(__file__).parent / "fields.txt"
WRITE_FIELDS = os.environ.get("PALIER_WRITE_FIELDS")
"""Set, the approved list is written again from what is read: to be looked at line by line before it is kept."""


@pytest.fixture(scope="module")
async def lived(machine: Machine) -> AsyncIterator[tuple[Town, Ids]]:
    stores = Borrowed(machine.sqlite)
    async with a_town(stores) as made:
        DONE.update(acts := record(made))
        ids = (await SmallTown(made).live()).ids
        DONE.update(acts)
        yield made, ids
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


DRAWN_BY_THE_CLIENT = "PUT occupancy/v1/contracts/{id}/inspections/"
"""The lines of an inspection have ids that the tablet drew: they pair the entry and the exit of one contract, nothing else."""


async def accepted(town: Town, ids: Ids, acts: Iterable[Sent]) -> tuple[int, list[str]]:
    """How many acts were tried about something else than what they were about, and those that were accepted or broke."""
    count, found = 0, []
    for one in acts:
        for where, other in foreign_bodies(one, ids):
            if one.kind.startswith(DRAWN_BY_THE_CLIENT):
                continue
            count += 1
            status = await sent_again(town, other)
            if status < 400 or status >= 500:
                found.append(f"{other.kind} {where}: {status}")
    return count, found


async def test_an_act_about_the_id_of_something_else_is_refused(
    lived: tuple[Town, Ids], record_property: Callable[[str, object], None]
) -> None:
    town, ids = lived
    count, found = await accepted(town, ids, DONE.values())
    assert found == []
    assert count > 35
    record_property("n", count)


async def shown_by_searches(town: Town, ids: Ids, tried: Iterable[Search]) -> tuple[int, list[str]]:
    """How many searches were made about something else, and those that showed more than without."""
    count, found = 0, []
    for one in tried:
        where = address(one.door, ids)
        if where is None or (client := await reader(town, one.door, where)) is None:
            continue
        asked = ({}, {one.name: "oui"})  # some questions are a box to tick: any word ticks it
        plain = set().union(*[told((await client.get(where, params=each)).text, ids) for each in asked])
        for value in others(one, ids):
            count += 1
            answer = await client.get(where, params={one.name: value})
            more = told(answer.text, ids) - plain - {value}
            if answer.status_code >= 500 or (more and answer.status_code < 400):
                found.append(f"{one.door.handler} {one.name}: {answer.status_code}")
    return count, found


async def test_a_search_about_the_id_of_something_else_shows_nothing_more(
    lived: tuple[Town, Ids], record_property: Callable[[str, object], None]
) -> None:
    town, ids = lived
    count, found = await shown_by_searches(town, ids, searches(town, doors(town)))
    assert found == []
    assert count > 100
    record_property("n", count)


async def test_who_may_not_read_a_household_learns_its_name_by_no_search_and_no_export(
    lived: tuple[Town, Ids],
) -> None:
    town, ids = lived
    household, found, tried = ids["household_id"][0], [], 0
    pages = [door for door in doors(town) if door.method == "GET" and not door.is_api and "{" not in door.path]
    asked = [Search(door=door, name="format") for door in pages]
    asked += [one for one in searches(town, doors(town)) if one.name in OWN]
    for login in ROLES.values():
        client = town.as_(login)
        if (await client.get(f"/api/occupancy/v1/households/{household}")).status_code == 200:
            continue
        for one in asked:
            tried += 1
            value = "csv" if one.name == "format" else ids[OWN[one.name]][0]
            where = address(one.door, ids)
            assert where is not None
            answer = await client.get(where, params={one.name: value})
            if answer.status_code < 400 and NAMES.search(answer.text):
                found.append(f"{login} {one.door.handler} {one.name}")
    assert tried > 50
    assert found == []


async def test_control_a_search_that_shows_whatever_it_is_asked_about_is_found() -> None:
    @get("/things")
    async def things(menage: FromQuery[str] = "") -> dict[str, list[str]]:
        return {"items": ["Ménage Exemple A"] if len(menage) > 30 else []}

    door = Door(service="staff", handler="things", method="GET", path="/things")
    transport = httpx.ASGITransport(cast("Any", Litestar([things])))
    async with httpx.AsyncClient(transport=transport, base_url="http://essai") as client:

        class Anybody:
            def as_(self, _: str) -> httpx.AsyncClient:
                return client

        ids = {"household_id": [str(uuid4())], "other_id": [str(uuid4())]}
        count, found = await shown_by_searches(cast("Town", Anybody()), ids, [Search(door=door, name="menage")])
    assert count == len(found) == 2


NOT_DATA = ("openapi_json", "live", "ready")
"""What describes the API, or says that it is up."""


async def read_by_roles(town: Town, ids: Ids, tried: list[Door], roles: Iterable[str]) -> Read:
    """The fields of what each role reads at each door of the API."""
    read: Read = {}
    eyes = {role: town.as_(ROLES[role]) for role in roles}
    for door in tried:
        where = address(door, ids)
        if door.method != "GET" or not door.is_api or where is None or door.handler in NOT_DATA:
            continue
        for role, client in eyes.items():
            answer = await client.get(where)
            if answer.status_code == 200 and "json" in answer.headers.get("content-type", ""):
                read.setdefault(f"{door.service} {door.handler}", {})[role] = fields(answer.json())
    return read


async def test_a_role_reads_the_fields_that_were_decided_and_no_other(
    lived: tuple[Town, Ids], record_property: Callable[[str, object], None]
) -> None:
    town, ids = lived
    read = await read_by_roles(town, ids, doors(town), ROLES)
    if WRITE_FIELDS:
        head = [line for line in FIELDS.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
        FIELDS.write_text("\n".join([*head, *written(read)]) + "\n", encoding="utf-8")
    decided = approved(FIELDS.read_text(encoding="utf-8").splitlines())
    assert unapproved(read, decided) == []
    assert sorted(set(decided) - set(read)) == [], "approved, and read no more"
    record_property("n", sum(len(names) for by in read.values() for names in by.values()))


async def test_control_an_act_that_takes_any_id_is_found(lived: tuple[Town, Ids]) -> None:
    """A name is any words: an id put there is looked up nowhere, and the act is accepted."""
    town, ids = lived
    act = next(one for one in DONE.values() if one.kind == "POST occupancy/v1/households")
    _, found = await accepted(town, ids, [changed(act, ("last_name",), str(uuid4()))])
    assert found == ["POST occupancy/v1/households last_name: 201"] * 2


async def test_control_a_field_more_or_for_one_role_more_is_seen() -> None:
    decided = approved(
        ["# what was decided", "occupancy x : agent social : lines[].cents name", "occupancy x : agent : note"]
    )
    body = {"name": "Exemple", "lines": [{"cents": 1}]}
    assert unapproved({"occupancy x": {"social": fields(body)}}, decided) == []
    assert unapproved({"occupancy x": {"agent": fields(body | {"note": None, "lines": []})}}, decided) == []
    more = {"social": fields(body | {"note": "…"}), "reader": fields({"name": ""})}
    assert unapproved({"occupancy x": more}, decided) == ["occupancy x : social : note", "occupancy x : reader : name"]
    hidden = fields({"name": "", "lines": [{"cents": 1, "iban": ""}]})
    assert unapproved({"occupancy x": {"agent": hidden}}, decided) == ["occupancy x : agent : lines[].iban"]


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
