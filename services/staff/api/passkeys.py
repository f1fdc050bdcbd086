"""Passkeys over the API: make one, show it after the password, see and remove one's own."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from kernel.acts import Act
from kernel.db import Database
from kernel.http.identity import SessionOut, address_of
from staff.actions import passkeys
from staff.actions.factors import FactorKeys
from staff.actions.hashing import Hashing
from staff.actions.passkeys import AddPasskey, PasskeyDesk, ShowPasskey
from staff.api.contract import (
    PasskeyIn,
    PasskeyOptionsOut,
    PasskeyOut,
    PasskeysOut,
    ProofIn,
    SetUpOut,
    ShownPasskeyIn,
    session_out,
)
from staff.cookies import give, token_in
from staff.store.passkeys import list_passkeys as stored_passkeys


@get("/v1/session/passkeys", operation_id="list_passkeys", summary="Ses clés d'accès", tags=["Sessions"])
async def list_passkeys(act: NamedDependency[Act]) -> PasskeysOut:
    """One's own only; nobody sees a colleague's."""
    return PasskeysOut(items=[PasskeyOut.of(one) for one in await stored_passkeys(act.by.id)])


@get(
    "/v1/session/passkeys/proposal",
    operation_id="propose_passkey",
    summary="Ce qu'il faut à l'appareil pour créer une clé d'accès",
    tags=["Sessions"],
)
async def propose_passkey(
    request: Request[Any, Any, Any], act: NamedDependency[Act], passkey_desk: NamedDependency[PasskeyDesk]
) -> PasskeyOptionsOut:
    """The challenge belongs to this very session."""
    return PasskeyOptionsOut.of(await passkeys.propose_passkey(token_in(request) or "", act, desk=passkey_desk))


@get(
    "/v1/session/passkeys/challenge",
    operation_id="ask_passkey",
    summary="Ce que l'appareil signe pour montrer une clé d'accès",
    tags=["Sessions"],
)
async def ask_passkey(
    request: Request[Any, Any, Any], act: NamedDependency[Act], passkey_desk: NamedDependency[PasskeyDesk]
) -> PasskeyOptionsOut:
    """The challenge belongs to this very session and dies with it."""
    return PasskeyOptionsOut.of(await passkeys.ask_passkey(token_in(request) or "", act, desk=passkey_desk))


@post(
    "/v1/session/passkeys",
    operation_id="add_passkey",
    summary="Enregistrer une clé d'accès",
    tags=["Sessions"],
    status_code=201,
)
async def add_passkey(
    request: Request[Any, Any, Any],
    data: JSONBody[PasskeyIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    keys: NamedDependency[FactorKeys],
    passkey_desk: NamedDependency[PasskeyDesk],
    hashing: NamedDependency[Hashing],
) -> Response[SetUpOut]:
    """The session goes on under a new cookie; recovery codes come with the first factor, none with a later one."""
    command = AddPasskey(
        name=data.name,
        password=data.password,
        made=data.made(),
        address=address_of(request),
        token=token_in(request) or "",
    )
    done = await passkeys.add_passkey(db, command, act, desk=passkey_desk, keys=keys, hashing=hashing)
    told = SetUpOut(session=session_out(done.signed_in.staff), recovery_codes=done.recovery_codes)
    return give(Response(told, status_code=201), done.signed_in.token)


@post(
    "/v1/session/second-factor/passkey",
    operation_id="show_passkey",
    summary="Montrer une clé d'accès",
    tags=["Sessions"],
    status_code=200,
)
async def show_passkey(
    request: Request[Any, Any, Any],
    data: JSONBody[ShownPasskeyIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    passkey_desk: NamedDependency[PasskeyDesk],
) -> Response[SessionOut]:
    """The session goes on under a new cookie, with all that the roles allow."""
    command = ShowPasskey(shown=data.shown(), address=address_of(request), token=token_in(request) or "")
    signed_in = await passkeys.show_passkey(db, command, act, desk=passkey_desk)
    return give(Response(session_out(signed_in.staff)), signed_in.token)


@post(
    "/v1/session/passkeys/{passkey_id:uuid}/removal",
    operation_id="remove_passkey",
    summary="Retirer une clé d'accès",
    tags=["Sessions"],
    status_code=204,
)
async def remove_passkey(
    request: Request[Any, Any, Any],
    passkey_id: FromPath[UUID],
    data: JSONBody[ProofIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    hashing: NamedDependency[Hashing],
) -> None:
    """It opens nothing any more; the last factor of an account stays."""
    await passkeys.remove_passkey(db, passkey_id, data.password, address_of(request), act, hashing=hashing)


HANDLERS = [list_passkeys, propose_passkey, ask_passkey, add_passkey, show_passkey, remove_passkey]
