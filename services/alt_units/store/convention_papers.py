"""The signed papers of conventions, and the documents that funders expect."""

from typing import Any
from uuid import UUID

import msgspec

from alt_units.domain.convention_papers import (
    Document,
    DocumentAlreadyListed,
    DocumentNotFound,
    Paper,
    PaperAlreadyKept,
    PaperNotFound,
)
from alt_units.tables.conventions import ConventionDocumentRow, ConventionPaperRow
from kernel.db import Database

_PLAIN = [getattr(ConventionPaperRow, name) for name in Paper.__struct_fields__]


async def papers_of(convention_id: UUID) -> list[Paper]:
    """The papers of a convention, without their bytes, first kept first."""
    rows = ConventionPaperRow.select(*_PLAIN).where(ConventionPaperRow.convention_id == convention_id)
    return [msgspec.convert(row, Paper) for row in await rows.order_by(ConventionPaperRow.added_at)]


async def find_paper(convention_id: UUID, paper_id: UUID) -> tuple[Paper, bytes]:
    """A paper with its bytes. Raises `PaperNotFound`."""
    rows = await ConventionPaperRow.select().where(
        ConventionPaperRow.id == paper_id, ConventionPaperRow.convention_id == convention_id
    )
    if not rows:
        raise PaperNotFound
    known = {name: rows[0][name] for name in Paper.__struct_fields__}
    return msgspec.convert(known, Paper), bytes(rows[0]["content"])


async def add_paper(db: Database, paper: Paper, content: bytes) -> None:
    """Raises `PaperAlreadyKept`."""
    with db.refusing({"paper_once": PaperAlreadyKept}):
        await ConventionPaperRow.insert(ConventionPaperRow(**msgspec.structs.asdict(paper), content=content))


async def documents_of(convention_id: UUID) -> list[Document]:
    """The documents that are expected, by day."""
    rows = ConventionDocumentRow.select().where(ConventionDocumentRow.convention_id == convention_id)
    found = await rows.order_by(ConventionDocumentRow.due_on).order_by(ConventionDocumentRow.label)
    return [_document(row) for row in found]


async def late_documents(today: Any) -> list[Document]:
    """Every document that was due before a day and did not leave."""
    rows = ConventionDocumentRow.select().where(
        ConventionDocumentRow.received_on.is_null(), ConventionDocumentRow.due_on < today
    )
    return [_document(row) for row in await rows]


async def find_document(convention_id: UUID, document_id: UUID) -> Document:
    """Raises `DocumentNotFound`."""
    rows = await ConventionDocumentRow.select().where(
        ConventionDocumentRow.id == document_id, ConventionDocumentRow.convention_id == convention_id
    )
    if not rows:
        raise DocumentNotFound
    return _document(rows[0])


async def add_document(db: Database, document: Document) -> None:
    """Raises `DocumentAlreadyListed`."""
    with db.refusing({"document_label_once": DocumentAlreadyListed}):
        await ConventionDocumentRow.insert(ConventionDocumentRow(**msgspec.structs.asdict(document)))


async def save_document(db: Database, document: Document) -> None:
    """Raises `DocumentAlreadyListed`."""
    values = {getattr(ConventionDocumentRow, name): value for name, value in msgspec.structs.asdict(document).items()}
    with db.refusing({"document_label_once": DocumentAlreadyListed}):
        await ConventionDocumentRow.update(values).where(ConventionDocumentRow.id == document.id)


async def remove_document(document_id: UUID) -> None:
    await ConventionDocumentRow.delete().where(ConventionDocumentRow.id == document_id)


def _document(row: dict[str, Any]) -> Document:
    return msgspec.convert(row, Document)
