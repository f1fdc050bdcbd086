"""The lines of a convention in preparation: add, correct, remove."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from alt_units.actions import conventions as actions
from alt_units.domain.convention_lines import find_line
from alt_units.domain.conventions import Convention, Line
from alt_units.domain.scales import Scales
from alt_units.store import conventions as store
from alt_units.store import units as unit_store
from alt_units.web import paths
from alt_units.web.convention_forms import blank_line, filled_line, read_line
from kernel.acts import Act, once
from kernel.db import Database
from kernel.web.form import Form
from kernel.web.page import Page, page, see

LINES = "/logements/conventions/{convention_id:uuid}/lignes"
LINE = f"{LINES}/{{line_id:uuid}}"


@get(LINES)
async def add_line_page(convention_id: FromPath[UUID]) -> Response[Any]:
    convention = await store.find_convention(convention_id)
    return await _line_page(convention, blank_line(convention), None)


@post(LINES)
async def add_line_form(
    convention_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    scales: NamedDependency[Scales],
) -> Response[Any]:
    convention = await store.find_convention(convention_id)
    wanted, version = read_line(form), form.version()
    if form.ok:
        with form.refusals():
            changing = actions.add_line(db, convention_id, wanted, act, scales=scales, version=version)
            await once(act, Convention, changing)
            return see(paths.convention(convention_id), done="line-added")
    return await _line_page(convention, form, None)


@get(LINE)
async def amend_line_page(convention_id: FromPath[UUID], line_id: FromPath[UUID]) -> Response[Any]:
    convention = await store.find_convention(convention_id)
    line = find_line(convention, line_id)
    return await _line_page(convention, filled_line(line), line)


@post(LINE)
async def amend_line_form(
    convention_id: FromPath[UUID],
    line_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    scales: NamedDependency[Scales],
) -> Response[Any]:
    convention = await store.find_convention(convention_id)
    wanted, version = read_line(form), form.version()
    if form.ok:
        with form.refusals():
            changing = actions.amend_line(db, convention_id, line_id, wanted, act, scales=scales, version=version)
            await once(act, Convention, changing)
            return see(paths.convention(convention_id), done="line-amended")
    return await _line_page(convention, form, find_line(convention, line_id))


@post(f"{LINE}/retrait")
async def remove_line_form(
    convention_id: FromPath[UUID],
    line_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    convention = await store.find_convention(convention_id)
    line = find_line(convention, line_id)
    version = form.version()
    if form.ok:
        with form.refusals():
            changing = actions.remove_line(db, convention_id, line_id, act, version=version)
            await once(act, Convention, changing)
            return see(paths.convention(convention_id), done="line-removed")
    shown = filled_line(line)
    shown.refusal, status = form.refusal, form.status
    return await _line_page(convention, shown, line, status=status)


async def _line_page(convention: Convention, form: Form, line: Line | None, *, status: int = 0) -> Response[Any]:
    return await draw_line(convention, form, line, of=paths.convention(convention.id), status=status)


async def draw_line(convention: Convention, form: Form, line: Line | None, *, of: str, status: int = 0) -> Page:
    """The page of a line. `of`: the address of the convention, or of its avenant, that has the line."""
    units = [one for one in await unit_store.all_units() if one.retired_on is None or (line and line.unit_id == one.id)]
    choices = [(unit.id, f"{unit.reference} · {unit.name}") for unit in units]
    return page(
        "conventions/line.html",
        status=status or form.status,
        convention=convention,
        form=form,
        line=line,
        units=choices,
        of=of,
    )


HANDLERS = [add_line_page, add_line_form, amend_line_page, amend_line_form, remove_line_form]
