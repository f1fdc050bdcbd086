"""One uvicorn process, until it is told to stop."""

import asyncio
import gc
import logging
import socket
import sys
from collections.abc import Mapping
from typing import Any

import uvicorn

from kernel import traces
from kernel.clock import Clock, SystemClock
from kernel.http.logs import log_as_json
from kernel.settings import Mode, Settings
from palier.metrics import Figures, Metered
from palier.site import create_one, create_site
from palier.stopping import KEPT_OPEN_SECONDS, LastAnswers, Leaving

LAST_REQUESTS_SECONDS = 20
"""How long requests under way may take after the order to stop."""
YOUNG_OBJECTS = 10_000
"""Objects made before the interpreter looks for cycles among them. What stands once the program is up stays: walking through it
again and again, as the stock 700 has it, took a tenth of the work of a payment.
"""


class PortTaken(Exception):
    """Somebody already listens there."""


def serve_until_stopped(settings: Settings, *, service: str | None, host: str, port: int) -> None:
    """Serve everything, or one service (`alt_units`), on one address. Raises `PortTaken`."""
    listening = listen(host, port)
    log = settings.data / "palier.log" if settings.mode is Mode.EMBEDDED else None  # a terminal is for people
    log_as_json(log)
    clock = SystemClock(settings.zone)
    if settings.traces:
        traces.begin(settings.traces)
    if service:
        app: Any = create_one(service, settings, clock)
        apps, welcome = {service: app}, [f"Service {service}"]
    else:
        welcome = prepare_demonstration(settings)
        app = create_site(settings, clock)
        apps = app.apps
    app = metered(app, apps, settings, clock)
    welcome += [f"Adresse : http://{host}:{port}"]
    welcome += [f"Journal technique : {log}"] if log else []
    for said in warnings(settings):
        logging.getLogger("palier").warning(said)
        welcome.append(f"Attention : {said}")
    answer(app, listening, [*welcome, "Pour arrêter : Ctrl-C"])


def warnings(settings: Settings) -> list[str]:
    """What a production should not be without, in French; said at each start, in the log too. Empty when embedded."""
    if settings.mode is not Mode.PRODUCTION:
        return []
    said = []
    if settings.checkpoints is None:
        said.append(
            "PALIER_CHECKPOINTS n'est pas donné : la fin coupée d'un journal ne se verrait pas (infra/README.md)"
        )
    if not settings.backup_keys:
        said.append("PALIER_BACKUP_KEYS n'est pas donné : aucune sauvegarde ne sera prise")
    return said


def metered(app: Any, apps: Mapping[str, Any], settings: Settings, clock: Clock) -> Any:
    """The app, with its figures told on the internal address of the settings, if there is one."""
    if not settings.metrics:
        return app
    host, _, port = settings.metrics.rpartition(":")
    return Metered(app, Figures(apps, settings, clock), host, int(port))


def answer(app: Any, listening: socket.socket, welcome: list[str]) -> None:
    """Answer on a socket until told to stop, then finish the requests under way (`palier.stopping`).

    Ends the process with code 3 when the app does not start.
    """
    answers = LastAnswers(app)
    config = uvicorn.Config(
        answers,
        workers=1,
        lifespan="on",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEPT_OPEN_SECONDS,
        timeout_graceful_shutdown=LAST_REQUESTS_SECONDS,
    )
    server = Announcing(config, answers, welcome)
    try:
        server.run(sockets=[listening])
    finally:
        traces.end()
    if not server.started:
        sys.exit(3)


def listen(host: str, port: int) -> socket.socket:
    """The socket to serve on, taken before anything else is prepared. Raises `PortTaken`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        made.close()
        raise PortTaken from error
    made.set_inheritable(True)
    return made


def prepare_demonstration(settings: Settings) -> list[str]:
    """On an embedded installation with empty databases, load the demonstration town; the sign-ins to show."""
    if settings.mode is not Mode.EMBEDDED:
        return []
    from palier import demo

    if asyncio.run(demo.load_when_empty(settings)):
        logging.getLogger("palier").info("demonstration loaded")
    return list(demo.sign_ins())


class Announcing(Leaving):
    """Says where it answers, once it does."""

    def __init__(self, config: uvicorn.Config, answers: LastAnswers, welcome: list[str]) -> None:
        super().__init__(config, answers)
        self._welcome = welcome

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        gc.collect()
        gc.freeze()
        gc.set_threshold(YOUNG_OBJECTS)
        if self.started:
            print("\n".join(self._welcome), flush=True)
