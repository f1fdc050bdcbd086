"""Imports of a park: their reports, and the files that wait for a confirmation."""

import base64
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from alt_units.domain.park_imports import (
    AcceptedWarning,
    Counts,
    Created,
    ParkImport,
    ParkImportNotFound,
    ParkUpload,
    ParkUploadNotFound,
)
from alt_units.tables.imports import ParkImportRow, ParkUploadRow

MOST_LISTED = 200


async def keep_upload(upload: ParkUpload) -> None:
    """The file waits; what this person sent before, and whatever is too old, no longer does."""
    stale = (ParkUploadRow.expires_at <= upload.sent_at) | (ParkUploadRow.actor_id == upload.by_id)
    await ParkUploadRow.delete().where(stale)
    await ParkUploadRow.insert(
        ParkUploadRow(
            id=upload.id,
            actor_id=upload.by_id,
            file_name=upload.file_name,
            sha256=upload.sha256,
            content=base64.b64encode(upload.content).decode(),
            sent_at=upload.sent_at,
            expires_at=upload.expires_at,
        )
    )


async def find_upload(upload_id: UUID, *, by_id: UUID, at: datetime) -> ParkUpload:
    """Raises `ParkUploadNotFound`."""
    rows = await ParkUploadRow.select().where(
        ParkUploadRow.id == upload_id, ParkUploadRow.actor_id == by_id, ParkUploadRow.expires_at > at
    )
    if not rows:
        raise ParkUploadNotFound("Le fichier a été importé, ou attend depuis trop longtemps : envoyez-le de nouveau.")
    row = rows[0]
    return ParkUpload(
        id=row["id"],
        by_id=row["actor_id"],
        file_name=row["file_name"],
        sha256=row["sha256"],
        content=base64.b64decode(row["content"]),
        sent_at=row["sent_at"],
        expires_at=row["expires_at"],
    )


async def forget_upload(upload_id: UUID) -> None:
    """The file no longer waits."""
    await ParkUploadRow.delete().where(ParkUploadRow.id == upload_id)


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
