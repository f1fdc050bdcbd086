"""A desk for tests of occupancy: the real app over ASGI, a signed token of the embedded mode, a stock beside it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import httpx
from litestar import Litestar

from kernel.acts import Staff
from kernel.clock import MovableClock
from kernel.http.identity import COOKIE
from kernel.http.tokens import sign_token
from kernel.settings import Settings
from occupancy.app import create_app
from staff.domain.roles import Role, permissions_of
from tests.support.apps import Made, Pool, Switch, client_of
from tests.support.stock import Stock

SECRET = "un secret de test, assez long pour tous les services"
DECIDED = {
    "decided_on": "2018-01-10",
    "authority": "president",
    "decider_name": "Présidence Exemple",
    "decider_function": "Présidente",
    "deliberation_ref": "Délibération n° 3",
}
"""Who decides in the tests, by what right."""
CLERK = Staff(id=UUID(int=7), name="Agent Exemple")


class Door(httpx.AsyncBaseTransport):
    """The staff service: of a session, the cookie names the roles; a person has `roles`, or has left (None)."""

    roles: tuple[Role, ...] | None = (Role.AGENT,)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if "/people/" in request.url.path and self.roles is None:
            return httpx.Response(404)
        people = "/people/" in request.url.path
        cookie = ".".join(self.roles or ()) if people else request.headers["cookie"].partition("=")[2]
        roles = [Role(one) for one in cookie.split(".")]
        person = {
            "id": str(CLERK.id),
            "name": CLERK.name,
            "roles": roles,
            "permissions": sorted(permissions_of(roles)),
            "csrf": f"csrf-{cookie}",
            "awaits_factor": False,
        }
        return httpx.Response(200, json=person)


class Desk:
    """What a test does at the desk: send requests, move the calendar, look at the stock. Without `roles`, any act is allowed."""

    roles: tuple[Role, ...] = ()

    def __init__(
        self, app: Litestar, http: httpx.AsyncClient, clock: MovableClock, stock: Stock, door: Door | None = None
    ) -> None:
        self.app, self.http, self.clock, self.stock, self.door = app, http, clock, stock, door or Door()

    def headers(self) -> dict[str, str]:
        if self.roles:
            cookie = ".".join(self.roles)
            return {"cookie": f"{COOKIE}={cookie}", "x-csrf-token": f"csrf-{cookie}"}
        token = sign_token(SECRET, self.clock, caller="demo", called="occupancy", person=CLERK)
        return {"authorization": f"Bearer {token}"}

    async def send(
        self, method: str, path: str, body: Any = None, *, version: int | None = None, key: str = ""
    ) -> httpx.Response:
        headers = self.headers()
        if version is not None:
            headers["if-match"] = f'"{version}"'
        if key:
            headers["idempotency-key"] = key
        return await self.http.request(method, f"/api/occupancy/v1{path}", json=body, headers=headers)

    async def page(self, path: str) -> httpx.Response:
        return await self.http.get(path, headers=self.headers())

    async def submit(self, path: str, fields: dict[str, Any], **files: bytes) -> httpx.Response:
        joined = {name: (name, content) for name, content in files.items()} or None
        return await self.http.post(path, data={"_key": uuid4().hex, **fields}, files=joined, headers=self.headers())

    async def household(self, name: str = "Ménage Exemple A", **facts: Any) -> dict[str, Any]:
        body = {
            "last_name": name,
            "first_name": "Exemple",
            "situation": "single",
            "adults": 1,
            "children": 0,
            "orientation": "siao",
            **facts,
        }
        return accepted(await self.send("POST", "/households", body), 201)

    async def prepare(self, household: dict[str, Any], first_day: str, **facts: Any) -> dict[str, Any]:
        body = {
            "household_id": household["id"],
            "unit_id": str(UUID(int=1)),
            "place_number": 0,
            "first_day": first_day,
            **facts,
        }
        return accepted(await self.send("POST", "/contracts", body), 201)

    async def sign(self, contract: dict[str, Any]) -> httpx.Response:
        body = {"signed_on": min(contract["first_day"], str(self.clock.today()))}
        return await self.send("POST", f"/contracts/{contract['id']}/signature", body, version=contract["version"])

    async def stay(self, first_day: str, **facts: Any) -> dict[str, Any]:
        """A signed contract of a new household."""
        prepared = await self.prepare(await self.household(), first_day, **facts)
        return accepted(await self.sign(prepared))

    async def act(self, contract: dict[str, Any], act: str, body: dict[str, Any]) -> httpx.Response:
        return await self.send("POST", f"/contracts/{contract['id']}/{act}", body, version=contract["version"])


def accepted(answer: httpx.Response, status: int = 200) -> dict[str, Any]:
    """The body of an answer that must be a success."""
    assert answer.status_code == status, (answer.status_code, answer.text)
    return dict(answer.json())


def refused(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The problem of an answer that must be this refusal."""
    problem = dict(answer.json())
    assert (answer.status_code, problem["code"]) == (status, code), answer.text
    return problem


@asynccontextmanager
async def open_desk(url: str, stock: Stock, today: date) -> AsyncIterator[Desk]:
    """The whole service on a database, on a day that stands still."""
    settings = Settings(databases={"occupancy": url}, secret=SECRET)
    async with APPS.lend(settings, today) as made:
        app, door = made.apps["occupancy"], Door()
        made.ways["staff"].to, made.ways["alt_units"].to = door, stock
        async with client_of(app) as http:
            yield Desk(app, http, made.clock, stock, door)


def _make(settings: Settings, clock: MovableClock) -> Made:
    staff, alt_units = Switch(), Switch()
    app = create_app(settings, clock, staff=staff, alt_units=alt_units)
    return Made({"occupancy": app}, clock, staff=staff, alt_units=alt_units)


APPS = Pool(_make)
