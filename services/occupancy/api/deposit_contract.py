"""The wire Structs of deposits, version 1: asked, settled, returned. Amounts are whole euro cents."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from msgspec import Meta, Struct

from kernel.money import DueCents, PaidCents
from kernel.text import LINE_OR_NOTHING
from occupancy.actions.deposits import ProposeSettlement
from occupancy.api.contract import Line
from occupancy.api.money_contract import Why, Words
from occupancy.domain.deposits import DepositRequest
from occupancy.domain.settlement_proposals import MOST_LINES, LeftOut, Proposal
from occupancy.domain.settlement_resolutions import SettlementOutcome, SettlementResolution
from occupancy.domain.settlements import Beneficiary, DepositRefund, NoticeChannel, Settlement, SettlementNotice
from occupancy.domain.withholdings import LineDraft, LineKind, SettlementLine


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
    """One withholding, justified. Without `amount_cents`, what `cost_cents` comes to, after wear when `wear_row` is given.

    `wear_row`: the element of the contract's grid; `since`: when the element was put in or redone, with `since_proof`.
    """

    kind: LineKind
    reason: Words
    proof: Words
    element: Annotated[str, Meta(max_length=120, pattern=LINE_OR_NOTHING)] = ""
    amount_cents: PaidCents | None = None
    cost_cents: DueCents | None = None
    quantity: Annotated[int, Meta(ge=1, le=50)] = 1
    wear_row: Annotated[str, Meta(max_length=120, pattern=LINE_OR_NOTHING)] = ""
    since: date | None = None
    since_proof: Annotated[str, Meta(max_length=200, pattern=LINE_OR_NOTHING)] = ""

    def draft(self) -> LineDraft:
        return LineDraft(**{name: getattr(self, name) for name in self.__struct_fields__})


class SettlementIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is proposed for a deposit. Without `address_known_on`, no late increase is shown.

    `accounts_approved_on`: to settle the provision that an earlier settlement kept. To anybody else than who paid it, with
    a reason; `refund_reference`: of the agreement under which a third party paid.
    """

    keys_returned_on: date
    exit_conforms: bool
    lines: Annotated[list[SettlementLineIn], Meta(max_length=MOST_LINES)]
    refund_to: Line
    address_known_on: date | None = None
    accounts_approved_on: date | None = None
    beneficiary: Beneficiary = Beneficiary.PAYER
    refund_to_reason: Annotated[str, Meta(max_length=500)] = ""
    refund_reference: Annotated[str, Meta(max_length=120)] = ""

    def command(self, contract_id: UUID) -> ProposeSettlement:
        return ProposeSettlement(
            contract_id=contract_id,
            keys_returned_on=self.keys_returned_on,
            exit_conforms=self.exit_conforms,
            lines=tuple(line.draft() for line in self.lines),
            refund_to=self.refund_to,
            address_known_on=self.address_known_on,
            accounts_approved_on=self.accounts_approved_on,
            beneficiary=self.beneficiary,
            refund_to_reason=self.refund_to_reason,
            refund_reference=self.refund_reference,
        )


class ProposedLineOut(LineDraft, frozen=True, kw_only=True):
    """A line to complete: what the inspections say, without its cost and its proof."""


class DepositProposalOut(Struct, frozen=True, kw_only=True):
    """What the two signed inspections and the account call for. `left_out`: changes that are not proposed, and why."""

    lines: list[ProposedLineOut]
    left_out: list[LeftOut]

    @classmethod
    def of(cls, found: Proposal) -> Self:
        lines = [ProposedLineOut(**{name: getattr(one, name) for name in one.__struct_fields__}) for one in found.lines]
        return cls(lines=lines, left_out=list(found.left_out))


class SettlementNoticeIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the household was told; a proof is needed unless it is a plain letter."""

    told_on: date
    channel: NoticeChannel
    proof: Annotated[str, Meta(max_length=200, pattern=LINE_OR_NOTHING)] = ""


class SettlementNoticeOut(Struct, frozen=True, kw_only=True):
    """The notice as recorded."""

    id: UUID
    settlement_id: UUID
    told_on: date
    channel: NoticeChannel
    proof: str
    told_by_name: str

    @classmethod
    def of(cls, notice: SettlementNotice) -> Self:
        return cls(**{name: getattr(notice, name) for name in cls.__struct_fields__})


class SettlementRefusalIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a proposal is refused."""

    reason: Why


class SettlementResolutionOut(Struct, frozen=True, kw_only=True):
    """How a proposal ended. `resolved_by_name`: Palier when it lapsed."""

    id: UUID
    settlement_id: UUID
    outcome: SettlementOutcome
    resolved_on: date
    reason: str
    resolved_by_name: str

    @classmethod
    def of(cls, ended: SettlementResolution) -> Self:
        return cls(**{name: getattr(ended, name) for name in cls.__struct_fields__})


class SettlementOut(Struct, frozen=True, kw_only=True):
    """A proposed settlement. `resolution`: how it ended, null while it waits for a decision."""

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
    beneficiary: Beneficiary
    refund_to_reason: str
    refund_reference: str
    proposed_on: date
    proposed_by_name: str
    accounts_approved_on: date | None
    resolution: SettlementResolutionOut | None

    @classmethod
    def of(cls, settlement: Settlement, ended: SettlementResolution | None = None) -> Self:
        said = {name: getattr(settlement, name) for name in cls.__struct_fields__ if name != "resolution"}
        return cls(**said, resolution=SettlementResolutionOut.of(ended) if ended else None)


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
    late_cents: int
    event_id: UUID

    @classmethod
    def of(cls, refund: DepositRefund) -> Self:
        return cls(**{name: getattr(refund, name) for name in cls.__struct_fields__})
