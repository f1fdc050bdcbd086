"""Voids: the days on which a place, or the whole dwelling, is in the park but cannot be lived in, and who pays for it.

Ground: R. 851-5 CSS and CAL-12 (effective capacity: the dwelling made available), PEERS §7.16 for the kinds. What may be
done with a void: `void_acts`.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.period import Period

WHOLE_UNIT = 0
"""Place number of what concerns the whole dwelling."""


class VoidNotFound(NotFound):
    """The unit has no such void."""

    code, title = "void-not-found", "Indisponibilité introuvable"


class VoidOverlap(Conflict):
    """A day of a place is unavailable for one reason at a time, so that each day counts once."""

    code, title = "void-overlap", "Une indisponibilité couvre déjà ces jours"


class VoidOutsidePark(RuleBroken):
    """Only days in the park can be unavailable: before and after, the dwelling is not counted at all."""

    code, title = "void-outside-park", "Le logement n'est pas dans le parc à ces dates"


class VoidOverStay(Conflict):
    """A place where a household lives, or is expected by contract, is not made unavailable."""

    code, title = "void-over-stay", "Un ménage occupe ces jours"


class VoidCancelled(Conflict):
    """What was cancelled stays cancelled."""

    code, title = "void-cancelled", "Cette indisponibilité est annulée"


class VoidUnexplained(RuleBroken):
    """The kind « autre » says what it is."""

    code, title = "void-unexplained", "Précisez le motif"


class VoidReason(StrEnum):
    """Why the place cannot be lived in."""

    WORKS = "works"
    DAMAGE = "damage"
    FURNITURE = "furniture"
    MAINTENANCE = "maintenance"
    INCIDENT = "incident"
    REDUCED = "reduced"
    HANDBACK = "handback"
    DEATH = "death"
    OTHER = "other"


class CostBearer(StrEnum):
    """Who bears the cost of the void."""

    CCAS = "ccas"
    LANDLORD = "landlord"
    HOUSEHOLD = "household"
    INSURER = "insurer"
    TO_SETTLE = "to_settle"


class VoidFacts(Struct, frozen=True, kw_only=True):
    """What staff declare. `place_number` 0: the whole dwelling. `last_day` None: no end is known yet."""

    place_number: int
    reason: VoidReason
    bearer: CostBearer
    first_day: date
    last_day: date | None
    reference: str
    note: str

    @property
    def period(self) -> Period:
        return Period(self.first_day, self.last_day)


class Void(VoidFacts, frozen=True, kw_only=True):
    """A declared void. `cancelled_on`: it never happened; `cancel_reason` says why."""

    id: UUID
    cancelled_on: date | None = None
    cancel_reason: str = ""

    @property
    def is_live(self) -> bool:
        return self.cancelled_on is None

    def concerns(self, place_number: int) -> bool:
        """True for the place itself, and where either is the whole dwelling."""
        return WHOLE_UNIT in (self.place_number, place_number) or self.place_number == place_number


def void_of_all(voids: Sequence[Void], place_numbers: Sequence[int]) -> tuple[Period, ...]:
    """The periods when nothing of the dwelling can be lived in: it is void itself, or each of its places is."""
    live = [one for one in voids if one.is_live]
    whole = [one.period for one in live if one.place_number == WHOLE_UNIT]
    if not place_numbers:
        return tuple(sorted(whole))
    common = [Period(date.min, None)]
    for number in place_numbers:
        of_place = [one.period for one in live if one.place_number == number] + whole
        common = [part for here in common for there in of_place if (part := here.common(there))]
    return tuple(sorted(set(common)))
