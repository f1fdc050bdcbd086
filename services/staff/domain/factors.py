"""The second factor: something that the person holds, shown after the password at every sign-in.

An authenticator application (RFC 6238: SHA-1, thirty seconds, six digits, what every application reads) and, for the day when
it is lost, ten recovery codes that serve once. A code is accepted for its own step and one on either side, and once.

Ground: OWASP ASVS 5.0, 6.3.3, 6.5.1 and 6.5.5; CNIL, délibération 2025-019 (a code sent by e-mail is not a second factor).
"""

import base64
import hmac
import re
from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from msgspec import Struct

from kernel.errors import Conflict, RuleBroken

STEP_SECONDS, DIGITS, SKEW = 30, 6, 1
"""The protocol's, not ours: applications know no others. One step of skew is what RFC 6238 § 5.2 recommends at most."""

SECRET_BYTES = 20
RECOVERY_CODES = 10
RECOVERY_BYTES = 10
"""Eighty random bits a code: sixteen signs in four groups."""

_SIGNS = "abcdefghijkmnpqrstuvwxyz23456789"
"""What nobody misreads on paper: no l, no o, no 0, no 1."""


class SecondFactorRefused(RuleBroken):
    """Not the code of this moment, or one that served already."""

    code, title = "second-factor-refused", "Code refusé"


class SecondFactorAlreadySet(Conflict):
    """Whoever knows the password only must not put their own telephone in the place of the person's."""

    code, title = "second-factor-already-set", "Second facteur déjà en place"


class SecondFactorNotSet(Conflict):
    """There is no authenticator yet: nothing to show, nothing to take away."""

    code, title = "second-factor-not-set", "Pas encore de second facteur"


class SecondFactorUnreadable(Conflict):
    """The sealed key does not open: moved from another account, changed, or sealed under another secret of the program."""

    code, title = "second-factor-unreadable", "Second facteur illisible"


class Authenticator(Struct, frozen=True, kw_only=True):
    """The application of one account. `last_step`: the last step of which a code was accepted."""

    account_id: UUID
    sealed_secret: str
    added_at: datetime
    last_step: int


def code_of(secret: bytes, step: int) -> str:
    """The six digits that the application shows during a step."""
    return HOTP(secret, DIGITS, SHA1()).generate(step).decode()  # noqa: S303  RFC 6238: what applications compute


def step_at(now: datetime) -> int:
    """The step of an instant: thirty seconds each since 1970."""
    return int(now.timestamp()) // STEP_SECONDS


def accepted_step(secret: bytes, code: str, now: datetime, *, last_step: int) -> int | None:
    """The step whose code this is, later than the last accepted one; None when there is none. Every step is compared."""
    found = None
    for step in range(step_at(now) - SKEW, step_at(now) + SKEW + 1):
        if hmac.compare_digest(code_of(secret, step).encode(), code.encode()) and step > last_step:
            found = step
    return found


def fold_code(typed: str) -> str:
    """A code as it is compared: no spaces, no dashes, small letters. Applications and papers show it in groups."""
    return re.sub(r"[\s-]+", "", typed).casefold()


def is_of_the_application(code: str) -> bool:
    """Six digits; anything else can only be a recovery code."""
    return len(code) == DIGITS and code.isascii() and code.isdigit()


def recovery_code(drawn: bytes) -> str:
    """A code to print, from random bytes: `abcd-efgh-ijkm-npqr`."""
    number = int.from_bytes(drawn)
    signs = "".join(_SIGNS[number >> 5 * place & 31] for place in range(len(drawn) * 8 // 5))
    return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))


def readable(secret: bytes) -> str:
    """The secret to type by hand, in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def enrolment_uri(secret: bytes, *, login: str, issuer: str) -> str:
    """What the QR code says to the application."""
    text = base64.b32encode(secret).decode()
    who = f"{quote(issuer, safe='')}:{quote(login, safe='')}"
    return f"otpauth://totp/{who}?secret={text}&issuer={quote(issuer, safe='')}"
