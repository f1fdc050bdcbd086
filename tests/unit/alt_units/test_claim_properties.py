"""What holds for every claim and payment, whatever the figures."""

from datetime import date, timedelta
from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from alt_units.domain.claim_amounts import compute, counted_cents
from alt_units.domain.claim_terms import Room, UnitMonth
from alt_units.domain.claims import ClaimLine
from alt_units.domain.conventions import Convention, Line
from alt_units.domain.funder_payments import Due, FunderPayment, PaymentKind, check_shares, propose
from alt_units.domain.reconciliation import line_amounts, total
from alt_units.domain.regimes import Basis, PartialMonthRule
from alt_units.domain.units import DwellingType
from kernel.period import Month, Period
from tests.unit.alt_units.claiming import drafted, t3_convention
from tests.unit.alt_units.park import LAW

CENTS = st.integers(0, 10**7)
MONTHS = st.builds(Month, st.just(2018), st.integers(1, 12))
CONVENTION: Convention = t3_convention(2018)


@st.composite
def periods(draw: st.DrawFn) -> tuple[Period, ...]:
    found = []
    for start in draw(st.lists(st.integers(0, 364), max_size=3)):
        first = date(2018, 1, 1) + timedelta(days=start)
        found.append(Period(first, draw(st.one_of(st.none(), st.just(first + timedelta(days=40))))))
    return tuple(found)


@st.composite
def unit_months(draw: st.DrawFn) -> list[UnitMonth]:
    count = draw(st.integers(0, 6))
    return [
        UnitMonth(
            line=Line(
                unit_id=UUID(int=number + 1),
                dwelling_type=DwellingType.T3,
                first_month=Month(2018, 1),
                last_month=Month(2018, 12),
                monthly_cents=draw(CENTS),
                id=UUID(int=number + 100),
                holds_until=Month(2018, 12),
            ),
            reference=f"LOG-{draw(st.integers(1, 3))}",
            name="",
            in_programme=draw(periods()),
            in_service=draw(periods()),
            days_occupied=draw(st.one_of(st.none(), st.integers(0, 31))),
        )
        for number in range(count)
    ]


@given(
    MONTHS, unit_months(), CENTS, CENTS, st.sampled_from(PartialMonthRule), st.sampled_from(Basis), st.integers(1, 31)
)
def test_what_is_claimable_never_exceeds_what_is_effective_planned_nor_the_ceiling(
    month: Month, units: list[UnitMonth], ceiling: int, used: int, rule: PartialMonthRule, basis: Basis, least: int
) -> None:
    convention = replace(CONVENTION, rule=rule, basis=basis, least_days=least)
    rows = compute(LAW, month, convention, units, room=Room(ceiling_cents=ceiling, used_cents=used))
    assert all(0 <= one.claimable_cents <= one.effective_cents <= one.planned_cents for one in rows)
    assert all(one.by_occupation_cents <= one.by_availability_cents for one in rows)
    assert sum(one.claimable_cents for one in rows) <= max(0, ceiling - used)
    assert all(one.reasons for one in rows if one.claimable_cents < one.planned_cents)


@given(MONTHS, unit_months(), CENTS, st.randoms())
def test_the_order_of_dwellings_and_periods_changes_nothing(
    month: Month, units: list[UnitMonth], ceiling: int, random: Random
) -> None:
    mixed = [
        replace(one, in_service=tuple(reversed(one.in_service)), in_programme=tuple(reversed(one.in_programme)))
        for one in random.sample(units, len(units))
    ]
    room = Room(ceiling_cents=ceiling, used_cents=0)
    assert compute(LAW, month, CONVENTION, units, room=room) == compute(LAW, month, CONVENTION, mixed, room=room)


@given(st.sampled_from(PartialMonthRule), CENTS, MONTHS)
def test_a_month_counted_in_full_gives_the_monthly_amount(rule: PartialMonthRule, cents: int, month: Month) -> None:
    assert counted_cents(rule, cents, month.days, month, least_days=15) == cents


@given(CENTS, MONTHS, st.integers(0, 30))
def test_a_day_more_never_gives_less(cents: int, month: Month, days: int) -> None:
    for rule in PartialMonthRule:
        shorter = counted_cents(rule, cents, min(days, month.days), month, least_days=15)
        longer = counted_cents(rule, cents, min(days + 1, month.days), month, least_days=15)
        assert shorter <= longer


@st.composite
def dues(draw: st.DrawFn) -> list[Due]:
    return [
        Due(
            claim_line_id=UUID(int=number + 1),
            month=draw(MONTHS),
            reference="LOG",
            difference_cents=draw(st.integers(-(10**5), 10**5)),
            paid_cents=2 * 10**5,
        )
        for number in range(draw(st.integers(0, 8)))
    ]


@given(st.integers(-(10**6), 10**6).filter(bool), dues(), st.randoms())
def test_a_proposal_never_exceeds_the_payment_nor_what_a_line_expects(
    amount: int, lines: list[Due], random: Random
) -> None:
    payment = FunderPayment(
        id=UUID(int=1),
        convention_id=UUID(int=2),
        received_on=date(2018, 5, 2),
        amount_cents=amount,
        kind=PaymentKind.INDU if amount < 0 else PaymentKind.VERSEMENT,
        bank_reference="VIR-1",
        label="",
        allocations=(),
    )
    shares = propose(payment, lines)
    assert abs(sum(one.amount_cents for one in shares)) <= abs(amount)
    assert set(shares) == set(propose(payment, random.sample(lines, len(lines))))
    if shares:
        assert check_shares(payment, shares, lines) == shares


@given(st.lists(st.tuples(CENTS, st.integers(-(10**6), 10**6), CENTS), max_size=12))
def test_paid_and_difference_always_equal_claimed_and_adjustments(rows: list[tuple[int, int, int]]) -> None:
    plain: ClaimLine = drafted(CONVENTION, Month(2018, 3)).lines[0]
    amounts = total(
        line_amounts(replace(plain, claimed_cents=claimed, adjusted_cents=adjusted, paid_cents=paid))
        for claimed, adjusted, paid in rows
    )
    assert amounts.paid_cents + amounts.difference_cents == amounts.claimed_cents + amounts.adjusted_cents
