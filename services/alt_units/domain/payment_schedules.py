"""When the payments of a year are expected, and how much: what the convention says, else equal parts.

Ground: CSS R. 851-5 (three payments in the calendar year since 2017, shares and dates by the convention); the last
payment is always the balance of the year (REC-02, AC-25).
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from alt_units.domain.claim_terms import forecast_cents
from alt_units.domain.conventions import Convention
from alt_units.domain.funder_payments import FunderPayment, PaymentKind, instalments, last_instalment
from alt_units.domain.regimes import Regime
from kernel.errors import Conflict, RuleBroken
from kernel.law import Law
from kernel.money import euros
from kernel.period import Month


class NoScheduleHere(Conflict):
    """Only a convention that is paid in a few times a year has a schedule."""

    code, title = "no-payment-schedule", "Cette convention est payée mois par mois"


class ScheduleOutOfOrder(RuleBroken):
    """A later payment is not expected before an earlier one."""

    code, title = "payment-schedule-out-of-order", "Dates de versement dans le désordre"


class ScheduleAboveForecast(RuleBroken):
    """What is paid before the balance stays within the year's forecast."""

    code, title = "payment-schedule-above-forecast", "Versements supérieurs au montant prévisionnel"


class ScheduledPayment(Struct, frozen=True, kw_only=True):
    """One payment as the convention says it. None: the convention does not say."""

    expected_on: date | None
    amount_cents: int | None


class PaymentSchedule(Struct, frozen=True, kw_only=True):
    """The payments of a convention's year, in order. Version 0: nothing was recorded."""

    convention_id: UUID
    version: int
    payments: tuple[ScheduledPayment, ...]


class ExpectedPayment(Struct, frozen=True, kw_only=True):
    """One of the year's payments: what is expected, what came. The last one is the balance."""

    number: int
    is_balance: bool
    expected_on: date | None
    expected_cents: int
    payment: FunderPayment | None

    @property
    def left_cents(self) -> int:
        """What is still to come of it; negative: more came than expected, or the balance is an indu (REC-02)."""
        return self.expected_cents - (self.payment.amount_cents if self.payment else 0)


def payments_a_year(law: Law, convention: Convention) -> int:
    """How many payments the law gives the convention's year; 0 when each month is paid by itself."""
    if convention.regime is not Regime.ETAT_3_VERSEMENTS:
        return 0
    return law.at("payments_per_year", Month(convention.year, 1).first_day).number


def check_schedule(law: Law, convention: Convention, payments: Sequence[ScheduledPayment]) -> None:
    """Raises `NoScheduleHere`, `ScheduleOutOfOrder`, `ScheduleAboveForecast`."""
    count = payments_a_year(law, convention)
    if count == 0 or len(payments) != count:
        raise NoScheduleHere(f"{count} versements attendus pour cette convention." if count else "")
    days = [one.expected_on for one in payments if one.expected_on is not None]
    if days != sorted(days):
        raise ScheduleOutOfOrder("Les versements se suivent : vérifiez les dates.", field="expected_on_1")
    before_balance = sum(one.amount_cents or 0 for one in payments[:-1])
    if before_balance > forecast_cents(convention):
        detail = f"Le montant prévisionnel de l'année est de {euros(forecast_cents(convention))}."
        raise ScheduleAboveForecast(detail, field="amount_cents_1")


def expected_payments(
    law: Law,
    convention: Convention,
    schedule: PaymentSchedule | None,
    *,
    due_cents: int,
    complete: bool,
    payments: Sequence[FunderPayment],
) -> tuple[ExpectedPayment, ...]:
    """The payments of a year paid in a few times: as scheduled, else equal parts; the last one the balance (AC-25).

    `complete`: every month was submitted, so the balance is known: what is due less what came, rappels and indus apart
    included. Empty where each month is paid by itself.
    """
    count = payments_a_year(law, convention)
    if count == 0:
        return ()
    said = schedule.payments if schedule else (ScheduledPayment(expected_on=None, amount_cents=None),) * count
    forecast = forecast_cents(convention)
    shares = [
        equal if one.amount_cents is None else one.amount_cents
        for one, equal in zip(said, instalments(forecast, count), strict=True)
    ]
    came = [one for one in payments if one.kind not in {PaymentKind.RAPPEL, PaymentKind.INDU}]
    earlier = [came[i].amount_cents if i < len(came) else shares[i] for i in range(count - 1)]
    apart = [one.amount_cents for one in payments if one not in came]
    shares[-1] = last_instalment(due_cents, [*earlier, *apart]) if complete else last_instalment(forecast, shares[:-1])
    return tuple(
        ExpectedPayment(
            number=number + 1,
            is_balance=number == count - 1,
            expected_on=said[number].expected_on,
            expected_cents=share,
            payment=came[number] if number < len(came) else None,
        )
        for number, share in enumerate(shares)
    )
