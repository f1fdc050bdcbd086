"""What social workers write, in the database. Whoever calls this has checked `support_notes.read`."""

from typing import Any
from uuid import UUID

import msgspec

from kernel.sealed_columns import opened, sealed
from occupancy.domain.support_diagnosis import Diagnosis
from occupancy.domain.support_notes import NoteKind, NoteReader, SupportNote
from occupancy.tables.support import SupportNoteReaderRow, SupportNoteRow


async def notes_of(measure_id: UUID) -> tuple[SupportNote, ...]:
    """All that is written of a measure, the latest first, diagnoses left out."""
    query = SupportNoteRow.select().where(
        (SupportNoteRow.support_measure_id == measure_id) & (SupportNoteRow.kind != NoteKind.DIAGNOSIS.value)
    )
    rows = await query.order_by(SupportNoteRow.number, ascending=False)
    return tuple(_note(row) for row in await opened(SupportNoteRow, rows))


async def all_notes_of(measure_id: UUID) -> tuple[SupportNote, ...]:
    """Every text of a measure, diagnoses included, the first first."""
    query = SupportNoteRow.select().where(SupportNoteRow.support_measure_id == measure_id)
    return tuple(_note(row) for row in await opened(SupportNoteRow, await query.order_by(SupportNoteRow.number)))


async def latest_diagnosis(measure_id: UUID) -> Diagnosis:
    """The diagnosis that counts; an empty one when none is written yet."""
    query = SupportNoteRow.select().where(
        (SupportNoteRow.support_measure_id == measure_id) & (SupportNoteRow.kind == NoteKind.DIAGNOSIS.value)
    )
    rows = await query.order_by(SupportNoteRow.number, ascending=False).limit(1)
    found = await opened(SupportNoteRow, rows)
    return msgspec.json.decode(found[0]["content"], type=Diagnosis) if found else Diagnosis()


async def next_number(measure_id: UUID) -> int:
    return 1 + int(await SupportNoteRow.count().where(SupportNoteRow.support_measure_id == measure_id))


async def insert_note(note: SupportNote) -> None:
    """Inside the act's transaction: the text is sealed under a key that is written with it."""
    row = {**msgspec.structs.asdict(note), "kind": note.kind.value}
    await SupportNoteRow.insert(SupportNoteRow(**await sealed(SupportNoteRow, row)))


async def readers_of(measure_id: UUID) -> tuple[NoteReader, ...]:
    """Who reads, or read, the notes of a measure, the first first."""
    query = SupportNoteReaderRow.select().where(SupportNoteReaderRow.support_measure_id == measure_id)
    return tuple(NoteReader(**row) for row in await query.order_by(SupportNoteReaderRow.opened_at))


async def insert_reader(reader: NoteReader) -> None:
    await SupportNoteReaderRow.insert(SupportNoteReaderRow(**msgspec.structs.asdict(reader)))


def _note(row: dict[str, Any]) -> SupportNote:
    return SupportNote(**{**row, "kind": NoteKind(row["kind"])})
