"""When a deposit may be settled, of what the household is told and how, and which days are possible (DEP-04 to DEP-09)."""

from datetime import date
from uuid import UUID

import pytest
from msgspec.structs import replace

from occupancy.documents.deposit_lists import returns_sheet
from occupancy.domain.claims import Claim
from occupancy.domain.contracts import ContractStatus
from occupancy.domain.deposits import DepositRequest
from occupancy.domain.ledger import LATE_RETURNS, REFUNDS, HouseholdAccount, account
from occupancy.domain.settlements import (
    ContractNotEnded,
    DayOutsideReturn,
    DepositRefund,
    NothingToSettle,
    NoticeChannel,
    NoticeUnproven,
    Settlement,
    SettlementNotice,
    check_keys_day,
    check_notice,
    check_settleable,
    earliest_keys_day,
    fee_arrears,
    has_left,
    is_final,
    keeps_provision,
    late_increase,
    late_of_settlement,
    late_posting,
)
from occupancy.domain.withholdings import LineKind, SettlementLine
from occupancy.law import LAW
from tests.unit.occupancy.stays import contract

HOUSEHOLD = UUID(int=3)
FIRST, LAST, TODAY = date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 10)
STAY = contract(FIRST, LAST)
LEFT = replace(STAY, status=ContractStatus.ENDED)
REQUEST = DepositRequest(
    id=UUID(int=5), contract_id=STAY.id, household_id=HOUSEHOLD, amount_cents=9000, cap_cents=9000, reason=None,
    asked_on=FIRST, event_id=UUID(int=6),
)  # fmt: skip
PROPOSAL = Settlement(
    id=UUID(int=1), contract_id=STAY.id, household_id=HOUSEHOLD, attempt=1, keys_returned_on=LAST, exit_conforms=True,
    due_on=date(2026, 4, 30), due_source="", held_cents=9000, lines=(), withheld_cents=0, refund_cents=9000,
    refund_to="Ménage Exemple", address_known_on=LAST, proposed_on=date(2026, 4, 2), proposed_by=UUID(int=4),
    proposed_by_name="Agent Exemple",
)  # fmt: skip


def keeping(cents: int) -> Settlement:
    lines = (SettlementLine(kind=LineKind.PROVISION, reason="Comptes", element="", amount_cents=cents, proof=""),)
    return replace(PROPOSAL, lines=lines if cents else (), withheld_cents=cents, refund_cents=9000 - cents)


def test_a_deposit_is_settled_once_the_stay_is_over_or_never_began():
    assert [has_left(replace(STAY, status=one)) for one in ContractStatus] == [
        one in (ContractStatus.ENDED, ContractStatus.CANCELLED) for one in ContractStatus
    ]
    check_settleable(LEFT, None, REQUEST)
    with pytest.raises(ContractNotEnded, match="jamais pendant le séjour"):
        check_settleable(STAY, None, REQUEST)


def test_a_deposit_already_settled_is_settled_again_for_its_provision_only():
    check_settleable(LEFT, keeping(1), REQUEST)
    with pytest.raises(NothingToSettle, match="déjà été soldé"):
        check_settleable(LEFT, keeping(0), REQUEST)
    with pytest.raises(NothingToSettle, match="Aucun dépôt"):
        check_settleable(LEFT, None, None)


def test_a_provision_is_final_from_one_cent_and_kept_when_it_is_all_that_is_held():
    assert [is_final(one) for one in (None, keeping(0), keeping(1))] == [False, False, True]
    assert keeps_provision(keeping(1), 1)
    assert not keeps_provision(keeping(500), 9000)
    assert not keeps_provision(keeping(0), 0)
    assert not keeps_provision(None, 0)


def test_fees_only_are_withheld_as_arrears():
    def claim(name: HouseholdAccount) -> Claim:
        return Claim(
            transfer_id=UUID(int=7), account=account(HOUSEHOLD, name), due_on=FIRST, number=1, label="", contract_id=None,
            amount_cents=1, settled_cents=0,
        )  # fmt: skip

    fees, damage = claim(HouseholdAccount.FEES), claim(HouseholdAccount.DAMAGE)
    assert fee_arrears((damage, fees), HOUSEHOLD) == (fees,)


def notice(day: date, channel: NoticeChannel, proof: str) -> SettlementNotice:
    return SettlementNotice(
        id=UUID(int=8), settlement_id=PROPOSAL.id, told_on=day, channel=channel, proof=proof, told_by_name="Agent"
    )


@pytest.mark.parametrize("day", [PROPOSAL.proposed_on, TODAY])
def test_a_household_is_told_between_the_proposal_and_today_both_included(day):
    check_notice(notice(day, NoticeChannel.LETTER, ""), PROPOSAL, TODAY)


