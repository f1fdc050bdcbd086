"""Who may call which handler. Each service lists all its handlers in one table; a handler without a row stops the start."""

from collections.abc import Mapping

from msgspec import Struct


class Access(Struct, frozen=True, kw_only=True):
    """What one handler asks of its caller. `money`: through the API, an Idempotency-Key is required.

    `half_way`: also for who has not shown their second factor yet.
    """

    permission: str | None = None
    open: bool = False
    half_way: bool = False
    money: bool = False


AccessTable = Mapping[str, Access]


def may(permission: str, *, money: bool = False) -> Access:
    """Only for those whose roles give this permission."""
    return Access(permission=permission, money=money)


def anyone() -> Access:
    """Open to all, signed in or not: health, sign-in, static files."""
    return Access(open=True)


def signed_in() -> Access:
    """Any member of staff, whatever the role."""
    return Access()


def half_way_in() -> Access:
    """Any member of staff whose password was right, the second factor shown or not: only the ways to show it, and out."""
    return Access(half_way=True)
