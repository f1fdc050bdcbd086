"""Fees: the scale by situation and dwelling type, its dated bounds, and the days of a month that are charged.

Ground: délibération of the CCAS (75 to 150 € observed, rule OCC-04); every amount keeps the source it came from.
"""

from datetime import date
from uuid import UUID

from msgspec import Struct

from kernel.errors import RuleBroken
from kernel.law import Law, Status
from kernel.money import euros, prorate
from kernel.period import Month, Period


class FeeOutsideScale(RuleBroken):
    """A fee outside the dated bounds needs a reasoned decision (OCC-04)."""

    code, title = "fee-outside-scale", "Redevance hors barème"


class FeeDecisionNotAllowed(RuleBroken):
    """A fee outside the bounds is decided by whoever holds that right, not by the person who writes the contract."""

    code, title = "fee-decision-not-allowed", "Décision de redevance réservée"


class FeeNotInScale(RuleBroken):
    """The scale in force on that day has no cell for this situation and dwelling type."""

    code, title = "fee-not-in-scale", "Barème sans case pour cette situation"


class FeeChoice(Struct, frozen=True, kw_only=True):
    """What the scale says: the amount, the cell it was read in, its source and whether that source was verified."""

    cents: int
    cell: str
    source: str
    status: Status


class MonthFee(Struct, frozen=True, kw_only=True):
    """One month's fee, with all that explains it. `days` is 0 when the stay has no day in the month."""

    month: str
    cents: int
    monthly_cents: int
    days: int
    days_in_month: int
    first_day: date | None
    last_day: date | None
    rule: str
    source: str
    status: Status


class Charge(Struct, frozen=True, kw_only=True):
    """A month charged on a contract. A correction is a new attempt; the one before stays, reversed."""

    id: UUID
    contract_id: UUID
    household_id: UUID
    month: str
    attempt: int
    amount_cents: int
    due_on: date
    trace: MonthFee
    transfer_id: UUID


class FeeRun(Struct, frozen=True, kw_only=True):
    """One carrying out of a month's fees, by somebody, some day."""

    id: UUID
    month: str
    ran_on: date
    ran_by: UUID
    ran_by_name: str
    charged: int
    charged_cents: int
    skipped: int


def scale_fee(law: Law, situation: str, dwelling_type: str, day: date) -> FeeChoice:
    """The monthly fee of the scale in force on `day`. Raises `FeeNotInScale`."""
    cell = f"fee.scale.{situation}.{dwelling_type}"
    try:
        value = law.at(cell, day)
    except LookupError:
        raise FeeNotInScale("Le barème en vigueur ce jour-là ne prévoit pas ce cas : saisissez le montant.") from None
    return FeeChoice(cents=value.number, cell=cell, source=value.source, status=value.status)


def check_fee(law: Law, cents: int, day: date, reason: str | None, *, may_decide: bool) -> None:
    """Accept a monthly fee within the bounds in force on `day`; outside them only by a reasoned decision.

    Raises `FeeOutsideScale` without a reason, `FeeDecisionNotAllowed` when this person may not decide it.
    """
    least, most = law.at("fee.least_cents", day), law.at("fee.most_cents", day)
    if least.number <= cents <= most.number:
        return
    bounds = f"entre {euros(least.number)} et {euros(most.number)}"
    if not (reason or "").strip():
        raise FeeOutsideScale(f"La redevance doit être comprise {bounds}, sauf décision motivée.", field="fee")
    if not may_decide:
        raise FeeDecisionNotAllowed(
            f"Une redevance hors barème ({bounds}) doit être décidée par la direction.", field="fee"
        )


def month_fee(law: Law, monthly_cents: int, stay: Period, month: Month) -> MonthFee:
    """The fee of one month: monthly amount × days occupied ÷ days of the month, half a cent rounded up.

    First and last day are counted. 150,00 € entered on 11 April: 20 of 30 days, 100,00 €.
    """
    rule = law.at("fee.proration", month.first_day)
    common = stay.common(month.period)
    days = common.days if common else 0
    return MonthFee(
        month=str(month),
        cents=prorate(monthly_cents, days, month.days),
        monthly_cents=monthly_cents,
        days=days,
        days_in_month=month.days,
        first_day=common.first_day if common else None,
        last_day=common.last_day if common else None,
        rule=rule.text,
        source=rule.source,
        status=rule.status,
    )
