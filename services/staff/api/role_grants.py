"""Proposed roles over the API: what waits, and confirming, refusing or taking back one."""

from datetime import date
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from kernel.acts import Act, once
from kernel.db import Database
from staff.actions.role_grants import end_grant
from staff.api.accounts import versioned_account
from staff.api.contract import AccountOut, RoleGrantOut
from staff.domain.accounts import Account
from staff.domain.role_grants import GrantOutcome
from staff.store import role_grants as store


class GrantEndIn(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What becomes of a proposed role."""

    outcome: GrantOutcome


@get("/v1/role-grants", operation_id="list_role_grants", summary="Les rôles qui attendent", tags=["Comptes"])
async def list_role_grants(today: NamedDependency[date]) -> list[RoleGrantOut]:
    """Proposed by an administrator and not confirmed yet, the oldest first."""
    return [RoleGrantOut.of(one) for one in await store.grants_waiting(today)]


@post(
    "/v1/role-grants/{grant_id:uuid}/decision",
    operation_id="decide_role_grant",
    summary="Confirmer, refuser ou retirer un rôle proposé",
    tags=["Comptes"],
    status_code=200,
)
async def decide_role_grant(
    grant_id: FromPath[UUID], data: JSONBody[GrantEndIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[AccountOut]:
    """Confirmed or refused by another administrator than who proposed it; taken back by that person alone."""
    return await versioned_account(await once(act, Account, end_grant(db, grant_id, data.outcome, act)), act.today)


HANDLERS = [list_role_grants, decide_role_grant]
