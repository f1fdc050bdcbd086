"""The books of a régie in the database, on both engines: never below nothing, never written on a closed day."""

import asyncio
from datetime import date

import pytest
from msgspec.structs import replace

from kernel.errors import Refusal
from kernel.period import Month
from occupancy.actions import payments, regisseurs, tills
from occupancy.actions.charges import run_monthly_fees
from occupancy.actions.tills import till_state
from occupancy.domain.claims import open_claims
from occupancy.domain.payments import ChosenPart, SoucheTaken, ThirdParty
from occupancy.domain.regisseurs import NotRegisseur, Office
from occupancy.domain.tills import Book, Means, Pieces, TillDayClosed, TillTooLow, till_account
from occupancy.invariants import MONEY_INVARIANTS
from occupancy.store import ledger, pay_overs
from occupancy.store import payments as receipts
from occupancy.store import tills as store
from tests.service.occupancy.money_town import (
    AGENT,
    FINANCE,
    REGISSEUR,
    act,
    household,
    open_store,
    payment,
    regie,
    stay,
)

DAY, NEXT = date(2026, 11, 20), date(2026, 11, 21)


@pytest.fixture
async def db(database_url):
    opened = open_store(database_url)
    await opened.open()
    yield opened
    await opened.close()


def paying_over(cash=0, cheques=0, dft=0, slip="V-1", day=DAY):
    return tills.RecordPayOver(
        slip=slip, paid_on=day, cash_cents=cash, cheques_cents=cheques, dft_cents=dft, earlier_cents=0
    )


def count(euros, day=DAY, reason=""):
    return tills.CloseTill(day=day, counts=(Pieces(denomination_cents=100, number=euros),), reason=reason)


def naming(name, office=Office.TITULAR):
    return regisseurs.AppointRegisseur(
        staff_name=name, office=office, appointing_act="Arrêté n° 1", first_day=DAY, last_day=None
    )


async def take(db, desk, holder, cents, means=Means.CASH, day=DAY, by=REGISSEUR, **more):
    return await payments.issue_receipt(
        db, replace(payment(desk, holder, cents, day, means=means), **more), act(day, by)
    )


async def wrong(db):
    return [said for check in MONEY_INVARIANTS for said in await check(db)]


async def test_each_means_has_its_account_and_what_is_paid_over_is_kept_apart(db):
    holder, desk = await household(), await regie(db)
    for means in Means:
        third = ThirdParty.FSL if means is Means.THIRD_PARTY else None
        await take(db, desk, holder, 1000, means, third_party=third)
    found = await store.held_by(desk.id)
    assert (found.cash_cents, found.cheques_cents, found.dft_cents) == (1000, 1000, 3000)
    sent = tills.RemitCheques(slip="B-1", remitted_on=DAY, amount_cents=1000, comes_back=False, reason="")
    await tills.remit_cheques(db, desk.id, sent, act(DAY, REGISSEUR))
    done = await tills.record_pay_over(db, desk.id, paying_over(cash=400, dft=4000), act(DAY, REGISSEUR))
    state = await till_state(desk, DAY)
    assert (state.held.total_cents, state.paid_over_cents, done.left_cents) == (600, 4400, 600)
    await tills.cancel_pay_over(db, done.id, "Bordereau erroné", act(DAY, REGISSEUR))
    assert (await till_state(desk, DAY)).held.total_cents == 5000
    assert await wrong(db) == []


async def test_a_receipt_whose_money_was_paid_over_is_not_cancelled(db):
    holder, desk = await household(), await regie(db)
    receipt = await take(db, desk, holder, 1000)
    done = await tills.record_pay_over(db, desk.id, paying_over(cash=1000), act(DAY, REGISSEUR))
    with pytest.raises(TillTooLow):
        await payments.cancel_receipt(db, receipt.id, "Erreur", act(DAY, REGISSEUR))
    await tills.cancel_pay_over(db, done.id, "Erreur", act(DAY, REGISSEUR))
    await payments.cancel_receipt(db, receipt.id, "Erreur", act(DAY, REGISSEUR))
    assert (await store.held_by(desk.id)).total_cents == 0


