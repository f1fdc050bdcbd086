"""Accounts and their roles."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from msgspec import Struct

from kernel.db import Database
from kernel.errors import StaleVersion
from staff.domain.accounts import Account, AccountNotFound, LoginTaken
from staff.domain.roles import Role
from staff.tables import AccountRoleRow, AccountRow, AuthenticatorRow, PasskeyRow

ROSTER = UUID("00000000-0000-4000-8000-000000000002")
_FACTS = (
    AccountRow.id,
    AccountRow.version,
    AccountRow.login,
    AccountRow.name,
    AccountRow.is_active,
    AccountRow.password_is_temporary,
)


class Credentials(Struct, frozen=True, kw_only=True):
    """What a sign-in is checked against."""

    account: Account
    password_hash: str


async def find_account(account_id: UUID) -> Account:
    """Raises `AccountNotFound`."""
    rows = await AccountRow.select(*_FACTS).where(AccountRow.id == account_id)
    if not rows:
        raise AccountNotFound("Ce compte n'existe pas.")
    return (await _with_roles(rows))[0]


async def list_accounts(*, after: str | None, limit: int) -> list[Account]:
    """Accounts by login, from the one after `after`."""
    query = AccountRow.select(*_FACTS).order_by(AccountRow.login).limit(limit)
    return await _with_roles(await (query.where(AccountRow.login > after) if after else query))


async def find_credentials(login: str) -> Credentials | None:
    """The account with this login and the hash of its password, or None: the caller must not tell which."""
    rows = await AccountRow.select(*_FACTS, AccountRow.password_hash).where(AccountRow.login == login)
    if not rows:
        return None
    password_hash = rows[0].pop("password_hash")
    return Credentials(account=(await _with_roles(rows))[0], password_hash=password_hash)


async def credentials_of(account_id: UUID) -> Credentials:
    """Raises `AccountNotFound`."""
    rows = await AccountRow.select(AccountRow.login).where(AccountRow.id == account_id)
    found = await find_credentials(rows[0]["login"]) if rows else None
    if found is None:
        raise AccountNotFound("Ce compte n'existe pas.")
    return found


async def count_other_admins(*account_ids: UUID) -> int:
    """Active administrators apart from these accounts. Hold the roster before you rely on it."""
    holders = AccountRoleRow.select(AccountRoleRow.account_id).where(AccountRoleRow.role == Role.ADMIN.value)
    ids = [row["account_id"] for row in await holders if row["account_id"] not in account_ids]
    if not ids:
        return 0
    return int(await AccountRow.count().where(AccountRow.id.is_in(ids), AccountRow.is_active.eq(True)))


async def has_accounts() -> bool:
    """False in a new installation."""
    return bool(await AccountRow.exists())


async def add_account(db: Database, account: Account, password_hash: str) -> None:
    """Without any role: these are given by `write_roles`, each by its grant. Raises `LoginTaken`."""
    with db.refusing({"account_login_taken": lambda: _login_taken(account)}):
        row = AccountRow(
            id=account.id,
            version=account.version,
            login=account.login,
            name=account.name,
            is_active=account.is_active,
            password_hash=password_hash,
            password_is_temporary=account.password_is_temporary,
        )
        await AccountRow.insert(row)


async def save_account(
    account: Account, *, expected: int, password_hash: str | None = None, grants: Mapping[Role, UUID] | None = None
) -> None:
    """Write the account over version `expected`. `grants`: by which each new role is given. Raises `StaleVersion`."""
    values: dict[Any, Any] = {
        AccountRow.version: account.version,
        AccountRow.name: account.name,
        AccountRow.is_active: account.is_active,
        AccountRow.password_is_temporary: account.password_is_temporary,
    }
    if password_hash is not None:
        values[AccountRow.password_hash] = password_hash
    guarded = AccountRow.update(values).where(AccountRow.id == account.id, AccountRow.version == expected)
    if not await guarded.returning(AccountRow.id):
        raise StaleVersion("Ce compte a été modifié entre-temps : relisez-le avant de recommencer.")
    await write_roles(account, grants or {})


async def refresh_hash(account_id: UUID, password_hash: str) -> None:
    """The same password under stronger parameters: not a change of the account, its version stays."""
    await AccountRow.update({AccountRow.password_hash: password_hash}).where(AccountRow.id == account_id)


async def write_roles(account: Account, grants: Mapping[Role, UUID]) -> None:
    """The roles that the account holds from now on; a new one without its grant is refused by the database."""
    found = await AccountRoleRow.select(AccountRoleRow.role).where(AccountRoleRow.account_id == account.id)
    held, wanted = {row["role"] for row in found}, {role.value for role in account.roles}
    if gone := held - wanted:
        await AccountRoleRow.delete().where(AccountRoleRow.account_id == account.id, AccountRoleRow.role.is_in([*gone]))
    if new := wanted - held:
        rows = [
            AccountRoleRow(id=uuid4(), account_id=account.id, role=one, grant_id=grants.get(Role(one))) for one in new
        ]
        await AccountRoleRow.insert(*rows)


async def _with_roles(rows: list[dict[str, Any]]) -> list[Account]:
    ids = [row["id"] for row in rows]
    held: dict[UUID, set[str]] = {one: set() for one in ids}
    protected: set[UUID] = set()
    if ids:
        for table in (AuthenticatorRow, PasskeyRow):
            owners = table.select(table.account_id).where(table.account_id.is_in(ids))
            protected |= {row["account_id"] for row in await owners}
        for row in await AccountRoleRow.select().where(AccountRoleRow.account_id.is_in(ids)):
            held[row["account_id"]].add(row["role"])
    return [
        Account(
            **row,
            roles=tuple(role for role in Role if role in held[row["id"]]),
            has_factor=row["id"] in protected,
        )
        for row in rows
    ]


def _login_taken(account: Account) -> LoginTaken:
    return LoginTaken(f"L'identifiant « {account.login} » est déjà utilisé.", field="login")
