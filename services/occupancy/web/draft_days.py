"""The page that corrects the days of a draft: what follows is told first, then recorded."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.web.form import Form
from kernel.web.page import Page, see
from occupancy.actions.consequences import preview_draft_days
from occupancy.actions.draft_days import CorrectDays, correct_draft_days
from occupancy.clients.alt_units import AltUnits
from occupancy.domain.contracts import Contract
from occupancy.domain.next_acts import NextAct
from occupancy.store import contracts as store
from occupancy.web import paths
from occupancy.web.contract_acts import draw_act, is_seen, tell

_PAGE = "/sejours/contrats/{contract_id:uuid}/dates"


@get(_PAGE)
async def correct_draft_days_page(contract_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """The present days, to be changed."""
    contract = await store.find_contract(contract_id)
    return await draw_act(NextAct.CORRECT_DAYS, contract_id, Form.blank(first_day=contract.first_day), act)


@post(_PAGE)
async def correct_draft_days_form(
    contract_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    alt_units: NamedDependency[AltUnits],
) -> Response[Any]:
    """Tell what the new days will make; recorded at the second press."""
    version = form.version()
    days = CorrectDays(
        first_day=form.date("first_day"),
        last_day=form.maybe_date("last_day"),
        override_reason=form.text("override_reason", 1000, required=False) or None,
    )
    told = await tell(form, lambda: preview_draft_days(contract_id, days, act, alt_units=alt_units))
    if told and is_seen(form, told):
        with form.refusals():
            doing = correct_draft_days(db, contract_id, days, act, expected=version, alt_units=alt_units)
            await once(act, Contract, doing)
            return see(paths.contract(contract_id), done="draft-days-corrected")
    return await draw_act(NextAct.CORRECT_DAYS, contract_id, form, act, told)


HANDLERS = [correct_draft_days_page, correct_draft_days_form]
