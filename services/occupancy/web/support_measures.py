"""Pages of social support: the list, a new request, and where a measure is, with its next legal acts and its days."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.requests import Paging
from kernel.web.export import EVERYTHING, Export
from kernel.web.form import Form
from kernel.web.page import Page, page, see
from occupancy.actions import support_measures as actions
from occupancy.actions.support_measures import OpenMeasure
from occupancy.actions.support_readers import are_notes_open
from occupancy.documents.support_lists import supports_sheet
from occupancy.domain.deadline_rules import RULES
from occupancy.domain.support_deadlines import deadlines_of
from occupancy.domain.support_diagnosis import Heading
from occupancy.domain.support_follow_up import rhythm
from occupancy.domain.support_measures import (
    BEFORE_START,
    DONE_WITH,
    RUNNING,
    TO_CLOSE,
    Purpose,
    Requester,
    SupportKind,
    SupportMeasure,
    SupportState,
)
from occupancy.domain.support_requests import missing_adhesions
from occupancy.domain.support_rules import INCOMPATIBLE, kind_rule
from occupancy.store import contracts, households
from occupancy.store import support_measures as store
from occupancy.store import support_notes as notes
from occupancy.store import support_operators as operators
from occupancy.store.law import law_in_force
from occupancy.store.members import household_on
from occupancy.store.timeline import timeline
from occupancy.web import labels, paths
from occupancy.web import support_words as words
from occupancy.web.stay_words import holder_words, place_words


class View(StrEnum):
    """The filters of the list; the words are in the address."""

    RUNNING = "en-cours"
    COMING = "a-commencer"
    CLOSING = "a-clore"
    DONE = "terminees"
    ALL = "toutes"


VIEWS: dict[View, tuple[str, tuple[SupportState, ...]]] = {
    View.RUNNING: ("En cours", RUNNING),
    View.COMING: ("À commencer", BEFORE_START),
    View.CLOSING: ("À clore", TO_CLOSE),
    View.DONE: ("Terminées", DONE_WITH),
    View.ALL: ("Toutes", ()),
}


@get(paths.SUPPORTS)
async def list_supports_page(
    act: NamedDependency[Act],
    paging: NamedDependency[Paging],
    export: NamedDependency[Export],
    vue: FromQuery[View] = View.RUNNING,
    type: FromQuery[str] = "",  # noqa: A002 (the word of the address)
) -> Response[Any]:
    """Measures, latest first, by where they are and by kind."""
    form = Form.blank(type=type)
    kind = form.maybe_choice("type", SupportKind)
    _, states = VIEWS[vue]
    if export and form.ok:
        every = await store.list_measures(states=states, kind=kind, limit=EVERYTHING)
        sheet = supports_sheet(await _rows(every, act))
        return await export.of(sheet, f"accompagnements-{vue}-{act.today}")
    found = await store.list_measures(states=states, kind=kind, after=paging.after, limit=paging.limit + 1)
    shown, more = found[: paging.limit], len(found) > paging.limit
    chosen, law = kind.value if kind else "", await law_in_force()
    return page(
        "support/list.html",
        status=form.status,
        form=form,
        view=vue.value,
        rows=await _rows(shown, act),
        kinds=list(words.KIND.items()),
        wanted=law.at("support.rhythm_meetings", act.today).number,
        within_days=law.at("support.rhythm_days", act.today).number,
        tabs=[
            {"label": label, "href": paths.supports_view(one, chosen), "current": one is vue}
            for one, (label, _) in VIEWS.items()
        ],
        next_href=paths.supports_view(vue, chosen, shown[-1].reference) if more else "",
        first_href=paths.supports_view(vue, chosen) if paging.after else "",
    )


@get(paths.NEW_SUPPORT)
async def open_support_page(menage: FromQuery[str] = "") -> Page:
    """A request to prepare."""
    return await _new(Form.blank(household_id=menage, kind=SupportKind.ASLL))


@post(paths.NEW_SUPPORT)
async def open_support_form(
    form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """Open it."""
    household_id = form.identifier("household_id")
    stays = await contracts.household_contracts(household_id)
    running = next((one.id for one in stays if one.is_running), None)
    facts = OpenMeasure(
        household_id=household_id,
        contract_id=running,
        kind=form.choice("kind", SupportKind),
        purpose=form.choice("purpose", Purpose),
        requester=form.choice("requester", Requester),
        referent=form.text("referent"),
        landlord=form.text("landlord", required=False),
    )
    if form.ok:
        with form.refusals():
            measure = await once(act, SupportMeasure, actions.open_measure(db, facts, act))
            return see(paths.support(measure.id), done="support-opened")
    return await _new(form)


@get(paths.SUPPORTS + "/{measure_id:uuid}")
async def support_page(measure_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """Where the measure is, what is missing, the days to come. What is written of the household: for social workers only."""
    return await draw_support(Form.blank(), measure_id, act)


async def draw_support(form: Form, measure_id: UUID, act: Act) -> Page:
    """The page, with the form of a note."""
    measure, law = await store.find_measure(measure_id), await law_in_force()
    household = await household_on(measure.household_id, act.today)
    contract = await contracts.find_contract(measure.contract_id) if measure.contract_id else None
    operator = await operators.find_operator(measure.operator_id) if measure.operator_id else None
    is_social = act.by.may("support_notes.read")
    may_read = is_social and await are_notes_open(measure_id, act)
    may_see = act.by.may("households.read")
    rule = kind_rule(measure.kind, law, measure.started_on or act.today)
    pace = rhythm(measure, law, today=act.today)
    return page(
        "support/show.html",
        status=form.status,
        form=form,
        measure=measure,
        contract=contract,
        place=place_words(contract) if contract else "",
        operator=operator,
        holder=holder_words(household, may_see=may_see),
        state=words.STATE[measure.state],
        steps=words.steps(measure),
        acts=words.act_rows(measure) if act.by.may("support.write") else [],
        may_diagnose=may_read
        and not measure.is_information
        and measure.state in (SupportState.DRAFT, SupportState.DIAGNOSED, SupportState.ADJOURNED),
        may_allow=act.by.may("contracts.override")
        and not measure.is_information
        and measure.state in BEFORE_START[:-2],
        may_read=may_read,
        may_open=is_social and not may_read,
        written_diagnosis=await _written(measure_id) if may_read else [],
        note_kinds=list(words.NOTE.items()),
        written=await notes.notes_of(measure_id) if may_read else (),
        adults=household.adults,
        not_joined=missing_adhesions(measure, household.adults, act.today),
        funder=words.FUNDER[rule.funder],
        pace=words.RHYTHM[pace] if pace else None,
        deadlines=[(RULES[one.rule], one) for one in deadlines_of(measure, law)],
        incompatible=INCOMPATIBLE,
        events=await timeline((f"support-measure/{measure_id}",)),
        verbs=labels.VERB,
        words=words,
    )


async def _written(measure_id: UUID) -> list[tuple[str, str]]:
    """The diagnosis that counts, heading by heading."""
    diagnosis = await notes.latest_diagnosis(measure_id)
    return [(words.HEADING[one], diagnosis.text(one)) for one in Heading]


async def _rows(measures: Sequence[SupportMeasure], act: Act) -> list[dict[str, Any]]:
    known = await households.households({one.household_id for one in measures})
    named = {one.id: one.name for one in await operators.list_operators()}
    law, may_see = await law_in_force(), act.by.may("households.read")
    rows = []
    for one in measures:
        pace = rhythm(one, law, today=act.today)
        rows.append(
            {
                "measure": one,
                "holder": holder_words(known[one.household_id], may_see=may_see),
                "kind": words.KIND[one.kind],
                "purpose": words.PURPOSE[one.purpose],
                "operator": named[one.operator_id] if one.operator_id else "",
                "state": words.STATE[one.state],
                "rhythm": words.RHYTHM[pace] if pace else None,
            }
        )
    return rows


async def _new(form: Form) -> Page:
    chosen = Form.blank(household_id=form.value("household_id")).maybe_identifier("household_id")
    known = await households.list_households(limit=500)
    found = [(one.id, f"{one.name} ({one.reference})") for one in known]
    if chosen and all(key != chosen for key, _ in found):
        extra = (await households.households({chosen})).values()
        found += [(one.id, f"{one.name} ({one.reference})") for one in extra]
    return page(
        "support/new.html",
        status=form.status,
        form=form,
        households=found,
        kinds=list(words.KIND.items()),
        purposes=list(words.PURPOSE.items()),
        requesters=list(words.REQUESTER.items()),
    )


HANDLERS = [list_supports_page, open_support_page, open_support_form, support_page]
