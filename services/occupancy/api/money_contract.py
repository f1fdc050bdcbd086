"""The wire Structs of money, version 1; those of deposits are in `deposit_contract`. Amounts are whole euro cents."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from msgspec import Meta, Struct

from kernel.money import PaidCents
from kernel.period import Month, MonthText
from kernel.text import LINE, TEXT
from occupancy.actions.payments import IssueReceipt
from occupancy.actions.regies import RegisterRegie, Souche
from occupancy.api.contract import Line
from occupancy.domain.charges import MonthPlan, Outcome
from occupancy.domain.claims import Claim
from occupancy.domain.fee_jobs import FeeJob, FeeJobState
from occupancy.domain.fees import FeeRun, MonthFee
from occupancy.domain.ledger import Reversal
from occupancy.domain.payments import ChosenPart, Receipt, ReceiptCancellation, ThirdParty
from occupancy.domain.regies import PaymentKind, ReceiptMode, Regie
from occupancy.domain.statements import Statement, StatementLine
from occupancy.domain.tills import Means
from occupancy.store.payments import ReceiptSeen

Why = Annotated[str, Meta(min_length=1, max_length=500, pattern=TEXT)]
"""The reason of an act that undoes, or that goes beyond a rule."""
Words = Annotated[str, Meta(min_length=1, max_length=300, pattern=LINE)]
Code = Annotated[str, Meta(min_length=1, max_length=12, pattern=r"^[A-Z0-9]+$(?!\n)")]


class RegieIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A régie. The code is printed on every receipt and never changes."""

    code: Code
    name: Line
    founding_act: Words
    collects_fees: bool
    collects_deposits: bool
    opened_on: date
    closed_on: date | None = None
    receipt_mode: ReceiptMode = ReceiptMode.MIRROR_P1RZ
    authorised_cash_cents: PaidCents | None = None
    souche_first: Souche | None = None
    souche_last: Souche | None = None

    def command(self) -> RegisterRegie:
        return RegisterRegie(**{name: getattr(self, name) for name in self.__struct_fields__})


class RegieOut(Struct, frozen=True, kw_only=True):
    """A régie."""

    id: UUID
    version: int
    code: str
    name: str
    founding_act: str
    collects_fees: bool
    collects_deposits: bool
    opened_on: date
    closed_on: date | None
    receipt_mode: ReceiptMode
    authorised_cash_cents: int | None
    souche_first: int | None
    souche_last: int | None

    @classmethod
    def of(cls, regie: Regie) -> Self:
        return cls(**{name: getattr(regie, name) for name in cls.__struct_fields__})


class FeeRunIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The month to charge."""

    month: MonthText

    def asked(self) -> Month:
        return Month.parse(self.month)


class FeeRunOut(Struct, frozen=True, kw_only=True):
    """What a run charged."""

    id: UUID
    month: str
    ran_on: date
    ran_by_name: str
    charged: int
    charged_cents: int
    skipped: int

    @classmethod
    def of(cls, run: FeeRun) -> Self:
        return cls(**{name: getattr(run, name) for name in cls.__struct_fields__})


class FeeJobOut(Struct, frozen=True, kw_only=True):
    """How far a large run is. `error`: why it stopped, empty otherwise."""

    id: UUID
    month: str
    state: FeeJobState
    asked_on: date
    asked_by_name: str
    total: int
    done: int
    charged: int
    charged_cents: int
    error: str

    @classmethod
    def of(cls, job: FeeJob) -> Self:
        return cls(**{name: getattr(job, name) for name in cls.__struct_fields__})


class MonthPlanOut(Struct, frozen=True, kw_only=True):
    """What a run would do for one contract, with the fee explained."""

    contract_id: UUID
    contract_reference: str
    household_id: UUID
    outcome: Outcome
    reason: str
    fee: MonthFee
    due_on: date

    @classmethod
    def of(cls, plan: MonthPlan) -> Self:
        return cls(**{name: getattr(plan, name) for name in cls.__struct_fields__})


class ChosenPartIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So much for this claim, before the others."""

    claim_id: UUID
    amount_cents: PaidCents


class ReceiptIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A payment taken in. `contract_id` names the contract of a deposit; `souche` the paper quittance that it mirrors.

    `chosen`: the claims to pay first; what they leave pays the oldest. `third_party` goes with the means of that name.
    """

    regie_id: UUID
    household_id: UUID
    kind: PaymentKind
    means: Means
    amount_cents: PaidCents
    received_on: date
    payer: Line
    contract_id: UUID | None = None
    souche: Souche | None = None
    third_party: ThirdParty | None = None
    chosen: Annotated[tuple[ChosenPartIn, ...], Meta(max_length=200)] = ()

    def command(self) -> IssueReceipt:
        names = [name for name in self.__struct_fields__ if name != "chosen"]
        chosen = tuple(ChosenPart(claim_id=one.claim_id, amount_cents=one.amount_cents) for one in self.chosen)
        return IssueReceipt(**{name: getattr(self, name) for name in names}, chosen=chosen)


class CancellationOut(Struct, frozen=True, kw_only=True):
    """The cancellation of a receipt, whose number is kept."""

    id: UUID
    receipt_id: UUID
    reason: str
    cancelled_on: date
    cancelled_by_name: str

    @classmethod
    def of(cls, cancellation: ReceiptCancellation) -> Self:
        return cls(**{name: getattr(cancellation, name) for name in cls.__struct_fields__})


class ReceiptOut(Struct, frozen=True, kw_only=True):
    """A numbered receipt, and its cancellation if there is one."""

    id: UUID
    regie_id: UUID
    reference: str
    year: int
    number: int
    received_on: date
    recorded_on: date
    household_id: UUID
    contract_id: UUID | None
    payer: str
    means: Means
    kind: PaymentKind
    amount_cents: int
    event_id: UUID
    regisseur_name: str
    souche: int | None
    third_party: ThirdParty | None
    cancellation: CancellationOut | None

    @classmethod
    def of(cls, receipt: Receipt, cancellation: ReceiptCancellation | None = None) -> Self:
        names = [name for name in cls.__struct_fields__ if name != "cancellation"]
        cancelled = CancellationOut.of(cancellation) if cancellation else None
        return cls(**{name: getattr(receipt, name) for name in names}, cancellation=cancelled)

    @classmethod
    def seen(cls, seen: ReceiptSeen) -> Self:
        return cls.of(seen.receipt, seen.cancellation)


class ReasonIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why."""

    reason: Why


class ReversalOut(Struct, frozen=True, kw_only=True):
    """A decided reversal."""

    id: UUID
    event_id: UUID
    reversing_event_id: UUID
    household_id: UUID
    reason: str
    decided_on: date
    decided_by_name: str

    @classmethod
    def of(cls, reversal: Reversal) -> Self:
        return cls(**{name: getattr(reversal, name) for name in cls.__struct_fields__})


class DueOut(Struct, frozen=True, kw_only=True):
    """A claim on which something is still due. `relieved_cents`: given up by decision."""

    claim_id: UUID
    label: str
    due_on: date
    amount_cents: int
    relieved_cents: int
    open_cents: int

    @classmethod
    def of(cls, one: Claim) -> Self:
        return cls(
            claim_id=one.transfer_id,
            label=one.label,
            due_on=one.due_on,
            amount_cents=one.amount_cents,
            relieved_cents=one.relieved_cents,
            open_cents=one.open_cents,
        )


class StatementLineOut(Struct, frozen=True, kw_only=True):
    """One event of the account."""

    event_id: UUID
    booked_on: date
    recorded_at: datetime
    label: str
    charged_cents: int
    paid_cents: int
    balance_cents: int
    document_kind: str
    document_id: UUID
    undone: bool

    @classmethod
    def of(cls, line: StatementLine) -> Self:
        return cls(**{name: getattr(line, name) for name in cls.__struct_fields__})


class StatementOut(Struct, frozen=True, kw_only=True):
    """The account of a household on a day."""

    household_id: UUID
    on: date
    balance_cents: int
    advance_cents: int
    deposit_due_cents: int
    deposit_held_cents: int
    written_off_cents: int
    lines: list[StatementLineOut]
    deposit_lines: list[StatementLineOut]
    due: list[DueOut]

    @classmethod
    def of(cls, found: Statement) -> Self:
        return cls(
            household_id=found.household_id,
            on=found.on,
            balance_cents=found.balance_cents,
            advance_cents=found.advance_cents,
            deposit_due_cents=found.deposit_due_cents,
            deposit_held_cents=found.deposit_held_cents,
            written_off_cents=found.written_off_cents,
            lines=[StatementLineOut.of(line) for line in found.lines],
            deposit_lines=[StatementLineOut.of(line) for line in found.deposit_lines],
            due=[DueOut.of(one) for one in found.due],
        )
