"""Sealing what was signed: its canonical text and its paper are made once, inside the act that signs, and never again."""

from functools import partial
from pathlib import Path
from uuid import UUID

from kernel.acts import Act
from kernel.documents.render import render
from kernel.sealing import public_key
from kernel.settings import Settings
from kernel.web.pdf import drawn
from occupancy import documents
from occupancy.actions.papers import letterhead_of
from occupancy.documents.inspections import inspection_paper, photo_file
from occupancy.domain.contracts import Contract
from occupancy.domain.inspection_content import photos_of
from occupancy.domain.inspection_photos import PhotoFacts
from occupancy.domain.inspection_seals import record_of, sealed
from occupancy.domain.inspections import Inspection, completion_until
from occupancy.store import households, inspection_photos
from occupancy.store import inspection_seals as store
from occupancy.store import inspections as inspection_store
from occupancy.store.inspection_amendments import with_amendments
from occupancy.store.law import law_in_force

TEMPLATE = Path(documents.__file__).parent / "inspections.typ"


async def seal_inspection(
    signed: Inspection, contract: Contract, photos: dict[UUID, PhotoFacts], act: Act, settings: Settings
) -> None:
    """Inside an act: the seal of what was just signed."""
    entry_id = signed.entry_inspection_id
    entry = await with_amendments(await inspection_store.find_by_id(entry_id)) if entry_id else None
    letterhead = await letterhead_of(act.today, settings)
    household = await households.find_household(contract.household_id)
    paper = inspection_paper(
        signed,
        contract,
        entry,
        holder=household.name,
        completion=completion_until(signed, await law_in_force(), contract.territory),
        organisation=letterhead.name,
        zone=settings.zone,
        with_photos=True,
        seal_key=public_key(settings.secret),
    )
    named = photos_of(signed.content, signed.id)
    images = {
        photo_file(one): image
        for one, image in (await inspection_photos.printed_images(signed.id)).items()
        if one in named
    }
    pdf = await drawn(partial(render, TEMPLATE, paper, on=act.at, head=letterhead.head, images=images))
    record = record_of(signed, contract, entry, photos, organisation=letterhead.name)
    await store.insert_seal(signed.id, sealed(record, pdf, at=act.at, secret=settings.secret), pdf)
