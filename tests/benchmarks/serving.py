"""The demonstration town, and a sign-in, for the benchmarks to ask a real process."""

import asyncio
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from kernel.settings import SERVICES, read_settings
from palier import demo
from palier.demo.people import PASSWORD
from tests.support.postgres import server
from tests.support.processes import Process


def sign_in(served: Process, login: str) -> str:
    """The Cookie header of a session."""
    body = f'{{"login": "{login}", "password": "{PASSWORD}"}}'.encode()
    headers = {"content-type": "application/json"}
    asked = urllib.request.Request(f"{served.url}/api/staff/v1/sessions", body, headers)
    with urllib.request.urlopen(asked, timeout=20) as answer:
        return str(answer.headers["set-cookie"]).partition(";")[0]


@contextmanager
def demonstration(engine: str) -> Iterator[dict[str, str]]:
    """The environment of a loaded demonstration town on `sqlite` or `postgresql`."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"PALIER_DATA": folder}
        if engine == "sqlite":
            asyncio.run(demo.load_when_empty(read_settings(environment)))
            yield environment
            return
        with server() as postgres:
            environment |= {f"PALIER_{name.upper()}_DATABASE": postgres.create() for name in SERVICES}
            asyncio.run(demo.load_when_empty(read_settings(environment)))
            yield environment
