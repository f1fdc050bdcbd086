"""Who lives in a household on a day. Sources: code civil art. 388; LIFECYCLE RGPD-06, RGPD-13."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import Refusal
from occupancy.domain.households import Household, Orientation, Situation
from occupancy.domain.members import (
    Gender,
    Member,
    MemberDaysWrong,
    Relation,
    SecondHolder,
    age,
    check_member,
    composition,
    household_on,
    is_minor,
)
from occupancy.law import LAW

HOUSE = UUID(int=1)


def member(relation=Relation.HOLDER, number=1, **facts):
    known = {
        "id": UUID(int=number),
        "version": 1,
        "household_id": HOUSE,
        "last_name": "Ménage Exemple",
        "first_name": "A",
        "born_on": None,
        "birth_year": None,
        "gender": None,
        "joined_on": date(2020, 1, 1),
        "left_on": None,
    }
    return Member(relation=relation, **{**known, **facts})


def household(**facts):
    known = {
        "id": HOUSE,
        "version": 1,
        "reference": "M-2020-0001",
        "last_name": "Ménage Exemple",
        "first_name": "A",
        "situation": Situation.SINGLE,
        "adults": 1,
        "children": 0,
        "phone": None,
        "email": None,
        "orientation": Orientation.SIAO,
        "note": "",
    }
    return Household(**{**known, **facts})


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        (date(2008, 11, 26), date(2026, 11, 25), 17),
        (date(2008, 11, 26), date(2026, 11, 26), 18),
        (date(2008, 11, 26), date(2026, 11, 27), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 28), 19),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(2026, 11, 26), date(2026, 11, 26), 0),
    ],
)
def test_an_age_counts_whole_years_and_29_february_waits_for_1_march(born, day, years):
    assert age(member(born_on=born), day) == years


@pytest.mark.parametrize(
    ("day", "minor"), [(date(2026, 11, 25), True), (date(2026, 11, 26), False), (date(2026, 11, 27), False)]
)
def test_somebody_comes_of_age_on_the_eighteenth_birthday(day, minor):
    """Code civil, art. 388: eighteen years completed."""
    assert is_minor(member(Relation.CHILD, born_on=date(2008, 11, 26)), day, LAW) is minor


def test_a_child_of_unknown_age_is_a_minor_and_anybody_else_an_adult():
    day = date(2026, 1, 1)
    assert is_minor(member(Relation.CHILD), day, LAW)
    assert not any(is_minor(member(one), day, LAW) for one in Relation if one is not Relation.CHILD)


def test_before_the_law_of_1974_majority_came_at_twenty_one():
    assert is_minor(member(born_on=date(1954, 7, 7)), date(1974, 7, 6), LAW)
    assert not is_minor(member(born_on=date(1954, 7, 7)), date(1974, 7, 7), LAW)


@pytest.mark.parametrize(
    ("others", "situation", "adults", "children"),
    [
        ([], Situation.SINGLE, 1, 0),
        ([Relation.PARTNER], Situation.COUPLE, 2, 0),
        ([Relation.CHILD], Situation.SINGLE_PARENT, 1, 1),
        ([Relation.PARTNER, Relation.CHILD, Relation.CHILD], Situation.FAMILY, 2, 2),
        ([Relation.OTHER], Situation.SINGLE, 2, 0),
    ],
)
def test_the_situation_follows_who_is_there(others, situation, adults, children):
    them = [member(), *(member(one, number) for number, one in enumerate(others, start=2))]
    found = composition(them, date(2026, 1, 1), LAW)
    assert (found.situation, found.adults, found.children) == (situation, adults, children)


def test_a_birth_during_the_stay_changes_the_household_from_that_day():
    born = date(2026, 5, 10)
    them = [member(), member(Relation.CHILD, 2, born_on=born, joined_on=born)]
    known = household()
    before, after = (household_on(known, them, day, LAW) for day in (born - timedelta(days=1), born))
    assert (before.situation, before.persons) == (Situation.SINGLE, 1)
    assert (after.situation, after.persons, after.children) == (Situation.SINGLE_PARENT, 2, 1)


def test_the_last_day_in_the_household_is_a_day_in_it():
    left = date(2026, 5, 10)
    them = [member(), member(Relation.PARTNER, 2, left_on=left)]
    assert composition(them, left, LAW).situation is Situation.COUPLE
    assert composition(them, left + timedelta(days=1), LAW).situation is Situation.SINGLE


def test_a_grown_up_child_is_an_adult_of_the_family():
    them = [member(), member(Relation.PARTNER, 2), member(Relation.CHILD, 3, born_on=date(2000, 1, 1))]
    found = composition(them, date(2026, 1, 1), LAW)
    assert (found.situation, found.adults, found.children) == (Situation.FAMILY, 3, 0)


def test_a_household_known_by_numbers_keeps_them_until_a_member_is_named():
    known = household(situation=Situation.FAMILY, adults=2, children=3)
    assert household_on(known, [], date(2026, 1, 1), LAW) == known
    assert household_on(known, [member(joined_on=date(2026, 1, 2))], date(2026, 1, 1), LAW) == known


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"left_on": date(2019, 12, 31)}, "left_on"),
        ({"born_on": date(2020, 1, 2)}, "born_on"),
        ({"birth_year": 2021}, "birth_year"),
        ({"born_on": date(2000, 1, 1), "birth_year": 2000}, "birth_year"),
    ],
)
def test_the_days_of_a_member_follow_each_other(facts, field):
    with pytest.raises(MemberDaysWrong) as refused:
        check_member(member(**facts), (), today=date(2026, 1, 1))
    assert [one.field for one in refused.value.errors] == [field]


def test_a_member_of_one_day_or_born_that_day_is_taken():
    day = date(2020, 1, 1)
    check_member(member(left_on=day, born_on=day, joined_on=day), (), today=day)


def test_a_household_has_one_holder_on_a_day():
    first = member(left_on=date(2026, 5, 10))
    next_day = member(number=2, joined_on=date(2026, 5, 11))
    check_member(next_day, [first], today=date(2026, 6, 1))
    with pytest.raises(SecondHolder):
        check_member(member(number=2, joined_on=date(2026, 5, 10)), [first], today=date(2026, 6, 1))


DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@st.composite
def members(draw):
    joined = draw(DAYS)
    return member(
        draw(st.sampled_from(Relation)),
        number=draw(st.integers(1, 10**6)),
        joined_on=joined,
        left_on=draw(st.none() | st.dates(joined, date(2061, 1, 1))),
        born_on=draw(st.none() | st.dates(date(1920, 1, 1), joined)),
        gender=draw(st.none() | st.sampled_from(Gender)),
    )


@given(st.lists(members(), max_size=8), DAYS)
def test_nobody_is_counted_twice_or_left_out(them, day):
    there = [one for one in them if one.joined_on <= day and (one.left_on is None or day <= one.left_on)]
    found = composition(them, day, LAW)
    assert (found.adults + found.children if found else 0) == len(there)


@given(members(), DAYS)
def test_an_age_never_goes_down_and_grows_by_one_a_year(one, day):
    if one.born_on is None:
        assert age(one, day) is None
        return
    assert 0 <= age(one, day + timedelta(days=1)) - age(one, day) <= 1


@given(st.lists(members(), max_size=4), members())
def test_a_member_that_is_taken_never_makes_two_holders(others, one):
    try:
        check_member(one, others, today=date(2062, 1, 1))
    except Refusal:
        return
    holders = [it for it in others if it.relation is Relation.HOLDER and it.id != one.id]
    if one.relation is Relation.HOLDER:
        assert not any(it.stay.overlaps(one.stay) for it in holders)
