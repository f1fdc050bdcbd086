"""The client with which a service calls another: same contract over a socket or inside one process."""

from typing import Any, TypeVar

import httpx
import msgspec

from kernel import traces
from kernel.acts import Staff
from kernel.clock import Clock
from kernel.errors import Conflict, Kind, NotFound, Refusal
from kernel.http.tokens import sign_token

T = TypeVar("T")
_DEADLINE = httpx.Timeout(5.0, connect=2.0)


class ServiceSilent(Refusal):
    """The other service does not answer, or says that it cannot now."""

    code, title, kind = "service-silent", "Service momentanément indisponible", Kind.SILENT


class ServiceNonsense(Refusal):
    """The other service answered something that its contract does not allow."""

    code, title, kind = "service-nonsense", "Réponse incomprise d'un autre service", Kind.NONSENSE


class Line:
    """The connections to one service, opened at the first call; after `close`, a new call opens them again."""

    def __init__(self, url: str, transport: httpx.AsyncBaseTransport | None) -> None:
        self._url, self._transport = url, transport
        self._http: httpx.AsyncClient | None = None

    @property
    def http(self) -> httpx.AsyncClient:
        if self._http is None:
            self._http = httpx.AsyncClient(
                base_url=self._url,
                transport=self._transport,
                timeout=_DEADLINE,
                event_hooks={"request": [_join]},
            )
        return self._http

    async def close(self) -> None:
        if self._http is not None:
            await self._http.aclose()
            self._http = None


async def _join(request: httpx.Request) -> None:
    """The spans of the called service join those of the caller."""
    request.headers.update(traces.headers())


class ServiceConflict(Conflict):
    """The other service says that things stand otherwise there; its own sentence is passed on."""

    code, title = "service-conflict", "Refusé par un autre service"


class _Problem(msgspec.Struct):
    detail: str = ""


class ServiceClient:
    """Calls one service (`called`) on behalf of another (`caller`), for a person."""

    def __init__(
        self,
        *,
        caller: str,
        called: str,
        secret: str,
        clock: Clock,
        url: str = "",
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.caller, self.called, self._secret, self._clock = caller, called, secret, clock
        self._line = Line(url or f"http://{called.replace('_', '-')}.local", transport)

    async def get(self, path: str, kind: type[T], *, by: Staff, **query: Any) -> T:
        """Read. Raises `NotFound`, `ServiceSilent` or `ServiceNonsense`."""
        return await self._call("GET", path, kind, by=by, params=query)

    async def put(self, path: str, body: Any, kind: type[T], *, by: Staff) -> T:
        """Write at an address. Raises `NotFound`, `ServiceConflict`, `ServiceSilent` or `ServiceNonsense`."""
        return await self._call("PUT", path, kind, by=by, content=msgspec.json.encode(body))

    async def close(self) -> None:
        await self._line.close()

    async def _call(self, method: str, path: str, kind: type[T], *, by: Staff, **request: Any) -> T:
        token = sign_token(self._secret, self._clock, caller=self.caller, called=self.called, person=by)
        headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
        try:
            answer = await self._line.http.request(method, path, headers=headers, **request)
        except httpx.HTTPError as error:
            raise ServiceSilent(f"Le service {self.called} ne répond pas. Réessayez dans un instant.") from error
        if answer.status_code == 404:
            raise NotFound("L'objet demandé n'existe pas ou plus.")
        if answer.status_code in (429, 502, 503, 504):
            raise ServiceSilent(f"Le service {self.called} est momentanément indisponible.")
        if answer.status_code == 409:
            raise ServiceConflict(_said(answer.content))
        if answer.status_code >= 400:
            raise ServiceNonsense(f"Le service {self.called} a refusé la demande ({answer.status_code}).")
        try:
            return msgspec.json.decode(answer.content, type=kind)
        except msgspec.DecodeError as error:
            raise ServiceNonsense(f"La réponse du service {self.called} n'a pas la forme attendue.") from error


def _said(content: bytes) -> str:
    """The sentence of a refusal, as far as it can be read."""
    try:
        return msgspec.json.decode(content, type=_Problem).detail
    except msgspec.DecodeError:
        return ""
