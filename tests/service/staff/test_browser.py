"""A real Chromium on http://127.0.0.1: the Secure, Strict, __Host- cookie is kept, sent, and taken back."""

import asyncio
import base64
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import uvicorn
from msgspec.structs import replace
from playwright.sync_api import Browser, expect

from kernel.clock import SystemClock
from kernel.http.identity import COOKIE
from kernel.settings import SecondFactor
from staff.actions.hashing import Hashing
from staff.app import create_app
from staff.domain.factors import code_of, step_at
from tests.service.staff.conftest import PASSWORD, QUICK, prepare, settings_of
from tests.support import identity_provider
from tests.support.needs import CannotBeHad, go_without

pytestmark = pytest.mark.browser


@pytest.fixture
def address(sqlite_url: str) -> Iterator[str]:
    with answering(sqlite_url, SecondFactor.OPTIONAL) as served:
        yield served


@pytest.fixture
def strict_address(sqlite_url: str) -> Iterator[str]:
    """Where a second factor is required."""
    with answering(sqlite_url, SecondFactor.REQUIRED) as served:
        yield served


@contextmanager
def answering(url: str, second_factor: SecondFactor, provider: Path | None = None) -> Iterator[str]:
    """The service on a socket of this machine, in a thread of its own. `provider`: a file that is written before it is needed."""
    with ThreadPoolExecutor(1) as apart:  # Playwright keeps a loop running in this thread
        apart.submit(asyncio.run, prepare(url)).result()
    with ExitStack() as stack, socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()  # a browser that comes early waits
        port = listening.getsockname()[1]
        settings = replace(settings_of(url, second_factor), public_address="", port=port)
        if provider is not None:
            stack.enter_context(described(provider, f"http://localhost:{port}"))
            settings = replace(settings, sign_in_provider=provider)
        app = create_app(settings, SystemClock(), hashing=Hashing(**QUICK))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join()


@contextmanager
def described(file: Path, here: str) -> Iterator[None]:
    """A real identity provider on another site (127.0.0.1 is not localhost), and the file that tells of it."""
    people = {"agente": {"email": "agent", "email_verified": True}}
    try:
        with identity_provider.answering(
            people, back=f"{here}/connexion/retour", left=f"{here}/connexion", host="127.0.0.1"
        ) as issuer:
            told = f'client_secret = "{identity_provider.SECRET}"\nissuer = "{issuer}"\n'
            file.write_text(f'name = "Connexion Ville"\nclient_id = "palier"\n{told}')
            yield
    except CannotBeHad as problem:
        go_without("un fournisseur d'identité", problem)


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


def test_a_first_sign_in_sets_up_an_application_and_the_next_one_asks_for_its_code(
    browser: Browser, strict_address: str
) -> None:
    with browser.new_context() as context:
        page = context.new_page()

        def type_the_password() -> None:
            page.goto(f"{strict_address}/equipe/moi")
            page.get_by_label("Identifiant").fill("agent")
            page.get_by_label("Mot de passe").fill(PASSWORD)
            page.get_by_role("button", name="Se connecter").click()

        type_the_password()
        expect(page.get_by_role("heading", name="Installer le second facteur")).to_be_visible()
        picture = page.get_by_role("img", name="Code QR")
        assert picture.evaluate("one => one.complete && one.naturalWidth > 100")  # the policy lets it be drawn
        secret = base64.b32decode(page.locator("main code").first.inner_text().replace(" ", ""))
        now = step_at(SystemClock().now())
        page.get_by_label("Code affiché par l'application").fill(code_of(secret, now))
        page.get_by_role("button", name="Mettre en place").click()
        expect(page.get_by_role("heading", name="Vos codes de secours")).to_be_visible()
        codes = page.locator("ol code").all_inner_texts()
        assert len(codes) == 10
        page.get_by_role("link", name="Je les ai notés").click()
        expect(page.get_by_role("heading", name="Mon compte")).to_be_visible()
        page.get_by_role("button", name="Se déconnecter").click()

        type_the_password()
        expect(page.get_by_role("heading", name="Second facteur")).to_be_visible()
        page.get_by_label("Code de l'application").fill(code_of(secret, now + 1))
        page.get_by_role("button", name="Continuer").click()
        expect(page.get_by_role("heading", name="Mon compte")).to_be_visible()
        page.get_by_role("button", name="Se déconnecter").click()

        type_the_password()
        page.get_by_label("Code de l'application").fill(codes[0])
        page.get_by_role("button", name="Continuer").click()
        expect(page.get_by_text("Connecté par un code de secours")).to_be_visible()


def test_a_device_makes_a_passkey_and_shows_it_at_the_next_sign_in(browser: Browser, strict_address: str) -> None:
    here = strict_address.replace("127.0.0.1", "localhost")  # a passkey belongs to a name, never to a number
    with browser.new_context() as context:
        page = context.new_page()
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        device = context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        kind = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
        device.send("WebAuthn.addVirtualAuthenticator", {"options": kind})

        def type_the_password() -> None:
            page.goto(f"{here}/equipe/moi")
            page.get_by_label("Identifiant").fill("agent")
            page.get_by_label("Mot de passe").fill(PASSWORD)
            page.get_by_role("button", name="Se connecter").click()

        type_the_password()
        page.get_by_role("link", name="Créez plutôt une clé").click()
        page.get_by_label("Nom de la clé").fill("Ordinateur d'essai")
        page.get_by_role("button", name="Créer la clé").click()
        expect(page.get_by_role("heading", name="Vos codes de secours")).to_be_visible()
        page.get_by_role("link", name="Je les ai notés").click()
        expect(page.get_by_role("cell", name="jamais")).to_be_visible()
        page.get_by_role("button", name="Se déconnecter").click()

        type_the_password()
        page.get_by_role("button", name="Utiliser ma clé").click()
        expect(page.get_by_role("heading", name="Mon compte")).to_be_visible()
        expect(page.get_by_role("cell", name="jamais")).to_have_count(0)
        page.get_by_role("button", name="Se déconnecter").click()
        assert troubles == []


def test_at_another_address_the_page_says_where_the_passkey_serves(browser: Browser, strict_address: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{strict_address}/connexion")
        page.get_by_label("Identifiant").fill("agent")
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.get_by_role("button", name="Se connecter").click()
        page.goto(f"{strict_address}/connexion/cle-d-acces")
        expect(page.get_by_role("alert")).to_contain_text("ouvrez Palier à cette adresse")


def test_somebody_comes_back_from_the_provider_s_site_signed_in(
    browser: Browser, sqlite_url: str, tmp_path: Path
) -> None:
    with (
        answering(sqlite_url, SecondFactor.OPTIONAL, tmp_path / "provider.toml") as served,
        browser.new_context() as context,
    ):
        page = context.new_page()
        page.goto(f"{served.replace('127.0.0.1', 'localhost')}/connexion?suite=/equipe/moi")
        page.get_by_role("link", name="Se connecter avec Connexion Ville").click()
        page.locator("input[name=login]").fill("agente")
        page.locator("input[name=password]").fill("x")
        page.get_by_role("button", name="Sign-in").click()
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("heading", name="Mon compte")).to_be_visible()
        page.get_by_role("button", name="Se déconnecter").click()
        expect(page.get_by_role("link", name="fermez-la aussi")).to_be_visible()
