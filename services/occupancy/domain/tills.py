"""What a régie holds, by means; its cash counted and closed day by day; the books that say how (FIN-11).

Ground: CGCT R. 1617-16 (double entry) and instruction 06-031-A-B-M of 2006-04-21. What the régie still has to pay over is, by
construction, what its accounts hold together; what it paid over is an account of its own. Decision record 0036.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from kernel.errors import Conflict, NotFound, RuleBroken
from kernel.money import euros
from occupancy.domain.ledger import Posting, TransferKind

DENOMINATIONS = (50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1)
"""Euro notes and coins, in cents, greatest first."""
NOTES = tuple(one for one in DENOMINATIONS if one >= 500)
MOST_PIECES = 10_000


class TillTooLow(Conflict):
    """An account of a régie never goes below nothing (L7)."""

    code, title = "till-too-low", "La régie ne détient plus cette somme"


class TillDayClosed(Conflict):
    """Once the cash book of a day is closed nothing more is written on that day, and it is never opened again."""

    code, title = "till-day-closed", "Caisse arrêtée ce jour-là"


class ClosingOutOfOrder(RuleBroken):
    """The cash book is closed up to a day on which everything written stands, and not in the future."""

    code, title = "closing-out-of-order", "Arrêté de caisse impossible à cette date"


class DifferenceUnexplained(RuleBroken):
    """Cash that is too much or missing is told with its reason."""

    code, title = "till-difference-unexplained", "Écart de caisse sans motif"


class CountRefused(RuleBroken):
    """A count is so many of each note and coin."""

    code, title = "till-count-refused", "Décompte refusé"


class ClosingNotFound(NotFound):
    """No closing of a cash book has this id."""

    code, title = "till-closing-not-found", "Arrêté de caisse introuvable"


class Book(StrEnum):
    """The accounts of what a régie holds; the value ends their name. `EARLIER` holds what was receipted before accounts were
    kept by means: those receipts stay where they were written."""

    CASH = "till"
    CHEQUES = "cheques"
    DFT = "dft"
    EARLIER = "cash"


class Means(StrEnum):
    """How the money came."""

    CASH = "cash"
    CHEQUE = "cheque"
    TRANSFER = "transfer"
    CARD = "card"
    THIRD_PARTY = "third_party"


BOOK_OF = {
    Means.CASH: Book.CASH,
    Means.CHEQUE: Book.CHEQUES,
    Means.TRANSFER: Book.DFT,
    Means.CARD: Book.DFT,
    Means.THIRD_PARTY: Book.DFT,
}
"""Cash in the till, cheques until they are remitted, everything else on the account at the Treasury."""


class Held(Struct, frozen=True, kw_only=True):
    """What a régie holds on a day, account by account, in cents. Together: the recettes à verser."""

    cash_cents: int
    cheques_cents: int
    dft_cents: int
    earlier_cents: int

    @property
    def total_cents(self) -> int:
        return self.cash_cents + self.cheques_cents + self.dft_cents + self.earlier_cents


class TillEntry(Struct, frozen=True, kw_only=True):
    """One line of a book: what an event brought into an account, or took out of it."""

    event_id: UUID
    number: int
    booked_on: date
    label: str
    document_kind: str
    document_id: UUID
    in_cents: int
    out_cents: int


class BookLine(Struct, frozen=True, kw_only=True):
    """A line with the balance after it."""

    entry: TillEntry
    balance_cents: int


class BookPages(Struct, frozen=True, kw_only=True):
    """A book between two days: what was carried forward, each line, the totals, what is carried on."""

    first_day: date
    last_day: date
    opening_cents: int
    lines: tuple[BookLine, ...]
    in_cents: int
    out_cents: int

    @property
    def closing_cents(self) -> int:
        return self.opening_cents + self.in_cents - self.out_cents


class Pieces(Struct, frozen=True, kw_only=True):
    """So many of one note or coin."""

    denomination_cents: int
    number: int


class TillClosing(Struct, frozen=True, kw_only=True):
    """The cash book closed up to a day: what the book says, what was counted, why they differ. Never undone."""

    id: UUID
    regie_id: UUID
    day: date
    opening_cents: int
    in_cents: int
    out_cents: int
    expected_cents: int
    counted_cents: int
    counts: tuple[Pieces, ...]
    cheques_cents: int
    dft_cents: int
    reason: str | None
    event_id: UUID | None
    closed_on: date
    closed_by: UUID
    closed_by_name: str

    @property
    def difference_cents(self) -> int:
        return self.counted_cents - self.expected_cents


def till_account(regie_id: UUID, book: Book) -> str:
    """`regie:{id}:till` and its like."""
    return f"regie:{regie_id}:{book.value}"


def paid_over_account(regie_id: UUID) -> str:
    """The recettes versées of a régie."""
    return f"regie:{regie_id}:paid_over"


def difference_account(regie_id: UUID) -> str:
    """Cash found too much or missing."""
    return f"regie:{regie_id}:difference"


def held(regie_id: UUID, balances: Mapping[str, int]) -> Held:
    """What a régie holds, from the balances of accounts."""
    found = {book: balances.get(till_account(regie_id, book), 0) for book in Book}
    return Held(
        cash_cents=found[Book.CASH],
        cheques_cents=found[Book.CHEQUES],
        dft_cents=found[Book.DFT],
        earlier_cents=found[Book.EARLIER],
    )


def book_pages(entries: Sequence[TillEntry], opening_cents: int, first_day: date, last_day: date) -> BookPages:
    """The lines of a book in the order they were written, each with the balance after it."""
    balance, lines = opening_cents, []
    for entry in sorted(entries, key=lambda one: (one.booked_on, one.number)):
        balance += entry.in_cents - entry.out_cents
        lines.append(BookLine(entry=entry, balance_cents=balance))
    return BookPages(
        first_day=first_day,
        last_day=last_day,
        opening_cents=opening_cents,
        lines=tuple(lines),
        in_cents=sum(one.in_cents for one in entries),
        out_cents=sum(one.out_cents for one in entries),
    )


def counted(pieces: Sequence[Pieces]) -> int:
    """The cents of a count. Raises `CountRefused`."""
    known = [one.denomination_cents for one in pieces]
    if len(set(known)) < len(known) or not set(known) <= set(DENOMINATIONS):
        raise CountRefused("Chaque pièce et chaque billet en euros se compte une fois.", field="counts")
    if any(not 0 <= one.number <= MOST_PIECES for one in pieces):
        raise CountRefused(f"Indiquez un nombre de pièces ou de billets entre 0 et {MOST_PIECES}.", field="counts")
    return sum(one.denomination_cents * one.number for one in pieces)


def check_closing_day(day: date, *, last_entry: date | None, last_closed: date | None, today: date) -> None:
    """May the cash book be closed up to this day? Raises `ClosingOutOfOrder`, `TillDayClosed`."""
    if day > today:
        raise ClosingOutOfOrder("La caisse ne s'arrête pas à une date à venir.", field="day")
    if last_closed is not None and day <= last_closed:
        raise TillDayClosed(f"La caisse est déjà arrêtée au {last_closed:%d/%m/%Y}, sans retour possible.")
    if last_entry is not None and day < last_entry:
        said = f"Des opérations ont été enregistrées jusqu'au {last_entry:%d/%m/%Y} : arrêtez la caisse à cette date."
        raise ClosingOutOfOrder(said, field="day")


def check_difference(expected_cents: int, counted_cents: int, reason: str) -> str | None:
    """The reason of a difference, trimmed; none without a difference. Raises `DifferenceUnexplained`."""
    if counted_cents == expected_cents:
        return None
    if not reason.strip():
        more = "de trop" if counted_cents > expected_cents else "manquants"
        raise DifferenceUnexplained(
            f"Le livre dit {euros(expected_cents)}, le décompte {euros(counted_cents)} :"
            f" {euros(abs(counted_cents - expected_cents))} {more}. Indiquez le motif de l'écart.",
            field="reason",
        )
    return reason.strip()


def difference_posting(regie_id: UUID, difference_cents: int, label: str) -> tuple[Posting, ...]:
    """Cash too much comes into the till, cash missing leaves it: the book then says what was counted."""
    till, other = till_account(regie_id, Book.CASH), difference_account(regie_id)
    if difference_cents == 0:
        return ()
    return (
        Posting(
            debit_account=till if difference_cents > 0 else other,
            credit_account=other if difference_cents > 0 else till,
            amount_cents=abs(difference_cents),
            kind=TransferKind.TILL_DIFFERENCE,
            label=label,
        ),
    )
