"""Who reads what is written of a household: the social workers who follow it, and the others with a reason that is kept."""

from uuid import UUID, uuid4

from kernel.acts import Act, writing
from kernel.db import Database
from occupancy.domain.support_measures import SupportMeasure
from occupancy.domain.support_notes import NoteReader, NotesNotOpen, may_read
from occupancy.store import support_measures as store
from occupancy.store import support_notes as notes


async def open_notes(db: Database, measure_id: UUID, reason: str, act: Act, *, follows: bool) -> SupportMeasure:
    """For the day; or for good, when this person follows the household from now on. Raises `SupportMeasureNotFound`."""
    async with writing(db, act) as tx:
        measure = await store.find_measure(measure_id)
        reader = await add_reader(measure_id, reason, act, follows=follows)
        await tx.journal("support-notes-opened", f"support-measure/{measure_id}", after=reader)
        return tx.keep(measure)


async def add_reader(measure_id: UUID, reason: str, act: Act, *, follows: bool) -> NoteReader:
    """Inside an act."""
    reader = NoteReader(
        id=uuid4(),
        support_measure_id=measure_id,
        person_id=act.by.id,
        person_name=act.by.name,
        reason=reason,
        opened_at=act.at,
        until=None if follows else act.today,
    )
    await notes.insert_reader(reader)
    return reader


async def are_notes_open(measure_id: UUID, act: Act) -> bool:
    """For this person, today; the permission itself is checked at the door."""
    return may_read(await notes.readers_of(measure_id), act.by.id, today=act.today)


async def check_reader(measure_id: UUID, act: Act) -> None:
    """Raises `NotesNotOpen`."""
    if not await are_notes_open(measure_id, act):
        raise NotesNotOpen("Vous ne suivez pas ce ménage : dites pourquoi vous lisez ses notes.")
