"""The régie of the machine of money: taking in, paying over, closing, handing over; its oracle keeps what people did."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from kernel.acts import Act, Staff
from kernel.clock import MovableClock
from kernel.db import Database
from occupancy.actions import payments, regisseurs, tills
from occupancy.domain.households import Household
from occupancy.domain.payments import Receipt
from occupancy.domain.regies import Regie
from occupancy.domain.regisseurs import Office
from occupancy.domain.tills import BOOK_OF, DENOMINATIONS, Book, Means, Pieces
from tests.service.occupancy.money_town import AGENT, FINANCE, REGISSEUR, act, payment

INDEX = st.integers(0, 5)
SHARES = {Book.CASH: "cash_cents", Book.CHEQUES: "cheques_cents", Book.DFT: "dft_cents", Book.EARLIER: "earlier_cents"}


class KeepsTheTill:
    """The rules of the régie. `cashier`: the one of two régisseurs who has it; the other one is refused."""

    db: Database
    clock: MovableClock
    holder: Household
    desk: Regie
    receipts: dict[UUID, Receipt]
    cancelled: set[UUID]
    run: Callable[[Awaitable[Any]], Any]
    pick: Callable[[Any, int], Any]

    def open_the_till(self) -> None:
        """Two régisseurs named, the first one in charge, nothing in the books."""
        self.cashier: Staff = REGISSEUR
        self.paid_over: dict[UUID, tuple[Book, int]] = {}
        self.handovers = 0
        for named, office in ((REGISSEUR, Office.TITULAR), (AGENT, Office.SUBSTITUTE)):
            term = regisseurs.AppointRegisseur(
                staff_name=named.name, office=office, appointing_act="Arrêté", first_day=date(2024, 1, 1), last_day=None
            )
            assert self.run(regisseurs.appoint_regisseur(self.db, self.desk.id, term, self.cashing(FINANCE)))

    def cashing(self, by: Staff | None = None) -> Act:
        """An act of today, of who has the till when nobody else is named."""
        return act(self.clock.today(), by or self.cashier)

    def in_the_till(self) -> dict[Book, int]:
        """What each book holds: the receipts that stand, less what was paid over."""
        found = dict.fromkeys(Book, 0)
        for one in self.receipts.values():
            if one.id not in self.cancelled:
                found[BOOK_OF[one.means]] += one.amount_cents
        for book, cents in self.paid_over.values():
            found[book] -= cents
        return found

    def take(self, taken: payments.IssueReceipt) -> None:
        """Whoever has the till takes money in."""
        if receipt := self.run(payments.issue_receipt(self.db, taken, self.cashing())):
            self.receipts[receipt.id] = receipt

    @rule(cents=st.integers(1, 40000), means=st.sampled_from((Means.CARD, Means.CASH, Means.CHEQUE)))
    def receive(self, cents: int, means: Means) -> None:
        self.take(payment(self.desk, self.holder, cents, self.clock.today(), means=means))

    @precondition(lambda self: self.receipts)
    @rule(index=INDEX)
    def cancel_a_receipt(self, index: int) -> None:
        living = [one for one in self.receipts if one not in self.cancelled]
        if (receipt_id := self.pick(living, index)) and self.run(
            payments.cancel_receipt(self.db, receipt_id, "Impayé", self.cashing())
        ):
            self.cancelled.add(receipt_id)

    @precondition(lambda self: any(self.in_the_till().values()))
    @rule(part=st.integers(1, 3))
    def pay_over(self, part: int) -> None:
        held = self.in_the_till()
        book = max(Book, key=lambda one: held[one])
        shares = dict.fromkeys(SHARES.values(), 0) | {SHARES[book]: held[book] // part}
        slip = f"V-{self.clock.today()}-{len(self.paid_over)}-{part}"
        wanted = tills.RecordPayOver(slip=slip, paid_on=self.clock.today(), **shares)
        if done := self.run(tills.record_pay_over(self.db, self.desk.id, wanted, self.cashing())):
            self.paid_over[done.id] = (book, held[book] // part)

    @precondition(lambda self: self.paid_over)
    @rule(index=INDEX)
    def cancel_a_pay_over(self, index: int) -> None:
        pay_over_id = self.pick(self.paid_over, index)
        if self.run(tills.cancel_pay_over(self.db, pay_over_id, "Bordereau refusé", self.cashing())):
            del self.paid_over[pay_over_id]

    @rule(passes=st.booleans())
    def close_the_till(self, passes: bool) -> None:
        """The cash is counted to the cent; the régie may pass to the other régisseur, who signs too."""
        counts, left = [], self.in_the_till()[Book.CASH]
        for piece in DENOMINATIONS:
            if number := left // piece:
                counts.append(Pieces(denomination_cents=piece, number=number))
            left %= piece
        count = tills.CloseTill(day=self.clock.today(), counts=tuple(counts), reason="")
        closed = self.run(tills.close_till(self.db, self.desk.id, count, self.cashing()))
        if not (closed and passes):
            return
        other = AGENT if self.cashier is REGISSEUR else REGISSEUR
        given = regisseurs.ProposeHandover(to_name=other.name, leaving=False)
        assert self.run(regisseurs.propose_handover(self.db, self.desk.id, given, self.cashing(other))) is None
        if signed := self.run(regisseurs.propose_handover(self.db, self.desk.id, given, self.cashing())):
            assert self.run(regisseurs.accept_handover(self.db, signed.id, self.cashing())) is None, "not both"
            if self.run(regisseurs.accept_handover(self.db, signed.id, self.cashing(other))):
                self.cashier, self.handovers = other, self.handovers + 1
