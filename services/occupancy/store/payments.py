"""Receipts and their cancellations."""

from datetime import date
from uuid import UUID

import msgspec
from msgspec import Struct

from kernel.acts import Tx
from kernel.db import Database
from occupancy.domain.payments import (
    ChosenPart,
    Receipt,
    ReceiptAlreadyCancelled,
    ReceiptCancellation,
    ReceiptDelivery,
    ReceiptNotFound,
    SoucheTaken,
)
from occupancy.store.ledger import as_values
from occupancy.tables.money import ReceiptCancellationRow, ReceiptRow
from occupancy.tables.tills import ReceiptDeliveryRow

_COLUMNS = Receipt.__struct_fields__
_INSERT = f"insert into receipt ({', '.join(_COLUMNS)}) values ({', '.join('{}' for _ in _COLUMNS)})"  # noqa: S608
"""Written for each payment: names of ours, built once."""


class ReceiptSeen(Struct, frozen=True, kw_only=True):
    """A receipt as lists show it, with its cancellation if there is one."""

    receipt: Receipt
    cancellation: ReceiptCancellation | None


async def find_receipt(receipt_id: UUID) -> ReceiptSeen:
    """Raises `ReceiptNotFound`."""
    found = await ReceiptRow.select().where(ReceiptRow.id == receipt_id).first()
    if found is None:
        raise ReceiptNotFound()
    return (await _seen([found]))[0]


async def receipts_of(household_id: UUID) -> tuple[ReceiptSeen, ...]:
    """The receipts of a household, latest first."""
    found = (
        await ReceiptRow.select()
        .where(ReceiptRow.household_id == household_id)
        .order_by(ReceiptRow.received_on, ascending=False)
        .order_by(ReceiptRow.number, ascending=False)
    )
    return await _seen(found)


async def receipts_recorded(first_day: date, last_day: date) -> tuple[ReceiptSeen, ...]:
    """The receipts drawn up between two days, in the order of their numbers."""
    found = (
        await ReceiptRow.select()
        .where(ReceiptRow.recorded_on >= first_day, ReceiptRow.recorded_on <= last_day)
        .order_by(ReceiptRow.reference, ascending=False)
    )
    return await _seen(found)


async def all_receipts() -> tuple[ReceiptSeen, ...]:
    """Every receipt: for invariants."""
    return await _seen(await ReceiptRow.select().order_by(ReceiptRow.reference))


async def receipts_of_regie(regie_id: UUID, first_day: date, last_day: date) -> tuple[ReceiptSeen, ...]:
    """The receipts that a régie drew up between two days, in the order of their numbers."""
    found = (
        await ReceiptRow.select()
        .where(ReceiptRow.regie_id == regie_id, ReceiptRow.recorded_on >= first_day, ReceiptRow.recorded_on <= last_day)
        .order_by(ReceiptRow.year)
        .order_by(ReceiptRow.number)
    )
    return await _seen(found)


def add_receipt_at_end(tx: Tx, receipt: Receipt) -> None:
    """Written with what ends the act, which then raises `SoucheTaken`."""
    chosen = msgspec.json.encode(receipt.chosen).decode() if receipt.chosen else None
    taken = f"Le numéro de souche {receipt.souche} a déjà servi cette année pour cette régie."
    tx.at_end(
        (_INSERT, [chosen if name == "chosen" else getattr(receipt, name) for name in _COLUMNS]),
        refusing={"receipt_souche_once": lambda: SoucheTaken(taken, field="souche")},
    )


async def deliveries_of(receipt_id: UUID) -> tuple[ReceiptDelivery, ...]:
    """How and when the paper of a receipt was given, first time first."""
    found = (
        await ReceiptDeliveryRow.select()
        .where(ReceiptDeliveryRow.receipt_id == receipt_id)
        .order_by(ReceiptDeliveryRow.given_on)
    )
    return tuple(msgspec.convert(row, ReceiptDelivery, strict=False) for row in found)


async def add_delivery(delivery: ReceiptDelivery) -> None:
    await ReceiptDeliveryRow.insert(ReceiptDeliveryRow(**as_values(delivery)))


async def add_cancellation(db: Database, cancellation: ReceiptCancellation) -> None:
    """Raises `ReceiptAlreadyCancelled`."""
    with db.refusing({"receipt_cancelled_once": ReceiptAlreadyCancelled}):
        await ReceiptCancellationRow.insert(ReceiptCancellationRow(**as_values(cancellation)))


async def _seen(rows: list[dict[str, object]]) -> tuple[ReceiptSeen, ...]:
    if not rows:
        return ()
    ids = [row["id"] for row in rows]
    cancelled = {
        row["receipt_id"]: msgspec.convert(row, ReceiptCancellation)
        for row in await ReceiptCancellationRow.select().where(ReceiptCancellationRow.receipt_id.is_in(ids))
    }
    return tuple(ReceiptSeen(receipt=_receipt(row), cancellation=cancelled.get(row["id"])) for row in rows)


def _receipt(row: dict[str, object]) -> Receipt:
    chosen = msgspec.json.decode(str(row["chosen"]), type=tuple[ChosenPart, ...]) if row["chosen"] else ()
    return msgspec.convert({**row, "chosen": chosen}, Receipt)
