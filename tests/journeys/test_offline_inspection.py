"""An inspection in a flat without a network, in a real Chromium: whatever breaks, each thing reaches the program exactly once."""

import io
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, Playwright, expect, sync_playwright

from palier.demo.people import PASSWORD
from tests.support.chromium import FLAGS
from tests.support.flat import Flat, prepare, served

TABLET = {"width": 800, "height": 1100}
ROOMS = ("Chambre", "Coin cuisine", "Salle d'eau et WC")
SERVED = re.compile(r"Reçu par le serveur")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, UUID]:
    folder = tmp_path_factory.mktemp("town")
    return folder, prepare(folder)


@pytest.fixture
def flat(prepared: tuple[Path, UUID], tmp_path: Path) -> Iterator[Flat]:
    folder, inspection_id = prepared
    copy = shutil.copytree(folder, tmp_path / "town")
    with served(copy, inspection_id) as found:
        yield found


@pytest.fixture(scope="module")
def playwright(chromium: str) -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


def tablet(playwright: Playwright, chromium: str, folder: Path) -> BrowserContext:
    """A tablet with its storage, which stays when the browser is closed."""
    return playwright.chromium.launch_persistent_context(
        str(folder), executable_path=chromium, args=list(FLAGS), viewport=TABLET, locale="fr-FR"
    )


def taken_along(context: BrowserContext, flat: Flat) -> Page:
    """Signed in, the page opened once with the network."""
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.goto(f"{flat.base}/connexion?suite={flat.page}")
    page.get_by_label("Identifiant").fill("agent")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    expect(page.locator("#visit-status")).to_contain_text("Prêt hors réseau")
    return page


def part(page: Page, name: str) -> None:
    page.locator(".jumps").get_by_role("button", name=re.compile(f"^{name}")).click()
    expect(page.locator("h2.part")).to_have_text(name)


def fill(page: Page, remark: str = "Rayure devant la porte") -> None:
    """The whole flat in good condition, one remark, two photos, two signatures."""
    photo = io.BytesIO()
    Image.effect_noise((2400, 1800), 40).convert("RGB").save(photo, "JPEG")
    for number, room in enumerate(ROOMS):
        part(page, room)
        page.get_by_role("button", name="autres en « Bon »").click()
        if number < 2:
            if not number:
                page.get_by_label("Remarque").first.fill(remark)
            sent = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": photo.getvalue()}
            page.locator("input[type=file]").first.set_input_files(sent)  # type: ignore[arg-type]
            expect(page.locator(".photos img")).to_have_count(1)
    part(page, "Compteurs")
    for box in page.get_by_label("Index relevé").all():
        box.fill("1200")
    part(page, "Clés")
    page.get_by_label("Remises").first.fill("2")
    part(page, "Remarques")
    page.get_by_role("button", name="Copie remise : Le ménage").click()
    expect(page.get_by_role("radio", name="En main propre")).to_be_checked()
    part(page, "Personnes")
    for number in range(2):
        page.get_by_role("radio", name="Présent", exact=True).nth(number).check()
    sign(page)


def sign(page: Page) -> None:
    part(page, "Signatures")
    for left in (2, 1):
        pads = page.locator("canvas.pad:not(.done)")
        expect(pads).to_have_count(left)
        pads.first.scroll_into_view_if_needed()
        box = pads.first.bounding_box()
        assert box
        page.mouse.move(box["x"] + 40, box["y"] + 60)
        page.mouse.down()
        page.mouse.move(box["x"] + 200, box["y"] + 90, steps=5)
        page.mouse.up()
        page.get_by_role("button", name="Valider la signature").first.click()
    expect(page.locator("canvas.pad.done")).to_have_count(2)


def finish(page: Page) -> None:
    part(page, "Envoi")
    page.get_by_role("button", name="Terminer et envoyer").click()


def sign_in_again(page: Page) -> None:
    """The session ended while the tablet was away: it says so, keeps everything, and goes on once somebody signs in."""
    expect(page.locator(".trouble")).to_contain_text("connectez-vous")
    expect(page.locator(".outbox li[data-state=kept]")).to_have_count(3)
    page.get_by_role("link", name="Se connecter").click()
    page.get_by_label("Identifiant").fill("agent")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()


