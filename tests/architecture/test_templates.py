"""Every page template is used, and none carries style or script of its own (the content policy forbids both)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import SERVICES, modules

INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)


def templates() -> Iterator[tuple[str, Path]]:
    """The name a template is called by, and its file."""
    for folder in (*SERVICES.glob("*/web/pages"), *SERVICES.glob("*/web/templates")):
        for path in sorted(folder.rglob("*.html")):
            yield path.relative_to(folder).as_posix(), path


def test_every_template_is_used() -> None:
    texts = [text for _, text in modules(SERVICES)] + [path.read_text(encoding="utf-8") for _, path in templates()]
    everything = "\n".join(texts)
    assert [name for name, _ in templates() if f'"{name}"' not in everything and f"'{name}'" not in everything] == []


def test_no_template_carries_style_or_script() -> None:
    assert [name for name, path in templates() if INLINE.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("bad", ["<p style='color:red'>", "<script>x()</script>", "<a onclick=x>", "<style>"])
def test_inline_style_and_script_are_seen(bad: str) -> None:
    assert INLINE.search(bad)


LAYOUT = re.compile(r"(?<![\w.-])(grid|line|rect|box|place|image|pagebreak|h|v|columns)\(")
"""What a page to read would leave out: the helpers of `paper.typ` say it in both forms."""


def _laid_out(text: str) -> list[str]:
    return LAYOUT.findall(text)


def test_a_paper_lays_itself_out_with_the_helpers_that_a_page_to_read_knows_too() -> None:
    papers = [path for path in SERVICES.rglob("*.typ") if path.name != "paper.typ"]
    assert len(papers) > 10
    assert {path.name: found for path in papers if (found := _laid_out(path.read_text(encoding="utf-8")))} == {}


def test_a_paper_that_draws_by_itself_is_seen() -> None:
    assert _laid_out("#grid(columns: 2, [a], [b]) #box[x] line(length: 1pt) facts(d.grid)") == ["grid", "line"]
