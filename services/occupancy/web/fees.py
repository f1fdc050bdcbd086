"""The monthly run: see what it would do, contract by contract, then confirm."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.requests import Paging
from kernel.period import Month
from kernel.web.export import Export
from kernel.web.form import Form
from kernel.web.formats import thousands
from kernel.web.page import page, see
from occupancy.actions import charges as actions
from occupancy.actions.fee_jobs import ask_fee_run, is_large
from occupancy.documents.lists import fees_sheet
from occupancy.domain.fee_jobs import FeeJob, FeeJobState
from occupancy.domain.fees import FeeRun
from occupancy.fee_runner import FeeRunner
from occupancy.store import fee_jobs, fees
from occupancy.web import labels, paths
from occupancy.web.holders import holders_of


@get(paths.FEES)
async def fees_page(
    act: NamedDependency[Act],
    export: NamedDependency[Export],
    paging: NamedDependency[Paging],
    mois: FromQuery[str] = "",
) -> Response[Any]:
    """The preview of a month, this month by default, and the runs so far."""
    form = Form({"mois": [mois]}) if mois else Form.blank(mois=str(Month.of(act.today)))
    month = form.maybe_month("mois") or Month.of(act.today)
    if export and form.ok:
        plans = await actions.preview_monthly_fees(month)
        outcomes = {one: words for one, (words, _) in labels.OUTCOME.items()}
        sheet = fees_sheet(plans, month, await holders_of((one.household_id for one in plans), act), outcomes)
        return await export.of(sheet, f"redevances-{month}")
    return await _fees_page(form, month, act, paging)


@get(paths.FEES_PROGRESS)
async def fees_progress(mois: FromQuery[str] = "") -> dict[str, Any]:
    """How far the run of a month is, for the page that shows it."""
    month = Form({"mois": [mois]}).maybe_month("mois")
    job = await fee_jobs.last_job(month) if month else None
    running = job is not None and job.state is FeeJobState.RUNNING
    return {"running": running, "value": job.per_cent if job else 0, "said": _said(job) if job else ""}


@post(paths.FEES)
async def run_fees_form(
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    fee_runner: NamedDependency[FeeRunner],
    paging: NamedDependency[Paging],
) -> Response[Any]:
    """Charge the month at once, or ask the service to when there are too many stays for one answer."""
    month = form.month("mois")
    if form.ok:
        with form.refusals():
            if await is_large(month):
                job = await once(act, FeeJob, ask_fee_run(db, month, act))
                fee_runner.wake()
                return see(paths.fees_of(job.month), done="fees-run-asked")
            run = await once(act, FeeRun, actions.run_monthly_fees(db, month, act))
            return see(paths.fees_of(run.month), done="fees-run")
    return await _fees_page(form, month if not form.error("mois") else Month.of(act.today), act, paging)


def _said(job: FeeJob) -> str:
    """How far it is, in words: read out where the bar is not seen."""
    return f"{thousands(job.done)} contrats vus sur {thousands(job.total)}, {thousands(job.charged)} appelés"


async def _fees_page(form: Form, month: Month, act: Act, paging: Paging) -> Response[Any]:
    job = await fee_jobs.last_job(month)
    if job and job.state is FeeJobState.RUNNING:
        return page("fees/running.html", status=form.status, form=form, month=str(month), job=job, said=_said(job))
    plans = await actions.preview_monthly_fees(month)
    seen = [plan.contract_reference for plan in plans]
    start = seen.index(paging.after) + 1 if paging.after in seen else 0
    shown = plans[start : start + paging.limit]
    more = start + paging.limit < len(plans)
    to_post = [plan for plan in plans if plan.to_post]
    return page(
        "fees/month.html",
        status=form.status,
        form=form,
        month=str(month),
        begun=month.first_day <= act.today,
        plans=shown,
        count=len(plans),
        job=job if job and job.error and to_post else None,
        next_href=f"{paths.fees_of(str(month))}&after={shown[-1].contract_reference}" if more else "",
        first_href=paths.fees_of(str(month)) if start else "",
        holders=await holders_of((one.household_id for one in shown), act),
        to_post=len(to_post),
        to_post_cents=sum(plan.fee.cents - (plan.standing.amount_cents if plan.standing else 0) for plan in to_post),
        standing_cents=sum(plan.standing.amount_cents for plan in plans if plan.standing),
        previous=str(month.plus(-1)),
        following=str(month.plus(1)),
        runs=(await fees.runs())[:24],
    )


HANDLERS = [fees_page, fees_progress, run_fees_form]
