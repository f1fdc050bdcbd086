"""What the payers sent, with what each payment settles."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from alt_units.domain.funder_payments import (
    Allocation,
    AllocationAboveDue,
    AllocationAbovePayment,
    AllocationAlreadyCancelled,
    AllocationTakenBack,
    FunderPayment,
    FunderPaymentCancelled,
    FunderPaymentNotFound,
    PaymentAlreadyRecorded,
    PaymentKind,
)
from alt_units.tables.bank import FunderPaymentCancellationRow
from alt_units.tables.claims import FunderPaymentRow, PaymentAllocationRow
from kernel.db import Database
from kernel.errors import Refusal

_REFUSALS: dict[str, Callable[[], Refusal]] = {
    "allocation_within_payment": AllocationAbovePayment,
    "allocation_not_cancelled": FunderPaymentCancelled,
    "allocation_sign": AllocationAboveDue,
    "allocation_to_submitted": AllocationAboveDue,
    "allocation_cancelled_once": AllocationAlreadyCancelled,
    "allocation_line_floor": lambda: AllocationTakenBack("Annulez d'abord l'affectation de l'indu sur cette ligne."),
}


async def find_payment(payment_id: UUID) -> FunderPayment:
    """Raises `FunderPaymentNotFound`."""
    found = await _whole(await FunderPaymentRow.select().where(FunderPaymentRow.id == payment_id))
    if not found:
        raise FunderPaymentNotFound
    return found[0]


async def payment_by_reference(convention_id: UUID, bank_reference: str) -> FunderPayment | None:
    """The payment recorded under a bank reference, if any."""
    rows = FunderPaymentRow.select().where(
        FunderPaymentRow.convention_id == convention_id, FunderPaymentRow.bank_reference == bank_reference
    )
    found = await _whole(await rows)
    return found[0] if found else None


async def list_payments(*, limit: int = 200, after: UUID | None = None) -> list[FunderPayment]:
    """Latest first. `after`: the identifier of the last payment already seen."""
    rows = (
        FunderPaymentRow.select().order_by(FunderPaymentRow.received_on, ascending=False).order_by(FunderPaymentRow.id)
    )
    if after is not None:
        seen = await find_payment(after)
        rows = rows.where(
            (FunderPaymentRow.received_on < seen.received_on)
            | ((FunderPaymentRow.received_on == seen.received_on) & (FunderPaymentRow.id > seen.id))
        )
    return await _whole(await rows.limit(limit))


async def payments_of_conventions(convention_ids: Iterable[UUID]) -> list[FunderPayment]:
    """The payments of these conventions that count, oldest first."""
    ids = list(convention_ids)
    if not ids:
        return []
    rows = FunderPaymentRow.select().where(FunderPaymentRow.convention_id.is_in(ids))
    found = await _whole(await rows.order_by(FunderPaymentRow.received_on).order_by(FunderPaymentRow.id))
    return [one for one in found if not one.cancelled]


async def add_payment(db: Database, payment: FunderPayment) -> None:
    """Raises `PaymentAlreadyRecorded`."""
    values = msgspec.structs.asdict(payment)
    values.pop("allocations")
    values.pop("cancelled")
    with db.refusing({"funder_payment_once": PaymentAlreadyRecorded}):
        await FunderPaymentRow.insert(FunderPaymentRow(**values))


async def cancel_payment(payment_id: UUID, reason: str, *, at: datetime, by: str) -> None:
    """The payment counts no more. The database refuses it while the payment settles something."""
    row = FunderPaymentCancellationRow(id=payment_id, reason=reason, cancelled_at=at, cancelled_by=by)
    await FunderPaymentCancellationRow.insert(row)


async def add_allocation(db: Database, allocation: Allocation) -> None:
    """Raises `AllocationAbovePayment`, `AllocationAboveDue`, `AllocationAlreadyCancelled`, `AllocationTakenBack`: the
    database refuses them by itself."""
    with db.refusing(_REFUSALS):
        await PaymentAllocationRow.insert(PaymentAllocationRow(**msgspec.structs.asdict(allocation)))


async def _whole(heads: Sequence[dict[str, Any]]) -> list[FunderPayment]:
    if not heads:
        return []
    rows = await PaymentAllocationRow.select().where(
        PaymentAllocationRow.payment_id.is_in([head["id"] for head in heads])
    )
    allocations: dict[UUID, list[Allocation]] = defaultdict(list)
    for row in sorted(rows, key=lambda one: str(one["id"])):
        allocations[row["payment_id"]].append(msgspec.convert(row, Allocation))
    gone = FunderPaymentCancellationRow.select(FunderPaymentCancellationRow.id).where(
        FunderPaymentCancellationRow.id.is_in([head["id"] for head in heads])
    )
    cancelled = {row["id"] for row in await gone}
    return [_payment(head, tuple(allocations[head["id"]]), head["id"] in cancelled) for head in heads]


def _payment(head: dict[str, Any], allocations: tuple[Allocation, ...], cancelled: bool) -> FunderPayment:
    return FunderPayment(**{**head, "kind": PaymentKind(head["kind"])}, allocations=allocations, cancelled=cancelled)
