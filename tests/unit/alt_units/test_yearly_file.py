"""The yearly file of the founding park: its window, its account of occupancy, its accounts, and what it would lack."""

from datetime import UTC, date, datetime
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from alt_units.domain.activity import Activity, ActivityFacts, UnitMonthFees
from alt_units.domain.claim_terms import available_days, unit_month
from alt_units.domain.costs import Cost, CostKind, costs_in, part_in
from alt_units.domain.occupation import occupation
from alt_units.domain.reconciliation_year import reconcile_year
from alt_units.domain.regimes import report_of
from alt_units.domain.units import DwellingType, Programme
from alt_units.domain.yearly_file import Missing, accounts_of, capacity_of, missing_of, other_report, total_of
from kernel.period import Month, Period
from tests.unit.alt_units.claiming import founding_convention, in_service, presence
from tests.unit.alt_units.park import LAW, SHARED, SHARED_ID, T1, T1_ID, T3, T3_ID
from tests.unit.alt_units.test_voids import declared
from tests.unit.alt_units.test_voids import works as facts

YEAR = Period(date(2018, 1, 1), date(2018, 12, 31))
PARK = [SHARED, T1, T3]
EVERY_DAY = {
    (unit_id, str(month)): presence(unit_id, month, month.days)
    for unit_id in (SHARED_ID, T1_ID, T3_ID)
    for month in YEAR.months()
}
AT = datetime(2019, 1, 15, tzinfo=UTC)


def cost(amount_cents: int, first: Month, last: Month, unit_id: UUID | None = T1_ID) -> Cost:
    return Cost(
        id=UUID(int=amount_cents % 10**9),
        unit_id=unit_id,
        kind=CostKind.RENT,
        first_month=first,
        last_month=last,
        amount_cents=amount_cents,
        reference="F-1",
        label="",
        recorded_on=date(2018, 12, 1),
        recorded_by="Finances",
        cancels_id=None,
    )


def test_ac_30_both_windows_are_computed_and_the_date_of_the_rights_chooses() -> None:
    for year, ours, other, due in (
        (2015, (date(2014, 10, 1), date(2015, 9, 30)), (date(2015, 1, 1), date(2015, 12, 31)), date(2016, 3, 31)),
        (2023, (date(2023, 1, 1), date(2023, 12, 31)), (date(2022, 10, 1), date(2023, 9, 30)), date(2023, 12, 31)),
    ):
        found = other_report(LAW, year)
        assert found is not None
        assert report_of(LAW, year).covers == Period(*ours)
        assert (found.covers, found.due_on) == (Period(*other), due)


def test_a_year_lived_in_every_day_is_occupied_at_one_thousand_per_mille_of_the_days_available() -> None:
    found = occupation(YEAR, Programme.ALT, PARK, [founding_convention(2018)], EVERY_DAY)
    assert (found.total.conventioned, found.total.mobilised, found.total.occupied) == (36, 36, 36)
    assert (found.total.days_available, found.total.days_occupied, found.total.rate_per_mille) == (1095, 1095, 1000)
    assert [(kind, sums.conventioned) for kind, sums in found.by_type] == [(DwellingType.T1, 12), (DwellingType.T3, 24)]
    assert found.rooms.mobilised == 0


def test_the_denominator_is_the_days_available_and_not_those_of_the_calendar() -> None:
    half = in_service(T1, (date(2018, 7, 1), None))
    lived = {(T1_ID, "2018-07"): presence(T1_ID, Month(2018, 7), 31)}
    found = occupation(YEAR, Programme.ALT, [half], [], lived)
    assert (found.total.days_available, found.total.days_occupied) == (184, 31)
    assert found.total.rate_per_mille == 168
    assert (found.total.mobilised, found.total.unknown) == (6, 5)


def test_days_when_the_whole_dwelling_is_void_are_not_available_and_those_of_a_claim_are_the_same() -> None:
    works = declared(T1, facts(date(2018, 3, 1), date(2018, 3, 10)))
    found = occupation(YEAR, Programme.ALT, [works], [founding_convention(2018)], {})
    march = next(one for one in found.rows if one.month == Month(2018, 3))
    assert march.days_available == 21
    convention = founding_convention(2018)
    line = next(one for one in convention.lines if one.unit_id == T1_ID)
    assert available_days(Month(2018, 3), unit_month(convention, line, works, None)) == 21


def test_a_dwelling_of_another_programme_is_not_in_the_account() -> None:
    assert occupation(YEAR, Programme.AML, PARK, [founding_convention(2018)], EVERY_DAY).rows == ()


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(EVERY_DAY)), st.integers(0, 31)))
def test_the_account_balances_however_it_is_summed(days: dict[tuple[UUID, str], int]) -> None:
    lived = {key: presence(key[0], Month.parse(key[1]), count) for key, count in days.items()}
    found = occupation(YEAR, Programme.ALT, PARK, [founding_convention(2018)], lived)
    for name in ("conventioned", "mobilised", "occupied", "unknown", "days_available", "days_occupied"):
        whole = getattr(found.total, name)
        assert sum(getattr(sums, name) for _, sums in found.by_month) == whole
        assert sum(getattr(sums, name) for _, sums in found.by_type) == whole
        assert getattr(found.dwellings, name) + getattr(found.rooms, name) == whole
    assert found.total.days_occupied <= found.total.days_available
    assert found.total.unknown == 36 - len(days)


