"""Pages about the end of a stay: a renewal asked, granted or denied, an overstay allowed, a notice recorded or taken back."""

from collections.abc import Coroutine
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.web.form import Form
from kernel.web.page import Page, see
from occupancy.actions import notices, renewals
from occupancy.actions.consequences import preview_notice, preview_overstay, preview_renewal
from occupancy.actions.renewals import AllowOverstay, AskRenewal, RenewContract
from occupancy.clients.alt_units import AltUnits
from occupancy.domain.contracts import Contract
from occupancy.domain.decisions import Authority, DecidedBy
from occupancy.domain.next_acts import NextAct
from occupancy.domain.notices import NoticeBy, NoticeChannel, NoticeFacts, NoticeGround
from occupancy.domain.renewals import pending
from occupancy.relay import Relay
from occupancy.store import contracts as store
from occupancy.store.renewals import requests_of
from occupancy.web import paths
from occupancy.web.contract_acts import draw_act, is_seen, tell

_ONE = "/sejours/contrats/{contract_id:uuid}"


@get(f"{_ONE}/demande-de-renouvellement")
async def ask_renewal_page(contract_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """Who asks, and until when."""
    form = Form.blank(asked_by=NoticeBy.HOUSEHOLD, asked_on=act.today)
    return await draw_act(NextAct.ASK_RENEWAL, contract_id, form, act)


@post(f"{_ONE}/demande-de-renouvellement")
async def ask_renewal_form(
    contract_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """Record the request."""
    version = form.version()
    command = AskRenewal(
        asked_by=form.choice("asked_by", NoticeBy),
        asked_on=form.date("asked_on"),
        last_day=form.maybe_date("last_day"),
        reason=form.text("reason", 1000),
    )
    doing = renewals.ask_renewal(db, contract_id, command, act, expected=version)
    return await _do(form, act, contract_id, NextAct.ASK_RENEWAL, doing, "renewal-asked")


@get(f"{_ONE}/renouvellement")
async def renew_contract_page(contract_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """The next term, as it was asked or as the rule gives it."""
    await store.find_contract(contract_id)
    waiting = pending(await requests_of(contract_id))
    asked = {"last_day": waiting.last_day, "reason": waiting.reason} if waiting else {}
    return await draw_act(NextAct.RENEW, contract_id, Form.blank(decided_on=act.today, **asked), act)


@post(f"{_ONE}/renouvellement")
async def renew_contract_form(
    contract_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    alt_units: NamedDependency[AltUnits],
    relay: NamedDependency[Relay],
) -> Response[Any]:
    """Tell what the renewal will do; renewed at the second press."""
    version = form.version()
    command = RenewContract(
        last_day=form.maybe_date("last_day"),
        reason=form.text("reason", 1000),
        override_reason=form.text("override_reason", 1000, required=False) or None,
        decided=_decided(form),
    )
    told = await tell(form, lambda: preview_renewal(contract_id, command, act, alt_units=alt_units))
    if told is None or not is_seen(form, told):
        return await draw_act(NextAct.RENEW, contract_id, form, act, told)
    doing = renewals.renew_contract(db, contract_id, command, act, expected=version, alt_units=alt_units)
    return await _do(form, act, contract_id, NextAct.RENEW, doing, "contract-renewed", relay)


@get(f"{_ONE}/refus-de-renouvellement")
async def deny_renewal_page(contract_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """Why, and who decides."""
    return await draw_act(NextAct.DENY_RENEWAL, contract_id, Form.blank(decided_on=act.today), act)


@post(f"{_ONE}/refus-de-renouvellement")
async def deny_renewal_form(
    contract_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """Record the denial."""
    version, reason, decided = form.version(), form.text("reason", 1000), _decided(form)
    doing = renewals.deny_renewal(db, contract_id, reason, decided, act, expected=version)
    return await _do(form, act, contract_id, NextAct.DENY_RENEWAL, doing, "renewal-denied")


@get(f"{_ONE}/depassement")
async def allow_overstay_page(contract_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """Why, until when, towards what."""
    return await draw_act(NextAct.ALLOW_OVERSTAY, contract_id, Form.blank(decided_on=act.today), act)


@post(f"{_ONE}/depassement")
async def allow_overstay_form(
    contract_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    alt_units: NamedDependency[AltUnits],
) -> Response[Any]:
    """Tell what the leave will do; recorded at the second press."""
    version = form.version()
    command = AllowOverstay(
        last_day=form.date("last_day"),
        reason=form.text("reason", 1000),
        rehousing_plan=form.text("rehousing_plan", 1000),
        decided=_decided(form),
    )
    told = await tell(form, lambda: preview_overstay(contract_id, command, act, alt_units=alt_units))
    if told is None or not is_seen(form, told):
        return await draw_act(NextAct.ALLOW_OVERSTAY, contract_id, form, act, told)
    doing = renewals.allow_overstay(db, contract_id, command, act, expected=version)
    return await _do(form, act, contract_id, NextAct.ALLOW_OVERSTAY, doing, "overstay-allowed")


@get(f"{_ONE}/conge")
async def give_notice_page(contract_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """Who gave notice, when, how, and what shortens it."""
    return await draw_act(NextAct.GIVE_NOTICE, contract_id, Form.blank(given_on=act.today), act)


@post(f"{_ONE}/conge")
async def give_notice_form(
    contract_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    alt_units: NamedDependency[AltUnits],
) -> Response[Any]:
    """Tell what will come of the notice; recorded at the second press."""
    version = form.version()
    facts = NoticeFacts(
        given_on=form.date("given_on"),
        by=form.choice("by", NoticeBy),
        received_on=form.maybe_date("received_on"),
        channel=form.maybe_choice("channel", NoticeChannel),
        ground=form.maybe_choice("ground", NoticeGround),
        has_proof=form.checked("has_proof"),
    )
    told = await tell(form, lambda: preview_notice(contract_id, facts, act, alt_units=alt_units))
    if told is None or not is_seen(form, told):
        return await draw_act(NextAct.GIVE_NOTICE, contract_id, form, act, told)
    doing = notices.give_notice(db, contract_id, facts, act, expected=version)
    return await _do(form, act, contract_id, NextAct.GIVE_NOTICE, doing, "notice-given")


@get(f"{_ONE}/retrait-du-conge")
async def take_notice_back_page(contract_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """Why it no longer counts."""
    return await draw_act(NextAct.TAKE_NOTICE_BACK, contract_id, Form.blank(), act)


@post(f"{_ONE}/retrait-du-conge")
async def take_notice_back_form(
    contract_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """Take it back."""
    version, reason = form.version(), form.text("reason", 1000)
    doing = notices.take_notice_back(db, contract_id, reason, act, expected=version)
    return await _do(form, act, contract_id, NextAct.TAKE_NOTICE_BACK, doing, "notice-taken-back")


def _decided(form: Form) -> DecidedBy:
    return DecidedBy(
        decided_on=form.date("decided_on"),
        authority=form.choice("authority", Authority),
        decider_name=form.text("decider_name", 120),
        decider_function=form.text("decider_function", 120),
        deliberation_ref=form.text("deliberation_ref", 120, required=False),
    )


async def _do(
    form: Form,
    act: Act,
    contract_id: UUID,
    name: NextAct,
    doing: Coroutine[Any, Any, Contract],
    done: str,
    relay: Relay | None = None,
) -> Response[Any]:
    """Do what the form asks when it is whole; else, or when the rule says no, the page again with what was typed."""
    if not form.ok:
        doing.close()
        return await draw_act(name, contract_id, form, act)
    with form.refusals():
        await once(act, Contract, doing)
        if relay:
            relay.wake()
        return see(paths.contract(contract_id), done=done)
    return await draw_act(name, contract_id, form, act)


HANDLERS = [
    ask_renewal_page,
    ask_renewal_form,
    renew_contract_page,
    renew_contract_form,
    deny_renewal_page,
    deny_renewal_form,
    allow_overstay_page,
    allow_overstay_form,
    give_notice_page,
    give_notice_form,
    take_notice_back_page,
    take_notice_back_form,
]
