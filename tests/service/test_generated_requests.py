"""Whatever a request generated from the documents asks, and whoever sends it, the answer is one that the document knows (C1)."""

import os
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from typing import Annotated, Any

import pytest
from litestar import post
from litestar.params import JSONBody
from msgspec import Meta, Struct

from kernel.clock import MovableClock
from kernel.db import Database
from kernel.http.access import anyone
from kernel.http.app import build_app, document_of
from kernel.settings import Settings
from palier.demo.people import EVERYBODY
from palier.invariants import invariants_of
from tests.conftest import Machine
from tests.support.access import ENDS_THE_SESSION
from tests.support.apps import client_of, running
from tests.support.generated_requests import cases, faults, send
from tests.support.site import SECRET, a_town
from tests.support.small_town import SmallTown
from tests.support.stores import Borrowed

SEED = int(os.environ.get("PALIER_SEED", "20261127"))
EVERY, EACH = (int(size) for size in os.environ.get("PALIER_GENERATED", "9x2").split("x"))
"""Each ninth operation, two right and two wrong requests at each change; at night every operation, many of each."""


@pytest.mark.slow
async def test_a_generated_request_gets_an_answer_that_the_document_knows(
    machine: Machine, record_property: Callable[[str, object], None]
) -> None:
    stores = Borrowed(machine.sqlite)
    async with a_town(stores) as town:
        ids = (await SmallTown(town).live()).ids
        people = [town.as_(person.login) for person in EVERYBODY]
        everybody = [town.anonymous(), *people]
        tried, wrong, turn = 0, [], count()
        for app in town.site.apps.values():
            for name, case in cases(document_of(app), ids, every=EVERY, each=EACH, seeded=SEED):
                who = everybody[next(turn) % len(everybody)]
                client = everybody[0] if name in ENDS_THE_SESSION else who
                wrong += faults(case, await send(client, case))
                tried += 1
        record_property("n", tried)
        record_property("seed", SEED)
        assert "\n".join(wrong) == ""
        broken = [
            said
            for name, app in town.site.apps.items()
            for look in invariants_of(name)
            for said in await look(app.state.db)
        ]
        assert broken == []
    stores.give_back()


class ThingIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    n: Annotated[int, Meta(ge=0, le=3)]


class ThingOut(Struct, frozen=True, kw_only=True):
    n: int


@post("/v1/things", operation_id="make_thing")
async def failing(data: JSONBody[ThingIn]) -> ThingOut:
    return ThingOut(n=1 // (data.n - data.n))


@post("/v1/things", operation_id="make_thing", status_code=201)
async def lying(data: JSONBody[ThingIn]) -> ThingOut:
    return ThingOut(n="un")  # type: ignore[arg-type]


@pytest.mark.parametrize(("handler", "seen"), [(failing, "ServerError"), (lying, "JsonSchemaError")])
async def test_control_a_handler_that_fails_or_lies_is_found(
    sqlite_url: str, tmp_path: Path, handler: Any, seen: str
) -> None:
    async def nobody(cookie: str) -> None:
        return None

    app = build_app(
        name="staff",
        title="Essai",
        settings=Settings(secret=SECRET),
        clock=MovableClock(date(2026, 11, 21)),
        db=Database(sqlite_url, [], tmp_path),
        access={handler.fn.__name__: anyone()},
        api=[handler],
        pages=[],
        identify=nobody,
    )
    async with running(app), client_of(app, **{"sec-fetch-site": "same-origin"}) as client:
        made = [one for _, one in cases(document_of(app), {}, every=1, each=3, seeded=SEED)]
        found = [said for one in made for said in faults(one, await send(client, one))]
    assert any(said.startswith(seen) for said in found), found
