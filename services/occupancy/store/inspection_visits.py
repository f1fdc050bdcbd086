"""Visits sent by tablets in the database."""

from typing import Any
from uuid import UUID

import msgspec

from occupancy.domain.inspection_visits import KeptVisit, VisitOutcome
from occupancy.tables.inspections import InspectionVisitRow


async def maybe_visit(visit_id: UUID) -> KeptVisit | None:
    """The visit received under this id, or None."""
    row = await InspectionVisitRow.select().where(InspectionVisitRow.id == visit_id).first()
    return None if row is None else _visit(row)


async def set_aside_of(inspection_id: UUID) -> list[KeptVisit]:
    """The visits of an inspection that wait for a person, oldest first."""
    rows = (
        await InspectionVisitRow.select()
        .where(
            (InspectionVisitRow.inspection_id == inspection_id)
            & (InspectionVisitRow.outcome == VisitOutcome.SET_ASIDE.value)
        )
        .order_by(InspectionVisitRow.received_at)
    )
    return [_visit(row) for row in rows]


async def insert_visit(visit: KeptVisit) -> None:
    columns = {**msgspec.structs.asdict(visit), "outcome": visit.outcome.value}
    await InspectionVisitRow.insert(InspectionVisitRow(**columns))


def _visit(row: dict[str, Any]) -> KeptVisit:
    return KeptVisit(**{**row, "outcome": VisitOutcome(row["outcome"])})
