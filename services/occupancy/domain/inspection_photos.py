"""Photos of an inspection: each shows one thing that the inspection names, and is received once under the id of its device.

Ground: décret n° 2016-382, art. 2 (images may complete an inspection), LIFECYCLE §4.3 (tied to their element, no metadata).
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from kernel.errors import Conflict, FieldError, NotFound, RuleBroken
from occupancy.domain.inspection_content import Content, photos_of
from occupancy.domain.inspections import InspectionIncomplete

MOST_PHOTOS = 300
"""Of one inspection: five for each of sixty elements."""


class PhotoNotFound(NotFound):
    """The inspection has no such photo."""

    code, title = "photo-not-found", "Photo introuvable"


class PhotoKnownOtherwise(Conflict):
    """Another content came under the same identifier: neither replaces the other, a person decides."""

    code, title = "photo-known-otherwise", "Cette photo est déjà reçue, autrement"


class TooManyPhotos(RuleBroken):
    """An inspection that nobody can read again proves nothing."""

    code, title = "too-many-photos", "Trop de photos"


class PhotoFacts(Struct, frozen=True, kw_only=True):
    """A photo without its image. `subject_id`: the element, meter or furniture shown; the inspection for a signed sheet."""

    id: UUID
    inspection_id: UUID
    subject_id: UUID
    taken_at: datetime
    received_at: datetime
    received_by: str
    sent_sha256: str
    sha256: str
    width: int
    height: int


class PhotoReceipt(Struct, frozen=True, kw_only=True):
    """What the device waits for before it lets go of a photo: the same id, the same hash."""

    id: UUID
    sha256: str
    is_new: bool


def receipt_again(known: PhotoFacts, inspection_id: UUID, sent_sha256: str) -> PhotoReceipt:
    """The receipt of a photo that came before. Raises `PhotoKnownOtherwise`."""
    if known.inspection_id != inspection_id or known.sent_sha256 != sent_sha256:
        raise PhotoKnownOtherwise("Une autre photo a déjà été reçue sous cet identifiant. Les deux sont gardées.")
    return PhotoReceipt(id=known.id, sha256=sent_sha256, is_new=False)


def check_count(count: int) -> None:
    """Raises `TooManyPhotos`."""
    if count >= MOST_PHOTOS:
        raise TooManyPhotos(f"Un état des lieux a {MOST_PHOTOS} photos au plus.")


def check_photos(content: Content, inspection_id: UUID, received: Mapping[UUID, PhotoFacts]) -> None:
    """Every photo that the content names was received, and shows what it is said to show. Raises `InspectionIncomplete`."""
    check_shown(photos_of(content, inspection_id), {photo: facts.subject_id for photo, facts in received.items()})


def check_shown(named: Mapping[UUID, UUID], received: Mapping[UUID, UUID]) -> None:
    """Both: photo, what it shows. Raises `InspectionIncomplete` for each that is named and was not received so."""
    wrong = [
        FieldError(field="photos", message=f"Photo {photo} : pas encore reçue.")
        for photo, subject in named.items()
        if received.get(photo) != subject
    ]
    if wrong:
        raise InspectionIncomplete("Des photos ne sont pas encore arrivées.", errors=tuple(wrong[:20]))
