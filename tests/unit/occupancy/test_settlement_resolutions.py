"""A proposed return of a deposit ends once: the delay, its words, and who is told what."""

from datetime import date
from uuid import UUID

import pytest
from msgspec.structs import replace

from occupancy.domain.settlement_resolutions import (
    SettlementOutcome,
    SettlementResolved,
    check_pending,
    has_lapsed,
    lapse_reason,
    last_day_to_approve,
    resolution,
)
from occupancy.domain.settlements import Settlement
from occupancy.law import LAW

PROPOSAL = Settlement(
    id=UUID(int=1), contract_id=UUID(int=2), household_id=UUID(int=3), attempt=1, keys_returned_on=date(2026, 1, 5),
    exit_conforms=True, due_on=date(2026, 2, 5), due_source="", held_cents=100_00, lines=(), withheld_cents=0,
    refund_cents=100_00, refund_to="Ménage Exemple", address_known_on=None, proposed_on=date(2026, 1, 10),
    proposed_by=UUID(int=4), proposed_by_name="Agent Exemple",
)  # fmt: skip


def test_a_proposal_can_be_approved_until_two_months_after_it_was_made_that_day_included():
    assert last_day_to_approve(LAW, PROPOSAL) == date(2026, 3, 10)
    assert not has_lapsed(LAW, PROPOSAL, date(2026, 3, 10))
    assert has_lapsed(LAW, PROPOSAL, date(2026, 3, 11))
    check_pending(None, LAW, PROPOSAL, date(2026, 3, 10))
    with pytest.raises(SettlementResolved, match="caduc"):
        check_pending(None, LAW, PROPOSAL, date(2026, 3, 11))


def test_a_proposal_of_the_end_of_december_lapses_at_the_end_of_february():
    assert last_day_to_approve(LAW, replace(PROPOSAL, proposed_on=date(2025, 12, 31))) == date(2026, 2, 28)


def test_the_delay_is_said_to_be_a_choice_to_be_confirmed_and_not_a_law():
    assert LAW.at("deposit.proposal_months", date(2026, 1, 1)).status == "to_verify"
    assert lapse_reason(LAW, PROPOSAL).startswith("Sans décision au 10/03/2026 (2 mois). Choix par défaut")


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (SettlementOutcome.PAID, "versement annulé"),
        (SettlementOutcome.REFUSED, "refusé"),
        (SettlementOutcome.REPLACED, "remplacé"),
        (SettlementOutcome.LAPSED, "caduc"),
    ],
)
def test_whoever_comes_second_is_told_how_it_ended(outcome, said):
    ended = resolution(PROPOSAL, outcome, date(2026, 1, 12), UUID(int=5), "Finances Exemple", reason="Motif")
    with pytest.raises(SettlementResolved, match=said):
        check_pending(ended, LAW, PROPOSAL, date(2026, 1, 13))
