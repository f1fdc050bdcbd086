"""What social workers write of a measure: diagnosis, notes, reviews, evaluation. Only they read it (RGPD-05, RGPD-12).

Among social workers, those who follow the household read it; another one says why, for the day, and the journal keeps it.
A text is never changed: what is corrected is written anew. Nothing of it goes to a list, a journal or a landlord.
"""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from kernel.errors import RuleBroken


class NotesNotOpen(RuleBroken):
    """Need to know (RGPD-05): who does not follow the household says why before reading, and it is kept."""

    code, title = "support-notes-not-open", "Notes réservées à qui suit le ménage"


class NoteKind(StrEnum):
    """What is written."""

    DIAGNOSIS = "diagnosis"
    NOTE = "note"
    REVIEW = "review"
    EVALUATION = "evaluation"


class SupportNote(Struct, frozen=True, kw_only=True):
    """A text, its rank in the measure, who wrote it. A diagnosis is kept as JSON of its six headings."""

    id: UUID
    support_measure_id: UUID
    number: int
    kind: NoteKind
    written_at: datetime
    written_by: str
    content: str


class NoteWritten(Struct, frozen=True, kw_only=True):
    """What the journal keeps of a note: no word of it. `was_confirmed`: written after a warning (RGPD-08)."""

    number: int
    kind: NoteKind
    was_confirmed: bool


class NoteReader(Struct, frozen=True, kw_only=True):
    """Somebody who may read, and why. `until` None: this person follows the household; else the last day of the reading."""

    id: UUID
    support_measure_id: UUID
    person_id: UUID
    person_name: str
    reason: str
    opened_at: datetime
    until: date | None


def may_read(readers: Iterable[NoteReader], person_id: UUID, *, today: date) -> bool:
    """Whether the notes are open to this person today."""
    return any(one.person_id == person_id and (one.until is None or today <= one.until) for one in readers)
