"""The statements of a régie's account at the Treasury, beside its book."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.money import LIMIT
from kernel.web.export import Export
from kernel.web.form import Form
from kernel.web.page import page, see
from occupancy.actions import dft_statements as actions
from occupancy.actions.dft_statements import RecordDftStatement
from occupancy.documents.till_lists import statements_sheet
from occupancy.domain.dft_statements import Compared, DftStatement
from occupancy.store import dft_statements as store
from occupancy.store import regies
from occupancy.web import paths


@get(f"{paths.TILLS}/{{regie_id:uuid}}/releves")
async def dft_statements_page(
    regie_id: FromPath[UUID], act: NamedDependency[Act], db: NamedDependency[Database], export: NamedDependency[Export]
) -> Response[Any]:
    """What each statement says, what the book says, and the difference."""
    if export:
        regie = await regies.find_regie(regie_id)
        return await export.of(statements_sheet(await _rows(regie_id, db)), f"releves-dft-{regie.code.lower()}")
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
    return page(
        "regies/statements.html",
        status=form.status,
        form=form,
        regie=regie,
        rows=await _rows(regie_id, db),
    )


async def _rows(regie_id: UUID, db: Database) -> list[tuple[DftStatement, Compared | None]]:
    """Each statement with its comparison, none when another one replaced it."""
    standing = {one.day: one for one in await store.compared(db) if one.regie_id == regie_id}
    told = await store.statements_of(regie_id)
    last = {one.day: one.id for one in reversed(told)}
    return [(one, standing[one.day] if last[one.day] == one.id else None) for one in told]


HANDLERS = [dft_statements_page, record_dft_statement_form]
