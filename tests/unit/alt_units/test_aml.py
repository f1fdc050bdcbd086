"""The rental mediation aid: an amount per unit and period, a maximum of units, an advance. Amounts are invented."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from alt_units.domain.aml import (
    MONTHS,
    AmlPeriod,
    AmlTerms,
    AmlTermsMisplaced,
    AmountFixed,
    Modality,
    advance,
    default_terms,
    month_cents,
)
from alt_units.domain.claim_acts import adjust, submit
from alt_units.domain.claim_amounts import Computed, compute
from alt_units.domain.claim_terms import Reason, Room, ceiling_cents, forecast_cents, unit_month
from alt_units.domain.claims import Adjustment, Claim, MaxUnitsClaimed
from alt_units.domain.convention_acts import amend, draft, sign
from alt_units.domain.convention_amounts import AmountMissing, line_facts
from alt_units.domain.convention_lines import add_line, managed_units
from alt_units.domain.convention_versions import amend_amendment, in_preparation, open_amendment, sign_amendment
from alt_units.domain.conventions import Convention, facts_of, month_forecast
from alt_units.domain.units import Programme, Unit
from alt_units.law import read_scales
from kernel.law import Status
from kernel.period import Month
from tests.unit.alt_units.claiming import drafted, in_service
from tests.unit.alt_units.park import LAW, convention_facts, unit, unit_facts

SENT_AT = datetime(2018, 4, 2, tzinfo=UTC)
JANUARY, MARCH = Month(2018, 1), Month(2018, 3)
SCALES = read_scales()
TERMS = AmlTerms(
    period=AmlPeriod.QUARTER,
    period_cents=500_00,
    max_units=2,
    modality=Modality.SUB_LETTING,
    advance_per_mille=300,
    advance_threshold_per_mille=300,
    term_ends_on=date(2020, 12, 31),
)


def units(count: int) -> list[Unit]:
    return [
        unit(unit_facts(f"AML-{number}"), unit_id=UUID(int=number), programme=Programme.AML)
        for number in range(1, count + 1)
    ]


def aml(terms: AmlTerms | None = TERMS, *, count: int = 3, is_signed: bool = True) -> Convention:
    facts = replace(convention_facts(2018), programme=Programme.AML, number="AML-2018", funder="Département", aml=terms)
    convention = draft(LAW, facts, convention_id=UUID(int=100))
    for number, one in enumerate(units(count)):
        wanted = line_facts(
            convention, one, SCALES, dwelling_type=None, months=(JANUARY, Month(2018, 12)), monthly_cents=None
        )
        convention = add_line(convention, wanted, line_id=UUID(int=200 + number), unit=one, others=())
    day = date(2017, 12, 10)
    return sign(LAW, convention, signed_on=day, today=day) if is_signed else convention


def claimed(convention: Convention, month: Month, *park: Unit) -> tuple[Computed, ...]:
    months = [unit_month(convention, line, one, None) for line, one in zip(convention.lines, park, strict=True)]
    room = Room(ceiling_cents=ceiling_cents(convention, month), used_cents=0)
    return compute(LAW, month, convention, months, room=room)


def test_500_euros_a_quarter_are_166_66_166_66_and_166_68() -> None:
    assert [month_cents(TERMS, Month(2018, number)) for number in range(1, 7)] == [16666, 16666, 16668] * 2


@given(st.sampled_from(AmlPeriod), st.integers(0, 10**9))
def test_the_months_of_a_period_always_add_up_to_its_amount(period: AmlPeriod, cents: int) -> None:
    terms = replace(TERMS, period=period, period_cents=cents)
    months = [month_cents(terms, Month(2018, number)) or 0 for number in range(1, 13)]
    assert sum(months[: MONTHS[period]]) == cents
    assert sum(months) == cents * 12 // MONTHS[period]


def test_no_more_units_are_foreseen_nor_claimed_than_the_convention_aids() -> None:
    convention = aml()
    assert month_forecast(convention, MARCH) == 2 * 16668
    assert forecast_cents(convention) == 2 * 4 * 500_00
    rows = claimed(convention, MARCH, *units(3))
    assert [one.claimable_cents for one in rows] == [16668, 16668, 0]
    assert rows[2].reasons == (Reason.MAX_UNITS_REACHED,)


def test_a_unit_in_works_leaves_its_place_to_the_next_one() -> None:
    first, second, third = units(3)
    works = in_service(first, (date(2014, 1, 1), date(2018, 3, 10)))
    rows = claimed(aml(), MARCH, works, second, third)
    assert [one.claimable_cents for one in rows] == [0, 16668, 16668]


def test_the_trace_says_the_amount_of_the_period_and_the_part_of_the_month() -> None:
    planned = claimed(aml(), MARCH, *units(3))[0].trace[0]
    told = {one.label: one.text.replace("\u00a0", " ") for one in planned.inputs}
    assert told["Montant par logement et par trimestre"] == "500,00 €"
    assert told["Part de ce mois"] == "166,68 €"
    assert planned.source == "Convention n° AML-2018"


def test_one_unit_more_than_the_maximum_is_not_sent_even_by_decision() -> None:
    claim = aml_claim()
    more = replace(claim, lines=tuple(replace(one, claimed_cents=one.planned_cents) for one in claim.lines))
    wide = replace(more, rules=replace(more.rules, ceiling_cents=10**6))
    with pytest.raises(MaxUnitsClaimed):
        submit(wide, wide, by="Agent", at=SENT_AT, today=date(2018, 4, 2))


def test_an_adjustment_does_not_add_a_unit_above_the_maximum() -> None:
    claim = aml_claim()
    sent = submit(claim, claim, by="Agent", at=SENT_AT, today=date(2018, 4, 2))
    more = Adjustment(
        id=UUID(int=1),
        claim_line_id=sent.lines[2].id,
        decided_on=date(2018, 4, 2),
        amount_cents=100,
        reason="Rappel",
        decided_by="Agent",
    )
    with pytest.raises(MaxUnitsClaimed):
        adjust(sent, more, room=Room(ceiling_cents=10**6, used_cents=0), today=date(2018, 4, 3))


def aml_claim() -> Claim:
    convention, park = aml(), units(3)
    claim = drafted(convention, MARCH, *park)
    rules = replace(claim.rules, max_units=2, ceiling_cents=ceiling_cents(convention, MARCH))
    return replace(claim, rules=rules)


def test_the_advance_needs_more_than_the_threshold_of_the_units() -> None:
    terms = replace(TERMS, max_units=10)
    below, above = (
        advance(LAW, terms, first_month=JANUARY, forecast_cents=20_000_00, managed=managed) for managed in (3, 4)
    )
    assert below is not None
    assert above is not None
    assert (below.is_due, above.is_due, above.amount_cents, above.least_managed) == (False, True, 6_000_00, 4)
    assert above.status is Status.TO_VERIFY
    assert (
        advance(LAW, replace(terms, advance_per_mille=None), first_month=JANUARY, forecast_cents=1, managed=9) is None
    )


def test_the_units_managed_are_those_in_the_programme_and_in_service() -> None:
    first, second, third = units(3)
    works = in_service(first, (date(2014, 1, 1), date(2017, 12, 1)))
    alt = unit(unit_facts("AML-2"), unit_id=second.id)
    assert managed_units(aml(), [works, alt, third], date(2018, 1, 10)) == 1


def test_the_national_text_of_1998_to_2009_is_what_a_new_convention_starts_from() -> None:
    terms = default_terms(LAW, Month(2026, 1))
    assert (terms.term_ends_on, terms.period_cents) == (date(2028, 12, 31), None)
    assert (terms.advance_per_mille, terms.advance_threshold_per_mille) == (300, 300)


def test_a_line_does_not_say_another_amount_than_the_convention() -> None:
    convention, (one,) = aml(count=0, is_signed=False), units(1)
    months = (JANUARY, Month(2018, 12))
    with pytest.raises(AmountFixed):
        line_facts(convention, one, SCALES, dwelling_type=None, months=months, monthly_cents=1)
    by_line = replace(convention, aml=replace(TERMS, period_cents=None))
    with pytest.raises(AmountMissing):
        line_facts(by_line, one, SCALES, dwelling_type=None, months=months, monthly_cents=None)
    typed = line_facts(by_line, one, SCALES, dwelling_type=None, months=months, monthly_cents=123_45)
    assert typed.monthly_cents == 123_45


def test_a_new_amount_in_the_terms_reaches_the_lines_of_the_draft() -> None:
    convention = aml(is_signed=False)
    facts = replace(convention_facts(2018), programme=Programme.AML, aml=replace(TERMS, period_cents=600_00))
    changed = amend(LAW, convention, facts)
    assert {one.monthly_cents for one in changed.lines} == {200_00}


def test_an_avenant_changes_the_amount_per_unit_from_its_month_only() -> None:
    opened = open_amendment(aml(), Month(2018, 7), new_id=uuid4)
    facts = replace(facts_of(in_preparation(opened)), aml=replace(TERMS, period_cents=600_00, max_units=1))
    ready = amend_amendment(LAW, opened, facts)
    after = sign_amendment(LAW, ready, signed_on=date(2018, 6, 1), today=date(2018, 6, 2), claimed=())
    assert [month_forecast(after, Month(2018, number)) for number in (6, 7)] == [2 * 16668, 200_00]
    assert forecast_cents(after) == 2 * 2 * 500_00 + 2 * 600_00
    months = [unit_month(after, line, one, None) for line, one in zip(after.lines[3:], units(3), strict=True)]
    room = Room(ceiling_cents=10**6, used_cents=0)
    rows = compute(LAW, Month(2018, 7), after, months, room=room)
    assert [one.claimable_cents for one in rows] == [200_00, 0, 0]


def test_the_terms_of_the_aml_do_not_stand_on_an_alt_convention() -> None:
    with pytest.raises(AmlTermsMisplaced):
        draft(LAW, replace(convention_facts(2018), aml=TERMS), convention_id=UUID(int=1))
