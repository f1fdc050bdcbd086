"""Roles that are proposed, and what became of each proposal."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from kernel.db import Database, read
from staff.domain.role_grants import GrantEnd, GrantEnded, GrantNotFound, RoleGrant
from staff.tables import RoleGrantEndRow, RoleGrantRow

_NOT_ENDED = "not exists (select 1 from role_grant_end ended where ended.grant_id = one.id)"


async def find_grant(grant_id: UUID) -> RoleGrant:
    """Raises `GrantNotFound`."""
    row = await RoleGrantRow.select().where(RoleGrantRow.id == grant_id).first()
    if row is None:
        raise GrantNotFound("Cette proposition de rôle n'existe pas.")
    return msgspec.convert(row, RoleGrant)


async def grants_waiting(today: date, account_ids: Sequence[UUID] | None = None) -> list[RoleGrant]:
    """Those of these accounts (None: of everybody) that another person may still confirm, the oldest first."""
    marks = ", ".join("{}" for _ in account_ids or ())
    whose = "" if account_ids is None else f" and one.account_id in ({marks})" if account_ids else " and 1 = 0"
    rows = await read(
        RoleGrantRow,
        f"select one.* from role_grant one where one.source = 'person' and one.lapses_on >= {{}} and {_NOT_ENDED}{whose}"  # noqa: S608
        " order by one.proposed_at, one.role",
        today,
        *(account_ids or ()),
    )
    return [msgspec.convert(row, RoleGrant) for row in rows]


async def add_grants(grants: Sequence[RoleGrant]) -> None:
    if grants:
        await RoleGrantRow.insert(*(RoleGrantRow(**msgspec.structs.asdict(one)) for one in grants))


async def add_end(db: Database, one: GrantEnd) -> None:
    """Raises `GrantEnded`."""
    with db.refusing({"role_grant_ended_once": lambda: GrantEnded("Ce rôle a déjà été confirmé, refusé ou retiré.")}):
        await RoleGrantEndRow.insert(RoleGrantEndRow(**msgspec.structs.asdict(one)))
