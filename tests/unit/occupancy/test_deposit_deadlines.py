"""Deposits in the tray: proposed, approved and paid, a provision settled; each with the day that the settlement has (DEP-03)."""

from datetime import date
from uuid import UUID

import pytest
from msgspec.structs import replace

from kernel.calendar import Territory
from occupancy.domain.deadline_rules import COMPLETION_RIGHT
from occupancy.domain.deadlines import Deadline, Owner
from occupancy.domain.deposit_deadlines import DepositFacts, deposit_deadlines
from occupancy.domain.inspection_amendments import AmendmentGround, amendment_deadlines, until
from occupancy.domain.settlements import Settlement, provision_deadline, return_deadline
from occupancy.domain.withholdings import LineKind, SettlementLine
from occupancy.domain.work_tray import OpenDeadline, has_lapsed, is_late, waiting
from occupancy.law import LAW
from tests.support.inspected import signed_inspection
from tests.unit.occupancy.stays import contract, ended
from tests.unit.occupancy.test_work_tray import STAY

LEFT = date(2026, 1, 31)
GONE = ended(contract(date(2025, 8, 1), LEFT), LEFT)
HELD = 30000
METROPOLE = Territory.METROPOLE


def waits(one: Deadline) -> OpenDeadline:
    return OpenDeadline(
        id=UUID(int=3), subject=STAY, deadline=one, owner_role=Owner.AGENT, owner_id=None, owner_name=None
    )


def line(kind: LineKind, cents: int) -> SettlementLine:
    return SettlementLine(kind=kind, element="Murs", reason="Trous", amount_cents=cents, proof="devis 1")


def settled(
    *lines: SettlementLine, number: int = 1, accounts_on: date | None = None, conforms: bool = True
) -> Settlement:
    withheld = sum(one.amount_cents for one in lines)
    return Settlement(
        id=UUID(int=number),
        contract_id=GONE.id,
        household_id=GONE.household_id,
        attempt=number,
        keys_returned_on=LEFT,
        exit_conforms=conforms,
        due_on=LEFT,
        due_source="",
        held_cents=HELD,
        lines=lines,
        withheld_cents=withheld,
        refund_cents=HELD - withheld,
        refund_to="",
        address_known_on=None,
        proposed_on=date(2026, 2, 10),
        proposed_by=UUID(int=5),
        proposed_by_name="Agent",
        accounts_approved_on=accounts_on,
    )


def days(
    *settlements: Settlement, held: int = HELD, stay=GONE, **refunded: date
) -> dict[str, tuple[date, date | None]]:
    paid = {settlements[int(name[1:]) - 1].id: on for name, on in refunded.items()}
    facts = DepositFacts(held_cents=held, settlements=settlements, refunded_on=paid)
    return {one.rule: (one.due_on, one.met_on) for one in deposit_deadlines(stay, facts, LAW)}


def test_a_month_after_the_stay_the_deposit_held_is_to_be_settled_and_nothing_is_when_none_is_held():
    assert days() == {"DEP-03": (date(2026, 2, 28), None)}
    assert days(held=0) == {}
    assert days(stay=contract(date(2025, 8, 1), LEFT)) == {}


@pytest.mark.parametrize(
    ("keys_on", "one_month", "two_months"),
    [
        (date(2026, 1, 30), date(2026, 2, 28), date(2026, 3, 30)),
        (date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)),
        (date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)),
        (date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 31)),
        (date(2028, 2, 29), date(2028, 3, 29), date(2028, 4, 29)),
        (date(2026, 2, 28), date(2026, 3, 28), date(2026, 4, 28)),
        (date(2026, 9, 25), date(2026, 10, 25), date(2026, 11, 25)),
    ],
    ids=["n-1", "month end", "n+1", "to 29 February", "from 29 February", "into summer time", "into winter time"],
)
def test_the_tray_says_the_day_that_the_settlement_has(keys_on: date, one_month: date, two_months: date):
    conform = replace(settled(), keys_returned_on=keys_on)
    different = replace(settled(line(LineKind.DAMAGE, 4000)), keys_returned_on=keys_on)
    assert days(conform)["DEP-03-C"] == (one_month, None)
    assert days(different)["DEP-03-D"] == (two_months, None)
    assert return_deadline(LAW, keys_on, exit_conforms=True)[0] == one_month
    assert return_deadline(LAW, keys_on, exit_conforms=False)[0] == two_months


