"""Conventions and their lines, on the park of the founding case. Case numbers are those of the worked cases."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alt_units.domain import convention_acts, convention_lines, conventions, programmes, retirement
from alt_units.domain.convention_amounts import AmountMissing, amount_from, check_lines
from alt_units.domain.convention_lines import running_lines
from alt_units.domain.regimes import Regime
from alt_units.domain.scales import check_amount
from alt_units.domain.units import DwellingType, Programme, Zone
from alt_units.law import read_scales
from kernel.errors import Refusal
from kernel.period import Month
from tests.unit.alt_units.park import (
    LAW,
    SHARED,
    SHARED_ID,
    T1,
    T1_ID,
    T3,
    T3_ID,
    convention_facts,
    convention_of,
    line,
    unit,
    unit_facts,
)

SCALES = read_scales()
MARCH = Month(2015, 3)


def at_scale(unit_id: UUID, dwelling_type: DwellingType) -> conventions.LineFacts:
    return line(unit_id, amount_from(SCALES.value_at(MARCH.first_day, dwelling_type, Zone.I)), dwelling_type)


def test_ac_10_a_shared_unit_declared_as_a_t3() -> None:
    convention = convention_of(
        at_scale(SHARED_ID, DwellingType.T3), at_scale(T1_ID, DwellingType.T1), at_scale(T3_ID, DwellingType.T3)
    )
    assert conventions.month_forecast(convention, MARCH) == 102717
    assert conventions.year_forecast(convention) == 1232604


def test_ac_11_a_shared_unit_declared_as_a_t1() -> None:
    convention = convention_of(
        at_scale(SHARED_ID, DwellingType.T1), at_scale(T1_ID, DwellingType.T1), at_scale(T3_ID, DwellingType.T3)
    )
    assert conventions.month_forecast(convention, MARCH) == 98049
    assert conventions.year_forecast(convention) == 1176588


def test_the_published_amounts_are_kept_as_entered() -> None:
    convention = convention_of(
        at_scale(SHARED_ID, DwellingType.T3), line(T1_ID, 33127), at_scale(T3_ID, DwellingType.T3)
    )
    assert conventions.month_forecast(convention, MARCH) == 104717
    checked = check_lines(convention, [SHARED, T1, T3], SCALES)
    assert [one.check.excess_cents for one in checked] == [0, 2000, 0]
    assert [one.check.value.version for one in checked if one.check.value] == ["2009"] * 3


def test_ac_12_a_claim_per_household_on_one_dwelling_is_refused() -> None:
    convention = convention_of(at_scale(SHARED_ID, DwellingType.T1))
    with pytest.raises(convention_lines.LineOverlap):
        convention_lines.add_line(
            convention,
            at_scale(SHARED_ID, DwellingType.T3),
            line_id=UUID(int=999),
            unit=SHARED,
            others=running_lines(convention, SHARED_ID),
        )
    wrong = 31127 + 35795 + 31127 + 35795
    assert (wrong, wrong * 12) == (133844, 1606128)


def test_two_lines_of_a_dwelling_may_follow_one_another() -> None:
    convention = convention_of(
        line(T1_ID, 31127, last_month=Month(2015, 6)), line(T1_ID, 30000, first_month=Month(2015, 7))
    )
    assert conventions.month_forecast(convention, Month(2015, 6)) == 31127
    assert conventions.month_forecast(convention, Month(2015, 7)) == 30000


def test_ac_24_a_convention_signed_in_february_2015_pays_from_march() -> None:
    signed = convention_acts.sign(
        LAW, convention_of(line(T1_ID, 31127)), signed_on=date(2015, 2, 10), today=date(2015, 2, 12)
    )
    assert signed.first_month == MARCH
    assert not signed.is_in_effect(Month(2015, 2))
    assert signed.is_in_effect(MARCH)
    assert signed.regime is Regime.CAF_MENSUEL


def test_ac_24_a_convention_ended_on_12_may_2016_pays_nothing_from_june() -> None:
    facts = line(T1_ID, 31127, first_month=Month(2016, 1), last_month=Month(2016, 12))
    convention = convention_of(facts, year=2016)
    signed = convention_acts.sign(LAW, convention, signed_on=date(2015, 12, 20), today=date(2016, 1, 4))
    ended = convention_acts.end(signed, ended_on=date(2016, 5, 12), reason="Résiliation", claimed=())
    assert ended.is_in_effect(Month(2016, 5))
    assert not ended.is_in_effect(Month(2016, 6))
    assert conventions.amounts_in_effect([ended], Month(2016, 5)) == {T1_ID: 31127}
    assert conventions.amounts_in_effect([ended], Month(2016, 6)) == {}
    assert [one.last_month for one in running_lines(ended, T1_ID)] == [Month(2016, 5)]


def test_ac_27_the_regime_is_the_one_of_the_year() -> None:
    assert convention_of(year=2016).regime is Regime.CAF_MENSUEL
    assert convention_of(year=2017).regime is Regime.ETAT_3_VERSEMENTS


def test_under_the_state_a_convention_signed_in_november_covers_the_whole_year() -> None:
    facts = line(T1_ID, 31127, first_month=Month(2017, 1), last_month=Month(2017, 12))
    convention = convention_of(facts, year=2017)
    signed = convention_acts.sign(LAW, convention, signed_on=date(2017, 11, 20), today=date(2017, 11, 20))
    assert signed.first_month == Month(2017, 1)


def test_a_signature_that_would_take_effect_the_year_after_is_refused() -> None:
    with pytest.raises(conventions.ConventionDateImpossible):
        convention_acts.sign(LAW, convention_of(line(T1_ID, 1)), signed_on=date(2015, 12, 3), today=date(2015, 12, 3))


def test_a_signature_is_not_in_the_future() -> None:
    with pytest.raises(conventions.ConventionDateImpossible):
        convention_acts.sign(LAW, convention_of(line(T1_ID, 1)), signed_on=date(2015, 3, 2), today=date(2015, 3, 1))


def test_an_empty_convention_is_not_signed() -> None:
    with pytest.raises(conventions.ConventionEmpty):
        convention_acts.sign(LAW, convention_of(), signed_on=date(2015, 1, 5), today=date(2015, 1, 5))


def test_a_signed_convention_does_not_change_any_more() -> None:
    signed = convention_acts.sign(
        LAW, convention_of(line(T1_ID, 1)), signed_on=date(2015, 1, 5), today=date(2015, 2, 1)
    )
    for act in (
        lambda: convention_acts.amend(LAW, signed, convention_facts()),
        lambda: convention_lines.add_line(signed, line(T3_ID, 1), line_id=UUID(int=9), unit=T3, others=[]),
        lambda: convention_lines.amend_line(signed, signed.lines[0].id, line(T1_ID, 2), unit=T1, others=[]),
        lambda: convention_lines.remove_line(signed, signed.lines[0].id),
        lambda: convention_acts.sign(LAW, signed, signed_on=date(2015, 1, 6), today=date(2015, 2, 1)),
    ):
        with pytest.raises(conventions.ConventionSigned):
            act()


def test_a_convention_ends_once_signed_once_and_in_its_year() -> None:
    draft = convention_of(line(T1_ID, 1))
    with pytest.raises(conventions.ConventionNotSigned):
        convention_acts.end(draft, ended_on=date(2015, 5, 1), reason="x", claimed=())
    signed = convention_acts.sign(LAW, draft, signed_on=date(2015, 1, 5), today=date(2015, 2, 1))
    for day in (date(2015, 1, 4), date(2016, 1, 1)):
        with pytest.raises(conventions.ConventionDateImpossible):
            convention_acts.end(signed, ended_on=day, reason="x", claimed=())
    ended = convention_acts.end(signed, ended_on=date(2015, 5, 1), reason="x", claimed=())
    with pytest.raises(conventions.ConventionEnded):
        convention_acts.end(ended, ended_on=date(2015, 6, 1), reason="x", claimed=())


def test_a_convention_ends_in_the_last_month_claimed_or_later() -> None:
    signed = convention_acts.sign(
        LAW, convention_of(line(T1_ID, 1)), signed_on=date(2015, 1, 5), today=date(2015, 2, 1)
    )
    with pytest.raises(conventions.ConventionClaimedLater) as refused:
        convention_acts.end(signed, ended_on=date(2015, 5, 1), reason="x", claimed=[Month(2015, 7), Month(2015, 6)])
    assert refused.value.blocker is not None
    named = [refused.value.blocker, *refused.value.others]
    assert [one.label for one in named] == ["Demande 06/2015", "Demande 07/2015"]
    assert [one.href.rpartition("/")[2] for one in named] == ["2015-06", "2015-07"]
    assert convention_acts.end(signed, ended_on=date(2015, 5, 1), reason="x", claimed=[Month(2015, 5)]).ended_on


def test_a_line_that_had_not_begun_when_the_convention_ended_holds_nothing() -> None:
    convention = convention_of(line(T1_ID, 1, first_month=Month(2015, 9)))
    signed = convention_acts.sign(LAW, convention, signed_on=date(2015, 1, 5), today=date(2015, 2, 1))
    assert running_lines(convention_acts.end(signed, ended_on=date(2015, 5, 1), reason="x", claimed=()), T1_ID) == []


def test_a_dwelling_without_the_comfort_of_the_code_is_not_conventioned() -> None:
    for facts in (unit_facts(water_and_wc=False), unit_facts(heating=False)):
        with pytest.raises(convention_lines.ComfortMissing):
            convention_lines.add_line(convention_of(), line(T1_ID, 1), line_id=UUID(int=9), unit=unit(facts), others=[])


def test_a_dwelling_of_the_other_programme_is_not_conventioned() -> None:
    aml = programmes.change_programme(T1, Programme.AML, first_day=date(2015, 7, 1), lines=[])
    with pytest.raises(convention_lines.UnitOutsideProgramme):
        convention_lines.add_line(convention_of(), line(T1_ID, 1), line_id=UUID(int=9), unit=aml, others=[])
    until_june = line(T1_ID, 1, last_month=Month(2015, 6))
    convention_lines.add_line(convention_of(), until_june, line_id=UUID(int=9), unit=aml, others=[])


def test_a_retired_dwelling_is_not_conventioned_after_it_left() -> None:
    retired = retirement.retire(T1, last_day=date(2015, 6, 15), lines=[], lived=[])
    with pytest.raises(convention_lines.UnitOutsideProgramme):
        convention_lines.add_line(convention_of(), line(T1_ID, 1), line_id=UUID(int=9), unit=retired, others=[])


def test_the_months_of_a_line_are_in_the_year_and_in_order() -> None:
    for first, last in (
        (Month(2014, 12), Month(2015, 6)),
        (Month(2015, 6), Month(2016, 1)),
        (Month(2015, 6), Month(2015, 5)),
    ):
        with pytest.raises(conventions.LineOutsideYear):
            convention_of(line(T1_ID, 1, first_month=first, last_month=last))


def test_without_a_table_the_amount_has_to_be_entered() -> None:
    for day in (date(2005, 1, 1), date(1994, 1, 1)):
        with pytest.raises(AmountMissing):
            amount_from(SCALES.value_at(day, DwellingType.T1, Zone.I))


@given(
    st.lists(
        st.tuples(
            st.sampled_from([SHARED_ID, T1_ID, T3_ID]), st.integers(1, 12), st.integers(1, 12), st.integers(0, 10**6)
        ),
        max_size=10,
    )
)
def test_no_dwelling_ever_has_two_lines_on_a_month(wanted: list[tuple[UUID, int, int, int]]) -> None:
    by_id = {one.id: one for one in (SHARED, T1, T3)}
    convention = convention_of()
    for number, (unit_id, first, last, cents) in enumerate(wanted):
        facts = line(unit_id, cents, first_month=Month(2015, first), last_month=Month(2015, last))
        others = running_lines(convention, unit_id)
        try:
            convention = convention_lines.add_line(
                convention, facts, line_id=UUID(int=number), unit=by_id[unit_id], others=others
            )
        except Refusal:
            continue
    for number in range(1, 13):
        held = [one.unit_id for one in convention.lines if one.covers(Month(2015, number))]
        assert len(held) == len(set(held))
    months = [conventions.month_forecast(convention, Month(2015, number)) for number in range(1, 13)]
    assert conventions.year_forecast(convention) == sum(months)


@given(st.integers(0, 10**7))
def test_the_amount_of_a_line_is_never_changed_by_the_table(cents: int) -> None:
    convention = convention_of(line(T1_ID, cents))
    (checked,) = check_lines(convention, [T1], SCALES)
    assert checked.line.monthly_cents == cents == conventions.month_forecast(convention, MARCH)
    assert checked.check == check_amount(cents, checked.check.value)
