"""Facts that must always hold in this service, one function each: the sentences of what is wrong, none when all is well."""

from collections.abc import Awaitable, Callable

from kernel.db import Database
from staff.domain.roles import RolesIncompatible, checked_roles
from staff.store import accounts

Invariant = Callable[[Database], Awaitable[list[str]]]


async def somebody_can_open_accounts(db: Database) -> list[str]:
    """As soon as there are accounts, one of them is an active administrator."""
    found = await accounts.list_accounts(after=None, limit=100_000)
    if found and not any(account.is_active_admin for account in found):
        return ["Aucun administrateur actif : plus personne ne peut ouvrir de compte."]
    return []


async def no_account_joins_what_must_stay_apart(db: Database) -> list[str]:
    """No account joins taking money in and approving that it goes out. One may wait for its first role."""
    wrong = []
    for account in await accounts.list_accounts(after=None, limit=100_000):
        if not account.roles:
            continue
        try:
            checked_roles(account.roles)
        except RolesIncompatible as refusal:
            wrong.append(f"{account.login} : {refusal.detail}")
    return wrong


async def closed_accounts_have_no_session(db: Database) -> list[str]:
    """A session of a closed account would be a way in that somebody thought shut."""
    rows = await db.run(
        "select a.login from account a join staff_session s on s.account_id = a.id"
        " where s.ended_at is null and a.is_active = {}",
        False,
    )
    return [f"{row['login']} : compte désactivé, session encore ouverte." for row in rows]


INVARIANTS: list[Invariant] = [
    somebody_can_open_accounts,
    no_account_joins_what_must_stay_apart,
    closed_accounts_have_no_session,
]
