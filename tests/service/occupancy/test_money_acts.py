"""Money acts on both engines: the month is charged once, money pays the oldest, receipts keep their numbers."""

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from kernel.acts import Replayed
from kernel.db import ConstraintBroken
from kernel.errors import KeyInFlight, KeyReused, RuleBroken
from kernel.intake.imports import SentFile
from kernel.period import Month
from occupancy.actions import charges, deposits, ledger, payments
from occupancy.actions import wear_grids as wear_actions
from occupancy.actions.deposit_facts import live_refunds
from occupancy.actions.stay_deadlines import keep_missing_deadlines
from occupancy.domain import settlements
from occupancy.domain.charges import MonthNotBegun, Outcome
from occupancy.domain.claims import open_claims
from occupancy.domain.deadlines import SubjectKind
from occupancy.domain.deposits import DepositAlreadyAsked
from occupancy.domain.ledger import AlreadyReversed, NotReversible, balances, owed
from occupancy.domain.payments import CashAboveLimit, DepositAlreadyReturned, ReceiptAlreadyCancelled
from occupancy.domain.settlements import (
    ApproverIsProposer,
    ContractNotEnded,
    NothingToSettle,
    NoticeChannel,
    NoticeUnproven,
    SettlementAlreadyTold,
    SettlementReplaced,
)
from occupancy.domain.tills import Means
from occupancy.domain.wear_grids import GridFacts, WearGridFixed
from occupancy.domain.withholdings import LineDraft, LineKind, WithholdingAboveWear, WithholdingUncounted
from occupancy.store import deadlines as deadline_store
from occupancy.store import deposits as deposit_store
from occupancy.store import fees, regies
from occupancy.store import ledger as ledger_store
from occupancy.store import payments as payment_store
from palier import demo
from tests.service.occupancy.money_town import (
    AGENT,
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

MARCH, APRIL, MAY = Month(2025, 3), Month(2025, 4), Month(2025, 5)


@pytest.fixture
async def db(database_url):
    store = open_store(database_url)
    await store.open()
    yield store
    await store.close()


async def owes(holder, until=None):
    return owed(await ledger_store.transfers_of(holder.id), holder.id, until)


async def open_cents(holder):
    return [claim.open_cents for claim in open_claims(await ledger_store.transfers_of(holder.id))]


async def test_a_month_is_charged_by_days_and_only_once(db):
    holder = await household()
    contract = await stay(holder, date(2025, 4, 11), date(2025, 7, 10), 15000)
    preview = await charges.preview_monthly_fees(APRIL)
    assert [(plan.outcome, plan.fee.cents, plan.reason) for plan in preview] == [
        (Outcome.CHARGE, 10000, "20 jours sur 30")
    ]
    run = await charges.run_monthly_fees(db, APRIL, act(date(2025, 4, 15)))
    assert (run.charged, run.charged_cents, run.skipped) == (1, 10000, 0)
    again = await charges.run_monthly_fees(db, APRIL, act(date(2025, 4, 16)))
    assert (again.charged, again.skipped) == (0, 1)
    assert await owes(holder) == 10000
    charged = (await fees.charges_of(contract.id))[0]
    assert (charged.trace.days, charged.trace.days_in_month, charged.due_on) == (20, 30, date(2025, 4, 11))


async def test_a_month_that_has_not_begun_is_not_charged(db):
    with pytest.raises(MonthNotBegun):
        await charges.run_monthly_fees(db, MAY, act(date(2025, 4, 30)))


async def test_two_runs_at_once_charge_a_month_once(db):
    holder = await household()
    await stay(holder, date(2025, 3, 1), date(2025, 5, 31))
    await asyncio.gather(
        *(charges.run_monthly_fees(db, MARCH, act(date(2025, 3, 2))) for _ in range(4)), return_exceptions=True
    )
    assert await owes(holder) == 10000


async def test_leaving_in_the_month_gives_back_what_was_charged_too_much(db):
    holder, desk = await household(), await regie(db)
    contract = await stay(holder, date(2025, 3, 1), date(2025, 5, 31))
    await charges.run_monthly_fees(db, MARCH, act(date(2025, 3, 1)))
    await payments.issue_receipt(db, payment(desk, holder, 10000, date(2025, 3, 2)), act(date(2025, 3, 2), REGISSEUR))
    await end(db, contract, date(2025, 3, 10), date(2025, 3, 12))
    assert await owes(holder) == 3226 - 10000
    assert await owes(holder, date(2025, 3, 11)) == 0
    attempts = await fees.charges_of(contract.id)
    assert [(one.attempt, one.amount_cents) for one in attempts] == [(1, 10000), (2, 3226)]
    assert await open_cents(holder) == []


async def test_staying_after_the_term_is_charged_when_the_departure_is_recorded(db):
    holder = await household()
    contract = await stay(holder, date(2025, 3, 1), date(2025, 3, 31))
    for month in (MARCH, APRIL):
        await charges.run_monthly_fees(db, month, act(date(2025, 4, 2)))
    assert await owes(holder) == 10000
    assert [plan.reason for plan in await charges.preview_monthly_fees(APRIL)] == [
        "Échéance passée, départ non enregistré"
    ]
    await end(db, contract, date(2025, 4, 15), date(2025, 4, 16))
    assert await owes(holder) == 15000


async def test_a_charge_cancelled_by_decision_is_not_charged_again(db):
    holder = await household()
    await stay(holder, date(2025, 3, 1), date(2025, 5, 31))
    await charges.run_monthly_fees(db, MARCH, act(date(2025, 3, 1)))
    event = (await ledger_store.transfers_of(holder.id))[0].event_id
    await ledger.reverse_event(db, event, "Remise décidée", act(date(2025, 3, 5), FINANCE))
    assert await owes(holder) == 0
    await charges.run_monthly_fees(db, MARCH, act(date(2025, 3, 6)))
    assert await owes(holder) == 0
    assert [plan.outcome for plan in await charges.preview_monthly_fees(MARCH)] == [Outcome.DECIDED]


async def test_a_payment_pays_the_oldest_month_and_its_cancellation_keeps_the_number(db):
    holder, desk = await household(), await regie(db)
    await stay(holder, date(2025, 3, 1), date(2025, 5, 31))
    for month in (APRIL, MARCH):
        await charges.run_monthly_fees(db, month, act(date(2025, 4, 1)))
    command = payment(desk, holder, 12500, date(2025, 4, 2))
    first = await payments.issue_receipt(db, command, act(date(2025, 4, 2), REGISSEUR))
    assert first.reference == "R-TEMP-2025-00001"
    assert await open_cents(holder) == [7500]
    cancelled = act(date(2025, 4, 3), REGISSEUR)
    await payments.cancel_receipt(db, first.id, "Chèque sans provision", cancelled)
    assert await open_cents(holder) == [10000, 10000]
    with pytest.raises(ReceiptAlreadyCancelled):
        await payments.cancel_receipt(db, first.id, "Encore", act(date(2025, 4, 3), REGISSEUR))
    second = await payments.issue_receipt(db, command, act(date(2025, 4, 4), REGISSEUR))
    assert second.number == 2
    assert [one.cancellation is not None for one in await payment_store.receipts_of(holder.id)] == [False, True]


async def test_numbers_start_again_each_year_and_for_each_regie(db):
    holder, one, other = await household(), await regie(db, "UN"), await regie(db, "DEUX")
    numbers = []
    for desk, day in [(one, date(2025, 12, 31)), (one, date(2026, 1, 1)), (other, date(2026, 1, 1))]:
        receipt = await payments.issue_receipt(db, payment(desk, holder, 100, day), act(day, REGISSEUR))
        numbers.append(receipt.reference)
    assert numbers == ["R-UN-2025-00001", "R-UN-2026-00001", "R-DEUX-2026-00001"]


async def years_told(db):
    """The years that wait to be told, in the order of their rows; forgotten then."""
    found = [row["year"] for row in await db.run("select year from outbox where kind = 'activity' order by seq")]
    async with db.engine.transaction():
        await db.run("delete from outbox")
    return found


async def test_a_payment_tells_anew_each_year_since_the_first_stay_of_the_household(db):
    desk, holder, stranger = await regie(db), await household("A"), await household("B")
    await stay(holder, date(2023, 11, 20), date(2024, 2, 19))
    await stay(holder, date(2022, 1, 1), date(2022, 3, 31), status="draft")
    await years_told(db)
    on = date(2025, 4, 10)
    await payments.issue_receipt(db, payment(desk, holder, 100, on), act(on, REGISSEUR))
    assert await years_told(db) == [2023, 2024, 2025]
    await payments.issue_receipt(db, payment(desk, stranger, 100, on), act(on, REGISSEUR))
    assert await years_told(db) == [2025], "who never stayed, and a contract that nobody signed, tell this year alone"


async def test_cash_above_the_limit_writes_nothing(db):
    holder, desk = await household(), await regie(db)
    day = date(2025, 3, 3)
    await payments.issue_receipt(db, payment(desk, holder, 30000, day, means=Means.CASH), act(day, REGISSEUR))
    with pytest.raises(CashAboveLimit):
        await payments.issue_receipt(db, payment(desk, holder, 30001, day, means=Means.CASH), act(day, REGISSEUR))
    assert await owes(holder) == -30000
    assert len(await payment_store.receipts_of(holder.id)) == 1


async def draw(db, desk, holder, day, *, fails):
    """Issue a receipt that may fail after its number was drawn."""
    command = payment(desk, holder, 100, day)
    if fails:
        command = replace(command, payer=None)  # refused by the table, once the number is drawn
    return await payments.issue_receipt(db, command, act(day, REGISSEUR))


async def race(db, desk, holders):
    day = date(2025, 3, 3)
    attempts = [draw(db, desk, holder, day, fails=rank % 5 == 4) for rank, holder in enumerate(holders)]
    done = await asyncio.gather(*attempts, return_exceptions=True)
    return sorted(one.number for one in done if not isinstance(one, BaseException))


async def test_racing_receipts_leave_no_gap_even_when_some_fail_after_their_number(db):
    desk, holders = await regie(db), [await household() for _ in range(40)]
    numbers = await race(db, desk, holders)
    assert numbers == list(range(1, 33))


async def test_a_counter_kept_outside_the_transaction_leaves_gaps(db, monkeypatch):
    """The control of the test above: a number that survives the rollback."""
    drawn = {}

    async def outside(db, regie_id, year):
        drawn[year] = drawn.get(year, 0) + 1
        return drawn[year]

    monkeypatch.setattr(regies, "next_number", outside)
    desk, holders = await regie(db), [await household() for _ in range(20)]
    numbers = await race(db, desk, holders)
    assert numbers != list(range(1, len(numbers) + 1))


async def test_the_same_request_is_carried_out_once_and_answered_the_same(db):
    holder, desk = await household(), await regie(db)
    day = date(2025, 3, 3)
    command = payment(desk, holder, 5000, day)
    first = await payments.issue_receipt(db, command, act(day, REGISSEUR, "clé-1", "corps"))
    with pytest.raises(Replayed) as again:
        await payments.issue_receipt(db, command, act(day, REGISSEUR, "clé-1", "corps"))
    assert str(first.id) in again.value.answer
    with pytest.raises(KeyReused):
        await payments.issue_receipt(db, command, act(day, REGISSEUR, "clé-1", "autre corps"))
    assert len(await payment_store.receipts_of(holder.id)) == 1


async def test_the_same_request_sent_eight_times_at_once_has_one_effect(db):
    holder, desk = await household(), await regie(db)
    day = date(2025, 3, 3)
    command = payment(desk, holder, 5000, day)
    sent = [payments.issue_receipt(db, command, act(day, REGISSEUR, "clé-2", "corps")) for _ in range(8)]
    done = await asyncio.gather(*sent, return_exceptions=True)
    assert len(await payment_store.receipts_of(holder.id)) == 1
    assert all(isinstance(one, KeyInFlight | Replayed) for one in done if isinstance(one, BaseException))


async def test_an_event_is_reversed_exactly_once_however_many_try(db):
    holder = await household()
    await stay(holder, date(2025, 3, 1), date(2025, 5, 31))
    await charges.run_monthly_fees(db, MARCH, act(date(2025, 3, 1)))
    event = (await ledger_store.transfers_of(holder.id))[0].event_id
    tries = [ledger.reverse_event(db, event, "Erreur", act(date(2025, 3, 5), FINANCE)) for _ in range(6)]
    done = await asyncio.gather(*tries, return_exceptions=True)
    assert [type(one) for one in done if isinstance(one, BaseException)] == [AlreadyReversed] * 5
    assert await owes(holder) == 0


async def test_a_reversal_is_reversed_once_and_the_fee_is_owed_again(db):
    holder = await household()
    await stay(holder, date(2025, 3, 1), date(2025, 5, 31))
    await charges.run_monthly_fees(db, MARCH, act(date(2025, 3, 1)))
    event = (await ledger_store.transfers_of(holder.id))[0].event_id
    undone = await ledger.reverse_event(db, event, "Erreur", act(date(2025, 3, 5), FINANCE))
    back = undone.reversing_event_id
    await ledger.reverse_event(db, back, "C'était bon", act(date(2025, 3, 6), FINANCE))
    assert await owes(holder) == 10000
    with pytest.raises(AlreadyReversed):
        await ledger.reverse_event(db, back, "Encore", act(date(2025, 3, 6), FINANCE))


async def test_a_receipt_is_not_reversed_behind_its_back(db):
    holder, desk = await household(), await regie(db)
    day = date(2025, 3, 3)
    receipt = await payments.issue_receipt(db, payment(desk, holder, 5000, day), act(day, REGISSEUR))
    with pytest.raises(NotReversible) as refused:
        await ledger.reverse_event(db, receipt.event_id, "Erreur", act(day, FINANCE))
    assert refused.value.blocker.href.endswith(str(receipt.id))


def proposal(contract, *lines):
    return deposits.ProposeSettlement(
        contract_id=contract.id,
        keys_returned_on=date(2025, 5, 31),
        exit_conforms=not lines,
        lines=lines,
        refund_to="Ménage Exemple A",
        address_known_on=date(2025, 5, 31),
    )


def damage(cents):
    return LineDraft(
        kind=LineKind.DAMAGE, reason="Porte cassée", element="Séjour, porte", amount_cents=cents, proof="Facture 7"
    )


async def deposited(db, holder, desk):
    contract = await stay(holder, date(2025, 3, 1), date(2025, 5, 31))
    day = date(2025, 3, 1)
    await deposits.request_deposit(db, contract.id, 10000, None, act(day))
    receipt = await payments.issue_receipt(
        db, payment(desk, holder, 10000, day, deposit_of=contract), act(day, REGISSEUR)
    )
    return contract, receipt


async def test_a_deposit_is_asked_received_withheld_in_part_and_returned_by_another_person(db):
    holder, desk = await household(), await regie(db)
    contract, _ = await deposited(db, holder, desk)
    with pytest.raises(DepositAlreadyAsked):
        await deposits.request_deposit(db, contract.id, 10000, None, act(date(2025, 3, 2)))
    with pytest.raises(ContractNotEnded):
        await deposits.settle_deposit(db, proposal(contract), act(date(2025, 5, 31)))
    await end(db, contract, date(2025, 5, 31), date(2025, 5, 31))
    settled = await deposits.settle_deposit(db, proposal(contract, damage(4000)), act(date(2025, 6, 2)))
    assert (settled.withheld_cents, settled.refund_cents, settled.due_on) == (4000, 6000, date(2025, 7, 31))
    paid_on = date(2025, 6, 10)
    with pytest.raises(ApproverIsProposer):
        await deposits.refund_deposit(db, settled.id, paid_on, act(paid_on))
    await deposits.refund_deposit(db, settled.id, paid_on, act(paid_on, FINANCE))
    book = balances(await ledger_store.transfers_of(holder.id))
    assert (book["outside:refunds"], book["revenue:damage"]) == (-6000, -4000)
    assert await owes(holder) == 0
    with pytest.raises(NothingToSettle):
        await deposits.settle_deposit(db, proposal(contract), act(paid_on))


async def test_a_late_return_is_paid_on_top_where_the_rules_adopted_it_and_undone_with_the_return(db, monkeypatch):
    holder, desk = await household(), await regie(db)
    contract, _ = await deposited(db, holder, desk)
    await end(db, contract, date(2025, 5, 31), date(2025, 5, 31))
    settled = await deposits.settle_deposit(db, proposal(contract), act(date(2025, 6, 2)))
    day = date(2025, 7, 1)
    shown = await deposits.refund_deposit(db, settled.id, day, act(day, FINANCE))
    assert (shown.refund_cents, shown.late_cents) == (10000, 0)
    await ledger.reverse_event(db, shown.event_id, "Virement rejeté", act(day, FINANCE))
    monkeypatch.setattr(settlements, "late_is_owed", lambda *_: True)
    again = await deposits.settle_deposit(db, proposal(contract), act(day))
    paid = await deposits.refund_deposit(db, again.id, day, act(day, FINANCE))
    book = balances(await ledger_store.transfers_of(holder.id))
    assert (paid.late_cents, book["outside:refunds"]) == (1000, -11000)
    assert book["expense:late_returns"] == 1000
    await ledger.reverse_event(db, paid.event_id, "Virement rejeté", act(day, FINANCE))
    book = balances(await ledger_store.transfers_of(holder.id))
    assert (book["outside:refunds"], book["expense:late_returns"]) == (0, 0)


async def test_a_deposit_that_a_third_party_paid_goes_back_to_it(db):
    holder, desk = await household(), await regie(db)
    contract = await stay(holder, date(2025, 3, 1), date(2025, 5, 31))
    day = date(2025, 3, 1)
    await deposits.request_deposit(db, contract.id, 10000, None, act(day))
    said = replace(payment(desk, holder, 10000, day, deposit_of=contract), payer="FSL de l'Exemple")
    await payments.issue_receipt(db, said, act(day, REGISSEUR))
    await end(db, contract, date(2025, 5, 31), date(2025, 5, 31))
    with pytest.raises(settlements.BeneficiaryUnexplained, match="FSL de l'Exemple"):
        await deposits.settle_deposit(db, proposal(contract), act(date(2025, 6, 2)))
    to_payer = replace(proposal(contract), refund_to="FSL de l'Exemple", refund_reference="Dossier 12")
    kept = await deposits.settle_deposit(db, to_payer, act(date(2025, 6, 2)))
    assert (kept.refund_to, kept.refund_reference) == ("FSL de l'Exemple", "Dossier 12")


async def test_the_last_proposal_is_the_one_that_is_approved(db):
    holder, desk = await household(), await regie(db)
    contract, _ = await deposited(db, holder, desk)
    await end(db, contract, date(2025, 5, 31), date(2025, 5, 31))
    first = await deposits.settle_deposit(db, proposal(contract, damage(4000)), act(date(2025, 6, 2)))
    second = await deposits.settle_deposit(db, proposal(contract), act(date(2025, 6, 3)))
    day = date(2025, 6, 4)
    with pytest.raises(SettlementReplaced):
        await deposits.refund_deposit(db, first.id, day, act(day, FINANCE))
    tries = [deposits.refund_deposit(db, second.id, day, act(day, FINANCE)) for _ in range(4)]
    done = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, BaseException) for one in done) == 3
    assert balances(await ledger_store.transfers_of(holder.id))["outside:refunds"] == -10000


