"""What axe-core finds wrong in the page that a browser shows. A part of the faults only: the rest needs a person."""

from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
"""The rules of WCAG 2.2, A and AA, and what the makers of axe-core hold for good practice."""


@cache
def _script() -> str:
    file = Path(str(distribution("axe-playwright-python").locate_file("axe_playwright_python/axe.min.js")))
    return file.read_text(encoding="utf-8")


def version() -> str:
    """The version of axe-core itself, as its file says it."""
    return _script()[:40].split("axe v")[1].split()[0]


def violations(page: Page, within: str = "html") -> list[str]:
    """One line for each rule broken, with the elements that break it; empty when axe-core sees nothing."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_script())  # by the debugger: the page's own content policy stays in force
    found: dict[str, Any] = page.evaluate(
        "([within, tags]) => axe.run(within, {runOnly: tags, resultTypes: ['violations']})", [within, list(TAGS)]
    )
    return [
        f"{one['id']} ({one['impact']}) : {' | '.join(node['html'][:160] for node in one['nodes'][:5])}"
        for one in found["violations"]
    ]
