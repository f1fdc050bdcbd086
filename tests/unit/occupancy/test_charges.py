"""Which months of a contract are charged, charged anew, or left alone."""

from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

import occupancy
from kernel.law import Law
from kernel.period import Month
from occupancy.domain.charges import MonthNotBegun, Outcome, charge_posting, check_month, plan_month
from occupancy.domain.contracts import Contract, ContractStatus
from occupancy.domain.fees import Charge
from occupancy.domain.ledger import REVENUE_FEES, HouseholdAccount, TransferKind, account
from tests.unit.occupancy.stays import contract, ended

MONEY = Law.parse((Path(occupancy.__file__).parent / "law" / "money.toml").read_text(encoding="utf-8"))
FEBRUARY, MARCH, APRIL, MAY = (Month(2025, number) for number in (2, 3, 4, 5))
STAY = contract(date(2025, 3, 11), date(2025, 5, 10))
"""90,00 € a month: March is 21 of 31 days, April a whole month, May 10 of 31 days."""


def plan(stay: Contract = STAY, month=MARCH, charges=(), *, counted=(), decided=(), called_until=None):
    return plan_month(
        MONEY, stay, month, charges, counted=frozenset(counted), decided=frozenset(decided), called_until=called_until
    )


def charged(plan_made, transfer: int) -> Charge:
    """The charge that a plan wrote."""
    return Charge(
        id=uuid4(), contract_id=plan_made.contract_id, household_id=plan_made.household_id, month=plan_made.fee.month,
        attempt=plan_made.attempt, amount_cents=plan_made.fee.cents, due_on=plan_made.due_on, trace=plan_made.fee,
        transfer_id=UUID(int=transfer),
    )  # fmt: skip


def told(found):
    return found.outcome, found.reason, found.fee.cents, found.to_post


def test_fees_are_called_from_the_first_day_of_their_month():
    check_month(MARCH, date(2025, 3, 1))
    check_month(MARCH, date(2025, 6, 1))
    with pytest.raises(MonthNotBegun):
        check_month(MARCH, date(2025, 2, 28))


@pytest.mark.parametrize(
    ("month", "outcome", "reason", "cents", "due_on"),
    [
        (FEBRUARY, Outcome.NOTHING, "Aucun jour de séjour dans le mois", 0, date(2025, 3, 11)),
        (MARCH, Outcome.CHARGE, "21 jours sur 31", 6097, date(2025, 3, 11)),
        (APRIL, Outcome.CHARGE, "Mois entier", 9000, date(2025, 4, 1)),
        (MAY, Outcome.CHARGE, "10 jours sur 31", 2903, date(2025, 5, 1)),
    ],
)
def test_each_month_of_a_stay_is_called_for_its_days_and_due_on_its_first(month, outcome, reason, cents, due_on):
    found = plan(ended(STAY, date(2025, 5, 10)), month)
    assert told(found) == (outcome, reason, cents, outcome is Outcome.CHARGE)
    assert (found.due_on, found.attempt, found.standing) == (due_on, 1, None)


def test_a_month_called_stays_called_and_the_next_one_is_its_own():
    march = charged(plan(), 1)
    assert told(plan(charges=[march], counted=[march.transfer_id])) == (Outcome.SAME, "Déjà appelée", 6097, False)
    april = plan(month=APRIL, charges=[march], counted=[march.transfer_id])
    assert (april.outcome, april.attempt) == (Outcome.CHARGE, 1)


def test_a_stay_that_ends_earlier_has_its_month_called_anew_for_the_days_really_spent():
    march = charged(plan(), 1)
    found = plan(ended(STAY, date(2025, 3, 20)), charges=[march], counted=[march.transfer_id])
    assert told(found) == (
        Outcome.ADJUST,
        "Appelée pour 60,97\N{NO-BREAK SPACE}€, les dates ont changé",
        2903,
        True,
    )
    assert (found.standing, found.attempt) == (march, 2)
    again = charged(found, 2)
    back = plan(charges=[march, again], counted=[again.transfer_id])
    assert (back.outcome, back.fee.cents, back.standing, back.attempt) == (Outcome.ADJUST, 6097, again, 3)


