"""Every handler of the three services, tried by everybody: who comes in is what `access.txt` says, line by line.

The file is written by hand and reviewed as a decision: it does not follow the access tables, it watches them.
"""

from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path

import httpx
import pytest

from kernel.http.access import Access, anyone, half_way_in, may
from kernel.http.requests import WriteCheck
from kernel.settings import SecondFactor
from tests.conftest import Machine
from tests.support.access import ENDS_THE_SESSION, ROLES, Door, doors, knock, lines, visitor, walk
from tests.support.site import Town, a_town
from tests.support.stores import Borrowed

DECIDED = [
    line
    for line in (Path(__file__).parent / "access.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.fixture(scope="module")
async def town(machine: Machine) -> AsyncIterator[Town]:
    """No guard looks at a database: one engine is enough."""
    stores = Borrowed(machine.sqlite)
    async with a_town(stores) as made:
        yield made
    stores.give_back()


async def test_everybody_comes_in_where_it_was_decided_and_nowhere_else(
    town: Town, record_property: Callable[[str, object], None]
) -> None:
    found = lines(await walk(town))
    undecided = [f"found, not decided: {line}" for line in found if line not in DECIDED]
    missing = [f"decided, not found: {line}" for line in DECIDED if line not in found]
    assert "\n".join([*undecided, *missing]) == ""
    assert len(found) == len(DECIDED)
    record_property("n", len(found))


@pytest.mark.parametrize("row", [may("units.read"), anyone(), may("payments.write.nobody")])
async def test_a_door_opened_wider_or_closed_is_seen(town: Town, row: Access) -> None:
    door = the(town, "issue_receipt")
    table = town.app("occupancy").state.access
    decided, table[door.handler] = table[door.handler], row
    try:
        assert lines(await walk(town, [door]))[0] not in DECIDED
    finally:
        table[door.handler] = decided
    assert lines(await walk(town, [door]))[0] in DECIDED


async def test_a_door_without_a_row_is_seen(town: Town) -> None:
    door = the(town, "issue_receipt")
    table = town.app("occupancy").state.access
    row = table.pop(door.handler)
    try:
        with pytest.raises(AssertionError, match="500"):
            await walk(town, [door])
    finally:
        table[door.handler] = row


Spoil = Callable[[httpx.AsyncClient], object]


async def let_through(town: Town, spoil: Spoil, roles: Iterable[str], tried: Iterable[Door]) -> tuple[int, list[Door]]:
    """How many writes were refused for the token that they carried, and which were not refused."""
    refused, through = 0, []
    for door in tried:
        row = town.app(door.service).state.access[door.handler]
        if door.method == "GET" or row.open:
            continue
        for role in roles:
            client = visitor(town, role, door.service)
            spoil(client)
            answer = await knock(client, door)
            refused += "forged-request" in answer.text
            if answer.status_code != 403:
                through.append(door)
    return refused, through


def without_token(client: httpx.AsyncClient) -> None:
    del client.headers["x-csrf-token"]


async def test_no_write_goes_through_without_the_form_token(
    town: Town, record_property: Callable[[str, object], None]
) -> None:
    refused, through = await let_through(town, without_token, ROLES, doors(town))
    assert through == []
    assert refused > 100
    record_property("n", refused)


async def test_no_write_goes_through_with_the_token_of_another_session(town: Town) -> None:
    other = {"x-csrf-token": visitor(town, "reader", "occupancy").headers["x-csrf-token"]}
    _, through = await let_through(town, lambda one: one.headers.update(other), ("agent", "manager"), doors(town))
    assert through == []


async def test_control_a_program_that_does_not_look_at_the_token_lets_it_through(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def looks_at_nothing(*_: object) -> None:
        return None

    monkeypatch.setattr(WriteCheck, "__call__", looks_at_nothing)
    door = the(town, "issue_receipt")
    assert await let_through(town, without_token, ["regisseur"], [door]) == (0, [door])
    forged = {"origin": "https://ailleurs.example", "sec-fetch-site": "cross-site"}
    assert (await knock(visitor(town, "regisseur", door.service), door, **forged)).status_code != 403


async def test_a_page_of_another_site_writes_nothing(town: Town) -> None:
    for door in doors(town):
        if door.method == "GET":
            continue
        client = visitor(town, "agent", door.service)
        answer = await knock(client, door, origin="https://ailleurs.example", **{"sec-fetch-site": "cross-site"})
        assert answer.status_code == 403, (door, answer.text)


HALF_WAY = {
    "get_session", "propose_authenticator", "set_up_authenticator", "show_factor", "authenticator_page",
    "authenticator_form", "show_factor_page", "show_factor_form", "sign_out", "sign_out_form",
    "propose_passkey", "ask_passkey", "add_passkey", "show_passkey", "passkey_page", "passkey_form", "show_passkey_form",
}  # fmt: skip
"""Decided: all that a password alone opens, beside what is open to everybody."""


async def opened_by_a_password_alone(town: Town) -> set[str]:
    """The handlers that let somebody in who has not shown their second factor. Every other door refuses as it should."""
    opened = set()
    for role in ("manager", "admin"):  # together they may open nearly everything
        for door in doors(town):
            row = town.app(door.service).state.access[door.handler]
            if row.open or door.handler in ENDS_THE_SESSION[:2]:
                continue
            answer = await knock(visitor(town, role, door.service), door)
            led = answer.headers.get("location", "").startswith("/connexion/verification?suite=")
            refused = answer.status_code == 403 and "second-factor-missing" in answer.text
            if not refused and not (led and door.method == "GET" and not door.is_api):
                assert answer.status_code < 500, (door, answer.text)
                opened.add(door.handler)
    return opened


async def test_a_password_alone_opens_nothing_but_the_ways_to_show_the_second_factor(machine: Machine) -> None:
    stores = Borrowed(machine.sqlite)
    async with a_town(stores, second_factor=SecondFactor.REQUIRED) as strict:
        assert await opened_by_a_password_alone(strict) == HALF_WAY - set(ENDS_THE_SESSION)
        listed = {name for app in strict.site.apps.values() for name, row in app.state.access.items() if row.half_way}
        assert listed == HALF_WAY
        door = the(strict, "issue_receipt")
        table = strict.app("occupancy").state.access
        decided, table[door.handler] = table[door.handler], half_way_in()
        try:  # control: one door wrongly listed is seen
            assert door.handler in await opened_by_a_password_alone(strict)
        finally:
            table[door.handler] = decided
    stores.give_back()


def test_what_ends_a_session_is_left_to_its_own_tests(town: Town) -> None:
    assert {door.handler for door in doors(town)} >= set(ENDS_THE_SESSION)


def the(town: Town, handler: str) -> Door:
    return next(door for door in doors(town) if door.handler == handler)
