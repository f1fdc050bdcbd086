"""Who is asking: a browser session known to the staff service, or another service with its token."""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import msgspec
from litestar import Request
from litestar.connection import ASGIConnection
from msgspec import Struct

from kernel.acts import Staff
from kernel.clock import Clock
from kernel.errors import NotFound, NotSignedIn, PermissionMissing, SecondFactorMissing
from kernel.http.access import AccessTable
from kernel.http.client import Line, ServiceClient, ServiceSilent
from kernel.http.tokens import read_token

COOKIE = "__Host-palier"
"""The session cookie: Secure, HttpOnly, SameSite, Path=/, 256 random bits; only its hash is stored."""

Identify = Callable[[str], Awaitable[Staff | None]]
"""From the session cookie's value to the person, or None."""

_KEPT = timedelta(seconds=5)
_MOST_KEPT = 1000


class SessionOut(Struct, frozen=True, kw_only=True):
    """What the staff service says of a session to the other services (`GET /api/staff/v1/session`)."""

    id: UUID
    name: str
    roles: tuple[str, ...]
    permissions: tuple[str, ...]
    csrf: str
    awaits_factor: bool


class StaffSessions:
    """Asks the staff service who holds a cookie; an answer is kept 5 seconds, so that a sign-out counts almost at once."""

    def __init__(self, clock: Clock, *, url: str = "", transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._clock = clock
        self._kept: dict[str, tuple[datetime, Staff | None]] = {}
        self._line = Line(url or "http://staff.local", transport)

    async def __call__(self, cookie: str) -> Staff | None:
        """The person, or None. Raises `ServiceSilent` when the staff service does not answer."""
        now, key = self._clock.now(), hashlib.sha256(cookie.encode()).hexdigest()
        kept = self._kept.get(key)
        if kept and now - _KEPT <= kept[0] <= now:
            return kept[1]
        try:
            answer = await self._line.http.get("/api/staff/v1/session", headers={"cookie": f"{COOKIE}={cookie}"})
        except httpx.HTTPError as error:
            raise ServiceSilent("Le service des comptes ne répond pas. Réessayez dans un instant.") from error
        if answer.status_code not in (200, 401):
            raise ServiceSilent("Le service des comptes est momentanément indisponible.")
        staff = _staff(msgspec.json.decode(answer.content, type=SessionOut)) if answer.status_code == 200 else None
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        self._kept[key] = (now, staff)
        return staff

    async def close(self) -> None:
        self._kept.clear()
        await self._line.close()


class StaffPeople:
    """Asks the staff service what a person may do now, without a session: for what is read in their name."""

    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    async def __call__(self, person_id: UUID) -> Staff | None:
        """The person, or None once their account is closed. Raises `ServiceSilent`, `ServiceNonsense`."""
        asking = Staff(id=person_id, name="")
        try:
            return _staff(await self._client.get(f"/api/staff/v1/people/{person_id}", SessionOut, by=asking))
        except NotFound:
            return None

    async def close(self) -> None:
        await self._client.close()


class Gate:
    """The one guard of every route: finds who asks, then reads the service's access table."""

    def __init__(
        self,
        *,
        service: str,
        access: AccessTable,
        identify: Identify,
        callers: Mapping[str, frozenset[str]],
        secret: str,
        clock: Clock,
    ) -> None:
        self._service, self._access, self._identify = service, access, identify
        self._callers, self._secret, self._clock = callers, secret, clock

    async def __call__(self, connection: ASGIConnection[Any, Any, Any, Any], handler: Any) -> None:
        """Raises `NotSignedIn`, `SecondFactorMissing` or `PermissionMissing`."""
        if handler.http_methods == {"OPTIONS"}:  # the framework's own answer: which methods the address knows
            connection.scope["user"] = None
            return
        access = self._access[handler.handler_name]
        staff = await self._who(connection)
        connection.scope["user"] = staff
        if access.open:
            return
        if staff is None:
            raise NotSignedIn("Votre session est terminée ou n'a pas commencé. Connectez-vous.")
        if staff.awaits_factor and not access.half_way:
            raise SecondFactorMissing("Montrez d'abord votre second facteur : le mot de passe seul n'ouvre rien.")
        if not access.permission and staff.service and not staff.may("*"):
            raise PermissionMissing("Un service n'entre que là où une permission le dit.")
        if access.permission and not staff.may(access.permission):
            raise PermissionMissing("Votre rôle ne permet pas cette action. Adressez-vous à votre responsable.")

    async def _who(self, connection: ASGIConnection[Any, Any, Any, Any]) -> Staff | None:
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            caller = read_token(self._secret, self._clock, token, called=self._service)
            if caller is None or caller.service not in self._callers:
                return None
            return Staff(
                id=caller.person_id,
                name=caller.person_name,
                permissions=self._callers[caller.service],
                service=caller.service,
            )
        cookie = connection.cookies.get(COOKIE)
        return await self._identify(cookie) if cookie and len(cookie) <= 128 else None


def _staff(session: SessionOut) -> Staff:
    return Staff(
        id=session.id,
        name=session.name,
        roles=session.roles,
        permissions=frozenset(session.permissions),
        csrf=session.csrf,
        awaits_factor=session.awaits_factor,
    )


def address_of(request: Request[Any, Any, Any]) -> str:
    """The address of the caller as the server knows it: never a header that the caller may write."""
    return request.client.host if request.client else "unknown"
