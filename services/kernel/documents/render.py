"""Draws a PDF with typst. Data reach the template as JSON and stay data: no text of anybody is ever run as markup."""

import base64
import json
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import msgspec
import typst

from kernel.documents.paper import Head

_LOGO = "logo.jpg"
_COMMON = Path(__file__).parent / "templates"
_STANDARDS: Any = ["a-2a", "ua-1"]
_FONTS = typst.Fonts(
    include_system_fonts=False, include_embedded_fonts=True, font_paths=[Path(__file__).parent / "fonts"]
)
_KNOWN = {
    *range(0x20, 0x7F),  # ASCII
    *range(0xA0, 0x250),  # Latin
    *range(0x1E00, 0x1E9C), *range(0x1EA0, 0x1EFA),  # Latin, with the accents of Vietnamese and others
    *range(0x388, 0x38B), *range(0x38E, 0x3A2), *range(0x3A3, 0x3CF),  # Greek
    *range(0x400, 0x460),  # Cyrillic
    *range(0x2010, 0x2028),  # hyphens, dashes, quotation marks
    *(ord(one) for one in "€−→□≤≥\u202f\n"),
}  # fmt: skip
"""What both weights of the font can draw. Signs that turn the direction of writing are left out on purpose."""


_KNOWN_WARNINGS = ("html export is under active development and incomplete",)
"""Said of every page; what a page leaves out (« … was ignored during HTML export ») is a failure."""


class DocumentFailed(Exception):
    """A bug in a template: unknown font, missing description, invalid structure."""


def render(
    template: Path,
    model: Any,
    *,
    on: datetime,
    head: Head | Sequence[str] = (),
    images: Mapping[str, bytes] | None = None,
) -> bytes:
    """The PDF of a template for a document model, dated by the act that it reports; `head`: what stands with the organisation.

    `images`: by the file name that the model gives to the template. The same template, model, head, images and instant give the
    same bytes. Raises `DocumentFailed`.
    """
    how: dict[str, Any] = {"form": "pdf", "pdf_standards": _STANDARDS, "timestamp": on.replace(microsecond=0)}
    above = _head(head)
    images = {**(images or {}), **({_LOGO: above.logo} if above.logo else {})}
    if not images:
        return _compiled(template, model, above, **how)
    with TemporaryDirectory(
        prefix="palier-"
    ) as folder:  # the typesetter reads images from files only; it sees no other folder
        for name, content in images.items():
            (Path(folder) / name).write_bytes(content)
        return _compiled(template, model, above, root=folder, **how)


def readable(template: Path, model: Any, *, head: Head | Sequence[str] = ()) -> str:
    """The same paper as HTML, to be read on a screen: what stands in its body. Raises `DocumentFailed`."""
    page = _compiled(template, model, _head(head), form="html").decode()
    return page[page.index("<body>") + len("<body>") : page.rindex("</body>")]


def _compiled(template: Path, model: Any, head: Head, *, form: Literal["pdf", "html"], **options: Any) -> bytes:
    data = printable({**msgspec.to_builtins(model), "head": head.lines}) | {"logo": _logo(head, form)}
    source = template.read_text(encoding="utf-8")
    compiled: Any = typst.compile_with_warnings
    common = (_COMMON / "paper.typ").read_text(encoding="utf-8")
    try:
        made: tuple[bytes, Sequence[Any]] = compiled(
            _input(common + source, options.get("root")),
            font_paths=_FONTS,
            format=form,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True), "form": form},
            **options,
        )
    except typst.TypstError as error:
        raise DocumentFailed(str(error)) from error
    content, warnings = made
    if found := [str(one.message) for one in warnings if str(one.message) not in _KNOWN_WARNINGS]:
        raise DocumentFailed("; ".join(found))
    return bytes(content)


def _head(head: Head | Sequence[str]) -> Head:
    return head if isinstance(head, Head) else Head(lines=tuple(head))


def _logo(head: Head, form: str) -> dict[str, str] | None:
    """What the template needs to show it: the name of its file on a sheet, itself on a page."""
    if not head.logo:
        return None
    shown = _LOGO if form == "pdf" else "data:image/jpeg;base64," + base64.b64encode(head.logo).decode()
    return {"src": shown, "alt": str(printable(head.logo_alt))}


def _input(source: str, root: str | None) -> Any:
    """The text itself, or its file in the folder of its images."""
    if root is None:
        return source.encode()
    file = Path(root) / "main.typ"
    file.write_text(source, encoding="utf-8")
    return file


def unprintable(text: str) -> str:
    """The signs of a text that the font cannot draw, in order."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    return "".join(one for one in plain if ord(one) not in _KNOWN)


def printable(value: Any) -> Any:
    """The same data with what the font cannot draw replaced by a box: an emoji must not stop a receipt."""
    if isinstance(value, str):
        plain = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\t", " "))
        return "".join(one if ord(one) in _KNOWN else "□" for one in plain)
    if isinstance(value, list | tuple):
        return [printable(one) for one in value]
    if isinstance(value, dict):
        return {key: printable(one) for key, one in value.items()}
    return value
