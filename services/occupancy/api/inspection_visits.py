"""What a tablet sends of an inspection, each thing by PUT under the id that the device made: photos first, then the visit."""

import base64
import binascii
import hashlib
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, put
from litestar.di import NamedDependency
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from kernel.acts import Act, once
from kernel.db import Database
from kernel.errors import InvalidRequest
from kernel.intake.pictures import LARGEST_PICTURE
from kernel.settings import Settings
from kernel.text import BASE64
from occupancy.actions.inspection_photos import SavePhoto
from occupancy.actions.inspection_photos import save_photo as keep_photo
from occupancy.actions.inspection_visits import save_visit as take_visit
from occupancy.clients.alt_units import AltUnits
from occupancy.domain.inspection_content import Instant
from occupancy.domain.inspection_photos import PhotoReceipt
from occupancy.domain.inspection_visits import Visit, VisitOutcome, VisitReceipt, VisitSetAside

LARGEST_PHOTO_REQUEST = LARGEST_PICTURE * 4 // 3 + 16 * 1024
LARGEST_VISIT = 1024 * 1024
_ONE = "/v1/inspections/{inspection_id:uuid}"


class PhotoIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A photo of one thing. `subject_id`: the element, meter or furniture; the inspection itself for a signed sheet."""

    subject_id: UUID
    taken_at: Instant
    content: Annotated[
        str,
        Meta(
            min_length=4,
            max_length=LARGEST_PICTURE * 4 // 3 + 4,
            pattern=BASE64,
            description="La photo en base64 : JPEG, PNG ou WebP.",
        ),
    ]


class PhotoReceiptOut(Struct, frozen=True, kw_only=True):
    """The photo is kept. `sha256`: of the request as it was received."""

    id: UUID
    sha256: str

    @classmethod
    def of(cls, receipt: PhotoReceipt) -> "PhotoReceiptOut":
        return cls(id=receipt.id, sha256=receipt.sha256)


class VisitReceiptOut(Struct, frozen=True, kw_only=True):
    """The visit is kept. `sha256`: of the request as it was received."""

    id: UUID
    sha256: str

    @classmethod
    def of(cls, receipt: VisitReceipt) -> "VisitReceiptOut":
        return cls(id=receipt.id, sha256=receipt.sha256)


@put(
    _ONE + "/photos/{photo_id:uuid}",
    operation_id="save_photo",
    summary="Envoyer une photo",
    tags=["États des lieux"],
    request_max_body_size=LARGEST_PHOTO_REQUEST,
    responses={201: ResponseSpec(PhotoReceiptOut, description="Photo reçue pour la première fois")},
)
async def save_photo(
    inspection_id: FromPath[UUID],
    photo_id: FromPath[UUID],
    data: JSONBody[PhotoIn],
    request: Request[Any, Any, Any],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[PhotoReceiptOut]:
    """201 the first time, 200 when the same comes again, 409 when another content comes under the same id."""
    try:
        content = base64.b64decode(data.content, validate=True)
    except binascii.Error as error:
        raise InvalidRequest("Le contenu de la photo n'est pas du base64.", field="content") from error
    command = SavePhoto(
        subject_id=data.subject_id, taken_at=data.taken_at, content=content, sent_sha256=_hash(await request.body())
    )
    receipt = await once(act, PhotoReceipt, keep_photo(db, inspection_id, photo_id, command, act))
    return Response(PhotoReceiptOut.of(receipt), status_code=201 if receipt.is_new else 200)


@put(
    _ONE + "/visits/{visit_id:uuid}",
    operation_id="save_visit",
    summary="Envoyer une visite finie",
    tags=["États des lieux"],
    request_max_body_size=LARGEST_VISIT,
    responses={201: ResponseSpec(VisitReceiptOut, description="Visite reçue pour la première fois")},
)
async def save_visit(
    inspection_id: FromPath[UUID],
    visit_id: FromPath[UUID],
    data: JSONBody[Visit],
    request: Request[Any, Any, Any],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    alt_units: NamedDependency[AltUnits],
    settings: NamedDependency[Settings],
) -> Response[VisitReceiptOut]:
    """201 the first time, 200 when the same comes again. 409 `visit-set-aside`: kept beside, each difference in `errors`."""
    body = await request.body()
    taking = take_visit(
        db,
        inspection_id,
        visit_id,
        data,
        act,
        body=body,
        sent_sha256=_hash(body),
        alt_units=alt_units,
        settings=settings,
    )
    receipt = await once(act, VisitReceipt, taking)
    if receipt.outcome is VisitOutcome.SET_ASIDE:
        raise VisitSetAside(
            "L'état des lieux a changé depuis que la tablette l'a pris. Cette visite est gardée à côté, sans rien effacer.",
            errors=receipt.differences,
        )
    return Response(VisitReceiptOut.of(receipt), status_code=201 if receipt.is_new else 200)


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


HANDLERS = [save_photo, save_visit]
