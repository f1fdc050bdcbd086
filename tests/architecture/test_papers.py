"""Every paper is also read as a page: a sheet that only prints is seen here."""

import inspect
from collections.abc import Iterator
from datetime import date
from typing import Any

from kernel.clock import MovableClock
from kernel.settings import SERVICES, Settings
from palier.site import create_site

AS_GIVEN = {"yearly_file_pdf", "issued_document_pdf"}
"""Kept byte for byte: what is given again is the file itself."""


def papers() -> Iterator[tuple[str, Any]]:
    """Each page that gives a PDF: the name of its handler, its function."""
    urls = dict.fromkeys(SERVICES, "sqlite:/nowhere")
    site = create_site(
        Settings(databases=urls, secret="un-secret-de-test-assez-long-0123456789"), MovableClock(date(2026, 1, 1))
    )
    for app in site.apps.values():
        for route in app.routes:
            if route.path.endswith(".pdf"):
                for handler in route.route_handlers:  # type: ignore[union-attr]
                    if handler.http_methods != {"OPTIONS"}:
                        yield handler.handler_name, handler.fn


def without_a_page(found: list[tuple[str, Any]]) -> set[str]:
    """A desk gives the sheet, or the page that says the same; what does without a desk has no page."""
    return {name for name, fn in found if "papers" not in inspect.signature(fn).parameters}


def test_every_paper_has_its_page_to_read() -> None:
    found = list(papers())
    assert len(found) > 35
    assert without_a_page(found) == AS_GIVEN


def test_a_paper_that_only_prints_is_seen() -> None:
    async def only_prints_pdf() -> bytes:
        return b""

    assert without_a_page([("only_prints_pdf", only_prints_pdf)]) == {"only_prints_pdf"}
