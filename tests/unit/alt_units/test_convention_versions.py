"""Avenants, ends and next years of a convention, on the park of the founding case."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from alt_units.domain.claim_terms import ceiling_cents
from alt_units.domain.convention_acts import end
from alt_units.domain.convention_differences import capacity_gaps, differences, line_capacity, typed_capacity
from alt_units.domain.convention_ends import (
    NoticeMissing,
    NoticeTooShort,
    NotRenewedOnLastDay,
    check_notice,
    earliest_end,
)
from alt_units.domain.convention_lines import add_line, remove_line
from alt_units.domain.convention_states import ConventionState, alerts_on, state_on
from alt_units.domain.convention_versions import (
    AmendmentMonthClaimed,
    AmendmentMonthImpossible,
    AmendmentNotFound,
    AmendmentOpen,
    amend_amendment,
    in_preparation,
    open_amendment,
    sign_amendment,
    versions_of,
    with_changes,
    withdraw_amendment,
)
from alt_units.domain.conventions import (
    Approval,
    Convention,
    ConventionDateImpossible,
    ConventionEnded,
    EndKind,
    LineOutsideYear,
    amounts_in_effect,
    facts_of,
    month_forecast,
    year_forecast,
)
from alt_units.domain.regimes import CeilingScope, PartialMonthRule
from alt_units.domain.units import DwellingType, Programme
from kernel.period import Month
from tests.unit.alt_units.claiming import founding_convention
from tests.unit.alt_units.park import LAW, T1_ID, T3, T3_ID, line

TODAY = date(2018, 12, 31)
MONTHS = [Month(2018, number) for number in range(1, 13)]


def convention() -> Convention:
    return founding_convention(2018)


def amended(before: Convention, first_month: Month, *, without: UUID | None = T1_ID) -> Convention:
    """The convention with an avenant in preparation, a dwelling less."""
    opened = open_amendment(before, first_month, new_id=uuid4)
    draft = in_preparation(opened)
    for one in draft.lines:
        if one.unit_id == without:
            draft = remove_line(draft, one.id)
    return with_changes(opened, draft)


def signed(before: Convention, first_month: Month, claimed: tuple[Month, ...] = (), **changes: object) -> Convention:
    opened = amended(before, first_month, without=None)
    draft = in_preparation(opened)
    ready = with_changes(opened, replace(draft, **changes))
    return sign_amendment(LAW, ready, signed_on=date(2018, 2, 1), today=TODAY, claimed=claimed)


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 10**5)), min_size=1, max_size=5))
def test_each_month_is_the_one_of_the_last_version_signed_for_it(avenants: list[tuple[int, int]]) -> None:
    now, foreseen = convention(), dict.fromkeys(MONTHS, 102717)
    first = 1
    for number, cents in avenants:
        first = max(first, number)
        opened = open_amendment(now, Month(2018, first), new_id=uuid4)
        draft = in_preparation(opened)
        priced = tuple(replace(one, monthly_cents=cents) for one in draft.lines)
        ready = with_changes(opened, replace(draft, lines=priced))
        now = sign_amendment(LAW, ready, signed_on=date(2018, 1, 5), today=TODAY, claimed=())
        foreseen |= {month: 3 * cents for month in MONTHS if month.number >= first}
    assert {month: month_forecast(now, month) for month in MONTHS} == foreseen
    for month in MONTHS:
        held = [one.unit_id for one in now.lines if one.covers(month)]
        assert len(held) == len(set(held)) == 3
        assert sum(amounts_in_effect([now], month).values()) == foreseen[month]


def test_what_was_signed_first_is_still_read_as_it_was_signed() -> None:
    before = convention()
    after = sign_amendment(LAW, amended(before, MONTHS[4]), signed_on=date(2018, 4, 2), today=TODAY, claimed=())
    first = versions_of(after)[0]
    assert facts_of(first.facts) == facts_of(before)
    assert {one.last_month for one in first.lines} == {MONTHS[11]}
    assert [one.from_version for one in after.lines].count(2) == 2
    assert year_forecast(after) == 4 * 1_027_17 + 8 * 715_90


def test_the_facts_of_a_month_are_those_of_its_version_and_a_yearly_ceiling_the_last_one() -> None:
    rule = PartialMonthRule.PRORATA_JOURS
    after = signed(convention(), MONTHS[5], rule=rule, ceiling=CeilingScope.ANNUEL, ceiling_cents=10_000_00)
    assert [after.at(month).rule for month in (MONTHS[4], MONTHS[5])] == [PartialMonthRule.MOIS_ENTIER, rule]
    assert after.at(MONTHS[8]).first_month == MONTHS[0]
    again = signed(after, MONTHS[8], ceiling=CeilingScope.ANNUEL, ceiling_cents=9_000_00)
    assert ceiling_cents(again, MONTHS[5]) == ceiling_cents(again, MONTHS[9]) == 9_000_00


def test_an_avenant_in_preparation_changes_nothing_yet_and_holds_no_dwelling() -> None:
    before = convention()
    opened = amended(before, MONTHS[4])
    assert opened.lines == before.lines
    assert all(one.holds_until < one.first_month for one in opened.versions[1].lines)
    assert withdraw_amendment(opened) == before
    with pytest.raises(AmendmentOpen):
        open_amendment(opened, MONTHS[6], new_id=uuid4)
    with pytest.raises(AmendmentNotFound):
        in_preparation(before)


def test_an_avenant_lies_in_the_year_and_not_before_the_version_that_it_follows() -> None:
    after = signed(convention(), MONTHS[5])
    for month in (Month(2019, 1), Month(2017, 12), MONTHS[4]):
        with pytest.raises(AmendmentMonthImpossible):
            open_amendment(after, month, new_id=uuid4)
    assert open_amendment(after, MONTHS[5], new_id=uuid4).versions[-1].number == 3


def test_a_line_does_not_begin_before_its_avenant() -> None:
    opened = amended(convention(), MONTHS[4], without=T3_ID)
    early = line(T3_ID, 100, DwellingType.T3, first_month=MONTHS[3], last_month=MONTHS[11])
    draft = add_line(in_preparation(opened), early, line_id=uuid4(), unit=T3, others=())
    with pytest.raises(LineOutsideYear):
        with_changes(opened, draft)


def test_a_later_month_of_effect_shortens_the_lines() -> None:
    opened = amended(convention(), MONTHS[4])
    facts = replace(facts_of(in_preparation(opened)), first_month=MONTHS[8], number="autre", year=1999)
    moved = in_preparation(amend_amendment(LAW, opened, facts))
    assert {one.first_month for one in moved.lines} == {MONTHS[8]}
    assert (moved.number, moved.year) == ("ALT-2018", 2018)


@pytest.mark.parametrize("month", [MONTHS[4], MONTHS[11]])
def test_a_claimed_month_may_not_change(month: Month) -> None:
    ready = amended(convention(), MONTHS[4])
    with pytest.raises(AmendmentMonthClaimed):
        sign_amendment(LAW, ready, signed_on=date(2018, 2, 1), today=TODAY, claimed=(month,))
    earlier = sign_amendment(LAW, ready, signed_on=date(2018, 2, 1), today=TODAY, claimed=(MONTHS[3],))
    assert earlier.lines
    assert signed(convention(), MONTHS[4], claimed=(month,), funder="DDCS").latest.funder == "DDCS"


def test_an_avenant_is_not_signed_before_what_it_changes_nor_in_the_future() -> None:
    ready = amended(convention(), MONTHS[4])
    for day in (date(2017, 12, 9), TODAY + timedelta(days=1)):
        with pytest.raises(ConventionDateImpossible):
            sign_amendment(LAW, ready, signed_on=day, today=TODAY, claimed=())


def test_while_the_caf_paid_an_avenant_took_effect_the_month_after_its_signature() -> None:
    ready = amended(founding_convention(2015), Month(2015, 5))
    after = sign_amendment(LAW, ready, signed_on=date(2015, 6, 3), today=date(2015, 6, 3), claimed=())
    assert versions_of(after)[1].facts.first_month == Month(2015, 7)
    assert month_forecast(after, Month(2015, 6)) == 1_027_17


def test_the_end_stops_every_version_and_takes_the_open_avenant_with_it() -> None:
    after = signed(convention(), MONTHS[3])
    waiting = amended(after, MONTHS[9])
    ended = end(waiting, ended_on=date(2018, 8, 31), reason="Fin", claimed=())
    assert {one.holds_until for one in ended.lines if one.from_version == 2} == {MONTHS[7]}
    assert [one.signed_on is None for one in ended.versions] == [False, False]
    with pytest.raises(ConventionEnded):
        open_amendment(ended, MONTHS[10], new_id=uuid4)


@pytest.mark.parametrize(
    ("kind", "programme", "earliest"),
    [
        (EndKind.BY_CCAS, Programme.ALT, date(2022, 5, 28)),
        (EndKind.BY_FUNDER, Programme.AML, date(2022, 5, 28)),
        (EndKind.FORMAL_NOTICE, Programme.ALT, date(2022, 3, 28)),
        (EndKind.FORMAL_NOTICE, Programme.AML, date(2022, 3, 28)),
    ],
)
def test_a_notice_of_months_ends_on_the_same_day_number(kind: EndKind, programme: Programme, earliest: date) -> None:
    notified = date(2022, 2, 28)
    found = earliest_end(LAW, programme, kind, notified)
    assert found is not None
    assert found.ends_on == earliest
    one = replace(convention(), programme=programme)
    check_notice(LAW, one, kind=kind, notified_on=notified, ended_on=found.ends_on)
    with pytest.raises(NoticeTooShort):
        check_notice(LAW, one, kind=kind, notified_on=notified, ended_on=found.ends_on - timedelta(days=1))
    with pytest.raises(NoticeMissing):
        check_notice(LAW, one, kind=kind, notified_on=None, ended_on=found.ends_on)


def test_an_agreement_needs_no_notice_and_a_convention_not_renewed_runs_to_december() -> None:
    one = convention()
    check_notice(LAW, one, kind=EndKind.AGREEMENT, notified_on=None, ended_on=date(2018, 3, 2))
    check_notice(LAW, one, kind=EndKind.NOT_RENEWED, notified_on=None, ended_on=date(2018, 12, 31))
    with pytest.raises(NotRenewedOnLastDay):
        check_notice(LAW, one, kind=EndKind.NOT_RENEWED, notified_on=None, ended_on=date(2018, 12, 30))


def test_the_state_follows_the_day() -> None:
    one = convention()
    ended = end(one, ended_on=date(2018, 5, 12), reason="Fin", claimed=())
    gone = end(one, ended_on=date(2018, 12, 31), reason="Fin", claimed=(), kind=EndKind.NOT_RENEWED)
    told = [
        state_on(replace(one, signed_on=None), date(2018, 2, 1)),
        state_on(one, date(2018, 12, 31)),
        state_on(one, date(2019, 1, 1)),
        state_on(ended, date(2018, 5, 12)),
        state_on(ended, date(2018, 5, 13)),
        state_on(gone, date(2019, 1, 1)),
    ]
    assert told == ["draft", "signed", "expired", "ending", "ended", "not_renewed"]
    assert told[0] is ConventionState.DRAFT


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (date(2018, 9, 29), []),
        (date(2018, 9, 30), ["expiring"]),
        (date(2018, 10, 15), ["expiring", "approval_expiring"]),
    ],
)
def test_staff_are_warned_three_months_before_the_end_and_six_before_the_approval_s(
    day: date, codes: list[str]
) -> None:
    one = replace(convention(), approval=Approval(number="A", ends_on=date(2019, 4, 15)))
    assert [alert.code for alert in alerts_on(LAW, one, day, is_renewed=False)] == codes
    assert "expiring" not in [alert.code for alert in alerts_on(LAW, one, day, is_renewed=True)]


def test_an_effect_that_passed_without_a_signature_is_said() -> None:
    draft = replace(convention(), signed_on=None)
    found = alerts_on(LAW, draft, date(2018, 1, 1), is_renewed=False)
    assert [alert.code for alert in found] == ["signature_missing"]
    assert alerts_on(LAW, draft, date(2017, 12, 31), is_renewed=False) == []
    waiting = alerts_on(LAW, amended(convention(), MONTHS[4]), date(2018, 5, 1), is_renewed=False)
    assert "amendment_unsigned" in [alert.code for alert in waiting]


def test_the_difference_between_two_versions_adds_up() -> None:
    after = sign_amendment(LAW, amended(convention(), MONTHS[4]), signed_on=date(2018, 4, 2), today=TODAY, claimed=())
    first, second = versions_of(after)
    found = differences(after, first, second)
    assert [(one.unit_id, len(one.before), one.after) for one in found.lines] == [(T1_ID, 1, ())]
    assert (found.before_cents, found.after_cents) == (8 * 1_027_17, 8 * 715_90)
    assert differences(after, second, second).lines == ()


def test_the_capacity_typed_in_is_compared_with_the_lines() -> None:
    one = convention()
    grid = dict(line_capacity(one))
    assert capacity_gaps(replace(one, capacity=typed_capacity(grid))) == ()
    more = typed_capacity(grid | {(MONTHS[2], DwellingType.T4): 1})
    (gap,) = capacity_gaps(replace(one, capacity=more))
    assert (gap.month, gap.dwelling_type, gap.before, gap.after) == (MONTHS[2], DwellingType.T4, 0, 1)
