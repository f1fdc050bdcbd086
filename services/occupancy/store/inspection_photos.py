"""Photos of inspections in the database."""

from typing import Any
from uuid import UUID

import msgspec

from kernel.intake.pictures import Picture
from occupancy.domain.inspection_photos import PhotoFacts, PhotoNotFound
from occupancy.tables.inspections import InspectionPhotoRow

_FACTS = [column for column in InspectionPhotoRow._meta.columns if column._meta.name not in ("content", "small")]


async def maybe_photo(photo_id: UUID) -> PhotoFacts | None:
    """What is known of a photo, or None."""
    row = await InspectionPhotoRow.select(*_FACTS).where(InspectionPhotoRow.id == photo_id).first()
    return None if row is None else PhotoFacts(**row)


async def photos_of(inspection_id: UUID) -> dict[UUID, PhotoFacts]:
    """Every photo received for an inspection, by id, in the order in which they were taken."""
    rows = (
        await InspectionPhotoRow.select(*_FACTS)
        .where(InspectionPhotoRow.inspection_id == inspection_id)
        .order_by(InspectionPhotoRow.taken_at, InspectionPhotoRow.id)
    )
    return {row["id"]: PhotoFacts(**row) for row in rows}


async def count_photos(inspection_id: UUID) -> int:
    return int(await InspectionPhotoRow.count().where(InspectionPhotoRow.inspection_id == inspection_id))


async def image_of(inspection_id: UUID, photo_id: UUID, *, small: bool = False) -> bytes:
    """The JPEG. Raises `PhotoNotFound`."""
    column = InspectionPhotoRow.small if small else InspectionPhotoRow.content
    row: dict[str, Any] | None = (
        await InspectionPhotoRow.select(column)
        .where((InspectionPhotoRow.id == photo_id) & (InspectionPhotoRow.inspection_id == inspection_id))
        .first()
    )
    if row is None:
        raise PhotoNotFound("Cet état des lieux n'a pas cette photo.")
    return bytes(row["small" if small else "content"])


async def printed_images(inspection_id: UUID) -> dict[UUID, bytes]:
    """Every image of an inspection, small."""
    rows = await InspectionPhotoRow.select(InspectionPhotoRow.id, InspectionPhotoRow.small).where(
        InspectionPhotoRow.inspection_id == inspection_id
    )
    return {row["id"]: bytes(row["small"]) for row in rows}


async def insert_photo(photo: PhotoFacts, picture: Picture) -> None:
    columns = {**msgspec.structs.asdict(photo), "content": picture.content, "small": picture.small}
    await InspectionPhotoRow.insert(InspectionPhotoRow(**columns))
