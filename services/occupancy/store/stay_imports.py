"""Imports of households and stays: their reports, and the files that wait for a confirmation."""

import base64
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from occupancy.domain.stay_imports import (
    AcceptedWarning,
    Created,
    StayImport,
    StayImportNotFound,
    StayUpload,
    StayUploadNotFound,
)
from occupancy.tables.stay_imports import StayImportRow, StayUploadRow

MOST_LISTED = 200


async def keep_upload(upload: StayUpload) -> None:
    """The file waits; what this person sent before, and whatever is too old, no longer does."""
    stale = (StayUploadRow.expires_at <= upload.sent_at) | (StayUploadRow.actor_id == upload.by_id)
    await StayUploadRow.delete().where(stale)
    await StayUploadRow.insert(
        StayUploadRow(
            id=upload.id,
            actor_id=upload.by_id,
            file_name=upload.file_name,
            sha256=upload.sha256,
            content=base64.b64encode(upload.content).decode(),
            sent_at=upload.sent_at,
            expires_at=upload.expires_at,
        )
    )


async def find_upload(upload_id: UUID, *, by_id: UUID, at: datetime) -> StayUpload:
    """Raises `StayUploadNotFound`."""
    rows = await StayUploadRow.select().where(
        StayUploadRow.id == upload_id, StayUploadRow.actor_id == by_id, StayUploadRow.expires_at > at
    )
    if not rows:
        raise StayUploadNotFound("Le fichier a été importé, ou attend depuis trop longtemps : envoyez-le de nouveau.")
    row = rows[0]
    return StayUpload(
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
    await StayUploadRow.delete().where(StayUploadRow.id == upload_id)


async def forget_expired(at: datetime) -> None:
    """Files that nobody confirmed in time: what they say of people is kept no longer."""
    await StayUploadRow.delete().where(StayUploadRow.expires_at <= at)


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
