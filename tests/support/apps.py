"""Runs a real app in the test's own event loop: its lifespan in a task of its own, its requests over the ASGI transport."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx


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


def client_of(app: Any, **headers: str) -> httpx.AsyncClient:
    """A client of a running app. Failures of the app come back as 500, as on a socket."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://palier.test", headers=headers)
