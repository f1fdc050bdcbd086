"""The account of a household closed at the end of its file: nothing is owed either way, to the cent (L13).

Ground: GOALS L13. A debt admitted as non-valeur is still owed, so the account stays open; a later row opens it again by itself.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from kernel.errors import Conflict
from kernel.money import euros
from occupancy.domain.contracts import Contract, ContractStatus
from occupancy.domain.ledger import HouseholdAccount, Transfer, account, balances


class AccountNotAtZero(Conflict):
    """An account is closed when each of its parts is at zero: fees, damage, advance, deposit, non-valeurs."""

    code, title = "account-not-at-zero", "Compte non soldé"


class AccountStillLives(Conflict):
    """An account is closed once the household has left, and once."""

    code, title = "account-still-lives", "Compte encore utile"


class AccountClosure(Struct, frozen=True, kw_only=True):
    """A closing. `last_number`: the last row of the household's ledger on that day; a later one opens the account again."""

    id: UUID
    household_id: UUID
    last_number: int
    closed_on: date
    closed_by: UUID
    closed_by_name: str


def check_closable(household_id: UUID, rows: Sequence[Transfer], stays: Sequence[Contract]) -> int:
    """The number of the last row. Raises `AccountStillLives`, `AccountNotAtZero`."""
    if open_stay := next((one for one in stays if one.status in (ContractStatus.DRAFT, ContractStatus.SIGNED)), None):
        raise AccountStillLives(f"Le contrat {open_stay.reference} n'est pas terminé.")
    if not rows:
        raise AccountStillLives("Rien n'a été écrit à ce compte : il n'y a rien à clore.")
    found = balances(rows)
    left = {one: found.get(account(household_id, one), 0) for one in HouseholdAccount}
    if named := [f"{_NAMES[one]} {euros(cents)}" for one, cents in left.items() if cents]:
        raise AccountNotAtZero(f"Il reste : {', '.join(named)}.")
    return max(one.number for one in rows)


def closed_now(closures: Sequence[AccountClosure], rows: Sequence[Transfer]) -> AccountClosure | None:
    """The closing that still holds: nothing was written since."""
    last = max((one.number for one in rows), default=0)
    return next((one for one in closures if one.last_number == last), None)


_NAMES = {
    HouseholdAccount.FEES: "redevances",
    HouseholdAccount.ADVANCE: "avance",
    HouseholdAccount.DAMAGE: "dégradations",
    HouseholdAccount.DEPOSIT_DUE: "dépôt à recevoir",
    HouseholdAccount.DEPOSIT_PLEDGED: "dépôt engagé",
    HouseholdAccount.DEPOSIT_HELD: "dépôt détenu",
    HouseholdAccount.WRITTEN_OFF: "non-valeurs",
}
