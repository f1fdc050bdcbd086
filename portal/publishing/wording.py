"""French words for what the law files hold, and the marks that say what is still to be confirmed."""

import posixpath
import re
from collections.abc import Mapping
from datetime import date

from kernel.law import LawValue, Status
from kernel.money import euros
from kernel.web.law_words import is_told, quantity

NBSP = "\u00a0"

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip

Words = Mapping[str, Mapping[str, str]]
"""By key: the French of each word that its rule knows."""

SERVICES = {
    "kernel": "Règles communes",
    "staff": "Équipe et connexion",
    "alt_units": "Logements et aides",
    "occupancy": "Ménages et séjours",
    "palier": "Installation",
}


def service(name: str) -> str:
    return SERVICES.get(name, name)


def day(value: date) -> str:
    """`1er janvier 2008`, `14 mars 1993`."""
    number = "1er" if value.day == 1 else str(value.day)
    return f"{number}{NBSP}{_MONTHS[value.month - 1]} {value.year}"


def amount(cents: int) -> str:
    """`75 €` when there are no cents, else `311,27 €`."""
    return euros(cents).replace(",00", "")


def exact(cents: int) -> str:
    """An amount with its cents, always: `311,27 €`, `335,00 €`."""
    return euros(cents)


def value(law: LawValue, words: Words) -> str:
    """A value with its unit: `3 mois`, `75 €`, `10 %`, or the word itself."""
    if isinstance(law.value, str):
        return words.get(law.key, {}).get(law.value, law.value)
    return amount(law.value) if law.unit == "cents" else quantity(law.value, law.unit)


def has_words(law: LawValue, words: Words) -> bool:
    """False when a value would be shown with an English unit or a code word: this page has to learn it first."""
    if isinstance(law.value, str):
        return law.unit != "rule" or law.value in words.get(law.key, {})
    return is_told(law.unit)


def status(known: Status) -> str:
    """As words, never as a colour alone."""
    return "vérifié" if known is Status.VERIFIED else "**à confirmer**"


def cell(text: str) -> str:
    """A text as the cell of a Markdown table, with the spaces that never break of French typography."""
    plain = re.sub(r"[ \t\r\n]+", " ", text).strip()
    return re.sub(r" (?=[€%»:;?!])|(?<=«) ", NBSP, plain).replace("|", "\\|").replace("*", "\\*")


def spaced(markdown: str) -> str:
    """A page with the spaces that never break of French typography; the signs that begin a line are Markdown's own."""
    return re.sub(r"(?<=[^\s|:!]) (?=[:;?!»%€](?:\W|$))|(?<=«) ", NBSP, markdown, flags=re.MULTILINE)


def sentence(text: str) -> str:
    """A text that ends with a full stop, once, with French apostrophes, and cannot be read as Markdown."""
    return re.sub(r"(?<=\w)'(?=\w)", "’", cell(text).replace("\\|", "|")).rstrip(".") + "."


def link(page: str, target: str) -> str:
    """The address of one page under `docs/` from another."""
    return posixpath.relpath(target, posixpath.dirname(page) or ".")
