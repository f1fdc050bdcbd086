"""The pictures of the staff guides are taken by the browser journeys, so that they show the program as it is."""

import re
from pathlib import Path

from tests.unit.portal.copies import PROJECT

GUIDES = PROJECT / "portal/pages/guide"
PICTURES = PROJECT / "portal/docs/guide/images"
HEAVIEST = 80_000


def used(folder: Path) -> dict[str, str]:
    """Each picture that a guide shows, and what it says to those who do not see it."""
    pages = "\n".join(file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.md")))
    return {name: words for words, name in re.findall(r"!\[([^\]]*)\]\(images/([\w-]+)\.png\)", pages)}


def taken() -> set[str]:
    """The names that the journeys give to the pictures that they take."""
    files = (PROJECT / "tests/journeys").glob("test_*.py")
    return {name for file in files for name in re.findall(r'\.picture\("([\w-]+)"\)', file.read_text(encoding="utf-8"))}


def test_every_picture_of_a_guide_is_taken_by_a_journey() -> None:
    assert used(GUIDES)
    assert set(used(GUIDES)) - taken() == set()


def test_a_picture_that_no_journey_takes_would_be_seen(tmp_path: Path) -> None:
    (tmp_path / "vieux.md").write_text("![Un écran d’autrefois](images/vieux.png)", encoding="utf-8")

    assert set(used(tmp_path)) - taken() == {"vieux"}


def test_every_picture_is_there_small_used_and_told_in_words() -> None:
    kept = {file.stem: file.stat().st_size for file in PICTURES.glob("*.png")}

    assert set(kept) == set(used(GUIDES))
    assert {name: size for name, size in kept.items() if size > HEAVIEST} == {}
    assert {name: words for name, words in used(GUIDES).items() if len(words) < 20} == {}
