"""Lists of texts to destroy in the database, and their destruction."""

from collections.abc import Collection
from datetime import tzinfo
from typing import Any
from uuid import UUID, uuid4

import msgspec

from occupancy.domain.note_eliminations import Elimination, EliminationLine, EliminationNotFound, Written
from occupancy.tables.papers import IssuedDocumentRow
from occupancy.tables.privacy import NoteEliminationLineRow, NoteEliminationRow
from occupancy.tables.support import SupportNoteRow


async def written_of_all(zone: tzinfo) -> dict[UUID, Written]:
    """What there is of each measure, by the days of the CCAS; no text is read."""
    found: dict[UUID, Written] = {}
    query = SupportNoteRow.select(SupportNoteRow.support_measure_id, SupportNoteRow.written_at)
    for row in await query.order_by(SupportNoteRow.written_at):
        day = row["written_at"].astimezone(zone).date()
        known = found.get(row["support_measure_id"])
        found[row["support_measure_id"]] = Written(
            notes=known.notes + 1 if known else 1, first_on=known.first_on if known else day, last_on=day
        )
    return found


async def eliminations() -> tuple[Elimination, ...]:
    """Every list, the latest first."""
    rows = await NoteEliminationRow.select().order_by(NoteEliminationRow.reference, ascending=False)
    return tuple([await _elimination(row) for row in rows])


async def find_elimination(elimination_id: UUID) -> Elimination:
    """Raises `EliminationNotFound`."""
    row = await NoteEliminationRow.select().where(NoteEliminationRow.id == elimination_id).first()
    if row is None:
        raise EliminationNotFound("Ce bordereau n'existe pas.")
    return await _elimination(row)


async def insert_elimination(one: Elimination) -> None:
    columns = msgspec.structs.asdict(one)
    lines = columns.pop("lines")
    await NoteEliminationRow.insert(NoteEliminationRow(**columns))
    await NoteEliminationLineRow.insert(
        *(NoteEliminationLineRow(id=uuid4(), elimination_id=one.id, **msgspec.structs.asdict(line)) for line in lines)
    )


async def record_visa(one: Elimination) -> None:
    names = ("visa", "visa_on", "destroyed_on", "destroyed_by")
    columns: dict[Any, Any] = {**{name: getattr(one, name) for name in names}, "version": one.version + 1}
    await NoteEliminationRow.update(columns).where(NoteEliminationRow.id == one.id)
    measure_ids = [line.support_measure_id for line in one.destroyed]
    if measure_ids:
        named = NoteEliminationLineRow.support_measure_id.is_in(measure_ids)
        gone: dict[Any, Any] = {"destroyed": True}
        await NoteEliminationLineRow.update(gone).where((NoteEliminationLineRow.elimination_id == one.id) & named)


async def destroy_notes(measure_ids: Collection[UUID]) -> None:
    """The texts are gone, and the kept papers that say them. The database refuses it without a list that has its visa."""
    if measure_ids:
        subjects = [f"support-measure/{one}" for one in measure_ids]
        await IssuedDocumentRow.delete().where(IssuedDocumentRow.subject.is_in(subjects))
        await SupportNoteRow.delete().where(SupportNoteRow.support_measure_id.is_in(list(measure_ids)))


async def _elimination(row: dict[str, Any]) -> Elimination:
    query = NoteEliminationLineRow.select().where(NoteEliminationLineRow.elimination_id == row["id"])
    lines = [
        EliminationLine(**{name: line[name] for name in EliminationLine.__struct_fields__})
        for line in await query.order_by(NoteEliminationLineRow.first_written_on)
    ]
    return Elimination(**row, lines=tuple(lines))
