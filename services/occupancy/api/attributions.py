"""Attributions over the API: operations, their sessions, dossiers. The acts on a dossier: `attribution_acts`, `_outcomes`."""

from collections.abc import Sequence
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.requests import Paging, versioned
from occupancy.actions import attribution_sessions as sessions_actions
from occupancy.actions import attributions as actions
from occupancy.api.attribution_answers import ONE, TAGS, answer, answers
from occupancy.api.attribution_contract import (
    AttributionIn,
    AttributionOut,
    AttributionPage,
    MoveIn,
    OperationIn,
    OperationOut,
    OperationPage,
    SessionIn,
    SessionOut,
)
from occupancy.domain.attribution_sessions import Operation, Session, file_limit, quota
from occupancy.domain.attributions import Attribution, AttributionState
from occupancy.store import attribution_sessions as sessions
from occupancy.store import attributions as store
from occupancy.store.law import law_in_force

_OPERATION = "/v1/attribution-operations/{operation_id:uuid}"


@get(
    "/v1/attribution-operations",
    operation_id="list_operations",
    summary="Lister les programmes de logements",
    tags=TAGS,
)
async def list_operations(paging: NamedDependency[Paging], act: NamedDependency[Act]) -> OperationPage:
    """Programmes and vacancies, latest first."""
    found = await sessions.list_operations(after=paging.after, limit=paging.limit + 1)
    items, more = found[: paging.limit], len(found) > paging.limit
    return OperationPage(items=await _operations(items, act), next=items[-1].reference if more else None)


@get(_OPERATION, operation_id="get_operation", summary="Lire un programme de logements", tags=TAGS)
async def get_operation(operation_id: FromPath[UUID], act: NamedDependency[Act]) -> Response[OperationOut]:
    """One programme, with its sessions and how many dossiers it has."""
    return await _operation(await sessions.find_operation(operation_id), act)


@post(
    "/v1/attribution-operations",
    operation_id="record_operation",
    summary="Enregistrer un programme ou une vacance",
    tags=TAGS,
)
async def record_operation(
    data: JSONBody[OperationIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[OperationOut]:
    """With its first session."""
    days = data.session.days() if data.session else None
    recording = sessions_actions.record_operation(db, data.facts(), days, act)
    return await _operation(await once(act, Operation, recording), act, status=201)


@post(
    f"{_OPERATION}/sessions",
    operation_id="plan_session",
    summary="Prévoir une séance",
    tags=TAGS,
)
async def plan_session(
    operation_id: FromPath[UUID],
    data: JSONBody[SessionIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SessionOut]:
    """A later session: late dossiers go there."""
    planning = sessions_actions.plan_session(db, operation_id, data.days(), act)
    return await _session(await once(act, Session, planning), status=201)


@post(
    "/v1/attribution-sessions/{session_id:uuid}/closure",
    operation_id="close_session",
    summary="Clore une séance",
    tags=TAGS,
    status_code=200,
)
async def close_session(
    session_id: FromPath[UUID],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[SessionOut]:
    """Its statement of decisions is sent to all; 409 names the dossiers without a result."""
    closing = sessions_actions.close_session(db, session_id, act, expected=expected_version)
    return await _session(await once(act, Session, closing))


@get("/v1/attributions", operation_id="list_attributions", summary="Lister les dossiers d'attribution", tags=TAGS)
async def list_attributions(
    paging: NamedDependency[Paging], act: NamedDependency[Act], status: FromQuery[AttributionState | None] = None
) -> AttributionPage:
    """Dossiers, latest first."""
    found = await store.list_attributions(states=[status] if status else [], after=paging.after, limit=paging.limit + 1)
    items, more = found[: paging.limit], len(found) > paging.limit
    return AttributionPage(items=await answers(items, act), next=items[-1].reference if more else None)


@get(ONE, operation_id="get_attribution", summary="Lire un dossier d'attribution", tags=TAGS)
async def get_attribution(attribution_id: FromPath[UUID], act: NamedDependency[Act]) -> Response[AttributionOut]:
    """One dossier, with the limit of its session."""
    return await answer(await store.find_attribution(attribution_id), act)


@post(
    "/v1/attributions",
    operation_id="open_attribution",
    summary="Ouvrir un dossier d'attribution",
    tags=TAGS,
)
async def open_attribution(
    data: JSONBody[AttributionIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[AttributionOut]:
    """A household named for a programme, once."""
    opening = actions.open_attribution(db, data.command(), act)
    return await answer(await once(act, Attribution, opening), act, status=201)


@post(
    f"{ONE}/session",
    operation_id="move_attribution",
    summary="Reporter le dossier à une autre séance",
    tags=TAGS,
    status_code=200,
)
async def move_attribution(
    attribution_id: FromPath[UUID],
    data: JSONBody[MoveIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[AttributionOut]:
    """Where a late dossier goes (LLTS-02)."""
    moving = actions.move_attribution(db, attribution_id, data.session_id, act, expected=expected_version)
    return await answer(await once(act, Attribution, moving), act)


async def _operations(found: Sequence[Operation], act: Act) -> list[OperationOut]:
    law, ids = await law_in_force(), [one.id for one in found]
    planned, files = await sessions.sessions_of(ids), await store.attributions_of_operations(ids)
    return [
        OperationOut.of(
            one,
            quota(one, files.get(one.id, ()), law, today=act.today),
            [SessionOut.of(held, file_limit(held, law)) for held in planned.get(one.id, ())],
        )
        for one in found
    ]


async def _operation(operation: Operation, act: Act, status: int = 200) -> Response[OperationOut]:
    (body,) = await _operations([operation], act)
    return versioned(body, operation.version, status=status)


async def _session(session: Session, status: int = 200) -> Response[SessionOut]:
    limit = file_limit(session, await law_in_force())
    return versioned(SessionOut.of(session, limit), session.version, status=status)


HANDLERS = [
    list_operations,
    get_operation,
    record_operation,
    plan_session,
    close_session,
    list_attributions,
    get_attribution,
    open_attribution,
    move_attribution,
]
