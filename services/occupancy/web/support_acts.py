"""Pages of the acts on a support measure: one form each, with what it will do."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.errors import NotFound
from kernel.web.form import Form
from kernel.web.page import Page, page, see
from occupancy.actions import support_follow_up as follow_up
from occupancy.actions import support_measures as actions
from occupancy.domain.support_measures import (
    Adhesion,
    BreakReason,
    Channel,
    DeclaredMeasure,
    EndOutcome,
    LandlordTold,
    Meeting,
    MeetingPlace,
    Occasion,
    Participant,
    Renewal,
    Report,
    Stage,
    StageReview,
    SupportAnswer,
    SupportDecision,
    SupportMeasure,
)
from occupancy.domain.support_requests import missing_adhesions
from occupancy.domain.support_rules import INCOMPATIBLE, kind_rule, levels
from occupancy.store import support_measures as store
from occupancy.store import support_operators as operators
from occupancy.store.law import law_in_force
from occupancy.store.members import household_on
from occupancy.web import paths
from occupancy.web import support_words as words
from occupancy.web.stay_words import holder_words
from occupancy.web.support_words import SupportAct

Doing = Callable[[Database, UUID, Act, int], Awaitable[SupportMeasure]]
_DAYS = (
    "signed_on",
    "submitted_on",
    "decided_on",
    "notified_on",
    "started_on",
    "on",
    "held_on",
    "requested_on",
    "told_on",
    "ended_on",
    "worker_signed_on",
)
"""The days of the forms, today unless said otherwise."""
_ONE = paths.SUPPORTS + "/{measure_id:uuid}"


@get(f"{_ONE}/actes/{{step:str}}")
async def support_act_page(measure_id: FromPath[UUID], step: FromPath[str], act: NamedDependency[Act]) -> Page:
    """What the act needs and what it will do."""
    name, measure = _step(step), await store.find_measure(measure_id)
    rule = kind_rule(measure.kind, await law_in_force(), act.today)
    told = words.to_tell(measure)
    known: dict[str, Any] = dict.fromkeys(_DAYS, act.today)
    form = Form.blank(**known, months=rule.months, occasion=told[0] if told else "", worker=measure.worker)
    return await _draw(name, form, measure, act)


@post(f"{_ONE}/actes/{{step:str}}")
async def support_act_form(
    measure_id: FromPath[UUID],
    step: FromPath[str],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """Do it."""
    name = _step(step)
    doing, version = _READ[name](form), form.version()
    if form.ok:
        with form.refusals():
            await once(act, SupportMeasure, doing(db, measure_id, act, version))
            return see(paths.support(measure_id), done="support-act-done")
    return await _draw(name, form, await store.find_measure(measure_id), act)


async def _draw(name: SupportAct, form: Form, measure: SupportMeasure, act: Act) -> Page:
    household = await household_on(measure.household_id, act.today)
    law = await law_in_force()
    missing = missing_adhesions(measure, household.adults, act.today)
    known = levels(law, act.today)
    return page(
        "support/act.html",
        status=form.status,
        form=form,
        measure=measure,
        holder=holder_words(household, may_see=act.by.may("households.read")),
        step=name.value,
        title=words.LABEL[name],
        consequence=words.CONSEQUENCE[name],
        is_danger=name is SupportAct.WITHDRAW,
        rule=kind_rule(measure.kind, law, measure.started_on or act.today),
        adults=[(one, words.adult(one)) for one in range(1, household.adults + 1)],
        not_joined=[words.adult(one) for one in missing],
        outcomes=list(words.DECISION.items()),
        operators=[(one.id, f"{one.name} – {one.sector}") for one in await operators.list_operators() if one.is_active],
        incompatible=[(code, INCOMPATIBLE[code], level, words.CONTACT[code]) for code, level in known.items()],
        places=list(words.PLACE.items()),
        meetings=[(_sent(one), words.meeting_words(one)) for one in reversed(measure.meetings)],
        stages=list(words.STAGE.items()),
        participants=list(words.PARTICIPANT.items()),
        occasions=[(one, words.OCCASION[one]) for one in words.to_tell(measure)],
        channels=list(words.CHANNEL.items()),
        ends=list(words.OUTCOME.items()),
        breaks=list(words.BREAK.items()),
        answers=[("yes", "Reconduite"), ("no", "Non reconduite")],
    )


def _sent(meeting: Meeting) -> str:
    """How a meeting is named in the form: its day, its place, whether it was missed."""
    return f"{meeting.on} {meeting.place.value} {'missed' if meeting.is_missed else 'held'}"


def _step(step: str) -> SupportAct:
    try:
        return SupportAct(step)
    except ValueError:
        raise NotFound("Cet acte n'existe pas.") from None


def _adhesion(form: Form) -> Doing:
    adhesion = Adhesion(adult=form.integer("adult", 1, 20), signed_on=form.date("signed_on"))
    return lambda db, key, act, version: actions.record_adhesion(db, key, adhesion, act, expected=version)


def _submit(form: Form) -> Doing:
    on = form.date("submitted_on")
    return lambda db, key, act, version: actions.submit(db, key, on, act, expected=version)


def _decision(form: Form) -> Doing:
    answer = SupportAnswer(
        outcome=form.choice("outcome", SupportDecision),
        decided_on=form.date("decided_on"),
        body=form.text("body"),
        reference=form.text("reference", required=False),
        months=form.maybe_integer("months", 1, 60),
        short_reason=form.text("short_reason", required=False),
    )
    return lambda db, key, act, version: actions.answer_request(db, key, answer, act, expected=version)


def _notify(form: Form) -> Doing:
    on, operator_id, worker = form.date("notified_on"), form.identifier("operator_id"), form.text("worker")
    return lambda db, key, act, version: actions.notify(db, key, on, operator_id, worker, act, expected=version)


def _start(form: Form) -> Doing:
    on, is_confirmed = form.date("started_on"), form.checked("confirm_incompatible")
    declared = tuple(
        DeclaredMeasure(code=code, contact=form.text(f"contact_{code}", required=False))
        for code in INCOMPATIBLE
        if form.checked(f"has_{code}")
    )
    return lambda db, key, act, version: actions.start(
        db, key, on, declared, act, is_confirmed=is_confirmed, expected=version
    )


def _information(form: Form) -> Doing:
    on, months = form.date("started_on"), form.integer("months", 1, 60)
    return lambda db, key, act, version: actions.record_information(db, key, on, months, act, expected=version)


def _withdraw(form: Form) -> Doing:
    reason, confirmed = form.text("reason", 1000), form.checked("confirm_note")
    return lambda db, key, act, version: actions.withdraw(
        db, key, reason, act, expected=version, note_confirmed=confirmed
    )


def _contract(form: Form) -> Doing:
    on = form.date("signed_on")
    return lambda db, key, act, version: follow_up.sign_contract(db, key, on, act, expected=version)


def _meeting(form: Form) -> Doing:
    meeting = Meeting(on=form.date("on"), place=form.choice("place", MeetingPlace), is_missed=form.checked("is_missed"))
    return lambda db, key, act, version: follow_up.add_meeting(db, key, meeting, act, expected=version)


def _meeting_back(form: Form) -> Doing:
    day, _, rest = form.text("meeting").partition(" ")
    place, _, missed = rest.partition(" ")
    sent = Form.blank(on=day, place=place)
    meeting = Meeting(on=sent.date("on"), place=sent.choice("place", MeetingPlace), is_missed=missed == "missed")
    if not sent.ok:
        form.wrong("meeting", "Choisissez une valeur de la liste")
    return lambda db, key, act, version: follow_up.take_meeting_back(db, key, meeting, act, expected=version)


def _review(form: Form) -> Doing:
    present = tuple(one for one in Participant if form.has("present", one))
    if not present:
        form.wrong("present", "Indiquez qui était présent")
    review = StageReview(stage=form.choice("stage", Stage), held_on=form.date("held_on"), present=present)
    return lambda db, key, act, version: follow_up.hold_review(db, key, review, act, expected=version)


def _renew(form: Form) -> Doing:
    renewal = Renewal(
        requested_on=form.date("requested_on"), months=form.integer("months", 1, 60), reason=form.text("reason", 1000)
    )
    confirmed = form.checked("confirm_note")
    return lambda db, key, act, version: follow_up.request_renewal(
        db, key, renewal, act, expected=version, note_confirmed=confirmed
    )


def _renewal_answer(form: Form) -> Doing:
    on, reference, said = form.date("decided_on"), form.text("reference", required=False), form.text("is_granted")
    if said and said not in ("yes", "no"):
        form.wrong("is_granted", "Choisissez une valeur de la liste")
    return lambda db, key, act, version: follow_up.answer_renewal(
        db, key, is_granted=said == "yes", decided_on=on, reference=reference, act=act, expected=version
    )


def _landlord(form: Form) -> Doing:
    told = LandlordTold(
        occasion=form.choice("occasion", Occasion),
        told_on=form.date("told_on"),
        channel=form.choice("channel", Channel),
    )
    return lambda db, key, act, version: follow_up.tell_landlord(db, key, told, act, expected=version)


def _end(form: Form) -> Doing:
    outcome, on = form.choice("outcome", EndOutcome), form.date("ended_on")
    return lambda db, key, act, version: follow_up.end(db, key, outcome, on, act, expected=version)


def _report(form: Form) -> Doing:
    report = Report(
        worker_signed_on=form.date("worker_signed_on"),
        household_signed_on=form.maybe_date("household_signed_on"),
        break_reason=form.maybe_choice("break_reason", BreakReason),
        returned_on=form.maybe_date("returned_on"),
    )
    return lambda db, key, act, version: follow_up.sign_report(db, key, report, act, expected=version)


def _close(form: Form) -> Doing:
    return lambda db, key, act, version: follow_up.close(db, key, act, expected=version)


_READ: dict[SupportAct, Callable[[Form], Doing]] = {
    SupportAct.ADHESION: _adhesion,
    SupportAct.SUBMIT: _submit,
    SupportAct.DECISION: _decision,
    SupportAct.NOTIFY: _notify,
    SupportAct.START: _start,
    SupportAct.INFORMATION: _information,
    SupportAct.WITHDRAW: _withdraw,
    SupportAct.CONTRACT: _contract,
    SupportAct.MEETING: _meeting,
    SupportAct.MEETING_BACK: _meeting_back,
    SupportAct.REVIEW: _review,
    SupportAct.RENEW: _renew,
    SupportAct.RENEWAL_ANSWER: _renewal_answer,
    SupportAct.LANDLORD: _landlord,
    SupportAct.END: _end,
    SupportAct.REPORT: _report,
    SupportAct.CLOSE: _close,
}

HANDLERS = [support_act_page, support_act_form]
