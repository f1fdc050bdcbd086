"""A file joined to a form arrives whole, under a name that is safe to show; without one, the form says so."""

from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar import Response, post
from litestar.di import NamedDependency

from kernel.clock import MovableClock
from kernel.db import Database
from kernel.http.access import anyone
from kernel.http.app import build_app
from kernel.settings import Settings
from kernel.web.form import Form
from kernel.web.uploads import plain_name
from tests.support.apps import client_of, running


@post("/depot", request_max_body_size=1024 * 1024)
async def join(form: NamedDependency[Form]) -> Response[Any]:
    sent = form.file("paper")
    return Response({"ok": form.ok, "error": form.error("paper"), "name": sent.name, "size": len(sent.content)})


async def send(url: str, folder: Path, **request: Any) -> httpx.Response:
    async def nobody(cookie: str) -> None:
        return None

    app = build_app(
        name="staff",
        title="Essai",
        settings=Settings(secret="un-secret-de-test-assez-long-0123456789"),
        clock=MovableClock(date(2026, 11, 21)),
        db=Database(url, [], folder),
        access={"join": anyone()},
        api=[],
        pages=[join],
        identify=nobody,
    )
    async with running(app), client_of(app) as client:
        return await client.post("/depot", **request)


async def test_a_joined_file_arrives_whole_with_its_name(sqlite_url: str, tmp_path: Path) -> None:
    content = bytes(range(256)) * 3000
    answer = await send(sqlite_url, tmp_path, files={"paper": ("Élan n° 1.xlsx", content)})
    assert answer.json() == {"ok": True, "error": "", "name": "Élan n° 1.xlsx", "size": len(content)}


async def test_a_file_over_the_limit_of_its_handler_is_refused_as_too_large(sqlite_url: str, tmp_path: Path) -> None:
    answer = await send(sqlite_url, tmp_path, files={"paper": ("gros.xlsx", b"x" * 1_100_000)})
    assert answer.status_code == 413


@pytest.mark.parametrize("request_", [{"data": {"paper": "pas un fichier"}}, {"data": {}}, {"files": {"autre": b"x"}}])
async def test_without_a_file_the_form_asks_for_one(sqlite_url: str, tmp_path: Path, request_: dict[str, Any]) -> None:
    answer = await send(sqlite_url, tmp_path, **request_)
    assert (answer.json()["ok"], answer.json()["error"]) == (False, "Choisissez un fichier")


async def test_an_empty_file_is_said_to_be_empty(sqlite_url: str, tmp_path: Path) -> None:
    answer = await send(sqlite_url, tmp_path, files={"paper": ("vide.xlsx", b"")})
    assert answer.json()["error"] == "Ce fichier est vide"


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("parc.xlsx", "parc.xlsx"),
        ("C:\\Users\\agent\\parc.xlsx", "parc.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("\u202exslx.exe\x00", "xslx.exe"),
        ("..\n/", "fichier"),
        ("", "fichier"),
        ("a" * 300 + ".xlsx", "a" * 115 + ".xlsx"),
        ("b" * 300, "b" * 120),
    ],
)
def test_the_name_of_a_file_is_only_words(sent: str, shown: str) -> None:
    assert plain_name(sent) == shown
