"""The pages of the second factor: set up an application, show a code, print recovery codes."""

from typing import Any

import segno
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from msgspec import to_builtins

from kernel.acts import Act, Staff
from kernel.db import Database
from kernel.http.identity import address_of
from kernel.web.form import Form
from kernel.web.page import page, see
from staff.actions import factors
from staff.actions.factors import FactorKeys, SetUpAuthenticator, ShowFactor
from staff.actions.hashing import Hashing
from staff.actions.passkeys import PasskeyDesk
from staff.actions.sessions import SignedIn
from staff.cookies import give, token_in
from staff.domain.sessions import Factor
from staff.store import factors as store
from staff.store.accounts import find_account
from staff.store.passkeys import list_passkeys
from staff.web import paths
from staff.web.secrets import secret

LONGEST_CODE = 60


@get(paths.SHOW_FACTOR)
async def show_factor_page(
    request: Request[Any, Any, Any],
    act: NamedDependency[Act],
    passkey_desk: NamedDependency[PasskeyDesk],
    suite: FromQuery[str] = "",
) -> Response[Any]:
    """For who has just typed their password; whoever has no application yet installs one."""
    if not act.by.awaits_factor:
        return see(paths.local(suite) or paths.start_of(act.by))
    if not (await find_account(act.by.id)).has_factor:
        return see(paths.with_suite(paths.AUTHENTICATOR, suite))
    return await show_page(request, Form.blank(suite=paths.local(suite)), act, passkey_desk)


@post(paths.SHOW_FACTOR)
async def show_factor_form(
    request: Request[Any, Any, Any],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    keys: NamedDependency[FactorKeys],
    passkey_desk: NamedDependency[PasskeyDesk],
) -> Response[Any]:
    command = ShowFactor(
        code=form.text("code", max_length=LONGEST_CODE), address=address_of(request), token=token_in(request) or ""
    )
    if form.ok:
        with form.refusals():
            signed_in = await factors.show_factor(db, command, act, keys=keys)
            if signed_in.factor is Factor.RECOVERY_CODE:
                return give(see(paths.OWN_ACCOUNT, done="recovery-code-used"), signed_in.token)
            return give(see(start(form, signed_in)), signed_in.token)
    return await show_page(request, form, act, passkey_desk)


@get(paths.AUTHENTICATOR)
async def authenticator_page(
    request: Request[Any, Any, Any],
    act: NamedDependency[Act],
    keys: NamedDependency[FactorKeys],
    passkey_desk: NamedDependency[PasskeyDesk],
    suite: FromQuery[str] = "",
) -> Response[Any]:
    """The key, as a picture and in letters, and the field of the first code."""
    return await _authenticator_page(request, Form.blank(suite=paths.local(suite)), act, keys, passkey_desk)


@post(paths.AUTHENTICATOR)
async def authenticator_form(
    request: Request[Any, Any, Any],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    keys: NamedDependency[FactorKeys],
    passkey_desk: NamedDependency[PasskeyDesk],
    hashing: NamedDependency[Hashing],
) -> Response[Any]:
    """The recovery codes are shown in the answer, and never again."""
    command = SetUpAuthenticator(
        code=form.text("code", max_length=LONGEST_CODE),
        password="" if act.by.awaits_factor else secret(form, "password"),
        address=address_of(request),
        token=token_in(request) or "",
    )
    if form.ok:
        with form.refusals():
            done = await factors.set_up_authenticator(db, command, act, keys=keys, hashing=hashing)
            request.scope["user"] = done.signed_in.staff  # the page belongs to the session that goes on
            go_on = start(form, done.signed_in)
            shown = page("factors/codes.html", codes=done.recovery_codes, start=go_on, is_new=True)
            return give(shown, done.signed_in.token)
    return await _authenticator_page(request, form, act, keys, passkey_desk)


@get(paths.RECOVERY_CODES)
async def recovery_codes_page() -> Response[Any]:
    """Asks for the password: codes are as good as the telephone."""
    return page("factors/renew.html", form=Form.blank())


@post(paths.RECOVERY_CODES)
async def recovery_codes_form(
    request: Request[Any, Any, Any],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    keys: NamedDependency[FactorKeys],
    hashing: NamedDependency[Hashing],
) -> Response[Any]:
    password = secret(form, "password")
    if form.ok:
        with form.refusals():
            codes = await factors.renew_recovery_codes(
                db, password, address_of(request), act, keys=keys, hashing=hashing
            )
            return page("factors/codes.html", codes=codes, start=paths.OWN_ACCOUNT, is_new=False)
    return page("factors/renew.html", status=form.status, form=form)


async def show_page(request: Request[Any, Any, Any], form: Form, act: Act, passkey_desk: PasskeyDesk) -> Response[Any]:
    """The page on which a factor is shown: a passkey when the account has one, a code in any case."""
    known = await list_passkeys(act.by.id) if passkey_desk.is_open else []
    return page(
        "factors/show.html",
        status=form.status,
        form=form,
        options=to_builtins(passkey_desk.options(token_in(request) or "", known)) if known else None,
        has_authenticator=await store.find_authenticator(act.by.id) is not None,
    )


async def _authenticator_page(
    request: Request[Any, Any, Any], form: Form, act: Act, keys: FactorKeys, passkey_desk: PasskeyDesk
) -> Response[Any]:
    me: Staff = act.by
    account = await find_account(me.id)
    if me.awaits_factor and account.has_factor:
        return see(paths.with_suite(paths.SHOW_FACTOR, form.value("suite")))
    proposal = await factors.propose_authenticator(token_in(request) or "", act, keys=keys)
    picture = segno.make(proposal.uri, error="m").svg_data_uri(scale=5, border=4, dark="#000", light="#fff")
    return page(
        "factors/set_up.html",
        status=form.status,
        form=form,
        proposal=proposal,
        picture=picture,
        login=account.login,
        issuer=keys.issuer,
        offers_passkeys=passkey_desk.is_open,
    )


def start(form: Form, signed_in: SignedIn) -> str:
    """Where the person goes on, once they are in whole."""
    if signed_in.password_is_temporary:
        return paths.OWN_ACCOUNT
    return paths.local(form.value("suite")) or paths.start_of(signed_in.staff)


HANDLERS = [
    show_factor_page,
    show_factor_form,
    authenticator_page,
    authenticator_form,
    recovery_codes_page,
    recovery_codes_form,
]
