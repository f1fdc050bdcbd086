"""A clerk of the demonstration: calls the services' APIs as one person, under the loader's own token."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
from msgspec.structs import replace

from kernel.acts import Staff
from kernel.clock import MovableClock
from kernel.http.tokens import sign_token
from kernel.settings import Settings
from palier.demo.people import Person
from palier.site import Site

SERVICES = ("staff", "alt_units", "occupancy")


class DemoFailed(Exception):
    """The town could not be entered: what was asked and what was answered."""


class Desk:
    """The services of a running site, reachable as any of its people."""

    def __init__(self, site: Site, settings: Settings, clock: MovableClock) -> None:
        self.site, self.clock, self._settings = site, clock, settings
        self.accounts: dict[str, UUID] = {}
        self._clients = {
            name: httpx.AsyncClient(
                transport=httpx.ASGITransport(app=site.apps[name]),  # type: ignore[arg-type]
                base_url=f"http://demo.local/api/{name.replace('_', '-')}",
            )
            for name in SERVICES
            if name in site.apps
        }

    async def get(self, who: Person, path: str, **query: Any) -> Any:
        """Read `alt_units/v1/units`. Raises `DemoFailed`."""
        return (await self._ask(who, "GET", path, params=query)).json()

    async def post(self, who: Person, path: str, body: Mapping[str, Any], *, version: int | None = None) -> Any:
        """Act, under a key of its own. Raises `DemoFailed`."""
        return (await self._ask(who, "POST", path, json=body, version=version)).json()

    async def put(self, who: Person, path: str, body: Mapping[str, Any], *, version: int | None = None) -> Any:
        """Replace. Raises `DemoFailed`."""
        return (await self._ask(who, "PUT", path, json=body, version=version)).json()

    async def close(self) -> None:
        for client in self._clients.values():
            await client.aclose()

    def _person(self, who: Person) -> Staff:
        """Under their own account once it is made: what they did is theirs when they sign in."""
        return replace(who.acting, id=self.accounts.get(who.login, who.acting.id))

    async def _ask(self, who: Person, method: str, path: str, *, version: int | None = None, **request: Any) -> Any:
        name, _, rest = path.partition("/")
        token = sign_token(self._settings.secret, self.clock, caller="demo", called=name, person=self._person(who))
        headers = {"authorization": f"Bearer {token}", "idempotency-key": uuid4().hex}
        if version is not None:
            headers["if-match"] = f'"{version}"'
        answer = await self._clients[name].request(method, f"/{rest}", headers=headers, **request)
        if answer.status_code >= 400:
            raise DemoFailed(f"{self.clock.today()} {method} {path} {request} : {answer.status_code} {answer.text}")
        if method != "GET":
            self.clock.move_to(self.clock.now() + timedelta(minutes=1))  # so that a day's acts have their order
        return answer
