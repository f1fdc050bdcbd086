"""How the program answers the portal: safe headers, packed files, nothing sent twice, a page for what is missing."""

import gzip
import re
from pathlib import Path

import httpx
import pytest

from palier.portal import Portal
from tests.unit.portal.copies import PROJECT

PAGE = "<!doctype html><title>Je paie</title>" + "<p>La redevance se paie à la régie.</p>" * 100


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "payer").mkdir()
    (tmp_path / "payer/index.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "404.html").write_text("<title>Cette page n’existe pas</title>", encoding="utf-8")
    (tmp_path / "bundle.a5f9d56c.min.js").write_text("run()", encoding="utf-8")
    (tmp_path / "chiffres.csv").write_text("annee,valeur\r\n2025,12\r\n", encoding="utf-8")
    return tmp_path


def visitor(folder: Path) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=Portal(folder)), base_url="http://portail")  # type: ignore[arg-type]


async def test_a_page_is_sent_once_and_then_only_when_it_changed(folder: Path) -> None:
    async with visitor(folder) as client:
        first = await client.get("/payer/")
        again = await client.get("/payer/", headers={"if-none-match": first.headers["etag"]})
        (folder / "payer/index.html").write_text(PAGE + "<p>Nouveau.</p>", encoding="utf-8")
        changed = await client.get("/payer/", headers={"if-none-match": first.headers["etag"]})

    assert (first.status_code, first.text) == (200, PAGE)
    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200
    assert changed.text.endswith("<p>Nouveau.</p>")


async def test_a_page_is_packed_for_who_can_unpack_it(folder: Path) -> None:
    async with visitor(folder) as client:
        async with client.stream("GET", "/payer/", headers={"accept-encoding": "gzip"}) as answer:
            sent = b"".join([part async for part in answer.aiter_raw()])
        plain = await client.get("/payer/", headers={"accept-encoding": "identity"})

    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(sent).decode() == PAGE
    assert len(sent) < len(PAGE) // 5
    assert "content-encoding" not in plain.headers
    assert plain.headers["etag"] != answer.headers["etag"]


async def test_what_is_named_by_its_content_is_kept_and_the_rest_asked_again(folder: Path) -> None:
    async with visitor(folder) as client:
        kept = (await client.get("/bundle.a5f9d56c.min.js")).headers["cache-control"]
        asked = [(await client.get(path)).headers["cache-control"] for path in ("/payer/", "/chiffres.csv", "/rien/")]

    assert kept == "public, max-age=31536000, immutable"
    assert set(asked) == {"no-cache"}


async def test_a_missing_page_has_its_own_page_and_no_way_out_of_the_folder(folder: Path) -> None:
    (folder.parent / "secret.txt").write_text("secret", encoding="utf-8")
    async with visitor(folder) as client:
        missing = await client.get("/nulle-part/")
        outside = await client.get("/%2e%2e/secret.txt")
        without_slash = await client.get("/payer")

    assert (missing.status_code, "n’existe pas" in missing.text) == (404, True)
    assert outside.status_code == 404
    assert (without_slash.status_code, without_slash.headers["location"]) == (308, "/payer/")


async def test_a_look_at_the_headers_alone_sends_no_body(folder: Path) -> None:
    async with visitor(folder) as client:
        answer = await client.head("/payer/", headers={"accept-encoding": "identity"})

    assert answer.content == b""
    assert int(answer.headers["content-length"]) == len(PAGE.encode())


async def test_the_file_for_a_web_server_sets_the_headers_that_the_program_sets(folder: Path) -> None:
    told = dict(re.findall(r'^add_header ([\w-]+) "([^"]+)" always;', _nginx(), re.MULTILINE))
    async with visitor(folder) as client:
        answer = await client.get("/payer/")

    assert {name: answer.headers[name] for name in told} == told
    assert "Content-Security-Policy" in told
    assert "'unsafe" not in told["Content-Security-Policy"]


def _nginx() -> str:
    return (PROJECT / "infra/portail-nginx.conf").read_text(encoding="utf-8")
