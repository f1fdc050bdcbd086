"""Runs a real app in the test's own event loop: its lifespan in a task of its own, its requests over the ASGI transport."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date, datetime
from typing import Any

import httpx

from kernel.clock import MovableClock
from kernel.settings import Settings


@asynccontextmanager
async def running(app: Any) -> AsyncIterator[Any]:
    """The app, started and in the end stopped. The lifespan has its own task, so that a fixture may hold it open."""
    started: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    stop = asyncio.Event()

    async def live() -> None:
        try:
            async with app.lifespan():
                started.set_result(None)
                await stop.wait()
        except BaseException as error:
            if started.done():
                raise
            started.set_exception(error)

    task = asyncio.create_task(live())
    await started
    try:
        yield app
    finally:
        stop.set()
        await task


class Switch(httpx.AsyncBaseTransport):
    """The way to another service, turned to another end between two tests."""

    def __init__(self) -> None:
        self.to: httpx.AsyncBaseTransport | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        assert self.to is not None, "this way leads nowhere in this test"
        return await self.to.handle_async_request(request)


class Made:
    """What was made once and is started again: the apps, their clock, and the ways that lead out of them."""

    def __init__(self, apps: dict[str, Any], clock: MovableClock, whole: Any = None, **ways: Switch) -> None:
        self.apps, self.clock, self.ways = apps, clock, ways
        self.whole = whole


class Pool:
    """Apps that are free to be started again, each time on other databases: making one takes a second or two.

    An app forgets at its end what it knew (`test_an_app_that_starts_again_knows_nothing_of_its_last_life`).
    """

    def __init__(self, make: Callable[[Settings, MovableClock], Made]) -> None:
        self._make = make
        self._free: dict[tuple[Any, ...], list[Made]] = {}

    @asynccontextmanager
    async def lend(self, settings: Settings, at: date | datetime) -> AsyncIterator[Made]:
        """The apps, started. One whose test left it in disorder is not lent again."""
        kinds = (
            asyncio.get_running_loop(),
            settings.second_factor,
            settings.mail,
            *(url.partition(":")[0] for url in settings.databases.values()),
        )
        free = self._free.setdefault(kinds, [])
        made = free.pop() if free else self._make(settings, MovableClock(at))
        made.clock.move_to(at)
        async with AsyncExitStack() as stack:
            for name, app in made.apps.items():
                app.state.db.url = settings.databases[name]
                await stack.enter_async_context(running(app))
            yield made
        for app in made.apps.values():
            if relay := getattr(app.state, "relay", None):
                vars(relay).pop("wake", None)  # a test may have silenced it
        free.append(made)


def client_of(app: Any, **headers: str) -> httpx.AsyncClient:
    """A client of a running app. Failures of the app come back as 500, as on a socket."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://palier.test", headers=headers)