async def test_the_database_itself_refuses_one_person_for_both(db):
    holder, desk = await household(), await regie(db)
    contract, _ = await deposited(db, holder, desk)
    await end(db, contract, date(2025, 5, 31), date(2025, 5, 31))
    settled = await deposits.settle_deposit(db, proposal(contract), act(date(2025, 6, 2)))
    refund = await deposits.refund_deposit(db, settled.id, date(2025, 6, 2), act(date(2025, 6, 2), FINANCE))
    with pytest.raises((ApproverIsProposer, ConstraintBroken)):
        await deposit_store.add_refund(db, replace(refund, approved_by=AGENT.id))


async def test_a_deposit_that_went_back_cannot_be_unreceived_until_its_return_is_reversed(db):
    holder, desk = await household(), await regie(db)
    contract, receipt = await deposited(db, holder, desk)
    await end(db, contract, date(2025, 5, 31), date(2025, 5, 31))
    day = date(2025, 6, 2)
    settled = await deposits.settle_deposit(db, proposal(contract, damage(3000)), act(day))
    refund = await deposits.refund_deposit(db, settled.id, day, act(day, FINANCE))
    with pytest.raises(DepositAlreadyReturned):
        await payments.cancel_receipt(db, receipt.id, "Chèque impayé", act(day, REGISSEUR))
    await ledger.reverse_event(db, refund.event_id, "Virement rejeté", act(day, FINANCE))
    assert await owes(holder) == 0
    await deposits.settle_deposit(db, proposal(contract), act(day))
    await payments.cancel_receipt(db, receipt.id, "Chèque impayé", act(day, REGISSEUR))
    assert sum(balances(await ledger_store.transfers_of(holder.id)).values()) == 0


