"""A person's calendar of deadlines: a text that calendar programs read (RFC 5545), at a secret address that can be taken back.

It names no one: a reference and what is to be done. Each deadline is an event of a whole day, whose identifier never changes.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from msgspec import Struct

from kernel.errors import Conflict, NotFound
from occupancy.domain.deadline_rules import RULES
from occupancy.domain.work_tray import OpenDeadline, explain

_LONGEST = 75
"""Octets of a line, its end not counted (RFC 5545, 3.1)."""
GONE = "Ce calendrier n'existe pas, ou son adresse a été retirée."


class CalendarNotFound(NotFound):
    """No calendar has this address, or it was taken back: both are said alike."""

    code, title = "calendar-not-found", "Calendrier introuvable"


class CalendarAlreadyOpen(Conflict):
    """A person has one address at a time: it is taken back before another one is made."""

    code, title = "calendar-already-open", "Une adresse de calendrier existe déjà"


class CalendarFeed(Struct, frozen=True, kw_only=True):
    """The calendar of a person: what is read follows their rights of the day. The secret itself is not kept."""

    id: UUID
    person_id: UUID
    created_at: datetime
    last_used_at: datetime | None = None


def calendar_text(found: Iterable[OpenDeadline], *, at: datetime) -> str:
    """The calendar, in lines ended as the standard says. `at`: when it was made, in UTC."""
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Palier//Echeances//FR", "CALSCALE:GREGORIAN"]
    for one in found:
        lines += _event(one, stamp)
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in fold(line))


def _event(one: OpenDeadline, stamp: str) -> list[str]:
    rule, due = RULES[one.deadline.rule], one.deadline.due_on
    return [
        "BEGIN:VEVENT",
        f"UID:{one.subject.id}-{one.deadline.rule}-{one.deadline.number}@palier",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{_day(due)}",
        f"DTEND;VALUE=DATE:{_day(due + timedelta(days=1))}",
        f"SUMMARY:{escape(f'{rule.label} ({one.subject.reference})')}",
        f"DESCRIPTION:{escape(explain(one.deadline))}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def escape(text: str) -> str:
    """A text as a value: backslash, semicolon, comma and line ends are marked (RFC 5545, 3.3.11)."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n")


def fold(line: str) -> list[str]:
    """A long line in several, none over 75 octets, never inside a character; the next ones begin with a space."""
    pieces, piece = [], ""
    for letter in line:
        if len((piece + letter).encode()) > _LONGEST:
            pieces.append(piece)
            piece = " "
        piece += letter
    return [*pieces, piece]


def _day(day: date) -> str:
    return day.strftime("%Y%m%d")
