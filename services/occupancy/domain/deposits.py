"""Deposits: asked once, received up to what was asked, held until their settlement (`settlements`).

Ground: loi n° 89-462, art. 22, applied by analogy (DEP-01, DEP-02, DEP-08).
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from kernel.errors import Conflict, RuleBroken
from kernel.law import Law, LawValue
from kernel.money import euros
from occupancy.domain.ledger import HouseholdAccount, Posting, Transfer, TransferKind, account
from occupancy.domain.regime_effects import Point, effects_of
from occupancy.domain.regimes import LegalRegime


class DepositAboveCap(RuleBroken):
    """A deposit above the cap in force needs a reason (DEP-08)."""

    code, title = "deposit-above-cap", "Dépôt de garantie au-dessus du plafond"


class DepositAlreadyAsked(Conflict):
    """The deposit is never revised during the contract, even renewed (DEP-02)."""

    code, title = "deposit-already-asked", "Dépôt de garantie déjà demandé"


class DepositBelowZero(Conflict):
    """A deposit account never goes below nothing, whatever the order of the acts (L7)."""

    code, title = "deposit-below-zero", "Le dépôt de garantie passerait sous zéro"


class DepositRequest(Struct, frozen=True, kw_only=True):
    """The deposit asked for a contract, once. `attempt`: above 1 when one taken over by mistake was undone before it."""

    id: UUID
    contract_id: UUID
    household_id: UUID
    amount_cents: int
    cap_cents: int
    reason: str | None
    asked_on: date
    event_id: UUID
    attempt: int = 1


class DepositState(Struct, frozen=True, kw_only=True):
    """Where a contract's deposit stands, in cents: still to be received, and held."""

    due_cents: int
    held_cents: int


def deposit_cap(law: Law, regime: LegalRegime | None, day: date) -> LawValue:
    """How many fees a deposit may be at most: the value that the effects matrix names for the regime (LIFECYCLE §1.2)."""
    key = effects_of(regime)[Point.DEPOSIT_CAP].key
    assert key is not None  # every regime has a cap, see tests/unit/occupancy/test_regime_effects.py
    return law.at(key, day)


def check_deposit(
    law: Law, regime: LegalRegime | None, amount_cents: int, fee_cents: int, day: date, reason: str | None
) -> int:
    """The cap in force, in cents. Raises `DepositAboveCap` when the amount is above it without a reason."""
    cap = deposit_cap(law, regime, day)
    cap_cents = fee_cents * cap.number
    if amount_cents > cap_cents and not (reason or "").strip():
        raise DepositAboveCap(f"Au plus {euros(cap_cents)}, sauf motif. {cap.source}.", field="amount")
    return cap_cents


def request_postings(household_id: UUID, contract_id: UUID, amount_cents: int) -> tuple[Posting, ...]:
    """The deposit asked: due by the household, against its pledge."""
    return (
        Posting(
            debit_account=account(household_id, HouseholdAccount.DEPOSIT_DUE),
            credit_account=account(household_id, HouseholdAccount.DEPOSIT_PLEDGED),
            amount_cents=amount_cents,
            kind=TransferKind.DEPOSIT_ASKED,
            label="Dépôt de garantie demandé",
            contract_id=contract_id,
        ),
    )


def deposit_state(transfers: Sequence[Transfer], contract_id: UUID, until: date | None = None) -> DepositState:
    """Fold of one household's transfers for one contract."""
    rows = [one for one in transfers if one.contract_id == contract_id and (until is None or one.booked_on <= until)]
    household_id = rows[0].household_id if rows else None
    if household_id is None:
        return DepositState(due_cents=0, held_cents=0)
    due = account(household_id, HouseholdAccount.DEPOSIT_DUE)
    held = account(household_id, HouseholdAccount.DEPOSIT_HELD)
    return DepositState(
        due_cents=sum(one.effect_on((due,)) for one in rows),
        held_cents=-sum(one.effect_on((held,)) for one in rows),
    )
