"""The wire Structs of deposits, version 1: asked, settled, returned. Amounts are whole euro cents."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from msgspec import Meta, Struct

from kernel.money import PaidCents
from kernel.text import LINE_OR_NOTHING
from occupancy.actions.deposits import ProposeSettlement
from occupancy.api.contract import Line
from occupancy.api.money_contract import Why, Words
from occupancy.domain.deposits import DepositRequest
from occupancy.domain.settlements import DepositRefund, LineKind, Settlement, SettlementLine


class DepositRequestIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The deposit to ask for; above the cap, a reason is needed."""

    amount_cents: PaidCents
    reason: Why | None = None


class DepositRequestOut(Struct, frozen=True, kw_only=True):
    """The deposit asked."""

    id: UUID
    contract_id: UUID
    amount_cents: int
    cap_cents: int
    reason: str | None
    asked_on: date

    @classmethod
    def of(cls, request: DepositRequest) -> Self:
        return cls(**{name: getattr(request, name) for name in cls.__struct_fields__})


class SettlementLineIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One withholding, justified."""

    kind: LineKind
    reason: Words
    amount_cents: PaidCents
    proof: Words
    element: Annotated[str, Meta(max_length=120, pattern=LINE_OR_NOTHING)] = ""


class SettlementIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is proposed for a deposit. Without `address_known_on`, no late increase is shown."""

    keys_returned_on: date
    exit_conforms: bool
    lines: Annotated[list[SettlementLineIn], Meta(max_length=50)]
    refund_to: Line
    address_known_on: date | None = None

    def command(self, contract_id: UUID) -> ProposeSettlement:
        return ProposeSettlement(
            contract_id=contract_id,
            keys_returned_on=self.keys_returned_on,
            exit_conforms=self.exit_conforms,
            lines=tuple(
                SettlementLine(**{name: getattr(line, name) for name in line.__struct_fields__}) for line in self.lines
            ),
            refund_to=self.refund_to,
            address_known_on=self.address_known_on,
        )


class SettlementOut(Struct, frozen=True, kw_only=True):
    """A proposed settlement."""

    id: UUID
    contract_id: UUID
    attempt: int
    keys_returned_on: date
    exit_conforms: bool
    due_on: date
    due_source: str
    held_cents: int
    lines: tuple[SettlementLine, ...]
    withheld_cents: int
    refund_cents: int
    refund_to: str
    proposed_on: date
    proposed_by_name: str

    @classmethod
    def of(cls, settlement: Settlement) -> Self:
        return cls(**{name: getattr(settlement, name) for name in cls.__struct_fields__})


class RefundIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The day on which the deposit went back."""

    refunded_on: date


class RefundOut(Struct, frozen=True, kw_only=True):
    """An approved settlement."""

    id: UUID
    settlement_id: UUID
    approved_by_name: str
    refunded_on: date
    refund_cents: int
    event_id: UUID

    @classmethod
    def of(cls, refund: DepositRefund) -> Self:
        return cls(**{name: getattr(refund, name) for name in cls.__struct_fields__})
