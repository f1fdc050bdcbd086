"""How French readers write amounts, days, months, instants and counts. The filters of every template.

Each writer takes None as "not known" and writes a dash: a template never tests before it prints.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from kernel.money import euros as euros_in_words
from kernel.period import Month, Period

NONE = "—"
NBSP = "\u00a0"
THIN = "\u202f"
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_BEFORE_HIGH = re.compile(r" (?=[;!?])")
_BEFORE_LOW = re.compile(r" (?=[:»%€])")
_AFTER_OPENING = re.compile(r"« ")


def euros(amount_cents: int | None) -> str:
    """`1 047,17 €`."""
    return NONE if amount_cents is None else euros_in_words(amount_cents)


def amount(amount_cents: int | None) -> str:
    """`1 047,17`: in a column whose heading says euros, or in a field to be typed over."""
    return "" if amount_cents is None else euros_in_words(amount_cents).removesuffix(f"{NBSP}€")


def day(value: date | None) -> str:
    """`21/11/2026`."""
    return NONE if value is None else f"{value.day:02d}/{value.month:02d}/{value.year:04d}"


def long_day(value: date | None) -> str:
    """`samedi 21 novembre 2026`, `dimanche 1er mars 2026`."""
    if value is None:
        return NONE
    number = "1er" if value.day == 1 else str(value.day)
    return f"{WEEKDAYS[value.weekday()]} {number}{NBSP}{MONTHS[value.month - 1]} {value.year}"


def month(value: Month | date | str | None) -> str:
    """`novembre 2026`, from a month, one of its days, or `2026-11`."""
    if value is None:
        return NONE
    if isinstance(value, str):
        value = Month.parse(value)
    number = value.number if isinstance(value, Month) else value.month
    return f"{MONTHS[number - 1]}{NBSP}{value.year}"


def period(value: Period | None) -> str:
    """`du 01/02/2026 au 31/03/2026`, `depuis le 01/02/2026`, `le 01/02/2026`."""
    if value is None:
        return NONE
    if value.last_day is None:
        return f"depuis le {day(value.first_day)}"
    if value.last_day == value.first_day:
        return f"le {day(value.first_day)}"
    return f"du {day(value.first_day)} au {day(value.last_day)}"


def count(number: int | None, word: str, plural: str = "") -> str:
    """`1 place`, `3 places`, `2 chevaux`; nothing and one are singular in French."""
    if number is None:
        return NONE
    several = plural or f"{word}s"
    return f"{thousands(number)}{NBSP}{word if abs(number) < 2 else several}"


def days(number: int | None) -> str:
    """`1 jour`, `31 jours`."""
    return count(number, "jour")


def thousands(number: int | None) -> str:
    """`12 345`."""
    return NONE if number is None else f"{number:,}".replace(",", THIN).replace("-", "−")


def surface(surface_dm2: int | None) -> str:
    """`45,50 m²` from square decimetres."""
    return NONE if surface_dm2 is None else f"{surface_dm2 // 100},{surface_dm2 % 100:02d}{NBSP}m²"


def per_mille(value: int | None) -> str:
    """`3,5 %` from 35 thousandths."""
    if value is None:
        return NONE
    whole, tenths = divmod(abs(value), 10)
    return f"{'−' if value < 0 else ''}{whole}{f',{tenths}' if tenths else ''}{NBSP}%"


def rate(value: int | None) -> str:
    """`80,0 %` from 800 thousandths: always one decimal, so that a column of rates compares."""
    return NONE if value is None else f"{value // 10},{value % 10}{NBSP}%"


def account(number: str | None) -> str:
    """`FR76 3000 1007 …`: an IBAN in groups of four, as on a bank paper; any other number as it was typed."""
    if not number:
        return NONE
    if not _IBAN.fullmatch(number):
        return number
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


def yes_no(value: bool | None) -> str:
    """`oui`, `non`."""
    return NONE if value is None else "oui" if value else "non"


def typography(text: Any) -> Any:
    """French spacing: what stands before `: ; ! ? » % €` never starts a line. Ready-made HTML is left as it is."""
    if isinstance(text, Markup):
        return text
    plain = _BEFORE_LOW.sub(NBSP, _BEFORE_HIGH.sub(THIN, str(text)))
    return _AFTER_OPENING.sub(f"«{NBSP}", plain)


def instant_in(zone: ZoneInfo) -> Callable[[datetime | None], str]:
    """The writer of instants of a territory: `21/11/2026 à 14 h 05`."""

    def instant(value: datetime | None) -> str:
        if value is None:
            return NONE
        local = value.astimezone(zone)
        return f"{day(local.date())} à {local.hour}{NBSP}h{NBSP}{local.minute:02d}"

    return instant


def filters(zone: str = "Europe/Paris") -> dict[str, Callable[..., Any]]:
    """Every filter of the templates, by its French name."""
    return {
        "euros": euros,
        "montant": amount,
        "jour": day,
        "jour_long": long_day,
        "mois": month,
        "periode": period,
        "instant": instant_in(ZoneInfo(zone)),
        "jours": days,
        "compte": count,
        "nombre": thousands,
        "surface": surface,
        "pour_cent": per_mille,
        "taux": rate,
        "compte_bancaire": account,
        "oui_non": yes_no,
        "typo": typography,
    }
