"""The terms that have run when a stay is brought in. Source: seed 004 (ALT 3 months renewable once, AML 6 months), TIME-03."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from occupancy.domain.stay_imports import terms_until
from occupancy.domain.terms import Term
from occupancy.domain.units import Programme
from occupancy.law import LAW


def kept(plan):
    return Term(
        id=uuid4(),
        contract_id=UUID(int=1),
        number=plan.number,
        first_day=plan.first_day,
        last_day=plan.last_day,
        decided_on=plan.first_day,
        reason="Repris",
        override_reason=plan.override_reason,
        rule=plan.rule,
    )


def until(programme, first_day, last_day):
    return terms_until(LAW, programme, first_day, last_day, kept, reason="Repris")


@pytest.mark.parametrize(
    ("last_day", "ends"),
    [
        (date(2018, 3, 30), [date(2018, 3, 30)]),
        (date(2018, 3, 31), [date(2018, 3, 31)]),
        (date(2018, 4, 1), [date(2018, 3, 31), date(2018, 4, 1)]),
        (date(2018, 6, 30), [date(2018, 3, 31), date(2018, 6, 30)]),
    ],
)
def test_a_stay_longer_than_its_first_term_was_renewed(last_day, ends):
    terms = until(Programme.ALT, date(2018, 1, 1), last_day)
    assert [one.last_day for one in terms] == ends
    assert not any(one.override_reason for one in terms)


def test_a_second_renewal_of_an_alt_stay_says_that_it_is_beyond_the_rule():
    terms = until(Programme.ALT, date(2018, 1, 1), date(2018, 7, 1))
    assert [bool(one.override_reason) for one in terms] == [False, False, True]


@given(
    st.sampled_from(Programme),
    st.dates(date(2001, 1, 1), date(2050, 1, 1)),
    st.integers(0, 4_000),
)
def test_the_terms_of_a_stay_brought_in_have_no_gap_and_end_where_it_ends(programme, first_day, days):
    terms = until(programme, first_day, first_day + timedelta(days=days))
    assert terms[0].first_day == first_day
    assert terms[-1].last_day == first_day + timedelta(days=days)
    assert [one.number for one in terms] == list(range(len(terms)))
    for one, after in pairwise(terms):
        assert after.first_day == one.last_day + timedelta(days=1)
