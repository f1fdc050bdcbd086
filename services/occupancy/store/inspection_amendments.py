"""Avenants to entry inspections in the database."""

from typing import Any
from uuid import UUID

import msgspec

from occupancy.domain.inspection_amendments import Amendment, AmendmentGround, AmendmentItem
from occupancy.domain.inspection_signatures import InspectionSignature
from occupancy.tables.inspections import InspectionAmendmentRow


async def amendments_of(inspection_id: UUID) -> tuple[Amendment, ...]:
    """Those of an inspection, first one first."""
    rows = (
        await InspectionAmendmentRow.select()
        .where(InspectionAmendmentRow.inspection_id == inspection_id)
        .order_by(InspectionAmendmentRow.number)
    )
    return tuple(_amendment(row) for row in rows)


async def insert_amendment(amendment: Amendment) -> None:
    columns: dict[str, Any] = {
        **msgspec.structs.asdict(amendment),
        "ground": amendment.ground.value,
        "items": msgspec.json.encode(amendment.items).decode(),
        "signatures": msgspec.json.encode(amendment.signatures).decode(),
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
        }
    )
