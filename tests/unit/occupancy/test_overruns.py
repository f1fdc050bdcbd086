"""Overruns: what is beyond the rule, by what right, counted at n − 1, n and n + 1."""

from datetime import date, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from occupancy.domain.contracts import Contract, ContractStatus
from occupancy.domain.decisions import Authority, DecidedBy
from occupancy.domain.overruns import OverrunKind, overruns_of
from occupancy.domain.renewals import Overstay
from tests.unit.occupancy.stays import contract, ended, first_term

STAY = contract(date(2018, 1, 10), date(2018, 4, 9))
BY = DecidedBy(
    decided_on=date(2018, 4, 1),
    authority=Authority.BOARD,
    decider_name="Conseil",
    decider_function="Élus",
    deliberation_ref="",
)


def overstay(first_day: date, last_day: date) -> Overstay:
    return Overstay(
        id=uuid4(),
        contract_id=STAY.id,
        number=1,
        first_day=first_day,
        last_day=last_day,
        reason="Offre en cours",
        rehousing_plan="Visite",
        decided=BY,
    )


def kinds(stay: Contract, today: date) -> list[OverrunKind]:
    return [one.kind for one in overruns_of(stay, (), (), today=today)]


def test_a_stay_is_an_overrun_from_the_day_after_its_term():
    assert kinds(STAY, date(2018, 4, 8)) == kinds(STAY, date(2018, 4, 9)) == []
    (found,) = overruns_of(STAY, (), (), today=date(2018, 4, 10))
    assert (found.kind, found.first_day, found.last_day) == (OverrunKind.UNAUTHORISED, date(2018, 4, 10), None)
    assert found.days(date(2018, 4, 10)) == 1


def test_an_authorised_overstay_covers_its_days_and_none_after():
    allowed = replace(STAY, allowed_until=date(2018, 4, 30))
    days = (overstay(date(2018, 4, 10), date(2018, 4, 30)),)
    covered = overruns_of(allowed, (), days, today=date(2018, 4, 30))
    assert [(one.kind, one.days(date(2018, 4, 30))) for one in covered] == [(OverrunKind.AUTHORISED, 21)]
    after = overruns_of(allowed, (), days, today=date(2018, 5, 1))
    assert [one.kind for one in after] == [OverrunKind.AUTHORISED, OverrunKind.UNAUTHORISED]
    assert after[1].first_day == date(2018, 5, 1)


def test_a_renewal_after_an_overstay_leaves_no_day_without_a_right():
    renewed = replace(STAY, allowed_until=date(2018, 4, 30), last_day=date(2018, 7, 9))
    assert kinds(renewed, date(2018, 7, 9)) == []


def test_a_derogation_is_told_with_its_motive_for_the_first_term_and_for_a_renewal():
    first = replace(first_term(date(2018, 1, 10)), override_reason="Travaux")
    second = replace(first, number=1, override_reason="Aucune offre")
    found = overruns_of(
        STAY, (first, second, replace(second, number=2, override_reason=None)), (), today=STAY.first_day
    )
    assert [(one.kind, one.reason) for one in found] == [
        (OverrunKind.BEYOND_RULE, "Travaux"),
        (OverrunKind.DEROGATION, "Aucune offre"),
    ]


def test_a_draft_overruns_nothing():
    assert kinds(replace(STAY, status=ContractStatus.DRAFT), date(2020, 1, 1)) == []


@given(late=st.integers(-60, 60))
def test_who_left_is_an_overrun_for_the_days_really_spent_after_the_term(late: int):
    left = ended(STAY, STAY.last_day + timedelta(late))
    found = overruns_of(left, (), (), today=date(2019, 1, 1))
    assert sum(one.days(date(2019, 1, 1)) for one in found) == max(late, 0)
