"""Whatever is sent to the three APIs, the answer is one that their document knows: no failure, and no yes to nonsense."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import httpx
import pytest
from litestar import post
from litestar.params import JSONBody
from msgspec import Meta, Struct

from kernel.acts import Staff
from kernel.clock import MovableClock
from kernel.db import Database
from kernel.http.access import signed_in
from kernel.http.app import build_app, document_of
from kernel.http.tokens import sign_token
from kernel.settings import Settings
from tests.support.apps import client_of, running
from tests.support.odd_requests import Node, Odd, Sent, fits, send
from tests.support.site import SECRET, Town, a_town
from tests.support.small_town import SmallTown
from tests.support.stores import Borrowed

SEED = 20260615
CLERK = Staff(id=UUID(int=9), name="Personne Exemple")


def anybody(town: Town, service: str) -> httpx.AsyncClient:
    """A client that no guard stops, and that still is nobody in particular."""
    client = town.anonymous()
    token = sign_token(SECRET, town.clock, caller="demo", called=service, person=CLERK)
    client.headers["authorization"] = f"Bearer {token}"
    return client


async def try_all(odd: Odd, client: httpx.AsyncClient, method: str, path: str, operation: Node) -> list[Sent]:
    """Send all the odd requests of one operation. Raises `AssertionError` at an answer that its document does not know."""
    tried = list(odd.requests(method, path, operation))
    for sent in tried:
        fits(await send(client, sent), sent, operation)
    return tried


async def test_every_answer_is_one_that_the_document_knows(stores: Borrowed) -> None:
    async with a_town(stores) as town:
        ids = (await SmallTown(town).live()).ids
        tried = wrong = 0
        for service, app in town.site.apps.items():
            odd, client = Odd(document_of(app), ids, SEED), anybody(town, service)
            for method, path, operation in odd.operations():
                for sent in await try_all(odd, client, method, path, operation):
                    tried, wrong = tried + 1, wrong + sent.wrong
        assert tried > 1200
        assert wrong > 600


class ThingIn(Struct, frozen=True, kw_only=True):
    n: Annotated[int, Meta(ge=0)]


@post("/v1/things", operation_id="make_thing")
async def failing(data: JSONBody[ThingIn]) -> dict[str, int]:
    return {"n": 1 // (data.n - 1)}


@post("/v1/things", operation_id="make_thing")
async def accepting(data: JSONBody[ThingIn]) -> dict[str, int]:
    return {"n": data.n}


@pytest.mark.parametrize("handler", [failing, accepting])
async def test_a_handler_that_fails_or_takes_what_it_does_not_know_is_caught(
    sqlite_url: str, tmp_path: Path, handler: Any
) -> None:
    async def nobody(cookie: str) -> None:
        return None

    clock = MovableClock(date(2026, 11, 21))
    app = build_app(
        name="staff",
        title="Essai",
        settings=Settings(secret=SECRET),
        clock=clock,
        db=Database(sqlite_url, [], tmp_path),
        access={handler.fn.__name__: signed_in()},
        api=[handler],
        pages=[],
        identify=nobody,
    )
    token = sign_token(SECRET, clock, caller="demo", called="staff", person=CLERK)
    odd = Odd(document_of(app), {}, SEED)
    operation = document_of(app)["paths"]["/api/staff/v1/things"]["post"]
    async with running(app), client_of(app, authorization=f"Bearer {token}") as client:
        with pytest.raises(AssertionError, match=r"500|inconnu"):
            await try_all(odd, client, "post", "/api/staff/v1/things", operation)
