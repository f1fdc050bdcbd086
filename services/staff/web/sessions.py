"""The pages of signing in and out, and of one's own account."""

from datetime import date, timedelta
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from kernel.acts import Act, Staff
from kernel.db import Database
from kernel.http.identity import address_of
from kernel.web.form import Form
from kernel.web.page import page, see
from staff.actions import passwords, sessions
from staff.actions.hashing import Hashing
from staff.actions.passkeys import PasskeyDesk
from staff.actions.passwords import ChangePassword
from staff.actions.provider_sign_in import WayIn
from staff.actions.sessions import SignIn
from staff.cookies import give, take_back, token_in
from staff.domain.sessions import SessionLimits
from staff.law import LAW
from staff.store import accounts as store
from staff.store import factors
from staff.store.passkeys import list_passkeys
from staff.web import paths
from staff.web.secrets import secret


@get(paths.SIGN_IN)
async def sign_in_page(
    request: Request[Any, Any, Any],
    today: NamedDependency[date],
    way_in: NamedDependency[WayIn | None],
    suite: FromQuery[str] = "",
) -> Response[Any]:
    """Whoever is signed in already goes on to where they were going."""
    me: Staff | None = request.scope["user"]
    if me is not None and me.awaits_factor:
        return see(paths.with_suite(paths.SHOW_FACTOR, suite))
    if me is not None:
        return see(paths.local(suite) or paths.start_of(me))
    # A link from another site comes without the Strict cookie: the same address, asked from here, has it.
    from_elsewhere = request.headers.get("sec-fetch-site") == "cross-site"
    go_on = paths.local(suite) if from_elsewhere else ""
    just_left = request.query_params.get("fait", "").startswith("signed-out")
    leave_there = await way_in.client.sign_out() if way_in and just_left else ""
    return draw_sign_in(Form.blank(suite=paths.local(suite)), today, way_in, go_on=go_on, leave_there=leave_there)


@post(paths.SIGN_IN)
async def sign_in_form(
    request: Request[Any, Any, Any],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    hashing: NamedDependency[Hashing],
    factor_required: NamedDependency[bool],
    way_in: NamedDependency[WayIn | None],
) -> Response[Any]:
    """One answer for a wrong login and a wrong password."""
    command = SignIn(
        login=form.text("login", max_length=60),
        password=secret(form, "password"),
        address=address_of(request),
        replaced=token_in(request),
        factor_required=factor_required,
    )
    if form.ok:
        with form.refusals():
            signed_in = await sessions.sign_in(db, command, act, hashing=hashing)
            if signed_in.staff.awaits_factor:
                return give(see(paths.with_suite(paths.SHOW_FACTOR, form.value("suite"))), signed_in.token)
            start = paths.local(form.value("suite")) or paths.start_of(signed_in.staff)
            return give(see(paths.OWN_ACCOUNT if signed_in.password_is_temporary else start), signed_in.token)
    return draw_sign_in(form, act.today, way_in)


@post(paths.SIGN_OUT)
async def sign_out_form(
    request: Request[Any, Any, Any], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """Over at once, on the server as in the browser."""
    await sessions.sign_out(db, token_in(request) or "", act)
    return take_back(see(paths.SIGN_IN, done="signed-out"))


@get(paths.OWN_ACCOUNT)
async def own_account_page(act: NamedDependency[Act], passkey_desk: NamedDependency[PasskeyDesk]) -> Response[Any]:
    """One's own name, roles, password and second factors."""
    return await _own_page(Form.blank(), act, passkey_desk)


@post(paths.OWN_ACCOUNT)
async def change_password_form(
    request: Request[Any, Any, Any],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    hashing: NamedDependency[Hashing],
    passkey_desk: NamedDependency[PasskeyDesk],
) -> Response[Any]:
    """Every session of the person ends; this browser goes on in a new one."""
    command = ChangePassword(
        current=secret(form, "current"),
        new=secret(form, "new"),
        address=address_of(request),
        token=token_in(request) or "",
    )
    if secret(form, "again") != command.new:
        form.wrong("again", "Les deux saisies du nouveau mot de passe diffèrent")
    if form.ok:
        with form.refusals():
            signed_in = await passwords.change_password(db, command, act, hashing=hashing)
            return give(see(paths.OWN_ACCOUNT, done="password-changed"), signed_in.token)
    return await _own_page(form, act, passkey_desk)


@post(paths.EVERYWHERE)
async def sign_out_everywhere_form(act: NamedDependency[Act], db: NamedDependency[Database]) -> Response[Any]:
    """Here and in every other browser."""
    await sessions.sign_out_everywhere(db, act)
    return take_back(see(paths.SIGN_IN, done="signed-out-everywhere"))


async def _own_page(form: Form, act: Act, passkey_desk: PasskeyDesk) -> Response[Any]:
    account = await store.find_account(act.by.id)
    return page(
        "sessions/own.html",
        status=form.status,
        form=form,
        account=account,
        authenticator=await factors.find_authenticator(account.id),
        codes_left=await factors.count_unused_codes(account.id),
        passkeys=await list_passkeys(account.id),
        offers_passkeys=passkey_desk.is_open,
    )


def draw_sign_in(
    form: Form, today: date, way_in: WayIn | None, *, go_on: str = "", leave_there: str = ""
) -> Response[Any]:
    """The page, with what was wrong in the last try; `leave_there`: where to end the session at the provider."""
    limits = SessionLimits.on(today, LAW)
    minutes, hours = limits.idle // timedelta(minutes=1), limits.absolute // timedelta(hours=1)
    return page(
        "sessions/sign_in.html",
        status=form.status,
        form=form,
        go_on=go_on,
        minutes=minutes,
        hours=hours,
        provider=way_in.name if way_in else "",
        leave_there=leave_there,
    )


HANDLERS = [
    sign_in_page,
    sign_in_form,
    sign_out_form,
    sign_out_everywhere_form,
    own_account_page,
    change_password_form,
]
