"""What the public portal may tell of this installation: the name on its papers and the rules that it recorded. No household."""

import json
from collections.abc import Iterator
from datetime import date
from importlib import import_module

from kernel.clock import SystemClock
from kernel.law import LawValue
from kernel.law_book import LawBook
from kernel.law_records import values_of
from kernel.settings import Settings
from palier.site import create_one

WITH_A_BOOK = ("alt_units", "occupancy")
"""The services in which staff record values of the law."""

_HEAD = """\
# Réglages du portail public, écrits par « palier export-portal-settings ». Ne pas modifier : exporter de nouveau.
# Pour construire le portail : python portal/generate.py build --settings CE_FICHIER
"""


async def exported(settings: Settings, on: date) -> str:
    """The settings as a TOML text. A value that starts after that day is told too, with its date."""
    values = {service: await _recorded(service, settings) for service in WITH_A_BOOK}
    lines = [_HEAD, f"exported_on = {on:%Y-%m-%d}", "", "[town]", *await _town(settings, on)]
    for service, found in values.items():
        for value in sorted(found, key=lambda one: (one.key, one.since)):
            lines += ["", f"[[values.{service}]]", *_fields(value)]
    return "\n".join([*lines, ""])


async def _recorded(service: str, settings: Settings) -> list[LawValue]:
    db = create_one(service, settings, SystemClock(settings.zone)).state.db
    book: LawBook = import_module(f"{service}.store.law").BOOK
    await db.open()
    try:
        return values_of([one for one in await book.recorded() if one.stands], book.keys)
    finally:
        await db.close()


async def _town(settings: Settings, on: date) -> Iterator[str]:
    """As on the papers of that day; until staff wrote a head of papers, as at the installation."""
    db = create_one("occupancy", settings, SystemClock(settings.zone)).state.db
    letterheads, papers = import_module("occupancy.store.letterheads"), import_module("occupancy.domain.letterheads")
    await db.open()
    try:
        head = await letterheads.letterhead_on(on)
    finally:
        await db.close()
    head = head or papers.Letterhead.installed(settings.organisation, settings.organisation_address)
    named = ("name", "address", "contact", "privacy_contact")
    return (f"{field} = {_text(getattr(head, field))}" for field in named)


def _fields(value: LawValue) -> Iterator[str]:
    yield f"key = {_text(value.key)}"
    yield f"value = {value.value if isinstance(value.value, int) else _text(value.value)}"
    yield f"unit = {_text(value.unit)}"
    yield f"since = {value.since:%Y-%m-%d}"
    yield f"source = {_text(value.source)}"
    yield f"status = {_text(str(value.status))}"
    if value.note:
        yield f"note = {_text(value.note)}"


def _text(text: str) -> str:
    """A TOML basic string: JSON's escapes are its own, but for one sign."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