def test_a_cost_over_a_year_counts_by_twelfths_and_loses_no_cent() -> None:
    rent = cost(100_00, Month(2018, 1), Month(2018, 12))
    months = [part_in(rent, month.period) for month in YEAR.months()]
    assert (months[0], months[-1], sum(months)) == (8_33, 8_37, 100_00)
    assert part_in(rent, Period(date(2018, 1, 1), date(2018, 9, 30))) == 9 * 8_33


@given(st.integers(-(10**9), 10**9).filter(bool), st.integers(0, 11), st.integers(0, 11))
def test_what_a_cost_counts_in_two_windows_is_what_it_counts_in_both(amount: int, length: int, cut: int) -> None:
    spent = cost(amount, Month(2018, 1), Month(2018, 1 + length))
    before = Period(date(2018, 1, 1), Month(2018, 1 + cut).last_day)
    after = Period(Month(2018, 1 + cut).plus(1).first_day, date(2019, 12, 31))
    assert part_in(spent, before) + part_in(spent, after) == amount


def test_alt_12_the_allowance_and_the_fees_less_the_costs_per_dwelling_and_for_the_park() -> None:
    fees = tuple(
        UnitMonthFees(unit_id=T1_ID, month=str(month), due_cents=75_00, collected_cents=60_00)
        for month in YEAR.months()
    )
    told = Activity(
        year=2018, revision=1, facts=ActivityFacts(programmes=(), fees=fees, deposits_held_cents=0), received_at=AT
    )
    spent = [cost(50_00, Month(2018, 3), Month(2018, 3)), cost(1_20, Month(2018, 1), Month(2018, 12), None)]
    rows = accounts_of(YEAR, PARK, [], spent, [told], frozenset({T1_ID}))
    assert [(one.name, one.balance_cents) for one in rows] == [
        ("Logement LOG-T1", 12 * 60_00 - 50_00),
        ("Ensemble du parc", -1_20),
    ]
    assert rows[0].fees_unpaid_cents == 12 * 15_00
    assert total_of(rows).balance_cents == 12 * 60_00 - 50_00 - 1_20


def test_alt_12_fees_of_another_window_do_not_count() -> None:
    late = UnitMonthFees(unit_id=T1_ID, month="2019-01", due_cents=75_00, collected_cents=75_00)
    told = Activity(
        year=2019, revision=1, facts=ActivityFacts(programmes=(), fees=(late,), deposits_held_cents=0), received_at=AT
    )
    (row,) = accounts_of(YEAR, [T1], [], [], [told], frozenset({T1_ID}))
    assert (row.fees_due_cents, row.balance_cents) == (0, 0)


def test_alt_07_the_capacity_of_next_year_is_month_by_month_in_number_and_types() -> None:
    months, source = capacity_of([founding_convention(2019)], 2019)
    assert [one.month.number for one in months] == list(range(1, 13))
    assert all(one.counts == {DwellingType.T3: 2, DwellingType.T1: 1} for one in months)
    assert sum(one.forecast_cents for one in months) == 12_326_04
    assert source == "Convention n° ALT-2019 (signée)"
    assert capacity_of([founding_convention(2019)], 2020) == ((), "")


def test_what_is_missing_is_said_before_the_file_goes_out() -> None:
    convention = founding_convention(2018)
    found = reconcile_year(LAW, 2018, [convention], [], {}, [], {})
    lived = occupation(YEAR, Programme.ALT, PARK, [convention], {})
    kinds = [
        one.kind for one in missing_of(found, lived, costs={}, capacity=(), activity=None, today=date(2018, 12, 31))
    ]
    assert kinds.count(Missing.MONTH_NOT_SUBMITTED) == 12
    assert kinds.count(Missing.PRESENCE_NOT_RECEIVED) == 36
    assert {Missing.YEAR_NOT_OVER, Missing.NO_COST, Missing.NO_CAPACITY, Missing.NO_ACTIVITY} < set(kinds)


def test_a_whole_file_lacks_nothing() -> None:
    convention = founding_convention(2018)
    found = reconcile_year(LAW, 2018, [convention], [], {}, [], {})
    found = replace(found, conventions=tuple(replace(one, missing=()) for one in found.conventions))
    lived = occupation(YEAR, Programme.ALT, PARK, [convention], EVERY_DAY)
    told = Activity(
        year=2018, revision=1, facts=ActivityFacts(programmes=(), fees=(), deposits_held_cents=0), received_at=AT
    )
    months, _ = capacity_of([founding_convention(2019)], 2019)
    spent = costs_in([cost(1, Month(2018, 1), Month(2018, 1))], YEAR)
    assert missing_of(found, lived, costs=spent, capacity=months, activity=told, today=date(2019, 1, 1)) == ()
