"""What a household asks to read of what is kept of it: recorded, answered within a month, given in full (RGPD-08, RGPD-09).

Who asks is recognised without a copy of a document. The texts of social workers are given as they were written.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from kernel.calendar import Territory
from kernel.errors import Conflict, RuleBroken
from kernel.law import Law
from occupancy.domain.deadline_rules import DATA_REQUEST
from occupancy.domain.deadlines import Deadline, deadline
from occupancy.domain.support_notes import NoteKind


class DataRequestMissing(Conflict):
    """The household has no request that waits."""

    code, title = "data-request-missing", "Aucune demande d'accès en cours"


class DataRequestAlreadyOpen(Conflict):
    """One request at a time: the one that waits is answered first."""

    code, title = "data-request-already-open", "Une demande d'accès attend déjà sa réponse"


class DataRequestDayWrong(RuleBroken):
    """A request is recorded once received, and answered afterwards."""

    code, title = "data-request-day-wrong", "Date impossible"


class IdentityCheck(StrEnum):
    """How the person was recognised; no copy is kept."""

    KNOWN = "known"
    DOCUMENT_SEEN = "document_seen"
    REPRESENTATIVE = "representative"


class DataRequest(Struct, frozen=True, kw_only=True):
    """A request of access. `answered_on` None: it waits."""

    id: UUID
    version: int
    household_id: UUID
    received_on: date
    identity: IdentityCheck
    received_by: str
    answered_on: date | None = None
    answered_by: str | None = None


class GivenNote(Struct, frozen=True, kw_only=True):
    """A text, as the person reads it."""

    measure: str
    kind: NoteKind
    written_at: datetime
    written_by: str
    text: str


class NotesGiven(Struct, frozen=True, kw_only=True):
    """What the journal keeps when the texts are handed over: how many, of which measures, never a word of them."""

    notes: int
    measures: tuple[str, ...]
    shape: str


def check_received(received_on: date, *, today: date) -> None:
    """Raises `DataRequestDayWrong`."""
    if received_on > today:
        raise DataRequestDayWrong("La demande s'enregistre une fois reçue.", field="received_on")


def answered(request: DataRequest, on: date, by: str, *, today: date) -> DataRequest:
    """Raises `DataRequestDayWrong`."""
    if not request.received_on <= on <= today:
        raise DataRequestDayWrong(
            f"Une date du {request.received_on:%d/%m/%Y} à aujourd'hui est attendue.", field="answered_on"
        )
    return replace(request, answered_on=on, answered_by=by)


def request_deadline(request: DataRequest, law: Law, territory: Territory) -> Deadline:
    """A month after it was received."""
    return deadline(DATA_REQUEST, request.received_on, law, territory, met_on=request.answered_on)
