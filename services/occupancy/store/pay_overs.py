"""What was paid over to the comptable, cheques remitted."""

from datetime import date
from uuid import UUID

import msgspec
from msgspec import Struct

from kernel.db import Database
from occupancy.domain.pay_overs import (
    ChequeRemittance,
    PayOver,
    PayOverAlreadyCancelled,
    PayOverCancellation,
    PayOverNotFound,
)
from occupancy.store.ledger import as_values
from occupancy.tables.money import ReceiptRow
from occupancy.tables.tills import ChequeRemittanceRow, PayOverCancellationRow, PayOverRow


class PayOverSeen(Struct, frozen=True, kw_only=True):
    """A payment to the comptable with its cancellation, if there is one."""

    pay_over: PayOver
    cancellation: PayOverCancellation | None


async def find_pay_over(pay_over_id: UUID) -> PayOverSeen:
    """Raises `PayOverNotFound`."""
    found = await PayOverRow.select().where(PayOverRow.id == pay_over_id).first()
    if found is None:
        raise PayOverNotFound()
    return (await _seen([found]))[0]


async def pay_overs_of(regie_id: UUID, *, limit: int = 120) -> tuple[PayOverSeen, ...]:
    """Those of a régie, latest first."""
    rows = (
        await PayOverRow.select()
        .where(PayOverRow.regie_id == regie_id)
        .order_by(PayOverRow.paid_on, ascending=False)
        .limit(limit)
    )
    return await _seen(rows)


async def last_standing(regie_id: UUID) -> PayOver | None:
    """The last payment that was not cancelled."""
    return next((one.pay_over for one in await pay_overs_of(regie_id) if one.cancellation is None), None)


async def first_receipt_from(regie_id: UUID, day: date | None) -> date | None:
    """The day of the first receipt that stands and came on a day or after (or of the very first one)."""
    rows = await ReceiptRow.raw(
        "select min(received_on) as day from receipt r where regie_id = {} and received_on >= {}"
        " and not exists (select 1 from receipt_cancellation c where c.receipt_id = r.id)",
        regie_id,
        day or date(1900, 1, 1),
    )
    found = rows[0]["day"]
    return date.fromisoformat(found) if isinstance(found, str) else found


async def add_pay_over(pay_over: PayOver) -> None:
    await PayOverRow.insert(PayOverRow(**as_values(pay_over)))


async def add_cancellation(db: Database, cancellation: PayOverCancellation) -> None:
    """Raises `PayOverAlreadyCancelled`."""
    with db.refusing({"pay_over_cancelled_once": PayOverAlreadyCancelled}):
        await PayOverCancellationRow.insert(PayOverCancellationRow(**as_values(cancellation)))


async def add_remittance(remittance: ChequeRemittance) -> None:
    await ChequeRemittanceRow.insert(ChequeRemittanceRow(**as_values(remittance)))


async def remittances_of(regie_id: UUID, *, limit: int = 60) -> tuple[ChequeRemittance, ...]:
    """Those of a régie, latest first."""
    rows = (
        await ChequeRemittanceRow.select()
        .where(ChequeRemittanceRow.regie_id == regie_id)
        .order_by(ChequeRemittanceRow.remitted_on, ascending=False)
        .limit(limit)
    )
    return tuple(msgspec.convert(row, ChequeRemittance, strict=False) for row in rows)


async def _seen(rows: list[dict[str, object]]) -> tuple[PayOverSeen, ...]:
    if not rows:
        return ()
    cancelled = {
        row["pay_over_id"]: msgspec.convert(row, PayOverCancellation)
        for row in await PayOverCancellationRow.select().where(
            PayOverCancellationRow.pay_over_id.is_in([row["id"] for row in rows])
        )
    }
    return tuple(
        PayOverSeen(pay_over=msgspec.convert(row, PayOver), cancellation=cancelled.get(row["id"])) for row in rows
    )
