"""Which months of a contract are charged, corrected or left alone: one decision, for the monthly run and for a change of dates.

A month is charged once. When the dates of a stay change, the month is charged anew: the first charge is reversed, a second
attempt takes its place. A charge that somebody cancelled by a reasoned decision is not charged again.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from kernel.errors import RuleBroken
from kernel.law import Law
from kernel.money import euros
from kernel.period import Month
from occupancy.domain.contracts import Contract
from occupancy.domain.fees import Charge, MonthFee, month_fee
from occupancy.domain.ledger import REVENUE_FEES, HouseholdAccount, Posting, TransferKind, account

REVERSAL = "reversal"
"""Document kind of a reversal that somebody decided, with a reason."""

RECHARGE = "recharge"
"""Document kind of a reversal made because dates changed; any other reversal of a charge is a `REVERSAL`."""


class MonthNotBegun(RuleBroken):
    """Fees are charged once their month has begun."""

    code, title = "month-not-begun", "Mois non commencé"


class Outcome(StrEnum):
    """What happens to one month of one contract."""

    CHARGE = "charge"
    ADJUST = "adjust"
    SAME = "same"
    DECIDED = "decided"
    NOTHING = "nothing"


class MonthPlan(Struct, frozen=True, kw_only=True):
    """The decision for one month of one contract, with the fee computed and the charge that stands, if any."""

    contract_id: UUID
    contract_reference: str
    household_id: UUID
    outcome: Outcome
    reason: str
    fee: MonthFee
    due_on: date
    standing: Charge | None
    attempt: int

    @property
    def to_post(self) -> bool:
        """True when something is written."""
        return self.outcome in (Outcome.CHARGE, Outcome.ADJUST)


def check_month(month: Month, today: date) -> None:
    """Raises `MonthNotBegun`."""
    if month.first_day > today:
        raise MonthNotBegun("Les redevances d'un mois s'appellent une fois ce mois commencé.", field="month")


def plan_month(
    law: Law,
    contract: Contract,
    month: Month,
    charges: Sequence[Charge],
    *,
    counted: frozenset[UUID],
    decided: frozenset[UUID],
    called_until: Month | None = None,
) -> MonthPlan:
    """Decide one month of a contract.

    `charges`: all of the contract. `counted`: transfers that still stand. `decided`: those reversed by a decision.
    `called_until`: the last month that the books kept before this program charged.
    """
    fee = month_fee(law, contract.fee.cents, contract.there, month)
    attempts = [one for one in charges if one.month == str(month)]
    live = next((one for one in attempts if one.transfer_id in counted), None)
    cents = fee.cents if contract.is_occupying else 0
    if attempts and live is None and attempts[-1].transfer_id in decided:
        outcome, reason = Outcome.DECIDED, "Annulée par décision : non appelée de nouveau"
    elif not attempts and called_until is not None and month <= called_until:
        outcome, reason = Outcome.NOTHING, "Appelée par le registre précédent"
    elif live is not None and live.amount_cents == cents:
        outcome, reason = Outcome.SAME, "Déjà appelée"
    elif live is not None:
        outcome, reason = Outcome.ADJUST, f"Appelée pour {euros(live.amount_cents)}, les dates ont changé"
    elif cents == 0:
        outcome, reason = Outcome.NOTHING, _why_nothing(contract, fee)
    else:
        outcome, reason = Outcome.CHARGE, _days(fee)
    return MonthPlan(
        contract_id=contract.id,
        contract_reference=contract.reference,
        household_id=contract.household_id,
        outcome=outcome,
        reason=reason,
        fee=fee if contract.is_occupying else _no_day(fee),
        due_on=max(month.first_day, contract.first_day),
        standing=live,
        attempt=len(attempts) + 1,
    )


def charge_posting(plan: MonthPlan) -> Posting:
    """The fee of the month: due by the household, earned by the CCAS."""
    month = Month.parse(plan.fee.month)
    label = f"Redevance {month.number:02d}/{month.year}, contrat {plan.contract_reference}"
    if plan.fee.days < plan.fee.days_in_month:
        label += f" ({plan.fee.days} jours sur {plan.fee.days_in_month})"
    return Posting(
        debit_account=account(plan.household_id, HouseholdAccount.FEES),
        credit_account=REVENUE_FEES,
        amount_cents=plan.fee.cents,
        kind=TransferKind.FEE,
        label=label,
        contract_id=plan.contract_id,
        due_on=plan.due_on,
    )


def _no_day(fee: MonthFee) -> MonthFee:
    """The same month without any day: the contract no longer occupies the place."""
    return MonthFee(
        month=fee.month,
        cents=0,
        monthly_cents=fee.monthly_cents,
        days=0,
        days_in_month=fee.days_in_month,
        first_day=None,
        last_day=None,
        rule=fee.rule,
        source=fee.source,
        status=fee.status,
    )


def _days(fee: MonthFee) -> str:
    if fee.days == fee.days_in_month:
        return "Mois entier"
    return f"{fee.days} jours sur {fee.days_in_month}"


def _why_nothing(contract: Contract, fee: MonthFee) -> str:
    if not contract.is_occupying:
        return "Contrat qui n'occupe pas le logement"
    if fee.days == 0:
        return "Échéance passée, départ non enregistré" if contract.is_running else "Aucun jour de séjour dans le mois"
    return "Redevance nulle"