async def test_an_undoing_without_a_reason_is_refused(db):
    with pytest.raises(RuleBroken):
        await ledger.reverse_event(db, (await household()).id, " ", act(date(2025, 3, 1), FINANCE))


# --- wear, provision, notice ---------------------------------------------------------------------

GRID = (Path(demo.__file__).parent / "grille-exemple.csv").read_bytes()


async def graded(db, contract):
    """The demonstration grid, agreed for the contract."""
    facts = GridFacts(name="Exemple", version="1", effective_from=date(2020, 1, 1))
    sent = SentFile(name="grille.csv", content=GRID)
    grid = await wear_actions.import_grid(db, facts, sent, act(date(2025, 3, 1)))
    await wear_actions.agree_grid(db, contract.id, grid.id, date(2025, 3, 1), "Avenant", act(date(2025, 3, 1)))
    return grid


def paint(**changed):
    """Paint of June 2021 that must be done again at 400 euros: 4 years less a day at the exit."""
    drafted = LineDraft(
        kind=LineKind.DAMAGE, reason="Murs tachés", element="Séjour, murs", proof="Devis 3", cost_cents=400_00,
        wear_row="Peinture, papiers peints", since=date(2021, 6, 1), since_proof="facture",
    )  # fmt: skip
    return replace(drafted, **changed)


