"""Photos that join a draft at the office, before it is frozen: of the sheet signed by hand, of one thing of the dwelling."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.intake.pictures import LARGEST_PICTURE
from kernel.settings import Settings
from kernel.web.form import Form
from kernel.web.page import see
from occupancy.actions.inspection_photos import join_photo, join_sheet
from occupancy.domain.inspections import Inspection
from occupancy.store import inspections as store
from occupancy.web import paths
from occupancy.web.inspections import draft_page, read_kind

_LARGEST_REQUEST = LARGEST_PICTURE + 64 * 1024


@post("/sejours/contrats/{contract_id:uuid}/etat-des-lieux/{word:str}/feuilles", request_max_body_size=_LARGEST_REQUEST)
async def join_sheet_form(
    contract_id: FromPath[UUID],
    word: FromPath[str],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Kept with the draft, shown on its page."""
    kind, version = read_kind(word), form.version()
    inspection = await store.find_inspection(contract_id, kind)
    sheet = form.file("sheet")
    if form.ok:
        with form.refusals():
            await once(act, Inspection, join_sheet(db, inspection.id, sheet.content, act, expected=version))
            return see(f"{paths.inspection(contract_id, kind)}#feuilles", done="sheet-joined")
    return await draft_page(inspection, act, form, ZoneInfo(settings.zone))


@post("/sejours/contrats/{contract_id:uuid}/etat-des-lieux/{word:str}/photos", request_max_body_size=_LARGEST_REQUEST)
async def join_photo_form(
    contract_id: FromPath[UUID],
    word: FromPath[str],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Bound to what it shows, as a tablet binds it."""
    kind, version = read_kind(word), form.version()
    inspection = await store.find_inspection(contract_id, kind)
    subject_id, photo = form.identifier("subject"), form.file("photo")
    if form.ok:
        with form.refusals():
            joining = join_photo(db, inspection.id, subject_id, photo.content, act, expected=version)
            await once(act, Inspection, joining)
            return see(f"{paths.inspection(contract_id, kind)}#photos", done="photo-joined")
    return await draft_page(inspection, act, form, ZoneInfo(settings.zone))


HANDLERS = [join_sheet_form, join_photo_form]
