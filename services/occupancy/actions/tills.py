"""The books of a régie: close the cash book, pay over to the comptable, remit cheques."""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID, uuid4

from msgspec import Meta, Struct

from kernel.acts import Act, Tx, writing
from kernel.db import Database
from kernel.money import DueCents, PaidCents
from occupancy.domain.ledger import Event, mirror
from occupancy.domain.pay_overs import (
    ChequeRemittance,
    PayOver,
    PayOverAlreadyCancelled,
    PayOverCancellation,
    PayOverDue,
    check_day,
    due_since,
    pay_over_due,
    pay_over_postings,
    remittance_posting,
)
from occupancy.domain.payments import check_reason
from occupancy.domain.regies import Regie
from occupancy.domain.regisseurs import Office, check_regisseur, running
from occupancy.domain.tills import (
    Book,
    Held,
    Pieces,
    TillClosing,
    check_closing_day,
    check_difference,
    counted,
    difference_posting,
)
from occupancy.store import ledger, pay_overs, regies, regisseurs, tills
from occupancy.store.law import law_in_force

Slip = Annotated[str, Meta(min_length=1, max_length=40)]
LEAVING_SOON = timedelta(days=15)


class CloseTill(Struct, frozen=True, kw_only=True):
    """The count of a day's cash; the reason only where it differs from the book."""

    day: date
    counts: tuple[Pieces, ...]
    reason: str


class RecordPayOver(Struct, frozen=True, kw_only=True):
    """What is paid over, account by account, with its slip."""

    slip: Slip
    paid_on: date
    cash_cents: DueCents
    cheques_cents: DueCents
    dft_cents: DueCents
    earlier_cents: DueCents


class RemitCheques(Struct, frozen=True, kw_only=True):
    """Cheques given to the bank; or one that came back unpaid, with its reason."""

    slip: Slip
    remitted_on: date
    amount_cents: PaidCents
    comes_back: bool
    reason: str


class TillState(Struct, frozen=True, kw_only=True):
    """What a régie holds, and why it has to pay over."""

    held: Held
    paid_over_cents: int
    due: tuple[PayOverDue, ...]


async def till_state(regie: Regie, today: date) -> TillState:
    """What the page of a régie, the desk and « À faire » show of its duties."""
    found, last = await tills.held_by(regie.id), await pay_overs.last_standing(regie.id)
    since = due_since(last, await pay_overs.first_receipt_from(regie.id, last.paid_on if last else None))
    leaving = [
        one.last_day
        for one in running(await regisseurs.terms_of(regie.id), today)
        if one.office is Office.TITULAR and one.last_day is not None and one.last_day <= today + LEAVING_SOON
    ]
    due = pay_over_due(
        await law_in_force(),
        found,
        regie.authorised_cash_cents,
        since,
        leaves_on=min(leaving, default=None),
        today=today,
    )
    return TillState(held=found, paid_over_cents=await tills.paid_over_by(regie.id), due=due)


async def hold_regie(tx: Tx, regie_id: UUID, act: Act, *, shared: bool = False) -> Regie:
    """Hold a régie until the end of the act, for a person who may handle its money.

    `shared`: for what only adds to it, which waits for no other receipt but for whatever counts or moves its money.
    Raises `RegieNotFound`, `NotRegisseur`.
    """
    regie = await regies.hold_regie(tx.db, regie_id, shared=shared)
    terms, holder = await regisseurs.in_charge(regie_id)
    check_regisseur(terms, holder, act.by.name, act.today)
    return regie


async def close_till(db: Database, regie_id: UUID, command: CloseTill, act: Act) -> TillClosing:
    """Close the cash book up to a day; the difference, told with its reason, brings the book to what was counted.

    Raises `RegieNotFound`, `NotRegisseur`, `CountRefused`, `ClosingOutOfOrder`, `TillDayClosed`, `DifferenceUnexplained`.
    """
    found_cents = counted(command.counts)
    async with writing(db, act) as tx:
        await hold_regie(tx, regie_id, act)
        last = await tills.last_closing(regie_id)
        last_entry = await tills.last_entry_day(db, regie_id)
        check_closing_day(command.day, last_entry=last_entry, last_closed=last.day if last else None, today=act.today)
        opening = last.counted_cents if last else 0
        since = last.day + timedelta(days=1) if last else date.min
        lines = await tills.entries(db, regie_id, Book.CASH, since, command.day)
        taken, given = sum(one.in_cents for one in lines), sum(one.out_cents for one in lines)
        expected = opening + taken - given
        reason = check_difference(expected, found_cents, command.reason)
        held = await tills.held_by(regie_id)
        closing = TillClosing(
            id=uuid4(), regie_id=regie_id, day=command.day, opening_cents=opening, in_cents=taken, out_cents=given,
            expected_cents=expected, counted_cents=found_cents, counts=tuple(one for one in command.counts if one.number),
            cheques_cents=held.cheques_cents, dft_cents=held.dft_cents,
            reason=reason, event_id=uuid4() if reason else None,
            closed_on=act.today, closed_by=act.by.id, closed_by_name=act.by.name,
        )  # fmt: skip
        if closing.event_id:
            event = _event(closing.event_id, command.day, "till_closing", closing.id)
            label = f"Écart de caisse : {reason}"[:600]
            postings = difference_posting(regie_id, closing.difference_cents, label)
            await ledger.post(db, event, postings, at=act.at, by=act.by.id)
        await tills.add_closing(db, closing)
        await tx.journal("till-closed", f"regie/{regie_id}", after=closing)
        return tx.keep(closing)


