"""The pages of the town's identity provider: leave for it, come back from it.

The browser comes back from another site, so that its `SameSite=Strict` session cookie is neither sent nor followed: the sealed
note has a cookie of its own, `Lax`, for ten minutes and this one address, and the answer is a page that goes on by itself.
"""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromQuery

from kernel.acts import Act
from kernel.db import Database
from kernel.errors import NotFound
from kernel.http.identity import address_of
from kernel.web.form import Form
from kernel.web.page import page
from staff.actions import provider_sign_in
from staff.actions.hashing import Hashing
from staff.actions.provider_logout import hear_sign_out
from staff.actions.provider_sign_in import AWAY, ComeBack, WayIn
from staff.cookies import give, token_in
from staff.domain.providers import ProviderRefused
from staff.web import paths
from staff.web.sessions import draw_sign_in

NOTE = "__Host-palier-retour"


@get(paths.PROVIDER)
async def leave_for_provider(
    act: NamedDependency[Act], way_in: NamedDependency[WayIn | None], suite: FromQuery[str] = ""
) -> Response[Any]:
    """To the provider's own page, with what must come back kept under seal in this browser."""
    way, form = _offered(way_in), Form.blank(suite=paths.local(suite))
    with form.refusals():
        url, note = await provider_sign_in.leave(way, paths.local(suite), act)
        answer = Response(b"", status_code=303, headers={"location": url}, media_type="text/plain")
        answer.set_cookie(_note(note, AWAY))
        return answer
    return draw_sign_in(form, act.today, way)


@get(paths.PROVIDER_BACK)
async def come_back_page(
    request: Request[Any, Any, Any],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    hashing: NamedDependency[Hashing],
    factor_required: NamedDependency[bool],
    way_in: NamedDependency[WayIn | None],
    code: FromQuery[str] = "",
) -> Response[Any]:
    """Who came back is signed in; the page then goes on to where they were going."""
    way = _offered(way_in)
    back = ComeBack(
        code=code[:2000],
        state=request.query_params.get("state", "")[:200],
        note=request.cookies.get(NOTE, "")[:4000],
        address=address_of(request),
        replaced=token_in(request),
        factor_required=factor_required,
    )
    form = Form.blank()
    with form.refusals():
        if not code:
            raise ProviderRefused("Le fournisseur d'identité n'a pas ouvert la connexion, ou vous y avez renoncé.")
        entered = await provider_sign_in.come_back(db, way, back, act, hashing=hashing)
        me = request.scope["user"] = entered.signed_in.staff
        onwards = entered.suite or paths.start_of(me)
        go_on = paths.with_suite(paths.SHOW_FACTOR, entered.suite) if me.awaits_factor else onwards
        answer = give(page("sessions/entered.html", go_on=go_on), entered.signed_in.token)
        answer.set_cookie(_note("", 0))
        return answer
    return draw_sign_in(form, act.today, way)


@post(paths.PROVIDER_LOGOUT, status_code=200)
async def provider_logout(
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    way_in: NamedDependency[WayIn | None],
) -> Response[Any]:
    """The provider itself comes here, without any browser: somebody signed out there (Back-Channel Logout 1.0, § 2.8)."""
    headers = {"cache-control": "no-store"}
    try:
        await hear_sign_out(db, _offered(way_in), form.value("logout_token")[:8000], act)
    except ProviderRefused as refused:
        told = {"error": "invalid_request", "error_description": refused.detail}
        return Response(told, status_code=400, headers=headers, media_type="application/json")
    return Response(b"", status_code=200, headers=headers, media_type="text/plain")


def _offered(way: WayIn | None) -> WayIn:
    if way is None:
        raise NotFound("Cette installation n'a pas de fournisseur d'identité.")
    return way


def _note(value: str, seconds: int) -> Cookie:
    return Cookie(key=NOTE, value=value, path="/", secure=True, httponly=True, samesite="lax", max_age=seconds)


HANDLERS = [leave_for_provider, come_back_page, provider_logout]
