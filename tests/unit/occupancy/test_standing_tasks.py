"""What waits as long as a fact stands: whose it is, since which day, and that the tray takes it like any deadline."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from occupancy.domain.arrears import Step, arrears
from occupancy.domain.claims import Claim
from occupancy.domain.deadlines import Owner
from occupancy.domain.note_eliminations import EliminationLine
from occupancy.domain.standing_tasks import fees_task, notes_task, unpaid_task
from occupancy.domain.work_tray import Follower, concerns, explain, is_escalated, mine
from occupancy.law import LAW

DUE = date(2026, 3, 1)
CLAIM = Claim(
    transfer_id=UUID(int=1), account="household:x:fees", due_on=DUE, number=1, label="Redevance", contract_id=None,
    amount_cents=100_00, settled_cents=0,
)  # fmt: skip
HOUSEHOLD, ME, OTHER = UUID(int=2), UUID(int=3), UUID(int=4)
FOLLOWER = Follower(id=ME, name="Agente Exemple")


def unpaid(step, follower=None):
    late = arrears(HOUSEHOLD, [CLAIM], DUE + timedelta(days=200))
    assert late
    return unpaid_task(late, step, LAW, "M-2026-0001", follower)


@pytest.mark.parametrize(
    ("step", "role", "days"),
    [(Step.REMIND, Owner.AGENT, "grace"), (Step.MEET, Owner.AGENT, "meeting"), (Step.TITLE, Owner.FINANCE, "title")],
)
def test_an_unpaid_sum_waits_for_the_post_of_its_step_since_the_day_that_step_was_due(step, role, days):
    found = unpaid(step)
    assert (found.owner_role, found.owner_id) == (role, None)
    assert found.deadline.due_on == DUE + timedelta(days=LAW.at(f"arrears.{days}_days", DUE).number)
    assert explain(found.deadline).startswith("Plus ancienne somme due : 01/03/2026 + ")


def test_who_follows_the_stay_sees_to_what_it_owes_and_the_post_no_longer_does():
    followed = unpaid(Step.MEET, FOLLOWER)
    today = followed.deadline.due_on
    assert (followed.owner_id, followed.owner_name) == (ME, "Agente Exemple")
    assert [concerns(followed, person, ["agent"], LAW, today) for person in (ME, OTHER)] == [True, False]
    assert concerns(unpaid(Step.MEET), OTHER, ["agent"], LAW, today)
    assert unpaid(Step.TITLE, FOLLOWER).owner_id is None, "a title stays with finance, whoever follows"


def test_an_old_debt_that_nobody_saw_to_goes_up_to_the_management():
    found, days = unpaid(Step.REMIND), LAW.at("tray.escalation_days", DUE).number
    assert [is_escalated(found, LAW, found.deadline.due_on + timedelta(days=days + n)) for n in (0, 1)] == [False, True]


def test_fees_wait_from_the_first_of_the_month_and_notes_from_two_years_after_the_last_contact():
    fees = fees_task(date(2026, 3, 1), LAW)
    assert (fees.deadline.due_on, fees.owner_role) == (date(2026, 3, 1), Owner.AGENT)
    line = EliminationLine(
        support_measure_id=UUID(int=9),
        last_contact_on=date(2024, 2, 29),
        notes=3,
        first_written_on=DUE,
        last_written_on=DUE,
    )
    notes = notes_task([line], LAW, today=date(2026, 3, 2))
    assert notes
    assert (notes.deadline.due_on, notes.owner_role) == (date(2026, 2, 28), Owner.MANAGER)
    assert notes.subject.reference == "3 notes, 1 mesure"
    assert notes_task([], LAW, today=DUE) is None


def test_each_line_is_one_and_the_same_thing_however_often_the_tray_is_read():
    lines = (unpaid(Step.MEET), fees_task(DUE, LAW), unpaid(Step.MEET), fees_task(DUE, LAW))
    assert len({one.id for one in lines}) == 2
    assert len(mine(lines, OTHER, ["agent"], LAW, today=DUE + timedelta(days=90), until=date.max)) == 2
