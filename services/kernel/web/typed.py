"""What a hand types, or a browser sends: days, months, whole numbers, and the characters that nobody sees.

The other way round, from values to French words, is `formats`.
"""

import datetime
import re
import unicodedata
from enum import Enum

from kernel.period import Month

YES = "yes"
"""What a ticked box sends."""

DAY_FIRST = re.compile(r"([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4})")
YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
YEAR_AND_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
WHOLE = re.compile(r"-?[0-9]{1,12}")
SPACES = re.compile(r"[\s\u00a0\u202f]")
_TIME = re.compile(r"([0-9]{1,2}) ?[:hH] ?([0-9]{2})?")
_MONTH_FIRST = re.compile(r"([0-9]{1,2})[/.\- ]([0-9]{4})")
_REVERSING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def civil_day(text: str) -> datetime.date | None:
    """`21/11/2026` or `2026-11-21`; None for what is no day."""
    if found := YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
    elif found := DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
    else:
        return None
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None


def civil_month(text: str) -> Month | None:
    """`11/2026` or `2026-11`; None for what is no month."""
    found = _MONTH_FIRST.fullmatch(text)
    try:
        return Month.parse(f"{found[2]}-{int(found[1]):02d}" if found else text)
    except ValueError:
        return None


def civil_time(text: str) -> datetime.time | None:
    """`14:30`, `14h30` or `14 h`; None for what is no time of a day."""
    found = _TIME.fullmatch(text)
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    return datetime.time(int(found[1]), int(found[2] or 0))


def is_hidden(character: str) -> bool:
    """Control characters and those that turn the reading order, which would lie on paper."""
    if character in "\n\t":
        return False
    return unicodedata.category(character) in ("Cc", "Cs") or character in _REVERSING


def as_sent(value: object) -> list[str]:
    """A value as its field would send it."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return [text for one in value for text in as_sent(one)]
    if value is None or value is False:
        return []
    if value is True:
        return [YES]
    if isinstance(value, Enum):
        return [str(value.value)]
    if isinstance(value, datetime.time):
        return [f"{value:%H:%M}"]
    return [value.isoformat() if isinstance(value, datetime.date) else str(value)]
