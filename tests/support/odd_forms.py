"""Every page and form of a running town, filled in as nobody should: what was typed must come back, never a failure."""

import random
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlencode

import httpx
from litestar.params import QueryParameter
from msgspec import Struct

from tests.support.access import Door, doors
from tests.support.site import Town
from tests.support.small_town import Ids

TYPED = ("", " ", "Texte <b>&\"'</b>", "\x00", "a" * 6000, "\u202eenvers", "é\u0301🏠", "-1", "0", "99999999999999999999", "1e9",
         "31/02/2026", "0001-01-01", "9999-12-31", "2026-13", "١٢", "12,345", "{{7*7}}", "'; drop table unit; --", "\r\n",
         "00000000-0000-0000-0000-000000000000", "on", "inconnu")  # fmt: skip
ASKED = (*TYPED, "%00", "2026-11", "21/11/2026", "2026-11-21", "2026")
NEVER_SHOWN_AGAIN = ("password", "hidden", "file", "submit")
SIGN_OUT = "/deconnexion"
ANSWERS = (200, 303, 400, 401, 403, 404, 409, 412, 413, 422, 428, 429)


class Field(Struct):
    """A field of a form, as drawn."""

    name: str
    kind: str
    value: str = ""


class Drawn(Struct):
    """A form of a page that sends something."""

    action: str
    fields: list[Field]


class Forms(HTMLParser):
    """Reads the forms of a page that are sent by POST."""

    def __init__(self, page: httpx.Response) -> None:
        super().__init__()
        self.found: list[Drawn] = []
        self._in: Drawn | None = None
        self._text: Field | None = None
        self._here = page.request.url.path
        self.feed(page.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        had = {name: value or "" for name, value in attrs}
        if tag == "form" and had.get("method", "").lower() == "post":
            self._in = Drawn(had.get("action") or self._here, [])
        elif self._in and tag in ("input", "select", "textarea") and had.get("name"):
            field = Field(had["name"], had.get("type", "text") if tag == "input" else tag, had.get("value", ""))
            self._in.fields.append(field)
            self._text = field if tag == "textarea" else None

    def handle_data(self, data: str) -> None:
        if self._text:
            self._text.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = None
        if tag == "form" and self._in:
            self.found.append(self._in)
            self._in = None


class Visitor:
    """Goes through all pages of one town, with one seed."""

    def __init__(self, town: Town, ids: Ids, clients: dict[str, httpx.AsyncClient], seed: int) -> None:
        self.town, self.ids, self.clients = town, ids, clients
        self.random = random.Random(seed)
        self.pages = [door for door in doors(town) if not door.is_api]

    def addresses(self, door: Door) -> Iterator[str]:
        """The addresses of a page, for each thing that we know."""
        found = [door.path]
        for part in door.path.split("/"):
            name = part.strip("{}").partition(":")[0]
            if part.startswith("{"):
                found = [one.replace(part, known) for one in found for known in self.ids[name]]
        yield from found

    def questions(self, door: Door) -> list[str]:
        """The names that a page reads in its address."""
        app = self.town.app(door.service)
        handler = next(
            one
            for route in app.routes
            for one in getattr(route, "route_handlers", [])
            if one.handler_name == door.handler
        )
        named: dict[str, Any] = handler.parsed_fn_signature.parameters
        own = [name for name, field in named.items() if isinstance(field.kwarg_definition, QueryParameter)]
        return [
            *own,
            *(("after", "limit") if "paging" in named else ()),
            *(() if door.path.endswith(".pdf") else ("fait",)),
        ]

    async def ask(self, door: Door) -> int:
        """Ask a page odd questions. How many were asked."""
        asked = 0
        for address in [*self.addresses(door)][:2]:
            for name in self.questions(door):
                for value in self.random.sample(ASKED, 6 if name != "fait" else 1):
                    checked(
                        await self.clients[door.service].get(f"{address}?{urlencode({name: value})}"), (address, name)
                    )
                    asked += 1
        return asked

    async def forms(self) -> dict[tuple[str, str], Drawn]:
        """Every form of every page, by its service and address."""
        found: dict[tuple[str, str], Drawn] = {}
        for door in self.pages:
            if door.method == "GET" and not door.path.endswith(".pdf"):
                for address in self.addresses(door):
                    page = await self.clients[door.service].get(address)
                    checked(page, address)
                    if page.headers["content-type"].startswith("text/html"):
                        found |= {(door.service, form.action.partition("?")[0]): form for form in Forms(page).found}
        return {place: form for place, form in found.items() if place[1] != SIGN_OUT}

    async def fill(self, service: str, form: Drawn, times: int) -> int:
        """Fill a form in badly. How many times it was shown again."""
        shown = 0
        for _ in range(times):
            typed = [(field, self.random.choice(TYPED)) for field in form.fields if field.kind != "hidden"]
            kept = [(field.name, field.value) for field in form.fields if field.kind == "hidden"]
            sent = urlencode([*kept, *((field.name, value) for field, value in typed if self.random.random() < 0.9)])
            headers = {"content-type": "application/x-www-form-urlencoded"}
            answer = await self.clients[service].post(form.action, content=sent, headers=headers)
            checked(answer, (form.action, sent[:500]))
            shown += self.kept(form, sent, answer)
        return shown

    async def spoil(self, service: str, form: Drawn) -> None:
        """Send what is no form at all."""
        for kind, content in (
            ("application/x-www-form-urlencoded", b"name=%ff%fe&\xff=\xfe&=&&%00=%00"),
            ("application/x-www-form-urlencoded", b"version=1&" + b"&".join(b"x=1" for _ in range(2000))),
            ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=name\r\n\r\nabc"),
            ("multipart/form-data", b"abc"),
            ("application/json", b"{}"),
            ("text/plain", b"name=x"),
            ("", b""),
        ):
            answer = await self.clients[service].post(form.action, content=content, headers={"content-type": kind})
            checked(answer, (form.action, kind, content[:100]))

    def kept(self, form: Drawn, sent: str, answer: httpx.Response) -> bool:
        """Whether the form came back; then every typed text is in its field."""
        if answer.status_code in (303, 404):
            return False
        again = {field.name: field for one in Forms(answer).found if one.action == form.action for field in one.fields}
        for name, value in urldecoded(sent):
            field = again.get(name)
            if field and field.kind not in (*NEVER_SHOWN_AGAIN, "select", "checkbox", "radio"):
                assert same(field.value, value), (form.action, name, value[:80], field.value[:80], answer.status_code)
        return bool(again)


def checked(answer: httpx.Response, place: object) -> None:
    """Raises `AssertionError` at a failure, or at a page that runs what was typed."""
    assert answer.status_code in ANSWERS, (place, answer.status_code, answer.text[:300])
    assert "<b>&\"'</b>" not in answer.text, place


def urldecoded(sent: str) -> list[tuple[str, str]]:
    return parse_qsl(sent, keep_blank_values=True)


def same(shown: str, typed: str) -> bool:
    """Equal, as far as a page can show it: a NUL cannot stand in HTML, line ends are the browser's."""
    return plain(shown) == plain(typed)


def plain(text: str) -> str:
    return text.replace("\x00", "").replace("\ufffd", "").replace("\r\n", "\n").lstrip("\n")
