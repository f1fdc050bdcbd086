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
