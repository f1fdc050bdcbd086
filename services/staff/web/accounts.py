"""The pages of the team: who works here, and with which roles."""

from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.requests import Paging
from kernel.web.export import EVERYTHING, Export
from kernel.web.form import NOT_IN_THE_LIST, Form
from kernel.web.page import page, see
from staff.actions import accounts, factors, passwords
from staff.actions.accounts import AmendAccount, OpenAccount
from staff.actions.hashing import Hashing
from staff.domain.accounts import LONGEST_LOGIN, LONGEST_NAME, Account
from staff.domain.roles import Role
from staff.store import accounts as store
from staff.store import role_grants as grants
from staff.web import labels, paths
from staff.web.secrets import secret


@get(paths.TEAM)
async def list_accounts_page(
    paging: NamedDependency[Paging], export: NamedDependency[Export], today: NamedDependency[date]
) -> Response[Any]:
    """Everybody who has or had an account."""
    if export:
        every = await store.list_accounts(after=None, limit=EVERYTHING)
        return await export.of(labels.accounts_sheet(every), "comptes")
    found = await store.list_accounts(after=paging.after, limit=paging.limit + 1)
    shown = found[: paging.limit]
    following = shown[-1].login if len(found) > len(shown) else None
    waiting = await grants.grants_waiting(today)
    return page(
        "accounts/list.html",
        accounts=shown,
        following=following,
        is_start=paging.after is None,
        waiting=waiting,
        names={one.account_id: (await store.find_account(one.account_id)).name for one in waiting},
    )


@get(paths.NEW_ACCOUNT)
async def open_account_page() -> Response[Any]:
    return page("accounts/new.html", form=Form.blank())


@post(paths.NEW_ACCOUNT)
async def open_account_form(
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    hashing: NamedDependency[Hashing],
) -> Response[Any]:
    command = OpenAccount(
        name=form.text("name", max_length=LONGEST_NAME),
        login=form.text("login", max_length=LONGEST_LOGIN),
        roles=_roles(form),
        password=secret(form, "password"),
    )
    if form.ok:
        with form.refusals():
            account = await once(act, Account, accounts.open_account(db, command, act, hashing=hashing))
            return see(paths.account(account.id), done="account-opened")
    return page("accounts/new.html", status=form.status, form=form)


@get(f"{paths.TEAM}/{{account_id:uuid}}")
async def get_account_page(account_id: FromPath[UUID], today: NamedDependency[date]) -> Response[Any]:
    """One account, with the acts that are possible now."""
    return await account_page(await store.find_account(account_id), Form.blank(), today)


@get(f"{paths.TEAM}/{{account_id:uuid}}/modifier")
async def amend_account_page(account_id: FromPath[UUID], today: NamedDependency[date]) -> Response[Any]:
    account = await store.find_account(account_id)
    waiting = await grants.grants_waiting(today, [account_id])
    roles = (*account.roles, *(one.role for one in waiting))
    form = Form.blank(name=account.name, roles=roles, version=account.version)
    return page("accounts/edit.html", form=form, account=account)


@post(f"{paths.TEAM}/{{account_id:uuid}}/modifier")
async def amend_account_form(
    account_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    command = AmendAccount(name=form.text("name", max_length=LONGEST_NAME), roles=_roles(form))
    expected = form.version()
    if form.ok:
        with form.refusals():
            await once(act, Account, accounts.amend_account(db, account_id, command, act, expected=expected))
            return see(paths.account(account_id), done="account-amended")
    account = await store.find_account(account_id)
    return page("accounts/edit.html", status=form.status, form=form, account=account)


@post(f"{paths.TEAM}/{{account_id:uuid}}/desactivation")
async def deactivate_account_form(
    account_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    return await _acted(
        account_id, form, act, partial(accounts.deactivate_account, db, account_id, act), done="account-deactivated"
    )


@post(f"{paths.TEAM}/{{account_id:uuid}}/reactivation")
async def reactivate_account_form(
    account_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    return await _acted(
        account_id, form, act, partial(accounts.reactivate_account, db, account_id, act), done="account-reactivated"
    )


@get(f"{paths.TEAM}/{{account_id:uuid}}/mot-de-passe")
async def set_password_page(account_id: FromPath[UUID]) -> Response[Any]:
    account = await store.find_account(account_id)
    return page("accounts/password.html", form=Form.blank(version=account.version), account=account)


@post(f"{paths.TEAM}/{{account_id:uuid}}/mot-de-passe")
async def set_password_form(
    account_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    hashing: NamedDependency[Hashing],
) -> Response[Any]:
    password, expected = secret(form, "password"), form.version()
    if form.ok:
        with form.refusals():
            action = passwords.set_password(db, account_id, password, act, expected=expected, hashing=hashing)
            await once(act, Account, action)
            return see(paths.account(account_id), done="password-set")
    account = await store.find_account(account_id)
    return page("accounts/password.html", status=form.status, form=form, account=account)


@post(f"{paths.TEAM}/{{account_id:uuid}}/second-facteur")
async def reset_second_factor_form(
    account_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    return await _acted(
        account_id, form, act, partial(factors.reset_second_factor, db, account_id, act), done="second-factor-reset"
    )


async def _acted(
    account_id: UUID, form: Form, act: Act, action: Callable[..., Awaitable[Account]], *, done: str
) -> Response[Any]:
    """An act that asks for nothing but the version of the account: it is done, or the page says why not."""
    expected = form.version()
    if form.ok:
        with form.refusals():
            await once(act, Account, action(expected=expected))
            return see(paths.account(account_id), done=done)
    return await account_page(await store.find_account(account_id), form, act.today)


def _roles(form: Form) -> tuple[Role, ...]:
    chosen = form.many("roles")
    if not chosen:
        form.wrong("roles", "Choisissez au moins un rôle")
    known = {role.value: role for role in Role}
    if any(one not in known for one in chosen):
        form.wrong("roles", NOT_IN_THE_LIST)
    return tuple(known[one] for one in chosen if one in known)


async def account_page(account: Account, form: Form, today: date) -> Response[Any]:
    """One account, what waits for it, and who may confirm it."""
    waiting = await grants.grants_waiting(today, [account.id])
    proposers = {one.proposed_by for one in waiting}
    return page(
        "accounts/show.html",
        status=form.status,
        form=form,
        account=account,
        waiting=waiting,
        others=len(proposers) > 1 or await store.count_other_admins(account.id, *proposers) > 0,
    )


HANDLERS = [
    list_accounts_page,
    open_account_page,
    open_account_form,
    get_account_page,
    amend_account_page,
    amend_account_form,
    deactivate_account_form,
    reactivate_account_form,
    set_password_page,
    set_password_form,
    reset_second_factor_form,
]
