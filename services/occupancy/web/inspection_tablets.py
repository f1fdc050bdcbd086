"""The inspection in the flat: prepared at the office, opened once on the tablet, then filled in without a network.

The page is the only one that needs its script. It carries all that it shows as data; the script draws, keeps and sends.
"""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from kernel.acts import Act, once
from kernel.db import Database
from kernel.settings import Settings
from kernel.web.form import Form
from kernel.web.page import Page, page, see
from kernel.web.templating import static
from occupancy.actions import inspections as actions
from occupancy.domain.inspections import Inspection, InspectionKind
from occupancy.law.inspection_templates import template_on
from occupancy.store import contracts, households, inspection_photos
from occupancy.store import inspections as store
from occupancy.store.inspection_amendments import signed_entry
from occupancy.web import labels, paths
from occupancy.web.inspections import read_kind, read_start
from occupancy.web.stay_words import holder_words, place_words

_WORKER = Path(__file__).parent / "tablet_worker.js"
_SCRIPTS = tuple(
    f"{name}.js"
    for name in (
        "visit",
        "visit_checks",
        "visit_fields",
        "visit_parts",
        "visit_photos",
        "visit_sending",
        "visit_signing",
        "visit_store",
    )
)
_WORDS = (
    "CONDITION",
    "ROOM_TYPE",
    "CATEGORY",
    "WORKING",
    "METER",
    "KEY",
    "PARTY",
    "PRESENCE",
    "SAFETY",
    "SAFETY_STATE",
    "VISIT_ACT",
    "COPY_CHANNEL",
)


@post("/sejours/contrats/{contract_id:uuid}/etat-des-lieux/{word:str}/tablette")
async def prepare_inspection_form(
    contract_id: FromPath[UUID],
    word: FromPath[str],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Begin the draft if there is none, and open it the way a tablet takes it along."""
    kind = read_kind(word)
    contract = await contracts.find_contract(contract_id)
    household = await households.find_household(contract.household_id)
    name = household.name if act.by.may("households.read") else ""
    preparing = actions.prepare_inspection(
        db,
        contract_id,
        kind,
        act,
        household=name,
        seat=settings.organisation_address,
        start=read_start(form.value("start_from")),
    )
    inspection = await once(act, Inspection, preparing)
    return see(paths.inspection_tablet(inspection.id))


@get(paths.TABLETS + "/{inspection_id:uuid}")
async def tablet_page(inspection_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """All that the tablet needs, in one page; a signed inspection is read on its own page."""
    inspection = await store.find_by_id(inspection_id)
    contract = await contracts.find_contract(inspection.contract_id)
    household = await households.find_household(contract.household_id)
    entry = await signed_entry(contract.id)
    is_exit = inspection.kind is InspectionKind.EXIT
    template = template_on(act.today)
    facts = {
        "user": {"id": act.by.id, "name": act.by.name},
        "inspection": {
            name: getattr(inspection, name)
            for name in ("id", "version", "kind", "status", "established_on", "content", "forwarding_address")
        },
        "entry": entry.content if is_exit and entry else None,
        "entry_known": inspection.entry_inspection_id is not None,
        "elements": template.elements,
        "words": {name.lower(): getattr(labels, name) for name in _WORDS},
        "photos": [photo.id for photo in (await inspection_photos.photos_of(inspection_id)).values()],
        "paths": {
            "worker": paths.TABLETS + "/sw.js",
            "scope": paths.TABLETS + "/",
            "page": paths.inspection_tablet(inspection_id),
            "items": f"/api/occupancy/v1/inspections/{inspection_id}",
            "session": "/api/staff/v1/session",
            "sign_in": f"/connexion?suite={paths.inspection_tablet(inspection_id)}",
            "contract": paths.contract(contract.id),
            "office": paths.inspection(contract.id, inspection.kind),
        },
    }
    return page(
        "inspections/tablet.html",
        inspection=inspection,
        contract=contract,
        holder=holder_words(household, may_see=act.by.may("households.read")),
        place=place_words(contract),
        facts=msgspec.to_builtins(facts),
    )


@get(paths.TABLETS + "/sw.js")
async def tablet_worker() -> Response[bytes]:
    """The script that keeps the page and what it needs; asked anew each time, so that a new version is taken soon."""
    kept = [static(name) for name in ("palier.css", "palier.js", "icone.svg", "visit.css", *_SCRIPTS)]
    body = f"const ASSETS = {json.dumps(kept)};\n".encode() + _WORKER.read_bytes()
    return Response(body, media_type="text/javascript", headers={"cache-control": "no-cache"})


@get(paths.TABLETS + "/{inspection_id:uuid}/photos/{photo_id:uuid}")
async def photo_image(
    inspection_id: FromPath[UUID], photo_id: FromPath[UUID], taille: FromQuery[str] = ""
) -> Response[bytes]:
    """A photo, for those who may read inspections; kept by nobody on the way. `?taille=petite` for a list."""
    content = await inspection_photos.image_of(inspection_id, photo_id, small=taille == "petite")
    return Response(content, media_type="image/jpeg", headers={"cache-control": "private, no-store"})


HANDLERS = [prepare_inspection_form, tablet_page, tablet_worker, photo_image]
