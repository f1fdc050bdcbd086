"""Who was housed in a year, counted: women, men and children, ages, resources at entry. Never a person.

Ground: the indicators of the yearly account (ALT-AML §6, points 4 and 7). A household known by numbers counts its adults
and children, with « unknown » for what its members would say. The age bands are the program's own: the sources
only part at 18 and 40.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from kernel.law import Law
from occupancy.domain.households import Household
from occupancy.domain.members import Gender, Member, age, household_on, is_minor, present
from occupancy.domain.particulars import Particular, ParticularKind
from occupancy.domain.referral_answers import Answer, AnswerKind
from occupancy.domain.support_measures import SupportMeasure

UNKNOWN = "unknown"
AGE_BANDS = ((17, "to_17"), (24, "18_to_24"), (39, "25_to_39"), (59, "40_to_59"))
"""The last age of each band, and its code; above the last one: `60_and_over`."""
_OLDEST = "60_and_over"


class Around(Struct, frozen=True, kw_only=True):
    """What is known around the stays: members and resources by household, the answers and the measures of the year."""

    law: Law
    members: Mapping[UUID, Sequence[Member]]
    resources: Mapping[UUID, Sequence[Particular]]
    answers: Sequence[Answer]
    measures: Sequence[SupportMeasure]


class Housed(Struct, frozen=True, kw_only=True):
    """A household and the days that it was there in the year: both counted."""

    household: Household
    first_day: date
    last_day: date


class People(Struct, frozen=True, kw_only=True):
    """The persons at their entry, or on 1 January: adults by gender, everybody by age; households by resources."""

    genders: dict[str, int]
    ages: dict[str, int]
    resources: dict[str, int]


def people(housed: Iterable[Housed], around: Around) -> People:
    """Every person once, every household once."""
    genders, ages, resources = Counter[str](), Counter[str](), Counter[str]()
    for one in housed:
        there = present(around.members.get(one.household.id, ()), one.first_day)
        if there:
            adults = [it for it in there if not is_minor(it, one.first_day, around.law)]
            genders.update(it.gender.value if it.gender else UNKNOWN for it in adults)
            ages.update(_band(it, one.first_day) for it in there)
        else:
            genders[UNKNOWN] += one.household.adults
            ages[UNKNOWN] += one.household.persons
        resources[_resources(around.resources.get(one.household.id, ()), one)] += 1
    return People(
        genders={code: genders[code] for code in (*(it.value for it in Gender), UNKNOWN)},
        ages={code: ages[code] for code in (*(code for _, code in AGE_BANDS), _OLDEST, UNKNOWN)},
        resources=dict(sorted(resources.items())),
    )


def seen_at(one: Housed, around: Around) -> Household:
    """The household as it was at its entry, or on 1 January."""
    return household_on(one.household, around.members.get(one.household.id, ()), one.first_day, around.law)


def refusals(answers: Iterable[Answer], year: int) -> dict[str, int]:
    """The proposals of a year that led to no stay, by motive, else by what was answered."""
    refused = [it for it in answers if it.sent_on.year == year and it.kind is not AnswerKind.ACCEPTED]
    return dict(sorted(Counter((it.motive or it.kind).value for it in refused).items()))


def _band(member: Member, day: date) -> str:
    years = age(member, day)
    if years is None:
        return UNKNOWN
    return next((code for last, code in AGE_BANDS if years <= last), _OLDEST)


def _resources(known: Sequence[Particular], one: Housed) -> str:
    """The resources that held at the entry, else the first that were recorded during the stay."""
    counting = [it for it in known if it.kind is ParticularKind.RESOURCES and it.withdrawn_reason is None]
    held = [it for it in counting if it.holds(one.first_day)]
    later = [it for it in counting if one.first_day < it.since <= one.last_day]
    return held[-1].code if held else later[0].code if later else UNKNOWN
