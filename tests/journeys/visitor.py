"""Somebody in front of a real browser: reads labels, types, presses buttons. Knows no address but those it is given."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from palier.demo.people import PASSWORD

WIDE, NARROW = (1280, 900), (800, 1100)
PICTURE_WIDTH, COLOURS = 1000, 32


class Visitor:
    """One person's browser. Fails a test on any script error or refused resource."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base
        self.troubles: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type == "error" and "status of 4" not in said.text:  # a refused form is no trouble
            self.troubles.append(said.text)

    def sign_in(self, login: str, password: str = PASSWORD) -> None:
        """Through the page, like everybody."""
        self.open("/connexion")
        self.fill({"Identifiant": login, "Mot de passe": password})
        self.press("Se connecter")

    def open(self, path: str) -> None:
        self.page.goto(self.base + path)

    def follow(self, link: str) -> None:
        """Click a link or an act of the page by its words."""
        self.page.locator("main").get_by_role("link", name=link, exact=True).first.click()

    def fill(self, answers: dict[str, str]) -> None:
        """Answer fields by their labels, whatever their kind."""
        for label, value in answers.items():
            field = self.field(label)
            if field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(label=self._option(field, value))
            else:
                field.fill(value)

    def _option(self, field: Locator, wanted: str) -> str:
        """The words of an option: exactly these, else the first that contain them."""
        words = [one.strip() for one in field.locator("option").all_inner_texts()]
        return wanted if wanted in words else next(one for one in words if wanted in one)

    def tick(self, *labels: str) -> None:
        for label in labels:
            self.page.get_by_label(label).check()

    def press(self, button: str) -> None:
        """Send a form, and wait for the page that answers: what is opened next must not cut the request short."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).first.click()

    def field(self, label: str) -> Locator:
        return self.page.locator("main").get_by_label(label, exact=False).first

    def sees(self, *words: str) -> None:
        """All of these words are on the page."""
        for word in words:
            expect(self.page.locator("body")).to_contain_text(word)

    def title(self, words: str) -> None:
        expect(self.page.locator("h1")).to_contain_text(words)

    def picture(self, name: str) -> None:
        """The page as the staff guides show it, kept when `PALIER_PICTURES` names a folder; never wider than the screen."""
        for width, height in (NARROW, WIDE):
            self.page.set_viewport_size({"width": width, "height": height})
            assert self.page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} overflows at {width}"
        if folder := os.environ.get("PALIER_PICTURES"):
            self.page.evaluate("scrollTo(0, 0)")
            keep_picture(self.page.screenshot(), Path(folder) / f"{name}.png")


def keep_picture(shot: bytes, file: Path) -> None:
    """A small picture: less wide, of few colours."""
    with Image.open(BytesIO(shot)) as image:
        height = image.height * PICTURE_WIDTH // image.width
        small = image.convert("RGB").resize((PICTURE_WIDTH, height), Image.Resampling.LANCZOS)
    file.parent.mkdir(parents=True, exist_ok=True)
    small.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


@contextmanager
def visiting(browser: Browser, base: str, login: str | None = None) -> Iterator[Visitor]:
    """A browser of somebody's own, signed in when a login is given."""
    context = browser.new_context(viewport={"width": WIDE[0], "height": WIDE[1]}, locale="fr-FR")
    visitor = Visitor(context.new_page(), base)
    visitor.page.set_default_timeout(10_000)
    try:
        if login:
            visitor.sign_in(login)
        yield visitor
        assert visitor.troubles == []
    finally:
        context.close()
