"""The pages of passkeys: make one, show it, take it away. The device answers to `passkeys.js`, which fills the form."""

from typing import Any, TypeVar
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from kernel.acts import Act
from kernel.db import Database
from kernel.http.identity import address_of
from kernel.web.form import Form
from kernel.web.page import page, see
from staff.actions import passkeys
from staff.actions.factors import FactorKeys
from staff.actions.hashing import Hashing
from staff.actions.passkeys import AddPasskey, NewCredential, PasskeyDesk, ShownCredential, ShowPasskey
from staff.cookies import give, token_in
from staff.domain.passkeys import LONGEST_NAME
from staff.store.passkeys import find_passkey
from staff.web import paths
from staff.web.factors import show_page, start
from staff.web.secrets import secret

LONGEST_ANSWER = 40_000
T = TypeVar("T")


@get(paths.PASSKEY)
async def passkey_page(
    request: Request[Any, Any, Any],
    act: NamedDependency[Act],
    passkey_desk: NamedDependency[PasskeyDesk],
    suite: FromQuery[str] = "",
) -> Response[Any]:
    """Names the key, then asks the device to make it."""
    return await _passkey_page(request, Form.blank(suite=paths.local(suite)), act, passkey_desk)


@post(paths.PASSKEY)
async def passkey_form(
    request: Request[Any, Any, Any],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    keys: NamedDependency[FactorKeys],
    passkey_desk: NamedDependency[PasskeyDesk],
    hashing: NamedDependency[Hashing],
) -> Response[Any]:
    """Recovery codes of a first factor are shown in the answer, and never again."""
    name = form.text("passkey_name", max_length=LONGEST_NAME)
    password = "" if act.by.awaits_factor else secret(form, "password")
    made = _told(form, NewCredential)
    if form.ok and made:
        command = AddPasskey(
            name=name, password=password, made=made, address=address_of(request), token=token_in(request) or ""
        )
        with form.refusals():
            done = await passkeys.add_passkey(db, command, act, desk=passkey_desk, keys=keys, hashing=hashing)
            request.scope["user"] = done.signed_in.staff  # the page belongs to the session that goes on
            if not done.recovery_codes:
                return give(see(paths.OWN_ACCOUNT, done="passkey-added"), done.signed_in.token)
            shown = page(
                "factors/codes.html", codes=done.recovery_codes, start=start(form, done.signed_in), is_new=True
            )
            return give(shown, done.signed_in.token)
    return await _passkey_page(request, form, act, passkey_desk)


@post(paths.SHOW_PASSKEY)
async def show_passkey_form(
    request: Request[Any, Any, Any],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    passkey_desk: NamedDependency[PasskeyDesk],
) -> Response[Any]:
    shown = _told(form, ShownCredential)
    if form.ok and shown:
        command = ShowPasskey(shown=shown, address=address_of(request), token=token_in(request) or "")
        with form.refusals():
            signed_in = await passkeys.show_passkey(db, command, act, desk=passkey_desk)
            return give(see(start(form, signed_in)), signed_in.token)
    return await show_page(request, form, act, passkey_desk)


@get(paths.REMOVE_PASSKEY)
async def remove_passkey_page(passkey_id: FromPath[UUID], act: NamedDependency[Act]) -> Response[Any]:
    """Asks for the password, and says what is lost."""
    return page("factors/remove.html", form=Form.blank(), passkey=await find_passkey(act.by.id, passkey_id))


@post(paths.REMOVE_PASSKEY)
async def remove_passkey_form(
    request: Request[Any, Any, Any],
    passkey_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    hashing: NamedDependency[Hashing],
) -> Response[Any]:
    password = secret(form, "password")
    passkey = await find_passkey(act.by.id, passkey_id)
    if form.ok:
        with form.refusals():
            await passkeys.remove_passkey(db, passkey_id, password, address_of(request), act, hashing=hashing)
            return see(paths.OWN_ACCOUNT, done="passkey-removed")
    return page("factors/remove.html", status=form.status, form=form, passkey=passkey)


async def _passkey_page(
    request: Request[Any, Any, Any], form: Form, act: Act, passkey_desk: PasskeyDesk
) -> Response[Any]:
    options = await passkeys.propose_passkey(token_in(request) or "", act, desk=passkey_desk)
    return page("factors/passkey.html", status=form.status, form=form, options=msgspec.to_builtins(options))


def _told(form: Form, kind: type[T]) -> T | None:
    """What the script put into the form; the answer of a device serves once, so that it is never drawn again."""
    written = form.value("credential")
    form.values.pop("credential", None)
    try:
        if not written or len(written) > LONGEST_ANSWER:
            raise ValueError
        return msgspec.json.decode(written, type=kind)
    except ValueError:
        form.wrong("credential", "La clé d'accès n'a rien répondu : utilisez le bouton, sur un appareil qui en a une.")
        return None


HANDLERS = [passkey_page, passkey_form, show_passkey_form, remove_passkey_page, remove_passkey_form]
