"""Walks the doors of a running town: every handler of every service, tried by everybody."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

import httpx
from msgspec import Struct

from kernel.acts import Staff
from kernel.http.tokens import sign_token
from palier.demo.people import EVERYBODY
from tests.support.site import SECRET, Town

ANONYMOUS = "anonymous"
ROLES = {person.role: person.login for person in EVERYBODY}
SERVICES = ("occupancy", "alt_units")
"""The services that might call another one; staff calls nobody."""
ENDS_THE_SESSION = ("sign_out", "sign_out_form", "sign_out_everywhere", "sign_out_everywhere_form")
"""Tried by nobody who is signed in: the walk would stop there."""
SAFE = ("GET", "HEAD")


class Door(Struct, frozen=True, kw_only=True):
    """A handler and its address."""

    service: str
    handler: str
    method: str
    path: str

    @property
    def is_api(self) -> bool:
        return self.path.startswith("/api/")

    def address(self) -> str:
        """A valid address at which there is nothing."""
        known = {
            "month": "2026-01",
            "year": "2026",
            "number": "1",
            "kind": "entry",
            "regime": "COP",
            "word": "entree",
            "book_name": "caisse",
            "name": "rien",
            "key": "rien",
            "step": "proposition",
            "milestone": "contact",
            "secret": "rien.ics",
        }
        parts = []
        for part in self.path.split("/"):
            name, _, kind = part.strip("{}").partition(":")
            parts.append(part if not part.startswith("{") else str(uuid4()) if kind == "uuid" else known[name])
        return "/".join(parts)


def doors(town: Town) -> list[Door]:
    """Every handler of the three services, save the framework's own answers to OPTIONS."""
    found = []
    for service, app in town.site.apps.items():
        for route in app.routes:
            for handler in getattr(route, "route_handlers", []):
                if handler.http_methods == {"OPTIONS"}:
                    continue
                (method,) = handler.http_methods
                found.append(Door(service=service, handler=handler.handler_name, method=method, path=route.path))
    return sorted(found, key=lambda door: (door.service, door.path, door.method))


def visitor(town: Town, who: str, service: str) -> httpx.AsyncClient:
    """A client of nobody, of a role, or of a service that calls this one."""
    if who == ANONYMOUS:
        return town.anonymous()
    if who in ROLES:
        return town.as_(ROLES[who])
    person = Staff(id=UUID(int=5), name="Agent Exemple")
    token = sign_token(SECRET, town.clock, caller=who, called=service, person=person)
    client = town.anonymous()
    client.headers["authorization"] = f"Bearer {token}"
    return client


async def knock(client: httpx.AsyncClient, door: Door, **more: str) -> httpx.Response:
    """Ask for nothing that exists, with all the headers that a right request has."""
    sent: dict[str, Any] = {}
    if door.method not in SAFE:
        sent = {"json": {}} if door.is_api else {"data": {"_key": uuid4().hex}}
    headers = {"if-match": '"1"', "idempotency-key": uuid4().hex, **more}
    return await client.request(door.method, door.address(), headers=headers, **sent)


def comes_in(door: Door, who: str, answer: httpx.Response) -> bool:
    """Whether the guard let pass. Raises `AssertionError` when it neither let pass nor refused as it should."""
    place = f"{who} {door.method} {door.path}: {answer.status_code} {answer.text[:300]}"
    to_sign_in = answer.headers.get("location", "").startswith("/connexion?suite=")
    unknown = who not in ROLES
    if to_sign_in:
        assert (answer.status_code, door.method, door.is_api, unknown) == (303, "GET", False, True), place
        return False
    if answer.status_code == 401:
        assert unknown, place
        assert door.is_api or door.method != "GET", place
        return False
    if answer.status_code == 403:
        assert who != ANONYMOUS, place
        assert "permission-missing" in answer.text, place
        return False
    assert answer.status_code < 500, place
    return True


async def walk(town: Town, tried: Iterable[Door] | None = None) -> dict[Door, list[str]]:
    """Who came in through each door."""
    found: dict[Door, list[str]] = {door: [] for door in tried or doors(town)}
    for who in (ANONYMOUS, *ROLES, *SERVICES):
        clients = {service: visitor(town, who, service) for service in town.site.apps}
        for door in found:
            untried = door.handler in ENDS_THE_SESSION and who in ROLES
            if untried or comes_in(door, who, await knock(clients[door.service], door)):
                found[door].append(who)
    return found


def lines(found: dict[Door, list[str]]) -> list[str]:
    """One line for each door, for people to read."""
    return [f"{door.service} {door.handler} {door.method} {door.path} : {said(who)}" for door, who in found.items()]


def said(who: list[str]) -> str:
    if ANONYMOUS in who:
        return "everybody"
    if set(who) >= set(ROLES):
        return ", ".join(["everybody signed in", *(one for one in who if one not in ROLES)])
    return ", ".join(who) or "nobody"
