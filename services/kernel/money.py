"""Money: whole euro cents, from column to screen. No float and no Decimal ever holds an amount."""

import re
from typing import Annotated

from msgspec import Meta

LIMIT = 10**12
"""Largest amount accepted anywhere, in cents: ten billion euros."""

Cents = Annotated[int, Meta(ge=-LIMIT, le=LIMIT)]
"""A signed amount in euro cents."""

DueCents = Annotated[int, Meta(ge=0, le=LIMIT)]
"""An amount in euro cents that cannot be negative."""

PaidCents = Annotated[int, Meta(ge=1, le=LIMIT)]
"""An amount in euro cents that is really moved: at least one cent."""

_EUROS = re.compile(r"(-?)([0-9]{1,11})(?:[.,]([0-9]{1,2}))?")
_THIN = "\u202f"
_NBSP = "\u00a0"


def prorate(amount_cents: int, part: int, whole: int) -> int:
    """The share `part / whole` of an amount, in cents, half a cent rounded away from zero.

    Raises `ValueError` when `whole` is not positive or `part` is outside 0..whole.
    """
    if whole <= 0 or not 0 <= part <= whole:
        raise ValueError(f"no share {part} of {whole}")
    sign = -1 if amount_cents < 0 else 1
    return sign * ((2 * abs(amount_cents) * part + whole) // (2 * whole))


def split_evenly(amount_cents: int, count: int) -> tuple[int, ...]:
    """The amount in `count` equal parts of whole cents; the last part takes what is left over.

    Raises `ValueError` when `count` is not positive.
    """
    if count <= 0:
        raise ValueError("an amount is split in at least one part")
    sign = -1 if amount_cents < 0 else 1
    part = sign * (abs(amount_cents) // count)
    return (part,) * (count - 1) + (amount_cents - part * (count - 1),)


def parse_euros(text: str) -> int:
    """Cents from what a French hand types: `1 047,17`, `75`, `75,5 €`.

    Raises `ValueError` when it is not an amount with at most two decimals, or is beyond `LIMIT`.
    """
    plain = re.sub(rf"[\s{_NBSP}{_THIN}]", "", text).removesuffix("€")
    found = _EUROS.fullmatch(plain)
    if not found:
        raise ValueError("not an amount in euros")
    sign, whole, decimals = found.groups()
    cents = int(whole) * 100 + int((decimals or "0").ljust(2, "0"))
    if cents > LIMIT:
        raise ValueError("amount out of bounds")
    return -cents if sign else cents


def decimal_text(amount_cents: int) -> str:
    """An amount for a machine: `1047.17`, with a point and two decimals."""
    whole, rest = divmod(abs(amount_cents), 100)
    return f"{'-' if amount_cents < 0 else ''}{whole}.{rest:02d}"


def euros(amount_cents: int) -> str:
    """An amount as French readers write it: `1 047,17 €`, with spaces that never break."""
    whole, rest = divmod(abs(amount_cents), 100)
    sign = "−" if amount_cents < 0 else ""
    return f"{sign}{whole:,}".replace(",", _THIN) + f",{rest:02d}{_NBSP}€"
