"""The site in a real browser, behind the headers of the program: silent, self-sufficient, and searchable in French."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page

from palier.portal import Portal

pytestmark = pytest.mark.browser

ADDRESSES = ("/", "/payer/", "/procedures/alt/", "/regles/bareme-aide/", "/problemes/place-already-taken/", "/lexique/")


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    """The address where the program itself serves the built portal."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(Portal(built), lifespan="off", log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(params=[1280, 800])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    yield context.new_page()
    context.close()


def test_pages_load_in_silence_from_one_address_and_leave_no_cookie(page: Page, address: str) -> None:
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))

    for path in ADDRESSES:
        page.goto(address + path, wait_until="networkidle")

    assert said == []
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
    assert page.context.cookies() == []


def test_pages_never_need_to_be_scrolled_sideways(page: Page, address: str) -> None:
    for path in ADDRESSES:
        page.goto(address + path)
        assert page.locator("html").evaluate("root => root.scrollWidth <= window.innerWidth"), path


def test_the_search_finds_the_procedure_before_the_refusals(page: Page, address: str) -> None:
    page.goto(address + "/")
    if page.viewport_size and page.viewport_size["width"] < 960:
        page.locator("label.md-header__button[for=__search]").click()
    page.locator(".md-search__input").press_sequentially("dépôt de garantie")

    first = page.locator(".md-search-result__item:first-child > a[href*='/partir/']").first
    first.wait_for()

    assert "Je pars" in first.inner_text()
