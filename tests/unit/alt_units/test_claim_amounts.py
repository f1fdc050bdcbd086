"""What may be claimed for a dwelling and a month. Case numbers: the worked cases of the domain notes.

Sources: CSS R. 851-2, R. 851-5, R. 851-7; amounts of the founding case at the scale of 2009, zone I.
"""

from datetime import date

import pytest
from msgspec.structs import replace

from alt_units.domain.claim_amounts import compute, counted_cents
from alt_units.domain.claim_terms import Reason, Room, forecast_cents, planned_cents
from alt_units.domain.convention_acts import end, sign
from alt_units.domain.regimes import Basis, CeilingScope, PartialMonthRule
from alt_units.domain.units import DwellingType, Programme, ProgrammePeriod
from kernel.law import Status
from kernel.period import Month
from tests.unit.alt_units.claiming import (
    T1_CENTS,
    T3_CENTS,
    computed,
    founding_convention,
    in_service,
    t3_convention,
    unit_months,
)
from tests.unit.alt_units.park import LAW, T1_ID, T3, T3_ID, convention_of, line

MARCH = Month(2015, 3)
MARCH_2018 = Month(2018, 3)


def test_ac_10_the_park_with_the_shared_dwelling_as_a_t3_brings_1027_17_a_month_and_12326_04_a_year() -> None:
    convention = founding_convention()
    assert sum(one.claimable_cents for one in computed(convention, MARCH)) == 1_027_17
    assert forecast_cents(convention) == 12_326_04


def test_ac_11_the_park_with_the_shared_dwelling_as_a_t1_brings_980_49_a_month_and_11765_88_a_year() -> None:
    convention = founding_convention(shared=DwellingType.T1)
    assert sum(one.claimable_cents for one in computed(convention, MARCH)) == 980_49
    assert forecast_cents(convention) == 11_765_88


def test_ac_12_a_shared_dwelling_is_one_line_whatever_its_households() -> None:
    lines = computed(founding_convention(), MARCH, days_occupied=31)
    assert [one.reference for one in lines] == ["LOG-COLOC", "LOG-T1", "LOG-T3"]


def test_ac_20_a_t3_available_from_15_march_gives_nothing_in_march_and_3221_55_from_april_to_december() -> None:
    opened = in_service(T3, (date(2015, 3, 15), None))
    march, *rest = (computed(t3_convention(), Month(2015, number), opened)[0] for number in range(3, 13))
    assert march.claimable_cents == 0
    assert set(march.reasons) == {Reason.OUT_OF_SERVICE, Reason.NOT_AVAILABLE_WHOLE_MONTH}
    assert sum(one.claimable_cents for one in rest) == 3_221_55


def test_ac_21_a_t3_available_on_17_days_of_31_gives_196_30_under_the_prorata_of_days() -> None:
    convention = t3_convention(2018, rule=PartialMonthRule.PRORATA_JOURS, ceiling=CeilingScope.ANNUEL)
    (row,) = computed(convention, MARCH_2018, in_service(T3, (date(2018, 3, 15), None)))
    assert (row.days_available, row.effective_cents, row.claimable_cents) == (17, 196_30, 196_30)


def test_ac_24_a_convention_signed_on_10_february_2015_is_claimed_from_march() -> None:
    convention = sign(
        LAW, convention_of(line(T3_ID, T3_CENTS, DwellingType.T3)), signed_on=date(2015, 2, 10), today=date(2015, 2, 10)
    )
    (february,) = computed(convention, Month(2015, 2))
    (march,) = computed(convention, MARCH)
    assert (february.claimable_cents, february.reasons) == (0, (Reason.BEFORE_EFFECT,))
    assert march.claimable_cents == T3_CENTS


def test_ac_24_a_convention_ended_on_12_may_2016_gives_nothing_from_1_june() -> None:
    convention = end(t3_convention(2016), ended_on=date(2016, 5, 12), reason="Fin décidée", claimed=())
    (may,) = computed(convention, Month(2016, 5))
    (june,) = computed(convention, Month(2016, 6))
    assert may.claimable_cents == T3_CENTS
    assert (june.planned_cents, june.claimable_cents, june.reasons) == (0, 0, (Reason.AFTER_END,))
    assert forecast_cents(convention) == 5 * T3_CENTS


