"""Units, places, programmes and service, without any database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alt_units.domain import places, programmes, retirement, units
from alt_units.domain.presence import Lived
from alt_units.domain.units import DwellingType, Programme, RunningLine, Unit, Zone
from kernel.errors import Refusal
from kernel.period import Month, Period
from tests.unit.alt_units.park import SHARED, T1, unit, unit_facts

YEARS = st.dates(date(2014, 1, 2), date(2019, 12, 31))


def line(last_month: Month, programme: Programme = Programme.ALT) -> RunningLine:
    return RunningLine(
        convention_id=T1.id,
        convention_label="la convention ALT n° 1 (2015)",
        programme=programme,
        first_month=Month(2015, 1),
        last_month=last_month,
    )


def test_a_shared_unit_has_its_places_numbered_from_one() -> None:
    assert [(one.number, one.name) for one in SHARED.places] == [(1, "Chambre bleue"), (2, "Chambre verte")]


def test_a_place_is_added_after_the_last_and_keeps_its_number_when_renamed() -> None:
    more = places.add_place(SHARED, "Chambre jaune")
    assert more.places[-1].number == 3
    renamed = places.amend_place(more, 1, "Chambre rose")
    assert [one.name for one in renamed.places] == ["Chambre rose", "Chambre verte", "Chambre jaune"]
    assert [one.number for one in renamed.places] == [1, 2, 3]


def test_two_places_never_share_a_name() -> None:
    with pytest.raises(places.PlaceNameTaken):
        places.add_place(SHARED, "CHAMBRE BLEUE")
    with pytest.raises(places.PlaceNameTaken):
        places.amend_place(SHARED, 2, "chambre bleue")
    assert places.amend_place(SHARED, 2, "Chambre Verte").places[1].name == "Chambre Verte"
    with pytest.raises(places.PlaceNotFound):
        places.amend_place(SHARED, 3, "Chambre jaune")


def test_an_overseas_unit_is_in_zone_ii_only() -> None:
    with pytest.raises(units.OverseasZone):
        unit(unit_facts(postal_code="97200", zone=Zone.III))
    assert unit(unit_facts(postal_code="97200", zone=Zone.II)).zone is Zone.II


def test_a_change_of_programme_ends_the_former_one_the_day_before() -> None:
    changed = programmes.change_programme(T1, Programme.AML, first_day=date(2015, 7, 1), lines=[])
    assert changed.programme_on(date(2015, 6, 30)) is Programme.ALT
    assert changed.programme_on(date(2015, 7, 1)) is Programme.AML
    left = programmes.change_programme(changed, None, first_day=date(2016, 1, 1), lines=[])
    assert left.programme_on(date(2016, 1, 1)) is None


def test_a_change_of_programme_waits_for_the_end_of_the_convention_line() -> None:
    with pytest.raises(units.UnitInUse) as refused:
        programmes.change_programme(T1, Programme.AML, first_day=date(2015, 7, 1), lines=[line(Month(2015, 7))])
    assert refused.value.blocker is not None
    programmes.change_programme(T1, Programme.AML, first_day=date(2015, 8, 1), lines=[line(Month(2015, 7))])


@given(st.lists(st.tuples(st.sampled_from([Programme.ALT, Programme.AML, None]), YEARS), max_size=12))
def test_no_unit_is_ever_in_two_programmes_on_one_day(changes: list[tuple[Programme | None, date]]) -> None:
    changed: Unit = T1
    for programme, first_day in changes:
        try:
            changed = programmes.change_programme(changed, programme, first_day=first_day, lines=[])
        except Refusal:
            continue
    periods = [one.period for one in changed.programmes]
    assert not any(a.overlaps(b) for at, a in enumerate(periods) for b in periods[at + 1 :])


def test_a_unit_under_a_convention_line_does_not_leave_the_park() -> None:
    with pytest.raises(units.UnitInUse) as refused:
        retirement.retire(T1, last_day=date(2015, 6, 30), lines=[line(Month(2015, 7))], lived=[])
    assert refused.value.blocker is not None
    assert refused.value.blocker.href == f"/logements/conventions/{T1.id}"
    retired = retirement.retire(T1, last_day=date(2015, 6, 30), lines=[line(Month(2015, 6))], lived=[])
    assert retired.retired_on == date(2015, 6, 30)


def test_a_unit_that_is_lived_in_does_not_leave_the_park() -> None:
    def lived(first_day: date, last_day: date) -> list[Lived]:
        return [Lived(place_number=0, period=Period(first_day, last_day))]

    for last in (date(2015, 6, 16), date(2015, 7, 1)):
        with pytest.raises(units.UnitInUse) as refused:
            retirement.retire(T1, last_day=date(2015, 6, 15), lines=[], lived=lived(date(2015, 6, 1), last))
        assert refused.value.blocker is not None
        assert f"{last:%d/%m/%Y}" in refused.value.blocker.label
    retirement.retire(T1, last_day=date(2015, 6, 15), lines=[], lived=lived(date(2015, 5, 1), date(2015, 6, 15)))


def test_a_retired_unit_keeps_its_history_and_takes_no_act() -> None:
    retired = retirement.retire(SHARED, last_day=date(2015, 6, 15), lines=[], lived=[])
    assert retired.programmes[0].last_day == date(2015, 6, 15)
    assert retired.is_in_service_on(date(2015, 6, 15))
    assert not retired.is_in_service_on(date(2015, 6, 16))
    assert retired.is_retired_on(date(2015, 6, 16))
    assert not retired.is_retired_on(date(2015, 6, 15))
    for act in (
        lambda: programmes.change_programme(retired, Programme.AML, first_day=date(2015, 7, 1), lines=[]),
        lambda: retirement.retire(retired, last_day=date(2015, 7, 1), lines=[], lived=[]),
        lambda: places.add_place(retired, "Chambre jaune"),
    ):
        with pytest.raises(units.UnitRetired):
            act()


def test_amending_keeps_what_the_unit_went_through() -> None:
    amended = units.amend(SHARED, unit_facts("AUTRE", DwellingType.T4))
    assert (amended.reference, amended.dwelling_type) == ("AUTRE", DwellingType.T4)
    assert (amended.id, amended.places, amended.programmes) == (SHARED.id, SHARED.places, SHARED.programmes)
