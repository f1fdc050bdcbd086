"""Photos of an inspection: each shows one thing that the inspection names, and is received once under the id of its device.

Ground: décret n° 2016-382, art. 2 (images may complete an inspection), LIFECYCLE §4.3 (tied to their element, no metadata).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from kernel.errors import Conflict, FieldError, NotFound, RuleBroken
from occupancy.domain.inspection_content import Content, Element, Furnishing, Meter, photos_of
from occupancy.domain.inspections import Inspection, InspectionIncomplete, check_draft

T = TypeVar("T", Element, Meter, Furnishing)
MOST_PHOTOS = 300
"""Of one inspection: five for each of sixty elements."""
MOST_OF_ONE = 12
"""Of one element, meter or furniture."""


class PhotoNotFound(NotFound):
    """The inspection has no such photo."""

    code, title = "photo-not-found", "Photo introuvable"


class PhotoKnownOtherwise(Conflict):
    """Another content came under the same identifier: neither replaces the other, a person decides."""

    code, title = "photo-known-otherwise", "Cette photo est déjà reçue, autrement"


class TooManyPhotos(RuleBroken):
    """An inspection that nobody can read again proves nothing."""

    code, title = "too-many-photos", "Trop de photos"


class PhotoOfNothing(RuleBroken):
    """A photo proves the state of one thing that the inspection names (LIFECYCLE §4.3)."""

    code, title = "photo-of-nothing", "Photo sans élément"


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


def with_photo(inspection: Inspection, subject_id: UUID, photo_id: UUID) -> Inspection:
    """The draft in which one thing has one more photo. Raises `InspectionFrozen`, `PhotoOfNothing`, `TooManyPhotos`."""
    check_draft(inspection)
    content, shown = inspection.content, photos_of(inspection.content, inspection.id)
    if list(shown.values()).count(subject_id) >= MOST_OF_ONE:
        raise TooManyPhotos(f"Un élément a {MOST_OF_ONE} photos au plus.", field="subject")

    def shows(thing: T) -> T:
        return replace(thing, photos=(*thing.photos, photo_id)) if thing.id == subject_id else thing

    after = replace(
        content,
        rooms=tuple(replace(room, elements=tuple(map(shows, room.elements))) for room in content.rooms),
        meters=tuple(map(shows, content.meters)),
        furnishings=tuple(map(shows, content.furnishings)),
    )
    if after == content:
        raise PhotoOfNothing(
            "Choisissez ce que la photo montre : un élément, un compteur ou un meuble.", field="subject"
        )
    return replace(inspection, content=after)


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
