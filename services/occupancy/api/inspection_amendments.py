"""Avenants to entry inspections over the API."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct
from msgspec.structs import replace

from kernel.acts import Act, once
from kernel.db import Database
from kernel.settings import Settings
from occupancy.actions.inspection_amendments import amend_inspection as add_amendment
from occupancy.domain.inspection_amendments import Amendment, AmendmentGround, AmendmentItem, AmendmentRequest
from occupancy.domain.inspection_content import Photos, Words
from occupancy.domain.inspection_signatures import InspectionSignature
from occupancy.store import inspection_amendments as store
from occupancy.store.inspections import find_by_id

_PATH = "/v1/inspections/{inspection_id:uuid}/amendments"


class InspectionAmendmentIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is added; its photos are sent first. `is_agreed`: the CCAS accepts it although the delay is over.

    `signed_sheets`: photos of what was signed by hand; else `no_sheet_reason`.
    """

    ground: AmendmentGround
    requested_on: date
    established_on: date
    items: Annotated[tuple[AmendmentItem, ...], Meta(min_length=1, max_length=20)]
    signatures: Annotated[tuple[InspectionSignature, ...], Meta(min_length=1, max_length=8)]
    is_agreed: bool = False
    signed_sheets: Photos = ()
    no_sheet_reason: Words = ""

    def command(self) -> AmendmentRequest:
        return AmendmentRequest(**{name: getattr(self, name) for name in self.__struct_fields__})


class InspectionAmendmentOut(Struct, frozen=True, kw_only=True):
    """An avenant as it was signed. `sha256`: of its canonical text; `signature`: its seal."""

    id: UUID
    inspection_id: UUID
    number: int
    ground: AmendmentGround
    requested_on: date
    until_on: date | None
    is_late: bool
    established_on: date
    items: tuple[AmendmentItem, ...]
    signatures: tuple[InspectionSignature, ...]
    sha256: str
    public_key: str
    signature: str
    recorded_at: datetime
    signed_sheets: Photos
    no_sheet_reason: str

    @classmethod
    def of(cls, one: Amendment) -> Self:
        return cls(**{name: getattr(one, name) for name in cls.__struct_fields__})


@get(
    _PATH,
    operation_id="list_inspection_amendments",
    summary="Lire les avenants d'un état des lieux",
    tags=["États des lieux"],
)
async def list_inspection_amendments(
    inspection_id: FromPath[UUID], act: NamedDependency[Act]
) -> list[InspectionAmendmentOut]:
    """First one first."""
    inspection = await find_by_id(inspection_id)
    found = await store.amendments_of(inspection.id)
    if not act.by.may("households.read"):
        hidden = [tuple(replace(sign, name="—", strokes=()) for sign in one.signatures) for one in found]
        found = tuple(replace(one, signatures=own) for one, own in zip(found, hidden, strict=True))
    return [InspectionAmendmentOut.of(one) for one in found]


@post(
    _PATH,
    operation_id="amend_inspection",
    summary="Enregistrer un avenant signé",
    tags=["États des lieux"],
    status_code=201,
)
async def amend_inspection(
    inspection_id: FromPath[UUID],
    data: JSONBody[InspectionAmendmentIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    settings: NamedDependency[Settings],
) -> InspectionAmendmentOut:
    """It stands beside the inspection, which never changes."""
    adding = add_amendment(db, inspection_id, data.command(), act, settings=settings)
    return InspectionAmendmentOut.of(await once(act, Amendment, adding))


HANDLERS = [list_inspection_amendments, amend_inspection]
