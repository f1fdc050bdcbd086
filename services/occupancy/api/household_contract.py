"""The wire Structs of the members and the particulars of households, version 1."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from msgspec import Meta, Struct

from kernel.text import LINE, LINE_OR_NOTHING, TEXT
from occupancy.actions.members import MemberFacts
from occupancy.actions.particulars import RecordParticular
from occupancy.domain.members import Gender, Member, Relation
from occupancy.domain.particulars import Particular, ParticularKind

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


NameOrNothing = Annotated[str, Meta(max_length=120, pattern=LINE_OR_NOTHING)]
"""One line, or nothing."""


class ParticularIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing known of a household. `code`: of the closed list of its kind; a field that the kind does not ask for stays away.

    `since`, `until`: the days on which it holds; of a right of residence, the day of the check and the last day of the document.
    """

    kind: ParticularKind
    code: Annotated[str, Meta(min_length=1, max_length=30, pattern=r"^[a-z_]+$(?!\n)")]
    since: date
    until: date | None = None
    member_id: UUID | None = None
    name: NameOrNothing = ""
    organisation: NameOrNothing = ""
    phone: Annotated[str, Meta(max_length=30, pattern=r"^[0-9+(). -]*$(?!\n)")] = ""
    email: Annotated[
        str, Meta(max_length=200, pattern=r"^([^@\s\x00-\x1f\x7f-\x9f]+@[^@\s\x00-\x1f\x7f-\x9f]+)?$(?!\n)")
    ] = ""
    monthly_cents: Annotated[int, Meta(ge=0, le=10**8)] | None = None
    reference: Annotated[str, Meta(max_length=30, pattern=r"^[0-9A-Za-z /.-]*$(?!\n)")] = ""

    def command(self) -> RecordParticular:
        return RecordParticular(**{name: getattr(self, name) for name in RecordParticular.__struct_fields__})


class ParticularEndIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The last day on which it holds."""

    until: date


class ParticularWithdrawalIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why it was wrong."""

    reason: Annotated[str, Meta(min_length=1, max_length=1000, pattern=TEXT)]


class ParticularOut(Struct, frozen=True, kw_only=True):
    """One thing known of a household, and who recorded it. `withdrawn_reason`: it stays in the file and does not count."""

    id: UUID
    version: int
    household_id: UUID
    kind: ParticularKind
    code: str
    since: date
    until: date | None
    member_id: UUID | None
    name: str
    organisation: str
    phone: str
    email: str
    monthly_cents: int | None
    reference: str
    recorded_by: str
    withdrawn_reason: str | None

    @classmethod
    def of(cls, one: Particular) -> Self:
        return cls(**{name: getattr(one, name) for name in cls.__struct_fields__})
