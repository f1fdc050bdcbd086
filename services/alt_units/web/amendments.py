"""The avenant of a convention: opened, changed, compared, signed or withdrawn."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from alt_units.actions import amendments as actions
from alt_units.domain.convention_amounts import check_lines
from alt_units.domain.convention_differences import differences
from alt_units.domain.convention_lines import find_line
from alt_units.domain.convention_versions import find_version, in_preparation, open_version, versions_of
from alt_units.domain.conventions import Convention, Line
from alt_units.domain.scales import Scales
from alt_units.store import conventions as store
from alt_units.store import units as unit_store
from alt_units.web import paths
from alt_units.web.convention_forms import blank_line, filled_convention, filled_line, read_amendment, read_line
from alt_units.web.convention_lines import draw_line
from kernel.acts import Act, once
from kernel.db import Database
from kernel.law import Law
from kernel.period import Month
from kernel.web.form import Form
from kernel.web.page import Page, page, see

CONVENTION = "/logements/conventions/{convention_id:uuid}"
AMENDMENT = f"{CONVENTION}/avenant"
LINE = f"{AMENDMENT}/lignes/{{line_id:uuid}}"


@get(f"{AMENDMENT}/nouveau")
async def open_amendment_page(convention_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    convention = await store.find_convention(convention_id)
    proposed = max(Month.of(act.today).plus(1), versions_of(convention)[-1].facts.first_month)
    form = Form.blank(first_month=min(proposed, Month(convention.year, 12)))
    return page("conventions/amendment_new.html", convention=convention, form=form)


@post(f"{AMENDMENT}/nouveau")
async def open_amendment_form(
    convention_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    convention = await store.find_convention(convention_id)
    first_month, version = form.month("first_month"), form.version()
    if form.ok:
        with form.refusals():
            changing = actions.open_amendment(db, convention_id, first_month, act, version=version)
            await once(act, Convention, changing)
            return see(paths.amendment(convention_id), done="amendment-opened")
    return page("conventions/amendment_new.html", status=form.status, convention=convention, form=form)


@get(AMENDMENT)
async def amendment_page(convention_id: FromPath[UUID], scales: NamedDependency[Scales]) -> Page:
    return await _draw(convention_id, scales, Form.blank())


@get(f"{AMENDMENT}/modifier")
async def amend_amendment_page(convention_id: FromPath[UUID], law: NamedDependency[Law]) -> Page:
    convention = await store.find_convention(convention_id)
    draft = in_preparation(convention)
    return page("conventions/edit.html", form=filled_convention(law, draft), convention=convention, amendment=draft)


@post(f"{AMENDMENT}/modifier")
async def amend_amendment_form(
    convention_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
) -> Response[Any]:
    convention = await store.find_convention(convention_id)
    draft = in_preparation(convention)
    facts, version = read_amendment(form, draft), form.version()
    if form.ok:
        with form.refusals():
            changing = actions.amend_amendment(db, convention_id, facts, act, law=law, version=version)
            await once(act, Convention, changing)
            return see(paths.amendment(convention_id), done="amendment-amended")
    return page("conventions/edit.html", status=form.status, form=form, convention=convention, amendment=draft)


@get(f"{AMENDMENT}/lignes")
async def add_amendment_line_page(convention_id: FromPath[UUID]) -> Page:
    convention = await store.find_convention(convention_id)
    return await _line(convention, blank_line(in_preparation(convention)), None)


@post(f"{AMENDMENT}/lignes")
async def add_amendment_line_form(
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
            changing = actions.add_amendment_line(db, convention_id, wanted, act, scales=scales, version=version)
            await once(act, Convention, changing)
            return see(paths.amendment(convention_id), done="line-added")
    return await _line(convention, form, None)


@get(LINE)
async def amend_amendment_line_page(convention_id: FromPath[UUID], line_id: FromPath[UUID]) -> Page:
    convention = await store.find_convention(convention_id)
    line = find_line(in_preparation(convention), line_id)
    return await _line(convention, filled_line(line), line)


@post(LINE)
async def amend_amendment_line_form(
    convention_id: FromPath[UUID],
    line_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    scales: NamedDependency[Scales],
) -> Response[Any]:
    convention = await store.find_convention(convention_id)
    line = find_line(in_preparation(convention), line_id)
    wanted, version = read_line(form), form.version()
    if form.ok:
        with form.refusals():
            changing = actions.amend_amendment_line(
                db, convention_id, line_id, wanted, act, scales=scales, version=version
            )
            await once(act, Convention, changing)
            return see(paths.amendment(convention_id), done="line-amended")
    return await _line(convention, form, line)


@post(f"{LINE}/retrait")
async def remove_amendment_line_form(
    convention_id: FromPath[UUID],
    line_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    convention = await store.find_convention(convention_id)
    line, version = find_line(in_preparation(convention), line_id), form.version()
    if form.ok:
        with form.refusals():
            changing = actions.remove_amendment_line(db, convention_id, line_id, act, version=version)
            await once(act, Convention, changing)
            return see(paths.amendment(convention_id), done="line-removed")
    shown = filled_line(line)
    shown.refusal = form.refusal
    return await _line(convention, shown, line, status=form.status)


@get(f"{AMENDMENT}/signature")
async def sign_amendment_page(convention_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    convention = await store.find_convention(convention_id)
    form = Form.blank(signed_on=act.today)
    return page("conventions/sign.html", convention=convention, form=form, amendment=in_preparation(convention))


@post(f"{AMENDMENT}/signature")
async def sign_amendment_form(
    convention_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
) -> Response[Any]:
    convention = await store.find_convention(convention_id)
    draft = in_preparation(convention)
    signed_on, version = form.date("signed_on"), form.version()
    if form.ok:
        with form.refusals():
            changing = actions.sign_amendment(db, convention_id, act, law=law, signed_on=signed_on, version=version)
            await once(act, Convention, changing)
            return see(paths.convention(convention_id), done="amendment-signed")
    return page("conventions/sign.html", status=form.status, convention=convention, form=form, amendment=draft)


@post(f"{AMENDMENT}/abandon")
async def withdraw_amendment_form(
    convention_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    scales: NamedDependency[Scales],
) -> Response[Any]:
    version = form.version()
    if form.ok:
        with form.refusals():
            changing = actions.withdraw_amendment(db, convention_id, act, version=version)
            await once(act, Convention, changing)
            return see(paths.convention(convention_id), done="amendment-withdrawn")
    return await _draw(convention_id, scales, form)


@get(f"{CONVENTION}/comparaison")
async def compare_versions_page(convention_id: FromPath[UUID], de: FromQuery[int] = 1, a: FromQuery[int] = 2) -> Page:
    convention = await store.find_convention(convention_id)
    before, after = find_version(convention, de), find_version(convention, a)
    found = differences(convention, before, after)
    return page(
        "conventions/comparison.html",
        convention=convention,
        before=before,
        after=after,
        found=found,
        versions=versions_of(convention),
        units=await _units(convention),
    )


async def _draw(convention_id: UUID, scales: Scales, form: Form) -> Page:
    convention = await store.find_convention(convention_id)
    draft = in_preparation(convention)
    version = open_version(convention)
    signed = [one for one in versions_of(convention) if one.signed_on]
    units = await unit_store.find_units([line.unit_id for line in draft.lines])
    return page(
        "conventions/amendment.html",
        status=form.status,
        convention=convention,
        amendment=draft,
        version=version,
        form=form,
        lines=check_lines(draft, units, scales),
        found=differences(convention, signed[-1], version) if version else None,
        units=await _units(convention),
    )


async def _units(convention: Convention) -> dict[UUID, Any]:
    """The units of every version, by id."""
    ids = {line.unit_id for one in versions_of(convention) for line in one.lines}
    return {one.id: one for one in await unit_store.find_units(sorted(ids))}


async def _line(convention: Convention, form: Form, line: Line | None, *, status: int = 0) -> Page:
    return await draw_line(convention, form, line, of=paths.amendment(convention.id), status=status)


HANDLERS = [
    open_amendment_page,
    open_amendment_form,
    amendment_page,
    amend_amendment_page,
    amend_amendment_form,
    add_amendment_line_page,
    add_amendment_line_form,
    amend_amendment_line_page,
    amend_amendment_line_form,
    remove_amendment_line_form,
    sign_amendment_page,
    sign_amendment_form,
    withdraw_amendment_form,
    compare_versions_page,
]
