"""What social workers write of a measure: diagnosis, notes, reviews, evaluation. Only they read it (RGPD-05, RGPD-12).

A text is never changed: what is corrected is written anew. Nothing of it goes to a list, a journal or a landlord.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct


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
