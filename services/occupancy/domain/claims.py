"""What a household still owes, claim by claim, and how money moves between claims and its advance.

A claim is a fee or a damage of the ledger. Money pays the oldest claim first; what is left waits on the advance account
and pays the next claims. Nothing here loses or makes a cent: every move is a transfer between two accounts of one household.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from occupancy.domain.ledger import (
    RELIEFS,
    HouseholdAccount,
    Posting,
    Transfer,
    TransferKind,
    account,
    balances,
    origin_kind,
    standing,
)


class Claim(Struct, frozen=True, kw_only=True):
    """One claim: its amount (0 once reversed), what was paid on it so far, and what a decision took off it.

    A relief is no money: it is never moved to another claim, and makes no advance.
    """

    transfer_id: UUID
    account: str
    due_on: date
    number: int
    label: str
    contract_id: UUID | None
    amount_cents: int
    settled_cents: int
    relieved_cents: int = 0

    @property
    def payable_cents(self) -> int:
        """What money may settle of it."""
        return max(self.amount_cents - self.relieved_cents, 0)

    @property
    def open_cents(self) -> int:
        return self.payable_cents - self.settled_cents


class Part(Struct, frozen=True, kw_only=True):
    """The part of a payment that goes to one claim."""

    claim: Claim
    amount_cents: int


class Allocation(Struct, frozen=True, kw_only=True):
    """A payment shared out: the parts and the advance together make the amount exactly."""

    parts: tuple[Part, ...]
    advance_cents: int


def claims(transfers: Sequence[Transfer]) -> tuple[Claim, ...]:
    """Every claim of one household's transfers, oldest due day first, reversed ones with an amount of 0."""
    counted = standing(transfers)
    settled: dict[UUID, int] = {}
    relieved: dict[UUID, int] = {}
    known = {one.id: one for one in transfers}
    asked = [one for one in transfers if one.is_claim]
    accounts = {one.id: one.debit_account for one in asked}
    for one in transfers:
        if one.settles_id in accounts:
            found_in = relieved if origin_kind(one, known) in RELIEFS else settled
            found_in[one.settles_id] = found_in.get(one.settles_id, 0) - one.effect_on((accounts[one.settles_id],))
    found = [
        Claim(
            transfer_id=one.id,
            account=one.debit_account,
            due_on=one.due_on or one.booked_on,
            number=one.number,
            label=one.label,
            contract_id=one.contract_id,
            amount_cents=one.amount_cents if one.id in counted else 0,
            settled_cents=settled.get(one.id, 0),
            relieved_cents=relieved.get(one.id, 0),
        )
        for one in asked
    ]
    return tuple(sorted(found, key=lambda claim: (claim.due_on, claim.number)))


def open_claims(transfers: Sequence[Transfer]) -> tuple[Claim, ...]:
    """The claims on which something is still due, oldest first."""
    return tuple(claim for claim in claims(transfers) if claim.open_cents > 0)


def allocate(amount_cents: int, due: Sequence[Claim]) -> Allocation:
    """Share a payment out, oldest claim first; what no claim takes is an advance. Sums exactly."""
    left, parts = amount_cents, []
    for claim in sorted(due, key=lambda one: (one.due_on, one.number)):
        part = min(left, max(claim.open_cents, 0))
        if part > 0:
            parts.append(Part(claim=claim, amount_cents=part))
            left -= part
    return Allocation(parts=tuple(parts), advance_cents=left)


def settle_up(household_id: UUID, transfers: Sequence[Transfer]) -> tuple[Posting, ...]:
    """The moves that put a household's money back in order after any fact: no claim paid beyond its amount,
    none paid less than nothing, no negative advance, and no advance kept while a claim is open.

    What was paid stays where it was unless it must move; money is taken back from the newest claim first.
    """
    advance_account = account(household_id, HouseholdAccount.ADVANCE)
    advance = -balances(transfers).get(advance_account, 0)
    known = claims(transfers)
    wanted = {claim.transfer_id: min(max(claim.settled_cents, 0), claim.payable_cents) for claim in known}
    advance += sum(claim.settled_cents - wanted[claim.transfer_id] for claim in known)
    for claim in reversed(known):
        back = min(max(-advance, 0), wanted[claim.transfer_id])
        wanted[claim.transfer_id] -= back
        advance += back
    for claim in known:
        more = min(max(advance, 0), claim.payable_cents - wanted[claim.transfer_id])
        wanted[claim.transfer_id] += more
        advance -= more
    moves = [(claim, wanted[claim.transfer_id] - claim.settled_cents) for claim in known]
    return tuple(_move(claim, cents, advance_account) for claim, cents in moves if cents)


def _move(claim: Claim, cents: int, advance_account: str) -> Posting:
    """Pay a claim from the advance (cents > 0), or give back to the advance what it no longer needs."""
    paying = cents > 0
    return Posting(
        debit_account=advance_account if paying else claim.account,
        credit_account=claim.account if paying else advance_account,
        amount_cents=abs(cents),
        kind=TransferKind.APPLIED if paying else TransferKind.RELEASED,
        label=("Avance imputée : " if paying else "Remis en avance : ") + claim.label,
        contract_id=claim.contract_id,
        settles_id=claim.transfer_id,
    )
