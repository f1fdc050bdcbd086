"""The papers of sent claims as they were given out."""

import base64
from uuid import UUID

import msgspec

from alt_units.domain.claim_papers import ClaimDocument
from alt_units.tables.papers import ClaimPaperRow

_FACTS = [getattr(ClaimPaperRow, name) for name in ClaimDocument.__struct_fields__]


async def papers_of(claim_id: UUID) -> tuple[ClaimDocument, ...]:
    """First to last, without their bytes."""
    rows = ClaimPaperRow.select(*_FACTS).where(ClaimPaperRow.claim_id == claim_id)
    return tuple(msgspec.convert(row, ClaimDocument) for row in await rows.order_by(ClaimPaperRow.number))


async def content_of(document: ClaimDocument) -> bytes:
    """The bytes that were given out."""
    row = await ClaimPaperRow.select(ClaimPaperRow.content).where(ClaimPaperRow.id == document.id).first()
    return base64.b64decode(row["content"] if row else "")


async def add_paper(document: ClaimDocument, content: bytes) -> None:
    """For ever. Two that race for one number: the schema keeps one."""
    columns = msgspec.structs.asdict(document)
    await ClaimPaperRow.insert(ClaimPaperRow(**columns, content=base64.b64encode(content).decode()))
