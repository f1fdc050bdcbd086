"""The page of closed months: propose one, close one that somebody else proposed."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.period import Month
from kernel.web.export import Export
from kernel.web.form import Form
from kernel.web.page import Page, page, see
from occupancy.actions import periods as actions
from occupancy.documents.till_lists import periods_sheet
from occupancy.domain.periods import PeriodClose, PeriodProposal
from occupancy.store import fees, periods
from occupancy.web import paths


@get(paths.PERIODS)
async def periods_page(act: NamedDependency[Act], export: NamedDependency[Export]) -> Response[Any]:
    """Every month proposed or closed."""
    if export:
        return await export.of(periods_sheet(await _rows()), "mois-clos")
    return await _draw(Form.blank(month=str(Month.of(act.today).plus(-1))))


@post(paths.PERIODS)
async def propose_period_form(
    form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """Hold a month to be complete."""
    month = form.month("month")
    if form.ok:
        with form.refusals():
            await once(act, PeriodProposal, actions.propose_period(db, month, act))
            return see(paths.PERIODS, done="period-proposed")
    return await _draw(form)


@post(f"{paths.PERIODS}/{{period_id:uuid}}")
async def close_period_form(
    period_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """Close it for ever."""
    with form.refusals():
        await once(act, PeriodClose, actions.close_period(db, period_id, act))
        return see(paths.PERIODS, done="period-closed")
    return await _draw(form)


async def _draw(form: Form) -> Page:
    closed = await periods.closed_until()
    return page("accounts/periods.html", status=form.status, form=form, rows=await _rows(), closed_until=closed)


async def _rows() -> list[tuple[PeriodProposal, PeriodClose | None, bool]]:
    """Each month with its closing, and whether its fees were charged."""
    run = await fees.months_run()
    return [(one, close, one.month in run) for one, close in await periods.list_periods()]


HANDLERS = [periods_page, propose_period_form, close_period_form]