def wait_until(true: Callable[[], bool], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_cut_closed_reopened_failed_and_lost_each_thing_arrives_exactly_once(
    playwright: Playwright, chromium: str, flat: Flat, tmp_path: Path
) -> None:
    flat.faults.before, flat.faults.after = 1, 1
    profile = tmp_path / "tablet"
    context = tablet(playwright, chromium, profile)
    page = taken_along(context, flat)
    context.set_offline(True)
    page.reload()
    expect(page.locator("#visit-status")).to_contain_text("Prêt hors réseau")
    fill(page)
    context.close()

    context = tablet(playwright, chromium, profile)
    context.set_offline(True)
    page = context.new_page()
    page.goto(flat.base + flat.page)
    part(page, "Chambre")
    expect(page.get_by_label("Remarque").first).to_have_value("Rayure devant la porte")
    expect(page.locator(".photos img")).to_have_count(1)
    finish(page)
    expect(page.locator("#visit-status")).to_contain_text("À ENVOYER : 3")
    expect(page.locator(".outbox li[data-state=kept]")).to_have_count(3)
    page.screenshot(path=tmp_path / "offline.png")
    assert page.evaluate("document.documentElement.scrollWidth") <= TABLET["width"]
    assert not flat.faults.sent
    assert flat.stored() == (0, 0, 0, "draft")

    context.set_offline(False)
    sign_in_again(page)
    expect(page.locator("#visit-status")).to_contain_text(SERVED, timeout=30_000)
    expect(page.locator(".outbox li[data-state=received]")).to_have_count(3)
    assert flat.stored() == (2, 1, 0, "signed")
    assert len(flat.faults.seen) == 3
    assert set(flat.faults.seen.values()) == {2}, "the answer was lost once: it came twice, and is kept once"
    context.close()


def test_two_tablets_on_one_inspection_lose_nothing_and_replace_nothing(
    playwright: Playwright, chromium: str, flat: Flat, tmp_path: Path
) -> None:
    first = tablet(playwright, chromium, tmp_path / "first")
    one = taken_along(first, flat)
    second = tablet(playwright, chromium, tmp_path / "second")
    other = taken_along(second, flat)
    second.set_offline(True)
    fill(one, "Vu par la première")
    fill(other, "Vu par la seconde")
    finish(one)
    expect(one.locator("#visit-status")).to_contain_text(SERVED)
    finish(other)
    expect(other.locator("#visit-status")).to_contain_text("À ENVOYER : 3")
    second.clear_cookies()
    second.set_offline(False)
    sign_in_again(other)
    expect(other.locator("#visit-status")).to_contain_text("mis de côté")
    expect(other.locator(".outbox")).to_contain_text("Chambre, Sol")
    assert flat.stored() == (4, 1, 1, "signed")
    ((kept,),) = flat.rows("select content from inspection")
    assert "Vu par la première" in kept
    assert "Vu par la seconde" not in kept
    first.close()
    second.close()


def test_what_would_be_sent_anew_each_time_is_seen(
    playwright: Playwright, chromium: str, flat: Flat, tmp_path: Path
) -> None:
    """The control: a tablet that makes another identifier for each attempt leaves two things where one was sent."""
    flat.faults.after = 1
    context = tablet(playwright, chromium, tmp_path / "tablet")
    page = taken_along(context, flat)
    photo = io.BytesIO()
    Image.new("RGB", (40, 30)).save(photo, "JPEG")
    sent = page.evaluate(
        """async ([items, inspection, bytes]) => {
            const { csrf } = await (await fetch("/api/staff/v1/session")).json();
            const body = JSON.stringify({ subject_id: inspection, taken_at: new Date().toISOString(), content: bytes });
            const statuses = [];
            for (let tries = 0; tries < 4 && statuses.at(-1) !== 201; tries += 1) {
              const headers = { "content-type": "application/json", "x-csrf-token": csrf };
              const answer = await fetch(`${items}/photos/${crypto.randomUUID()}`, { method: "PUT", headers, body });
              statuses.push(answer.status);
              if (statuses.length === 2) break;
            }
            return statuses;
        }""",
        [f"/api/occupancy/v1/inspections/{flat.inspection_id}", str(flat.inspection_id), _text(photo.getvalue())],
    )
    assert sent == [500, 500]
    wait_until(lambda: flat.stored()[0] == 2)
    context.close()


def _text(content: bytes) -> str:
    import base64

    return base64.b64encode(content).decode()
