"""A real Chromium on http://127.0.0.1: the Secure, Strict, __Host- cookie is kept, sent, and taken back."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import uvicorn
from playwright.sync_api import Browser, expect

from kernel.clock import SystemClock
from kernel.http.identity import COOKIE
from staff.actions.hashing import Hashing
from staff.app import create_app
from tests.service.staff.conftest import PASSWORD, QUICK, prepare, settings_of

pytestmark = pytest.mark.browser


@pytest.fixture
def address(sqlite_url: str) -> Iterator[str]:
    """The service on a socket of this machine, in a thread of its own."""
    with ThreadPoolExecutor(1) as apart:  # Playwright keeps a loop running in this thread
        apart.submit(asyncio.run, prepare(sqlite_url)).result()
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()  # a browser that comes early waits
        app = create_app(settings_of(sqlite_url), SystemClock(), hashing=Hashing(**QUICK))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


class Elsewhere(BaseHTTPRequestHandler):
    """Another site, with a link to ours: what a webmail shows."""

    link = ""

    def do_GET(self) -> None:
        body = f'<a id="link" href="{self.link}">ouvrir</a>'.encode()
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        return None


@pytest.fixture
def webmail(address: str) -> Iterator[str]:
    """The address of another site: `localhost` is not `127.0.0.1`."""
    Elsewhere.link = f"{address}/equipe/moi"
    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_chromium_keeps_the_session_cookie_on_this_machine_without_tls(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}/equipe/moi")
        page.get_by_label("Identifiant").fill("agent")
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.get_by_role("button", name="Se connecter").click()
        expect(page.get_by_role("heading", name="Mon compte")).to_be_visible()
        kept = next(one for one in context.cookies() if one["name"] == COOKIE)
        assert (kept["secure"], kept["httpOnly"], kept["sameSite"], kept["path"]) == (True, True, "Strict", "/")
        assert page.evaluate("document.cookie") == ""
        page.get_by_role("button", name="Se déconnecter").click()
        expect(page.get_by_text("Vous êtes déconnecté.")).to_be_visible()
        assert context.cookies() == []


def test_a_link_in_a_webmail_asks_for_one_click_more_and_no_password(
    browser: Browser, address: str, webmail: str
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}/equipe/moi")
        page.get_by_label("Identifiant").fill("agent")
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.get_by_role("button", name="Se connecter").click()
        expect(page.get_by_role("heading", name="Mon compte")).to_be_visible()
        page.goto(webmail)
        page.locator("#link").click()
        expect(page.get_by_role("heading", name="Se connecter")).to_be_visible()
        page.get_by_role("link", name="continuez vers la page demandée").click()
        expect(page.get_by_role("heading", name="Mon compte")).to_be_visible()