@pytest.mark.parametrize("day", [date(2026, 4, 1), date(2026, 4, 11)])
def test_a_household_is_not_told_before_the_proposal_nor_tomorrow(day):
    with pytest.raises(NoticeUnproven) as refused:
        check_notice(notice(day, NoticeChannel.LETTER, ""), PROPOSAL, TODAY)
    assert refused.value.errors[0].field == "told_on"


@pytest.mark.parametrize("channel", [one for one in NoticeChannel if one is not NoticeChannel.LETTER])
def test_what_is_not_a_plain_letter_leaves_a_proof(channel):
    check_notice(notice(TODAY, channel, "RK 12"), PROPOSAL, TODAY)
    with pytest.raises(NoticeUnproven) as refused:
        check_notice(notice(TODAY, channel, "  "), PROPOSAL, TODAY)
    assert refused.value.errors[0].field == "proof"


def test_keys_come_back_from_the_first_day_or_from_the_signature_when_nobody_came_in():
    signed = replace(STAY, signed_on=date(2025, 12, 20))
    assert earliest_keys_day(signed) == FIRST
    never = replace(signed, status=ContractStatus.CANCELLED)
    assert earliest_keys_day(never) == date(2025, 12, 20)
    assert earliest_keys_day(replace(never, signed_on=date(2026, 1, 5))) == FIRST
    assert earliest_keys_day(replace(never, signed_on=None)) == FIRST


def test_a_day_of_return_is_between_two_days_both_included():
    check_keys_day(FIRST, FIRST, TODAY)
    check_keys_day(TODAY, FIRST, TODAY)
    for day in (date(2025, 12, 31), date(2026, 4, 11)):
        with pytest.raises(DayOutsideReturn) as refused:
            check_keys_day(day, FIRST, TODAY)
        assert refused.value.errors[0].field == "keys_returned_on"


def test_what_does_not_go_back_is_never_late_and_what_goes_back_the_last_day_neither():
    assert late_of_settlement(LAW, STAY, replace(PROPOSAL, refund_cents=0), date(2026, 6, 1)) is None
    late = late_of_settlement(LAW, STAY, replace(PROPOSAL, refund_cents=1), date(2026, 5, 1))
    assert late is not None
    assert (late.cents, late.periods) == (900, 1)
    on_time = late_increase(LAW, 9000, PROPOSAL.due_on, PROPOSAL.due_on, address_known_on=None)
    assert (on_time.suspended, on_time.periods) == (False, 0)


def test_an_increase_of_nothing_is_not_written_and_one_cent_is():
    assert late_posting(PROPOSAL, 0) == ()
    (row,) = late_posting(PROPOSAL, 1)
    assert (row.debit_account, row.credit_account, row.amount_cents) == (LATE_RETURNS, REFUNDS, 1)


def test_a_return_is_told_to_the_comptable_as_what_goes_out_what_comes_in_and_what_was_paid():
    def line(kind: LineKind, cents: int) -> SettlementLine:
        return SettlementLine(kind=kind, reason="Exemple", element="Porte", amount_cents=cents, proof="Facture")

    def row(settled: Settlement, late: int = 0) -> tuple[object, ...]:
        refund = DepositRefund(
            id=UUID(int=7), settlement_id=settled.id, proposed_by=UUID(int=4), approved_by=UUID(int=8),
            approved_by_name="Finances Exemple", refunded_on=TODAY, refund_cents=settled.refund_cents, event_id=UUID(int=9),
            late_cents=late,
        )  # fmt: skip
        sheet = returns_sheet([(settled, refund, "C-1", "Ménage Exemple")])
        assert sheet.totals[3:9] == sheet.rows[0][3:9]
        return tuple(sheet.rows[0][3:9])

    assert row(PROPOSAL) == (9000, 0, 0, 9000, 0, 0)
    lines = (line(LineKind.DAMAGE, 2000), line(LineKind.ARREARS, 3000), line(LineKind.PROVISION, 1000))
    part = replace(PROPOSAL, lines=lines, withheld_cents=6000, refund_cents=3000)
    out, damage, arrears, paid, late, kept = row(part, late=500)
    assert (out, damage, arrears, paid, late, kept) == (8000, 2000, 3000, 3000, 500, 1000)
    assert out - damage - arrears == paid
    more = replace(PROPOSAL, lines=(line(LineKind.DAMAGE, 12000),), withheld_cents=9000, refund_cents=0)
    assert row(more) == (9000, 9000, 0, 0, 0, 0)
