"""Accounts over the API."""

from datetime import date
from uuid import UUID

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.requests import Paging, versioned
from staff.actions import accounts, factors, passwords
from staff.actions.hashing import Hashing
from staff.api.contract import AccountOut, AccountsOut, AmendAccountIn, OpenAccountIn, PasswordIn
from staff.domain.accounts import Account
from staff.store import accounts as store
from staff.store import role_grants as grants


@get("/v1/accounts", operation_id="list_accounts", summary="Les comptes, par identifiant", tags=["Comptes"])
async def list_accounts(paging: NamedDependency[Paging], today: NamedDependency[date]) -> AccountsOut:
    waiting = await grants.grants_waiting(today)
    found = await store.list_accounts(after=paging.after, limit=paging.limit + 1)
    shown = found[: paging.limit]
    return AccountsOut(
        items=[AccountOut.of(account, waiting) for account in shown],
        next=shown[-1].login if len(found) > len(shown) else None,
    )


@get("/v1/accounts/{account_id:uuid}", operation_id="get_account", summary="Un compte", tags=["Comptes"])
async def get_account(account_id: FromPath[UUID], today: NamedDependency[date]) -> Response[AccountOut]:
    return await versioned_account(await store.find_account(account_id), today)


@post("/v1/accounts", operation_id="open_account", summary="Ouvrir un compte", tags=["Comptes"])
async def open_account(
    data: JSONBody[OpenAccountIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    hashing: NamedDependency[Hashing],
) -> Response[AccountOut]:
    """The password is temporary: its holder changes it at the first sign-in, and can do nothing else before. The roles wait
    for another administrator.
    """
    account = await once(act, Account, accounts.open_account(db, data.command(), act, hashing=hashing))
    return await versioned_account(account, act.today, status=201)


@put("/v1/accounts/{account_id:uuid}", operation_id="amend_account", summary="Modifier un compte", tags=["Comptes"])
async def amend_account(
    account_id: FromPath[UUID],
    data: JSONBody[AmendAccountIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    expected_version: NamedDependency[int],
) -> Response[AccountOut]:
    """A role taken away ends the person's sessions; a new one waits for another administrator."""
    action = accounts.amend_account(db, account_id, data.command(), act, expected=expected_version)
    return await versioned_account(await once(act, Account, action), act.today)


@post(
    "/v1/accounts/{account_id:uuid}/deactivation",
    operation_id="deactivate_account",
    summary="Désactiver un compte",
    tags=["Comptes"],
    status_code=200,
)
async def deactivate_account(
    account_id: FromPath[UUID],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    expected_version: NamedDependency[int],
) -> Response[AccountOut]:
    """Its sessions end at once. The account stays, with all that it did."""
    action = accounts.deactivate_account(db, account_id, act, expected=expected_version)
    return await versioned_account(await once(act, Account, action), act.today)


@post(
    "/v1/accounts/{account_id:uuid}/reactivation",
    operation_id="reactivate_account",
    summary="Réactiver un compte",
    tags=["Comptes"],
    status_code=200,
)
async def reactivate_account(
    account_id: FromPath[UUID],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    expected_version: NamedDependency[int],
) -> Response[AccountOut]:
    action = accounts.reactivate_account(db, account_id, act, expected=expected_version)
    return await versioned_account(await once(act, Account, action), act.today)


@put(
    "/v1/accounts/{account_id:uuid}/password",
    operation_id="set_password",
    summary="Donner un mot de passe provisoire",
    tags=["Comptes"],
)
async def set_password(
    account_id: FromPath[UUID],
    data: JSONBody[PasswordIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    expected_version: NamedDependency[int],
    hashing: NamedDependency[Hashing],
) -> Response[AccountOut]:
    """Every session of the account ends."""
    action = passwords.set_password(db, account_id, data.password, act, expected=expected_version, hashing=hashing)
    return await versioned_account(await once(act, Account, action), act.today)


@post(
    "/v1/accounts/{account_id:uuid}/second-factor-reset",
    operation_id="reset_second_factor",
    summary="Remettre à zéro le second facteur",
    tags=["Comptes"],
    status_code=200,
)
async def reset_second_factor(
    account_id: FromPath[UUID],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    expected_version: NamedDependency[int],
) -> Response[AccountOut]:
    """For a colleague who lost theirs. Every session of the account ends; the next sign-in sets up another factor."""
    action = factors.reset_second_factor(db, account_id, act, expected=expected_version)
    return await versioned_account(await once(act, Account, action), act.today)


async def versioned_account(account: Account, today: date, status: int = 200) -> Response[AccountOut]:
    """An account with the roles that wait for it, and its version."""
    waiting = await grants.grants_waiting(today, [account.id])
    return versioned(AccountOut.of(account, waiting), account.version, status=status)


HANDLERS = [
    list_accounts,
    get_account,
    open_account,
    amend_account,
    deactivate_account,
    reactivate_account,
    set_password,
    reset_second_factor,
]