async def race_of_pay_overs(db, desk, monkeypatch):
    """Ten payments of the same cash at once, with the check of the program taken away: the schema stands alone."""
    monkeypatch.setattr("occupancy.domain.pay_overs.held_in", lambda held, book: 10**9)
    commands = [paying_over(cash=600, slip=f"V-{number}") for number in range(10)]
    acts = [tills.record_pay_over(db, desk.id, one, act(DAY, REGISSEUR)) for one in commands]
    answers = await asyncio.gather(*acts, return_exceptions=True)
    return [one for one in answers if not isinstance(one, BaseException)], [
        one for one in answers if isinstance(one, BaseException)
    ]


async def test_ten_payments_of_the_same_cash_are_one(db, monkeypatch):
    holder, desk = await household(), await regie(db)
    await take(db, desk, holder, 1000)
    done, refused = await race_of_pay_overs(db, desk, monkeypatch)
    assert (len(done), len(refused), {type(one) for one in refused}) == (1, 9, {TillTooLow})
    assert (await store.held_by(desk.id)).cash_cents == 400


async def test_without_the_floor_of_the_schema_the_same_cash_is_paid_over_twice(db, monkeypatch):
    holder, desk = await household(), await regie(db)
    await take(db, desk, holder, 1000)
    for trigger in ("transfer_out_of_till",) if db.dialect == "sqlite" else ("transfer_moves_till",):
        on = "" if db.dialect == "sqlite" else " on transfer"
        await db.run(f"drop trigger {trigger}{on}")
    done, _ = await race_of_pay_overs(db, desk, monkeypatch)
    assert len(done) > 1
    assert await wrong(db)


async def race_of_cancellations(db, desk, monkeypatch):
    """Six cancellations of one payment at once; the look of the program at the others is taken away."""
    done = await tills.record_pay_over(db, desk.id, paying_over(cash=600), act(DAY, REGISSEUR))
    seen = await pay_overs.find_pay_over(done.id)

    async def as_read(pay_over_id):
        return seen

    monkeypatch.setattr("occupancy.store.pay_overs.find_pay_over", as_read)
    acts = [tills.cancel_pay_over(db, done.id, "Bordereau erroné", act(DAY, REGISSEUR)) for _ in range(6)]
    answers = await asyncio.gather(*acts, return_exceptions=True)
    return [one for one in answers if not isinstance(one, BaseException)], [
        one for one in answers if isinstance(one, BaseException)
    ]


async def test_a_payment_to_the_comptable_is_cancelled_once_whoever_asks(db, monkeypatch):
    holder, desk = await household(), await regie(db)
    await take(db, desk, holder, 1000)
    done, refused = await race_of_cancellations(db, desk, monkeypatch)
    assert (len(done), len(refused)) == (1, 5)
    assert all(isinstance(one, Refusal) for one in refused)
    assert (await store.held_by(desk.id)).cash_cents == 1000
    assert await wrong(db) == []


async def test_without_the_indexes_of_the_schema_a_payment_is_cancelled_several_times(db, monkeypatch):
    """The control. Money comes back that never left: a second cancellation would take below nothing, so more was paid over."""
    holder, desk = await household(), await regie(db)
    await take(db, desk, holder, 10000)
    await tills.record_pay_over(db, desk.id, paying_over(cash=9000), act(DAY, REGISSEUR))
    for index in ("pay_over_cancelled_once", "transfer_reversed_once"):
        await db.run(f"drop index {index}")
    done, _ = await race_of_cancellations(db, desk, monkeypatch)
    assert len(done) > 1
    assert (await store.held_by(desk.id)).cash_cents > 1000


async def test_a_closed_day_takes_nothing_more_and_is_never_opened_again(db):
    holder, desk = await household(), await regie(db)
    await take(db, desk, holder, 1000)
    with pytest.raises(Refusal, match="manquants"):
        await tills.close_till(db, desk.id, count(9), act(DAY, REGISSEUR))
    closing = await tills.close_till(db, desk.id, count(9, reason="Pièce perdue"), act(DAY, REGISSEUR))
    assert (closing.difference_cents, (await store.held_by(desk.id)).cash_cents) == (-100, 900)
    with pytest.raises(TillDayClosed):
        await take(db, desk, holder, 500)
    with pytest.raises(TillDayClosed):
        await tills.close_till(db, desk.id, count(9), act(DAY, REGISSEUR))
    await take(db, desk, holder, 500, day=NEXT)
    after = await tills.close_till(db, desk.id, count(14, day=NEXT), act(NEXT, REGISSEUR))
    assert (after.opening_cents, after.in_cents, after.expected_cents) == (900, 500, 1400)
    assert await wrong(db) == []


