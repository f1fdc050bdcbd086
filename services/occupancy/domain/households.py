"""Households: the people who are housed. Kept to what the stay needs (RGPD: nothing that serves no purpose)."""

import unicodedata
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from kernel.errors import NotFound, RuleBroken


class Situation(StrEnum):
    """Who lives together: decides the fee with the dwelling type."""

    SINGLE = "single"
    SINGLE_PARENT = "single_parent"
    COUPLE = "couple"
    FAMILY = "family"


class Orientation(StrEnum):
    """How the household came to the CCAS."""

    SIAO = "siao"
    URGENCE = "urgence"
    AUTRE = "autre"


class HouseholdNotFound(NotFound):
    """No household has this id."""

    code, title = "household-not-found", "Ménage introuvable"


class SituationMismatch(RuleBroken):
    """The fee depends on the situation, so the situation must agree with the number of adults and children."""

    code, title = "situation-mismatch", "La situation ne correspond pas à la composition"


class Household(Struct, frozen=True, kw_only=True):
    """A household and its holder."""

    id: UUID
    version: int
    reference: str
    last_name: str
    first_name: str
    situation: Situation
    adults: Annotated[int, Meta(ge=1, le=20)]
    children: Annotated[int, Meta(ge=0, le=20)]
    phone: str | None
    email: str | None
    orientation: Orientation
    note: str

    @property
    def name(self) -> str:
        return f"{self.last_name} {self.first_name}".strip()

    @property
    def persons(self) -> int:
        return self.adults + self.children


def check_situation(situation: Situation, *, adults: int, children: int) -> None:
    """Raises `SituationMismatch` with the one field to correct."""
    with_children = situation in (Situation.SINGLE_PARENT, Situation.FAMILY)
    if with_children and children == 0:
        raise SituationMismatch("Cette situation suppose au moins un enfant.", field="children")
    if not with_children and children > 0:
        raise SituationMismatch("Cette situation suppose qu'il n'y a pas d'enfant.", field="children")
    alone = situation in (Situation.SINGLE, Situation.SINGLE_PARENT)
    if alone and adults != 1:
        raise SituationMismatch("Cette situation suppose un seul adulte.", field="adults")
    if not alone and adults < 2:
        raise SituationMismatch("Cette situation suppose au moins deux adultes.", field="adults")


def household_reference(year: int, number: int) -> str:
    """`M-2026-0001`: one count per year."""
    return f"M-{year}-{number:04d}"


def fold(text: str) -> str:
    """How names are compared in a search: small letters, without accents or ligatures (« Épine » is found by « epine »)."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(one for one in plain if not unicodedata.combining(one))
