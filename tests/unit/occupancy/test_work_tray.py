"""The work tray: the last alert reached, what is late, who it waits for, and when it goes up (SIAO-03)."""

from datetime import date, timedelta
from uuid import UUID

from msgspec.structs import replace

from kernel.calendar import Territory
from occupancy.domain.deadline_rules import (
    DEPOSIT_RETURN,
    ENTRY_INSPECTION,
    RULES,
    TERM,
    TERM_FIRST_ALERT,
    TERM_LAST_ALERT,
    TERM_SECOND_ALERT,
)
from occupancy.domain.deadlines import DeadlineRule, Owner, Subject, SubjectKind, deadline
from occupancy.domain.stay_followers import StayFollower, with_followers
from occupancy.domain.work_tray import OpenDeadline, Urgency, concerns, is_escalated, is_late, urgency, waiting
from occupancy.law import LAW

LAST = date(2026, 4, 14)
ME, OTHER = UUID(int=1), UUID(int=2)
STAY = Subject(kind=SubjectKind.CONTRACT, id=UUID(int=9), reference="C-2026-0001", household_id=UUID(int=8))


def opened(rule: DeadlineRule, anchor: date, owner: UUID | None = None) -> OpenDeadline:
    return OpenDeadline(
        id=UUID(int=abs(hash((rule.code, anchor))) % 10**9),
        subject=STAY,
        deadline=deadline(rule, anchor, LAW, Territory.METROPOLE),
        owner_role=RULES[rule.code].owner,
        owner_id=owner,
        owner_name="Quelqu'un" if owner else None,
    )


STEPS = tuple(opened(rule, LAST) for rule in (TERM_FIRST_ALERT, TERM_SECOND_ALERT, TERM_LAST_ALERT, TERM))


def shown(today: date) -> list[str]:
    return [one.deadline.rule for one in waiting(STEPS, today=today, until=today + timedelta(days=60))]


def test_of_the_alerts_before_a_term_only_the_last_one_reached_is_shown():
    assert shown(LAST - timedelta(days=50)) == ["SIAO-03-A"]
    assert shown(LAST - timedelta(days=45)) == ["SIAO-03-A"]
    assert shown(LAST - timedelta(days=30)) == ["SIAO-03-B"]
    assert shown(LAST - timedelta(days=15)) == ["SIAO-03-C"]
    assert shown(LAST - timedelta(days=1)) == ["SIAO-03-C"]
    assert shown(LAST) == ["SIAO-03"]


def test_an_alert_is_never_late_and_a_term_is_from_the_next_day():
    alert, term = STEPS[0], STEPS[3]
    assert not is_late(alert.deadline, LAST)
    assert [is_late(term.deadline, LAST + timedelta(days=n)) for n in (-1, 0, 1)] == [False, False, True]
    assert urgency(alert.deadline, LAW, LAST) is Urgency.SOON


def test_what_is_late_for_more_than_a_week_goes_up_to_the_management():
    term = STEPS[3]
    assert [is_escalated(term, LAW, LAST + timedelta(days=n)) for n in (7, 8)] == [False, True]
    late = LAST + timedelta(days=8)
    assert concerns(term, ME, ["manager"], LAW, late)
    assert not concerns(term, ME, ["manager"], LAW, LAST)


def test_a_deadline_waits_for_its_post_until_somebody_takes_it():
    mine, taken = opened(ENTRY_INSPECTION, LAST), opened(ENTRY_INSPECTION, LAST, OTHER)
    assert concerns(mine, ME, ["agent"], LAW, LAST)
    assert not concerns(mine, ME, ["finance"], LAW, LAST)
    assert not concerns(taken, ME, ["agent"], LAW, LAST)
    assert concerns(taken, OTHER, [], LAW, LAST)


def test_what_somebody_took_over_goes_up_to_the_management_too_once_it_is_late_for_more_than_a_week():
    taken = opened(TERM, LAST, OTHER)
    assert [concerns(taken, ME, ["manager"], LAW, LAST + timedelta(days=n)) for n in (7, 8)] == [False, True]
    assert concerns(taken, OTHER, [], LAW, LAST + timedelta(days=8)), "it stays with who took it over"
    assert not concerns(taken, ME, ["agent"], LAW, LAST + timedelta(days=8)), "the control: no other post"


def test_who_follows_a_stay_sees_to_its_lines_but_not_to_those_of_money_nor_to_what_another_took():
    follower = StayFollower(contract_id=STAY.id, number=1, person_id=ME, person_name="Agent Exemple", decided_on=LAST)
    found = (opened(ENTRY_INSPECTION, LAST), opened(ENTRY_INSPECTION, LAST, OTHER), opened(DEPOSIT_RETURN, LAST))
    assert [one.owner_role for one in found[::2]] == [Owner.AGENT, Owner.FINANCE]
    given = with_followers(found, {STAY.id: follower})
    assert [(one.owner_id, one.is_by_stay) for one in given] == [(ME, True), (OTHER, False), (None, False)]
    assert with_followers(found, {STAY.id: replace(follower, person_id=None, person_name=None)}) == found
    assert with_followers(found, {OTHER: follower}) == found


def test_soon_is_within_a_week_and_today_is_today():
    one = opened(ENTRY_INSPECTION, LAST).deadline
    found = [urgency(one, LAW, LAST - timedelta(days=n)) for n in (8, 7, 0, -1)]
    assert found == [Urgency.LATER, Urgency.SOON, Urgency.TODAY, Urgency.LATE]
    assert Owner.AGENT.value == "agent"
