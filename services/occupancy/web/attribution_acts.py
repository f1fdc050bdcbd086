"""Pages of the acts on an attribution dossier: one form each, with what it will do."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from kernel.acts import Act, once
from kernel.db import Database
from kernel.errors import NotFound
from kernel.web.form import Form
from kernel.web.page import Page, page, see
from occupancy.actions.attributions import around_of, move_attribution, record
from occupancy.domain import attribution_facts as facts
from occupancy.domain.attribution_acts import Around
from occupancy.domain.attribution_facts import (
    AnswerGiven,
    AttributionMotive,
    CommissionOutcome,
    ContactPurpose,
    Piece,
    Recipient,
    Selection,
    SkipMotive,
    SurveyBody,
    SurveyOpinion,
    TownOpinionKind,
    WithdrawalMotive,
)
from occupancy.domain.attribution_sessions import OperationKind, file_limit
from occupancy.domain.attributions import Attribution, AttributionState
from occupancy.domain.sliding_leases import CalOutcome
from occupancy.store import attribution_sessions as sessions
from occupancy.store import attributions as store
from occupancy.store import households
from occupancy.store.support_measures import measures_of_household
from occupancy.web import attribution_words as words
from occupancy.web import paths
from occupancy.web.attribution_steps import CONSEQUENCE, LABEL, Milestone, session_words
from occupancy.web.sliding_words import CAL
from occupancy.web.stay_words import holder_words
from occupancy.web.support_words import KIND

_ACT = paths.ATTRIBUTIONS + "/{attribution_id:uuid}/actes/{milestone:str}"
_DANGEROUS = (Milestone.WITHDRAW, Milestone.CLOSE)


@get(_ACT)
async def attribution_act_page(
    attribution_id: FromPath[UUID], milestone: FromPath[str], act: NamedDependency[Act]
) -> Page:
    """What the act needs and what it will do."""
    today = act.today
    form = Form.blank(on=today, first_day=today, resources_checked_on=today)
    return await _draw(_milestone(milestone), form, attribution_id, act)


@post(_ACT)
async def attribution_act_form(
    attribution_id: FromPath[UUID],
    milestone: FromPath[str],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """Do it."""
    name = _milestone(milestone)
    if name is Milestone.MOVE:
        session_id, version = form.identifier("session_id"), form.version()
        if form.ok:
            with form.refusals():
                doing = move_attribution(db, attribution_id, session_id, act, expected=version)
                await once(act, Attribution, doing)
                return see(paths.attribution(attribution_id), done="attribution-done")
        return await _draw(name, form, attribution_id, act)
    fact, version = _READ[name](form), form.version()
    if form.ok:
        with form.refusals():
            await once(act, Attribution, record(db, attribution_id, fact, act, expected=version))
            return see(paths.attribution(attribution_id), done="attribution-done")
    return await _draw(name, form, attribution_id, act)


async def _draw(name: Milestone, form: Form, attribution_id: UUID, act: Act) -> Page:
    one = await store.find_attribution(attribution_id)
    around = await around_of(one, act)
    household = await households.find_household(one.household_id)
    return page(
        "attributions/act.html",
        status=form.status,
        form=form,
        one=one,
        holder=holder_words(household, may_see=act.by.may("households.read")),
        step=name.value,
        title=LABEL[name],
        consequence=CONSEQUENCE[name],
        is_dangerous=name in _DANGEROUS,
        limit_on=file_limit(around.session, around.law),
        session=around.session,
        sessions=await _later_sessions(one, around) if name is Milestone.MOVE else [],
        vacancies=await _vacancies(around) if name is Milestone.CALL else [],
        measures=await _measures(one, act) if name is Milestone.SUPPORT else [],
        pieces=[(piece, words.PIECE[piece]) for piece in _wanted(one)],
        every_piece=list(words.PIECE.items()),
        survey_motives=[(each, words.MOTIVE[each]) for each in words.SURVEY_MOTIVES],
        cal_motives=[(each, words.MOTIVE[each]) for each in words.CAL_MOTIVES],
        outcomes=list(CAL.items()),
        words=words,
    )


def _wanted(one: Attribution) -> list[Piece]:
    """The pieces that are waited for first, then the others."""
    awaited: list[Piece] = []
    if one.state is AttributionState.PIECES_ASKED and one.asked:
        awaited = [piece for piece in one.asked.pieces if piece not in one.seen]
    elif one.cal and one.cal.condition:
        awaited = [one.cal.condition]
    first = awaited or list(one.missing)
    return [*first, *(piece for piece in Piece if piece not in first)]


async def _later_sessions(one: Attribution, around: Around) -> list[tuple[UUID, str]]:
    planned = (await sessions.sessions_of([one.operation_id])).get(one.operation_id, ())
    return [
        (held.id, session_words(held, around.law).capitalize())
        for held in planned
        if held.is_open and held.first_day > around.session.first_day
    ]


async def _vacancies(around: Around) -> list[tuple[UUID, str]]:
    free = await sessions.list_operations(kind=OperationKind.VACANCY, limit=200)
    return [
        (one.id, f"{one.name} ({one.landlord}), libre depuis le {one.available_on:%d/%m/%Y}")
        for one in free
        if one.commune.casefold() == around.operation.commune.casefold()
    ]


async def _measures(one: Attribution, act: Act) -> list[tuple[UUID, str]]:
    """The measures of the household, for those who may read them."""
    found = await measures_of_household(one.household_id) if act.by.may("support.read") else ()
    return [(each.id, f"{each.reference} ({KIND[each.kind]})") for each in found]


def _milestone(text: str) -> Milestone:
    try:
        return Milestone(text)
    except ValueError:
        raise NotFound("Cet acte n'existe pas.") from None


def _asked(form: Form) -> facts.PiecesAsked:
    asked = form.many("pieces")
    if any(one not in list(Piece) for one in asked):
        form.wrong("pieces", "Choisissez des valeurs de la liste")
        asked = []
    return facts.PiecesAsked(on=form.date("on"), pieces=tuple(dict.fromkeys(Piece(one) for one in asked)))


def _survey(form: Form) -> facts.Survey:
    return facts.Survey(
        on=form.date("on"),
        body=form.choice("body", SurveyBody),
        opinion=form.choice("opinion", SurveyOpinion),
        motive=form.choice("motive", AttributionMotive),
    )


def _late(form: Form) -> facts.LateAcceptance:
    return facts.LateAcceptance(on=form.date("on"), by_name=form.text("by_name"), by_function=form.text("by_function"))


def _ruling(form: Form) -> facts.CalRuling:
    return facts.CalRuling(
        outcome=form.choice("outcome", CalOutcome),
        on=form.date("on"),
        reference=form.text("reference", required=False),
        motive=form.maybe_choice("motive", AttributionMotive),
        notified_on=form.maybe_date("notified_on"),
        condition=form.maybe_choice("condition", Piece),
        until=form.maybe_date("until"),
    )


def _call(form: Form) -> facts.Call:
    return facts.Call(
        operation_id=form.identifier("operation_id"), on=form.date("on"), skip=form.maybe_choice("skip", SkipMotive)
    )


def _support(form: Form) -> facts.SupportBegun:
    return facts.SupportBegun(
        first_day=form.date("first_day"),
        last_day=form.date("last_day"),
        measure_id=form.maybe_identifier("measure_id"),
    )


_READ: dict[Milestone, Callable[[Form], Struct]] = {
    Milestone.SURVEY: _survey,
    Milestone.TOWN: lambda form: facts.TownOpinion(on=form.date("on"), opinion=form.choice("opinion", TownOpinionKind)),
    Milestone.PIECE: lambda form: facts.PieceSeen(piece=form.choice("piece", Piece), on=form.date("on")),
    Milestone.COMPLETE: lambda form: facts.Completion(on=form.date("on")),
    Milestone.RECEIPT: lambda form: facts.Receipt(recipient=form.choice("recipient", Recipient), on=form.date("on")),
    Milestone.ACCEPT_LATE: _late,
    Milestone.ANALYSE: lambda form: facts.AnalysisBegun(on=form.date("on")),
    Milestone.ASK: _asked,
    Milestone.REPORT: lambda form: facts.AnalysisReport(
        on=form.date("on"), resources_checked_on=form.date("resources_checked_on")
    ),
    Milestone.PRESELECT: lambda form: facts.PreCommission(selection=form.choice("selection", Selection)),
    Milestone.COMMISSION: lambda form: facts.CommissionResult(
        outcome=form.choice("outcome", CommissionOutcome), rank=form.maybe_integer("rank", 1, 1000)
    ),
    Milestone.CALL: _call,
    Milestone.CAL: _ruling,
    Milestone.OFFER: lambda form: facts.Offer(on=form.date("on")),
    Milestone.ANSWER: lambda form: facts.OfferAnswer(on=form.date("on"), answer=form.choice("answer", AnswerGiven)),
    Milestone.ENTRY: lambda form: facts.Entry(on=form.date("on")),
    Milestone.REVIEW: lambda form: facts.InstallationReview(
        on=form.date("on"), finds_problems=form.checked("finds_problems")
    ),
    Milestone.SUPPORT: _support,
    Milestone.CONTACT: lambda form: facts.HouseholdContact(
        on=form.date("on"), purpose=form.choice("purpose", ContactPurpose)
    ),
    Milestone.CLOSE: lambda form: facts.Closure(on=form.date("on")),
    Milestone.WITHDRAW: lambda form: facts.Withdrawal(
        on=form.date("on"), motive=form.choice("motive", WithdrawalMotive)
    ),
}

HANDLERS = [attribution_act_page, attribution_act_form]
