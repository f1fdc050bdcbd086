"""The activity of a year, counted from the stays and the ledger. All that alt_units learns of the households: counts and sums.

Ground: the indicators of the yearly account (domain notes §6). A stay's length counts its first and last day; the bands are
whole months: a stay of exactly three months is not over three months. Households and persons are never mixed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from statistics import median
from uuid import UUID

from msgspec import Struct

from kernel.calendar import add_months
from kernel.period import Period
from occupancy.domain.activity_people import Around, Housed, people, refusals, seen_at
from occupancy.domain.claims import claims
from occupancy.domain.contracts import Contract
from occupancy.domain.fees import Charge
from occupancy.domain.households import Household
from occupancy.domain.ledger import HouseholdAccount, Transfer, account, balances
from occupancy.domain.support_measures import count_by_purpose
from occupancy.domain.units import Programme


class StayLengths(Struct, frozen=True, kw_only=True):
    """The stays that ended in the year, in days, and how many in each band."""

    count: int
    mean_days: int | None
    median_days: int | None
    under_one_month: int
    one_to_three_months: int
    three_to_six_months: int
    over_six_months: int


class ProgrammeActivity(Struct, frozen=True, kw_only=True):
    """One programme. `present_*`: on 31 December, as the records stand. `refusals`: told by the year, not by the programme.

    `genders`, `ages`: persons by code; `resources`: households by code; None when nobody looked around the stays.
    """

    programme: Programme
    entries: int
    exits: int
    households: int
    adults: int
    children: int
    present_households: int
    present_persons: int
    situations: dict[str, int]
    orientations: dict[str, int]
    exits_by: dict[str, int]
    refusals: int | None
    stays: StayLengths
    genders: dict[str, int] | None = None
    ages: dict[str, int] | None = None
    resources: dict[str, int] | None = None


class UnitMonthFees(Struct, frozen=True, kw_only=True):
    """The fees of one dwelling for one month, and what was paid of them so far."""

    unit_id: UUID
    month: str
    due_cents: int
    collected_cents: int


class Activity(Struct, frozen=True, kw_only=True):
    """A year, as it is told. `refusals`: proposals that led to no stay, by motive; `support`: measures begun, by purpose."""

    programmes: tuple[ProgrammeActivity, ...]
    fees: tuple[UnitMonthFees, ...]
    deposits_held_cents: int
    refusals: dict[str, int] | None = None
    support: dict[str, int] | None = None


def activity(
    year: int,
    contracts: Sequence[Contract],
    households: Mapping[UUID, Household],
    charges: Iterable[Charge],
    transfers: Mapping[UUID, Sequence[Transfer]],
    around: Around | None = None,
) -> Activity:
    """The year as the records say it, whatever the day it is told on: a stay without an end goes on.

    `contracts`: those that occupied a place, of any year. Without `around` what only members, answers and measures tell is None.
    """
    window = Period(date(year, 1, 1), date(year, 12, 31))
    there = [one for one in contracts if one.is_occupying and _lived(one).overlaps(window)]
    programmes = [one for one in Programme if any(stay.programme is one for stay in there)]
    known = [row for rows in transfers.values() for row in rows]
    at_hand = balances(known, window.last_day)
    held = [account(household_id, HouseholdAccount.DEPOSIT_HELD) for household_id in transfers]
    return Activity(
        programmes=tuple(
            _programme(one, window, [stay for stay in there if stay.programme is one], households, around)
            for one in programmes
        ),
        fees=_fees(year, contracts, charges, transfers),
        deposits_held_cents=-sum(at_hand.get(one, 0) for one in held),
        refusals=refusals(around.answers, year) if around else None,
        support={one.value: n for one, n in count_by_purpose(tuple(around.measures), year).items()} if around else None,
    )


def lengths(stays: Sequence[Period]) -> StayLengths:
    """Mean rounded half up, median of the middle two rounded down; None when no stay ended."""
    days = [one.days for one in stays]
    bands = Counter(_band(one) for one in stays)
    return StayLengths(
        count=len(days),
        mean_days=(2 * sum(days) + len(days)) // (2 * len(days)) if days else None,
        median_days=int(median(days)) if days else None,
        under_one_month=bands[0],
        one_to_three_months=bands[1],
        three_to_six_months=bands[2],
        over_six_months=bands[3],
    )


def _band(stay: Period) -> int:
    assert stay.last_day is not None
    after = stay.last_day + timedelta(days=1)
    if after < add_months(stay.first_day, 1):
        return 0
    if after <= add_months(stay.first_day, 3):
        return 1
    return 2 if after <= add_months(stay.first_day, 6) else 3


def _lived(contract: Contract) -> Period:
    """From the entry to the real end; a household that has not left is there, its term over or not."""
    return Period(contract.first_day, contract.end.ended_on if contract.end else None)


def _programme(
    programme: Programme,
    window: Period,
    stays: Sequence[Contract],
    households: Mapping[UUID, Household],
    around: Around | None,
) -> ProgrammeActivity:
    assert window.last_day is not None
    ended = [one for one in stays if one.end is not None and one.end.ended_on in window]
    present = [one for one in stays if window.last_day in _lived(one)]
    there = _housed(window, stays, households)
    housed = [seen_at(one, around) if around else one.household for one in there]
    counted = people(there, around) if around else None
    return ProgrammeActivity(
        programme=programme,
        entries=sum(one.first_day in window for one in stays),
        exits=len(ended),
        households=len(housed),
        adults=sum(one.adults for one in housed),
        children=sum(one.children for one in housed),
        present_households=len({one.household_id for one in present}),
        present_persons=sum({one.household_id: one.persons for one in present}.values()),
        situations=dict(sorted(Counter(one.situation.value for one in housed).items())),
        orientations=dict(sorted(Counter(one.orientation.value for one in housed).items())),
        exits_by=dict(sorted(Counter(one.end.reason.value for one in ended if one.end).items())),
        refusals=None,
        stays=lengths([_lived(one) for one in ended]),
        genders=counted.genders if counted else None,
        ages=counted.ages if counted else None,
        resources=counted.resources if counted else None,
    )


def _housed(window: Period, stays: Sequence[Contract], households: Mapping[UUID, Household]) -> list[Housed]:
    """Each household once, from its first day of the year to its last one."""
    found = []
    for household_id in sorted({stay.household_id for stay in stays}, key=str):
        days = [
            common for stay in stays if stay.household_id == household_id and (common := _lived(stay).common(window))
        ]
        last = max(day.last_day for day in days if day.last_day is not None)
        found.append(
            Housed(
                household=households[household_id],
                first_day=min(day.first_day for day in days),
                last_day=last,
            )
        )
    return found


def _fees(
    year: int, contracts: Sequence[Contract], charges: Iterable[Charge], transfers: Mapping[UUID, Sequence[Transfer]]
) -> tuple[UnitMonthFees, ...]:
    unit_of = {one.id: one.unit_id for one in contracts}
    owed = {claim.transfer_id: claim for rows in transfers.values() for claim in claims(rows)}
    sums: dict[tuple[str, str], list[int]] = {}
    for charge in charges:
        claim = owed.get(charge.transfer_id)
        if charge.month.startswith(f"{year:04d}-") and claim and claim.amount_cents and charge.contract_id in unit_of:
            both = sums.setdefault((str(unit_of[charge.contract_id]), charge.month), [0, 0])
            both[0] += claim.amount_cents
            both[1] += claim.settled_cents
    return tuple(
        UnitMonthFees(unit_id=UUID(unit_id), month=month, due_cents=due, collected_cents=collected)
        for (unit_id, month), (due, collected) in sorted(sums.items())
    )
