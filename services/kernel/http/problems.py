"""Refusals and failures on the wire: RFC 9457 problem+json for the API, the same words as a page for staff."""

import logging
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.response import Redirect
from msgspec import Struct

from kernel.db import unavailable
from kernel.errors import (
    Blocker,
    FieldError,
    InvalidRequest,
    Kind,
    MethodNotAllowed,
    NotFound,
    Refusal,
    SecondFactorMissing,
    TooLarge,
)
from kernel.http.requests import is_api
from kernel.http.status import STATUS
from kernel.web.page import page

log = logging.getLogger("palier")


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The body of every error. `type` is the public page that explains it; `code` never changes.

    `blocker` stands in the way first, `others` as well.
    """

    type: str
    title: str
    status: int
    code: str
    detail: str
    request_id: str = ""
    errors: tuple[FieldError, ...] = ()
    blocker: Blocker | None = None
    others: tuple[Blocker, ...] = ()


def problem_page(code: str) -> str:
    """The address of the portal page that explains a refusal."""
    return f"/problemes/{code}/"


def on_refusal(request: Request[Any, Any, Any], refusal: Refusal) -> Response[Any]:
    """A refusal as problem+json, as a page, or as the way to the sign-in page."""
    status = STATUS[refusal.kind]
    path = request.url.path
    if refusal.kind is Kind.ANONYMOUS and not is_api(path) and request.method == "GET":
        return Redirect(f"/connexion?suite={path}", status_code=303)
    if isinstance(refusal, SecondFactorMissing) and not is_api(path) and request.method == "GET":
        return Redirect(f"/connexion/verification?suite={path}", status_code=303)
    problem = Problem(
        type=problem_page(refusal.code),
        title=refusal.title,
        status=status,
        code=refusal.code,
        detail=refusal.detail,
        request_id=str(request.scope.get("request_id", "")),
        errors=refusal.errors,
        blocker=refusal.blocker,
        others=refusal.others,
    )
    headers = {"retry-after": str(getattr(refusal, "retry_after", 5))} if status in (429, 503) else {}
    if refusal.kind is Kind.TOO_SLOW:
        headers["connection"] = "close"  # what still comes is not read
    return _answer(request, problem, headers)


def on_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """What the framework refuses: unknown address, wrong method, unreadable body."""
    if error.status_code >= 500:
        return on_bug(request, error)
    if error.status_code == 404:
        return on_refusal(request, NotFound("Cette adresse n'existe pas."))
    if error.status_code == 413:
        return on_refusal(request, TooLarge("Le contenu envoyé dépasse la taille admise."))
    if error.status_code == 400:
        refusal = InvalidRequest("La demande n'a pas la forme attendue.", errors=_fields(error))
        return on_refusal(request, refusal)
    if error.status_code == 405:
        answer = on_refusal(request, MethodNotAllowed("Cette adresse ne répond pas à cette méthode."))
        answer.headers.update(error.headers or {})
        return answer
    return on_refusal(request, InvalidRequest("La demande n'a pas la forme attendue."))


def on_bug(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """A bug: the caller gets a reference, the log gets the trace. A database that cannot serve is none: 503, and it is logged."""
    request_id = str(request.scope.get("request_id", ""))
    if away := unavailable(error):
        log.error(away.code, extra={"request_id": request_id})
        return on_refusal(request, away)
    log.error("unexpected", exc_info=error, extra={"request_id": request_id})
    problem = Problem(
        type=problem_page("unexpected"),
        title="Erreur inattendue",
        status=500,
        code="unexpected",
        detail="Le programme a rencontré une erreur. Rien n'a été enregistré. Donnez cette référence au support.",
        request_id=request_id,
    )
    return _answer(request, problem, {})


def _answer(request: Request[Any, Any, Any], problem: Problem, headers: dict[str, str]) -> Response[Any]:
    if is_api(request.url.path):
        return Response(
            msgspec.json.encode(problem),
            status_code=problem.status,
            headers=headers,
            media_type="application/problem+json",
        )
    answer = page("error.html", status=problem.status, problem=problem)
    answer.headers.update(headers)
    return answer


def _fields(error: HTTPException) -> tuple[FieldError, ...]:
    if not isinstance(error, ValidationException) or not isinstance(error.extra, list):
        return ()
    return tuple(
        FieldError(field=str(one.get("key", "")), message=french(str(one.get("message", ""))))
        for one in error.extra
        if isinstance(one, dict)
    )


def french(message: str) -> str:
    """msgspec's words about a value, said in French."""
    for english, said in _SAID:
        if english in message:
            return said + (message.partition(english)[2].rstrip("`") if said.endswith(" ") else "")
    return "Valeur non admise."


_SAID = (
    ("Object missing required field", "Champ obligatoire absent."),
    ("Object contains unknown field", "Champ inconnu."),
    ("Expected `str` of length <= ", "Texte trop long : nombre de caractères au plus "),
    ("Expected `str` of length >= ", "Texte trop court : nombre de caractères au moins "),
    ("Expected `str` matching regex", "Texte de forme inattendue."),
    ("Expected `int` <= ", "Nombre trop grand : au plus "),
    ("Expected `int` >= ", "Nombre trop petit : au moins "),
    ("Expected `int`", "Un nombre entier est attendu."),
    ("Expected `bool`", "Vrai ou faux est attendu."),
    ("Expected `date`", "Une date de la forme 2026-11-21 est attendue."),
    ("Invalid RFC3339 encoded date", "Une date de la forme 2026-11-21 est attendue."),
    ("Invalid UUID", "Un identifiant UUID est attendu."),
    ("Invalid enum value", "Valeur hors de la liste admise."),
    ("Expected `array`", "Une liste est attendue."),
    ("Expected `object`", "Un objet est attendu."),
    ("Expected `str`", "Un texte est attendu."),
)
