"""What every paper has, whatever it says: the head, the reference, a mark across the page while it binds nobody."""

from msgspec import Struct


class Paper(Struct, frozen=True, kw_only=True):
    """The model of a document: plain French text, ready to be laid out. `mark`: « Projet », « Annulé », or nothing.

    `mark_reason` says under the title why the paper is marked. `dated` stands beside the reference.
    """

    title: str
    organisation: str
    reference: str
    dated: str
    mark: str | None
    mark_reason: str


class Head(Struct, frozen=True, kw_only=True):
    """What stands above a paper: the lines under the name; a logo (a JPEG drawn again) and what it shows, in words."""

    lines: tuple[str, ...] = ()
    logo: bytes = b""
    logo_alt: str = ""


class Fact(Struct, frozen=True, kw_only=True):
    """A label and its value."""

    label: str
    value: str


class Source(Struct, frozen=True, kw_only=True):
    """Where a value comes from. `to_confirm`: nobody has read the source yet, and the paper says so."""

    text: str
    source: str
    to_confirm: bool


def facts(rows: dict[str, str | None]) -> tuple[Fact, ...]:
    """Facts in order, without those that have no value."""
    return tuple(Fact(label=label, value=value) for label, value in rows.items() if value)
