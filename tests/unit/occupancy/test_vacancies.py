"""Search never offers what a signature refuses: held to the acts' own check, and to a calendar ticked day by day."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import Phase, given, settings
from msgspec.structs import replace

from kernel.availability import count_days
from kernel.errors import Refusal
from kernel.period import Period
from occupancy.domain.places import calendar_of, check_place
from occupancy.domain.terms import TermEndsBeforeStart, initial_term
from occupancy.domain.units import Place, Programme, ProgrammePeriod
from occupancy.domain.vacancies import Misfit, Vacancy, Wish, vacancies
from occupancy.law import LAW
from tests.unit.occupancy.park import (
    Case,
    cases,
    each_day,
    is_granted_by_hand,
    is_in_service,
    is_lived_in,
    is_put_in_order,
    is_void,
    meets,
)
from tests.unit.occupancy.stays import contract
from tests.unit.occupancy.test_places import unit

Search = Callable[[Case], tuple[Vacancy, ...]]


def search(case: Case) -> tuple[Vacancy, ...]:
    return vacancies(LAW, case.units, case.contracts, case.wish, today=case.today)


def half_open(case: Case) -> tuple[Vacancy, ...]:
    """A peer's fault (w3): the last day of each stay is taken for free."""
    shorter = [
        replace(one, last_day=one.last_day - timedelta(days=1))
        if one.end is None and one.last_day > one.first_day
        else one
        for one in case.contracts
    ]
    return vacancies(LAW, case.units, shorter, case.wish, today=case.today)


def without_turnaround(case: Case) -> tuple[Vacancy, ...]:
    """Another (w2): the days needed to put a place in order are forgotten."""
    bare = [replace(one, turnaround_days=0) for one in case.contracts]
    return vacancies(LAW, case.units, bare, case.wish, today=case.today)


def refusal_at_signature(case: Case, vacancy: Vacancy) -> Refusal | None:
    """What signing this very place for these very days is answered."""
    assert vacancy.stay.last_day is not None
    there = [one for one in case.contracts if one.unit_id == vacancy.unit.id]
    wanted = replace(
        contract(vacancy.stay.first_day, vacancy.stay.last_day, place=vacancy.place_number, unit_id=vacancy.unit.id),
        turnaround_days=vacancy.unit.turnaround_days,
        territory=vacancy.unit.territory,
    )
    try:
        check_place(wanted, vacancy.unit, there, today=case.today)
    except Refusal as refusal:
        return refusal
    return None


def never_offers_what_is_refused(case: Case, searched: Search) -> None:
    for vacancy in searched(case):
        assert vacancy.stay.last_day is not None
        refusal = refusal_at_signature(case, vacancy)
        granted = is_granted_by_hand(
            case, vacancy.unit, vacancy.place_number, vacancy.stay.first_day, vacancy.stay.last_day
        )
        assert (refusal is None) == granted
        assert (vacancy.obstacle is None) == granted
        assert (vacancy.refusal and vacancy.refusal.code) == (refusal and refusal.code)
        if vacancy.is_offered:
            longest = initial_term(
                LAW, vacancy.programme or Programme.ALT, case.wish.first_day, last_day=None, override_reason=None
            )
            assert vacancy.stay.last_day <= longest.last_day


@settings(max_examples=150, deadline=None)
@given(cases())
def test_search_never_offers_what_a_signature_refuses(case: Case) -> None:
    never_offers_what_is_refused(case, search)


@pytest.mark.parametrize("broken", [half_open, without_turnaround])
def test_control_a_search_that_counts_days_otherwise_is_caught(broken: Search) -> None:
    @settings(max_examples=3000, deadline=None, database=None, phases=[Phase.generate], report_multiple_bugs=False)
    @given(cases())
    def held(case: Case) -> None:
        never_offers_what_is_refused(case, broken)

    with pytest.raises(AssertionError):
        held()


@settings(max_examples=60, deadline=None)
@given(cases())
def test_on_the_next_free_day_as_long_a_stay_is_granted_and_on_no_day_before(case: Case) -> None:
    for vacancy in search(case):
        day, asked = case.wish.first_day, case.wish.programme
        while vacancy.next_free_day is not None and day <= vacancy.next_free_day and day < date(2024, 9, 1):
            last_day = day + timedelta(days=vacancy.stay.days - 1)
            granted = is_granted_by_hand(case, vacancy.unit, vacancy.place_number, day, last_day)
            in_programme = asked is None or any(
                one.programme is asked and day in Period(one.first_day, one.last_day) for one in vacancy.unit.programmes
            )
            assert vacancy.obstacle is None or (granted and in_programme) == (day == vacancy.next_free_day)
            day += timedelta(days=1)