def test_unpaid_fees_withheld_leave_the_shorter_delay():
    assert "DEP-03-C" in days(settled(line(LineKind.ARREARS, 4000)))
    assert "DEP-03-D" in days(settled(conforms=False))


def test_what_was_proposed_is_met_then_what_was_paid_and_a_refund_reversed_is_due_again():
    proposed = days(settled())
    assert proposed["DEP-03"] == (date(2026, 2, 28), date(2026, 2, 10))
    paid_on = date(2026, 2, 20)
    assert days(settled(), held=0, _1=paid_on)["DEP-03-C"] == (date(2026, 2, 28), paid_on)
    assert days(settled()) == proposed
    assert days(settled(), held=0) == {"DEP-03": proposed["DEP-03"]}


def test_a_provision_is_reviewed_each_year_and_settled_a_month_after_the_accounts():
    kept = settled(line(LineKind.PROVISION, 6000))
    seen = days(kept, held=6000, _1=date(2026, 2, 20))
    assert seen["DEP-06-R"][1] is None
    accounts = date(2026, 6, 30)
    final = replace(settled(number=2, accounts_on=accounts), held_cents=6000)
    both = days(kept, final, held=6000)
    assert both["DEP-06-R"][1] == final.proposed_on
    assert both["DEP-06"] == (date(2026, 7, 30), None)
    assert provision_deadline(LAW, accounts)[0] == date(2026, 7, 30)


@pytest.mark.parametrize(
    ("entered", "completed_until"),
    [
        (date(2026, 1, 5), date(2026, 1, 15)),
        (date(2028, 2, 19), date(2028, 2, 29)),
        (date(2028, 2, 20), date(2028, 3, 1)),
        (date(2027, 2, 18), date(2027, 3, 1)),
        (date(2026, 12, 15), date(2026, 12, 28)),
        (date(2026, 12, 14), date(2026, 12, 24)),
        (date(2026, 3, 22), date(2026, 4, 1)),
        (date(2026, 10, 18), date(2026, 10, 28)),
    ],
)
def test_the_rights_to_complete_an_entry_inspection_have_the_day_that_an_amendment_is_checked_against(
    entered, completed_until
):
    entry = replace(signed_inspection(), established_on=entered)
    found = {one.rule: one.due_on for one in amendment_deadlines(entry, LAW, METROPOLE)}
    assert found["EDL-04"] == completed_until == until(entry, AmendmentGround.COMPLETION, LAW, METROPOLE)
    assert found["EDL-05"] == until(entry, AmendmentGround.HEATING, LAW, METROPOLE)


def test_before_the_law_of_2014_there_was_no_such_right():
    assert amendment_deadlines(replace(signed_inspection(), established_on=date(2014, 3, 26)), LAW, METROPOLE) == ()
    assert amendment_deadlines(replace(signed_inspection(), established_on=date(2014, 3, 27)), LAW, METROPOLE) != ()


def test_a_right_that_is_over_is_never_late_and_waits_for_nobody():
    entry = replace(signed_inspection(), established_on=date(2026, 1, 5))
    right = next(one for one in amendment_deadlines(entry, LAW, METROPOLE) if one.rule == COMPLETION_RIGHT.code)
    last, after = date(2026, 1, 15), date(2026, 1, 16)
    assert len(waiting([waits(right)], today=last, until=date.max)) == 1
    assert waiting([waits(right)], today=after, until=date.max) == ()
    assert (has_lapsed(right, last), has_lapsed(right, after), is_late(right, after)) == (False, True, False)
    control = replace(right, rule="DEP-03")
    assert is_late(control, after)
    assert len(waiting([waits(control)], today=after, until=date.max)) == 1
