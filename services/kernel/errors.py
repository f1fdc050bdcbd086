"""Refusals: what the program says when it will not do something. Never a bug, never an HTTP matter.

One class per refusal. `code` is stable for ever, `title` is French, the docstring gives the ground. How a kind of refusal
travels (status, page) is decided in `kernel.http`.
"""

from enum import StrEnum
from typing import ClassVar

from msgspec import Struct


class Kind(StrEnum):
    """Why it is refused, apart from any transport."""

    UNREADABLE = "unreadable"  # does not fit the shape
    ANONYMOUS = "anonymous"  # not signed in
    FORBIDDEN = "forbidden"  # signed in, not allowed
    MISSING = "missing"  # no such thing, or not yours
    CONFLICT = "conflict"  # clashes with how things are now
    STALE = "stale"  # changed since it was read
    UNVERSIONED = "unversioned"  # no version sent
    BROKEN_RULE = "broken_rule"  # well formed, but the rule says no
    WRONG_METHOD = "wrong_method"  # the address exists, not this verb
    TOO_SLOW = "too_slow"  # did not arrive in time
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    NONSENSE = "nonsense"  # the other service answered nonsense
    SILENT = "silent"  # the other service does not answer


class FieldError(Struct, frozen=True, kw_only=True):
    """One field and what is wrong with it, in French."""

    field: str
    message: str


class Blocker(Struct, frozen=True, kw_only=True):
    """The record that stands in the way, with the page that shows it."""

    label: str
    href: str


class Refusal(Exception):
    """Base of all refusals. `detail` is a French sentence for the person who asked.

    `blocker` is the record that stands in the way, the first to deal with; `others` those that do so as well.
    """

    code: ClassVar[str]
    title: ClassVar[str]
    kind: ClassVar[Kind]

    def __init__(
        self,
        detail: str = "",
        *,
        field: str | None = None,
        errors: tuple[FieldError, ...] = (),
        blocker: Blocker | None = None,
        others: tuple[Blocker, ...] = (),
    ) -> None:
        super().__init__(f"{self.code}: {detail}" if detail else self.code)
        self.detail = detail or self.title
        self.errors = (*errors, FieldError(field=field, message=self.detail)) if field else errors
        self.blocker = blocker
        self.others = others


class NotFound(Refusal):
    """No such thing, or none that this person may see."""

    code, title, kind = "not-found", "Introuvable", Kind.MISSING


class Conflict(Refusal):
    """Clashes with how things are now."""

    code, title, kind = "conflict", "Impossible en l'état", Kind.CONFLICT


class RuleBroken(Refusal):
    """Well formed, but a rule of the trade says no."""

    code, title, kind = "rule-broken", "Règle non respectée", Kind.BROKEN_RULE


class InvalidRequest(Refusal):
    """What was sent does not fit the shape; `errors` names each field."""

    code, title, kind = "invalid-request", "Demande mal formée", Kind.UNREADABLE


class NotSignedIn(Refusal):
    """Nobody is signed in, or the session has ended."""

    code, title, kind = "not-signed-in", "Connexion nécessaire", Kind.ANONYMOUS


class SecondFactorMissing(Refusal):
    """A password alone opens nothing: the second factor of this session is still to be shown."""

    code, title, kind = "second-factor-missing", "Second facteur nécessaire", Kind.FORBIDDEN


class PermissionMissing(Refusal):
    """The person's roles do not allow this act."""

    code, title, kind = "permission-missing", "Droit insuffisant", Kind.FORBIDDEN


class ForgedRequest(Refusal):
    """The request does not prove that it comes from a page of ours (CSRF)."""

    code, title, kind = "forged-request", "Origine de la demande non vérifiée", Kind.FORBIDDEN


class StaleVersion(Refusal):
    """Somebody changed the record since it was read."""

    code, title, kind = "stale-version", "Modifié entre-temps", Kind.STALE


class VersionMissing(Refusal):
    """A change must say which version it was decided on (`If-Match`)."""

    code, title, kind = "version-missing", "Version non indiquée", Kind.UNVERSIONED


class KeyMissing(Refusal):
    """A request that moves money carries an `Idempotency-Key`."""

    code, title, kind = "idempotency-key-missing", "Clé d'idempotence absente", Kind.UNREADABLE


class KeyReused(Refusal):
    """The same `Idempotency-Key` came with another content."""

    code, title, kind = "idempotency-key-reused", "Clé d'idempotence déjà utilisée", Kind.BROKEN_RULE


class KeyInFlight(Refusal):
    """The same request is being carried out at this moment."""

    code, title, kind = "idempotency-key-in-flight", "Demande déjà en cours", Kind.CONFLICT


class MethodNotAllowed(Refusal):
    """The address exists, but does not answer to this method."""

    code, title, kind = "method-not-allowed", "Méthode non admise", Kind.WRONG_METHOD


class TooLarge(Refusal):
    """More than the program reads in one request."""

    code, title, kind = "too-large", "Contenu trop volumineux", Kind.TOO_LARGE


class TooSlow(Refusal):
    """The content of a request did not arrive in time; nothing was written."""

    code, title, kind = "too-slow", "Envoi trop lent", Kind.TOO_SLOW


class TooManyTries(Refusal):
    """Asked too often in too short a time."""

    code, title, kind = "too-many-tries", "Trop de tentatives", Kind.TOO_MANY
