"""Vacant places and what the SIAO was told of them (SIAO-01)."""

from datetime import date
from uuid import UUID

import pytest

from alt_units.domain.presence import Presence
from alt_units.domain.stock_days import calendar_of
from alt_units.domain.units import Unit
from alt_units.domain.vacancies import (
    Declaration,
    PlaceNotVacant,
    UnitOutOfOffer,
    Vacancy,
    VacancyAlreadyDeclared,
    VacancyDeclarationCancelled,
    VacancyDeclaredInFuture,
    VacancyDeclaredTooEarly,
    cancel,
    declare,
    find_vacancy,
    notice_days,
)
from alt_units.domain.void_acts import declare_void
from alt_units.domain.voids import CostBearer, VoidFacts, VoidReason
from tests.unit.alt_units.park import LAW, SHARED, T1
from tests.unit.alt_units.test_stock_days import told

TODAY, UNTIL = date(2016, 4, 10), date(2018, 4, 10)


def vacancy(
    unit: Unit, presences: list[Presence], *known: Declaration, number: int = 0, today: date = TODAY
) -> Vacancy | None:
    return find_vacancy(calendar_of(unit, presences), number, known, today=today, until=UNTIL)


def declared(found: Vacancy | None, day: date = TODAY, today: date = TODAY, *, is_offered: bool = True) -> Declaration:
    notice = notice_days(LAW, today)
    made = {"declaration_id": UUID(int=7), "unit_id": T1.id, "by": "Agente", "note": ""}
    return declare(found, declared_on=day, today=today, notice=notice, is_offered=is_offered, **made)


def test_a_place_is_vacant_from_the_day_after_its_last_household() -> None:
    found = vacancy(T1, [told(T1, "2016-03", (0, ((1, 20),), ()))])
    assert found is not None
    assert (found.vacant_from, found.days(TODAY)) == (date(2016, 3, 21), 21)


def test_the_remise_en_etat_comes_before_the_vacancy() -> None:
    found = vacancy(T1, [told(T1, "2016-03", (0, ((1, 20),), ((21, 23),)))])
    assert found is not None
    assert found.vacant_from == date(2016, 3, 24)


def test_a_place_about_to_be_vacant_is_known_from_the_contract() -> None:
    found = vacancy(T1, [told(T1, "2016-04", (0, ((1, 30),), ()))])
    assert found is not None
    assert (found.vacant_from, found.is_to_come(TODAY), found.days(TODAY)) == (date(2016, 5, 1), True, 0)


def test_a_void_without_an_end_leaves_nothing_to_declare() -> None:
    facts = VoidFacts(
        place_number=0,
        reason=VoidReason.WORKS,
        bearer=CostBearer.CCAS,
        first_day=date(2016, 4, 1),
        last_day=None,
        reference="",
        note="",
    )
    out = declare_void(T1, facts, void_id=UUID(int=900), lived=[])
    assert vacancy(out, []) is None
    with pytest.raises(PlaceNotVacant):
        declared(vacancy(out, []))


def test_each_place_has_its_own_vacancy() -> None:
    presences = [told(SHARED, "2016-04", (1, ((1, 30),), ()))]
    one, two = vacancy(SHARED, presences, number=1), vacancy(SHARED, presences, number=2)
    assert one is not None
    assert two is not None
    assert (one.vacant_from, two.vacant_from) == (date(2016, 5, 1), date(2014, 1, 1))


def test_a_vacancy_is_declared_once_and_again_after_another_household() -> None:
    march = told(T1, "2016-03", (0, ((1, 20),), ()))
    known = declared(vacancy(T1, [march]))
    assert known.vacant_from == date(2016, 3, 21)
    again = vacancy(T1, [march], known)
    assert again is not None
    assert again.declaration == known
    with pytest.raises(VacancyAlreadyDeclared):
        declared(again)
    later = vacancy(T1, [march, told(T1, "2016-05", (0, ((1, 31),), ()))], known, today=date(2016, 6, 2))
    assert later is not None
    assert (later.vacant_from, later.declaration) == (date(2016, 6, 1), None)


def test_a_departure_that_moves_earlier_keeps_the_declaration_and_one_that_moves_later_asks_for_another() -> None:
    known = declared(vacancy(T1, [told(T1, "2016-04", (0, ((1, 20),), ()))]))
    earlier = vacancy(T1, [told(T1, "2016-04", (0, ((1, 15),), ()))], known)
    assert earlier is not None
    assert earlier.declaration == known
    later = vacancy(T1, [told(T1, "2016-04", (0, ((1, 30),), ()))], known)
    assert later is not None
    assert later.declaration is None


def test_a_declaration_is_dated_at_the_latest_today() -> None:
    found = vacancy(T1, [])
    with pytest.raises(VacancyDeclaredInFuture):
        declared(found, date(2016, 4, 11))
    assert declared(found, date(2016, 4, 9)).declared_on == date(2016, 4, 9)


@pytest.mark.parametrize(("day", "is_taken"), [(date(2016, 2, 20), True), (date(2016, 2, 19), False)])
def test_a_declaration_dates_from_the_notice_before_its_vacancy_at_the_earliest(day: date, is_taken: bool) -> None:
    """Vacant since 21 March 2016, told thirty days before at the earliest: what is older was of another vacancy."""
    found = vacancy(T1, [told(T1, "2016-03", (0, ((1, 20),), ()))])
    if is_taken:
        assert declared(found, day).declared_on == day
        return
    with pytest.raises(VacancyDeclaredTooEarly) as refused:
        declared(found, day)
    assert [one.field for one in refused.value.errors] == ["declared_on"]
    assert "21/03/2016" in refused.value.detail
    assert "20/02/2016" in refused.value.detail


def test_a_vacancy_far_off_is_declared_as_soon_as_the_departure_is_known() -> None:
    found = vacancy(
        T1, [told(T1, f"2016-0{month}", (0, ((1, days),), ())) for month, days in ((4, 30), (5, 31), (6, 30))]
    )
    assert found is not None
    assert found.vacant_from == date(2016, 7, 1)
    assert declared(found).declared_on == TODAY
    with pytest.raises(VacancyDeclaredTooEarly):
        declared(found, date(2016, 4, 9))


def test_a_place_that_is_in_no_programme_is_not_declared() -> None:
    with pytest.raises(UnitOutOfOffer):
        declared(vacancy(T1, []), is_offered=False)


def test_a_cancelled_declaration_no_longer_counts() -> None:
    known = declared(vacancy(T1, []))
    gone = cancel(known, reason="Erreur de logement", today=TODAY)
    found = vacancy(T1, [], gone)
    assert found is not None
    assert found.declaration is None
    with pytest.raises(VacancyDeclarationCancelled):
        cancel(gone, reason="Encore", today=TODAY)
