"""An order to stop never closes a connection that the proxy may be writing to: a POST sent there could not be sent elsewhere."""

import asyncio
import signal
import socket
from collections.abc import Callable

import uvicorn

from palier.serving import listen
from palier.stopping import KEPT_OPEN_SECONDS, LastAnswers, Leaving, Message, Receive, Scope, Send

ASKED = b"POST / HTTP/1.1\r\nHost: palier\r\nContent-Length: 2\r\n\r\nab"


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})
        return
    started: Message = {"type": "http.response.start", "status": 201, "headers": [(b"content-length", b"2")]}
    await send(started)
    await send({"type": "http.response.body", "body": b"ok"})


async def told_to_stop(made: Callable[[uvicorn.Config, LastAnswers], uvicorn.Server], order: int) -> dict[str, bytes]:
    """What comes of three clients of a server told to stop: one kept its connection, one is not yet accepted, one is late."""
    listening, answers = listen("127.0.0.1", 0), LastAnswers(app)
    address = listening.getsockname()
    config = uvicorn.Config(answers, ws="none", log_config=None, timeout_keep_alive=KEPT_OPEN_SECONDS)
    config.load()
    server = made(config, answers)
    server.lifespan = config.lifespan_class(config)
    await server.startup([listening])
    reader, writer = await asyncio.open_connection(*address)
    writer.write(ASKED)
    assert b"201" in await reader.readuntil(b"ok")
    server.handle_exit(order, None)
    waiting = socket.create_connection(address)  # the kernel took it; the loop has had no turn to fetch it
    waiting.sendall(ASKED)
    stopping = asyncio.create_task(server.shutdown([listening]))
    await asyncio.sleep(0.2)
    found = {}
    try:
        _, late = await asyncio.open_connection(*address)
        late.close()
        found["late"] = b"accepted"
    except ConnectionRefusedError:
        found["late"] = b"refused"
    try:
        writer.write(ASKED)
        found["kept"] = await reader.read()
    except ConnectionError:
        found["kept"] = b""
    waiting.setblocking(False)
    try:
        found["waiting"] = await asyncio.get_running_loop().sock_recv(waiting, 1000)
    except ConnectionError:
        found["waiting"] = b""
    waiting.close()
    writer.close()
    await stopping
    return found


def test_a_kept_connection_and_one_that_waited_are_answered_then_closed_and_a_late_one_is_refused() -> None:
    found = asyncio.run(told_to_stop(Leaving, signal.SIGTERM))
    for one in ("kept", "waiting"):
        assert found[one].startswith(b"HTTP/1.1 201 ")
        assert b"connection: close" in found[one]
    assert found["late"] == b"refused"


def test_control_a_stock_server_closes_what_was_kept_and_breaks_what_waited() -> None:
    stock = asyncio.run(told_to_stop(lambda config, _: uvicorn.Server(config), signal.SIGTERM))
    assert (stock["kept"], stock["waiting"]) == (b"", b"")


def test_ctrl_c_does_not_wait_for_idle_connections() -> None:
    assert asyncio.run(told_to_stop(Leaving, signal.SIGINT))["kept"] == b""
