"""The ladder of a debt: one rung at a time, each on its day, and all that holds it back."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from occupancy.domain.arrears import Step, arrears
from occupancy.domain.arrears_ladder import (
    ActKind,
    ArrearsAct,
    ArrearsActWrong,
    TitledClaim,
    advise,
    aid_alert,
    check_act,
    claims_to_title,
)
from occupancy.domain.repayment_plans import PlanState
from occupancy.law import LAW
from tests.unit.occupancy import test_repayment_plans as plans
from tests.unit.occupancy.test_arrears import claim

TODAY = date(2026, 3, 1)
HOUSEHOLD = UUID(int=5)


def done(kind, days_ago, *, until=None, claims=(), detail="Exemple"):
    on = TODAY - timedelta(days_ago)
    return ArrearsAct(
        id=uuid4(), household_id=HOUSEHOLD, kind=kind, done_on=on, until=until, detail=detail, claims=claims, cents=0,
        recorded_on=on, recorded_by=HOUSEHOLD, recorded_by_name="X",
    )  # fmt: skip


def debt(*due):
    return arrears(HOUSEHOLD, due, TODAY)


def step(days, *diary, cents=10000):
    return advise(LAW, debt(claim(days, cents)), diary, (), TODAY).step


@pytest.mark.parametrize(("days", "advised"), [(5, Step.WAIT), (6, Step.REMIND), (90, Step.REMIND)])
def test_the_first_rung_is_a_reminder_however_old_the_debt(days, advised):
    assert step(days) is advised


@pytest.mark.parametrize(("days", "advised"), [(14, Step.WAIT), (15, Step.MEET), (16, Step.MEET)])
def test_an_appointment_follows_the_reminder_on_its_day(days, advised):
    assert step(days, done(ActKind.REMINDED, 5)) is advised


@pytest.mark.parametrize(
    ("days", "cents", "advised"),
    [(29, 10000, Step.WAIT), (30, 10000, Step.TITLE), (30, 1500, Step.TITLE), (30, 1499, Step.GROUP)],
)
def test_a_title_follows_from_15_euros(days, cents, advised):
    assert step(days, done(ActKind.REMINDED, 9), done(ActKind.MEETING_OFFERED, 8), cents=cents) is advised


def test_a_debt_below_15_euros_is_grouped_until_the_claims_without_a_title_reach_it():
    small, more = claim(60, 800), claim(30, 700)
    assert claims_to_title(LAW, debt(small), (), TODAY) == ()
    assert sum(one.cents for one in claims_to_title(LAW, debt(small, more), (), TODAY)) == 1500
    titled = done(ActKind.TITLE_ASKED, 3, claims=(TitledClaim(claim_id=more.transfer_id, cents=700),))
    assert claims_to_title(LAW, debt(small, more), (titled,), TODAY) == (), "never two titles for one claim"


@pytest.mark.parametrize(("ago", "advised"), [(29, Step.WAIT), (30, Step.RELAUNCH), (31, Step.RELAUNCH)])
def test_a_relance_follows_the_title_after_thirty_days_then_the_hand_over(ago, advised):
    one = claim(80)
    asked = done(ActKind.TITLE_ASKED, ago, claims=(TitledClaim(claim_id=one.transfer_id, cents=10000),))
    before = (done(ActKind.REMINDED, 70), done(ActKind.MEETING_OFFERED, 60), asked)
    assert advise(LAW, debt(one), before, (), TODAY).step is advised
    after = (*before, done(ActKind.RELAUNCHED, 1))
    assert advise(LAW, debt(one), after, (), TODAY).step is Step.HAND_OVER
    assert advise(LAW, debt(one), (*after, done(ActKind.HANDED_OVER, 0)), (), TODAY).step is Step.WAIT


def test_what_was_done_for_an_older_debt_does_not_count_for_this_one():
    assert step(20, done(ActKind.REMINDED, 21)) is Step.REMIND
    assert step(20, done(ActKind.REMINDED, 20)) is Step.MEET


@pytest.mark.parametrize(("until", "is_held"), [(-1, False), (0, True), (1, True)])
def test_a_pause_holds_until_its_last_day_included(until, is_held):
    pause = done(ActKind.PAUSED, 3, until=TODAY + timedelta(until), detail="Dossier FSL")
    advice = advise(LAW, debt(claim(20)), (pause,), (), TODAY)
    assert bool(advice.held_by) is is_held
    assert advice.is_to_do is not is_held


@pytest.mark.parametrize(
    ("begun", "ended"), [(ActKind.SATD_NOTIFIED, ActKind.SATD_LIFTED), (ActKind.CONTESTED, ActKind.CONTEST_ENDED)]
)
def test_a_seizure_or_a_contested_title_stops_the_reminders_until_it_ends(begun, ended):
    assert not advise(LAW, debt(claim(20)), (done(begun, 3),), (), TODAY).is_to_do
    assert advise(LAW, debt(claim(20)), (done(begun, 3), done(ended, 1)), (), TODAY).is_to_do
    assert not advise(LAW, debt(claim(20)), (done(ended, 4), done(begun, 3)), (), TODAY).is_to_do


def test_only_a_live_plan_holds_the_ladder():
    (due,) = plans.debt()
    plan = plans.plan_on(due)
    for on, state, is_held in ((date(2026, 2, 1), PlanState.LIVE, True), (date(2026, 4, 1), PlanState.BREACHED, False)):
        standing = plans.standing_of(plan, (due,), on)
        assert standing.state is state
        assert bool(advise(LAW, debt(claim(20)), (), (standing,), TODAY).held_by) is is_held


@pytest.mark.parametrize(("cents", "is_told"), [(9999, False), (10000, True), (10001, True)])
def test_the_caf_is_told_from_two_monthly_fees_within_two_months(cents, is_told):
    alert = aid_alert(LAW, debt(claim(40, 10000), claim(10, cents)), (), 10000, TODAY)
    assert (alert is not None) is is_told
    if alert:
        assert (alert.since, alert.until, alert.is_to_verify) == (date(2026, 2, 19), date(2026, 4, 19), True)
        assert aid_alert(LAW, debt(claim(40), claim(10, cents)), (done(ActKind.CAF_TOLD, 1),), 10000, TODAY) is None


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (done(ActKind.REMINDED, -1), "done_on"),
        (done(ActKind.PAUSED, 0), "until"),
        (done(ActKind.PAUSED, 0, until=TODAY, detail=""), "detail"),
        (done(ActKind.TITLE_ASKED, 0), "kind"),
    ],
)
def test_an_act_that_cannot_be_is_refused_beside_its_field(act, field):
    with pytest.raises(ArrearsActWrong) as refused:
        check_act(act, debt(claim(40)), TODAY)
    assert refused.value.errors[0].field == field
    with pytest.raises(ArrearsActWrong):
        check_act(done(ActKind.REMINDED, 0), None, TODAY)
    check_act(done(ActKind.SATD_LIFTED, 0), None, TODAY)
