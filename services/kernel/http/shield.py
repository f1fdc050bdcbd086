"""Around every app: a request id, one JSON log line without personal data, safe headers, a limit and a deadline on bodies."""

import asyncio
import logging
import re
import time
from uuid import uuid4

from kernel.errors import TooSlow
from kernel.http.asgi import App, Message, Receive, Scope, Send
from kernel.http.counts import Requests
from kernel.traces import span

log = logging.getLogger("palier.access")

HEADERS = (
    (
        b"content-security-policy",
        (
            b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; "
            b"connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
            b"frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
        ),
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(self), geolocation=(), microphone=()"),
    (b"strict-transport-security", b"max-age=31536000; includeSubDomains"),
)
BODY_DEADLINE = 10.0
"""Seconds for a body to arrive, and more by its size: what comes at `LEAST_BYTES_A_SECOND` is never cut (R-44). C6 wants the last
of five hundred gone within 15 s, their refusals and the way through a proxy included.
"""
LEAST_BYTES_A_SECOND = 4 * 1024
_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class _Patience:
    """Receives a body within its deadline; once it is whole, waits for ever: what then comes is the client's leaving."""

    def __init__(self, receive: Receive) -> None:
        self._receive, self._began = receive, time.monotonic()
        self._bytes, self._whole = 0, False

    async def receive(self) -> Message:
        """Raises `TooSlow`."""
        if self._whole:
            return await self._receive()
        left = self._began + BODY_DEADLINE + self._bytes / LEAST_BYTES_A_SECOND - time.monotonic()
        try:
            message = await asyncio.wait_for(self._receive(), max(left, 0.0))
        except TimeoutError:
            raise TooSlow("L'envoi a été trop lent et a été interrompu. Rien n'a été enregistré ; réessayez.") from None
        self._bytes += len(message.get("body", b""))
        self._whole = message["type"] != "http.request" or not message.get("more_body", False)
        return message


class Shield:
    """Outermost ASGI layer of each service."""

    def __init__(self, app: App, requests: Requests, service: str) -> None:
        self._app, self._requests, self._service = app, requests, service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        sent = headers.get(b"x-request-id", b"").decode("latin-1")
        request_id = sent if _ID.fullmatch(sent) else uuid4().hex
        scope["request_id"] = request_id
        carried = {"traceparent": headers.get(b"traceparent", b"").decode("latin-1")}
        facts = {"palier_service": self._service, "palier_request_id": request_id}
        with span("server", scope["method"], carried, http_request_method=scope["method"], **facts) as said:
            status = await self._answer(scope, receive, send, request_id)
            route = scope.get("path_template") or "unknown"
            said.say(f"{scope['method']} {route}", http_route=route, http_response_status_code=status)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, request_id: str) -> int:
        """The status that was answered."""
        began, status = time.perf_counter(), 0
        self._requests.in_flight += 1

        waits = _Patience(receive)

        async def dressed_send(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                names = {name.lower() for name, _ in message["headers"]}
                extra = [(name, value) for name, value in HEADERS if name not in names]
                if b"cache-control" not in names:
                    extra.append((b"cache-control", b"no-store"))
                message["headers"] = [*message["headers"], *extra, (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self._app(scope, waits.receive, dressed_send)
        finally:
            seconds = time.perf_counter() - began
            self._requests.in_flight -= 1
            self._requests.add(scope["method"], scope.get("path_template") or "", status, seconds)
            self._say(scope, request_id, status, seconds)
        return status

    def _say(self, scope: Scope, request_id: str, status: int, seconds: float) -> None:
        if not log.isEnabledFor(logging.INFO):
            return
        staff = scope.get("user")
        log.info(
            "request",
            extra={
                "request_id": request_id,
                "method": scope["method"],
                "route": scope.get("path_template") or "unknown",
                "status": status,
                "ms": round(seconds * 1000, 1),
                "actor": str(staff.id) if staff else None,
                "by_service": staff.service if staff else None,
            },
        )
