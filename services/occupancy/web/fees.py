"""The monthly run: see what it would do, contract by contract, then confirm."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from kernel.acts import Act, once
from kernel.db import Database
from kernel.period import Month
from kernel.web.form import Form
from kernel.web.page import page, see
from occupancy.actions import charges as actions
from occupancy.domain.fees import FeeRun
from occupancy.store import fees, households
from occupancy.web import paths
from occupancy.web.stay_words import holder_words


@get(paths.FEES)
async def fees_page(act: NamedDependency[Act], mois: FromQuery[str] = "") -> Response[Any]:
    """The preview of a month, this month by default, and the runs so far."""
    form = Form({"mois": [mois]}) if mois else Form.blank(mois=str(Month.of(act.today)))
    month = form.maybe_month("mois") or Month.of(act.today)
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
    ids: set[UUID] = {plan.household_id for plan in plans}
    to_post = [plan for plan in plans if plan.to_post]
    may_see = act.by.may("households.read")
    return page(
        "fees/month.html",
        status=form.status,
        form=form,
        month=str(month),
        begun=month.first_day <= act.today,
        plans=plans,
        holders={key: holder_words(one, may_see=may_see) for key, one in (await households.households(ids)).items()},
        to_post=len(to_post),
        to_post_cents=sum(plan.fee.cents - (plan.standing.amount_cents if plan.standing else 0) for plan in to_post),
        standing_cents=sum(plan.standing.amount_cents for plan in plans if plan.standing),
        previous=str(month.plus(-1)),
        following=str(month.plus(1)),
        runs=(await fees.runs())[:24],
    )


HANDLERS = [fees_page, run_fees_form]