@settings(max_examples=60, deadline=None)
@given(cases())
def test_the_days_of_each_place_and_of_each_unit_add_up_to_its_days_in_service(case: Case) -> None:
    within = Period(date(2024, 1, 20), date(2024, 4, 30))
    assert within.last_day is not None
    for one in case.units:
        there = [stay for stay in case.contracts if stay.unit_id == one.id]
        calendar = calendar_of(one, there)
        for place in (0, *(named.number for named in one.places)):
            counts = count_days(calendar, place, within)
            met = [stay for stay in there if meets(place, stay.place_number)]
            by_hand = dict.fromkeys(("occupied", "void", "turnaround", "free"), 0)
            for day in each_day(within.first_day, within.last_day):
                if not is_in_service(one, day):
                    continue
                if any(is_lived_in(stay, day, None) for stay in met):
                    by_hand["occupied"] += 1
                elif is_void(one, place, day):
                    by_hand["void"] += 1
                elif any(is_put_in_order(stay, day, None) for stay in met):
                    by_hand["turnaround"] += 1
                else:
                    by_hand["free"] += 1
            assert {name: getattr(counts, name) for name in by_hand} == by_hand
            assert sum(by_hand.values()) == counts.in_service


TWO_ROOMS = (Place(number=1, name="Chambre 1", persons_max=1), Place(number=2, name="Chambre 2", persons_max=2))
FIRST = date(2018, 1, 10)


def test_a_shared_unit_says_how_many_of_its_places_are_free() -> None:
    shared = unit(places=TWO_ROOMS)
    there = contract(FIRST, date(2018, 4, 9), place=1)
    found = vacancies(LAW, [shared], [there], Wish(first_day=date(2018, 2, 1)), today=FIRST)
    assert [(one.place_number, one.is_offered, one.free_places, one.places) for one in found] == [
        (2, True, 1, 2),
        (0, False, 1, 2),
        (1, False, 1, 2),
    ]
    assert found[1].next_free_day == found[2].next_free_day == date(2018, 4, 10)
    assert found[2].refusal is not None
    assert found[2].refusal.blocker is not None
    assert found[2].refusal.blocker.href == f"/sejours/contrats/{there.id}"


def test_the_smallest_place_that_is_large_enough_comes_first_and_a_too_small_one_says_so() -> None:
    shared = unit(places=TWO_ROOMS, persons_max=4)
    found = vacancies(LAW, [shared], [], Wish(first_day=FIRST, persons=2), today=FIRST)
    assert [(one.place_number, one.misfits) for one in found] == [(2, ()), (0, ()), (1, (Misfit.TOO_SMALL,))]


@pytest.mark.parametrize(("last_day", "misfits"), [(date(2018, 4, 9), ()), (date(2018, 4, 10), (Misfit.TOO_LONG,))])
def test_a_stay_of_exactly_three_months_is_offered_and_one_day_more_needs_an_override(
    last_day: date, misfits: tuple[Misfit, ...]
) -> None:
    (found,) = vacancies(LAW, [unit()], [], Wish(first_day=FIRST, last_day=last_day), today=FIRST)
    assert found.misfits == misfits


def test_without_an_end_each_place_is_looked_at_for_the_first_term_of_its_programme() -> None:
    aml = unit(programmes=(ProgrammePeriod(programme=Programme.AML, first_day=date(2000, 1, 1), last_day=None),))
    found = vacancies(LAW, [unit(), aml], [], Wish(first_day=FIRST), today=FIRST)
    assert sorted(one.stay.last_day for one in found if one.stay.last_day) == [date(2018, 4, 9), date(2018, 7, 9)]


def test_accessibility_sharing_and_programme_narrow_the_search() -> None:
    shared = unit(places=TWO_ROOMS)
    wish = Wish(first_day=FIRST, accessible=True, shared=False, programme=Programme.AML)
    (found,) = vacancies(LAW, [shared], [], wish, today=FIRST)
    assert found.misfits == (Misfit.NOT_ACCESSIBLE, Misfit.OTHER_PROGRAMME)


def test_a_search_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(TermEndsBeforeStart):
        vacancies(LAW, [], [], Wish(first_day=FIRST, last_day=date(2018, 1, 9)), today=FIRST)


def test_a_stay_from_29_february_over_the_change_to_summer_time_counts_every_day_once() -> None:
    wish = Wish(first_day=date(2024, 2, 29), months=1)
    (found,) = vacancies(LAW, [unit()], [], wish, today=date(2024, 2, 1))
    assert found.stay == Period(date(2024, 2, 29), date(2024, 3, 28))
    assert found.stay.days == 29
