"""The wire Structs of what was told of a household outside, version 1."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from msgspec import Meta, Struct

from kernel.text import LINE, LINE_OR_NOTHING
from occupancy.actions.disclosures import Tell
from occupancy.domain.disclosures import Disclosure, RecipientKind, What


class DisclosureIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was told. `told_on`: when the household was told of it; without it, it was not."""

    recipient_kind: RecipientKind
    recipient: Annotated[str, Meta(min_length=1, max_length=200, pattern=LINE)]
    what: What
    basis: Annotated[str, Meta(min_length=1, max_length=300, pattern=LINE)]
    disclosed_on: date
    detail: Annotated[str, Meta(max_length=500, pattern=LINE_OR_NOTHING)] = ""
    told_on: date | None = None

    def command(self) -> Tell:
        return Tell(**{name: getattr(self, name) for name in Tell.__struct_fields__})


class DisclosureOut(Struct, frozen=True, kw_only=True):
    """One thing told. It never changes, hence no version."""

    id: UUID
    household_id: UUID
    recipient_kind: RecipientKind
    recipient: str
    what: What
    detail: str
    basis: str
    disclosed_on: date
    told_on: date | None
    recorded_on: date
    recorded_by: UUID
    recorded_by_name: str

    @classmethod
    def of(cls, one: Disclosure) -> Self:
        return cls(**{name: getattr(one, name) for name in cls.__struct_fields__})
