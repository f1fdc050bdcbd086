"""What may be claimed for a dwelling and a month. Case numbers: the worked cases of the domain notes.

Sources: CSS R. 851-2, R. 851-5, R. 851-7; amounts of the founding case at the scale of 2009, zone I.
"""

from datetime import date

import pytest
from msgspec.structs import replace

from alt_units.domain.aml import AmlPeriod, AmlTerms, Modality
from alt_units.domain.claim_amounts import compute, counted_cents
from alt_units.domain.claim_readings import Turnaround, readings_of
from alt_units.domain.claim_terms import Reason, Room, forecast_cents, planned_cents
from alt_units.domain.convention_acts import end, sign
from alt_units.domain.conventions import Convention
from alt_units.domain.regimes import Basis, CeilingScope, PartialMonthRule
from alt_units.domain.units import DwellingType, Programme, ProgrammePeriod
from kernel.law import Status
from kernel.period import Month, Period
from tests.unit.alt_units.claiming import (
    T1_CENTS,
    T3_CENTS,
    UNITS,
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


def aiding(most: int) -> Convention:
    """The founding park, of which so many dwellings are aided (AML-02)."""
    terms = AmlTerms(
        period=AmlPeriod.MONTH, period_cents=None, max_units=most, modality=Modality.MANDATE, advance_per_mille=None,
        advance_threshold_per_mille=None, term_ends_on=None,
    )  # fmt: skip
    return replace(founding_convention(), aml=terms)


@pytest.mark.parametrize(("most", "brought"), [(0, [0, 0, 0]), (1, [1, 0, 0]), (2, [1, 1, 0]), (3, [1, 1, 1])])
def test_the_mediation_aid_is_paid_for_the_first_dwellings_up_to_the_number_of_the_convention(
    most: int, brought: list[int]
) -> None:
    rows = computed(aiding(most), MARCH)
    assert [int(one.claimable_cents > 0) for one in rows] == brought
    assert [one.reasons for one in rows if not one.claimable_cents] == [(Reason.MAX_UNITS_REACHED,)] * (3 - most)


def test_a_dwelling_that_brings_nothing_leaves_its_turn_to_the_next() -> None:
    convention = aiding(2)
    first = computed(convention, MARCH)[0]
    out = in_service(UNITS[first.unit_id])
    assert [one.claimable_cents > 0 for one in computed(convention, MARCH, out)] == [False, True, True]


def test_a_dwelling_worth_one_cent_takes_its_turn() -> None:
    convention = replace(aiding(1), ceiling_cents=1)
    rows = computed(convention, MARCH)
    assert [one.claimable_cents for one in rows] == [1, 0, 0]
    assert rows[1].reasons == (Reason.MAX_UNITS_REACHED,)


def test_an_unknown_presence_is_not_one_day() -> None:
    (row,) = computed(t3_convention(2018, rule=PartialMonthRule.PRORATA_JOURS, basis=Basis.OCCUPATION), MARCH_2018)
    assert (row.by_occupation_cents, row.reasons) == (0, (Reason.PRESENCE_UNKNOWN,))


def test_an_amount_that_is_whole_all_the_same_gives_no_reason() -> None:
    late = in_service(T3, (date(2018, 3, 15), None))
    (row,) = computed(t3_convention(2018, rule=PartialMonthRule.MOIS_ENTAME), MARCH_2018, late)
    assert (row.effective_cents, row.reasons) == (T3_CENTS, ())


@pytest.mark.parametrize(
    ("from_day", "reasons"),
    [(None, (Reason.OUT_OF_SERVICE,)), (31, (Reason.OUT_OF_SERVICE, Reason.NOT_AVAILABLE_WHOLE_MONTH))],
)
def test_a_dwelling_available_on_no_day_is_not_said_to_be_available_on_some(
    from_day: int | None, reasons: tuple[Reason, ...]
) -> None:
    periods = [] if from_day is None else [(date(2015, 3, from_day), None)]
    (row,) = computed(t3_convention(), MARCH, in_service(T3, *periods))
    assert (row.effective_cents, row.reasons) == (0, reasons)


def test_a_dwelling_occupied_on_all_its_available_days_is_not_said_to_be_empty() -> None:
    convention = t3_convention(2018, rule=PartialMonthRule.PRORATA_JOURS, basis=Basis.OCCUPATION)
    late = in_service(T3, (date(2018, 3, 15), None))
    full = computed(convention, MARCH_2018, late, days_occupied=17)[0]
    assert (full.effective_cents, full.reasons) == (196_30, (Reason.OUT_OF_SERVICE,))
    assert Reason.NOT_OCCUPIED in computed(convention, MARCH_2018, late, days_occupied=16)[0].reasons


@pytest.mark.parametrize(
    ("read", "days", "said"),
    [
        (Turnaround.INDISPONIBLE, 3, True),
        (Turnaround.INDISPONIBLE, 0, False),
        (Turnaround.DISPONIBLE, 3, False),
    ],
)
def test_days_of_turnaround_are_a_reason_when_they_exist_and_are_read_as_unavailable(
    read: Turnaround, days: int, said: bool
) -> None:
    convention = t3_convention(2018, rule=PartialMonthRule.PRORATA_JOURS)
    (unit,) = unit_months(convention, in_service(T3, (date(2018, 3, 15), None)))
    spans = (Period(date(2018, 3, 20), date(2018, 3, 19 + days)),) if days else ()
    readings = replace(readings_of(LAW, convention, MARCH_2018), turnaround=read)
    room = Room(ceiling_cents=10**6, used_cents=0)
    (row,) = compute(LAW, MARCH_2018, convention, [replace(unit, turnaround=spans)], room=room, readings=readings)
    assert (Reason.IN_TURNAROUND in row.reasons) is said
    assert row.days_available == (17 - days if said else 17)
