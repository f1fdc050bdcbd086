"""Mobilisation: by what right the CCAS has a dwelling, from whom, and on which days.

Ground: LIFECYCLE REG-01 (owner kind and upstream contract are facts apart from the legal regime and the funding), AML-10
(modality: mandat de gestion, sous-location, bail glissant). What may be done with it: `mobilisation_acts`.
"""

from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.period import Period


class MobilisationNotFound(NotFound):
    """The unit has no such mobilisation."""

    code, title = "mobilisation-not-found", "Mobilisation introuvable"


class MobilisationOverlap(Conflict):
    """A dwelling is had by one right on any one day (REG-01)."""

    code, title = "mobilisation-overlap", "Le logement est déjà mobilisé à ces dates"


class MobilisationEnded(Conflict):
    """An end that was recorded with its reason does not change."""

    code, title = "mobilisation-ended", "Cette mobilisation est terminée"


class MobilisationContradictory(RuleBroken):
    """What the town or the CCAS owns is not rented from them, and the other way round (REG-01)."""

    code, title = "mobilisation-contradictory", "Le mode de mobilisation ne va pas avec le propriétaire"


class MobilisationKind(StrEnum):
    """By what right: property, head lease, management mandate, head lease that slides to the household."""

    OWNED = "owned"
    HEAD_LEASE = "head_lease"
    MANDATE = "mandate"
    SLIDING_LEASE = "sliding_lease"


class OwnerKind(StrEnum):
    """Who owns the dwelling."""

    TOWN = "town"
    CCAS = "ccas"
    HLM = "hlm"
    PRIVATE = "private"
    OTHER = "other"


class MobilisationEnd(StrEnum):
    """Why a mobilisation ended. `SLID`: the household became the tenant (bail glissé)."""

    EXPIRY = "expiry"
    NOTICE = "notice"
    SLID = "slid"
    HANDBACK = "handback"
    RETIRED = "retired"
    OTHER = "other"


class MobilisationFacts(Struct, frozen=True, kw_only=True):
    """What staff record and may correct. `reference`: of the upstream contract. `last_day`: its term, when it has one."""

    kind: MobilisationKind
    owner_kind: OwnerKind
    landlord: str
    reference: str
    rent_cents: int | None
    first_day: date
    last_day: date | None


class Mobilisation(MobilisationFacts, frozen=True, kw_only=True):
    """A right on the dwelling. `end_reason` is set once staff have recorded how it ended."""

    id: UUID
    end_reason: MobilisationEnd | None = None

    @property
    def period(self) -> Period:
        return Period(self.first_day, self.last_day)
