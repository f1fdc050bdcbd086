"""What is added to a signed entry inspection: asked, agreed, dated, signed and sealed at once."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from msgspec import Struct

from kernel.acts import Act, writing
from kernel.db import Database
from kernel.documents.render import render
from kernel.intake.pictures import Picture
from kernel.sealing import public_key, signature_of
from kernel.settings import Settings
from kernel.web.pdf import drawn
from occupancy import documents
from occupancy.actions.inspection_photos import SavePhoto, facts_of
from occupancy.actions.papers import letterhead_of
from occupancy.documents.inspection_amendments import amendment_paper
from occupancy.documents.inspections import photo_file
from occupancy.domain.inspection_amendments import (
    MOST,
    Amendment,
    AmendmentRequest,
    InspectionNotAmendable,
    amendment_text,
    check_request,
    check_signed,
    fingerprint,
    photos_shown,
)
from occupancy.domain.inspection_photos import PhotoFacts, check_count
from occupancy.domain.inspection_seals import amendment_record_of, sealed
from occupancy.domain.inspections import Inspection
from occupancy.store import contracts, households, inspection_photos, inspection_seals
from occupancy.store import inspection_amendments as store
from occupancy.store.inspections import find_by_id
from occupancy.store.law import law_in_force

TEMPLATE = Path(documents.__file__).parent / "inspection_amendments.typ"


class JoinedPhoto(Struct, frozen=True, kw_only=True):
    """A photo that comes with an avenant, drawn again. It shows an addition, or the inspection for a sheet."""

    sent: SavePhoto
    picture: Picture


async def amend_inspection(
    db: Database,
    inspection_id: UUID,
    request: AmendmentRequest,
    act: Act,
    *,
    settings: Settings,
    photos: Mapping[UUID, JoinedPhoto] | None = None,
) -> Amendment:
    """`photos`: those that come with it; the others that it names were sent before.

    Raises `InspectionNotFound`, `InspectionNotAmendable`, `AmendmentWrongDay`, `AmendmentLate`, `InspectionIncomplete`,
    `TooManyPhotos`.
    """
    async with writing(db, act) as tx:
        await tx.lock("inspection", inspection_id)
        inspection = await find_by_id(inspection_id)
        territory = (await contracts.find_contract(inspection.contract_id)).territory
        until_on, is_late = check_request(inspection, request, await law_in_force(), territory, act.today)
        await _keep(inspection_id, photos or {}, act)
        received = await inspection_photos.photos_of(inspection_id)
        check_signed(request, inspection_id, {photo: facts.subject_id for photo, facts in received.items()})
        number = len(await store.amendments_of(inspection_id)) + 1
        if number > MOST:
            raise InspectionNotAmendable(f"Un état des lieux a {MOST} avenants au plus.")
        text = amendment_text(inspection, request, number, until_on=until_on, is_late=is_late)
        amendment = Amendment(
            id=uuid4(),
            inspection_id=inspection_id,
            number=number,
            ground=request.ground,
            requested_on=request.requested_on,
            until_on=until_on,
            is_late=is_late,
            established_on=request.established_on,
            items=request.items,
            signatures=request.signatures,
            sha256=fingerprint(text),
            public_key=public_key(settings.secret),
            signature=signature_of(settings.secret, text),
            recorded_at=act.at,
            recorded_by=act.by.name[:120],
            signed_sheets=request.signed_sheets,
            no_sheet_reason=request.no_sheet_reason,
        )
        await store.insert_amendment(amendment)
        await _seal(amendment, inspection, received, act, settings)
        await tx.journal("inspection-amended", f"inspection/{inspection_id}", after=amendment)
        return tx.keep(amendment)


async def _keep(inspection_id: UUID, photos: Mapping[UUID, JoinedPhoto], act: Act) -> None:
    count = await inspection_photos.count_photos(inspection_id)
    for more, (photo_id, one) in enumerate(photos.items()):
        check_count(count + more)
        facts = facts_of(one.sent, one.picture, photo_id, inspection_id, act)
        await inspection_photos.insert_photo(facts, one.picture)


async def _seal(
    amendment: Amendment, inspection: Inspection, photos: Mapping[UUID, PhotoFacts], act: Act, settings: Settings
) -> None:
    """Inside the act that signs: its paper and its text, sealed as those of the inspection are."""
    contract = await contracts.find_contract(inspection.contract_id)
    household = await households.find_household(contract.household_id)
    letterhead = await letterhead_of(act.today, settings)
    paper = amendment_paper(
        amendment,
        inspection,
        contract,
        holder=household.name,
        organisation=letterhead.name,
        zone=settings.zone,
        seal_key=public_key(settings.secret),
    )
    named = photos_shown(amendment.items, amendment.signed_sheets, inspection.id)
    images = {photo_file(one): await inspection_photos.image_of(inspection.id, one, small=True) for one in named}
    pdf = await drawn(partial(render, TEMPLATE, paper, on=act.at, head=letterhead.head, images=images))
    record = amendment_record_of(amendment, inspection, contract, photos, organisation=letterhead.name)
    seal = sealed(record, pdf, at=act.at, secret=settings.secret)
    await inspection_seals.insert_amendment_seal(amendment.id, seal, pdf)
