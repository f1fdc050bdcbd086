"""The built site: its links hold, it asks nothing of any other site, and the faults of its theme are mended."""

import json
import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from portal.publishing.sources import problems
from tests.unit.portal.copies import PROJECT, broken_links, generate, inline_code, outside_requests, pages, replace_in


@pytest.fixture
def page(built: Path, tmp_path: Path) -> Path:
    """The home page of a site of one page, to break at will."""
    return Path(shutil.copy(built / "index.html", tmp_path))


def test_the_site_is_built_once_and_again_only_when_something_changed(copy: Path) -> None:
    assert "construit" in generate(copy, "build").stdout
    assert "à jour" in generate(copy, "build").stdout

    replace_in(copy / "portal/pages/payer.md", "# Je paie", "# Je paie ma redevance")

    assert "construit" in generate(copy, "build").stdout
    assert "Je paie ma redevance" in (copy / "portal/site/payer/index.html").read_text(encoding="utf-8")


def test_a_link_to_a_page_that_does_not_exist_stops_the_build(copy: Path) -> None:
    replace_in(copy / "portal/pages/payer.md", "(procedures/alt.md)", "(procedures/alto.md)")

    done = generate(copy, "build")

    assert done.returncode != 0
    assert "alto.md" in done.stderr


def test_every_refusal_has_its_page_on_the_site(built: Path) -> None:
    assert [
        one.code for one in problems(PROJECT) if not (built / "problemes" / one.code / "index.html").is_file()
    ] == []


def test_no_page_asks_anything_of_another_site(built: Path) -> None:
    assert outside_requests(built) == []


@pytest.mark.parametrize(
    "broken",
    [
        '<script src="https://example.org/a.js"></script>',
        '<link rel="stylesheet" href="//example.org/a.css">',
        '<img src="http://example.org/a.png" alt="">',
    ],
)
def test_a_page_that_asks_something_of_another_site_would_be_seen(page: Path, broken: str) -> None:
    replace_in(page, "</body>", f"{broken}</body>")

    assert outside_requests(page.parent) != []


def test_no_page_holds_a_script_or_a_style_of_its_own(built: Path) -> None:
    assert inline_code(built) == []


@pytest.mark.parametrize("broken", ["<script>alert()</script>", '<p style="color: red">', '<a onclick="go()">'])
def test_a_script_or_a_style_inside_a_page_would_be_seen(page: Path, broken: str) -> None:
    replace_in(page, "</body>", f"{broken}</body>")

    assert inline_code(page.parent) != []


def test_every_page_is_in_french_and_has_one_title(built: Path) -> None:
    for html in pages(built):
        assert '<html lang="fr"' in html
        assert len(re.findall(r"<h1\b", html)) == 1


def test_the_faults_of_the_theme_are_mended(built: Path) -> None:
    for html in pages(built):
        assert "Made with" not in html  # too pale for its background
        assert 'type="checkbox" disabled' not in html  # a box without a label
        assert 'role="dialog" aria-label="Recherche"' in html
        assert 'class="md-path" aria-label="Navigation"' not in html  # the same name as the menu
    css = (built / "assets/portal.css").read_text(encoding="utf-8")
    assert "--md-code-hl-comment-color" in css


def test_every_page_leads_to_the_mentions_that_the_law_wants(built: Path) -> None:
    for html in pages(built):
        assert "Accessibilité : non conforme" in html
        for address in ("accessibilite/", "mentions/", "donnees-personnelles/"):
            assert re.search(rf'href="([./]*{address}|\./)"', html)


def test_every_link_inside_the_site_leads_somewhere(built: Path) -> None:
    assert broken_links(built) == []


@pytest.mark.parametrize("broken", ['<a href="nulle-part/">', '<a href="#nulle-part">', '<a href="payer/#nulle-part">'])
def test_a_link_that_leads_nowhere_would_be_seen(built: Path, broken: str) -> None:
    home = built / "index.html"
    whole = home.read_text(encoding="utf-8")
    try:
        replace_in(home, "</body>", f"{broken}</a></body>")
        assert broken_links(built) != []
    finally:
        home.write_text(whole, encoding="utf-8")


def test_titles_never_skip_a_level(built: Path) -> None:
    for html in pages(built):
        levels = [int(level) for level in re.findall(r"<h([1-6])\b", html)]
        assert all(after <= before + 1 for before, after in pairwise(levels)), levels


def test_no_link_is_without_words_or_says_only_here(built: Path) -> None:
    for html in pages(built):
        for attributes, inside in re.findall(r"<a\b([^>]*)>(.*?)</a>", html, re.DOTALL):
            named = re.search(r'aria-label="([^"]+)"|title="([^"]+)"', attributes)
            words = re.sub(r"<[^>]+>", " ", inside).strip() or (named and named[0]) or ""
            assert words, attributes
            assert words.lower().strip(" .") not in {"ici", "cliquez ici", "lien", "en savoir plus ici"}


def test_the_index_of_the_search_stays_light_and_holds_the_usual_words(built: Path) -> None:
    index = json.loads((built / "search/search_index.json").read_text(encoding="utf-8"))

    assert (built / "search/search_index.json").stat().st_size < 600_000
    assert index["config"]["synonyms"]["caution"] == "dépôt garantie"
    assert [one["location"] for one in index["docs"] if one["location"].endswith("#chiffres")] == []
