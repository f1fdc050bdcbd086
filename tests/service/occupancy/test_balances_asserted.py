"""What must balance before something is closed: the account at the Treasury and its statement, the account of who left."""

from datetime import date
from uuid import uuid4

import pytest

from kernel.acts import housekeeping
from kernel.period import Month
from occupancy.actions import charges, periods, tills
from occupancy.actions.account_closures import close_account
from occupancy.actions.dft_statements import RecordDftStatement, record_dft_statement
from occupancy.actions.payments import issue_receipt
from occupancy.domain.account_closures import AccountClosure, AccountNotAtZero, AccountStillLives, closed_now
from occupancy.domain.dft_statements import PeriodInDifference, StatementWrong
from occupancy.domain.periods import CashNotCounted
from occupancy.domain.tills import Means, Pieces
from occupancy.store import account_closures as closures
from occupancy.store import dft_statements, ledger
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

MARCH, END, AFTER = Month(2025, 3), date(2025, 3, 31), date(2025, 4, 2)


@pytest.fixture
async def db(database_url):
    found = open_store(database_url)
    await found.open()
    yield found
    await found.close()


def told(cents, day=END, **more):
    return RecordDftStatement(day=day, stated_cents=cents, source="Relevé n° 3", **more)


async def a_month(db):
    """A month in which 40,00 € came by card, proposed for closing."""
    holder, desk = await household(), await regie(db)
    await issue_receipt(db, payment(desk, holder, 4000, date(2025, 3, 20)), act(date(2025, 3, 20), REGISSEUR))
    return desk, await periods.propose_period(db, MARCH, act(AFTER))


async def close_month(db, proposal):
    return await periods.close_period(db, proposal.id, act(AFTER, FINANCE))


async def test_a_month_is_closed_once_its_statement_and_its_book_say_the_same(db):
    desk, proposal = await a_month(db)
    with pytest.raises(StatementWrong):
        await record_dft_statement(db, desk.id, told(5000, transit_cents=1000), act(AFTER))
    await record_dft_statement(db, desk.id, told(5000), act(AFTER))
    (found,) = await dft_statements.compared(db)
    assert (found.book_cents, found.difference_cents) == (4000, 1000)
    with pytest.raises(PeriodInDifference, match="10,00"):
        await close_month(db, proposal)
    explained = told(5000, transit_cents=1000, transit_reason="Virement reçu le 31, à affecter")
    await record_dft_statement(db, desk.id, explained, act(AFTER))
    assert (await close_month(db, proposal)).last_day == END
    assert [one.number for one in await dft_statements.statements_of(desk.id)] == [2, 1]


async def test_a_statement_follows_the_book_and_a_later_one_does_not_stop_an_earlier_month(db):
    desk, proposal = await a_month(db)
    paid = tills.RecordPayOver(slip="V-1", paid_on=END, cash_cents=0, cheques_cents=0, dft_cents=1500, earlier_cents=0)
    await record_dft_statement(db, desk.id, told(2500), act(AFTER))
    await record_dft_statement(db, desk.id, told(99, day=date(2025, 4, 1)), act(AFTER))
    with pytest.raises(PeriodInDifference):
        await close_month(db, proposal)
    await tills.record_pay_over(db, desk.id, paid, act(END, REGISSEUR))
    await close_month(db, proposal)


async def close_past_the_program(db, monkeypatch):
    """The check of the program is taken away: the schema stands alone."""
    desk, proposal = await a_month(db)
    await record_dft_statement(db, desk.id, told(5000), act(AFTER))
    monkeypatch.setattr("occupancy.actions.periods.check_agree", lambda compared, last_day: None)
    return await close_month(db, proposal)


async def test_the_schema_alone_refuses_to_close_a_month_in_difference(db, monkeypatch):
    with pytest.raises(PeriodInDifference):
        await close_past_the_program(db, monkeypatch)


async def test_without_its_trigger_a_month_in_difference_closes(db, monkeypatch):
    on = " on period_close" if db.dialect == "postgresql" else ""
    await db.run(f"drop trigger period_in_difference{on}")
    assert (await close_past_the_program(db, monkeypatch)).last_day == END


async def who_left(db):
    """A household that stayed one month, owes it and left."""
    holder, desk = await household(), await regie(db)
    contract = await stay(holder, date(2025, 3, 1), END)
    await charges.run_monthly_fees(db, MARCH, act(date(2025, 3, 1)))
    await end(db, contract, END, AFTER)
    return holder, desk


async def test_an_account_is_closed_at_zero_only_and_a_later_row_opens_it(db):
    holder, desk = await who_left(db)
    with pytest.raises(AccountNotAtZero, match="redevances 100,00"):
        await close_account(db, holder.id, act(AFTER, FINANCE))
    await issue_receipt(db, payment(desk, holder, 10000, AFTER), act(AFTER, REGISSEUR))
    closure = await close_account(db, holder.id, act(AFTER, FINANCE))
    with pytest.raises(AccountStillLives):
        await close_account(db, holder.id, act(AFTER, FINANCE))
    assert closed_now(await closures.closures_of(holder.id), await ledger.transfers_of(holder.id)) == closure
    await issue_receipt(db, payment(desk, holder, 100, AFTER), act(AFTER, REGISSEUR))
    assert closed_now(await closures.closures_of(holder.id), await ledger.transfers_of(holder.id)) is None
    with pytest.raises(AccountNotAtZero, match="avance"):
        await close_account(db, holder.id, act(AFTER, FINANCE))


async def close_by_hand(db):
    holder, _ = await who_left(db)
    last = max(one.number for one in await ledger.transfers_of(holder.id))
    made = AccountClosure(
        id=uuid4(), household_id=holder.id, last_number=last, closed_on=AFTER, closed_by=FINANCE.id, closed_by_name="X"
    )
    async with housekeeping(db):
        await closures.add_closure(db, made)


async def test_the_schema_alone_refuses_to_close_an_account_that_owes(db):
    with pytest.raises(AccountNotAtZero):
        await close_by_hand(db)


async def test_without_its_trigger_an_account_that_owes_is_closed(db):
    on = " on account_closure" if db.dialect == "postgresql" else ""
    await db.run(f"drop trigger account_closed_at_zero{on}")
    await close_by_hand(db)


async def a_month_of_cash(db):
    """A month in which 40,00 € came in cash, proposed for closing."""
    holder, desk = await household(), await regie(db)
    taken = payment(desk, holder, 4000, date(2025, 3, 20), means=Means.CASH)
    await issue_receipt(db, taken, act(date(2025, 3, 20), REGISSEUR))
    return desk, await periods.propose_period(db, MARCH, act(AFTER))


async def test_a_month_is_closed_once_the_regisseur_has_counted_its_cash(db):
    desk, proposal = await a_month_of_cash(db)
    with pytest.raises(CashNotCounted, match="20/03/2025"):
        await close_month(db, proposal)
    count = tills.CloseTill(day=END, counts=(Pieces(denomination_cents=2000, number=2),), reason="")
    await tills.close_till(db, desk.id, count, act(AFTER, REGISSEUR))
    assert (await close_month(db, proposal)).last_day == END


async def test_without_the_look_at_the_counts_a_month_of_cash_is_closed_uncounted(db, monkeypatch):
    """The control."""
    _, proposal = await a_month_of_cash(db)
    monkeypatch.setattr(periods, "check_counted", lambda _: None)
    assert (await close_month(db, proposal)).last_day == END
