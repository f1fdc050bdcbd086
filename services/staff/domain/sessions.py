"""A session: somebody is at work in one browser. It ends by itself, and at once when its ground falls away.

Ground: OWASP ASVS 5.0, 7.2 to 7.4: a new identifier at each sign-in, an idle limit, an absolute limit, and an end that
counts for the very next request. Durations are law values of the service.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from msgspec import Struct

from kernel.law import Law

TOUCH_EVERY = timedelta(minutes=1)
"""The last visit is written at most this often: a session may end that much too early, never too late."""


class End(StrEnum):
    """Why a session is over."""

    SIGNED_OUT = "signed_out"
    REPLACED = "replaced"  # the same browser signed in again
    DEACTIVATED = "deactivated"
    ROLES_CHANGED = "roles_changed"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 (a reason, not a password)
    STEPPED_UP = "stepped_up"  # goes on under a new token, now that the second factor was shown
    EVERYWHERE = "everywhere"  # its holder closed all their sessions
    FACTOR_RESET = "factor_reset"
    PROVIDER = "provider"  # its holder signed out at the identity provider


class Factor(StrEnum):
    """What stands behind a session, beside the password."""

    AWAITED = "awaited"  # nothing yet: it opens only the ways to show it
    NONE = "none"  # the installation asks for none
    AUTHENTICATOR = "authenticator"
    RECOVERY_CODE = "recovery_code"
    PASSKEY = "passkey"
    PROVIDER = "provider"  # the identity provider asked for its own second factor


class Session(Struct, frozen=True, kw_only=True):
    """What is kept of a session. The token itself is only in the browser; here is its SHA-256.

    `provider_sid`: the session at the identity provider that it came from, or nothing.
    """

    token_hash: str
    account_id: UUID
    opened_at: datetime
    last_seen_at: datetime
    factor: Factor
    provider_sid: str = ""

    def awaits_factor(self, *, required: bool) -> bool:
        """True while the password alone stands behind it, and that is not enough."""
        return self.factor is Factor.AWAITED or (required and self.factor is Factor.NONE)


class SessionLimits(Struct, frozen=True, kw_only=True):
    """How long a session lasts without a visit, and at most; `half_way`: at most without its second factor."""

    idle: timedelta
    absolute: timedelta
    half_way: timedelta

    @classmethod
    def on(cls, day: date, law: Law) -> "SessionLimits":
        return cls(
            idle=timedelta(minutes=law.at("session_idle_minutes", day).number),
            absolute=timedelta(hours=law.at("session_absolute_hours", day).number),
            half_way=timedelta(minutes=law.at("session_half_way_minutes", day).number),
        )


def hash_of(token: str) -> str:
    """What the database keeps of a token: enough to recognise it, useless to whoever reads the table."""
    return sha256(token.encode()).hexdigest()


def csrf_of(token: str) -> str:
    """The token that forms of this session must carry. Derived, so it is stored nowhere and belongs to one session."""
    return sha256(b"csrf\0" + token.encode()).hexdigest()


def is_alive(session: Session, now: datetime, limits: SessionLimits) -> bool:
    """True while neither limit is reached."""
    at_most = limits.half_way if session.factor is Factor.AWAITED else limits.absolute
    return now - session.last_seen_at < limits.idle and now - session.opened_at < at_most


def is_to_touch(session: Session, now: datetime) -> bool:
    """True when the last visit written is a minute old."""
    return now - session.last_seen_at >= TOUCH_EVERY
