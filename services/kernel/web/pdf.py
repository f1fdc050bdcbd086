"""A paper as the answer: drawn aside so that nobody waits, shown by the browser, kept by nobody on the way."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path

from litestar import Response

from kernel.documents.paper import Paper
from kernel.documents.render import render

_DRAWING = ThreadPoolExecutor(max_workers=2, thread_name_prefix="papers")
"""Two at once: a large paper takes 80 ms, and each thread that draws keeps some 40 MB."""
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9._-]+")


async def pdf(template: Path, paper: Paper, *, on: date | datetime, name: str, address: str) -> Response[bytes]:
    """The PDF of a paper, dated `on`: the act that it reports, so that the same paper has the same bytes.

    `name` is the file's, without its ending; `address` the organisation's, for the head.
    """
    at = on if isinstance(on, datetime) else datetime.combine(on, time(12), UTC)
    draw = partial(render, template, paper, on=at, address=address)
    content = await asyncio.get_running_loop().run_in_executor(_DRAWING, draw)
    plain = _NOT_IN_A_NAME.sub("-", name).strip("-.")
    headers = {"content-disposition": f'inline; filename="{plain}.pdf"', "cache-control": "no-store"}
    return Response(content, media_type="application/pdf", headers=headers)
