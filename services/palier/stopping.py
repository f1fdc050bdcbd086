"""The end of a process behind a proxy, without a request that gets no answer.

A proxy sends a request again elsewhere only while nothing of it has been sent; a POST that met a closed connection is lost, for
nobody knows whether it was taken in. So nothing is closed that the proxy may be writing to: new connections are refused first (it
then asks another replica), those that are open are answered to the end and told to close, and idle ones are left to the proxy,
which forgets them sooner than this process (`keepalive_timeout` of the upstream in `infra/palier-nginx.conf`).
"""

import asyncio
import signal
import socket
from types import FrameType

import uvicorn

from kernel.http.asgi import App, Message, Receive, Scope, Send

KEPT_OPEN_SECONDS = 8
"""How long an idle connection is kept: longer than the proxy keeps it (5 s), so that it is the proxy that closes it."""
LOOKED_AT_SECONDS = 0.05


class LastAnswers:
    """An application whose answers close their connection once `leaving` is set."""

    def __init__(self, app: App) -> None:
        self._app = app
        self.leaving = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def last(message: Message) -> None:
            if self.leaving and message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", []), (b"connection", b"close")]}
            await send(message)

        await self._app(scope, receive, last if scope["type"] == "http" else send)


class Leaving(uvicorn.Server):
    """Ends as the proxy can bear it on SIGTERM, the order of a manager of services; at once on Ctrl-C, the order of a person."""

    def __init__(self, config: uvicorn.Config, answers: LastAnswers) -> None:
        super().__init__(config)
        self._answers = answers
        self._in_order = False

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._in_order = sig == signal.SIGTERM
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self._in_order:
            await self._refuse(sockets or [])
            await self._see_off()
        await super().shutdown(sockets)

    async def _refuse(self, sockets: list[socket.socket]) -> None:
        """No further connection. Those that the kernel had already taken are ours: closing the socket would break them."""
        loop = asyncio.get_running_loop()
        self._answers.leaving = True
        waiting = [taken for one in sockets for taken in everyone_waiting(one)]
        for server in self.servers:
            server.close()
        for one in sockets:
            one.close()
        for taken in waiting:
            await loop.connect_accepted_socket(self._connection, taken)

    def _connection(self) -> asyncio.Protocol:
        made: asyncio.Protocol = self.config.http_protocol_class(  # type: ignore[call-arg]
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return made

    async def _see_off(self) -> None:
        """Wait until every connection was closed by the other side or by its last answer; not longer than an idle one is kept."""
        loop = asyncio.get_running_loop()
        until = loop.time() + KEPT_OPEN_SECONDS
        while self.server_state.connections and not self.force_exit and loop.time() < until:  # noqa: ASYNC110 - a plain set
            await asyncio.sleep(LOOKED_AT_SECONDS)


def everyone_waiting(listening: socket.socket) -> list[socket.socket]:
    """The connections that the kernel took and that nobody has fetched yet."""
    found: list[socket.socket] = []
    while True:
        try:
            taken, _ = listening.accept()
        except OSError:  # nobody waits
            return found
        taken.setblocking(False)
        found.append(taken)
