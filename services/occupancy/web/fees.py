"""The monthly run: see what it would do, contract by contract, then confirm."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from kernel.acts import Act, once
from kernel.db import Database
from kernel.period import Month
from kernel.web.export import Export
from kernel.web.form import Form
from kernel.web.page import page, see
from occupancy.actions import charges as actions
from occupancy.documents.lists import fees_sheet
from occupancy.domain.fees import FeeRun
from occupancy.store import fees
from occupancy.web import labels, paths
from occupancy.web.holders import holders_of


@get(paths.FEES)
async def fees_page(
    act: NamedDependency[Act], export: NamedDependency[Export], mois: FromQuery[str] = ""
) -> Response[Any]:
    """The preview of a month, this month by default, and the runs so far."""
    form = Form({"mois": [mois]}) if mois else Form.blank(mois=str(Month.of(act.today)))
    month = form.maybe_month("mois") or Month.of(act.today)
    if export and form.ok:
        plans = await actions.preview_monthly_fees(month)
        outcomes = {one: words for one, (words, _) in labels.OUTCOME.items()}
        sheet = fees_sheet(plans, month, await holders_of((one.household_id for one in plans), act), outcomes)
        return await export.of(sheet, f"redevances-{month}")
    return await _fees_page(form, month, act)


@post(paths.FEES)
async def run_fees_form(
    form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """Charge the month."""
    month = form.month("mois")
    if form.ok:
        with form.refusals():
            run = await once(act, FeeRun, actions.run_monthly_fees(db, month, act))
            return see(paths.fees_of(run.month), done="fees-run")
    return await _fees_page(form, month if not form.error("mois") else Month.of(act.today), act)


async def _fees_page(form: Form, month: Month, act: Act) -> Response[Any]:
    plans = await actions.preview_monthly_fees(month)
    to_post = [plan for plan in plans if plan.to_post]
    return page(
        "fees/month.html",
        status=form.status,
        form=form,
        month=str(month),
        begun=month.first_day <= act.today,
        plans=plans,
        holders=await holders_of((one.household_id for one in plans), act),
        to_post=len(to_post),
        to_post_cents=sum(plan.fee.cents - (plan.standing.amount_cents if plan.standing else 0) for plan in to_post),
        standing_cents=sum(plan.standing.amount_cents for plan in plans if plan.standing),
        previous=str(month.plus(-1)),
        following=str(month.plus(1)),
        runs=(await fees.runs())[:24],
    )


HANDLERS = [fees_page, run_fees_form]
