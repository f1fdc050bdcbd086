"""Avenants to entry inspections in the database."""

from typing import Any
from uuid import UUID

import msgspec

from occupancy.domain.inspection_amendments import Amendment, AmendmentGround, AmendmentItem, as_amended
from occupancy.domain.inspection_content import Photos
from occupancy.domain.inspection_signatures import InspectionSignature
from occupancy.domain.inspections import Inspection, InspectionKind
from occupancy.store.inspections import maybe_inspection
from occupancy.tables.inspections import InspectionAmendmentRow


async def amendments_of(inspection_id: UUID) -> tuple[Amendment, ...]:
    """Those of an inspection, first one first."""
    rows = (
        await InspectionAmendmentRow.select()
        .where(InspectionAmendmentRow.inspection_id == inspection_id)
        .order_by(InspectionAmendmentRow.number)
    )
    return tuple(_amendment(row) for row in rows)


async def with_amendments(inspection: Inspection) -> Inspection:
    """A signed inspection as its avenants complete it."""
    return as_amended(inspection, await amendments_of(inspection.id))


async def signed_entry(contract_id: UUID) -> Inspection | None:
    """What an exit is compared with: the signed entry, as its avenants complete it."""
    entry = await maybe_inspection(contract_id, InspectionKind.ENTRY)
    return await with_amendments(entry) if entry and entry.is_signed else None


async def insert_amendment(amendment: Amendment) -> None:
    columns: dict[str, Any] = {
        **msgspec.structs.asdict(amendment),
        "ground": amendment.ground.value,
        "items": msgspec.json.encode(amendment.items).decode(),
        "signatures": msgspec.json.encode(amendment.signatures).decode(),
        "signed_sheets": msgspec.json.encode(amendment.signed_sheets).decode(),
    }
    await InspectionAmendmentRow.insert(InspectionAmendmentRow(**columns))


def _amendment(row: dict[str, Any]) -> Amendment:
    return Amendment(
        **{
            **row,
            "ground": AmendmentGround(row["ground"]),
            "items": msgspec.json.decode(row["items"], type=tuple[AmendmentItem, ...]),
            "signatures": msgspec.json.decode(row["signatures"], type=tuple[InspectionSignature, ...]),
            "is_late": bool(row["is_late"]),
            "signed_sheets": msgspec.json.decode(row["signed_sheets"], type=Photos),
        }
    )
