"""Seals of inspections in the database."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from occupancy.domain.inspection_seals import FORMAT, SealFile, SealNotFound, digest
from occupancy.tables.inspections import InspectionAmendmentSealRow, InspectionSealRow

_FACTS = [column for column in InspectionSealRow._meta.columns if column._meta.name != "pdf"]
_AMENDMENT_FACTS = [column for column in InspectionAmendmentSealRow._meta.columns if column._meta.name != "pdf"]


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
        "select public_key, min(sealed_at) as since from ("
        "select public_key, sealed_at from inspection_seal"
        " union all select public_key, sealed_at from inspection_amendment_seal"
        ") as seals group by public_key order by since"
    )
    return tuple(row["public_key"] for row in rows)


async def all_seals() -> list[tuple[UUID, SealFile, str]]:
    """Every seal of an inspection or an avenant, with the hash of the paper that is kept."""
    found = []
    for table, name in ((InspectionSealRow, "inspection_id"), (InspectionAmendmentSealRow, "amendment_id")):
        for row in await table.select():
            paper, sealed_id = bytes(row.pop("pdf")), row[name]
            found.append((sealed_id, _file(row), digest(paper)))
    return found


async def find_amendment_seal(amendment_id: UUID) -> SealFile:
    """Raises `SealNotFound`."""
    table = InspectionAmendmentSealRow
    row = await table.select(*_AMENDMENT_FACTS).where(table.amendment_id == amendment_id).first()
    if row is None:
        raise SealNotFound("Cet avenant a été signé avant que les avenants ne soient scellés avec leur document.")
    return _file(row)


async def sealed_amendments(amendment_ids: Sequence[UUID]) -> set[UUID]:
    """Those that have a seal: those signed since avenants are sealed with their paper."""
    if not amendment_ids:
        return set()
    table = InspectionAmendmentSealRow
    rows = await table.select(table.amendment_id).where(table.amendment_id.is_in(list(amendment_ids)))
    return {row["amendment_id"] for row in rows}


async def sealed_amendment_paper(amendment_id: UUID) -> bytes | None:
    """The paper of an avenant as it was sealed, or None."""
    table = InspectionAmendmentSealRow
    row = await table.select(table.pdf).where(table.amendment_id == amendment_id).first()
    return None if row is None else bytes(row["pdf"])


async def insert_amendment_seal(amendment_id: UUID, seal: SealFile, pdf: bytes) -> None:
    await InspectionAmendmentSealRow.insert(
        InspectionAmendmentSealRow(amendment_id=amendment_id, **_columns(seal, pdf))
    )


async def insert_seal(inspection_id: UUID, seal: SealFile, pdf: bytes) -> None:
    await InspectionSealRow.insert(InspectionSealRow(inspection_id=inspection_id, **_columns(seal, pdf)))


def _columns(seal: SealFile, pdf: bytes) -> dict[str, Any]:
    columns: dict[str, Any] = msgspec.structs.asdict(seal)
    columns.pop("format")
    return {**columns, "pdf": pdf}


def _file(row: dict[str, Any]) -> SealFile:
    kept = {name: value for name, value in row.items() if name in SealFile.__struct_fields__}
    return SealFile(format=FORMAT, **kept)
