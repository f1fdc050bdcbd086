"""The statements of a régie's account at the Treasury, beside its book."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.money import LIMIT
from kernel.web.form import Form
from kernel.web.page import page, see
from occupancy.actions import dft_statements as actions
from occupancy.actions.dft_statements import RecordDftStatement
from occupancy.domain.dft_statements import DftStatement
from occupancy.store import dft_statements as store
from occupancy.store import regies
from occupancy.web import paths


@get(f"{paths.TILLS}/{{regie_id:uuid}}/releves")
async def dft_statements_page(
    regie_id: FromPath[UUID], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """What each statement says, what the book says, and the difference."""
    return await _draw(regie_id, Form.blank(), db)


@post(f"{paths.TILLS}/{{regie_id:uuid}}/releves")
async def record_dft_statement_form(
    regie_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """The balance at the end of a day, with the paper that says it."""
    command = RecordDftStatement(
        day=form.date("day"),
        stated_cents=form.euros("stated", least=-LIMIT),
        source=form.text("source", max_length=300),
        transit_cents=form.maybe_euros("transit", least=-LIMIT) or 0,
        transit_reason=form.text("transit_reason", max_length=500, required=False),
    )
    if form.ok:
        with form.refusals():
            await once(act, DftStatement, actions.record_dft_statement(db, regie_id, command, act))
            return see(paths.dft_statements(regie_id), done="dft-statement-recorded")
    return await _draw(regie_id, form, db)


async def _draw(regie_id: UUID, form: Form, db: Database) -> Response[Any]:
    regie = await regies.find_regie(regie_id)
    standing = {one.day: one for one in await store.compared(db) if one.regie_id == regie.id}
    told = await store.statements_of(regie.id)
    last = {one.day: one.id for one in reversed(told)}
    return page(
        "regies/statements.html",
        status=form.status,
        form=form,
        regie=regie,
        rows=[(one, standing[one.day] if last[one.day] == one.id else None) for one in told],
    )


HANDLERS = [dft_statements_page, record_dft_statement_form]
