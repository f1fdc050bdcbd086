"""The wire Structs of the members of households, version 1."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from msgspec import Meta, Struct

from kernel.text import LINE, LINE_OR_NOTHING
from occupancy.actions.members import MemberFacts
from occupancy.domain.members import Gender, Member, Relation

Name = Annotated[str, Meta(min_length=1, max_length=120, pattern=LINE)]
"""One line of text."""


class HouseholdMemberIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person of the household. `left_on`: the last day in it. `gender`: only to count women and men in the yearly account."""

    relation: Relation
    last_name: Name
    joined_on: date
    first_name: Annotated[str, Meta(max_length=120, pattern=LINE_OR_NOTHING)] = ""
    born_on: date | None = None
    birth_year: Annotated[int, Meta(ge=1900, le=2099)] | None = None
    gender: Gender | None = None
    left_on: date | None = None

    def facts(self) -> MemberFacts:
        return MemberFacts(**{name: getattr(self, name) for name in MemberFacts.__struct_fields__})


class HouseholdMemberOut(Struct, frozen=True, kw_only=True):
    """A person of the household."""

    id: UUID
    version: int
    household_id: UUID
    relation: Relation
    last_name: str
    first_name: str
    born_on: date | None
    birth_year: int | None
    gender: Gender | None
    joined_on: date
    left_on: date | None

    @classmethod
    def of(cls, member: Member) -> Self:
        return cls(**{name: getattr(member, name) for name in cls.__struct_fields__})
