"""Propose roles, confirm or refuse them, take a proposal back; give them at once where the machine or the provider says so."""

from collections.abc import Iterable, Sequence
from uuid import UUID, uuid4

from msgspec.structs import replace

from kernel.acts import Act, Tx, writing
from kernel.db import Database
from staff.domain.accounts import SYSTEM, Account
from staff.domain.role_grants import GrantEnd, GrantOutcome, GrantSource, RoleGrant, check_end, lapse_day
from staff.domain.roles import Role, in_order
from staff.domain.sessions import End
from staff.law import LAW
from staff.store import accounts, sessions
from staff.store import role_grants as store


async def propose_roles(account_id: UUID, roles: Iterable[Role], act: Act) -> list[RoleGrant]:
    """As a part of a larger act: each waits for another administrator."""
    grants = _grants(account_id, roles, act, GrantSource.PERSON)
    await store.add_grants(grants)
    return grants


async def give_roles(account: Account, roles: Iterable[Role], act: Act, source: GrantSource) -> Account:
    """As a part of a larger act, by the machine or the provider: the account with these roles, at once."""
    grants = _grants(account.id, roles, act, source)
    await store.add_grants(grants)
    after = replace(account, roles=in_order((*account.roles, *(one.role for one in grants))))
    await accounts.write_roles(after, {one.role: one.id for one in grants})
    return after


async def end_grant(db: Database, grant_id: UUID, outcome: GrantOutcome, act: Act) -> Account:
    """Confirm a role, which ends the person's sessions, refuse it, or take the proposal back.

    Raises `GrantNotFound`, `GrantEnded`, and what `check_end` raises.
    """
    async with writing(db, act) as tx:
        return tx.keep(await _end(tx, await store.find_grant(grant_id), outcome))


async def confirm_roles_of(db: Database, account: Account, act: Act) -> list[Role]:
    """From the machine, where there is no second administrator: every role that waits. Empty: none did."""
    waiting = await store.grants_waiting(act.today, [account.id])
    for grant in waiting:
        await end_grant(db, grant.id, GrantOutcome.CONFIRMED, act)
    return [one.role for one in waiting]


async def drop_grants(db: Database, grants: Sequence[RoleGrant], act: Act) -> None:
    """As a part of a larger act: what is no longer wanted is taken back by who proposed it, refused by anybody else."""
    for grant in grants:
        own = act.by.id == grant.proposed_by
        await store.add_end(db, _ended(grant, GrantOutcome.WITHDRAWN if own else GrantOutcome.REFUSED, act))


async def _end(tx: Tx, grant: RoleGrant, outcome: GrantOutcome) -> Account:
    act = tx.act
    await tx.lock("roster", accounts.ROSTER)
    before = await accounts.find_account(grant.account_id)
    check_end(grant, before, outcome, by=act.by.id, today=act.today)
    end = _ended(grant, outcome, act)
    await store.add_end(tx.db, end)
    after = before
    if outcome is GrantOutcome.CONFIRMED:
        after = replace(before, roles=in_order((*before.roles, grant.role)), version=before.version + 1)
        await accounts.save_account(after, expected=before.version, grants={grant.role: grant.id})
        await sessions.end_sessions_of(before.id, act.at, End.ROLES_CHANGED)
    await tx.journal(f"role-{outcome}", f"account/{before.id}", before=grant, after=end)
    return after


def _ended(grant: RoleGrant, outcome: GrantOutcome, act: Act) -> GrantEnd:
    return GrantEnd(
        id=uuid4(),
        grant_id=grant.id,
        proposed_by=grant.proposed_by,
        outcome=outcome,
        ended_at=act.at,
        ended_by=act.by.id,
        ended_by_name=act.by.name,
    )


def _grants(account_id: UUID, roles: Iterable[Role], act: Act, source: GrantSource) -> list[RoleGrant]:
    by_person = source is GrantSource.PERSON
    return [
        RoleGrant(
            id=uuid4(),
            account_id=account_id,
            role=role,
            source=source,
            proposed_by=act.by.id if by_person else SYSTEM,
            proposed_by_name=act.by.name,
            proposed_at=act.at,
            lapses_on=lapse_day(LAW, act.today),
        )
        for role in roles
    ]