def test_a_month_after_the_household_left_is_taken_back_to_nothing():
    april = charged(plan(month=APRIL), 1)
    found = plan(ended(STAY, date(2025, 3, 20)), APRIL, [april], counted=[april.transfer_id])
    assert (found.outcome, found.fee.cents, found.fee.days) == (Outcome.ADJUST, 0, 0)


def test_a_month_cancelled_by_decision_is_not_called_again_but_one_taken_back_for_dates_is():
    march = charged(plan(), 1)
    decided = plan(charges=[march], decided=[march.transfer_id])
    assert told(decided) == (Outcome.DECIDED, "Annulée par décision : non appelée de nouveau", 6097, False)
    taken_back = plan(charges=[march])
    assert (taken_back.outcome, taken_back.attempt) == (Outcome.CHARGE, 2)
    second = charged(taken_back, 2)
    assert plan(charges=[march, second], decided=[second.transfer_id]).outcome is Outcome.DECIDED
    first_only = plan(charges=[march, second], counted=[second.transfer_id], decided=[march.transfer_id])
    assert first_only.outcome is Outcome.SAME


@pytest.mark.parametrize("status", [ContractStatus.DRAFT, ContractStatus.CANCELLED])
def test_a_contract_that_was_not_signed_or_was_cancelled_costs_nothing(status):
    found = plan(replace(STAY, status=status))
    assert told(found) == (Outcome.NOTHING, "Contrat qui n'occupe pas le logement", 0, False)
    assert (found.fee.days, found.fee.days_in_month, found.fee.first_day, found.fee.last_day) == (0, 31, None, None)


def test_a_contract_cancelled_after_its_month_was_called_has_it_taken_back():
    march = charged(plan(), 1)
    found = plan(replace(STAY, status=ContractStatus.CANCELLED), charges=[march], counted=[march.transfer_id])
    assert (found.outcome, found.fee.cents, found.fee.days) == (Outcome.ADJUST, 0, 0)


def test_a_household_past_its_term_whose_leaving_nobody_recorded_is_told_apart():
    june = Month(2025, 6)
    assert plan(month=june).reason == "Échéance passée, départ non enregistré"
    assert plan(replace(STAY, allowed_until=date(2025, 6, 30)), june).fee.cents == 9000


def test_a_stay_free_of_charge_is_told_as_such():
    free = replace(STAY, fee=replace(STAY.fee, cents=0))
    assert told(plan(free)) == (Outcome.NOTHING, "Redevance nulle", 0, False)


def test_a_fee_of_one_cent_is_called():
    small = replace(STAY, fee=replace(STAY.fee, cents=1))
    assert told(plan(small, APRIL)) == (Outcome.CHARGE, "Mois entier", 1, True)


def test_months_that_the_books_before_this_program_called_are_not_called_twice():
    assert told(plan(called_until=MARCH))[:2] == (Outcome.NOTHING, "Appelée par le registre précédent")
    assert plan(called_until=APRIL).outcome is Outcome.NOTHING
    assert plan(called_until=FEBRUARY).outcome is Outcome.CHARGE
    march = charged(plan(), 1)
    shorter = ended(STAY, date(2025, 3, 20))
    assert plan(shorter, charges=[march], counted=[march.transfer_id], called_until=APRIL).outcome is Outcome.ADJUST


def test_a_call_says_its_month_its_contract_and_its_days_when_they_are_not_the_whole_month():
    part, whole = charge_posting(plan()), charge_posting(plan(month=APRIL))
    assert part.label == "Redevance 03/2025, contrat C-2018-0001 (21 jours sur 31)"
    assert whole.label == "Redevance 04/2025, contrat C-2018-0001"
    assert (part.debit_account, part.credit_account) == (
        account(STAY.household_id, HouseholdAccount.FEES),
        REVENUE_FEES,
    )
    assert (part.amount_cents, part.kind, part.due_on, part.contract_id) == (
        6097,
        TransferKind.FEE,
        date(2025, 3, 11),
        STAY.id,
    )
