"""Calls between services: a short-lived signed token that names the calling service and the person it acts for."""

from datetime import timedelta
from uuid import UUID

import jwt
from msgspec import Struct

from kernel.acts import Staff
from kernel.clock import Clock

_LIFE = timedelta(seconds=60)
_SKEW = timedelta(seconds=5)


class Caller(Struct, frozen=True, kw_only=True):
    """The service that calls, and the person it acts for."""

    service: str
    person_id: UUID
    person_name: str


def sign_token(secret: str, clock: Clock, *, caller: str, called: str, person: Staff) -> str:
    """A token that `called` will accept from `caller`, for one minute."""
    now = clock.now()
    claims = {
        "iss": caller,
        "aud": called,
        "sub": str(person.id),
        "name": person.name,
        "iat": int((now - _SKEW).timestamp()),
        "until": int((now + _LIFE).timestamp()),
    }
    return jwt.encode(claims, secret, algorithm="HS256")


def read_token(secret: str, clock: Clock, token: str, *, called: str) -> Caller | None:
    """The caller that a token names, or None when it is forged, for another service, or too old."""
    try:
        claims = jwt.decode(
            token,
            secret,
            algorithms=["HS256"],
            audience=called,
            options={"require": ["iss", "aud", "sub"], "verify_iat": False},
        )
        now = int(clock.now().timestamp())
        if not claims["iat"] - 60 <= now <= claims["until"]:
            return None
        return Caller(service=claims["iss"], person_id=UUID(claims["sub"]), person_name=str(claims["name"]))
    except (jwt.InvalidTokenError, KeyError, ValueError, TypeError):
        return None
