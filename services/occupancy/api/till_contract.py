"""The wire Structs of the books of the régies, version 1. Amounts are whole euro cents."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from msgspec import Meta, Struct

from kernel.money import DueCents, PaidCents
from kernel.text import LINE, TEXT
from occupancy.actions.regisseurs import AppointRegisseur, ProposeHandover
from occupancy.actions.tills import CloseTill, RecordPayOver, RemitCheques, TillState
from occupancy.api.money_contract import Words
from occupancy.domain.pay_overs import ChequeRemittance, PayOver, PayOverCancellation, PayOverDue
from occupancy.domain.payments import DeliveryWay, ReceiptDelivery
from occupancy.domain.regisseurs import Handover, HandoverAcceptance, Office, RegisseurTerm
from occupancy.domain.tills import MOST_PIECES, Pieces, TillClosing

SlipText = Annotated[str, Meta(min_length=1, max_length=40, pattern=LINE)]
Reason = Annotated[str, Meta(max_length=500, pattern=TEXT)]
PersonName = Annotated[str, Meta(min_length=1, max_length=120, pattern=LINE)]


class PiecesIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So many of one note or coin."""

    denomination_cents: PaidCents
    number: Annotated[int, Meta(ge=0, le=MOST_PIECES)]


class TillClosingIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The count of the cash. The reason only where it differs from the book."""

    day: date
    counts: Annotated[tuple[PiecesIn, ...], Meta(max_length=15)]
    reason: Reason = ""

    def command(self) -> CloseTill:
        counts = tuple(Pieces(denomination_cents=one.denomination_cents, number=one.number) for one in self.counts)
        return CloseTill(day=self.day, counts=counts, reason=self.reason)


class TillClosingOut(Struct, frozen=True, kw_only=True):
    """A closed cash book."""

    id: UUID
    regie_id: UUID
    day: date
    opening_cents: int
    in_cents: int
    out_cents: int
    expected_cents: int
    counted_cents: int
    reason: str | None
    closed_by_name: str

    @classmethod
    def of(cls, closing: TillClosing) -> Self:
        return cls(**{name: getattr(closing, name) for name in cls.__struct_fields__})


class PayOverIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A payment to the comptable, account by account."""

    slip: SlipText
    paid_on: date
    cash_cents: DueCents = 0
    cheques_cents: DueCents = 0
    dft_cents: DueCents = 0
    earlier_cents: DueCents = 0

    def command(self) -> RecordPayOver:
        return RecordPayOver(**{name: getattr(self, name) for name in self.__struct_fields__})


class PayOverOut(Struct, frozen=True, kw_only=True):
    """A payment to the comptable. `left_cents`: what the régie held after it."""

    id: UUID
    regie_id: UUID
    slip: str
    paid_on: date
    cash_cents: int
    cheques_cents: int
    dft_cents: int
    earlier_cents: int
    left_cents: int
    event_id: UUID
    paid_by_name: str

    @classmethod
    def of(cls, done: PayOver) -> Self:
        return cls(**{name: getattr(done, name) for name in cls.__struct_fields__})


class PayOverCancellationOut(Struct, frozen=True, kw_only=True):
    """The cancellation of a payment to the comptable."""

    id: UUID
    pay_over_id: UUID
    reason: str
    cancelled_on: date
    cancelled_by_name: str

    @classmethod
    def of(cls, cancellation: PayOverCancellation) -> Self:
        return cls(**{name: getattr(cancellation, name) for name in cls.__struct_fields__})


class ChequesIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Cheques given to the bank; or one that comes back unpaid, with its reason."""

    slip: SlipText
    remitted_on: date
    amount_cents: PaidCents
    comes_back: bool = False
    reason: Reason = ""

    def command(self) -> RemitCheques:
        return RemitCheques(**{name: getattr(self, name) for name in self.__struct_fields__})


class ChequesOut(Struct, frozen=True, kw_only=True):
    """Cheques remitted, or come back."""

    id: UUID
    regie_id: UUID
    slip: str
    remitted_on: date
    amount_cents: int
    comes_back: bool
    reason: str
    remitted_by_name: str

    @classmethod
    def of(cls, done: ChequeRemittance) -> Self:
        return cls(**{name: getattr(done, name) for name in cls.__struct_fields__})


class PayOverDueOut(Struct, frozen=True, kw_only=True):
    """Why the régie has to pay over, and by when."""

    due_on: date
    reason: str
    source: str
    to_confirm: bool

    @classmethod
    def of(cls, due: PayOverDue) -> Self:
        return cls(**{name: getattr(due, name) for name in cls.__struct_fields__})


class TillOut(Struct, frozen=True, kw_only=True):
    """What a régie holds, what it paid over, and why it has to pay over."""

    cash_cents: int
    cheques_cents: int
    dft_cents: int
    earlier_cents: int
    to_pay_over_cents: int
    paid_over_cents: int
    due: list[PayOverDueOut]

    @classmethod
    def of(cls, state: TillState) -> Self:
        held = state.held
        return cls(
            cash_cents=held.cash_cents,
            cheques_cents=held.cheques_cents,
            dft_cents=held.dft_cents,
            earlier_cents=held.earlier_cents,
            to_pay_over_cents=held.total_cents,
            paid_over_cents=state.paid_over_cents,
            due=[PayOverDueOut.of(one) for one in state.due],
        )


class RegisseurTermIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An appointment. The name is that of the account with which the person signs in."""

    staff_name: PersonName
    office: Office
    appointing_act: Words
    first_day: date
    last_day: date | None = None

    def command(self) -> AppointRegisseur:
        return AppointRegisseur(**{name: getattr(self, name) for name in self.__struct_fields__})


class RegisseurTermEndIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The last day of an appointment."""

    last_day: date


class RegisseurTermOut(Struct, frozen=True, kw_only=True):
    """An appointment."""

    id: UUID
    version: int
    regie_id: UUID
    staff_name: str
    office: Office
    appointing_act: str
    first_day: date
    last_day: date | None

    @classmethod
    def of(cls, term: RegisseurTerm) -> Self:
        return cls(**{name: getattr(term, name) for name in cls.__struct_fields__})


class HandoverIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """To whom the régie goes; `leaving`: for good."""

    to_name: PersonName
    leaving: bool = False

    def command(self) -> ProposeHandover:
        return ProposeHandover(to_name=self.to_name, leaving=self.leaving)


class HandoverOut(Struct, frozen=True, kw_only=True):
    """A handing over, signed by who gives."""

    id: UUID
    regie_id: UUID
    closing_id: UUID
    from_name: str
    to_name: str
    leaving: bool
    proposed_on: date

    @classmethod
    def of(cls, handover: Handover) -> Self:
        return cls(**{name: getattr(handover, name) for name in cls.__struct_fields__})


class HandoverAcceptanceOut(Struct, frozen=True, kw_only=True):
    """The signature of who takes."""

    id: UUID
    handover_id: UUID
    accepted_by_name: str
    accepted_on: date

    @classmethod
    def of(cls, acceptance: HandoverAcceptance) -> Self:
        return cls(**{name: getattr(acceptance, name) for name in cls.__struct_fields__})


class ReceiptDeliveryIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the paper reached the household. An e-mail needs its express agreement."""

    way: DeliveryWay
    agreed: bool = False


class ReceiptDeliveryOut(Struct, frozen=True, kw_only=True):
    """The paper of a receipt given or sent."""

    id: UUID
    receipt_id: UUID
    way: DeliveryWay
    agreed: bool
    given_on: date
    given_by_name: str

    @classmethod
    def of(cls, delivery: ReceiptDelivery) -> Self:
        return cls(**{name: getattr(delivery, name) for name in cls.__struct_fields__})
