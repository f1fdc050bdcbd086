"""The page of a household's requests to read what is written of it: recorded, handed over in two shapes, answered."""

from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.web.form import Form
from kernel.web.page import Page, page, see
from occupancy.actions import data_requests as actions
from occupancy.domain.data_requests import DataRequest, IdentityCheck, NotesGiven
from occupancy.domain.support_notes import NoteKind
from occupancy.store import data_requests as store
from occupancy.store import households
from occupancy.store.law import law_in_force
from occupancy.web import paths
from occupancy.web import support_words as words
from occupancy.web.stay_words import holder_words

_ONE = "/sejours/menages/{household_id:uuid}/demandes-acces"

IDENTITY = {
    IdentityCheck.KNOWN: "Connue du service",
    IdentityCheck.DOCUMENT_SEEN: "Pièce vue, sans copie",
    IdentityCheck.REPRESENTATIVE: "Représentant, mandat vu",
}
KIND = {NoteKind.DIAGNOSIS: "Diagnostic", **words.NOTE}


class Shape(StrEnum):
    """How the texts are handed over."""

    PAGE = "page"
    JSON = "json"


@get(_ONE)
async def data_requests_page(household_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """The requests, and what is done with the one that waits."""
    return await _draw(Form.blank(received_on=act.today, answered_on=act.today), household_id, act)


@post(_ONE)
async def record_data_request_form(
    household_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """Record a request."""
    received_on, identity = form.date("received_on"), form.choice("identity", IdentityCheck)
    if form.ok:
        with form.refusals():
            await once(act, DataRequest, actions.record_request(db, household_id, received_on, identity, act))
            return see(paths.data_requests(household_id), done="data-requested")
    return await _draw(form, household_id, act)


@post(f"{_ONE}/reponse")
async def answer_data_request_form(
    household_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """The household has what it asked for."""
    answered_on = form.date("answered_on")
    if form.ok:
        with form.refusals():
            await once(act, DataRequest, actions.answer_request(db, household_id, answered_on, act))
            return see(paths.data_requests(household_id), done="data-answered")
    return await _draw(form, household_id, act)


@post(f"{_ONE}/notes")
async def give_notes_form(
    household_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """All the texts, in full, for the person: a page to print, or a file. The journal keeps that they were handed over."""
    shape = form.choice("shape", Shape)
    if form.ok:
        with form.refusals():
            await once(act, NotesGiven, actions.hand_over_notes(db, household_id, shape.value, act))
            return await _texts(household_id, shape, act)
    return await _draw(form, household_id, act)


async def _texts(household_id: UUID, shape: Shape, act: Act) -> Response[Any]:
    household, found = await households.find_household(household_id), await actions.notes_for(household_id)
    if shape is Shape.JSON:
        name = f"notes-sociales-{household.reference.lower()}-{act.today}.json"
        headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
        body = {"household": household.reference, "given_on": act.today, "notes": found}
        return Response(msgspec.json.encode(body), media_type="application/json", headers=headers)
    return page("support/given_notes.html", status=200, household=household, notes=found, kinds=KIND)


async def _draw(form: Form, household_id: UUID, act: Act) -> Page:
    household = await households.find_household(household_id)
    requests = await store.requests_of(household_id)
    return page(
        "support/data_requests.html",
        status=form.status,
        form=form,
        household=household,
        holder=holder_words(household, may_see=act.by.may("households.read")),
        requests=requests,
        waiting=next((one for one in requests if one.answered_on is None), None),
        months=(await law_in_force()).at("household.data_answer_months", act.today),
        identities=list(IDENTITY.items()),
        identity_words=IDENTITY,
        may_write=act.by.may("support.write"),
        may_give=act.by.may("support_notes.read"),
    )


HANDLERS = [data_requests_page, record_data_request_form, answer_data_request_form, give_notes_form]
