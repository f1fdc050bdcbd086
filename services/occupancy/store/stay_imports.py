"""Imports of households and stays: their reports, and the files that wait for a confirmation."""

from typing import Any
from uuid import UUID

import msgspec

from kernel.intake.imports import AcceptedWarning, Created
from kernel.intake.waiting import Waiting
from occupancy.domain.stay_imports import (
    StayImport,
    StayImportNotFound,
    StayUploadNotFound,
)
from occupancy.tables.stay_imports import StayImportRow, StayUploadRow

MOST_LISTED = 200
WAITING = Waiting(StayUploadRow, StayUploadNotFound)
"""The files that wait for a confirmation."""


async def insert_import(report: StayImport) -> None:
    """The report, for ever."""
    await StayImportRow.insert(
        StayImportRow(
            id=report.id,
            imported_at=report.at,
            actor_id=report.by_id,
            actor_name=report.by_name,
            file_name=report.file_name,
            sha256=report.sha256,
            template_year=report.template_year,
            unchanged=report.unchanged,
            warnings=_json(report.warnings),
            reason=report.reason,
            created=_json(report.created),
        )
    )


async def find_import(import_id: UUID) -> StayImport:
    """Raises `StayImportNotFound`."""
    rows = await StayImportRow.select().where(StayImportRow.id == import_id)
    if not rows:
        raise StayImportNotFound("Cet import n'existe pas.")
    return _report(rows[0])


async def list_imports() -> list[StayImport]:
    """The latest imports, latest first."""
    query = StayImportRow.select().order_by(StayImportRow.imported_at, ascending=False)
    return [_report(row) for row in await query.order_by(StayImportRow.id).limit(MOST_LISTED)]


def _report(row: dict[str, Any]) -> StayImport:
    return StayImport(
        id=row["id"],
        at=row["imported_at"],
        by_id=row["actor_id"],
        by_name=row["actor_name"],
        file_name=row["file_name"],
        sha256=row["sha256"],
        template_year=row["template_year"],
        unchanged=row["unchanged"],
        warnings=msgspec.json.decode(row["warnings"], type=tuple[AcceptedWarning, ...]),
        reason=row["reason"],
        created=msgspec.json.decode(row["created"], type=tuple[Created, ...]),
    )


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
