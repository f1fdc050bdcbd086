"""The lists of the pages, to take away: `?format=xlsx` or `?format=csv` at the address of the page, with its permission."""

import asyncio
import io
import re
import zipfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response
from msgspec import Struct

from kernel.documents.spreadsheets import csv_file, xlsx
from kernel.errors import NotFound
from kernel.sheets import Sheet

EVERYTHING = 1_000_000
"""A page shows a part of a list; what is taken away holds the whole of it."""

_WRITING = ThreadPoolExecutor(max_workers=2, thread_name_prefix="sheets")
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9._-]+")
_OF_THE_PAGE = ("format", "after", "apres", "fait")
"""What an address says about the page that is shown, and not about the list."""


class Format(StrEnum):
    """How a list is taken away."""

    XLSX = "xlsx"
    CSV = "csv"


MEDIA = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv; charset=utf-8",
}


class Export(Struct, frozen=True, kw_only=True):
    """What a handler of a list is given. True when the list is asked for as a file: `if export: return await export.of(…)`."""

    form: Format | None
    organisation: str
    at: datetime

    def __bool__(self) -> bool:
        return self.form is not None

    async def of(self, sheet: Sheet, name: str) -> Response[bytes]:
        """The file of a list. `name` is the file's, without its ending."""
        return await self.book([sheet], sheet.name, name)

    async def book(self, sheets: list[Sheet], title: str, name: str) -> Response[bytes]:
        """Several tables: one sheet each in the workbook; the CSV holds the first one only."""
        assert self.form is not None
        if self.form is Format.CSV:
            write = partial(csv_file, sheets[0])
        else:
            write = partial(xlsx, sheets, title=title, author=self.organisation, on=self.at)
        content = await asyncio.get_running_loop().run_in_executor(_WRITING, write)
        return attachment(content, f"{name}.{self.form}", MEDIA[self.form])


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Several files in one. The same parts give the same bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def attachment(content: bytes, name: str, media_type: str) -> Response[bytes]:
    """A file to be kept by the one who asked, and by nobody on the way."""
    plain = _NOT_IN_A_NAME.sub("-", name).strip("-.")
    headers = {"content-disposition": f'attachment; filename="{plain}"', "cache-control": "no-store"}
    return Response(content, media_type=media_type, headers=headers)


async def provide_export(request: Request[Any, Any, Any]) -> Export:
    """Raises `NotFound` when the address asks for a format that there is not."""
    wanted = request.query_params.get("format", "")
    if wanted not in ("", *Format):
        raise NotFound("Une liste s'exporte en « xlsx » ou en « csv ».")
    app = request.app.state
    form = Format(wanted) if wanted else None
    return Export(form=form, organisation=app.settings.organisation, at=app.clock.now())


def links(request: Request[Any, Any, Any]) -> list[tuple[str, str]]:
    """Label and address of each format of the list that is shown, filters kept in the order of the address."""
    kept = [(key, value) for key, value in request.query_params.items() if key not in _OF_THE_PAGE]
    return [(one.value.upper(), f"{request.url.path}?{urlencode([*kept, ('format', one.value)])}") for one in Format]