async def close_while_receiving(db, desk, holder):
    """A closing among six receipts of the same day."""
    taking = [take(db, desk, holder, 100, day=DAY) for _ in range(6)]
    closing = tills.close_till(db, desk.id, count(0, reason="Comptée pendant les encaissements"), act(DAY, REGISSEUR))
    return await asyncio.gather(*taking[:3], closing, *taking[3:], return_exceptions=True)


async def test_a_closing_that_races_receipts_leaves_none_behind_it(db):
    holder, desk = await household(), await regie(db)
    await take(db, desk, holder, 100)
    answers = await close_while_receiving(db, desk, holder)
    closing = await store.last_closing(desk.id)
    lines = await store.entries(db, desk.id, Book.CASH, DAY, DAY)
    assert {type(one) for one in answers if isinstance(one, BaseException)} <= {TillDayClosed}
    assert closing.in_cents == sum(one.in_cents for one in lines if one.document_kind == "receipt")
    assert await wrong(db) == []


async def test_without_its_guard_a_receipt_is_written_on_a_closed_day(db):
    holder, desk = await household(), await regie(db)
    await take(db, desk, holder, 1000)
    await tills.close_till(db, desk.id, count(10), act(DAY, REGISSEUR))
    await db.run(f"drop trigger transfer_till_day{'' if db.dialect == 'sqlite' else ' on transfer'}")
    await take(db, desk, holder, 500)
    assert (await store.held_by(desk.id)).cash_cents == 1500


async def test_the_regie_goes_from_one_to_the_next_on_what_was_counted(db):
    holder, desk = await household(), await regie(db)
    await regisseurs.appoint_regisseur(db, desk.id, naming(REGISSEUR.name), act(DAY, FINANCE))
    await regisseurs.appoint_regisseur(db, desk.id, naming(AGENT.name, Office.SUBSTITUTE), act(DAY, FINANCE))
    await take(db, desk, holder, 1000)
    with pytest.raises(NotRegisseur):
        await take(db, desk, holder, 1000, by=FINANCE)
    await tills.close_till(db, desk.id, count(10), act(DAY, REGISSEUR))
    to = regisseurs.ProposeHandover(to_name=AGENT.name, leaving=False)
    given = await regisseurs.propose_handover(db, desk.id, to, act(DAY, REGISSEUR))
    await regisseurs.accept_handover(db, given.id, act(DAY, AGENT))
    with pytest.raises(NotRegisseur, match=AGENT.name):
        await take(db, desk, holder, 500, day=NEXT)
    await take(db, desk, holder, 500, day=NEXT, by=AGENT)
    closing = await tills.close_till(db, desk.id, count(15, day=NEXT), act(NEXT, AGENT))
    assert closing.opening_cents == 1000


async def test_a_souche_number_serves_once_and_its_receipt_leaves_no_gap(db):
    holder, desk = await household(), await regie(db)
    await take(db, desk, holder, 100, souche=1001)
    with pytest.raises(SoucheTaken):
        await take(db, desk, holder, 100, souche=1001)
    again = await take(db, desk, holder, 100, souche=1002)
    assert again.number == 2


async def test_what_was_chosen_at_the_desk_is_kept_on_the_receipt(db):
    holder, desk = await household(), await regie(db)
    await stay(holder, date(2026, 9, 1), date(2026, 10, 31))
    for month in (9, 10):
        await run_monthly_fees(db, Month(2026, month), act(date(2026, month, 1)))
    _, newest = open_claims(await ledger.transfers_of(holder.id))
    chosen = (ChosenPart(claim_id=newest.transfer_id, amount_cents=10000),)
    receipt = await take(db, desk, holder, 10000, Means.CARD, chosen=chosen)
    left = open_claims(await ledger.transfers_of(holder.id))
    assert [one.due_on.month for one in left] == [9]
    assert (await receipts.find_receipt(receipt.id)).receipt.chosen == chosen
    assert await wrong(db) == []


async def test_what_was_receipted_before_accounts_were_kept_by_means_stays_and_is_paid_over(db, monkeypatch):
    holder, desk = await household(), await regie(db)
    monkeypatch.setattr("occupancy.actions.payments._into", lambda paid: till_account(paid.regie_id, Book.EARLIER))
    receipt = await take(db, desk, holder, 1000)
    monkeypatch.undo()
    await payments.cancel_receipt(db, receipt.id, "Erreur", act(DAY, REGISSEUR))
    assert (await store.held_by(desk.id)).earlier_cents == 0
    assert await wrong(db) == []
