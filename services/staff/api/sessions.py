"""Sign in and out over the API, and tell the other services who holds a session."""

from typing import Any

from litestar import Request, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from kernel.acts import Act
from kernel.db import Database
from kernel.http.identity import SessionOut, address_of
from staff.actions import passwords, sessions
from staff.actions.hashing import Hashing
from staff.actions.passwords import ChangePassword
from staff.actions.sessions import SignIn
from staff.api.contract import OwnPasswordIn, SignInIn, session_out
from staff.cookies import give, take_back, token_in


@post("/v1/sessions", operation_id="sign_in", summary="Ouvrir une session", tags=["Sessions"])
async def sign_in(
    request: Request[Any, Any, Any],
    data: JSONBody[SignInIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    hashing: NamedDependency[Hashing],
    factor_required: NamedDependency[bool],
) -> Response[SessionOut]:
    """The cookie carries the session; `csrf` goes into the header `X-CSRF-Token` of every later write.

    When `awaits_factor` is true, the session opens only what shows or sets up the second factor.
    """
    command = SignIn(
        login=data.login,
        password=data.password,
        address=address_of(request),
        replaced=token_in(request),
        factor_required=factor_required,
    )
    signed_in = await sessions.sign_in(db, command, act, hashing=hashing)
    return give(Response(session_out(signed_in.staff), status_code=201), signed_in.token)


@get("/v1/session", operation_id="get_session", summary="Qui est connecté", tags=["Sessions"])
async def get_session(act: NamedDependency[Act]) -> SessionOut:
    """Asked by the other services with the visitor's cookie; 401 when the session is over."""
    return session_out(act.by)


@delete("/v1/session", operation_id="sign_out", summary="Fermer la session", tags=["Sessions"])
async def sign_out(
    request: Request[Any, Any, Any], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[None]:
    """Over at once, on the server as in the browser."""
    await sessions.sign_out(db, token_in(request) or "", act)
    return take_back(Response(None, status_code=204))


@delete("/v1/sessions", operation_id="sign_out_everywhere", summary="Fermer toutes ses sessions", tags=["Sessions"])
async def sign_out_everywhere(act: NamedDependency[Act], db: NamedDependency[Database]) -> Response[None]:
    """In this browser and in all others, at once."""
    await sessions.sign_out_everywhere(db, act)
    return take_back(Response(None, status_code=204))


@put("/v1/session/password", operation_id="change_password", summary="Changer son mot de passe", tags=["Sessions"])
async def change_password(
    request: Request[Any, Any, Any],
    data: JSONBody[OwnPasswordIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    hashing: NamedDependency[Hashing],
) -> Response[SessionOut]:
    """Every session of the person ends; this browser goes on in a new one."""
    command = ChangePassword(
        current=data.current, new=data.new, address=address_of(request), token=token_in(request) or ""
    )
    signed_in = await passwords.change_password(db, command, act, hashing=hashing)
    return give(Response(session_out(signed_in.staff)), signed_in.token)


HANDLERS = [sign_in, get_session, sign_out, sign_out_everywhere, change_password]
