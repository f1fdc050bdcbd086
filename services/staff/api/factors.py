"""The second factor over the API: set it up, show it, print recovery codes."""

from typing import Any

from litestar import Request, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from kernel.acts import Act
from kernel.db import Database
from kernel.http.identity import SessionOut, address_of
from staff.actions import factors
from staff.actions.factors import FactorKeys, SetUpAuthenticator, ShowFactor
from staff.actions.hashing import Hashing
from staff.api.contract import (
    AuthenticatorIn,
    CodeIn,
    ProofIn,
    ProposalOut,
    RecoveryCodesOut,
    SetUpOut,
    session_out,
)
from staff.cookies import give, token_in


@post(
    "/v1/session/second-factor",
    operation_id="show_factor",
    summary="Montrer son second facteur",
    tags=["Sessions"],
    status_code=200,
)
async def show_factor(
    request: Request[Any, Any, Any],
    data: JSONBody[CodeIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    keys: NamedDependency[FactorKeys],
) -> Response[SessionOut]:
    """The session goes on under a new cookie, with all that the roles allow."""
    command = ShowFactor(code=data.code, address=address_of(request), token=token_in(request) or "")
    signed_in = await factors.show_factor(db, command, act, keys=keys)
    return give(Response(session_out(signed_in.staff)), signed_in.token)


@get(
    "/v1/session/authenticator",
    operation_id="propose_authenticator",
    summary="La clé à mettre dans une application d'authentification",
    tags=["Sessions"],
)
async def propose_authenticator(
    request: Request[Any, Any, Any], act: NamedDependency[Act], keys: NamedDependency[FactorKeys]
) -> ProposalOut:
    """It counts for nothing until a first code confirms it; this session is shown the same one again."""
    proposal = await factors.propose_authenticator(token_in(request) or "", act, keys=keys)
    return ProposalOut(secret=proposal.secret, uri=proposal.uri, replaces=proposal.replaces)


@put(
    "/v1/session/authenticator",
    operation_id="set_up_authenticator",
    summary="Mettre en place une application d'authentification",
    tags=["Sessions"],
)
async def set_up_authenticator(
    request: Request[Any, Any, Any],
    data: JSONBody[AuthenticatorIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    keys: NamedDependency[FactorKeys],
    hashing: NamedDependency[Hashing],
) -> Response[SetUpOut]:
    """The first code confirms the key. Other sessions end, this one goes on under a new cookie."""
    command = SetUpAuthenticator(
        code=data.code, password=data.password, address=address_of(request), token=token_in(request) or ""
    )
    done = await factors.set_up_authenticator(db, command, act, keys=keys, hashing=hashing)
    told = SetUpOut(session=session_out(done.signed_in.staff), recovery_codes=done.recovery_codes)
    return give(Response(told), done.signed_in.token)


@post(
    "/v1/session/recovery-codes",
    operation_id="renew_recovery_codes",
    summary="Refaire ses codes de secours",
    tags=["Sessions"],
    status_code=200,
)
async def renew_recovery_codes(
    request: Request[Any, Any, Any],
    data: JSONBody[ProofIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    keys: NamedDependency[FactorKeys],
    hashing: NamedDependency[Hashing],
) -> RecoveryCodesOut:
    """Those from before are worth nothing any more."""
    codes = await factors.renew_recovery_codes(db, data.password, address_of(request), act, keys=keys, hashing=hashing)
    return RecoveryCodesOut(recovery_codes=codes)


HANDLERS = [show_factor, propose_authenticator, set_up_authenticator, renew_recovery_codes]
