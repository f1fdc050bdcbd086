"""Bank lines over HTTP: read, matched, set aside, put back in suspense."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from alt_units.actions import bank_lines as actions
from alt_units.actions.bank_matching import run_bank_matching, run_matching
from alt_units.api.bank_contract import (
    BankLineOut,
    BankLinesOut,
    CandidateOut,
    CandidatesOut,
    MatchIn,
    MatchingRunOut,
    WhyIn,
)
from alt_units.domain.bank_lines import BankLine, LineState
from alt_units.store import bank_lines as store
from kernel.acts import Act, once
from kernel.db import Database
from kernel.errors import InvalidRequest
from kernel.http.requests import Paging
from kernel.law import Law

LINE = "/v1/bank-lines/{line_id:uuid}"
TAGS = ["Lignes de relevé"]


@get("/v1/bank-lines", operation_id="list_bank_lines", summary="Lister les lignes de relevé", tags=TAGS)
async def list_bank_lines(
    paging: NamedDependency[Paging],
    today: NamedDependency[date],
    standing: Annotated[LineState | None, QueryParameter(name="state")] = None,
    received: FromQuery[bool] = False,
) -> BankLinesOut:
    """`received`: only money that came in."""
    states = list(LineState) if standing is None else [standing]
    found = await store.list_lines(states, limit=paging.limit, after=_seen(paging.after), received=received)
    last = str(found[-1].id) if len(found) == paging.limit else None
    return BankLinesOut(items=[BankLineOut.of(one, today) for one in found], next=last)


@get(LINE, operation_id="get_bank_line", summary="Lire une ligne de relevé", tags=TAGS)
async def get_bank_line(line_id: FromPath[UUID], today: NamedDependency[date]) -> BankLineOut:
    return BankLineOut.of(await store.find_line(line_id), today)


@get(f"{LINE}/candidates", operation_id="list_bank_candidates", summary="Ce que la ligne peut régler", tags=TAGS)
async def list_bank_candidates(
    line_id: FromPath[UUID], today: NamedDependency[date], law: NamedDependency[Law]
) -> CandidatesOut:
    line = await store.find_line(line_id)
    if not line.state.is_open:
        return CandidatesOut(anomalies=[], candidates=[])
    outcome = (await run_matching([line], law=law, today=today)).outcomes[line_id]
    return CandidatesOut(
        anomalies=list(outcome.anomalies), candidates=[CandidateOut.of(one) for one in outcome.candidates]
    )


@post(f"{LINE}/match", operation_id="match_bank_line", summary="Rapprocher une ligne de relevé", tags=TAGS)
async def match_bank_line(
    line_id: FromPath[UUID],
    data: JSONBody[MatchIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
    today: NamedDependency[date],
) -> Response[BankLineOut]:
    parts = [one.part() for one in data.parts]
    matching = actions.match_bank_line(db, line_id, parts, act, law=law, distinct=data.distinct)
    return Response(BankLineOut.of(await once(act, BankLine, matching), today), status_code=201)


@post(f"{LINE}/setting-aside", operation_id="set_bank_line_aside", summary="Mettre une ligne de côté", tags=TAGS)
async def set_bank_line_aside(
    line_id: FromPath[UUID],
    data: JSONBody[WhyIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
    today: NamedDependency[date],
) -> Response[BankLineOut]:
    setting = actions.set_bank_lines_aside(db, [line_id], data.reason, act, law=law)
    (line,) = await once(act, list[BankLine], setting)
    return Response(BankLineOut.of(line, today), status_code=201)


@post(f"{LINE}/reopening", operation_id="reopen_bank_line", summary="Remettre une ligne en attente", tags=TAGS)
async def reopen_bank_line(
    line_id: FromPath[UUID],
    data: JSONBody[WhyIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
    today: NamedDependency[date],
) -> Response[BankLineOut]:
    reopening = actions.reopen_bank_line(db, line_id, data.reason, act, law=law)
    return Response(BankLineOut.of(await once(act, BankLine, reopening), today), status_code=201)


@post("/v1/bank-matching-runs", operation_id="run_bank_matching", summary="Relancer le rapprochement", tags=TAGS)
async def run_bank_matching_now(
    act: NamedDependency[Act], db: NamedDependency[Database], law: NamedDependency[Law]
) -> Response[MatchingRunOut]:
    proposed = await once(act, int, run_bank_matching(db, act, law=law))
    return Response(MatchingRunOut(proposed=proposed), status_code=201)


def _seen(after: str | None) -> UUID | None:
    try:
        return UUID(after) if after else None
    except ValueError:
        raise InvalidRequest("Repère de page illisible.", field="after") from None


HANDLERS: list[Any] = [
    list_bank_lines,
    get_bank_line,
    list_bank_candidates,
    match_bank_line,
    set_bank_line_aside,
    reopen_bank_line,
    run_bank_matching_now,
]
