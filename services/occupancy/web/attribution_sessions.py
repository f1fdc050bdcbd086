"""Pages of housing operations and their sessions: how many dossiers, until when, in which order."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.calendar import Territory
from kernel.db import Database
from kernel.http.requests import Paging
from kernel.web.export import EVERYTHING, Export
from kernel.web.form import Form
from kernel.web.page import Page, page, see
from occupancy.actions import attribution_sessions as actions
from occupancy.actions.attribution_sessions import OperationFacts, SessionDays
from occupancy.documents.attribution_lists import operations_sheet, session_sheet
from occupancy.domain.attribution_facts import CommissionOutcome
from occupancy.domain.attribution_sessions import (
    Operation,
    OperationKind,
    Session,
    file_limit,
    is_accepted,
    is_late,
    quota,
)
from occupancy.domain.attributions import BEFORE_COMMISSION, Attribution
from occupancy.store import attribution_sessions as store
from occupancy.store import attributions, households
from occupancy.store.law import law_in_force
from occupancy.store.timeline import timeline
from occupancy.web import attribution_words as words
from occupancy.web import paths
from occupancy.web.stay_words import holder_words

_ONE = paths.OPERATIONS + "/{operation_id:uuid}"
_SESSION = paths.ATTRIBUTION_SESSIONS + "/{session_id:uuid}"


@get(paths.OPERATIONS)
async def list_operations_page(
    act: NamedDependency[Act], paging: NamedDependency[Paging], export: NamedDependency[Export]
) -> Response[Any]:
    """Programmes and vacancies, latest first, with their next session."""
    if export:
        rows = await _operations(await store.list_operations(limit=EVERYTHING), act)
        return await export.of(operations_sheet(rows), f"programmes-{act.today}")
    found = await store.list_operations(after=paging.after, limit=paging.limit + 1)
    shown, more = found[: paging.limit], len(found) > paging.limit
    return page(
        "attributions/operations.html",
        rows=await _operations(shown, act),
        words=words,
        next_href=f"{paths.OPERATIONS}?after={shown[-1].reference}" if more else "",
        first_href=paths.OPERATIONS if paging.after else "",
    )


@get(paths.NEW_OPERATION)
async def record_operation_page() -> Page:
    """A programme delivered, or a dwelling that has come free."""
    return _new(Form.blank(kind=OperationKind.DELIVERY))


@post(paths.NEW_OPERATION)
async def record_operation_form(
    form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """Record it, with its first session."""
    facts = OperationFacts(
        kind=form.choice("kind", OperationKind),
        name=form.text("name"),
        landlord=form.text("landlord"),
        commune=form.text("commune"),
        territory=form.choice("territory", Territory),
        dwellings=form.integer("dwellings", 1, 1000),
        available_on=form.date("available_on"),
        consulted_on=form.maybe_date("consulted_on"),
        minutes_sent_on=form.maybe_date("minutes_sent_on"),
    )
    pre_commission_on, commission_on = form.maybe_date("pre_commission_on"), form.maybe_date("commission_on")
    if pre_commission_on and not commission_on:
        form.wrong("commission_on", "Indiquez la date de la commission")
    days = SessionDays(pre_commission_on=pre_commission_on, commission_on=commission_on) if commission_on else None
    if form.ok:
        with form.refusals():
            one = await once(act, Operation, actions.record_operation(db, facts, days, act))
            return see(paths.operation(one.id), done="operation-recorded")
    return _new(form)


@get(_ONE)
async def operation_page(operation_id: FromPath[UUID], act: NamedDependency[Act]) -> Page:
    """The programme, its quota of dossiers, its sessions."""
    operation = await store.find_operation(operation_id)
    files = (await attributions.attributions_of_operations([operation_id])).get(operation_id, ())
    planned = (await store.sessions_of([operation_id])).get(operation_id, ())
    law = await law_in_force()
    return page(
        "attributions/operation.html",
        operation=operation,
        quota=quota(operation, files, law, today=act.today),
        sessions=[
            {
                "session": one,
                "limit_on": file_limit(one, law),
                "files": sum(each.session_id == one.id for each in files),
            }
            for one in planned
        ],
        rows=await _files(files, {one.id: one for one in planned}, act),
        events=await timeline((f"housing-operation/{operation_id}",)),
        verbs=words.ATTRIBUTION_VERB,
        words=words,
    )


@get(f"{_ONE}/seances")
async def plan_session_page(operation_id: FromPath[UUID]) -> Page:
    """A later session."""
    return await _plan(Form.blank(), operation_id)


@post(f"{_ONE}/seances")
async def plan_session_form(
    operation_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """Plan it."""
    days = _days(form)
    if form.ok:
        with form.refusals():
            await once(act, Session, actions.plan_session(db, operation_id, days, act))
            return see(paths.operation(operation_id), done="session-planned")
    return await _plan(form, operation_id)


@get(_SESSION)
async def attribution_session_page(
    session_id: FromPath[UUID], act: NamedDependency[Act], export: NamedDependency[Export]
) -> Response[Any]:
    """A session: its proposals by rank, its complementary list, the dossiers that wait for it."""
    session = await store.find_session(session_id)
    operation = await store.find_operation(session.operation_id)
    files = (await attributions.attributions_of_operations([operation.id])).get(operation.id, ())
    rows = await _files([one for one in files if one.session_id == session_id], {session_id: session}, act)
    rows.sort(key=lambda row: (row["one"].rank or 10_000, row["one"].reference))
    if export:
        return await export.of(session_sheet(rows), f"seance-{operation.reference}-{session.commission_on}")
    return page(
        "attributions/session.html",
        session=session,
        operation=operation,
        limit_on=file_limit(session, await law_in_force()),
        groups=_groups(rows),
        waiting=[row["one"].reference for row in rows if row["one"].state in BEFORE_COMMISSION],
        may_close=session.is_open and act.today >= session.commission_on and act.by.may("referrals.write"),
        words=words,
    )


@post(f"{_SESSION}/cloture")
async def close_session_form(
    session_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """Its statement of decisions went to all."""
    await once(act, Session, actions.close_session(db, session_id, act, expected=form.version()))
    return see(paths.attribution_session(session_id), done="session-closed")


async def _operations(found: Sequence[Operation], act: Act) -> list[dict[str, Any]]:
    ids, law = [one.id for one in found], await law_in_force()
    files, planned = await attributions.attributions_of_operations(ids), await store.sessions_of(ids)
    rows = []
    for one in found:
        to_come = [held for held in planned.get(one.id, ()) if held.is_open]
        rows.append(
            {
                "operation": one,
                "kind": words.KIND[one.kind],
                "quota": quota(one, files.get(one.id, ()), law, today=act.today),
                "next": to_come[0] if to_come else None,
                "limit_on": file_limit(to_come[0], law) if to_come else None,
            }
        )
    return rows


async def _files(found: Sequence[Attribution], planned: dict[UUID, Session], act: Act) -> list[dict[str, Any]]:
    known = await households.households({one.household_id for one in found})
    law, may_see = await law_in_force(), act.by.may("households.read")
    return [
        {
            "one": one,
            "session": planned[one.session_id],
            "holder": holder_words(known[one.household_id], may_see=may_see),
            "state": words.STATE[one.state],
            "is_late": is_late(one, planned[one.session_id], law, today=act.today)
            and not is_accepted(one, planned[one.session_id]),
        }
        for one in found
    ]


def _groups(rows: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The rows of a session under the heading of what the commission said."""
    headings = (
        ("Propositions, par rang", CommissionOutcome.RANKED),
        ("Liste complémentaire, par rang", CommissionOutcome.COMPLEMENTARY),
    )
    found = [(label, [row for row in rows if row["one"].commission is outcome]) for label, outcome in headings]
    rest = [row for row in rows if row["one"].rank is None]
    return [(label, some) for label, some in (*found, ("Sans rang", rest)) if some]


def _days(form: Form) -> SessionDays:
    return SessionDays(pre_commission_on=form.maybe_date("pre_commission_on"), commission_on=form.date("commission_on"))


def _new(form: Form) -> Page:
    return page(
        "attributions/new_operation.html",
        status=form.status,
        form=form,
        kinds=list(words.KIND.items()),
        territories=list(words.TERRITORY.items()),
    )


async def _plan(form: Form, operation_id: UUID) -> Page:
    operation = await store.find_operation(operation_id)
    return page("attributions/new_session.html", status=form.status, form=form, operation=operation)


HANDLERS = [
    list_operations_page,
    record_operation_page,
    record_operation_form,
    operation_page,
    plan_session_page,
    plan_session_form,
    attribution_session_page,
    close_session_form,
]
