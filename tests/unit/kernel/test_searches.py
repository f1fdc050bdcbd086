"""The words of a search stand in no address that a browser keeps, and reach the page as they were typed (GOALS E6)."""

from typing import Any
from urllib.parse import parse_qsl, quote

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.http import searches
from kernel.http.asgi import Receive, Scope, Send
from kernel.http.searches import Searches

SECRET = "un-secret-de-test-assez-long-pour-signer-0123456789"
BROWSER = {"sec-fetch-mode": "navigate"}


async def said(scope: Scope, _: Receive, send: Send) -> None:
    """A page that repeats what was asked of it."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": scope["query_string"]})


def a_browser(secret: str = SECRET, **more: Any) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=Searches(said, secret))  # type: ignore[arg-type]
    return httpx.AsyncClient(transport=transport, base_url="http://palier.example", headers=BROWSER, **more)


@given(st.text(min_size=4, max_size=120).filter(lambda words: words.strip() and not words.startswith("~")))
async def test_words_typed_in_a_search_are_in_no_address_and_reach_the_page_whole(words: str) -> None:
    async with a_browser(follow_redirects=True) as browser:
        found = await browser.get(f"/sejours/menages?page=2&recherche={quote(words)}")
    assert dict(parse_qsl(found.text, keep_blank_values=True)) == {"page": "2", "recherche": words}
    assert quote(words) not in str(found.url)
    assert "page=2" in str(found.url)


async def test_control_without_it_the_name_stands_in_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searches, "SEARCHED", frozenset())
    async with a_browser(follow_redirects=True) as browser:
        found = await browser.get("/sejours/menages?recherche=Exemple")
    assert "Exemple" in str(found.url)


@pytest.mark.parametrize("address", ["/sejours", "/sejours?recherche=", "/sejours?recherche=++", "/sejours?vue=tous"])
async def test_an_address_without_words_is_left_as_it_is(address: str) -> None:
    async with a_browser() as browser:
        assert (await browser.get(address)).status_code == 200


async def test_a_program_that_asks_the_api_is_not_sent_elsewhere() -> None:
    async with a_browser() as browser:
        found = await browser.get("/api/occupancy/v1/households?q=Exemple", headers={"sec-fetch-mode": "cors"})
    assert (found.status_code, found.text) == (200, "q=Exemple")


async def test_words_cut_or_sealed_under_another_secret_search_for_nothing() -> None:
    async with a_browser() as browser:
        sealed = (await browser.get("/sejours?q=Exemple")).headers["location"]
    async with a_browser(secret=SECRET[::-1]) as other:
        assert (await other.get(sealed)).text == "q="
    async with a_browser() as browser:
        assert (await browser.get(sealed)).text == "q=Exemple"
        assert (await browser.get(sealed[:-6])).text == "q="
        assert (await browser.get("/sejours?q=~")).text == "q="
