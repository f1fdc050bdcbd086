"""A photo that a tablet sends: received once, drawn again, bound to what it shows."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from msgspec import Struct

from kernel.acts import Act, writing
from kernel.db import Database
from kernel.intake.pictures import Picture, cleaned_in_turn
from occupancy.domain.inspection_photos import PhotoFacts, PhotoReceipt, check_count, receipt_again, with_photo
from occupancy.domain.inspections import Inspection, with_sheet
from occupancy.store import inspection_photos as store
from occupancy.store.inspections import find_by_id, save_inspection


class SavePhoto(Struct, frozen=True, kw_only=True):
    """A photo as it was sent. `sent_sha256`: of the whole request, which the device froze once."""

    subject_id: UUID
    taken_at: datetime
    content: bytes
    sent_sha256: str


async def save_photo(db: Database, inspection_id: UUID, photo_id: UUID, command: SavePhoto, act: Act) -> PhotoReceipt:
    """Keep the photo, or say again that it is kept. One that comes after the signature is kept beside it.

    Raises `InspectionNotFound`, `PhotoKnownOtherwise`, `TooManyPhotos`, `PictureRefused`, `TooLarge`.
    """
    if known := await store.maybe_photo(photo_id):
        return receipt_again(known, inspection_id, command.sent_sha256)
    await find_by_id(inspection_id)
    picture = await cleaned_in_turn(command.content)
    photo = facts_of(command, picture, photo_id, inspection_id, act)
    async with writing(db, act) as tx:
        await tx.lock("inspection", inspection_id)
        if known := await store.maybe_photo(photo_id):
            await tx.journal("photo-sent-again", f"inspection/{inspection_id}")
            return receipt_again(known, inspection_id, command.sent_sha256)
        check_count(await store.count_photos(inspection_id))
        await store.insert_photo(photo, picture)
        await tx.journal("photo-received", f"inspection/{inspection_id}", after=photo)
        return tx.keep(PhotoReceipt(id=photo_id, sha256=command.sent_sha256, is_new=True))


async def join_sheet(db: Database, inspection_id: UUID, content: bytes, act: Act, *, expected: int) -> Inspection:
    """The photo of the sheet that was signed by hand, kept with the draft.

    Raises `InspectionNotFound`, `InspectionFrozen`, `TooManyPhotos`, `PictureRefused`, `TooLarge`, `StaleVersion`.
    """
    joining = partial(_join, db, inspection_id, content, act, expected=expected)
    return await joining(with_sheet, subject_id=inspection_id, verb="sheet-joined")


async def join_photo(
    db: Database, inspection_id: UUID, subject_id: UUID, content: bytes, act: Act, *, expected: int
) -> Inspection:
    """A photo of one element, meter or furniture, joined to the draft at the office.

    Raises `InspectionNotFound`, `InspectionFrozen`, `PhotoOfNothing`, `TooManyPhotos`, `PictureRefused`, `TooLarge`,
    `StaleVersion`.
    """

    def shown(draft: Inspection, photo_id: UUID) -> Inspection:
        return with_photo(draft, subject_id, photo_id)

    joining = partial(_join, db, inspection_id, content, act, expected=expected)
    return await joining(shown, subject_id=subject_id, verb="photo-joined")


async def _join(
    db: Database,
    inspection_id: UUID,
    content: bytes,
    act: Act,
    placed: Callable[[Inspection, UUID], Inspection],
    *,
    subject_id: UUID,
    verb: str,
    expected: int,
) -> Inspection:
    """A photo drawn again, kept with the draft that names it."""
    photo_id, picture = uuid4(), await cleaned_in_turn(content)
    sent = SavePhoto(
        subject_id=subject_id, taken_at=act.at, content=content, sent_sha256=hashlib.sha256(content).hexdigest()
    )
    async with writing(db, act) as tx:
        await tx.lock("inspection", inspection_id)
        before = await find_by_id(inspection_id)
        joined = placed(before, photo_id)
        check_count(await store.count_photos(inspection_id))
        await store.insert_photo(facts_of(sent, picture, photo_id, inspection_id, act), picture)
        after = await save_inspection(joined, expected)
        await tx.journal(verb, f"inspection/{inspection_id}", before=before, after=after)
        return tx.keep(after)


def facts_of(sent: SavePhoto, picture: Picture, photo_id: UUID, inspection_id: UUID, act: Act) -> PhotoFacts:
    """What is kept of a photo besides its image."""
    return PhotoFacts(
        id=photo_id,
        inspection_id=inspection_id,
        subject_id=sent.subject_id,
        taken_at=sent.taken_at,
        received_at=act.at,
        received_by=act.by.name[:120],
        sent_sha256=sent.sent_sha256,
        sha256=picture.sha256,
        width=picture.width,
        height=picture.height,
    )
