"""Open an account, amend it, close and open it again."""

from uuid import UUID, uuid4

from msgspec import Struct
from msgspec.structs import replace

from kernel.acts import Act, Staff, writing
from kernel.clock import Clock
from kernel.db import Database
from kernel.errors import Conflict
from staff.actions.hashing import Hashing
from staff.actions.passwords import without_password
from staff.actions.role_grants import drop_grants, give_roles, propose_roles
from staff.domain import accounts as rules
from staff.domain.accounts import Account
from staff.domain.passwords import checked_password
from staff.domain.role_grants import GrantSource, to_propose
from staff.domain.roles import Role, checked_roles
from staff.domain.sessions import End
from staff.store import accounts, sessions
from staff.store import role_grants as grants


class HouseAlreadyOpen(Conflict):
    """Accounts exist: an administrator opens the next one."""

    code, title = "house-already-open", "Un compte existe déjà"


class OpenAccount(Struct, frozen=True, kw_only=True):
    """A new colleague."""

    login: str
    name: str
    roles: tuple[Role, ...]
    password: str


class AmendAccount(Struct, frozen=True, kw_only=True):
    """Another name, other roles."""

    name: str
    roles: tuple[Role, ...]


class Rights(Struct, frozen=True, kw_only=True):
    """What the journal tells: the account, and what was proposed for it."""

    account: Account
    proposed: tuple[Role, ...]


async def open_account(db: Database, command: OpenAccount, act: Act, *, hashing: Hashing) -> Account:
    """What a colleague opens waits: the password is temporary, and each role is confirmed by another administrator. What
    is opened while the house is installed, from the machine, is whole at once.

    Raises `LoginMalformed`, `RolesMissing`, `RolesIncompatible`, `LoginTaken`, `PasswordTooShort`, `PasswordTooLong`,
    `PasswordTooCommon`.
    """
    by_colleague = act.by.service is None and act.by.id != rules.SYSTEM
    account = rules.open_account(
        uuid4(), login=command.login, name=command.name, roles=command.roles, temporary=by_colleague
    )
    password = checked_password(command.password, known_words=(account.login, account.name))
    password_hash = await hashing.hash(password)
    async with writing(db, without_password(act, command.login, command.name, command.roles)) as tx:
        await accounts.add_account(db, account, password_hash)
        if by_colleague:
            await propose_roles(account.id, account.roles, act)
            opened = replace(account, roles=())
        else:
            opened = await give_roles(replace(account, roles=()), account.roles, act, GrantSource.MACHINE)
        done = Rights(account=opened, proposed=to_propose(account.roles, opened, ()))
        await tx.journal("account-opened", f"account/{account.id}", after=done)
        return tx.keep(opened)


async def open_first_account(
    db: Database, *, login: str, name: str, password: str, clock: Clock, hashing: Hashing
) -> Account:
    """The first administrator of a new installation, from the command line. Raises `HouseAlreadyOpen`."""
    if await accounts.has_accounts():
        raise HouseAlreadyOpen("Des comptes existent déjà : un administrateur ouvre les suivants.")
    act = Act(by=Staff(id=rules.SYSTEM, name="Palier"), at=clock.now(), today=clock.today(), request_id="install")
    command = OpenAccount(login=login, name=name, roles=(Role.ADMIN,), password=password)
    return await open_account(db, command, act, hashing=hashing)


async def amend_account(db: Database, account_id: UUID, command: AmendAccount, act: Act, *, expected: int) -> Account:
    """A role that is taken away ends the person's sessions at once; a new one is proposed, and given by another person.

    Raises `AccountNotFound`, `StaleVersion`, `RolesMissing`, `RolesIncompatible`, `OwnAccount`, `LastAdmin`.
    """
    async with writing(db, act) as tx:
        await tx.lock("roster", accounts.ROSTER)
        before = await accounts.find_account(account_id)
        waiting = await grants.grants_waiting(act.today, [account_id])
        after = rules.amend(
            before,
            name=command.name,
            roles=command.roles,
            by=act.by.id,
            other_admins=await accounts.count_other_admins(account_id),
            waiting=[one.role for one in waiting],
        )
        proposed: tuple[Role, ...] = ()
        if act.by.id != account_id:
            await drop_grants(db, [one for one in waiting if one.role not in command.roles], act)
            proposed = to_propose(checked_roles(command.roles), before, waiting)
            await propose_roles(account_id, proposed, act)
        await accounts.save_account(after, expected=expected)
        if after.roles != before.roles:
            await sessions.end_sessions_of(account_id, act.at, End.ROLES_CHANGED)
        done = Rights(account=after, proposed=proposed)
        await tx.journal("account-amended", f"account/{account_id}", before=before, after=done)
        return tx.keep(after)


async def deactivate_account(db: Database, account_id: UUID, act: Act, *, expected: int) -> Account:
    """Close the account; its sessions end at once, in every browser.

    Raises `AccountNotFound`, `StaleVersion`, `AlreadyInactive`, `OwnAccount`, `LastAdmin`.
    """
    async with writing(db, act) as tx:
        await tx.lock("roster", accounts.ROSTER)
        before = await accounts.find_account(account_id)
        other_admins = await accounts.count_other_admins(account_id)
        after = rules.deactivate(before, by=act.by.id, other_admins=other_admins)
        await accounts.save_account(after, expected=expected)
        await sessions.end_sessions_of(account_id, act.at, End.DEACTIVATED)
        await tx.journal("account-deactivated", f"account/{account_id}", before=before, after=after)
        return tx.keep(after)


async def reactivate_account(db: Database, account_id: UUID, act: Act, *, expected: int) -> Account:
    """Raises `AccountNotFound`, `StaleVersion`, `AlreadyActive`, `OwnAccount`."""
    async with writing(db, act) as tx:
        before = await accounts.find_account(account_id)
        after = rules.reactivate(before, by=act.by.id)
        await accounts.save_account(after, expected=expected)
        await tx.journal("account-reactivated", f"account/{account_id}", before=before, after=after)
        return tx.keep(after)
