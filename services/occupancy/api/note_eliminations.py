"""The notes of social workers at their term, over the API: what may be destroyed, the lists, the visa, what was destroyed.

No text is ever said here: how many, of which measure, from when to when (RGPD-04).
"""

from datetime import date
from typing import Annotated, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from kernel.acts import Act, once
from kernel.db import Database
from kernel.settings import Settings
from kernel.text import LINE, TEXT
from occupancy.actions import note_eliminations as actions
from occupancy.api.support_measures import TAGS
from occupancy.domain.note_eliminations import Elimination, EliminationLine
from occupancy.domain.terms import check_reach
from occupancy.store import note_eliminations as store


class EliminationIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why these notes are to be destroyed, as the archives will read it."""

    reason: Annotated[str, Meta(min_length=1, max_length=1000, pattern=TEXT)]


class VisaIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The visa of the archives. What is destroyed under it cannot be found again."""

    visa: Annotated[str, Meta(min_length=1, max_length=200, pattern=LINE)]
    visa_on: date


class EliminationLineOut(Struct, frozen=True, kw_only=True):
    """One measure. `destroyed` false though the list has its visa: the household came back, its notes are kept."""

    support_measure_id: UUID
    last_contact_on: date
    notes: int
    first_written_on: date
    last_written_on: date
    destroyed: bool

    @classmethod
    def of(cls, one: EliminationLine) -> Self:
        return cls(**{name: getattr(one, name) for name in cls.__struct_fields__})


class EliminationOut(Struct, frozen=True, kw_only=True):
    """A list (bordereau). `visa` null: the archives have not agreed yet and nothing is destroyed."""

    id: UUID
    reference: str
    reason: str
    proposed_on: date
    proposed_by: str
    lines: list[EliminationLineOut]
    visa: str | None
    visa_on: date | None
    destroyed_on: date | None
    destroyed_by: str | None

    @classmethod
    def of(cls, one: Elimination) -> Self:
        plain = {name: getattr(one, name) for name in cls.__struct_fields__ if name != "lines"}
        return cls(lines=[EliminationLineOut.of(line) for line in one.lines], **plain)


class EliminationsOut(Struct, frozen=True, kw_only=True):
    """What has reached its term now, and every list so far, the latest first."""

    at_term: list[EliminationLineOut]
    items: list[EliminationOut]


@get(
    "/v1/note-eliminations",
    operation_id="list_note_eliminations",
    summary="Lire les notes sociales à leur terme et les bordereaux",
    tags=TAGS,
)
async def list_note_eliminations(act: NamedDependency[Act], settings: NamedDependency[Settings]) -> EliminationsOut:
    """No text: how many, from when to when."""
    lines = await actions.lines_at_term(ZoneInfo(settings.zone), act.today)
    return EliminationsOut(
        at_term=[EliminationLineOut.of(one) for one in lines],
        items=[EliminationOut.of(one) for one in await store.eliminations()],
    )


@get(
    "/v1/note-eliminations/{elimination_id:uuid}",
    operation_id="get_note_elimination",
    summary="Lire un bordereau d'élimination de notes",
    tags=TAGS,
)
async def get_note_elimination(elimination_id: FromPath[UUID]) -> EliminationOut:
    """The list as it was proposed, and what became of it."""
    return EliminationOut.of(await store.find_elimination(elimination_id))


@post(
    "/v1/note-eliminations",
    operation_id="propose_note_elimination",
    summary="Proposer un bordereau d'élimination de notes",
    tags=TAGS,
)
async def propose_note_elimination(
    data: JSONBody[EliminationIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    settings: NamedDependency[Settings],
) -> EliminationOut:
    """All that has reached its term. Nothing is destroyed."""
    doing = actions.propose_elimination(db, data.reason, act, zone=ZoneInfo(settings.zone))
    return EliminationOut.of(await once(act, Elimination, doing))


@post(
    "/v1/note-eliminations/{elimination_id:uuid}/visa",
    operation_id="destroy_notes",
    summary="Détruire les notes d'un bordereau sous le visa des archives",
    tags=TAGS,
)
async def destroy_notes(
    elimination_id: FromPath[UUID],
    data: JSONBody[VisaIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    settings: NamedDependency[Settings],
) -> EliminationOut:
    """The visa recorded, the texts destroyed, the list kept. A measure whose household came back is left out."""
    check_reach(data.visa_on, "visa_on")
    zone = ZoneInfo(settings.zone)
    doing = actions.carry_out_elimination(db, elimination_id, data.visa, data.visa_on, act, zone=zone)
    return EliminationOut.of(await once(act, Elimination, doing))


HANDLERS = [list_note_eliminations, get_note_elimination, propose_note_elimination, destroy_notes]
