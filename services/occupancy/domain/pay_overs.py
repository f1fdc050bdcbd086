"""What a régie pays over to the comptable public, and the cheques it remits.

Ground: LIFECYCLE FIN-12: when the authorised cash is reached, at least once a month, and on leaving; delays to be confirmed
with the comptable public.
"""

from datetime import date
from uuid import UUID

from msgspec import Struct

from kernel.calendar import add_months
from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.law import Law
from kernel.money import euros
from occupancy.domain.ledger import Posting, TransferKind
from occupancy.domain.tills import Book, Held, TillTooLow, paid_over_account, till_account


class PayOverNotFound(NotFound):
    """No payment to the comptable has this id."""

    code, title = "pay-over-not-found", "Versement introuvable"


class PayOverAlreadyCancelled(Conflict):
    """A payment to the comptable is cancelled at most once."""

    code, title = "pay-over-already-cancelled", "Versement déjà annulé"


class NothingPaidOver(RuleBroken):
    """A payment to the comptable pays at least one cent."""

    code, title = "nothing-paid-over", "Versement sans montant"


class PaidOverInFuture(RuleBroken):
    """What has not been paid over yet cannot be recorded."""

    code, title = "paid-over-in-future", "Versement daté dans l'avenir"


class PayOver(Struct, frozen=True, kw_only=True):
    """A payment to the comptable, with its slip (bordereau). `left_cents`: what the régie held after it."""

    id: UUID
    regie_id: UUID
    slip: str
    paid_on: date
    cash_cents: int
    cheques_cents: int
    dft_cents: int
    earlier_cents: int
    left_cents: int
    event_id: UUID
    paid_by: UUID
    paid_by_name: str

    @property
    def total_cents(self) -> int:
        return self.cash_cents + self.cheques_cents + self.dft_cents + self.earlier_cents


class PayOverCancellation(Struct, frozen=True, kw_only=True):
    """The act that cancels it, by the exact mirror."""

    id: UUID
    pay_over_id: UUID
    reason: str
    cancelled_on: date
    event_id: UUID
    cancelled_by: UUID
    cancelled_by_name: str


class ChequeRemittance(Struct, frozen=True, kw_only=True):
    """Cheques given to the bank, credited to the account at the Treasury; or (`comes_back`) a cheque that came back unpaid."""

    id: UUID
    regie_id: UUID
    slip: str
    remitted_on: date
    amount_cents: int
    comes_back: bool
    reason: str
    event_id: UUID
    remitted_by: UUID
    remitted_by_name: str


class PayOverDue(Struct, frozen=True, kw_only=True):
    """Why a régie has to pay over, and by when. `source`: what the delay rests on."""

    due_on: date
    reason: str
    source: str
    to_confirm: bool


def check_day(day: date, *, today: date, field: str) -> None:
    """Raises `PaidOverInFuture`."""
    if day > today:
        raise PaidOverInFuture("Cette date est postérieure à aujourd'hui.", field=field)


def pay_over_postings(regie_id: UUID, amounts: dict[Book, int], held: Held, label: str) -> tuple[Posting, ...]:
    """Out of each account, into the recettes versées. Raises `NothingPaidOver`, `TillTooLow`."""
    for book, cents in amounts.items():
        if cents > (has := held_in(held, book)):
            raise TillTooLow(
                f"La régie ne détient que {euros(has)} {_WHERE[book]} : versez au plus cette somme.",
                field=FIELD_OF[book],
            )
    if not any(amounts.values()):
        raise NothingPaidOver("Indiquez au moins un montant.", field="cash")
    return tuple(
        Posting(
            debit_account=paid_over_account(regie_id),
            credit_account=till_account(regie_id, book),
            amount_cents=cents,
            kind=TransferKind.PAID_OVER,
            label=label,
        )
        for book, cents in amounts.items()
        if cents
    )


def remittance_posting(regie_id: UUID, amount_cents: int, held: Held, *, comes_back: bool, label: str) -> Posting:
    """Cheques become money on the account at the Treasury; one that comes back unpaid goes the other way.

    Raises `TillTooLow`.
    """
    out, into = (Book.DFT, Book.CHEQUES) if comes_back else (Book.CHEQUES, Book.DFT)
    if amount_cents > (has := held_in(held, out)):
        raise TillTooLow(f"La régie ne détient que {euros(has)} {_WHERE[out]}.", field="amount")
    return Posting(
        debit_account=till_account(regie_id, into),
        credit_account=till_account(regie_id, out),
        amount_cents=amount_cents,
        kind=TransferKind.TILL_MOVE,
        label=label,
    )


def held_in(held: Held, book: Book) -> int:
    """What one account holds."""
    return {
        Book.CASH: held.cash_cents,
        Book.CHEQUES: held.cheques_cents,
        Book.DFT: held.dft_cents,
        Book.EARLIER: held.earlier_cents,
    }[book]


def due_since(last: PayOver | None, next_receipt_on: date | None) -> date | None:
    """Since when something waits to be paid over: since the last payment when it left something, else since the first receipt
    that followed it, on the same day included; a receipt dated earlier counts from the last payment."""
    if last is not None and (last.left_cents > 0 or next_receipt_on is None):
        return last.paid_on
    return next_receipt_on


def pay_over_due(
    law: Law, held: Held, authorised_cash_cents: int | None, since: date | None, *, leaves_on: date | None, today: date
) -> tuple[PayOverDue, ...]:
    """Every reason to pay over, soonest first; none while nothing is held."""
    if held.total_cents == 0:
        return ()
    found = []
    if authorised_cash_cents is not None and held.cash_cents >= authorised_cash_cents:
        reason = f"Encaisse autorisée atteinte : {euros(held.cash_cents)} en caisse pour {euros(authorised_cash_cents)}"
        found.append(PayOverDue(due_on=today, reason=reason, source="Acte constitutif de la régie", to_confirm=False))
    if since is not None:
        months = law.at("regie.pay_over_months", today)
        due_on = add_months(since, months.number)
        reason = f"{euros(held.total_cents)} à verser, depuis le {since:%d/%m/%Y}"
        to_confirm = months.status != "verified"
        found.append(PayOverDue(due_on=due_on, reason=reason, source=months.source, to_confirm=to_confirm))
    if leaves_on is not None:
        reason = f"Le régisseur quitte ses fonctions le {leaves_on:%d/%m/%Y} : versement et remise de service"
        found.append(PayOverDue(due_on=leaves_on, reason=reason, source="Acte de nomination", to_confirm=False))
    return tuple(sorted(found, key=lambda one: one.due_on))


FIELD_OF = {Book.CASH: "cash", Book.CHEQUES: "cheques", Book.DFT: "dft", Book.EARLIER: "earlier"}
"""The field of each amount, on the page and in refusals."""
_WHERE = {
    Book.CASH: "en caisse",
    Book.CHEQUES: "en chèques",
    Book.DFT: "sur le compte de dépôt au Trésor",
    Book.EARLIER: "de recettes d'avant la tenue par mode",
}
