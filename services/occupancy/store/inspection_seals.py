"""Seals of inspections in the database."""

from typing import Any
from uuid import UUID

import msgspec

from occupancy.domain.inspection_seals import FORMAT, SealFile, SealNotFound, digest
from occupancy.tables.inspections import InspectionSealRow

_FACTS = [column for column in InspectionSealRow._meta.columns if column._meta.name != "pdf"]


async def find_seal(inspection_id: UUID) -> SealFile:
    """Raises `SealNotFound`."""
    row = await InspectionSealRow.select(*_FACTS).where(InspectionSealRow.inspection_id == inspection_id).first()
    if row is None:
        raise SealNotFound("Cet état des lieux n'est pas signé, ou l'a été avant que les sceaux n'existent.")
    return _file(row)


async def sealed_paper(inspection_id: UUID) -> bytes | None:
    """The paper as it was sealed, or None."""
    row = (
        await InspectionSealRow.select(InspectionSealRow.pdf)
        .where(InspectionSealRow.inspection_id == inspection_id)
        .first()
    )
    return None if row is None else bytes(row["pdf"])


async def sealing_keys() -> tuple[str, ...]:
    """Every key that sealed something here, the oldest first."""
    rows = await InspectionSealRow.raw(
        "select public_key, min(sealed_at) as since from inspection_seal group by public_key order by since"
    )
    return tuple(row["public_key"] for row in rows)


async def all_seals() -> list[tuple[UUID, SealFile, str]]:
    """Every seal, with the hash of the paper that is kept."""
    found = []
    for row in await InspectionSealRow.select():
        paper, inspection_id = bytes(row.pop("pdf")), row["inspection_id"]
        found.append((inspection_id, _file(row), digest(paper)))
    return found


async def insert_seal(inspection_id: UUID, seal: SealFile, pdf: bytes) -> None:
    columns: dict[str, Any] = msgspec.structs.asdict(seal)
    columns.pop("format")
    await InspectionSealRow.insert(InspectionSealRow(inspection_id=inspection_id, **columns, pdf=pdf))


def _file(row: dict[str, Any]) -> SealFile:
    row.pop("inspection_id")
    return SealFile(format=FORMAT, **row)
