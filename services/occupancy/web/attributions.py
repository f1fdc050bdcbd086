"""Pages of attributions: the dossiers, a new one, and where a dossier is, with its next legal acts and its days."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.requests import Paging
from kernel.web.export import EVERYTHING, Export
from kernel.web.form import Form
from kernel.web.page import Page, page, see
from occupancy.actions import attributions as actions
from occupancy.actions.attributions import OpenAttribution, around_of
from occupancy.documents.attribution_lists import attributions_sheet
from occupancy.domain.attribution_deadlines import attribution_deadlines
from occupancy.domain.attribution_facts import ProposedBy
from occupancy.domain.attribution_sessions import file_limit, is_accepted, is_late
from occupancy.domain.attributions import (
    AT_WORK,
    BEFORE_COMMISSION,
    ENDED_OTHERWISE,
    SETTLED_IN,
    Attribution,
    AttributionState,
)
from occupancy.domain.complementary_lists import is_expired
from occupancy.domain.deadline_rules import RULES
from occupancy.store import attribution_sessions as sessions
from occupancy.store import attributions as store
from occupancy.store import households
from occupancy.store.law import law_in_force
from occupancy.store.timeline import timeline
from occupancy.web import attribution_panels, attribution_steps, paths
from occupancy.web import attribution_words as words
from occupancy.web.attribution_steps import session_words
from occupancy.web.stay_words import holder_words

UNIQUE_NUMBER = 24


class View(StrEnum):
    """The filters of the list; the words are in the address."""

    OPEN = "en-cours"
    BEFORE = "avant-commission"
    LISTED = "liste-complementaire"
    HOME = "entres"
    LEFT = "autres-issues"
    ALL = "tous"


VIEWS: dict[View, tuple[str, tuple[AttributionState, ...]]] = {
    View.OPEN: ("En cours", AT_WORK),
    View.BEFORE: ("Avant la commission", BEFORE_COMMISSION),
    View.LISTED: ("Liste complémentaire", (AttributionState.LISTED,)),
    View.HOME: ("Entrés dans les lieux", (*SETTLED_IN, AttributionState.CLOSED)),
    View.LEFT: ("Autres issues", ENDED_OTHERWISE),
    View.ALL: ("Tous", ()),
}


@get(paths.ATTRIBUTIONS)
async def list_attributions_page(
    act: NamedDependency[Act],
    paging: NamedDependency[Paging],
    export: NamedDependency[Export],
    vue: FromQuery[View] = View.OPEN,
) -> Response[Any]:
    """Dossiers, latest first, by where they are; the complementary list in its order."""
    _, states = VIEWS[vue]
    if export:
        every = await store.list_attributions(states=states, limit=EVERYTHING)
        sheet = attributions_sheet(await _rows(every, act))
        return await export.of(sheet, f"attributions-{vue}-{act.today}")
    found = await store.list_attributions(states=states, after=paging.after, limit=paging.limit + 1)
    shown, more = found[: paging.limit], len(found) > paging.limit
    return page(
        "attributions/list.html",
        rows=await _rows(shown, act),
        words=words,
        tabs=[
            {"label": label, "href": f"{paths.ATTRIBUTIONS}?vue={one}", "current": one is vue}
            for one, (label, _) in VIEWS.items()
        ],
        next_href=f"{paths.ATTRIBUTIONS}?vue={vue}&after={shown[-1].reference}" if more else "",
        first_href=f"{paths.ATTRIBUTIONS}?vue={vue}" if paging.after else "",
    )


@get(paths.NEW_ATTRIBUTION)
async def open_attribution_page(
    act: NamedDependency[Act], seance: FromQuery[str] = "", menage: FromQuery[str] = ""
) -> Page:
    """A household named for a programme."""
    usual = {"session_id": seance, "household_id": menage, "identified_on": act.today, "proposed_by": ProposedBy.CCAS}
    household_id = Form.blank(**usual).maybe_identifier("household_id")
    known = await actions.known_demand(household_id) if household_id else None
    return await _new(Form.blank(**usual, **(msgspec.structs.asdict(known) if known else {})))


@post(paths.NEW_ATTRIBUTION)
async def open_attribution_form(
    form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """Open the dossier."""
    household_id, session_id = form.identifier("household_id"), form.identifier("session_id")
    number = form.text("unique_number", UNIQUE_NUMBER, required=False).upper().replace(" ", "")
    until = form.maybe_date("demand_until")
    if form.ok and not (number and until):
        known = await actions.known_demand(household_id)
        number, until = (
            number or (known.unique_number if known else ""),
            until or (known.demand_until if known else None),
        )
        if not number:
            form.wrong("unique_number", "Le ménage n’a pas de numéro enregistré : indiquez-le")
        if until is None:
            form.wrong("demand_until", "Aucune demande n’est enregistrée pour ce ménage : indiquez la date")
    if number and not (number.isascii() and number.isalnum() and len(number) >= 5):
        form.wrong("unique_number", "Chiffres et lettres du numéro unique, sans signe")
    facts: dict[str, Any] = {
        "demand_until": until,
        "proposed_by": form.choice("proposed_by", ProposedBy),
        "identified_on": form.date("identified_on"),
    }
    if form.ok:
        with form.refusals():
            session = await sessions.find_session(session_id)
            command = OpenAttribution(
                operation_id=session.operation_id,
                session_id=session_id,
                household_id=household_id,
                unique_number=number,
                **facts,
            )
            one = await once(act, Attribution, actions.open_attribution(db, command, act))
            return see(paths.attribution(one.id), done="attribution-opened")
    return await _new(form)


@get(paths.ATTRIBUTIONS + "/{attribution_id:uuid}")
async def attribution_page(attribution_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """Where the dossier is, its next legal acts, its days and how they were counted."""
    one = await store.find_attribution(attribution_id)
    around = await around_of(one, act)
    household = await households.find_household(one.household_id)
    may_see, limit_on = act.by.may("households.read"), file_limit(around.session, around.law)
    vacancy = await sessions.find_operation(one.call.operation_id) if one.call else None
    return page(
        "attributions/show.html",
        one=one,
        operation=around.operation,
        session=around.session,
        limit_on=limit_on,
        is_late=is_late(one, around.session, around.law, today=act.today),
        is_accepted=is_accepted(one, around.session),
        is_expired=one.state is AttributionState.LISTED and is_expired(one, today=act.today),
        holder=holder_words(household, may_see=may_see),
        opinions=attribution_panels.opinion_facts(one, may_see=may_see),
        session_facts=attribution_panels.session_facts(one, around.session, limit_on),
        decisions=attribution_panels.decision_facts(one, vacancy),
        state=words.STATE[one.state],
        steps=attribution_steps.steps(one),
        acts=attribution_steps.act_rows(one, around) if act.by.may("referrals.write") else [],
        deadlines=[
            (RULES[each.rule], each)
            for each in attribution_deadlines(one, around.session, around.law, around.operation.territory)
        ],
        events=await timeline((f"attribution/{attribution_id}",)),
        verbs=words.ATTRIBUTION_VERB,
        words=words,
    )


async def _rows(found: Sequence[Attribution], act: Act) -> list[dict[str, Any]]:
    known = await households.households({one.household_id for one in found})
    planned = await sessions.sessions_by_id({one.session_id for one in found})
    operations = await sessions.operations_by_id({one.operation_id for one in found})
    law, may_see = await law_in_force(), act.by.may("households.read")
    return [
        {
            "one": one,
            "operation": operations[one.operation_id],
            "session": planned[one.session_id],
            "holder": holder_words(known[one.household_id], may_see=may_see),
            "state": words.STATE[one.state],
            "limit_on": file_limit(planned[one.session_id], law),
            "is_late": is_late(one, planned[one.session_id], law, today=act.today)
            and not is_accepted(one, planned[one.session_id]),
            "is_expired": one.state is AttributionState.LISTED and is_expired(one, today=act.today),
        }
        for one in found
    ]


async def _new(form: Form) -> Page:
    latest = await households.list_households(limit=200)
    return page(
        "attributions/new.html",
        status=form.status,
        form=form,
        households=[(one.id, f"{one.name} ({one.reference})") for one in latest],
        sessions=await _open_sessions(),
        proposers=list(words.PROPOSED_BY.items()),
    )


async def _open_sessions() -> list[tuple[UUID, str]]:
    operations = await sessions.list_operations(limit=200)
    planned = await sessions.sessions_of([one.id for one in operations])
    law = await law_in_force()
    return [
        (held.id, f"{one.name} ({one.landlord}), {session_words(held, law)}")
        for one in operations
        for held in planned.get(one.id, ())
        if held.is_open
    ]


HANDLERS = [list_attributions_page, open_attribution_page, open_attribution_form, attribution_page]
