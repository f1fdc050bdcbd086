"""Inspections in the database."""

from typing import Any
from uuid import UUID

import msgspec

from kernel.errors import StaleVersion
from occupancy.domain.inspection_content import Content
from occupancy.domain.inspection_signatures import InspectionSignature
from occupancy.domain.inspections import (
    Inspection,
    InspectionKind,
    InspectionNotFound,
    InspectionStatus,
    written,
)
from occupancy.tables.contracts import InspectionRow


async def find_inspection(contract_id: UUID, kind: InspectionKind) -> Inspection:
    """Raises `InspectionNotFound`."""
    found = await maybe_inspection(contract_id, kind)
    if found is None:
        raise InspectionNotFound("Cet état des lieux n'a pas encore été commencé.")
    return found


async def find_by_id(inspection_id: UUID) -> Inspection:
    """Raises `InspectionNotFound`."""
    row = await InspectionRow.select().where(InspectionRow.id == inspection_id).first()
    if row is None:
        raise InspectionNotFound("Cet état des lieux n'existe pas.")
    return _inspection(row)


async def maybe_inspection(contract_id: UUID, kind: InspectionKind) -> Inspection | None:
    """The inspection of this kind, or None when it was not begun."""
    row = (
        await InspectionRow.select()
        .where((InspectionRow.contract_id == contract_id) & (InspectionRow.kind == kind.value))
        .first()
    )
    return None if row is None else _inspection(row)


async def signed_kinds(contract_ids: set[UUID]) -> dict[UUID, frozenset[InspectionKind]]:
    """Which inspections are signed, by contract."""
    if not contract_ids:
        return {}
    rows = await InspectionRow.select(InspectionRow.contract_id, InspectionRow.kind).where(
        InspectionRow.contract_id.is_in(list(contract_ids)) & (InspectionRow.status == InspectionStatus.SIGNED.value)
    )
    found: dict[UUID, frozenset[InspectionKind]] = {}
    for row in rows:
        kinds = found.get(row["contract_id"], frozenset())
        found[row["contract_id"]] = kinds | {InspectionKind(row["kind"])}
    return found


async def last_of_unit(unit_id: UUID, place_number: int) -> Inspection | None:
    """The newest signed inspection of the unit and place, whoever lived there; None at the first stay."""
    rows = await InspectionRow.raw(
        "select inspection.id from inspection join contract on contract.id = inspection.contract_id"
        " where contract.unit_id = {} and contract.place_number = {} and inspection.status = 'signed'"
        " order by inspection.established_on desc, inspection.signed_at desc limit 1",
        unit_id,
        place_number,
    )
    return await find_by_id(UUID(str(rows[0]["id"]))) if rows else None


async def signed_inspections() -> list[tuple[Inspection, bytes]]:
    """Every signed inspection, with its content as it was kept."""
    return [
        (_inspection(row), row["content"].encode())
        for row in await InspectionRow.select().where(InspectionRow.status == InspectionStatus.SIGNED.value)
    ]


async def insert_inspection(inspection: Inspection) -> None:
    await InspectionRow.insert(InspectionRow(**_columns(inspection)))


async def save_inspection(inspection: Inspection, expected: int) -> Inspection:
    """Save over version `expected`. Raises `StaleVersion`."""
    columns = {**_columns(inspection), "version": expected + 1}
    key = columns.pop("id")
    rows = (
        await InspectionRow.update(columns)
        .where((InspectionRow.id == key) & (InspectionRow.version == expected))
        .returning(InspectionRow.id)
    )
    if not rows:
        raise StaleVersion("Cet état des lieux a été modifié depuis que la page a été ouverte.")
    return await find_inspection(inspection.contract_id, inspection.kind)


def _columns(inspection: Inspection) -> dict[Any, Any]:
    columns = msgspec.structs.asdict(inspection)
    return {
        **columns,
        "kind": inspection.kind.value,
        "status": inspection.status.value,
        "content": written(inspection.content).decode(),
        "signatures": msgspec.json.encode(inspection.signatures).decode(),
    }


def _inspection(row: dict[str, Any]) -> Inspection:
    return Inspection(
        **{
            **row,
            "kind": InspectionKind(row["kind"]),
            "status": InspectionStatus(row["status"]),
            "content": msgspec.json.decode(row["content"], type=Content),
            "signatures": msgspec.json.decode(row["signatures"], type=tuple[InspectionSignature, ...]),
        }
    )
