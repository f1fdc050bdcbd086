"""Files of the comptable: their sources, what waits, what was imported, the receipts without a title."""

import base64
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import msgspec
from msgspec import Struct

from kernel.acts import Act
from kernel.db import Database
from kernel.intake.imports import SentFile
from kernel.intake.waiting import Waiting
from occupancy.domain.title_files import (
    FileKind,
    FileLine,
    TitleFileKnown,
    TitleMapping,
    TitleSource,
    TitleSourceNotFound,
    TitleUploadNotFound,
    UntitledReceipt,
    UntitledReceiptDone,
    UntitledReceiptNotFound,
    ranked,
)
from occupancy.domain.titles import Title, TitleBatch
from occupancy.store.titles import list_batches
from occupancy.tables.title_files import (
    TitleImportRow,
    TitleSourceRow,
    TitleUploadRow,
    UntitledReceiptRow,
    UntitledReceiptTitleRow,
)

WAITING = Waiting(TitleUploadRow, TitleUploadNotFound)
"""The files that wait for a confirmation."""


class TitleImport(Struct, frozen=True, kw_only=True):
    """A file that was imported."""

    id: UUID
    source_id: UUID
    kind: FileKind
    file_name: str
    sha256: str
    read_lines: int
    new_lines: int
    imported_on: Any
    imported_by_name: str


async def sources() -> tuple[TitleSource, ...]:
    """The last version of each source, by name."""
    last: dict[str, TitleSource] = {}
    for row in await TitleSourceRow.select().order_by(TitleSourceRow.name).order_by(TitleSourceRow.version):
        last[row["name"]] = _source(row)
    return tuple(last.values())


async def find_source(source_id: UUID) -> TitleSource:
    """Raises `TitleSourceNotFound`."""
    row = await TitleSourceRow.select().where(TitleSourceRow.id == source_id).first()
    if row is None:
        raise TitleSourceNotFound("Cette source n'existe pas.")
    return _source(row)


async def add_source(source: TitleSource, act: Act) -> None:
    """The next version of a source."""
    row = TitleSourceRow(
        id=source.id,
        name=source.name,
        version=source.version,
        kind=source.kind.value,
        mapping=msgspec.json.encode(source.mapping).decode(),
        recorded_on=act.today,
        recorded_by=act.by.id,
        recorded_by_name=act.by.name,
    )
    await TitleSourceRow.insert(row)


async def sent_titles() -> dict[str, tuple[TitleBatch, Title]]:
    """Every title of every bordereau, by its number."""
    return {title.reference: (batch, title) for batch in await list_batches() for title in batch.titles}


async def add_import(db: Database, source: TitleSource, file: SentFile, act: Act, *, read: int, new: int) -> UUID:
    """Raises `TitleFileKnown`."""
    row = TitleImportRow(
        id=uuid4(),
        source_id=source.id,
        kind=source.kind.value,
        file_name=file.name[:120],
        sha256=file.sha256,
        content=base64.b64encode(file.content).decode(),
        read_lines=read,
        new_lines=new,
        imported_on=act.today,
        imported_by=act.by.id,
        imported_by_name=act.by.name,
    )
    with db.refusing({"title_import_once": TitleFileKnown}):
        await TitleImportRow.insert(row)
    return UUID(str(row.id))


async def list_imports(limit: int = 50) -> tuple[TitleImport, ...]:
    """The latest first."""
    names = [getattr(TitleImportRow, name) for name in TitleImport.__struct_fields__]
    rows = await TitleImportRow.select(*names).order_by(TitleImportRow.imported_on, ascending=False).limit(limit)
    return tuple(msgspec.convert(row, TitleImport) for row in rows)


async def new_receipts(lines: Sequence[FileLine]) -> list[tuple[FileLine, int]]:
    """Those of a P503 that are not known yet, each with its rank among identical lines."""
    known = {
        (row["on_day"], row["cents"], row["reference"], row["payer"], row["label"], row["sequence"])
        for row in await UntitledReceiptRow.select()
    }
    return [
        (line, rank)
        for line, rank in ranked(lines)
        if (line.on_day, line.cents, line.reference, line.payer, line.label, rank) not in known
    ]


async def add_receipts(import_id: UUID, lines: Sequence[tuple[FileLine, int]]) -> None:
    """What the comptable received without a title."""
    rows = [
        UntitledReceiptRow(
            id=uuid4(), import_id=import_id, on_day=line.on_day, cents=line.cents, payer=line.payer,
            label=line.label, reference=line.reference, sequence=rank,
        )
        for line, rank in lines
    ]  # fmt: skip
    if rows:
        await UntitledReceiptRow.insert(*rows)


async def untitled_receipts() -> tuple[UntitledReceipt, ...]:
    """All of them, the oldest first, with the title issued since."""
    titled = {row["receipt_id"]: row["reference"] for row in await UntitledReceiptTitleRow.select()}
    rows = await UntitledReceiptRow.select().order_by(UntitledReceiptRow.on_day).order_by(UntitledReceiptRow.id)
    for row in rows:
        del row["import_id"]
    return tuple(UntitledReceipt(**row, titled_by=titled.get(row["id"], "")) for row in rows)


async def add_title(db: Database, receipt_id: UUID, reference: str, act: Act) -> None:
    """Raises `UntitledReceiptNotFound`, `UntitledReceiptDone`."""
    if not await UntitledReceiptRow.exists().where(UntitledReceiptRow.id == receipt_id):
        raise UntitledReceiptNotFound("Cette recette n'est dans aucun fichier importé.")
    row = UntitledReceiptTitleRow(
        receipt_id=receipt_id,
        reference=reference,
        recorded_on=act.today,
        recorded_by=act.by.id,
        recorded_by_name=act.by.name,
    )
    names = ("untitled_receipt_title_pkey", "untitled_receipt_title.receipt_id")
    with db.refusing(dict.fromkeys(names, UntitledReceiptDone)):
        await UntitledReceiptTitleRow.insert(row)


def _source(row: dict[str, Any]) -> TitleSource:
    return TitleSource(
        id=row["id"],
        name=row["name"],
        version=row["version"],
        kind=FileKind(row["kind"]),
        mapping=msgspec.json.decode(row["mapping"], type=TitleMapping),
    )
