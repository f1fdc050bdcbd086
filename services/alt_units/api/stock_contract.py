"""What the API of voids and mobilisations says and accepts, version 1."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from msgspec.structs import asdict

from alt_units.domain.mobilisations import MobilisationEnd, MobilisationFacts, MobilisationKind, OwnerKind
from alt_units.domain.voids import CostBearer, Void, VoidFacts, VoidReason
from kernel.money import LIMIT
from kernel.text import LINE

Landlord = Annotated[str, Meta(min_length=1, max_length=120, pattern=LINE)]
PaperReference = Annotated[str, Meta(max_length=80, pattern=LINE)]
Why = Annotated[str, Meta(min_length=1, max_length=500, pattern=LINE)]
Note = Annotated[str, Meta(max_length=500, pattern=LINE)]
RentCents = Annotated[int, Meta(ge=0, le=LIMIT)]
PlaceNumber = Annotated[int, Meta(ge=0, le=200)]


class MobilisationIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """By what right the unit is had. `reference`: of the upstream contract; `last_day`: its term, when it has one."""

    kind: MobilisationKind
    owner_kind: OwnerKind
    landlord: Landlord
    first_day: date
    last_day: date | None = None
    reference: PaperReference = ""
    rent_cents: RentCents | None = None

    def facts(self) -> MobilisationFacts:
        return MobilisationFacts(**asdict(self))


class MobilisationEndIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The last day of the right, and why it ended; `slid`: the household became the tenant."""

    last_day: date
    reason: MobilisationEnd


class MobilisationSlideIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The last day of the right: the household holds the lease from the next day on."""

    last_day: date


class VoidIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Days when a place (0: the whole unit) cannot be lived in; `last_day` null: no end is known yet."""

    reason: VoidReason
    bearer: CostBearer
    first_day: date
    last_day: date | None = None
    place_number: PlaceNumber = 0
    reference: PaperReference = ""
    note: Note = ""

    def facts(self) -> VoidFacts:
        return VoidFacts(**asdict(self))


class VoidEndIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The last day of the void; null: no end is known yet."""

    last_day: date | None


class VoidCancellationIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why the void never happened."""

    reason: Why


class MobilisationOut(Struct, frozen=True, kw_only=True):
    """A right on the unit. `end_reason` null: it runs, or its term is all that is known."""

    id: UUID
    kind: MobilisationKind
    owner_kind: OwnerKind
    landlord: str
    reference: str
    rent_cents: int | None
    first_day: date
    last_day: date | None
    end_reason: MobilisationEnd | None


class VoidOut(Struct, frozen=True, kw_only=True):
    """Days, both counted, when a place (0: the whole unit) cannot be lived in. Cancelled ones are left out."""

    id: UUID
    place_number: int
    reason: VoidReason
    bearer: CostBearer
    first_day: date
    last_day: date | None
    reference: str
    note: str

    @classmethod
    def of(cls, void: Void) -> "VoidOut":
        return cls(**{name: getattr(void, name) for name in cls.__struct_fields__})