async def test_the_wear_of_the_grid_agreed_for_the_contract_is_counted_off(db):
    holder, desk = await household(), await regie(db)
    contract, _ = await deposited(db, holder, desk)
    grid = await graded(db, contract)
    with pytest.raises(WearGridFixed):
        await wear_actions.agree_grid(db, contract.id, grid.id, date(2025, 3, 1), "Autre", act(date(2025, 3, 1)))
    await end(db, contract, date(2025, 5, 31), date(2025, 5, 31))
    day = act(date(2025, 6, 2))
    (line,) = (await deposits.settle_deposit(db, proposal(contract, paint()), day)).lines
    assert (line.wear.months, line.amount_cents) == (47, 400_00 * 655 // 1000)
    (least,) = (await deposits.settle_deposit(db, proposal(contract, paint(since=None, since_proof="")), day)).lines
    assert (least.wear.months, least.amount_cents) == (None, 40_00)
    lowered = await deposits.settle_deposit(db, proposal(contract, paint(amount_cents=100_00)), day)
    assert lowered.withheld_cents == 100_00
    kept = (await deposit_store.settlements_of(contract.id))[-1]
    assert kept == lowered
    for wrong, refusal in (
        (paint(amount_cents=262_01), WithholdingAboveWear),
        (paint(wear_row="Toiture"), WithholdingUncounted),
        (paint(cost_cents=None), WithholdingUncounted),
        (paint(since=date(2025, 6, 1)), WithholdingUncounted),
        (paint(since_proof=" "), WithholdingUncounted),
        (paint(wear_row="", cost_cents=None), WithholdingUncounted),
    ):
        with pytest.raises(refusal):
            await deposits.settle_deposit(db, proposal(contract, wrong), day)


async def waiting_for(contract):
    found = await deadline_store.open_of(SubjectKind.CONTRACT, contract.id)
    return {one.deadline.rule: one.deadline.due_on for one in found if one.deadline.rule.startswith("DEP")}


async def test_a_deposit_held_waits_from_the_end_of_the_stay_and_no_more_once_its_receipt_is_cancelled(db):
    holder, desk = await household(), await regie(db)
    contract, receipt = await deposited(db, holder, desk)
    assert await waiting_for(contract) == {}
    await end(db, contract, date(2025, 5, 31), date(2025, 5, 31))
    assert contract.id in await deadline_store.contracts_without(date(2025, 1, 1))
    await keep_missing_deadlines(db, datetime(2025, 5, 31, 12, tzinfo=UTC), date(2025, 5, 31))
    assert await waiting_for(contract) == {"DEP-03": date(2025, 6, 30)}
    assert contract.id not in await deadline_store.contracts_without(date(2025, 1, 1))
    await payments.cancel_receipt(db, receipt.id, "Chèque impayé", act(date(2025, 6, 2), REGISSEUR))
    assert await waiting_for(contract) == {}


async def test_a_provision_is_kept_then_settled_once_the_accounts_are_approved(db):
    holder, desk = await household(), await regie(db)
    contract, _ = await deposited(db, holder, desk)
    await end(db, contract, date(2025, 5, 31), date(2025, 5, 31))
    kept = LineDraft(
        kind=LineKind.PROVISION, reason="Comptes de l'immeuble", element="", proof="Syndic", amount_cents=2000
    )
    day = date(2025, 6, 2)
    first = await deposits.settle_deposit(db, proposal(contract, damage(3000), kept), act(day))
    assert (first.withheld_cents, first.refund_cents) == (5000, 5000)
    assert await waiting_for(contract) == {"DEP-03-D": first.due_on}
    await deposits.refund_deposit(db, first.id, day, act(day, FINANCE))
    assert list(await waiting_for(contract)) == ["DEP-06-R"]
    accounts = date(2025, 9, 30)
    final = replace(proposal(contract), accounts_approved_on=accounts)
    second = await deposits.settle_deposit(db, final, act(accounts))
    assert (second.held_cents, second.refund_cents, second.due_on) == (2000, 2000, date(2025, 10, 30))
    assert await waiting_for(contract) == {"DEP-06": second.due_on}
    await deposits.refund_deposit(db, second.id, accounts, act(accounts, FINANCE))
    assert await waiting_for(contract) == {}
    with pytest.raises(NothingToSettle):
        await deposits.settle_deposit(db, final, act(accounts))
    assert [one.refund_cents for _, one in await live_refunds(contract.id)] == [5000, 2000]


async def test_the_household_is_told_once_of_the_last_proposal_with_a_proof(db):
    holder, desk = await household(), await regie(db)
    contract, _ = await deposited(db, holder, desk)
    await end(db, contract, date(2025, 5, 31), date(2025, 5, 31))
    day = date(2025, 6, 2)
    first = await deposits.settle_deposit(db, proposal(contract, damage(3000)), act(day))
    tell = deposits.tell_settlement
    for told_on, proof in ((date(2025, 6, 1), "LRAR 1"), (date(2025, 6, 3), "LRAR 1"), (day, " ")):
        with pytest.raises(NoticeUnproven):
            await tell(db, first.id, told_on, NoticeChannel.REGISTERED_LETTER, proof, act(day))
    await tell(db, first.id, day, NoticeChannel.LETTER, "", act(day))
    with pytest.raises(SettlementAlreadyTold):
        await tell(db, first.id, day, NoticeChannel.LETTER, "", act(day))
    await deposits.settle_deposit(db, proposal(contract, damage(2000)), act(day))
    with pytest.raises(SettlementReplaced):
        await tell(db, first.id, day, NoticeChannel.LETTER, "", act(day))
