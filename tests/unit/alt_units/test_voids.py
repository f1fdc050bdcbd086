"""Voids without any database: what may be unavailable, when, and what stands in the way."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from alt_units.domain.places import PlaceNotFound
from alt_units.domain.presence import Lived
from alt_units.domain.retirement import retire
from alt_units.domain.units import Unit, UnitInUse, UnitRetired
from alt_units.domain.void_acts import VoidEndsBefore, cancel_void, declare_void, end_void
from alt_units.domain.voids import (
    CostBearer,
    VoidCancelled,
    VoidFacts,
    VoidNotFound,
    VoidOutsidePark,
    VoidOverlap,
    VoidOverStay,
    VoidReason,
    VoidUnexplained,
    void_of_all,
)
from kernel.errors import Refusal
from kernel.period import Period
from tests.unit.alt_units.park import SHARED, T1

DAYS = st.dates(date(2015, 1, 1), date(2015, 3, 31))


def works(first_day: date, last_day: date | None = None, place: int = 0, **changes: object) -> VoidFacts:
    facts = VoidFacts(
        place_number=place,
        reason=VoidReason.WORKS,
        bearer=CostBearer.LANDLORD,
        first_day=first_day,
        last_day=last_day,
        reference="Devis 12",
        note="",
    )
    return replace(facts, **changes)


def declared(unit: Unit, *facts: VoidFacts, lived: tuple[Lived, ...] = ()) -> Unit:
    for one in facts:
        unit = declare_void(unit, one, void_id=UUID(int=1000 + len(unit.voids)), lived=lived)
    return unit


def test_works_make_the_unit_unavailable_and_leave_it_in_service() -> None:
    out = declared(T1, works(date(2015, 3, 10), date(2015, 3, 31)))
    assert out.void_on(date(2015, 3, 9)) is None
    assert out.void_on(date(2015, 3, 10)) is not None
    assert out.void_on(date(2015, 3, 31)) is not None
    assert out.void_on(date(2015, 4, 1)) is None
    assert out.is_in_service_on(date(2015, 3, 20))


def test_the_void_of_a_place_leaves_the_other_and_the_unit_available() -> None:
    out = declared(SHARED, works(date(2015, 3, 10), place=1))
    assert out.void_on(date(2015, 3, 10), 1) is not None
    assert out.void_on(date(2015, 3, 10), 2) is None
    assert out.void_on(date(2015, 3, 10)) is None


def test_a_day_of_a_place_is_unavailable_for_one_reason() -> None:
    out = declared(SHARED, works(date(2015, 3, 10), date(2015, 3, 20), place=1))
    for facts in (
        works(date(2015, 3, 20), date(2015, 3, 25), place=1),
        works(date(2015, 3, 1), None),
        works(date(2015, 3, 1), date(2015, 3, 10), place=1),
    ):
        with pytest.raises(VoidOverlap) as refused:
            declared(out, facts)
        assert refused.value.blocker is not None
        assert "du 10/03/2015 au 20/03/2015" in refused.value.blocker.label
    declared(out, works(date(2015, 3, 21), place=1), works(date(2015, 3, 10), place=2))


def test_a_place_that_is_lived_in_is_not_made_unavailable() -> None:
    lived = (Lived(place_number=1, period=Period(date(2015, 3, 1), date(2015, 3, 20))),)
    for facts in (works(date(2015, 3, 20), place=1), works(date(2015, 2, 1), date(2015, 3, 1))):
        with pytest.raises(VoidOverStay) as refused:
            declared(SHARED, facts, lived=lived)
        assert refused.value.blocker is not None
        assert refused.value.blocker.label == "Séjour du 01/03/2015 au 20/03/2015"
    declared(SHARED, works(date(2015, 3, 20), place=2), works(date(2015, 3, 21), place=1), lived=lived)


def test_who_lives_in_the_whole_unit_lives_in_each_place() -> None:
    lived = (Lived(place_number=0, period=Period(date(2015, 3, 1), date(2015, 3, 20))),)
    with pytest.raises(VoidOverStay):
        declared(SHARED, works(date(2015, 3, 20), place=2), lived=lived)


def test_only_days_in_the_park_can_be_unavailable() -> None:
    for facts in (works(date(2013, 12, 31), date(2014, 1, 5)), works(date(2013, 1, 1), date(2013, 2, 1))):
        with pytest.raises(VoidOutsidePark):
            declared(T1, facts)
    declared(T1, works(date(2014, 1, 1), date(2014, 1, 1)))


def test_an_unknown_place_an_end_before_the_start_and_an_unexplained_other_are_refused() -> None:
    with pytest.raises(PlaceNotFound):
        declared(SHARED, works(date(2015, 3, 1), place=3))
    with pytest.raises(VoidEndsBefore):
        declared(T1, works(date(2015, 3, 2), date(2015, 3, 1)))
    with pytest.raises(VoidUnexplained):
        declared(T1, works(date(2015, 3, 1), reason=VoidReason.OTHER))
    declared(T1, works(date(2015, 3, 1), reason=VoidReason.OTHER, note="Sinistre voisin"))


def test_the_last_day_moves_both_ways_as_long_as_nobody_lives_there() -> None:
    out = declared(T1, works(date(2015, 3, 10)))
    shorter = end_void(out, out.voids[0].id, last_day=date(2015, 3, 12), lived=[])
    assert shorter.void_on(date(2015, 3, 13)) is None
    lived = [Lived(place_number=0, period=Period(date(2015, 3, 20), date(2015, 6, 19)))]
    end_void(shorter, out.voids[0].id, last_day=date(2015, 3, 19), lived=lived)
    for last_day in (date(2015, 3, 20), None):
        with pytest.raises(VoidOverStay):
            end_void(shorter, out.voids[0].id, last_day=last_day, lived=lived)


def test_a_cancelled_void_stays_in_the_history_and_stands_in_nobodys_way() -> None:
    out = declared(T1, works(date(2015, 3, 10)))
    gone = cancel_void(out, out.voids[0].id, reason="Travaux reportés", today=date(2015, 3, 1))
    assert gone.void_on(date(2015, 3, 10)) is None
    assert [one.cancel_reason for one in gone.voids] == ["Travaux reportés"]
    again = declared(gone, works(date(2015, 3, 10)))
    assert len(again.live_voids()) == 1
    retire(gone, last_day=date(2015, 2, 28), lines=[], lived=[])
    with pytest.raises(VoidCancelled):
        end_void(gone, out.voids[0].id, last_day=date(2015, 3, 12), lived=[])
    with pytest.raises(VoidCancelled):
        cancel_void(gone, out.voids[0].id, reason="Encore", today=date(2015, 3, 2))
    with pytest.raises(VoidNotFound):
        cancel_void(T1, out.voids[0].id, reason="Encore", today=date(2015, 3, 2))


def test_a_void_to_come_stands_in_the_way_of_a_retirement_and_a_running_one_ends_with_it() -> None:
    out = declared(T1, works(date(2015, 3, 10)))
    with pytest.raises(UnitInUse) as refused:
        retire(out, last_day=date(2015, 3, 9), lines=[], lived=[])
    assert refused.value.blocker is not None
    assert refused.value.blocker.label == "Indisponibilité à partir du 10/03/2015"
    retired = retire(out, last_day=date(2015, 3, 10), lines=[], lived=[])
    assert retired.voids[0].last_day == date(2015, 3, 10)
    with pytest.raises(UnitRetired):
        declared(retired, works(date(2015, 1, 1), date(2015, 1, 2)))


def test_the_dwelling_is_out_when_it_is_void_or_each_of_its_places_is() -> None:
    out = declared(
        SHARED,
        works(date(2015, 3, 1), date(2015, 3, 10), place=1),
        works(date(2015, 3, 5), date(2015, 3, 20), place=2),
        works(date(2015, 4, 1), date(2015, 4, 3)),
    )
    assert void_of_all(out.voids, [1, 2]) == (
        Period(date(2015, 3, 5), date(2015, 3, 10)),
        Period(date(2015, 4, 1), date(2015, 4, 3)),
    )


@settings(deadline=None)  # a busy machine makes one example slow; its time says nothing
@given(st.lists(st.tuples(DAYS, DAYS | st.none(), st.integers(0, 2), st.booleans()), max_size=8))
def test_the_days_without_offer_are_those_counted_one_by_one(
    tries: list[tuple[date, date | None, int, bool]],
) -> None:
    unit = SHARED
    for first_day, last_day, place, cancelled in tries:
        try:
            unit = declared(unit, works(first_day, last_day, place))
        except Refusal:
            continue
        if cancelled:
            unit = cancel_void(unit, unit.voids[-1].id, reason="Erreur", today=date(2015, 1, 1))
    out = void_of_all(unit.voids, [1, 2])
    for number in range(date(2014, 12, 25).toordinal(), date(2015, 4, 10).toordinal()):
        day = date.fromordinal(number)
        expected = all(unit.void_on(day, place) for place in (1, 2))
        assert any(day in one for one in out) is expected
