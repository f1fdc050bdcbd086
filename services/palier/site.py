"""All services on one address, each still behind its own HTTP contract; and the public portal in front."""

from contextlib import AsyncExitStack

import httpx
from litestar import Litestar

from kernel.clock import Clock
from kernel.http.asgi import App, Receive, Scope, Send
from kernel.settings import Settings
from palier.portal import Portal

PREFIXES = {
    "staff": ("/api/staff", "/equipe", "/connexion", "/deconnexion", "/static"),
    "alt_units": ("/api/alt-units", "/logements"),
    "occupancy": ("/api/occupancy", "/sejours"),
}
"""Which service answers which addresses; the portal answers the rest."""


class Site:
    """Sends each request to the service that owns its address. Starts the services in order, ends them in reverse."""

    def __init__(self, apps: dict[str, Litestar], portal: App) -> None:
        self.apps = apps
        self._portal = portal
        self._routes = [(prefix, apps[name]) for name in apps for prefix in PREFIXES[name]]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        path = scope["path"]
        for prefix, app in self._routes:
            if path == prefix or path.startswith(prefix + "/"):
                await app(scope, receive, send)  # type: ignore[arg-type]
                return
        await self._portal(scope, receive, send)

    async def start(self, stack: AsyncExitStack) -> None:
        """Enter the lifespans of all services, for whoever runs the site without a server."""
        for app in self.apps.values():
            await stack.enter_async_context(app.lifespan())

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        async with AsyncExitStack() as stack:
            try:
                await self.start(stack)
            except BaseException as error:
                await send({"type": "lifespan.startup.failed", "message": str(error)})
                raise
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})


def create_site(settings: Settings, clock: Clock) -> Site:
    """Staff, alt_units and occupancy in one process; they call one another through the ASGI transport."""
    from alt_units.app import create_app as create_alt_units
    from occupancy.app import create_app as create_occupancy
    from staff.app import create_app as create_staff

    staff = create_staff(settings, clock)
    to_staff = httpx.ASGITransport(app=staff)  # type: ignore[arg-type]
    alt_units = create_alt_units(settings, clock, staff=to_staff)
    to_alt_units = httpx.ASGITransport(app=alt_units)  # type: ignore[arg-type]
    occupancy = create_occupancy(settings, clock, staff=to_staff, alt_units=to_alt_units)
    apps = {"staff": staff, "alt_units": alt_units, "occupancy": occupancy}
    return Site(apps, Portal(settings.portal))


def create_one(name: str, settings: Settings, clock: Clock) -> Litestar:
    """One service alone; it reaches the others by their addresses. Raises `KeyError` for an unknown name."""
    if name == "staff":
        from staff.app import create_app as create_staff

        return create_staff(settings, clock)
    if name == "alt_units":
        from alt_units.app import create_app as create_alt_units

        return create_alt_units(settings, clock)
    if name == "occupancy":
        from occupancy.app import create_app as create_occupancy

        return create_occupancy(settings, clock)
    raise KeyError(name)
