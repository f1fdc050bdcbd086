"""Confirming, refusing or taking back a proposed role, from the page of the account."""

from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.web.form import Form
from kernel.web.page import see
from staff.actions.role_grants import end_grant
from staff.domain.accounts import Account
from staff.domain.role_grants import GrantOutcome
from staff.store import accounts
from staff.store import role_grants as store
from staff.web import paths
from staff.web.accounts import account_page


@post(paths.ROLE_GRANT)
async def decide_role_grant_form(
    grant_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """By another administrator; the proposal is taken back by who made it."""
    grant = await store.find_grant(grant_id)
    outcome = form.choice("outcome", GrantOutcome)
    if form.ok:
        with form.refusals():
            await once(act, Account, end_grant(db, grant_id, outcome, act))
            return see(paths.account(grant.account_id), done=f"role-{outcome}")
    return await account_page(await accounts.find_account(grant.account_id), form, act.today)


HANDLERS = [decide_role_grant_form]
