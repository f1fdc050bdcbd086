"""Sessions of the commission and decisions taken by delegation, over the API."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.requests import Paging, versioned
from occupancy.actions import referral_decisions as actions
from occupancy.api.referral_contract import (
    AttendanceIn,
    CommissionIn,
    CommissionOut,
    CommissionPage,
    DelegatedDecisionsOut,
    ReportedOut,
    ReportIn,
)
from occupancy.domain.commissions import Commission
from occupancy.store import commissions as store
from occupancy.store.delegated_decisions import delegated_decisions

_TAGS = ["Commissions"]


@get("/v1/commissions", operation_id="list_commissions", summary="Lister les séances", tags=_TAGS)
async def list_commissions(paging: NamedDependency[Paging]) -> CommissionPage:
    """Sessions, latest first."""
    found = await store.list_commissions(after=paging.after, limit=paging.limit + 1)
    items, more = found[: paging.limit], len(found) > paging.limit
    return CommissionPage(items=[CommissionOut.of(one) for one in items], next=items[-1].reference if more else None)


@get("/v1/commissions/{commission_id:uuid}", operation_id="get_commission", summary="Lire une séance", tags=_TAGS)
async def get_commission(commission_id: FromPath[UUID]) -> Response[CommissionOut]:
    """One session."""
    commission = await store.find_commission(commission_id)
    return versioned(CommissionOut.of(commission), commission.version)


@post("/v1/commissions", operation_id="convene_commission", summary="Prévoir une séance", tags=_TAGS)
async def convene_commission(
    data: JSONBody[CommissionIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[CommissionOut]:
    """A session to come, or one that has met."""
    commission = await once(act, Commission, actions.convene_commission(db, data.held_on, act))
    return versioned(CommissionOut.of(commission), commission.version, status=201)


@post(
    "/v1/commissions/{commission_id:uuid}/attendance",
    operation_id="hold_commission",
    summary="Enregistrer les membres présents",
    tags=_TAGS,
    status_code=200,
)
async def hold_commission(
    commission_id: FromPath[UUID],
    data: JSONBody[AttendanceIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[CommissionOut]:
    """Once, from the day of the session on."""
    holding = actions.hold_commission(
        db, commission_id, data.seats(), act, quorum_met=data.quorum_met, expected=expected_version
    )
    commission = await once(act, Commission, holding)
    return versioned(CommissionOut.of(commission), commission.version)


@get(
    "/v1/delegated-decisions",
    operation_id="list_delegated_decisions",
    summary="Lister les décisions prises par délégation",
    tags=_TAGS,
)
async def list_delegated_decisions(reported: FromQuery[bool] = False) -> DelegatedDecisionsOut:
    """Those still to report to the board, or those reported."""
    return DelegatedDecisionsOut(items=await delegated_decisions(to_report=not reported))


@post(
    "/v1/delegated-decisions/report",
    operation_id="report_decisions",
    summary="Rapporter au conseil d'administration",
    tags=_TAGS,
    status_code=200,
)
async def report_decisions(
    data: JSONBody[ReportIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> ReportedOut:
    """Marks every decision taken up to the meeting."""
    return ReportedOut(reported=await once(act, int, actions.report_decisions(db, data.reported_on, act)))


HANDLERS = [
    list_commissions,
    get_commission,
    convene_commission,
    hold_commission,
    list_delegated_decisions,
    report_decisions,
]
