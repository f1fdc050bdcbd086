"""The guides of the staff quote the screen: a word that no page says any more is found here."""

import re
from pathlib import Path

from palier.cli import parser
from tests.unit.portal.copies import PROJECT

GUIDES = sorted(PROJECT.glob("portal/pages/guide/*.md"))
SCREENS = ("services/*/web/**/*.html", "services/*/web/**/*.py", "services/*/web/**/*.js")


def plain(text: str) -> str:
    """One apostrophe, one kind of space."""
    return re.sub(r"[\s\u00a0\u202f]+", " ", text.replace("’", "'").replace("&nbsp;", " "))


def quoted(text: str) -> list[str]:
    """What a guide gives as the words of the screen, a quotation inside another included."""
    return [plain(one).strip() for one in re.findall(r"«\s*((?:[^«»]|«[^«»]*»)*?)\s*»", text)]


def screens(root: Path) -> str:
    """Every word that the pages and their labels can say."""
    return plain(" ".join(file.read_text(encoding="utf-8") for one in SCREENS for file in sorted(root.glob(one))))


def test_every_word_that_a_guide_quotes_is_on_the_screen() -> None:
    said = screens(PROJECT)
    missing = {
        guide.name: [one for one in quoted(guide.read_text(encoding="utf-8")) if one not in said] for guide in GUIDES
    }

    assert {name: words for name, words in missing.items() if words} == {}


def test_a_word_that_left_the_screen_would_be_seen() -> None:
    assert quoted("Appuyez sur « Faire disparaître la dette ».") == ["Faire disparaître la dette"]
    assert "Faire disparaître la dette" not in screens(PROJECT)


def test_each_guide_is_one_task_in_numbered_steps_and_says_who_does_it() -> None:
    tasks = {
        one.name: one.read_text(encoding="utf-8")
        for one in GUIDES
        if one.stem not in ("index", "premiers-pas", "idees")
    }

    assert len(tasks) >= 9
    assert [name for name, text in tasks.items() if "**Qui** :" not in text or "\n1. " not in text] == []


def commands_in(text: str) -> set[str]:
    """The commands of the program that a guide gives."""
    return set(re.findall(r"`palier ([a-z][a-z-]+)", text))


def unknown(commands: set[str]) -> list[str]:
    """Those that the program does not have."""
    known = parser().format_help()
    return sorted(one for one in commands if not re.search(rf"^ +{one}\b", known, re.MULTILINE))


def test_every_command_that_a_guide_gives_exists() -> None:
    given = {one for guide in GUIDES for one in commands_in(guide.read_text(encoding="utf-8"))}

    assert len(given) > 5
    assert unknown(given) == []
    assert unknown({"erase-everything"}) == ["erase-everything"]
