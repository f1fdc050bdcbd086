"""Pages of the particulars of a household: one form for each kind, one page for each particular."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from kernel.acts import Act, once
from kernel.db import Database
from kernel.web.form import NOT_IN_THE_LIST, Form
from kernel.web.page import Page, page, see
from occupancy.actions import particulars as actions
from occupancy.actions.particulars import RecordParticular
from occupancy.domain.particulars import CODES, Particular, ParticularKind
from occupancy.store import households
from occupancy.store import particulars as store
from occupancy.store.members import members_of
from occupancy.web import household_words, paths

_NEW = paths.HOUSEHOLDS + "/{household_id:uuid}/renseignements/nouveau"
_ONE = "/sejours/menages/renseignements/{particular_id:uuid}"


@get(_NEW)
async def record_particular_page(
    household_id: FromPath[UUID],
    act: NamedDependency[Act],
    rubrique: FromQuery[ParticularKind] = ParticularKind.CONTACT,
) -> Page:
    """The form of one kind."""
    codes = CODES[rubrique]
    return await _draw(
        Form.blank(kind=rubrique, since=act.today, code=codes[0] if len(codes) == 1 else None), household_id
    )


@post(_NEW)
async def record_particular_form(
    household_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """Record it."""
    command = _read(form)
    if form.ok:
        with form.refusals():
            await once(act, Particular, actions.record_particular(db, household_id, command, act))
            return see(paths.particulars_of(household_id), done="particular-recorded")
    return await _draw(form, household_id)


@get(_ONE)
async def particular_page(particular_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """What is known, and how it ends or is withdrawn."""
    return await _show(Form.blank(), await store.find_particular(particular_id), act)


@post(_ONE + "/fin")
async def end_particular_form(
    particular_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """The last day on which it holds."""
    last_day, version = form.date("until"), form.version()
    one = await store.find_particular(particular_id)
    if form.ok:
        with form.refusals():
            await once(act, Particular, actions.end_particular(db, particular_id, last_day, act, expected=version))
            return see(paths.particulars_of(one.household_id), done="particular-ended")
    return await _show(form, one, act)


@post(_ONE + "/retrait")
async def withdraw_particular_form(
    particular_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """It was wrong."""
    reason, version = form.text("reason", 1000), form.version()
    one = await store.find_particular(particular_id)
    if form.ok:
        with form.refusals():
            await once(act, Particular, actions.withdraw_particular(db, particular_id, reason, act, expected=version))
            return see(paths.particulars_of(one.household_id), done="particular-withdrawn")
    return await _show(form, one, act)


def _read(form: Form) -> RecordParticular:
    kind, code = form.choice("kind", ParticularKind), form.text("code", 30)
    if form.ok and code not in CODES[kind]:
        form.wrong("code", NOT_IN_THE_LIST)
    email = form.text("email", 200, required=False)
    if email and ("@" not in email or " " in email):
        form.wrong("email", "Adresse comme nom@exemple.fr attendue")
    return RecordParticular(
        kind=kind,
        code=code,
        since=form.date("since"),
        until=form.maybe_date("until"),
        member_id=form.maybe_identifier("member_id"),
        name=form.text("name", 120, required=False),
        organisation=form.text("organisation", 120, required=False),
        phone=form.text("phone", 30, required=False),
        email=email,
        monthly_cents=form.maybe_euros("monthly_cents", 0, 10**8),
        reference=form.text("reference", 30, required=False),
    )


async def _draw(form: Form, household_id: UUID) -> Page:
    kind = next((one for one in ParticularKind if form.has("kind", one)), ParticularKind.CONTACT)
    return page(
        "households/particular_new.html",
        status=form.status,
        form=form,
        household=await households.find_household(household_id),
        kind=kind,
        codes=[(code, household_words.CODE[code]) for code in CODES[kind]],
        members=[(one.id, one.name) for one in await members_of(household_id)],
        words=household_words,
    )


async def _show(form: Form, one: Particular, act: Act) -> Page:
    named = {member.id: member.name for member in await members_of(one.household_id)}
    return page(
        "households/particular.html",
        status=form.status,
        form=form,
        household=await households.find_household(one.household_id),
        one=one,
        facts=household_words.particular_facts(one, named.get(one.member_id, "") if one.member_id else ""),
        may_write=act.by.may("households.write") and one.withdrawn_reason is None,
        words=household_words,
    )


HANDLERS = [
    record_particular_page,
    record_particular_form,
    particular_page,
    end_particular_form,
    withdraw_particular_form,
]
