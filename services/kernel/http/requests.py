"""What a handler is given: the act, the version it decided on, the page of a list. And the proof that a page of ours asks."""

import hashlib
import re
import secrets
from typing import Annotated, Any

import msgspec
from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.exceptions import ClientException, InternalServerException
from litestar.params import QueryParameter
from msgspec import Struct

from kernel.acts import Act, Once, Staff
from kernel.clock import Clock
from kernel.db import Database
from kernel.errors import FieldError, ForgedRequest, InvalidRequest, KeyMissing, StaleVersion, VersionMissing
from kernel.http.access import AccessTable
from kernel.text import LINE_OR_NOTHING

_KEY = re.compile(r"[!-~]{1,120}")
SAFE = ("GET", "HEAD", "OPTIONS")
LARGEST_PAGE = 200


class Paging(Struct, frozen=True, kw_only=True):
    """A page of a list: at most `limit` things after the one named `after`."""

    limit: int
    after: str | None


def is_api(path: str) -> bool:
    """Whether errors are answered as problem+json rather than as a page."""
    return path.startswith(("/api/", "/health"))


def same_origin(request: Request[Any, Any, Any]) -> None:
    """Raises `ForgedRequest` when the browser says that another site sent this."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    foreign = origin and origin != "null" and origin.partition("://")[2] != request.headers.get("host", "")
    if site not in (None, "same-origin", "none") or foreign or (origin == "null" and site is None):
        raise ForgedRequest("La demande vient d'un autre site. Revenez à la page et recommencez.")


class WriteCheck:
    """Before any unsafe request: it comes from a page of ours, and a request that moves money carries its key."""

    def __init__(self, access: AccessTable) -> None:
        self._access = access

    async def __call__(self, request: Request[Any, Any, Any]) -> None:
        """Raises `ForgedRequest`, `KeyMissing`, or `InvalidRequest` when the body does not arrive."""
        if request.method in SAFE:
            return
        same_origin(request)
        await _whole_body(request)
        access = self._access[request.route_handler.handler_name]
        staff: Staff | None = request.scope["user"]
        if staff is not None and not access.open and staff.service is None:
            sent = request.headers.get("x-csrf-token") or await _field(request, "_csrf")
            if not staff.csrf or not secrets.compare_digest(sent.encode(), staff.csrf.encode()):
                raise ForgedRequest("La page n'était plus à jour. Rechargez-la, puis recommencez.")
        if access.money and is_api(request.url.path) and not request.headers.get("idempotency-key"):
            raise KeyMissing("L'en-tête Idempotency-Key est obligatoire pour un mouvement d'argent.")


class Acting:
    """Builds the act that a handler hands to an action."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def __call__(self, request: Request[Any, Any, Any], db: NamedDependency[Database]) -> Act:
        """Raises `InvalidRequest` when the idempotency key is unreadable.

        `db` is only asked for so that the two, which most handlers want, are made one after the other: side by side, they would
        cost each request a task group.
        """
        key = request.headers.get("idempotency-key")
        if key is None:  # an empty header is a key that cannot be read, an empty field is none
            key = await _field(request, "_key") or None
        if key is not None and not _KEY.fullmatch(key):
            error = FieldError(field="Idempotency-Key", message="120 caractères ASCII imprimables au plus.")
            raise InvalidRequest("Clé d'idempotence illisible.", errors=(error,))
        once = Once(key=key, fingerprint=await _fingerprint(request)) if key else None
        return Act(
            by=request.scope["user"],
            at=self._clock.now(),
            today=self._clock.today(),
            request_id=str(request.scope.get("request_id", "")),
            once=once,
        )


async def provide_paging(
    limit: Annotated[int, QueryParameter(ge=1, le=LARGEST_PAGE)] = 50,
    after: Annotated[str | None, QueryParameter(max_length=120, pattern=LINE_OR_NOTHING)] = None,
) -> Paging:
    """Where a list begins and how long it is."""
    return Paging(limit=limit, after=after)


async def provide_expected_version(request: Request[Any, Any, Any]) -> int:
    """The version that the caller decided on. Raises `VersionMissing`, or `StaleVersion` when it cannot be one of ours."""
    sent = request.headers.get("if-match")
    if not sent:
        raise VersionMissing("L'en-tête If-Match doit porter l'ETag de la version lue.")
    number = sent.strip().removeprefix("W/").strip('"')
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        raise StaleVersion("La version indiquée n'est pas celle de cet objet.")
    return int(number)


def versioned(body: Any, version: int, status: int = 200, location: str | None = None) -> Response[Any]:
    """A body with its version as ETag."""
    headers = {"etag": f'"{version}"'}
    if location:
        headers["location"] = location
    return Response(body, status_code=status, headers=headers)


async def _whole_body(request: Request[Any, Any, Any]) -> None:
    """Read once, before the dependencies that need it are resolved side by side."""
    try:
        await request.body()
    except InternalServerException as error:
        raise InvalidRequest("Le contenu n'est pas arrivé en entier. Vérifiez le réseau, puis recommencez.") from error


async def _field(request: Request[Any, Any, Any], name: str) -> str:
    if not request.headers.get("content-type", "").startswith(("application/x-www-form", "multipart/form-data")):
        return ""
    try:
        value = (await request.form()).get(name)
    except (ClientException, ValueError, msgspec.MsgspecError):
        return ""
    return value if isinstance(value, str) else ""


async def _fingerprint(request: Request[Any, Any, Any]) -> str:
    said = f"{request.method} {request.url.path}?{request.url.query}\n".encode()
    return hashlib.sha256(said + await request.body()).hexdigest()
