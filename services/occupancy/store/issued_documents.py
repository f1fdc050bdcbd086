"""The papers that were given out."""

import base64
from uuid import UUID

import msgspec

from occupancy.domain.issued_documents import IssuedDocument, IssuedDocumentNotFound
from occupancy.tables.papers import IssuedDocumentRow

_FACTS = [getattr(IssuedDocumentRow, name) for name in IssuedDocument.__struct_fields__]


async def documents_of(subject: str) -> tuple[IssuedDocument, ...]:
    """What was given out about a thing, first to last."""
    rows = (
        await IssuedDocumentRow.select(*_FACTS)
        .where(IssuedDocumentRow.subject == subject)
        .order_by(IssuedDocumentRow.issued_at)
    )
    return tuple(msgspec.convert(row, IssuedDocument) for row in rows)


async def last_document(subject: str, kind: str) -> IssuedDocument | None:
    """The paper of this kind that stands, if one was given out."""
    row = (
        await IssuedDocumentRow.select(*_FACTS)
        .where((IssuedDocumentRow.subject == subject) & (IssuedDocumentRow.kind == kind))
        .order_by(IssuedDocumentRow.number, ascending=False)
        .first()
    )
    return msgspec.convert(row, IssuedDocument) if row else None


async def find_document(document_id: UUID) -> tuple[IssuedDocument, bytes]:
    """The paper and its bytes. Raises `IssuedDocumentNotFound`."""
    row = await IssuedDocumentRow.select().where(IssuedDocumentRow.id == document_id).first()
    if row is None:
        raise IssuedDocumentNotFound("Ce document n'a pas été émis.")
    return msgspec.convert(row, IssuedDocument), base64.b64decode(row.pop("content"))


async def add_document(document: IssuedDocument, content: bytes) -> None:
    """For ever. Two that race for one number: the schema keeps one."""
    columns = msgspec.structs.asdict(document)
    await IssuedDocumentRow.insert(IssuedDocumentRow(**columns, content=base64.b64encode(content).decode()))
