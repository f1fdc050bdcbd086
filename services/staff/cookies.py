"""The session cookie: how it is set, read and taken back. The same for the API and the pages.

`SameSite=Strict`: another site cannot make the browser show it, not even by a link. Chromium keeps and sends a `Secure`
`__Host-` cookie on http://127.0.0.1 too, so that one attribute set serves the embedded and the production mode. A link
followed from a webmail therefore lands on the sign-in page, which offers to go on: that second step is same-site.
"""

from typing import Any

from litestar import Request, Response
from litestar.datastructures import Cookie

from kernel.http.identity import COOKIE


def give(answer: Response[Any], token: str) -> Response[Any]:
    """Put the session into the browser, until it closes or the session ends."""
    answer.set_cookie(_cookie(token))
    return answer


def take_back(answer: Response[Any]) -> Response[Any]:
    """Empty the cookie in the browser; the session itself ended on the server."""
    answer.set_cookie(_cookie("", max_age=0))
    return answer


def token_in(request: Request[Any, Any, Any]) -> str | None:
    """The token that the browser sent, if any."""
    return request.cookies.get(COOKIE) or None


def _cookie(value: str, *, max_age: int | None = None) -> Cookie:
    return Cookie(key=COOKIE, value=value, path="/", secure=True, httponly=True, samesite="strict", max_age=max_age)
