"""The activity of a year as it is told: counts and sums of stays, never a person."""

from datetime import date
from uuid import UUID

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from kernel.period import Period
from occupancy.domain.activity import activity, lengths
from occupancy.domain.contracts import Contract, ContractStatus, End, EndReason
from occupancy.domain.households import Household, Orientation, Situation
from tests.unit.occupancy.stays import contract


def household(number: int, situation: Situation = Situation.SINGLE, children: int = 0) -> Household:
    return Household(
        id=UUID(int=number),
        version=1,
        reference=f"M-2018-{number:04d}",
        last_name="Exemple",
        first_name="Ménage",
        situation=situation,
        adults=1,
        children=children,
        phone=None,
        email=None,
        orientation=Orientation.SIAO,
        note="",
    )


def stay(number: int, first: date, last: date | None, reason: EndReason = EndReason.SOCIAL_HOUSING) -> Contract:
    known = contract(first, max(date(2018, 12, 31), first))
    end = End(ended_on=last, reason=reason, note="", forwarding_address=None) if last else None
    status = ContractStatus.ENDED if end else ContractStatus.SIGNED
    return replace(
        known, id=UUID(int=1000 + number), household_id=UUID(int=number), status=status, first_day=first,
        last_day=date(2018, 12, 31), end=end, persons=1,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "band"),
    [
        (date(2018, 1, 10), date(2018, 2, 8), "under_one_month"),
        (date(2018, 1, 10), date(2018, 2, 9), "one_to_three_months"),
        (date(2018, 1, 10), date(2018, 4, 9), "one_to_three_months"),
        (date(2018, 1, 10), date(2018, 4, 10), "three_to_six_months"),
        (date(2018, 1, 10), date(2018, 7, 9), "three_to_six_months"),
        (date(2018, 1, 10), date(2018, 7, 10), "over_six_months"),
        (date(2018, 1, 10), date(2018, 1, 10), "under_one_month"),
    ],
)
def test_a_stay_of_exactly_so_many_months_is_not_over_them(first: date, last: date, band: str) -> None:
    assert getattr(lengths([Period(first, last)]), band) == 1


def test_no_stay_ended_has_no_mean() -> None:
    found = lengths([])
    assert (found.count, found.mean_days, found.median_days) == (0, None, None)


def test_entries_exits_and_presence_are_counted_apart_and_persons_are_not_households() -> None:
    stays = [
        stay(1, date(2018, 1, 10), date(2018, 4, 9)),
        stay(2, date(2017, 11, 1), date(2018, 2, 28), EndReason.WITH_RELATIVES),
        stay(3, date(2018, 10, 1), None),
        stay(4, date(2019, 2, 1), None),
        replace(stay(5, date(2018, 5, 1), None), status=ContractStatus.CANCELLED),
    ]
    people = {
        one.id: one for one in (household(1), household(2), household(3, Situation.SINGLE_PARENT, 2), household(4))
    }
    told = activity(2018, stays, people, [], {})
    (alt,) = told.programmes
    assert (alt.entries, alt.exits, alt.households, alt.adults, alt.children) == (2, 2, 3, 3, 2)
    assert (alt.present_households, alt.present_persons) == (1, 1)
    assert alt.situations == {"single": 2, "single_parent": 1}
    assert alt.exits_by == {"social_housing": 1, "with_relatives": 1}
    assert (alt.stays.count, alt.stays.mean_days, alt.stays.median_days) == (2, 105, 105)
    assert alt.refusals is None


def test_a_stay_without_an_end_goes_on_whatever_the_day_the_year_is_told_on() -> None:
    for year, entries in ((2017, None), (2018, 1), (2019, 0)):
        told = activity(year, [stay(3, date(2018, 10, 1), None)], {UUID(int=3): household(3)}, [], {})
        if entries is None:
            assert told.programmes == ()
        else:
            (alt,) = told.programmes
            assert (alt.entries, alt.exits, alt.present_households) == (entries, 0, 1)


def test_what_is_told_names_nobody() -> None:
    told = activity(2018, [stay(3, date(2018, 10, 1), None)], {UUID(int=3): household(3)}, [], {})
    said = msgspec.json.encode(told).decode()
    for word in ("Exemple", "Ménage", "M-2018", str(UUID(int=3))):
        assert word not in said


@example([(200, 378)])  # leaves on 31 December: counted as there that day, and as gone in the year
@given(st.lists(st.tuples(st.integers(0, 700), st.integers(0, 400)), max_size=20))
def test_bands_and_presence_always_add_up(drawn: list[tuple[int, int]]) -> None:
    start = date(2017, 6, 1).toordinal()
    stays = [
        stay(n, date.fromordinal(start + first), date.fromordinal(start + first + length))
        for n, (first, length) in enumerate(drawn, 1)
    ]
    people = {UUID(int=n): household(n) for n in range(1, len(drawn) + 1)}
    told = activity(2018, stays, people, [], {})
    for alt in told.programmes:
        bands = alt.stays
        parts = (bands.under_one_month, bands.one_to_three_months, bands.three_to_six_months, bands.over_six_months)
        assert sum(parts) == bands.count == alt.exits == sum(alt.exits_by.values())
        assert sum(alt.situations.values()) == alt.households == sum(alt.orientations.values())
        before = sum(
            one.first_day < date(2018, 1, 1) for one in stays if one.end and one.end.ended_on >= date(2018, 1, 1)
        )
        last_evening = sum(
            one.end.ended_on == date(2018, 12, 31) for one in stays if one.end
        )  # there that day, and gone
        assert before + alt.entries - alt.exits + last_evening == alt.present_households
