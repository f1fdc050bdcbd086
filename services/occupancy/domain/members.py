"""Who lives in a household, from which day to which, and what it is made of on a day.

Ground: LIFECYCLE RGPD-06 and RGPD-13 (composition, nothing of health, origin or opinion), code civil art. 388 (majority).
A household that was registered with numbers only keeps them: its members, once named, take over from the day they joined.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from kernel.errors import NotFound, RuleBroken
from kernel.law import Law
from kernel.period import Period
from occupancy.domain.households import Household, Situation

ADULT_AGE = "household.adult_age"


class Relation(StrEnum):
    """What a member is in the household. `OTHER`: a relative or another adult of the household."""

    HOLDER = "holder"
    PARTNER = "partner"
    CHILD = "child"
    OTHER = "other"


class Gender(StrEnum):
    """Asked for one purpose: the yearly account of the conventions counts women and men (ALT-AML §6). May be left unsaid."""

    WOMAN = "woman"
    MAN = "man"


class MemberNotFound(NotFound):
    """No member has this id."""

    code, title = "member-not-found", "Membre du ménage introuvable"


class MemberDaysWrong(RuleBroken):
    """A member is there at least one day, and not before being born."""

    code, title = "member-days-wrong", "Dates du membre incohérentes"


class SecondHolder(RuleBroken):
    """A household has one holder on a day."""

    code, title = "second-holder", "Le ménage a déjà un titulaire"


class CompositionFromMembers(RuleBroken):
    """Once its members are named, a household is counted from them: numbers typed by hand would contradict them."""

    code, title = "composition-from-members", "La composition suit la liste des membres"


class Member(Struct, frozen=True, kw_only=True):
    """One person. `left_on`: the last day in the household. `born_on` or `birth_year`, or neither when it is not known."""

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

    @property
    def name(self) -> str:
        return f"{self.last_name} {self.first_name}".strip()

    @property
    def stay(self) -> Period:
        return Period(self.joined_on, self.left_on)


class Composition(Struct, frozen=True, kw_only=True):
    """What a household is made of on a day. `children`: minors, whoever they are to the holder."""

    situation: Situation
    adults: int
    children: int


def check_member(one: Member, others: Iterable[Member], *, today: date) -> None:
    """Raises `MemberDaysWrong`, `SecondHolder`. `others`: the other members of the household."""
    if one.left_on is not None and one.left_on < one.joined_on:
        raise MemberDaysWrong("Le départ du ménage précède l'arrivée.", field="left_on")
    if one.born_on is not None and one.birth_year is not None:
        raise MemberDaysWrong("Indiquez la date de naissance ou l'année, pas les deux.", field="birth_year")
    if one.born_on is not None and one.born_on > min(today, one.joined_on):
        raise MemberDaysWrong("La naissance suit l'arrivée dans le ménage.", field="born_on")
    if one.birth_year is not None and one.birth_year > min(today, one.joined_on).year:
        raise MemberDaysWrong("La naissance suit l'arrivée dans le ménage.", field="birth_year")
    if one.relation is Relation.HOLDER:
        for other in others:
            if other.id != one.id and other.relation is Relation.HOLDER and other.stay.overlaps(one.stay):
                raise SecondHolder(
                    f"{other.name} est titulaire sur ces jours : indiquez d'abord son départ ou son nouveau lien.",
                    field="relation",
                )


def age(member: Member, day: date) -> int | None:
    """In whole years on a day; by the year of birth alone, the age reached in that year. None when it is not known.

    Born on 29 February: a year older on 28 February of a common year has not come, on 1 March it has.
    """
    if member.born_on is not None:
        years = day.year - member.born_on.year
        return years if (day.month, day.day) >= (member.born_on.month, member.born_on.day) else years - 1
    return None if member.birth_year is None else day.year - member.birth_year


def is_minor(member: Member, day: date, law: Law) -> bool:
    """By the age; when it is not known, a child of the household counts as a minor and anybody else as an adult."""
    years = age(member, day)
    return member.relation is Relation.CHILD if years is None else years < law.at(ADULT_AGE, day).number


def present(members: Iterable[Member], day: date) -> tuple[Member, ...]:
    """The members on a day, the holder first, then as the relations are listed."""
    order = list(Relation)
    return tuple(
        sorted((one for one in members if day in one.stay), key=lambda it: (order.index(it.relation), it.joined_on))
    )


def composition(members: Iterable[Member], day: date, law: Law) -> Composition | None:
    """From the members named on that day; None when there is none.

    A grown-up child counts among the adults, and its parents still make a family: the situation follows the relations.
    """
    there = present(members, day)
    if not there:
        return None
    minors = sum(is_minor(one, day, law) for one in there)
    with_children = minors > 0 or any(one.relation is Relation.CHILD for one in there)
    paired = any(one.relation is Relation.PARTNER for one in there)
    if with_children:
        situation = Situation.FAMILY if paired else Situation.SINGLE_PARENT
    else:
        situation = Situation.COUPLE if paired else Situation.SINGLE
    return Composition(situation=situation, adults=len(there) - minors, children=minors)


def household_on(household: Household, members: Sequence[Member], day: date, law: Law) -> Household:
    """The household as it is on a day: from its members when they are named, else as it was registered."""
    found = composition(members, day, law)
    if found is None:
        return household
    return replace(household, situation=found.situation, adults=found.adults, children=found.children)
