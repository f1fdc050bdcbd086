"""A request that the database set aside for another's sake is carried out again: nothing of it was written (R-14).

PostgreSQL ends one of two transactions that wait for each other (40P01), that it cannot put in an order (40001), or that waited
too long for a lock. The person asked for nothing wrong and would only be told to ask again, so the whole request is tried again
here, a few times (`kernel.db.tries`), after a short pause of random length. Never once something of it was committed, nor with a
body too large to be kept.
"""

import asyncio
import random
from itertools import count

from kernel.acts import Attempt, attempting
from kernel.http.asgi import App, Message, Receive, Scope, Send

PAUSE = 0.02
"""Seconds before the second try at the most; twice as long before each further one."""
LARGEST_KEPT = 256 * 1024
"""Bytes of a body kept for another try. Larger ones hold photos or files: they are told to come again."""
_BAD_REQUEST = 400


class Again:
    """ASGI layer between the shield and the app of a service."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = _Body(receive)
        for number in count(1):
            one = _Try(send, number, body)
            tried = {**scope, "state": dict(scope.get("state") or {})}
            with attempting(one.attempt):
                await self._app(tried, body.from_the_start(), one.send)
            if not one.set_aside:
                scope.update(tried)
                return
            await asyncio.sleep(random.uniform(0, PAUSE * 2 ** (number - 1)))  # noqa: S311  no secret


class _Body:
    """What was received, so that it can be received again."""

    def __init__(self, receive: Receive) -> None:
        self._receive, self._kept, self._size = receive, list[Message](), 0

    @property
    def whole(self) -> bool:
        """Whether all of what came so far is still here."""
        return self._size <= LARGEST_KEPT

    def from_the_start(self) -> Receive:
        told = 0

        async def receive() -> Message:
            nonlocal told
            if told < len(self._kept):
                told += 1
                return self._kept[told - 1]
            message = await self._receive()
            self._size += len(message.get("body", b""))
            if not self.whole:
                self._kept.clear()
            elif message["type"] == "http.request":
                self._kept.append(message)
                told += 1
            return message

        return receive


class _Try:
    """One try: holds its answer back when there will be another."""

    def __init__(self, send: Send, number: int, body: _Body) -> None:
        self.attempt, self.set_aside = Attempt(), False
        self._send, self._number, self._body = send, number, body

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] >= _BAD_REQUEST:
            may = self._number < self.attempt.tries and not self.attempt.committed
            self.set_aside = may and self._body.whole
        if not self.set_aside:
            await self._send(message)
