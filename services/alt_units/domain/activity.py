"""The activity of a year as occupancy tells it: counts and sums, never a person. An internal document keeps small counts.

Ground: the indicators of the yearly account (domain notes §6, from R. 851-6 CSS and the Senate reports of 1997 and 1998).
Households and persons are never mixed; what occupancy does not know is None, shown as « non renseigné ».
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from alt_units.domain.units import Programme
from kernel.money import LIMIT
from kernel.period import MonthText

Count = Annotated[int, Meta(ge=0, le=10**6)]
Money = Annotated[int, Meta(ge=-LIMIT, le=LIMIT)]
Word = Annotated[str, Meta(max_length=40, pattern=r"^[a-z_0-9]+$(?!\n)")]


class StayLengths(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The stays that ended in the year, in days: how many, mean and median, and how many in each band."""

    count: Count
    mean_days: Count | None
    median_days: Count | None
    under_one_month: Count
    one_to_three_months: Count
    three_to_six_months: Count
    over_six_months: Count


class ProgrammeActivity(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One programme over the year. `situations`, `orientations`, `exits_by`: households by code of the reason.

    `genders`: adults; `ages`: persons; `resources`: households at their entry. None: told before members were named.
    """

    programme: Programme
    entries: Count
    exits: Count
    households: Count
    adults: Count
    children: Count
    present_households: Count
    present_persons: Count
    situations: dict[Word, Count]
    orientations: dict[Word, Count]
    exits_by: dict[Word, Count]
    refusals: Count | None
    stays: StayLengths
    genders: dict[Word, Count] | None = None
    ages: dict[Word, Count] | None = None
    resources: dict[Word, Count] | None = None


class UnitMonthFees(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The fees of one dwelling for one month, and what was paid of them so far."""

    unit_id: UUID
    month: MonthText
    due_cents: Money
    collected_cents: Money


class ActivityFacts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is told of a year. `refusals`: proposals that led to no stay, by motive; `support`: measures begun, by purpose."""

    programmes: Annotated[tuple[ProgrammeActivity, ...], Meta(max_length=2)]
    fees: Annotated[tuple[UnitMonthFees, ...], Meta(max_length=100_000)]
    deposits_held_cents: Money
    refusals: dict[Word, Count] | None = None
    support: dict[Word, Count] | None = None


class Activity(Struct, frozen=True, kw_only=True):
    """The last thing told of a year."""

    year: int
    revision: int
    facts: ActivityFacts
    received_at: datetime


def is_newer(told: Activity, known: Activity | None) -> bool:
    """What is told counts only above the known revision: repeats and late arrivals change nothing."""
    return known is None or told.revision > known.revision


def of_programme(activity: Activity | None, programme: Programme) -> ProgrammeActivity | None:
    """What was told of one programme."""
    told = activity.facts.programmes if activity else ()
    return next((one for one in told if one.programme is programme), None)


def total_of(counts: Mapping[str, int]) -> int:
    """Recomputed from the counts, never taken from a printed total."""
    return sum(counts.values())
