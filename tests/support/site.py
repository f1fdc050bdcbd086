"""The whole program in the test's event loop: three services, their databases, and a signed-in client for each role."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import httpx

from kernel.clock import MovableClock
from kernel.http.identity import COOKIE
from kernel.settings import SERVICES, SecondFactor, Settings
from palier.demo.clerk import Desk
from palier.demo.people import ADMIN, EVERYBODY, PASSWORD, Person
from palier.site import Site, create_site
from tests.support.apps import Made, Pool, client_of, running
from tests.support.stores import Borrowed, migrated

SECRET = "un-secret-de-test-assez-long-pour-signer-0123456789"
NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
"""When the sessions of the prepared accounts were opened."""

_signed: dict[str, dict[str, tuple[str, str]]] = {}


class Town:
    """A running site. `as_("agent")` is a browser of that person; `desk` acts through the loader's token, at any date."""

    def __init__(
        self, site: Site, settings: Settings, clock: MovableClock, sessions: dict[str, tuple[str, str]]
    ) -> None:
        self.site, self.settings, self.clock = site, settings, clock
        self.desk = Desk(site, settings, clock)
        self._sessions = sessions
        self._clients: list[httpx.AsyncClient] = []

    def as_(self, login: str) -> httpx.AsyncClient:
        """A client signed in as the person with this login; sends the CSRF header with every write."""
        cookie, csrf = self._sessions[login]
        client = self.anonymous()
        client.headers.update({"cookie": f"{COOKIE}={cookie}", "x-csrf-token": csrf})
        return client

    def anonymous(self) -> httpx.AsyncClient:
        """A client that nobody signed in with."""
        client = client_of(self.site)
        self._clients.append(client)
        return client

    def csrf(self, login: str) -> str:
        """The token that this person's forms carry."""
        return self._sessions[login][1]

    def app(self, name: str) -> Any:
        """The app of one service."""
        return self.site.apps[name]

    async def close(self) -> None:
        await self.desk.close()
        for client in self._clients:
            await client.aclose()


@asynccontextmanager
async def a_town(
    stores: Borrowed, *, at: datetime = NOW, second_factor: SecondFactor = SecondFactor.OPTIONAL, mail: str = ""
) -> AsyncIterator[Town]:
    """A site on fresh databases, with one account a role and a session for each, opened by the password alone."""
    urls = {"staff": await stores.copy("staff with sessions", _with_sessions)}
    urls |= {name: await migrated(stores, name) for name in SERVICES if name != "staff"}
    settings = Settings(databases=urls, secret=SECRET, second_factor=second_factor, mail=mail)
    async with SITES.lend(settings, at) as made:
        town = Town(made.whole, settings, made.clock, _signed[_engine(urls["staff"])])
        yield town
        await town.close()


def _make(settings: Settings, clock: MovableClock) -> Made:
    site = create_site(settings, clock)
    return Made(dict(site.apps), clock, whole=site)


SITES = Pool(_make)


async def _with_sessions(url: str) -> None:
    from staff.app import create_app

    settings = Settings(databases={"staff": url}, secret=SECRET)
    clock = MovableClock(NOW)
    app = create_app(settings, clock)
    site = Site({"staff": app}, app)  # type: ignore[arg-type]
    desk = Desk(site, settings, clock)
    sessions = {}
    async with running(app), client_of(app) as client:
        for person in EVERYBODY:
            await desk.post(ADMIN, "staff/v1/accounts", account(person))
            client.cookies.clear()
            answer = await client.post("/api/staff/v1/sessions", json={"login": person.login, "password": PASSWORD})
            cookie = answer.headers["set-cookie"].partition(";")[0].partition("=")[2]
            sessions[person.login] = (cookie, answer.json()["csrf"])
    await desk.close()
    _signed[_engine(url)] = sessions


def account(person: Person) -> dict[str, Any]:
    """The request that opens a demonstration account."""
    return {"login": person.login, "name": person.name, "roles": [person.role], "password": PASSWORD}


def _engine(url: str) -> str:
    return url.partition(":")[0]
