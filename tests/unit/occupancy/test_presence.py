"""Presence: counted again day by day, the slow and obvious way."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kernel.period import Month
from occupancy.domain.contracts import ContractStatus
from occupancy.domain.housing_aids import AidKind, HousingAid
from occupancy.domain.members import Member, Relation
from occupancy.domain.places import clashes
from occupancy.domain.presence import PlacePresence, UnitPresence, is_told, months_changed, presence
from tests.unit.occupancy.stays import contract, ended

BASE = date(2015, 1, 1)


@st.composite
def stays(draw):
    """Up to six contracts of one unit over about four months, whatever their status; overlaps allowed."""
    made = []
    for _ in range(draw(st.integers(0, 6))):
        first = BASE + timedelta(days=draw(st.integers(0, 110)))
        last = first + timedelta(days=draw(st.integers(0, 60)))
        one = contract(
            first,
            last,
            place=draw(st.integers(0, 3)),
            persons=draw(st.integers(1, 5)),
            status=draw(st.sampled_from(ContractStatus)),
        )
        if one.status is ContractStatus.ENDED:
            one = ended(one, first + timedelta(days=draw(st.integers(0, 90))))
        made.append(one)
    return tuple(made)


def somebody(joined_on, left_on=None):
    return Member(
        id=uuid4(), version=1, household_id=UUID(int=1), relation=Relation.OTHER, last_name="Exemple", first_name="",
        born_on=None, birth_year=None, gender=None, joined_on=joined_on, left_on=left_on,
    )  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(stays(), st.integers(1, 8))
def test_presence_is_what_a_clerk_would_tick_day_by_day_on_a_calendar(contracts, number):
    month = Month(2015, number)
    told = presence(contracts, month)
    ticked, places, seen = 0, {}, {}
    for day in (month.first_day + timedelta(days=n) for n in range(month.days)):
        present = [one for one in contracts if one.is_occupying and one.first_day <= day <= one.stay.last_day]
        ticked += bool(present)
        for one in present:
            places.setdefault(one.place_number, set()).add(day)
            seen[one.household_id] = one.persons
    assert (told.days_occupied, told.households, told.persons) == (ticked, len(seen), sum(seen.values()))
    assert {place.number: place.days_occupied for place in told.places} == {n: len(d) for n, d in places.items()}


@settings(max_examples=200, deadline=None)
@given(stays(), st.integers(0, 100))
def test_the_months_told_after_an_end_are_exactly_those_whose_presence_changed(contracts, later):
    running = next((one for one in contracts if one.is_running), None)
    if running is None:
        return
    over = ended(running, running.first_day + timedelta(days=later))
    told = set(months_changed(running, over))
    after = tuple(over if one.id == running.id else one for one in contracts)
    for month in (Month(2015, 1).plus(n) for n in range(12)):
        if presence(contracts, month) != presence(after, month):
            assert month in told


def test_a_signature_tells_every_month_of_the_stay_and_a_draft_none():
    draft = contract(date(2018, 1, 10), date(2018, 4, 9), status=ContractStatus.DRAFT)
    signed = contract(date(2018, 1, 10), date(2018, 4, 9))
    assert months_changed(None, draft) == ()
    assert [str(month) for month in months_changed(draft, signed)] == ["2018-01", "2018-02", "2018-03", "2018-04"]


def test_an_early_end_tells_the_shortened_month_and_the_emptied_ones():
    stay = contract(date(2018, 1, 10), date(2018, 4, 9))
    assert [str(month) for month in months_changed(stay, ended(stay, date(2018, 2, 20)))] == [
        "2018-02",
        "2018-03",
        "2018-04",
    ]


def test_presence_goes_on_through_an_authorised_overstay_until_the_household_leaves():
    stay = contract(date(2015, 1, 10), date(2015, 3, 9))
    allowed = replace(stay, allowed_until=date(2015, 4, 15))
    told = [presence((allowed,), Month(2015, number)).days_occupied for number in (2, 3, 4, 5)]
    assert told == [28, 31, 15, 0]
    assert months_changed(stay, allowed) == (Month(2015, 3), Month(2015, 4))
    left = ended(allowed, date(2015, 4, 2))
    assert presence((left,), Month(2015, 4)).days_occupied == 2
    renewed = replace(allowed, last_day=date(2015, 6, 9))
    assert presence((renewed,), Month(2015, 6)).days_occupied == 9


def test_two_households_of_a_shared_unit_count_their_days_apart_and_the_unit_once():
    contracts = (
        contract(date(2015, 3, 1), date(2015, 3, 20), place=1, persons=1),
        contract(date(2015, 3, 11), date(2015, 5, 31), place=2, persons=3),
    )
    march = presence(contracts, Month(2015, 3))
    assert (march.days_occupied, march.households, march.persons) == (31, 2, 4)
    assert march.places == (
        PlacePresence(number=1, days_occupied=20, occupied=((1, 20),)),
        PlacePresence(number=2, days_occupied=21, occupied=((11, 31),)),
    )


def test_a_whole_unit_stay_excludes_a_place_of_it_and_the_reverse():
    whole = contract(date(2015, 3, 1), date(2015, 3, 20))
    place = contract(date(2015, 3, 20), date(2015, 5, 31), place=2)
    later = contract(date(2015, 3, 21), date(2015, 5, 31), place=2)
    assert clashes(whole, place)
    assert clashes(place, whole)
    assert not clashes(whole, later)


def test_days_are_told_run_by_run_with_those_of_the_turnaround():
    stay = replace(contract(date(2024, 2, 10), date(2024, 2, 29)), turnaround_days=2)
    assert [str(month) for month in months_changed(None, stay)] == ["2024-02", "2024-03"]
    february, march = presence((stay,), Month(2024, 2)), presence((stay,), Month(2024, 3))
    assert february.places == (PlacePresence(number=0, days_occupied=20, occupied=((10, 29),)),)
    assert march.places == (PlacePresence(number=0, days_occupied=0, turnaround=((1, 4),)),)  # Friday and Monday
    assert (march.days_occupied, march.households) == (0, 0)


def test_households_that_hold_al_or_apl_are_counted_in_the_months_that_they_live_there():
    aid = HousingAid(kind=AidKind.APL, first_day=date(2024, 2, 29), last_day=None)
    stay = replace(contract(date(2024, 2, 10), date(2024, 4, 9)), housing_aids=(aid,))
    told = [presence((stay,), Month(2024, number)).aided_households for number in (1, 2, 3, 4, 5)]
    assert told == [0, 1, 1, 1, 0]


def test_what_was_written_before_the_day_ranges_is_still_read_and_held_to_its_counts():
    old = b'{"days_occupied": 20, "households": 1, "persons": 1, "places": [{"number": 0, "days_occupied": 20}]}'
    written = msgspec.json.decode(old, type=UnitPresence)
    stay = contract(date(2024, 2, 10), date(2024, 2, 29))
    assert is_told(written, presence((stay,), Month(2024, 2)))
    assert not is_told(written, presence((ended(stay, date(2024, 2, 20)),), Month(2024, 2)))


@settings(max_examples=100, deadline=None)
@given(stays(), st.integers(0, 4), st.integers(1, 8))
def test_the_ranges_told_are_the_days_counted(contracts, turnaround_days, number):
    contracts = tuple(replace(one, turnaround_days=turnaround_days) for one in contracts)
    told = presence(contracts, Month(2015, number))
    for place in told.places:
        days = [day for first, last in place.occupied for day in range(first, last + 1)]
        assert len(days) == len(set(days)) == place.days_occupied
        after = {day for first, last in place.turnaround for day in range(first, last + 1)}
        by_hand = {
            day
            for day in range(1, Month(2015, number).days + 1)
            for one in contracts
            if one.is_occupying and one.place_number == place.number and one.days_after
            if date(2015, number, day) in one.days_after
        }
        assert after == by_hand


@pytest.mark.parametrize(
    ("left_on", "persons"),
    [(date(2024, 2, 9), 1), (date(2024, 2, 10), 2), (date(2024, 3, 1), 2), (None, 2)],
)
def test_who_lived_there_one_day_of_the_month_counts_and_the_contract_only_where_nobody_is_named(left_on, persons):
    stay = contract(date(2024, 2, 10), date(2024, 5, 9), persons=5)
    named = {stay.household_id: (somebody(date(2024, 1, 1)), somebody(date(2024, 1, 1), left_on))}
    assert presence((stay,), Month(2024, 2), named).persons == persons
    assert presence((stay,), Month(2024, 2)).persons == stay.persons
    gone = {stay.household_id: (somebody(date(2023, 1, 1), date(2023, 12, 31)),)}
    assert presence((stay,), Month(2024, 2), gone).persons == stay.persons
