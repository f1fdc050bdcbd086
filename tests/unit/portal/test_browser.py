"""The site in a real browser, behind the headers of the program: silent, self-sufficient, searchable in French, and open to
those who use a keyboard, a small screen or paper."""

import socket
import threading
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from palier.portal import Portal
from portal.publishing.audit import audit_of
from tests.support.axe import version, violations
from tests.unit.portal.copies import PROJECT

pytestmark = pytest.mark.browser

SAMPLE = audit_of(PROJECT).assessment.pages
"""The pages that the accessibility statement says were looked at: one of each kind."""
MISSING = "/cette-page-n-existe-pas/"
WIDE, SMALL, ZOOMED = 1280, 390, 320


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


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": WIDE, "height": 900}, locale="fr-FR")
    yield context.new_page()
    context.close()


def on_a_screen_of(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")  # it is drawn


def is_wider_than_the_screen(page: Page) -> bool:
    return bool(page.locator("html").evaluate("root => root.scrollWidth > window.innerWidth"))


def test_pages_load_in_silence_from_one_address_and_leave_no_cookie(page: Page, address: str) -> None:
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))

    for path in SAMPLE:
        if path != MISSING:
            page.goto(address + path, wait_until="networkidle")

    assert said == []
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
    assert page.context.cookies() == []


def test_axe_sees_no_fault_on_any_kind_of_page_large_or_small(page: Page, address: str) -> None:
    found = {}
    for path in SAMPLE:
        page.goto(address + path)
        for width in (WIDE, SMALL):
            on_a_screen_of(page, width)
            found[path, width] = violations(page)

    assert {where: faults for where, faults in found.items() if faults} == {}


def test_axe_sees_no_fault_in_the_opened_menu_and_search_of_a_small_screen(page: Page, address: str) -> None:
    on_a_screen_of(page, SMALL)
    page.goto(address + "/payer/")
    page.locator(".portal-opens__drawer").click()
    page.wait_for_timeout(400)  # the menu slides
    menu = violations(page)
    page.goto(address + "/payer/")
    search(page, "dépôt")

    assert menu == []
    assert violations(page) == []


@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        ("<img src='/assets/palier.svg'>", "image-alt"),
        ("<p class='pale'>Trop pâle</p>", "color-contrast"),
        ("<label><input type='checkbox' disabled></label>", "label"),
        ("<h5>Un titre qui saute</h5>", "heading-order"),
    ],
)
def test_axe_would_see_a_broken_page(page: Page, address: str, broken: str, rule: str) -> None:
    page.goto(address + "/mentions/")
    page.locator("article").evaluate("(article, html) => article.insertAdjacentHTML('beforeend', html)", broken)
    page.evaluate("document.querySelectorAll('.pale').forEach(one => { one.style.color = '#b0b0b0' })")

    assert [fault for fault in violations(page) if fault.startswith(rule)] != []


def test_the_statement_names_the_axe_that_looked() -> None:
    assert f"axe-core {version()}" in audit_of(PROJECT).assessment.tools


def test_pages_never_need_to_be_scrolled_sideways(page: Page, address: str) -> None:
    for path in SAMPLE:
        page.goto(address + path)
        for width in (WIDE, 800, SMALL, ZOOMED):
            on_a_screen_of(page, width)
            assert not is_wider_than_the_screen(page), (path, width)


def printed(page: Page, folder: Path) -> str:
    """The text of the page on A4 paper."""
    page.pdf(path=folder / "page.pdf", format="A4", prefer_css_page_size=True)
    with PdfReader(folder / "page.pdf") as paper:
        text = " ".join(" ".join(sheet.extract_text().split()) for sheet in paper.pages)
    return unicodedata.normalize("NFKC", text)  # « fi » is one sign on paper


def with_a_link_outside(page: Page) -> None:
    page.locator("article").evaluate(
        "one => one.insertAdjacentHTML('afterbegin', '<p><a href=\"https://example.org/loi\">La loi</a></p>')"
    )


def test_on_paper_a_page_is_its_text_alone_with_its_whole_tables(page: Page, address: str, tmp_path: Path) -> None:
    on_a_screen_of(page, SMALL)  # where the table scrolls in its box
    page.goto(address + "/regles/bareme-aide/")
    with_a_link_outside(page)

    text = printed(page, tmp_path)

    assert "Total, zone III" in text
    assert "La loi (https://example.org/loi)" in text
    assert "demandez confirmation au CCAS" in text
    for menu in ("Rechercher", "Accès des agents", "Aller au contenu", "Mentions légales"):
        assert menu not in text


