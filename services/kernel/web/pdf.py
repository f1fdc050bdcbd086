"""A paper as the answer: drawn aside so that nobody waits, shown by the browser, kept by nobody on the way.

`?forme=lecture` gives the same paper as a page to read: on a telephone, with a screen reader, without a PDF.
"""

import asyncio
import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

from litestar import Request, Response
from markupsafe import Markup

from kernel.documents.paper import Head, Paper
from kernel.documents.render import readable, render
from kernel.web.page import page

T = TypeVar("T")
_DRAWING = ThreadPoolExecutor(max_workers=2, thread_name_prefix="papers")
"""Two at once: a large paper takes 80 ms, and each thread that draws keeps some 40 MB."""
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9._-]+")
READING = "lecture"
"""The form in which a paper is read as a page."""


class PaperDesk:
    """Gives papers out under the head of the organisation: its name, and the lines under it."""

    def __init__(self, organisation: str, head: Head, *, zone: str, reading: bool, path: str) -> None:
        self.organisation, self.head, self.zone = organisation, head, zone
        self.is_page, self._path = reading, path

    async def give(self, template: Path, paper: Paper, *, on: date | datetime, name: str) -> Response[Any]:
        """The PDF of a paper, or the page that says the same.

        `on`: the day of the act that it reports, so that the same paper has the same bytes; `name`: of the file, without ending.
        """
        return await self.drawn_under(self.head, template, paper, on=on, name=name)

    async def drawn_under(
        self,
        head: Head,
        template: Path,
        paper: Paper,
        *,
        on: date | datetime,
        name: str,
        images: Mapping[str, bytes] | None = None,
    ) -> Response[Any]:
        """The same under a given head. `images`: by the file names that the paper gives; the page to read does without."""
        if self.is_page:
            body = Markup(await drawn(partial(readable, template, paper, head=head)))  # noqa: S704  typst escapes
            return page("paper.html", paper=paper, body=body, sheet=self._path)
        draw = partial(render, template, paper, on=instant_of(on), head=head, images=images)
        return sent(await drawn(draw), name)


def instant_of(on: date | datetime) -> datetime:
    """The instant that dates a paper: of its act, or noon of its day."""
    return on if isinstance(on, datetime) else datetime.combine(on, time(12), UTC)


def sent(content: bytes, name: str) -> Response[bytes]:
    """A PDF that a browser shows, under a plain name."""
    plain = _NOT_IN_A_NAME.sub("-", name).strip("-.")
    headers = {"content-disposition": f'inline; filename="{plain}.pdf"', "cache-control": "no-store"}
    return Response(content, media_type="application/pdf", headers=headers)


async def drawn(draw: Callable[[], T]) -> T:
    """What a drawing gives, made beside the requests."""
    return await asyncio.get_running_loop().run_in_executor(_DRAWING, draw)


def asked(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """Whether the paper is asked for as a page (`reading`), and the address of the sheet that says the same (`path`)."""
    kept = [(key, value) for key, value in request.query_params.items() if key != "forme"]
    path = request.url.path + (f"?{urlencode(kept)}" if kept else "")
    return {"reading": request.query_params.get("forme") == READING, "path": path}
