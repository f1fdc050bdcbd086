"""Who was housed in a year, counted. Source: ALT-AML §6 (points 4 and 7), seed 002 (support by purpose)."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from occupancy.domain.activity_people import AGE_BANDS, UNKNOWN, Around, Housed, people, refusals
from occupancy.domain.members import Gender, Relation
from occupancy.domain.particulars import ParticularKind, withdraw
from occupancy.domain.referral_answers import Answer, AnswerKind, Motive
from occupancy.law import LAW
from tests.unit.occupancy.test_members import household, member
from tests.unit.occupancy.test_particulars import particular

ENTRY = date(2026, 3, 1)
HOUSED = Housed(household=household(), first_day=ENTRY, last_day=date(2026, 8, 31))


def around(members=(), resources=()):
    key = HOUSED.household.id
    return Around(law=LAW, members={key: members}, resources={key: resources}, answers=(), measures=())


def test_adults_are_counted_by_gender_and_everybody_by_age():
    them = [
        member(gender=Gender.WOMAN, born_on=date(1990, 5, 1)),
        member(Relation.PARTNER, 2),
        member(Relation.CHILD, 3, gender=Gender.MAN, born_on=date(2015, 5, 1)),
        member(Relation.CHILD, 4, joined_on=date(2026, 3, 2), born_on=date(2026, 3, 2)),
    ]
    found = people([HOUSED], around(them))
    assert found.genders == {"woman": 1, "man": 0, UNKNOWN: 1}
    assert {code: number for code, number in found.ages.items() if number} == {"to_17": 1, "25_to_39": 1, UNKNOWN: 1}


def test_a_household_known_by_numbers_is_counted_without_saying_more():
    one = Housed(household=household(adults=2, children=3), first_day=ENTRY, last_day=ENTRY)
    found = people([one], Around(law=LAW, members={}, resources={}, answers=(), measures=()))
    assert (found.genders[UNKNOWN], found.ages[UNKNOWN], found.resources) == (2, 5, {UNKNOWN: 1})


@pytest.mark.parametrize(("years", "band"), [(17, "to_17"), (18, "18_to_24"), (24, "18_to_24"), (25, "25_to_39"),
    (39, "25_to_39"), (40, "40_to_59"), (59, "40_to_59"), (60, "60_and_over")])  # fmt: skip
def test_an_age_falls_in_one_band(years, band):
    found = people([HOUSED], around([member(born_on=date(ENTRY.year - years, 3, 1))]))
    assert found.ages[band] == 1


def test_the_resources_are_those_of_the_entry_else_the_first_of_the_stay():
    kind = ParticularKind.RESOURCES
    before = particular(kind, code="rsa", since=date(2026, 1, 1))
    during = particular(kind, id=UUID(int=2), code="salary", since=date(2026, 4, 1))
    after = particular(kind, id=UUID(int=3), code="pension", since=date(2026, 9, 1))
    assert people([HOUSED], around(resources=[before, during, after])).resources == {"rsa": 1}
    assert people([HOUSED], around(resources=[during, after])).resources == {"salary": 1}
    assert people([HOUSED], around(resources=[after])).resources == {UNKNOWN: 1}
    assert people([HOUSED], around(resources=[withdraw(before, "Erreur")])).resources == {UNKNOWN: 1}


def test_proposals_without_a_stay_are_counted_by_motive_in_the_year_of_their_answer():
    def answer(kind, motive, sent_on):
        return Answer(number=1, kind=kind, motive=motive, sent_on=sent_on, household_told_on=None)

    sent = [
        answer(AnswerKind.REFUSED, Motive.COMPOSITION, date(2026, 1, 1)),
        answer(AnswerKind.NO_ANSWER, None, date(2026, 12, 31)),
        answer(AnswerKind.ACCEPTED, None, date(2026, 6, 1)),
        answer(AnswerKind.REFUSED, Motive.COMPOSITION, date(2025, 12, 31)),
    ]
    assert refusals(sent, 2026) == {"composition": 1, "no_answer": 1}


@given(
    st.lists(
        st.tuples(st.sampled_from(Relation), st.none() | st.integers(1930, 2026), st.none() | st.sampled_from(Gender))
    )
)
def test_every_person_has_one_band_and_every_adult_one_gender(drawn):
    them = [
        member(relation, number, birth_year=year, gender=gender)
        for number, (relation, year, gender) in enumerate(drawn, start=1)
    ]
    found = people([HOUSED], around(them))
    persons = len(them) or HOUSED.household.persons
    assert sum(found.ages.values()) == persons
    assert sum(found.genders.values()) <= persons
    assert len(found.ages) == len(AGE_BANDS) + 2
