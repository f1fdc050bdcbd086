"""The OpenAPI document of each service, as its file should read."""

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from kernel.clock import SystemClock
from kernel.http.app import document_of
from kernel.settings import SERVICES, Settings
from palier.site import create_one


def documents() -> Iterator[tuple[Path, str]]:
    """For each service: the path of its document, and the text that belongs there. Opens no database."""
    settings = Settings(secret="never used to sign anything, only to build the app")  # noqa: S106
    for name in SERVICES:
        document = document_of(create_one(name, settings, SystemClock(settings.zone)))
        text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        yield Path(str(files(name))) / "openapi.json", text
