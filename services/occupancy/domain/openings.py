"""What the books kept before this program say on the day of the change-over: debts, an advance, a deposit held.

Each is taken over once, as an event of its own against the account of those books, and is undone like any event, by its exact
opposite. Nothing passes through a régie and no receipt is drawn up: the money came in before, under another number.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from kernel.period import Month
from occupancy.domain.ledger import FORMER_BOOKS, HouseholdAccount, Posting, TransferKind, account

STAY_IMPORT = "stay_import"
"""Document kind of what an import took over; the document is the import."""


class OpeningKind(StrEnum):
    """A fee or a damage that is still owed, money paid in advance, a deposit that is held."""

    FEES = "fees"
    DAMAGE = "damage"
    ADVANCE = "advance"
    DEPOSIT = "deposit"


DEBTS = (OpeningKind.FEES, OpeningKind.DAMAGE)


class Opening(Struct, frozen=True, kw_only=True):
    """One thing taken over. `due_on`: since when a debt is due, when a deposit was received. `former_reference`: the receipt
    or the title under which the former books have it. `payer`: of a deposit.
    """

    id: UUID
    import_id: UUID
    household_id: UUID
    contract_id: UUID
    kind: OpeningKind
    amount_cents: int
    due_on: date
    month: str | None
    reason: str
    payer: str
    former_reference: str
    opened_on: date
    event_id: UUID

    @property
    def is_debt(self) -> bool:
        return self.kind in DEBTS

    @property
    def said(self) -> tuple[OpeningKind, UUID, str, date, str]:
        """What it is about, whatever its amount: the same thing is never taken over twice."""
        dated = self.due_on if self.is_debt and self.month is None else date.min
        return (self.kind, self.contract_id, self.month or "", dated, self.reason if self.is_debt else "")


class OpenedTotal(Struct, frozen=True, kw_only=True):
    """How many of a kind, and their sum."""

    kind: OpeningKind
    count: int
    cents: int


def totals(openings: Iterable[Opening]) -> tuple[OpenedTotal, ...]:
    """By account, in the order of the kinds; those of which there are none are left out."""
    known = tuple(openings)
    found = (
        OpenedTotal(kind=kind, count=len(cents), cents=sum(cents))
        for kind in OpeningKind
        if (cents := [one.amount_cents for one in known if one.kind is kind])
    )
    return tuple(found)


def opening_postings(one: Opening) -> tuple[Posting, ...]:
    """One transfer between the household's account and the former books. A deposit needs no request paid: it is held at once."""
    name = HouseholdAccount.DEPOSIT_HELD if one.kind is OpeningKind.DEPOSIT else HouseholdAccount(one.kind.value)
    mine = account(one.household_id, name)
    return (
        Posting(
            debit_account=mine if one.is_debt else FORMER_BOOKS,
            credit_account=FORMER_BOOKS if one.is_debt else mine,
            amount_cents=one.amount_cents,
            kind=TransferKind.OPENING,
            label=opening_label(one),
            contract_id=one.contract_id,
            due_on=one.due_on if one.is_debt else None,
        ),
    )


def opening_label(one: Opening) -> str:
    """What the account says of it, with its reason and the number that it had."""
    number = "titre"
    if one.kind is OpeningKind.ADVANCE:
        said = "avance du ménage"
    elif one.kind is OpeningKind.DEPOSIT:
        said, number = f"dépôt de garantie reçu le {one.due_on:%d/%m/%Y} de {one.payer}", "reçu"
    elif one.kind is OpeningKind.FEES and one.month:
        month = Month.parse(one.month)
        said = f"redevance {month.number:02d}/{month.year}"
    else:
        said = "redevances" if one.kind is OpeningKind.FEES else "dégradations"
    parts = [f"Repris du registre précédent : {said}", one.reason]
    if one.former_reference:
        parts.append(f"{number} {one.former_reference}")
    return ", ".join(part for part in parts if part)[:600]


def called_until(openings: Sequence[Opening], said: Month | None) -> Month | None:
    """The last month that the former books charged: what is said, else the latest month of a fee taken over."""
    months = [Month.parse(one.month) for one in openings if one.kind is OpeningKind.FEES and one.month]
    return said or max(months, default=None)