@pytest.mark.parametrize(
    ("rule", "days", "cents"),
    [
        (PartialMonthRule.MOIS_ENTIER, 30, 0),
        (PartialMonthRule.MOIS_ENTIER, 31, T3_CENTS),
        (PartialMonthRule.PRORATA_JOURS, 0, 0),
        (PartialMonthRule.PRORATA_JOURS, 31, T3_CENTS),
        (PartialMonthRule.MOIS_ENTAME, 0, 0),
        (PartialMonthRule.MOIS_ENTAME, 1, T3_CENTS),
        (PartialMonthRule.OCCUPE_AU_MOINS_N_JOURS, 14, 0),
        (PartialMonthRule.OCCUPE_AU_MOINS_N_JOURS, 15, T3_CENTS),
    ],
)
def test_each_rule_of_incomplete_months_at_its_edge(rule: PartialMonthRule, days: int, cents: int) -> None:
    assert counted_cents(rule, T3_CENTS, days, MARCH, least_days=15) == cents


def test_availability_and_occupation_are_both_computed_and_the_convention_chooses() -> None:
    available = computed(t3_convention(2018, rule=PartialMonthRule.PRORATA_JOURS), MARCH_2018, days_occupied=10)[0]
    lived_in = computed(
        t3_convention(2018, rule=PartialMonthRule.PRORATA_JOURS, basis=Basis.OCCUPATION), MARCH_2018, days_occupied=10
    )[0]
    assert available.by_availability_cents == lived_in.by_availability_cents == T3_CENTS
    assert available.by_occupation_cents == lived_in.by_occupation_cents == 115_47
    assert (available.effective_cents, lived_in.effective_cents) == (T3_CENTS, 115_47)
    assert lived_in.reasons == (Reason.NOT_OCCUPIED,)


def test_an_occupation_that_was_never_received_counts_for_nothing_and_says_so() -> None:
    (row,) = computed(t3_convention(basis=Basis.OCCUPATION), MARCH)
    assert (row.effective_cents, row.reasons) == (0, (Reason.PRESENCE_UNKNOWN,))


def test_the_rule_of_n_occupied_days_looks_at_presence_even_when_the_basis_is_availability() -> None:
    convention = t3_convention(rule=PartialMonthRule.OCCUPE_AU_MOINS_N_JOURS, least_days=15)
    assert computed(convention, MARCH, days_occupied=14)[0].effective_cents == 0
    assert computed(convention, MARCH, days_occupied=15)[0].effective_cents == T3_CENTS


def test_days_in_another_programme_do_not_count() -> None:
    moved = replace(
        T3,
        programmes=(
            ProgrammePeriod(programme=Programme.AML, first_day=date(2014, 1, 1), last_day=date(2015, 3, 9)),
            ProgrammePeriod(programme=Programme.ALT, first_day=date(2015, 3, 10)),
        ),
    )
    (row,) = computed(t3_convention(), MARCH, moved)
    assert (row.days_available, row.claimable_cents) == (22, 0)
    assert Reason.NOT_IN_PROGRAMME in row.reasons


def test_the_yearly_ceiling_leaves_only_what_the_other_claims_did_not_take() -> None:
    convention = t3_convention(2018, ceiling=CeilingScope.ANNUEL)
    (row,) = computed(convention, Month(2018, 12), used_cents=11 * T3_CENTS + 57_95)
    assert (row.claimable_cents, row.reasons) == (300_00, (Reason.CEILING_REACHED,))


def test_a_lower_monthly_ceiling_makes_the_last_references_give_way() -> None:
    convention = replace(founding_convention(), ceiling_cents=1_000_00)
    assert [one.claimable_cents for one in computed(convention, MARCH)] == [T3_CENTS, T1_CENTS, 330_78]


def test_every_amount_carries_its_inputs_its_rule_and_its_source() -> None:
    (row,) = computed(t3_convention(2018), MARCH_2018, in_service(T3, (date(2018, 3, 15), None)))
    steps = {step.about: step for step in row.trace}
    assert list(steps) == ["planned", "by_availability", "by_occupation", "effective", "claimable"]
    assert steps["effective"].amount_cents == row.effective_cents
    assert steps["by_availability"].status is Status.TO_VERIFY
    assert steps["by_availability"].inputs[0].text == "17 sur 31"
    assert all(step.source and step.rule and step.inputs for step in row.trace)


def test_a_dwelling_whose_line_does_not_cover_the_month_is_not_in_the_claim() -> None:
    convention = convention_of(
        line(T1_ID, T1_CENTS, first_month=Month(2015, 6)), line(T3_ID, T3_CENTS, DwellingType.T3)
    )
    assert planned_cents(convention, MARCH) == T3_CENTS
    rows = compute(LAW, MARCH, convention, unit_months(convention), room=Room(ceiling_cents=10**6, used_cents=0))
    assert [one.unit_id for one in rows] == [T3_ID]
