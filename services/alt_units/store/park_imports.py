"""Imports of a park: their reports, and the files that wait for a confirmation."""

from typing import Any
from uuid import UUID

import msgspec

from alt_units.domain.park_imports import (
    Counts,
    ParkImport,
    ParkImportNotFound,
    ParkUploadNotFound,
)
from alt_units.tables.imports import ParkImportRow, ParkUploadRow
from kernel.intake.imports import AcceptedWarning, Created
from kernel.intake.waiting import Waiting

MOST_LISTED = 200
WAITING = Waiting(ParkUploadRow, ParkUploadNotFound)
"""The files that wait for a confirmation."""


async def insert_import(report: ParkImport) -> None:
    """The report, for ever."""
    await ParkImportRow.insert(
        ParkImportRow(
            id=report.id,
            imported_at=report.at,
            actor_id=report.by_id,
            actor_name=report.by_name,
            file_name=report.file_name,
            sha256=report.sha256,
            template_year=report.template_year,
            added=_json(report.added),
            unchanged=_json(report.unchanged),
            warnings=_json(report.warnings),
            reason=report.reason,
            created=_json(report.created),
        )
    )


async def find_import(import_id: UUID) -> ParkImport:
    """Raises `ParkImportNotFound`."""
    rows = await ParkImportRow.select().where(ParkImportRow.id == import_id)
    if not rows:
        raise ParkImportNotFound()
    return _report(rows[0])


async def list_imports() -> list[ParkImport]:
    """The latest imports, latest first."""
    query = ParkImportRow.select().order_by(ParkImportRow.imported_at, ascending=False)
    return [_report(row) for row in await query.order_by(ParkImportRow.id).limit(MOST_LISTED)]


def _report(row: dict[str, Any]) -> ParkImport:
    return ParkImport(
        id=row["id"],
        at=row["imported_at"],
        by_id=row["actor_id"],
        by_name=row["actor_name"],
        file_name=row["file_name"],
        sha256=row["sha256"],
        template_year=row["template_year"],
        added=msgspec.json.decode(row["added"], type=Counts),
        unchanged=msgspec.json.decode(row["unchanged"], type=Counts),
        warnings=msgspec.json.decode(row["warnings"], type=tuple[AcceptedWarning, ...]),
        reason=row["reason"],
        created=msgspec.json.decode(row["created"], type=tuple[Created, ...]),
    )


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
