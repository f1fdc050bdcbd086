"""A small house on each engine: an administrator, a second one, an agent, a régisseur, and a clock that can be moved."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from litestar import Litestar
from msgspec.structs import replace

from kernel.acts import Act, Staff
from kernel.clock import MovableClock
from kernel.db import Database
from kernel.settings import SecondFactor, Settings
from staff.actions.accounts import OpenAccount, open_account
from staff.actions.hashing import Hashing
from staff.app import create_app, database
from staff.domain.accounts import SYSTEM
from staff.domain.roles import Role
from tests.support.apps import running
from tests.support.stores import Borrowed

MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
PASSWORD = "gravier lanterne brume"
QUICK = {"memory_kib": 8, "time_cost": 1}
PEOPLE = {
    "admin.un": ("Administration Exemple A", (Role.ADMIN,)),
    "admin.deux": ("Administration Exemple B", (Role.ADMIN,)),
    "agent": ("Agent Exemple", (Role.AGENT,)),
    "regie": ("Régie Exemple", (Role.REGISSEUR,)),
}


def settings_of(url: str, second_factor: SecondFactor = SecondFactor.OPTIONAL) -> Settings:
    secret = "only-for-tests-0123456789-abcdefghij"
    return Settings(
        databases={"staff": url}, secret=secret, second_factor=second_factor, public_address="https://palier.test"
    )


def act_of(person: Staff, at: datetime = MORNING) -> Act:
    return Act(by=person, at=at, today=at.date(), request_id="test-request")


async def prepare(url: str) -> None:
    """Open the accounts as an installation does."""
    db, hashing = database(settings_of(url)), Hashing(**QUICK)
    await db.open()
    for login, (name, roles) in PEOPLE.items():
        command = OpenAccount(login=login, name=name, roles=roles, password=PASSWORD)
        await open_account(db, command, act_of(Staff(id=SYSTEM, name="Palier")), hashing=hashing)
    await db.close()


class House:
    """The running service, its clock, and browsers to visit it."""

    def __init__(self, app: Litestar, clock: MovableClock, stack: AsyncExitStack) -> None:
        self.app, self.clock, self._stack = app, clock, stack
        self.db: Database = app.state.db

    async def browser(self, address: str = "192.0.2.1") -> httpx.AsyncClient:
        """A new browser, at an address."""
        transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False, client=(address, 40000))
        return await self._stack.enter_async_context(
            httpx.AsyncClient(transport=transport, base_url="https://palier.test")
        )

    async def signed_in(self, login: str, address: str = "192.0.2.1") -> httpx.AsyncClient:
        """A browser in which somebody signed in."""
        browser = await self.browser(address)
        answer = await sign_in(browser, login)
        assert answer.status_code == 201, answer.text
        return browser

    def later(self, **spans: int) -> None:
        self.clock.move_to(self.clock.now() + timedelta(**spans))


async def sign_in(browser: httpx.AsyncClient, login: str, password: str = PASSWORD) -> httpx.Response:
    """Sign in over the API; later writes of this browser carry its form token."""
    answer = await browser.post("/api/staff/v1/sessions", json={"login": login, "password": password})
    if answer.status_code == 201:
        browser.headers["x-csrf-token"] = answer.json()["csrf"]
    return answer


async def is_in(browser: httpx.AsyncClient) -> bool:
    """Whether the browser's session is alive."""
    answer = await browser.get("/api/staff/v1/session")
    assert answer.status_code in (200, 401)
    return answer.status_code == 200


async def account_of(browser: httpx.AsyncClient, login: str) -> dict[str, object]:
    """An account as an administrator reads it."""
    items = (await browser.get("/api/staff/v1/accounts")).json()["items"]
    found: dict[str, object] = next(one for one in items if one["login"] == login)
    return found


async def confirm(browser: httpx.AsyncClient, login: str, outcome: str = "confirmed") -> list[httpx.Response]:
    """This administrator decides every role that waits for somebody."""
    waiting = (await account_of(browser, login))["waiting"]
    assert isinstance(waiting, list)
    path = "/api/staff/v1/role-grants/{}/decision"
    return [await browser.post(path.format(one["id"]), json={"outcome": outcome}) for one in waiting]


def address_of(account: dict[str, object], act: str = "") -> str:
    return f"/api/staff/v1/accounts/{UUID(str(account['id']))}" + (f"/{act}" if act else "")


def version_of(account: dict[str, object]) -> dict[str, str]:
    return {"if-match": f'"{account["version"]}"'}


@asynccontextmanager
async def open_house(
    url: str, second_factor: SecondFactor = SecondFactor.OPTIONAL, *, provider: Path | None = None
) -> AsyncIterator[House]:
    """The service on a prepared database. `provider`: the file that describes an identity provider."""
    clock = MovableClock(MORNING)
    settings = replace(settings_of(url, second_factor), sign_in_provider=provider)
    app = create_app(settings, clock, hashing=Hashing(**QUICK))
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(running(app))
        yield House(app, clock, stack)


@pytest.fixture
async def strict_house(stores: Borrowed) -> AsyncIterator[House]:
    """The same accounts where a second factor is required, on each engine in turn."""
    async with open_house(await stores.copy("staff", prepare), SecondFactor.REQUIRED) as opened:
        yield opened


@pytest.fixture
async def house(stores: Borrowed) -> AsyncIterator[House]:
    """The service, on each engine in turn."""
    async with open_house(await stores.copy("staff", prepare)) as opened:
        yield opened