def test_without_its_style_for_paper_a_page_would_not_say_where_its_links_lead(
    page: Page, address: str, tmp_path: Path
) -> None:
    page.route("**/portal.css", lambda route: route.abort())
    page.goto(address + "/regles/bareme-aide/")
    with_a_link_outside(page)

    assert "https://example.org/loi" not in printed(page, tmp_path)


def walk(page: Page, most: int = 80) -> list[dict[str, object]]:
    """What Tab comes to, one after the other, until the page is left: its words, whether it is seen, and its outline."""
    stops: list[dict[str, object]] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
              const one = document.activeElement;
              if (!one || one === document.body) return null;
              const box = one.getBoundingClientRect(), style = getComputedStyle(one);
              const words = (one.getAttribute("aria-label") || one.innerText || one.title || one.placeholder || "").trim();
              return {
                words,
                seen: box.width > 0 && box.height > 0 && box.right > 0 && box.left < innerWidth && style.visibility === "visible",
                marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
              };
            }"""
        )
        if stop is None or stop in stops[:1]:
            break
        stops.append(stop)
    return stops


@pytest.mark.parametrize("width", [WIDE, SMALL])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(page: Page, address: str, width: int) -> None:
    on_a_screen_of(page, width)
    page.goto(address + "/payer/")

    stops = walk(page)

    words = [str(stop["words"]) for stop in stops]
    assert words[0] == "Aller au contenu"
    assert {"Rechercher", "Mentions légales", "Données personnelles"} <= set(words)
    assert [stop for stop in stops if not (stop["seen"] and stop["marked"] and stop["words"])] == []


def test_a_link_without_its_outline_would_be_seen(page: Page, address: str) -> None:
    page.goto(address + "/payer/")
    page.evaluate("document.querySelectorAll('article a').forEach(one => { one.style.outline = 'none' })")

    assert [stop for stop in walk(page) if not stop["marked"]] != []


def test_the_first_link_leads_past_the_menus(page: Page, address: str) -> None:
    page.goto(address + "/payer/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url("**/payer/#*")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article') !== null")


def test_the_menu_of_a_small_screen_opens_and_closes_by_the_keyboard(page: Page, address: str) -> None:
    on_a_screen_of(page, SMALL)
    page.goto(address + "/payer/")
    button = page.get_by_role("button", name="Menu")

    for key in (" ", "Enter"):
        button.focus()
        page.keyboard.press(key)
        assert button.get_attribute("aria-expanded") == "true"
        page.get_by_role("link", name="Accueil").first.wait_for(state="visible")
        page.keyboard.press("Escape")
        assert button.get_attribute("aria-expanded") == "false"
        assert button.evaluate("one => one === document.activeElement")


def test_a_letter_struck_by_mistake_goes_nowhere(page: Page, address: str) -> None:
    page.goto(address + "/payer/")
    for letter in "fsn,.p":
        page.keyboard.press(letter)
    page.wait_for_timeout(200)

    assert page.url == address + "/payer/"
    assert not page.locator("#__search").is_checked()


def search(page: Page, words: str) -> None:
    """Open the search and type, as a visitor does."""
    if page.viewport_size and page.viewport_size["width"] < 960:
        page.locator(".portal-opens__search").click()
    box = page.locator(".md-search__input")
    box.fill("")
    box.press_sequentially(words)
    page.locator(".md-search-result__item").first.wait_for()
    page.wait_for_timeout(600)  # the list is drawn again at each letter


@pytest.mark.parametrize("width", [WIDE, 800])
def test_the_search_finds_the_procedure_before_the_refusals(page: Page, address: str, width: int) -> None:
    on_a_screen_of(page, width)
    page.goto(address + "/")

    search(page, "dépôt de garantie")

    first = page.locator(".md-search-result__item > a").first.evaluate("one => one.pathname")
    assert first in ("/entrer/", "/partir/")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("caution", "/partir/"),
        ("depot de garantie", "/partir/"),
        ("rendre ma caution", "/partir/"),
        ("loyer", "/payer/"),
        ("etat des lieux", "/entrer/"),
        ("expulsion", "/partir/"),
        ("dette", "/payer/"),
        ("CAUTION ?", "/partir/"),
    ],
)
def test_the_search_understands_everyday_words_and_no_accents(
    page: Page, address: str, typed: str, expected: str
) -> None:
    page.goto(address + "/")

    search(page, typed)

    found = page.locator(".md-search-result__item > a").evaluate_all("all => all.map(one => one.pathname)")
    assert expected in list(dict.fromkeys(found))[:3]


def test_a_search_that_means_nothing_says_so(page: Page, address: str) -> None:
    page.goto(address + "/")
    page.locator(".md-search__input").press_sequentially("zzzyx")

    page.get_by_text("Aucun document trouvé").wait_for()
