"""Reading the files of the comptable: preview, then all of a file at once; titles issued after encashment."""

from uuid import UUID, uuid4

from msgspec import Struct
from msgspec.structs import replace

from kernel.acts import Act, writing
from kernel.db import Database
from kernel.intake.imports import SentFile
from kernel.intake.texts import read_text
from kernel.intake.waiting import read_in_turn
from occupancy.domain.title_files import (
    FileKind,
    FileLine,
    PlannedLine,
    TitleFileWrong,
    TitleMapping,
    TitleSource,
    Verdict,
    check_mapping,
    plan_states,
    read_file,
)
from occupancy.domain.titles import TitleState, TitleStateWrong, TitleStatus
from occupancy.store import title_files as store
from occupancy.store import titles


class FilePreview(Struct, frozen=True, kw_only=True):
    """What a file would do. `wrong`: what stops it, line by line; `fresh`: the receipts of a P503 not known yet."""

    lines: tuple[FileLine, ...]
    planned: tuple[PlannedLine, ...]
    fresh: tuple[FileLine, ...]
    wrong: tuple[str, ...]

    @property
    def new(self) -> int:
        return len(self.fresh) + sum(one.verdict is Verdict.NEW for one in self.planned)


class TitleFileImported(Struct, frozen=True, kw_only=True):
    """What was kept of a file."""

    id: UUID
    read_lines: int
    new_lines: int


async def save_title_source(db: Database, name: str, kind: FileKind, mapping: TitleMapping, act: Act) -> TitleSource:
    """The first version of a source, or its next. Raises `TitleMappingIncomplete`."""
    check_mapping(kind, mapping)
    async with writing(db, act) as tx:
        await tx.lock_all("title sources")
        known = next((one for one in await store.sources() if one.name == name.strip()), None)
        source = TitleSource(
            id=uuid4(), name=name.strip(), version=known.version + 1 if known else 1, kind=kind, mapping=mapping
        )
        await store.add_source(source, act)
        await tx.journal("title-source-recorded", f"title-source/{source.name}", before=known, after=source)
        return tx.keep(source)


async def preview_title_file(source: TitleSource, file: SentFile, act: Act) -> FilePreview:
    """What a file would do, without writing. Raises `FileUnreadable`, `FileTooLarge`, `TitleFileWrong`."""
    sheet = await read_in_turn(read_text, file.content)
    lines, wrong = read_file(sheet, source.kind, source.mapping)
    if source.kind is FileKind.P503:
        future = [f"Ligne {one.row} : date dans l'avenir." for one in lines if one.on_day > act.today]
        fresh = tuple(line for line, _ in await store.new_receipts(lines))
        return FilePreview(lines=lines, planned=(), fresh=fresh, wrong=(*wrong, *future))
    sent = await store.sent_titles()
    known = await titles.statuses_of([title.act_id for _, title in sent.values()])
    made = [_status(one, source, file, act) for one in lines]
    planned = plan_states(lines, sent, known, made, act.today)
    stopped = [f"Ligne {one.line.row} : {one.why}" for one in planned if one.verdict is Verdict.WRONG]
    return FilePreview(lines=lines, planned=planned, fresh=(), wrong=(*wrong, *stopped))


async def import_title_file(
    db: Database, source_id: UUID, file: SentFile, act: Act, *, upload_id: UUID | None = None
) -> TitleFileImported:
    """All that the file says, or nothing. Raises what `preview_title_file` raises, `TitleFileKnown`."""
    source = await store.find_source(source_id)
    async with writing(db, act) as tx:
        await tx.lock_all("title files")
        found = await preview_title_file(source, file, act)
        if found.wrong:
            raise TitleFileWrong(found.wrong[0], field="file")
        import_id = await store.add_import(db, source, file, act, read=len(found.lines), new=found.new)
        for one in found.planned:
            if one.verdict is Verdict.NEW and one.act_id:
                status = replace(_status(one.line, source, file, act), act_id=one.act_id)
                await titles.add_status(status)
                await tx.follow("title-status-recorded", f"title/{one.line.number}", before=None, after=status)
        if source.kind is FileKind.P503:
            await store.add_receipts(import_id, await store.new_receipts(found.lines))
        if upload_id is not None:
            await store.WAITING.forget(upload_id)
        done = TitleFileImported(id=import_id, read_lines=len(found.lines), new_lines=found.new)
        await tx.journal("title-file-imported", f"title-import/{import_id}", after={"file": file.name, "done": done})
        return tx.keep(done)


async def record_later_title(db: Database, receipt_id: UUID, reference: str, act: Act) -> str:
    """The title issued after encashment. Raises `UntitledReceiptNotFound`, `UntitledReceiptDone`, `TitleStateWrong`."""
    said = reference.strip()
    if not said:
        raise TitleStateWrong("Indiquez la référence du titre émis.", field="reference")
    async with writing(db, act) as tx:
        await store.add_title(db, receipt_id, said, act)
        await tx.journal("later-title-recorded", f"untitled-receipt/{receipt_id}", after=said)
        return tx.keep(said)


def _status(line: FileLine, source: TitleSource, file: SentFile, act: Act) -> TitleStatus:
    """The state that a line notes, with the file as its document."""
    return TitleStatus(
        id=uuid4(),
        act_id=UUID(int=0),
        state=line.state or TitleState.SENT,
        on_day=line.on_day,
        cents=line.cents,
        source=f"{source.name}, fichier {file.name}, ligne {line.row}"[:300],
        recorded_on=act.today,
        recorded_by=act.by.id,
        recorded_by_name=act.by.name,
    )
