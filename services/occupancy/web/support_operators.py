"""Pages of the operators of social support: the directory with the households followed month by month, and its entries."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.period import Month
from kernel.web.form import Form
from kernel.web.page import Page, page, see
from occupancy.actions import support_operators as actions
from occupancy.domain.support_operators import OperatorFacts, SupportOperator, followed_by_month
from occupancy.store import support_operators as store
from occupancy.store.support_measures import measures_running
from occupancy.web import paths

_MONTHS_BACK, _MONTHS_AHEAD = 3, 3


@get(paths.SUPPORT_OPERATORS)
async def list_operators_page(act: NamedDependency[Act]) -> Page:
    """Each operator, its monthly capacity, the households it follows month by month."""
    now = Month.of(act.today)
    months = [now.plus(step) for step in range(-_MONTHS_BACK, _MONTHS_AHEAD + 1)]
    running = await measures_running(months[0].first_day, months[-1].last_day)
    rows = []
    for one in await store.list_operators():
        mine = [measure for measure in running if measure.operator_id == one.id]
        rows.append({"operator": one, "followed": followed_by_month(mine, months)})
    return page("support/operators.html", rows=rows, months=months, now=now, may_write=act.by.may("support.write"))


@get(paths.NEW_SUPPORT_OPERATOR)
async def register_operator_page() -> Page:
    """An empty entry."""
    return _edit(Form.blank(is_active="yes", reinforced_capacity=0), None)


@post(paths.NEW_SUPPORT_OPERATOR)
async def register_operator_form(
    form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """Enter it in the directory."""
    facts = _read(form)
    if form.ok:
        with form.refusals():
            await once(act, SupportOperator, actions.register_operator(db, facts, act))
            return see(paths.SUPPORT_OPERATORS, done="support-operator-saved")
    return _edit(form, None)


@get(paths.SUPPORT_OPERATORS + "/{operator_id:uuid}")
async def amend_operator_page(operator_id: FromPath[UUID]) -> Page:
    """The entry, filled in."""
    operator = await store.find_operator(operator_id)
    facts = msgspec.structs.asdict(operator)
    facts["is_active"] = "yes" if operator.is_active else ""
    return _edit(Form.blank(**facts), operator)


@post(paths.SUPPORT_OPERATORS + "/{operator_id:uuid}")
async def amend_operator_form(
    operator_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """The measures already notified stay with it."""
    facts, version = _read(form), form.version()
    if form.ok:
        with form.refusals():
            doing = actions.amend_operator(db, operator_id, facts, act, expected=version)
            await once(act, SupportOperator, doing)
            return see(paths.SUPPORT_OPERATORS, done="support-operator-saved")
    return _edit(form, await store.find_operator(operator_id))


def _edit(form: Form, operator: SupportOperator | None) -> Page:
    return page("support/operator.html", status=form.status, form=form, operator=operator)


def _read(form: Form) -> OperatorFacts:
    return OperatorFacts(
        name=form.text("name"),
        sector=form.text("sector", required=False),
        mode=form.text("mode", 1000, required=False),
        contact=form.text("contact", required=False),
        monthly_capacity=form.integer("monthly_capacity", 0, 10_000),
        reinforced_capacity=form.maybe_integer("reinforced_capacity", 0, 10_000) or 0,
        is_active=form.checked("is_active"),
    )


HANDLERS = [
    list_operators_page,
    register_operator_page,
    register_operator_form,
    amend_operator_page,
    amend_operator_form,
]
