"""What the API of the payers' money says and accepts, version 1. Inputs refuse what they do not know."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from msgspec.structs import asdict

from alt_units.actions.funder_payments import RecordPayment
from alt_units.api.claim_contract import check_claim_day
from alt_units.domain.funder_payments import FunderPayment, PaymentKind, Share
from alt_units.domain.payment_schedules import PaymentSchedule, ScheduledPayment
from kernel.money import Cents, DueCents
from kernel.text import LINE, TEXT

BankReference = Annotated[str, Meta(min_length=1, max_length=80, pattern=LINE)]
Label = Annotated[str, Meta(max_length=200, pattern=TEXT)]
Decision = Annotated[str, Meta(max_length=120, pattern=TEXT)]


class FunderPaymentIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the bank statement says. Negative: an indu given back, with the decision that it rests on."""

    convention_id: UUID
    received_on: date
    amount_cents: Cents
    kind: PaymentKind
    bank_reference: BankReference
    label: Label = ""
    decision_reference: Decision = ""

    def __post_init__(self) -> None:
        check_claim_day(self.received_on)

    def command(self) -> RecordPayment:
        return RecordPayment(**asdict(self))


class ShareIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So much for that claim line."""

    claim_line_id: UUID
    amount_cents: Cents


class AllocationsIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a payment settles, line by line."""

    shares: Annotated[list[ShareIn], Meta(min_length=1, max_length=500)]

    def shares_wanted(self) -> tuple[Share, ...]:
        return tuple(Share(**asdict(one)) for one in self.shares)


class ScheduledPaymentIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One payment as the convention says it; null where it does not say. The last amount is always the balance."""

    expected_on: date | None = None
    amount_cents: DueCents | None = None

    def __post_init__(self) -> None:
        if self.expected_on is not None:
            check_claim_day(self.expected_on)


class PaymentScheduleIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The payments of the convention's year, in order."""

    payments: Annotated[list[ScheduledPaymentIn], Meta(min_length=1, max_length=12)]

    def wanted(self) -> tuple[ScheduledPayment, ...]:
        return tuple(ScheduledPayment(**asdict(one)) for one in self.payments)


class ScheduledPaymentOut(Struct, frozen=True, kw_only=True):
    """One payment as the convention says it; null where it does not say."""

    expected_on: date | None
    amount_cents: int | None


class PaymentScheduleOut(Struct, frozen=True, kw_only=True):
    """The payments of the convention's year, in order. Version 0: nothing was recorded."""

    convention_id: UUID
    version: int
    payments: list[ScheduledPaymentOut]

    @classmethod
    def of(cls, schedule: PaymentSchedule) -> "PaymentScheduleOut":
        payments = [ScheduledPaymentOut(**asdict(one)) for one in schedule.payments]
        return cls(convention_id=schedule.convention_id, version=schedule.version, payments=payments)


class AllocationOut(Struct, frozen=True, kw_only=True):
    """The part of a payment that settles a claim line; `cancels_id` undoes another one."""

    id: UUID
    claim_line_id: UUID
    amount_cents: int
    cancels_id: UUID | None


class FunderPaymentOut(Struct, frozen=True, kw_only=True):
    """What a payer sent. `left_cents` is still to allocate; `cancelled`: it counts no more."""

    id: UUID
    convention_id: UUID
    received_on: date
    amount_cents: int
    kind: PaymentKind
    bank_reference: str
    label: str
    decision_reference: str
    left_cents: int
    cancelled: bool
    allocations: list[AllocationOut]

    @classmethod
    def of(cls, payment: FunderPayment) -> "FunderPaymentOut":
        known = {name: getattr(payment, name) for name in cls.__struct_fields__ if name != "allocations"}
        rows = [
            AllocationOut(**{name: getattr(one, name) for name in AllocationOut.__struct_fields__})
            for one in payment.allocations
        ]
        return cls(**known, allocations=rows)


class FunderPaymentsOut(Struct, frozen=True, kw_only=True):
    """Payments, latest first. `next`: what to send as `after` for the following page."""

    items: list[FunderPaymentOut]
    next: str | None


class ShareOut(Struct, frozen=True, kw_only=True):
    """So much for that claim line."""

    claim_line_id: UUID
    amount_cents: int


class ProposalOut(Struct, frozen=True, kw_only=True):
    """How the program would allocate a payment, oldest month first."""

    shares: list[ShareOut]
