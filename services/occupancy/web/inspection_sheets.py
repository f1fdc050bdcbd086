"""The sheet that was signed by hand: its photo joins the draft before it is frozen."""

from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.intake.pictures import LARGEST_PICTURE
from kernel.web.form import Form
from kernel.web.page import see
from occupancy.actions.inspection_photos import join_sheet
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
) -> Response[Any]:
    """Kept with the draft, shown on its page."""
    kind, version = read_kind(word), form.version()
    inspection = await store.find_inspection(contract_id, kind)
    sheet = form.file("sheet")
    if form.ok:
        with form.refusals():
            await once(act, Inspection, join_sheet(db, inspection.id, sheet.content, act, expected=version))
            return see(f"{paths.inspection(contract_id, kind)}#feuilles", done="sheet-joined")
    return await draft_page(inspection, act, form)


HANDLERS = [join_sheet_form]
