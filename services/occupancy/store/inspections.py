"""Inspections in the database."""

from typing import Any
from uuid import UUID

import msgspec

from kernel.errors import StaleVersion
from occupancy.domain.inspections import (
    Content,
    Inspection,
    InspectionKind,
    InspectionNotFound,
    InspectionStatus,
)
from occupancy.tables.contracts import InspectionRow


async def find_inspection(contract_id: UUID, kind: InspectionKind) -> Inspection:
    """Raises `InspectionNotFound`."""
    found = await maybe_inspection(contract_id, kind)
    if found is None:
        raise InspectionNotFound("Cet état des lieux n'a pas encore été commencé.")
    return found


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


async def signed_inspections() -> list[Inspection]:
    """Every signed inspection."""
    return [
        _inspection(row)
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
        "content": msgspec.json.encode(inspection.content).decode(),
    }


def _inspection(row: dict[str, Any]) -> Inspection:
    return Inspection(
        **{
            **row,
            "kind": InspectionKind(row["kind"]),
            "status": InspectionStatus(row["status"]),
            "content": msgspec.json.decode(row["content"], type=Content),
        }
    )
