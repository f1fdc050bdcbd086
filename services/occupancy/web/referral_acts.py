"""Pages of the acts on a referral: one form each, with what it will do."""

from collections.abc import Awaitable
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.web.form import Form
from kernel.web.page import Page, page, see
from occupancy.actions import referral_decisions as decisions
from occupancy.actions import referrals as actions
from occupancy.actions.referral_decisions import DecideReferral
from occupancy.clients.alt_units import AltUnits
from occupancy.documents import referral_words as words
from occupancy.domain.commissions import Commission
from occupancy.domain.decisions import Authority
from occupancy.domain.referral_acts import ReferralAct
from occupancy.domain.referral_answers import DECIDED_MOTIVES, Motive
from occupancy.domain.referral_decisions import DecisionOutcome
from occupancy.domain.referrals import CheckedCriterion, Closure, Criterion, OpinionKind, Referral, answer_due
from occupancy.store import commissions, households
from occupancy.store import referrals as store
from occupancy.web import paths
from occupancy.web.referral_words import LABEL, consequence, status_words
from occupancy.web.stay_words import holder_words

_ONE = paths.REFERRALS + "/{referral_id:uuid}"
_YES, _NO = "oui", "non"
_SESSIONS_SHOWN = 30


@get(f"{_ONE}/avis")
async def give_opinion_page(referral_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """The criteria, one by one, then the opinion."""
    referral = await store.find_referral(referral_id)
    known: dict[str, Any] = {"given_on": act.today}
    if referral.opinion:
        known |= {f"criterion_{one.criterion}": _YES if one.is_met else _NO for one in referral.opinion.checked}
        known["kind"] = referral.opinion.kind
    return await _draw(Form.blank(**known), referral, ReferralAct.OPINION, act)


@post(f"{_ONE}/avis")
async def give_opinion_form(
    referral_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """The technical opinion of the social workers."""
    checked, kind = _criteria(form), form.choice("kind", OpinionKind)
    given_on, version = form.date("given_on"), form.version()
    if form.ok:
        giving = actions.give_opinion(db, referral_id, kind, checked, given_on, act, expected=version)
        if done := await _sent(form, giving, referral_id, "opinion-given", act):
            return done
    return await _draw(form, await store.find_referral(referral_id), ReferralAct.OPINION, act)


@get(f"{_ONE}/ordre-du-jour")
async def put_on_agenda_page(referral_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """Which session."""
    referral = await store.find_referral(referral_id)
    return await _draw(Form.blank(commission_id=referral.commission_id or ""), referral, ReferralAct.AGENDA, act)


@post(f"{_ONE}/ordre-du-jour")
async def put_on_agenda_form(
    referral_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """On the agenda, or off it."""
    commission_id, version = form.maybe_identifier("commission_id"), form.version()
    if form.ok:
        putting = decisions.put_on_agenda(db, referral_id, commission_id, act, expected=version)
        if done := await _sent(form, putting, referral_id, "agenda-set", act):
            return done
    return await _draw(form, await store.find_referral(referral_id), ReferralAct.AGENDA, act)


@get(f"{_ONE}/decision")
async def decide_referral_page(referral_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """Who decides, by what right, and what."""
    referral = await store.find_referral(referral_id)
    session = await commissions.find_commission(referral.commission_id) if referral.commission_id else None
    form = Form.blank(
        decided_on=session.held_on if session else act.today,
        authority=Authority.BOARD if session else "",
        commission_id=session.id if session else "",
    )
    return await _draw(form, referral, ReferralAct.DECIDE, act)


@post(f"{_ONE}/decision")
async def decide_referral_form(
    referral_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    alt_units: NamedDependency[AltUnits],
) -> Response[Any]:
    """The decision, once."""
    command, version = _decision(form), form.version()
    if form.ok:
        deciding = decisions.decide_referral(db, referral_id, command, act, expected=version, alt_units=alt_units)
        if done := await _sent(form, deciding, referral_id, "referral-decided", act):
            return done
    return await _draw(form, await store.find_referral(referral_id), ReferralAct.DECIDE, act)


@get(f"{_ONE}/proposition")
async def call_from_list_page(referral_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """From which day."""
    return await _draw(Form.blank(first_day=act.today), await store.find_referral(referral_id), ReferralAct.CALL, act)


@post(f"{_ONE}/proposition")
async def call_from_list_form(
    referral_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    alt_units: NamedDependency[AltUnits],
) -> Response[Any]:
    """The place is proposed to the next of the list."""
    first_day, version = form.date("first_day"), form.version()
    reason = form.text("reason", 1000, required=False) or None
    if form.ok:
        calling = actions.call_from_list(db, referral_id, first_day, reason, act, expected=version, alt_units=alt_units)
        if done := await _sent(form, calling, referral_id, "reserve-called", act):
            return done
    return await _draw(form, await store.find_referral(referral_id), ReferralAct.CALL, act)


@get(f"{_ONE}/accord")
async def record_agreement_page(referral_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """When the household accepted."""
    return await _draw(Form.blank(agreed_on=act.today), await store.find_referral(referral_id), ReferralAct.AGREE, act)


@post(f"{_ONE}/accord")
async def record_agreement_form(
    referral_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """The household accepts."""
    agreed_on, version = form.date("agreed_on"), form.version()
    if form.ok:
        recording = actions.record_agreement(db, referral_id, agreed_on, act, expected=version)
        if done := await _sent(form, recording, referral_id, "agreement-recorded", act):
            return done
    return await _draw(form, await store.find_referral(referral_id), ReferralAct.AGREE, act)


@get(f"{_ONE}/reponse")
async def send_answer_page(referral_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """When it went, and when the household was told."""
    form = Form.blank(sent_on=act.today, household_told_on=act.today)
    return await _draw(form, await store.find_referral(referral_id), ReferralAct.ANSWER, act)


@post(f"{_ONE}/reponse")
async def send_answer_form(
    referral_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """The answer has been sent."""
    sent_on, told_on, version = form.date("sent_on"), form.maybe_date("household_told_on"), form.version()
    if form.ok:
        sending = actions.send_answer(db, referral_id, sent_on, told_on, act, expected=version)
        if done := await _sent(form, sending, referral_id, "answer-sent", act):
            return done
    return await _draw(form, await store.find_referral(referral_id), ReferralAct.ANSWER, act)


@get(f"{_ONE}/cloture")
async def close_referral_page(referral_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """Why it leads to no stay."""
    return await _draw(Form.blank(closed_on=act.today), await store.find_referral(referral_id), ReferralAct.CLOSE, act)


@post(f"{_ONE}/cloture")
async def close_referral_form(
    referral_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """It stops here."""
    closure, closed_on, version = form.choice("closure", Closure), form.date("closed_on"), form.version()
    if form.ok:
        closing = actions.close_referral(db, referral_id, closure, closed_on, act, expected=version)
        if done := await _sent(form, closing, referral_id, "referral-closed", act):
            return done
    return await _draw(form, await store.find_referral(referral_id), ReferralAct.CLOSE, act)


async def _sent(
    form: Form, acting: Awaitable[Referral], referral_id: UUID, done: str, act: Act
) -> Response[Any] | None:
    """Carry the act out: to the referral's page, or back to the form with what was refused."""
    with form.refusals():
        await once(act, Referral, acting)
        return see(paths.referral(referral_id), done=done)
    return None


def _criteria(form: Form) -> tuple[CheckedCriterion, ...]:
    """The criteria that were answered; one left blank was not checked."""
    found = []
    for one in Criterion:
        said = form.value(f"criterion_{one}")
        if said in (_YES, _NO):
            found.append(CheckedCriterion(criterion=one, is_met=said == _YES))
        elif said:
            form.wrong(f"criterion_{one}", "Choisissez une valeur de la liste")
    return tuple(found)


def _decision(form: Form) -> DecideReferral:
    return DecideReferral(
        outcome=form.choice("outcome", DecisionOutcome),
        decided_on=form.date("decided_on"),
        authority=form.choice("authority", Authority),
        deliberation_ref=form.text("deliberation_ref"),
        decider_name=form.text("decider_name"),
        decider_function=form.text("decider_function"),
        commission_id=form.maybe_identifier("commission_id"),
        motive=form.maybe_choice("motive", Motive),
        rank=form.maybe_integer("rank", 1, 999),
    )


async def _draw(form: Form, referral: Referral, step: ReferralAct, act: Act) -> Page:
    household = await households.find_household(referral.household_id)
    due = answer_due(referral)
    return page(
        "referrals/act.html",
        status=form.status,
        form=form,
        referral=referral,
        state=status_words(referral),
        holder=holder_words(household, may_see=act.by.may("households.read")),
        step=step.value,
        title=LABEL[step],
        consequence=consequence(referral, step),
        criteria=[(f"criterion_{one}", words.CRITERION[one]) for one in words.CRITERION],
        yes_no=[(_YES, "Oui"), (_NO, "Non")],
        opinions=list(words.OPINION.items()),
        outcomes=list(words.OUTCOME.items()),
        authorities=list(words.AUTHORITY.items()),
        motives=[(one, words.MOTIVE[one]) for one in DECIDED_MOTIVES],
        closures=list(words.CLOSURE.items()),
        sessions=[(one.id, session_words(one)) for one in await commissions.list_commissions(limit=_SESSIONS_SHOWN)],
        answer=words.answer_words(*due) if due else "",
    )


def session_words(commission: Commission) -> str:
    """A session in a list to choose from."""
    state = "" if commission.has_met else ", à tenir"
    return f"{commission.held_on:%d/%m/%Y} ({commission.reference}{state})"


HANDLERS = [
    give_opinion_page,
    give_opinion_form,
    put_on_agenda_page,
    put_on_agenda_form,
    decide_referral_page,
    decide_referral_form,
    call_from_list_page,
    call_from_list_form,
    record_agreement_page,
    record_agreement_form,
    send_answer_page,
    send_answer_form,
    close_referral_page,
    close_referral_form,
]
