"""The ledger of a household: append-only double entry, one row = one transfer from a credited to a debited account.

Balanced by construction; corrected by reversal only; a balance at any date is a fold of the rows booked until then
(rules L1, L2, L5, L8 of the quality goals; FIN-07).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from kernel.errors import Conflict, NotFound

REVENUE_FEES = "revenue:fees"
REVENUE_DAMAGE = "revenue:damage"
REFUNDS = "outside:refunds"
LATE_RETURNS = "expense:late_returns"
WAIVED = "loss:waived"
EXTINGUISHED = "loss:extinguished"
FORMER_BOOKS = "outside:former_books"
"""What the books kept before this program said: the other side of every opening."""


class EventNotFound(NotFound):
    """No such ledger event."""

    code, title = "ledger-event-not-found", "Écriture introuvable"


class AlreadyReversed(Conflict):
    """An event is reversed at most once (L5)."""

    code, title = "already-reversed", "Écriture déjà annulée"


class NotReversible(Conflict):
    """This event is a consequence, or is undone by an act of its own."""

    code, title = "not-reversible", "Écriture non annulable directement"


class TransferKind(StrEnum):
    """What a transfer says."""

    FEE = "fee"
    DAMAGE = "damage"
    PAYMENT = "payment"
    APPLIED = "applied"
    RELEASED = "released"
    DEPOSIT_ASKED = "deposit_asked"
    DEPOSIT_PAID = "deposit_paid"
    DEPOSIT_HELD = "deposit_held"
    DEPOSIT_LAPSED = "deposit_lapsed"
    COMPENSATED = "compensated"
    DEPOSIT_REFUNDED = "deposit_refunded"
    LATE_RETURN = "late_return"
    WAIVED = "waived"
    WRITTEN_OFF = "written_off"
    EXTINGUISHED = "extinguished"
    OPENING = "opening"
    REVERSAL = "reversal"
    TILL_MOVE = "till_move"
    PAID_OVER = "paid_over"
    TILL_DIFFERENCE = "till_difference"


CLAIMS = (TransferKind.FEE, TransferKind.DAMAGE)
RELIEFS = (TransferKind.WAIVED, TransferKind.WRITTEN_OFF, TransferKind.EXTINGUISHED)
"""What takes a claim off without anybody paying it: no money, hence never moved to another claim."""


class HouseholdAccount(StrEnum):
    """The accounts that each household has."""

    FEES = "fees"
    ADVANCE = "advance"
    DAMAGE = "damage"
    DEPOSIT_DUE = "deposit_due"
    DEPOSIT_PLEDGED = "deposit_pledged"
    DEPOSIT_HELD = "deposit_held"
    WRITTEN_OFF = "written_off"


OWED = (HouseholdAccount.FEES, HouseholdAccount.DAMAGE, HouseholdAccount.ADVANCE)


class Posting(Struct, frozen=True, kw_only=True):
    """A transfer about to be written. `settles_id`: the claim it pays, or stops paying. Cents > 0, two accounts."""

    debit_account: str
    credit_account: str
    amount_cents: int
    kind: TransferKind
    label: str
    contract_id: UUID | None = None
    settles_id: UUID | None = None
    reverses_id: UUID | None = None
    due_on: date | None = None

    def __post_init__(self) -> None:
        if self.amount_cents <= 0 or self.debit_account == self.credit_account:
            raise ValueError("a transfer moves at least one cent between two accounts")


class Event(Struct, frozen=True, kw_only=True):
    """What happened once: its day, the household (none when only a régie's accounts move), the document that proves it."""

    id: UUID
    booked_on: date
    household_id: UUID | None
    document_kind: str
    document_id: UUID


class Transfer(Struct, frozen=True, kw_only=True):
    """One row of the ledger. Never changed, never removed."""

    id: UUID
    event_id: UUID
    number: int
    booked_on: date
    recorded_at: datetime
    debit_account: str
    credit_account: str
    amount_cents: int
    kind: TransferKind
    label: str
    household_id: UUID | None
    contract_id: UUID | None
    document_kind: str
    document_id: UUID
    settles_id: UUID | None
    reverses_id: UUID | None
    due_on: date | None
    actor_id: UUID

    @property
    def is_claim(self) -> bool:
        """A fee, a damage, or one of them that the books before this program already asked for."""
        return self.kind in CLAIMS or (
            self.kind is TransferKind.OPENING and self.debit_account.endswith((":fees", ":damage"))
        )

    def effect_on(self, accounts: Iterable[str]) -> int:
        """Cents added to what these accounts owe together (debit), or taken from it (credit)."""
        names = tuple(accounts)
        added = self.amount_cents if self.debit_account in names else 0
        return added - (self.amount_cents if self.credit_account in names else 0)


class Reversal(Struct, frozen=True, kw_only=True):
    """The decision to reverse an event: who, why, and the event that mirrors it."""

    id: UUID
    event_id: UUID
    reversing_event_id: UUID
    household_id: UUID
    reason: str
    decided_on: date
    decided_by: UUID
    decided_by_name: str


def account(household_id: UUID, name: HouseholdAccount) -> str:
    """`household:{id}:fees` and its like."""
    return f"household:{household_id}:{name.value}"


def owed_accounts(household_id: UUID) -> tuple[str, ...]:
    """The accounts that together say what a household owes: fees and damage, less what it paid in advance."""
    return tuple(account(household_id, name) for name in OWED)


def balances(transfers: Iterable[Transfer], until: date | None = None) -> dict[str, int]:
    """Debit less credit of every account, over what is booked until that day included."""
    found: dict[str, int] = {}
    for one in transfers:
        if until is None or one.booked_on <= until:
            found[one.debit_account] = found.get(one.debit_account, 0) + one.amount_cents
            found[one.credit_account] = found.get(one.credit_account, 0) - one.amount_cents
    return found


def owed(transfers: Iterable[Transfer], household_id: UUID, until: date | None = None) -> int:
    """What a household owes on that day, in cents; negative when it has paid in advance."""
    names = owed_accounts(household_id)
    return sum(one.effect_on(names) for one in transfers if until is None or one.booked_on <= until)


def standing(transfers: Sequence[Transfer]) -> frozenset[UUID]:
    """The transfers that still count: never reversed, or whose reversal was itself reversed."""
    reversed_by = {one.reverses_id: one.id for one in transfers if one.reverses_id}

    def counts(transfer_id: UUID) -> bool:
        undo = reversed_by.get(transfer_id)
        return undo is None or not counts(undo)

    return frozenset(one.id for one in transfers if one.id not in reversed_by or counts(one.id))


def origin_kind(one: Transfer, known: Mapping[UUID, Transfer]) -> TransferKind:
    """What a transfer moves, or what the end of the reversals that it belongs to moved first."""
    while one.reverses_id is not None and one.reverses_id in known:
        one = known[one.reverses_id]
    return one.kind


def last_word(transfers: Sequence[Transfer], transfer_id: UUID) -> Transfer:
    """The row that says last whether a transfer counts: itself, or the end of the reversals of reversals that it began."""
    reversed_by = {one.reverses_id: one for one in transfers if one.reverses_id}
    found = next(one for one in transfers if one.id == transfer_id)
    while found.id in reversed_by:
        found = reversed_by[found.id]
    return found


def mirror(transfers: Sequence[Transfer], known: Iterable[Transfer], label: str) -> tuple[Posting, ...]:
    """The exact opposite of an event's transfers. Raises `EventNotFound`, `AlreadyReversed`.

    `known` is every transfer of the household: one of them may already reverse these.
    """
    if not transfers:
        raise EventNotFound()
    undone = {one.reverses_id for one in known}
    if any(one.id in undone for one in transfers):
        raise AlreadyReversed("Cette écriture a déjà été annulée ; une écriture ne s'annule qu'une fois.")
    return tuple(
        Posting(
            debit_account=one.credit_account,
            credit_account=one.debit_account,
            amount_cents=one.amount_cents,
            kind=TransferKind.REVERSAL,
            label=label,
            contract_id=one.contract_id,
            settles_id=one.settles_id,
            reverses_id=one.id,
        )
        for one in transfers
    )


def rows(
    event: Event, postings: Sequence[Posting], *, ids: Sequence[UUID], first_number: int, at: datetime, by: UUID
) -> tuple[Transfer, ...]:
    """The rows of an event, numbered in order; `ids` names each of them."""
    return tuple(
        Transfer(
            id=row_id,
            event_id=event.id,
            number=first_number + rank,
            booked_on=event.booked_on,
            recorded_at=at,
            debit_account=posting.debit_account,
            credit_account=posting.credit_account,
            amount_cents=posting.amount_cents,
            kind=posting.kind,
            label=posting.label,
            household_id=event.household_id,
            contract_id=posting.contract_id,
            document_kind=event.document_kind,
            document_id=event.document_id,
            settles_id=posting.settles_id,
            reverses_id=posting.reverses_id,
            due_on=posting.due_on,
            actor_id=by,
        )
        for rank, (posting, row_id) in enumerate(zip(postings, ids, strict=True))
    )
