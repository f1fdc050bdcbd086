"""Acts that are each allowed, one after the other: money must come out right whatever their order. Both engines."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from uuid import uuid4

import pytest
from msgspec.structs import replace

from kernel.acts import writing
from kernel.db import Database
from kernel.period import Month
from occupancy.actions import charges, deposits, ledger, payments
from occupancy.actions.charges import recharge_contract
from occupancy.domain.charges import Outcome
from occupancy.domain.contracts import Contract, ContractStatus
from occupancy.domain.deposits import DepositBelowZero, deposit_state
from occupancy.domain.fees import FeeRun
from occupancy.domain.households import Household
from occupancy.domain.ledger import Event, HouseholdAccount, Posting, Transfer, TransferKind, account, owed
from occupancy.domain.regies import Regie
from occupancy.domain.statements import statement
from occupancy.invariants import MONEY_INVARIANTS
from occupancy.store import contracts, fees
from occupancy.store import ledger as ledger_store
from tests.service.occupancy.money_town import (
    FINANCE,
    REGISSEUR,
    act,
    end,
    household,
    open_store,
    payment,
    regie,
    stay,
)
from tests.unit.occupancy import stays

MARCH = Month(2025, 3)
JUNE_2, JUNE_3, JUNE_4 = date(2025, 6, 2), date(2025, 6, 3), date(2025, 6, 4)


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    store = open_store(database_url)
    await store.open()
    yield store
    await store.close()


async def book(holder: Household) -> tuple[Transfer, ...]:
    return await ledger_store.transfers_of(holder.id)


async def owes(holder: Household) -> int:
    return owed(await book(holder), holder.id)


async def wrong(db: Database) -> list[str]:
    """What the invariants of money say is wrong."""
    return [sentence for invariant in MONEY_INVARIANTS for sentence in await invariant(db)]


async def charge_of(holder: Household, month: Month) -> Transfer:
    label = f"Redevance {month.number:02d}/{month.year}"
    return next(one for one in await book(holder) if one.kind is TransferKind.FEE and one.label.startswith(label))


def proposal(contract: Contract, keys: date = date(2025, 5, 31)) -> deposits.ProposeSettlement:
    return deposits.ProposeSettlement(
        contract_id=contract.id,
        keys_returned_on=keys,
        exit_conforms=True,
        lines=(),
        refund_to="Ménage Exemple A",
        address_known_on=keys,
    )


async def returned(db: Database, contract: Contract, day: date) -> deposits.DepositRefund:
    settled = await deposits.settle_deposit(db, proposal(contract), act(day))
    return await deposits.refund_deposit(db, settled.id, day, act(day, FINANCE))


async def left_with_deposit(db: Database, holder: Household, desk: Regie, received_cents: int = 10000) -> Contract:
    """A stay that has ended, its deposit of 100 € received in whole or in part."""
    contract = await stay(holder, date(2025, 3, 1), date(2025, 5, 31))
    day = date(2025, 3, 1)
    await deposits.request_deposit(db, contract.id, 10000, None, act(day))
    taken = payment(desk, holder, received_cents, day, deposit_of=contract)
    await payments.issue_receipt(db, taken, act(day, REGISSEUR))
    return await end(db, contract, date(2025, 5, 31), date(2025, 5, 31))


async def test_a_fee_owed_again_after_two_reversals_is_still_corrected_when_the_household_leaves_early(db):
    holder = await household()
    contract = await stay(holder, date(2025, 3, 1), date(2025, 5, 31))
    await charges.run_monthly_fees(db, MARCH, act(date(2025, 3, 1)))
    fee = await charge_of(holder, MARCH)
    undone = await ledger.reverse_event(db, fee.event_id, "Erreur", act(date(2025, 3, 5), FINANCE))
    await ledger.reverse_event(db, undone.reversing_event_id, "C'était bon", act(date(2025, 3, 6), FINANCE))
    await end(db, contract, date(2025, 3, 10), date(2025, 3, 12))
    assert await owes(holder) == 3226
    assert await wrong(db) == []


async def test_a_fee_corrected_after_two_reversals_may_be_cancelled_by_decision_for_good(db):
    holder = await household()
    contract = await stay(holder, date(2025, 3, 1), date(2025, 5, 31))
    await charges.run_monthly_fees(db, MARCH, act(date(2025, 3, 1)))
    fee = await charge_of(holder, MARCH)
    undone = await ledger.reverse_event(db, fee.event_id, "Erreur", act(date(2025, 3, 5), FINANCE))
    await ledger.reverse_event(db, undone.reversing_event_id, "C'était bon", act(date(2025, 3, 6), FINANCE))
    await end(db, contract, date(2025, 3, 10), date(2025, 3, 12))
    corrected = (await fees.charges_of(contract.id))[-1].transfer_id
    event = next(one.event_id for one in await book(holder) if one.id == corrected)
    await ledger.reverse_event(db, event, "Remise décidée", act(date(2025, 3, 13), FINANCE))
    await charges.run_monthly_fees(db, MARCH, act(date(2025, 3, 14)))
    assert await owes(holder) == 0


async def test_a_remission_taken_back_owes_the_days_of_the_stay_as_it_ended_meanwhile(db):
    holder = await household()
    contract = await stay(holder, date(2025, 3, 1), date(2025, 5, 31))
    await charges.run_monthly_fees(db, MARCH, act(date(2025, 3, 1)))
    fee = await charge_of(holder, MARCH)
    remitted = await ledger.reverse_event(db, fee.event_id, "Remise décidée", act(date(2025, 3, 5), FINANCE))
    await end(db, contract, date(2025, 3, 10), date(2025, 3, 12))
    assert await owes(holder) == 0
    await ledger.reverse_event(db, remitted.reversing_event_id, "Remise retirée", act(date(2025, 3, 20), FINANCE))
    assert await owes(holder) == 3226
    assert await wrong(db) == []


async def test_the_return_of_a_deposit_is_not_brought_back_once_it_was_returned_again(db):
    holder, desk = await household(), await regie(db)
    contract = await left_with_deposit(db, holder, desk)
    first = await returned(db, contract, JUNE_2)
    undone = await ledger.reverse_event(db, first.event_id, "Virement rejeté", act(JUNE_3, FINANCE))
    assert await deposits.standing_returns() == []
    again = await returned(db, contract, JUNE_4)
    with pytest.raises(DepositBelowZero):
        await ledger.reverse_event(db, undone.reversing_event_id, "Par erreur", act(JUNE_4, FINANCE))
    assert [refund.id for _, refund in await deposits.standing_returns()] == [again.id]
    assert deposit_state(await book(holder), contract.id).held_cents == 0
    assert await wrong(db) == []


async def test_a_deposit_request_that_lapsed_does_not_lapse_twice(db):
    holder, desk = await household(), await regie(db)
    contract = await left_with_deposit(db, holder, desk, received_cents=4000)
    first = await returned(db, contract, JUNE_2)
    undone = await ledger.reverse_event(db, first.event_id, "Virement rejeté", act(JUNE_3, FINANCE))
    rest = payment(desk, holder, 6000, JUNE_3, deposit_of=contract)
    await payments.issue_receipt(db, rest, act(JUNE_3, REGISSEUR))
    with pytest.raises(DepositBelowZero):
        await ledger.reverse_event(db, undone.reversing_event_id, "Par erreur", act(JUNE_4, FINANCE))
    state = deposit_state(await book(holder), contract.id)
    assert (state.due_cents, state.held_cents) == (0, 10000)


async def test_the_database_itself_never_holds_less_than_no_deposit(db):
    holder, desk = await household(), await regie(db)
    contract = await left_with_deposit(db, holder, desk)
    out = Posting(
        debit_account=account(holder.id, HouseholdAccount.DEPOSIT_HELD),
        credit_account="outside:refunds",
        amount_cents=10001,
        kind=TransferKind.DEPOSIT_REFUNDED,
        label="Trop rendu",
        contract_id=contract.id,
    )
    event = Event(
        id=holder.id, booked_on=JUNE_2, household_id=holder.id, document_kind="deposit_refund", document_id=holder.id
    )
    doing = act(JUNE_2, FINANCE)
    with pytest.raises(DepositBelowZero):
        await ledger_store.post(db, event, [out], at=doing.at, by=doing.by.id)
    assert deposit_state(await book(holder), contract.id).held_cents == 10000


async def test_a_deposit_received_for_a_stay_that_never_began_goes_back_at_once(db):
    holder, desk = await household(), await regie(db)
    day = date(2025, 6, 1)
    plain = stays.contract(date(2025, 7, 1), date(2025, 9, 30), unit_id=uuid4(), household_id=holder.id)
    contract = replace(plain, signed_on=day, fee=replace(plain.fee, cents=10000))
    await contracts.ensure_unit_lock(contract.unit_id)
    await contracts.insert_contract(contract)
    await deposits.request_deposit(db, contract.id, 10000, None, act(day))
    taken = payment(desk, holder, 10000, day, deposit_of=contract)
    await payments.issue_receipt(db, taken, act(day, REGISSEUR))
    doing = act(JUNE_2)
    async with writing(db, doing) as tx:
        gone = replace(contract, status=ContractStatus.CANCELLED, cancel_reason="N'est pas venu")
        gone = await contracts.save_contract(gone, contract.version)
        await recharge_contract(tx, gone, doing)
        await tx.journal("contract-cancelled", f"contract/{contract.id}", after=gone)
    settled = await deposits.settle_deposit(db, proposal(contract, keys=JUNE_2), act(JUNE_2))
    await deposits.refund_deposit(db, settled.id, JUNE_2, act(JUNE_2, FINANCE))
    assert deposit_state(await book(holder), contract.id).held_cents == 0
    assert await wrong(db) == []


async def test_an_advance_is_still_shown_while_the_fee_that_it_will_pay_is_to_come(db):
    """The month is run on its first day; the stay begins, and owes, on the 20th."""
    holder, desk = await household(), await regie(db)
    await stay(holder, date(2025, 3, 20), date(2025, 5, 31))
    first = date(2025, 3, 1)
    await payments.issue_receipt(db, payment(desk, holder, 5000, first), act(first, REGISSEUR))
    await charges.run_monthly_fees(db, MARCH, act(first))
    on_the_first = statement(await book(holder), holder.id, first)
    assert (on_the_first.balance_cents, on_the_first.advance_cents, on_the_first.due) == (-5000, 5000, ())
    later = statement(await book(holder), holder.id, date(2025, 3, 20))
    assert (later.balance_cents, later.advance_cents) == (3871 - 5000, 5000 - 3871)


async def unsigned(holder: Household) -> Contract:
    plain = stays.contract(
        date(2025, 3, 1), date(2025, 5, 31), unit_id=uuid4(), household_id=holder.id, status=ContractStatus.DRAFT
    )
    await contracts.ensure_unit_lock(plain.unit_id)
    await contracts.insert_contract(plain)
    return plain


async def sign(db: Database, draft: Contract, today: date) -> None:
    """Sign and charge the months already run, in one transaction, as the act of signing does."""
    doing = act(today)
    async with writing(db, doing) as tx:
        signed = replace(draft, status=ContractStatus.SIGNED, signed_on=draft.first_day)
        signed = await contracts.save_contract(signed, draft.version)
        await recharge_contract(tx, signed, doing)
        await tx.journal("contract-signed", f"contract/{draft.id}", after=signed)


async def test_a_stay_signed_while_the_fees_of_its_month_are_run_is_charged_by_one_of_the_two(db, monkeypatch):
    """The signature comes in once the run has read the stays, and before it is written."""
    holder, reading = await household(), asyncio.Event()
    await stay(holder, date(2025, 3, 1), date(2025, 5, 31))
    newcomer = await household("B")
    draft, add_run = await unsigned(newcomer), fees.add_run

    async def add_run_slowly(run: FeeRun) -> None:
        reading.set()
        await asyncio.sleep(0.3)
        await add_run(run)

    monkeypatch.setattr(fees, "add_run", add_run_slowly)
    running = asyncio.create_task(charges.run_monthly_fees(db, MARCH, act(date(2025, 3, 2))))
    await reading.wait()
    await sign(db, draft, date(2025, 3, 2))
    await running
    assert await owes(newcomer) == 9000
    assert [plan.outcome for plan in await charges.preview_monthly_fees(MARCH)] == [Outcome.SAME] * 2