async def record_pay_over(db: Database, regie_id: UUID, command: RecordPayOver, act: Act) -> PayOver:
    """Pay over to the comptable, never more than the accounts hold.

    Raises `RegieNotFound`, `NotRegisseur`, `NothingPaidOver`, `PaidOverInFuture`, `TillTooLow`, `TillDayClosed`.
    """
    check_day(command.paid_on, today=act.today, field="paid_on")
    async with writing(db, act) as tx:
        await hold_regie(tx, regie_id, act)
        held = await tills.held_by(regie_id)
        amounts = {
            Book.CASH: command.cash_cents,
            Book.CHEQUES: command.cheques_cents,
            Book.DFT: command.dft_cents,
            Book.EARLIER: command.earlier_cents,
        }
        postings = pay_over_postings(regie_id, amounts, held, f"Versement au comptable, bordereau {command.slip}")
        done = PayOver(
            id=uuid4(), regie_id=regie_id, slip=command.slip, paid_on=command.paid_on, cash_cents=command.cash_cents,
            cheques_cents=command.cheques_cents, dft_cents=command.dft_cents, earlier_cents=command.earlier_cents,
            left_cents=held.total_cents - sum(amounts.values()), event_id=uuid4(),
            paid_by=act.by.id, paid_by_name=act.by.name,
        )  # fmt: skip
        event = _event(done.event_id, done.paid_on, "pay_over", done.id)
        await ledger.post(db, event, postings, at=act.at, by=act.by.id)
        await pay_overs.add_pay_over(done)
        await tx.journal("paid-over", f"regie/{regie_id}", after=done)
        return tx.keep(done)


async def cancel_pay_over(db: Database, pay_over_id: UUID, reason: str, act: Act) -> PayOverCancellation:
    """Undo a payment to the comptable by its exact mirror, dated today.

    Raises `PayOverNotFound`, `PayOverAlreadyCancelled`, `NotRegisseur`, `ReasonMissing`, `TillDayClosed`.
    """
    why = check_reason(reason)
    async with writing(db, act) as tx:
        done = (await pay_overs.find_pay_over(pay_over_id)).pay_over
        await hold_regie(tx, done.regie_id, act)
        if (await pay_overs.find_pay_over(pay_over_id)).cancellation:
            raise PayOverAlreadyCancelled(f"Le versement du bordereau {done.slip} est déjà annulé.")
        cancellation = PayOverCancellation(
            id=uuid4(), pay_over_id=pay_over_id, reason=why, cancelled_on=act.today, event_id=uuid4(),
            cancelled_by=act.by.id, cancelled_by_name=act.by.name,
        )  # fmt: skip
        wrong = await ledger.transfers_of_event(done.event_id)
        label = f"Versement annulé, bordereau {done.slip} : {why}"[:600]
        event = _event(cancellation.event_id, act.today, "pay_over_cancellation", cancellation.id)
        await ledger.post(db, event, mirror(wrong, (), label), at=act.at, by=act.by.id)
        await pay_overs.add_cancellation(db, cancellation)
        await tx.journal("pay-over-cancelled", f"regie/{done.regie_id}", before=done, after=cancellation)
        return tx.keep(cancellation)


async def remit_cheques(db: Database, regie_id: UUID, command: RemitCheques, act: Act) -> ChequeRemittance:
    """Cheques become money on the account at the Treasury, or one comes back unpaid.

    Raises `RegieNotFound`, `NotRegisseur`, `PaidOverInFuture`, `TillTooLow`, `TillDayClosed`, `ReasonMissing`.
    """
    check_day(command.remitted_on, today=act.today, field="remitted_on")
    why = check_reason(command.reason) if command.comes_back else command.reason.strip()
    async with writing(db, act) as tx:
        await hold_regie(tx, regie_id, act)
        said = "Chèque revenu impayé" if command.comes_back else "Remise de chèques"
        label = f"{said}, bordereau {command.slip}"
        held = await tills.held_by(regie_id)
        posting = remittance_posting(regie_id, command.amount_cents, held, comes_back=command.comes_back, label=label)
        done = ChequeRemittance(
            id=uuid4(), regie_id=regie_id, slip=command.slip, remitted_on=command.remitted_on,
            amount_cents=command.amount_cents, comes_back=command.comes_back, reason=why, event_id=uuid4(),
            remitted_by=act.by.id, remitted_by_name=act.by.name,
        )  # fmt: skip
        event = _event(done.event_id, done.remitted_on, "cheque_remittance", done.id)
        await ledger.post(db, event, [posting], at=act.at, by=act.by.id)
        await pay_overs.add_remittance(done)
        await tx.journal("cheques-remitted", f"regie/{regie_id}", after=done)
        return tx.keep(done)


def _event(event_id: UUID, booked_on: date, kind: str, document_id: UUID) -> Event:
    return Event(id=event_id, booked_on=booked_on, household_id=None, document_kind=kind, document_id=document_id)
