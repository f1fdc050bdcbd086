"""A repayment plan on any day, from the ledger alone: live, breached, completed, cancelled; each limit on the days around it."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from occupancy.documents.arrears_lists import running_plans_sheet
from occupancy.domain.ledger import REVENUE_FEES, Event, HouseholdAccount, Posting, TransferKind, account, owed, rows
from occupancy.domain.repayment_plans import (
    Instalment,
    InstalmentsWrong,
    NothingToRepay,
    PlanCancellation,
    PlanDayWrong,
    PlanNotOpen,
    PlanSignature,
    PlanState,
    RepaymentPlan,
    check_instalments,
    check_signature,
    monthly_instalments,
    standing_of,
)
from occupancy.web.labels import PLAN_STATE

HOUSEHOLD, NOBODY = UUID(int=5), UUID(int=1)
START = date(2026, 1, 10)
AT = datetime(2026, 1, 10, tzinfo=UTC)


def posted(on, postings, number, kind="charge"):
    event = Event(id=uuid4(), booked_on=on, household_id=HOUSEHOLD, document_kind=kind, document_id=uuid4())
    return rows(event, postings, ids=[uuid4() for _ in postings], first_number=number, at=AT, by=NOBODY)


def debt(cents=30000):
    posting = Posting(
        debit_account=account(HOUSEHOLD, HouseholdAccount.FEES), credit_account=REVENUE_FEES, amount_cents=cents,
        kind=TransferKind.FEE, label="Redevance 12/2025", due_on=date(2025, 12, 1),
    )  # fmt: skip
    return posted(date(2025, 12, 1), [posting], 1)


def paid(claim, *payments):
    found = (claim,)
    for rank, (on, cents) in enumerate(payments):
        posting = Posting(
            debit_account="regie:x:cash", credit_account=claim.debit_account, amount_cents=cents,
            kind=TransferKind.PAYMENT, label="Reçu", settles_id=claim.id,
        )  # fmt: skip
        found += posted(on, [posting], 2 + rank, "receipt")
    return found


def plan_on(claim, *, count=3, tolerance=5, missed=2, signed=True):
    plan = RepaymentPlan(
        id=uuid4(), household_id=HOUSEHOLD, number=1, total_cents=claim.amount_cents, claims=(claim.id,),
        instalments=monthly_instalments(claim.amount_cents, count, date(2026, 2, 10)), tolerance_days=tolerance,
        missed_to_break=missed, rule_source="Choix", prepared_on=START, prepared_by=NOBODY, prepared_by_name="X",
    )  # fmt: skip
    signature = PlanSignature(
        plan_id=plan.id,
        signed_on=START,
        agreed_on=START,
        agreed_with="Comptable",
        recorded_by=NOBODY,
        recorded_by_name="X",
    )
    return replace(plan, signature=signature) if signed else plan


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2026, 1, 9), PlanState.PREPARED),
        (date(2026, 1, 10), PlanState.LIVE),
        (date(2026, 2, 16), PlanState.LIVE),  # the first instalment is missed, one in a row
        (date(2026, 3, 14), PlanState.LIVE),
        (date(2026, 3, 15), PlanState.LIVE),  # the last day of tolerance of the second
        (date(2026, 3, 16), PlanState.BREACHED),
        (date(2027, 1, 1), PlanState.BREACHED),
    ],
)
def test_two_instalments_missed_in_a_row_break_a_plan_the_day_after_the_tolerance(on, state):
    (claim,) = debt()
    assert standing_of(plan_on(claim), (claim,), on).state is state


@pytest.mark.parametrize(("missed", "day"), [(1, date(2026, 2, 16)), (2, date(2026, 3, 16)), (3, date(2026, 4, 16))])
def test_so_many_missed_in_a_row_break_it_neither_fewer_nor_more(missed, day):
    (claim,) = debt()
    plan = plan_on(claim, missed=missed)
    assert standing_of(plan, (claim,), day - timedelta(1)).state is PlanState.LIVE
    assert standing_of(plan, (claim,), day).state is PlanState.BREACHED


@pytest.mark.parametrize(
    ("paid_on", "is_missed"), [(date(2026, 2, 14), False), (date(2026, 2, 15), False), (date(2026, 2, 16), True)]
)
def test_five_days_of_tolerance_are_five_days(paid_on, is_missed):
    (claim,) = debt()
    standing = standing_of(plan_on(claim), paid(claim, (paid_on, 10000)), date(2026, 2, 20))
    assert standing.checks[0].is_missed is is_missed
    assert standing.checks[1].paid_cents is None, "not looked at before its day"


def test_a_cent_too_little_is_missed_and_catching_up_begins_the_count_again():
    (claim,) = debt(40000)
    plan = plan_on(claim, count=4)
    known = paid(claim, (date(2026, 2, 10), 9999), (date(2026, 3, 10), 10001), (date(2026, 4, 20), 5000))
    standing = standing_of(plan, known, date(2026, 4, 30))
    assert [one.is_missed for one in standing.checks] == [True, False, True, False]
    assert standing.state is PlanState.LIVE


def test_a_plan_is_completed_when_its_claims_are_paid_whatever_was_missed():
    (claim,) = debt()
    known = paid(claim, (date(2026, 6, 1), 30000))
    assert standing_of(plan_on(claim), known, date(2026, 5, 31)).state is PlanState.BREACHED
    assert standing_of(plan_on(claim), known, date(2026, 6, 1)).state is PlanState.COMPLETED


def test_the_last_instalment_missed_ends_a_plan_that_is_not_paid():
    (claim,) = debt()
    known = paid(claim, (date(2026, 2, 10), 10000), (date(2026, 3, 10), 10000))
    assert standing_of(plan_on(claim), known, date(2026, 4, 15)).state is PlanState.LIVE
    assert standing_of(plan_on(claim), known, date(2026, 4, 16)).state is PlanState.BREACHED


def test_a_cancelled_plan_is_cancelled_from_its_day_on():
    (claim,) = debt()
    ended = PlanCancellation(
        plan_id=NOBODY, cancelled_on=date(2026, 2, 1), reason="Parti", recorded_by=NOBODY, recorded_by_name="X"
    )
    plan = replace(plan_on(claim), cancellation=ended)
    assert standing_of(plan, (claim,), date(2026, 1, 31)).state is PlanState.LIVE
    assert standing_of(plan, (claim,), date(2026, 2, 1)).state is PlanState.CANCELLED


def test_a_completed_plan_that_another_replaces_stays_completed_and_never_lives_again():
    (claim,) = debt()
    day = date(2026, 2, 1)
    replaced = PlanCancellation(
        plan_id=NOBODY, cancelled_on=day, reason="Remplacé", recorded_by=NOBODY, recorded_by_name="X"
    )
    plan = replace(plan_on(claim), cancellation=replaced)
    known = paid(claim, (date(2026, 1, 20), 30000))
    assert standing_of(plan, known, day).state is PlanState.COMPLETED
    returned = Posting(
        debit_account=claim.debit_account, credit_account="regie:x:cash", amount_cents=30000,
        kind=TransferKind.REVERSAL, label="Impayé", settles_id=claim.id, reverses_id=known[1].id,
    )  # fmt: skip
    unpaid = known + posted(date(2026, 2, 5), [returned], 3, "receipt_cancellation")
    assert standing_of(plan, unpaid, date(2026, 2, 6)).state is PlanState.COMPLETED
    assert standing_of(plan_on(claim), unpaid, date(2026, 2, 6)).state is PlanState.LIVE, "the control: not replaced"


@given(
    total=st.integers(1, 10**6),
    count=st.integers(1, 24),
    payments=st.lists(st.tuples(st.integers(0, 900), st.integers(1, 5000)), max_size=8),
    day=st.integers(0, 1000),
)
def test_a_plan_changes_no_balance_and_its_instalments_add_up(total, count, payments, day):
    (claim,) = debt(total)
    if count > total:
        return
    plan = plan_on(claim, count=count)
    assert sum(one.cents for one in plan.instalments) == total
    check_instalments(plan.instalments, total, START)
    known = paid(claim, *((START + timedelta(after), cents) for after, cents in sorted(payments)))
    on = START + timedelta(day)
    standing = standing_of(plan, known, on)
    assert standing.left_cents == max(owed(known, HOUSEHOLD, on), 0)
    assert (standing.state is PlanState.COMPLETED) == (standing.left_cents == 0)


def signature(signed=START, agreed=START):
    return PlanSignature(
        plan_id=NOBODY, signed_on=signed, agreed_on=agreed, agreed_with="Comptable", recorded_by=NOBODY, recorded_by_name="X"
    )  # fmt: skip


def test_a_plan_is_signed_between_the_day_it_was_prepared_and_today():
    plan, today = plan_on(debt()[0], signed=False), date(2026, 1, 20)
    for day in (START, date(2026, 1, 15), today):
        check_signature(plan, signature(day, START), today)
        check_signature(plan, signature(today, day), today)
    for day in (date(2026, 1, 9), date(2026, 1, 21)):
        for wrong, field in ((signature(day), "signed_on"), (signature(agreed=day), "agreed_on")):
            with pytest.raises(PlanDayWrong) as refused:
                check_signature(plan, wrong, today)
            assert refused.value.errors[0].field == field


def test_a_plan_is_signed_once_and_not_after_it_was_cancelled():
    plan = plan_on(debt()[0], signed=False)
    ended = PlanCancellation(plan_id=NOBODY, cancelled_on=START, reason="x", recorded_by=NOBODY, recorded_by_name="X")
    for closed in (replace(plan, signature=signature()), replace(plan, cancellation=ended)):
        with pytest.raises(PlanNotOpen):
            check_signature(closed, signature(), START)


def test_a_plan_looks_at_its_own_claims_only():
    (claim,) = debt()
    posting = Posting(
        debit_account=account(HOUSEHOLD, HouseholdAccount.FEES), credit_account=REVENUE_FEES, amount_cents=700,
        kind=TransferKind.FEE, label="Redevance 01/2026", due_on=date(2026, 1, 1),
    )  # fmt: skip
    known = paid(claim, (date(2026, 2, 10), 30000)) + posted(date(2026, 2, 1), [posting], 9)
    standing = standing_of(plan_on(claim), known, date(2026, 3, 1))
    assert (standing.state, standing.left_cents) == (PlanState.COMPLETED, 0)


def test_a_debt_is_spread_over_sixty_months_at_most_and_never_over_more_months_than_cents():
    assert len(monthly_instalments(30000, 60, START)) == 60
    assert [one.cents for one in monthly_instalments(3, 3, START)] == [1, 1, 1]
    assert [one.cents for one in monthly_instalments(1, 1, START)] == [1]
    for total, count in ((30000, 61), (30000, 0), (3, 4), (1, 2), (0, 2)):
        with pytest.raises(InstalmentsWrong):
            monthly_instalments(total, count, START)


def test_sixty_instalments_from_today_to_ten_years_are_accepted_and_not_a_day_more():
    def months(count, last):
        spread = [Instalment(due_on=START + timedelta(rank), cents=1) for rank in range(count - 1)]
        return [*spread, Instalment(due_on=last, cents=1)]

    check_instalments(months(60, date(2036, 1, 10)), 60, START)
    with pytest.raises(InstalmentsWrong, match="dix ans"):
        check_instalments(months(60, date(2036, 1, 11)), 60, START)
    with pytest.raises(InstalmentsWrong, match="60"):
        check_instalments(months(61, date(2036, 1, 10)), 61, START)


def test_instalments_on_the_31st_fall_on_the_last_day_of_a_short_month():
    days = [one.due_on for one in monthly_instalments(30000, 3, date(2028, 1, 31))]
    assert days == [date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 31)]


@pytest.mark.parametrize(
    "instalments",
    [
        (),
        ((date(2026, 1, 9), 300),),
        ((date(2026, 2, 1), 299),),
        ((date(9999, 12, 31), 300),),
        ((date(2026, 2, 1), 301),),
        ((date(2026, 2, 1), 150), (date(2026, 2, 1), 150)),
        ((date(2026, 2, 1), 300), (date(2026, 3, 1), 0)),
    ],
)
def test_instalments_that_do_not_make_the_debt_are_refused(instalments):
    found = [Instalment(due_on=on, cents=cents) for on, cents in instalments]
    with pytest.raises(InstalmentsWrong):
        check_instalments(found, 300, START)
    with pytest.raises(NothingToRepay):
        check_instalments(found, 0, START)


def test_the_list_of_plans_says_what_comes_next_and_how_many_instalments_were_missed():
    claim = debt()[0]
    plan = plan_on(claim)
    late = standing_of(plan, paid(claim, (date(2026, 2, 12), 4000)), date(2026, 2, 20))
    assert (late.is_running, late.is_live, late.missed, late.next) == (True, True, 1, plan.instalments[1])
    done = standing_of(plan, paid(claim, (date(2026, 2, 12), 30000)), date(2026, 2, 20))
    assert (done.is_running, done.is_live, done.missed) == (False, False, 0)
    sheet = running_plans_sheet([(late, "Ménage A"), (done, "Ménage B")], PLAN_STATE, date(2026, 2, 20))
    assert [(row[0], row[2], row[6], row[7], row[9]) for row in sheet.rows] == [
        ("Ménage A", "En cours", 26000, date(2026, 3, 10), 1),
        ("Ménage B", "Terminé, payé", 0, None, 0),
    ]
    assert sheet.totals[5:7] == (60000, 26000)
