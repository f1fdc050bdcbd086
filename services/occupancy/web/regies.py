"""The régies: who may collect what."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.web.export import Export
from kernel.web.form import Form
from kernel.web.formats import amount
from kernel.web.page import page, see
from occupancy.actions import regies as actions
from occupancy.actions.regies import RegisterRegie
from occupancy.documents.lists import regies_sheet
from occupancy.domain.regies import ReceiptMode, Regie
from occupancy.store import regies as store
from occupancy.web import paths


@get(paths.SETTINGS)
async def settings_page(today: NamedDependency[date], export: NamedDependency[Export]) -> Response[Any]:
    """The régies; the dated values that the program applies have their own page."""
    if export:
        return await export.of(regies_sheet(await store.list_regies()), "regies")
    return page("regies/list.html", regies=await store.list_regies(), today=today)


@get(paths.NEW_REGIE)
async def create_regie_page(today: NamedDependency[date]) -> Response[Any]:
    form = Form.blank(opened_on=today, collects_fees=True, receipt_mode=ReceiptMode.MIRROR_P1RZ)
    return page("regies/edit.html", form=form, regie=None)


@post(paths.NEW_REGIE)
async def create_regie_form(
    form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    command = _read_regie(form, form.text("code", max_length=12).upper())
    if form.ok and not (command.code.isascii() and command.code.isalnum()):
        form.wrong("code", "Lettres et chiffres seulement, sans accent")
    if form.ok:
        with form.refusals():
            await once(act, Regie, actions.create_regie(db, command, act))
            return see(paths.SETTINGS, done="regie-created")
    return page("regies/edit.html", status=form.status, form=form, regie=None)


@get(f"{paths.REGIES}/{{regie_id:uuid}}")
async def amend_regie_page(regie_id: FromPath[UUID]) -> Response[Any]:
    regie = await store.find_regie(regie_id)
    form = Form.blank(
        name=regie.name,
        founding_act=regie.founding_act,
        collects_fees=regie.collects_fees,
        collects_deposits=regie.collects_deposits,
        opened_on=regie.opened_on,
        closed_on=regie.closed_on,
        receipt_mode=regie.receipt_mode,
        authorised_cash=amount(regie.authorised_cash_cents) if regie.authorised_cash_cents else None,
        souche_first=regie.souche_first,
        souche_last=regie.souche_last,
        version=regie.version,
    )
    return page("regies/edit.html", form=form, regie=regie)


@post(f"{paths.REGIES}/{{regie_id:uuid}}")
async def amend_regie_form(
    regie_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    regie = await store.find_regie(regie_id)
    command, expected = _read_regie(form, regie.code), form.version()
    if form.ok:
        with form.refusals():
            amending = actions.amend_regie(db, regie_id, command, act, expected_version=expected)
            await once(act, Regie, amending)
            return see(paths.SETTINGS, done="regie-amended")
    return page("regies/edit.html", status=form.status, form=form, regie=regie)


def _read_regie(form: Form, code: str) -> RegisterRegie:
    return RegisterRegie(
        code=code,
        name=form.text("name", max_length=120),
        founding_act=form.text("founding_act", max_length=300),
        collects_fees=form.checked("collects_fees"),
        collects_deposits=form.checked("collects_deposits"),
        opened_on=form.date("opened_on"),
        closed_on=form.maybe_date("closed_on"),
        receipt_mode=form.maybe_choice("receipt_mode", ReceiptMode) or ReceiptMode.MIRROR_P1RZ,
        authorised_cash_cents=form.maybe_euros("authorised_cash", least=1),
        souche_first=form.maybe_integer("souche_first", 0, 999_999_999),
        souche_last=form.maybe_integer("souche_last", 0, 999_999_999),
    )


HANDLERS = [settings_page, create_regie_page, create_regie_form, amend_regie_page, amend_regie_form]
