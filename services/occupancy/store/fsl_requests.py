"""Requests to the FSL, each with its answer and with what its receipts brought."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

import msgspec

from kernel.db import Database
from kernel.sealed_columns import opened, sealed
from occupancy.domain.fsl_requests import (
    FslAlreadyDecided,
    FslDecision,
    FslReceipt,
    FslRequest,
    FslRequestNotFound,
    received,
)
from occupancy.domain.payments import ThirdParty
from occupancy.domain.regies import PaymentKind
from occupancy.store.ledger import as_values
from occupancy.tables.arrears import FslDecisionRow, FslRequestRow
from occupancy.tables.money import ReceiptCancellationRow, ReceiptRow

_RECORDED = {column._meta.name for column in FslRequestRow._meta.columns}


async def find_request(request_id: UUID) -> FslRequest:
    """Raises `FslRequestNotFound`."""
    row = await FslRequestRow.select().where(FslRequestRow.id == request_id).first()
    if row is None:
        raise FslRequestNotFound("Cette demande n'existe pas.")
    return (await _with_answers([row]))[0]


async def requests_of_many(household_ids: Collection[UUID]) -> dict[UUID, tuple[FslRequest, ...]]:
    """Those of several households, the oldest first."""
    found: dict[UUID, tuple[FslRequest, ...]] = dict.fromkeys(household_ids, ())
    if found:
        query = FslRequestRow.select().where(FslRequestRow.household_id.is_in(list(found)))
        for one in await _with_answers(await query.order_by(FslRequestRow.asked_on)):
            found[one.household_id] += (one,)
        granted = [household_id for household_id, asked in found.items() if any(one.to_come_cents for one in asked)]
        for household_id, receipts in (await _receipts_of(granted)).items():
            found[household_id] = received(found[household_id], receipts)
    return found


async def add_request(one: FslRequest) -> None:
    await FslRequestRow.insert(FslRequestRow(**{k: v for k, v in as_values(one).items() if k in _RECORDED}))


async def add_decision(db: Database, one: FslDecision) -> None:
    """Raises `FslAlreadyDecided`."""
    with db.refusing({"fsl_decided_once": lambda: FslAlreadyDecided("La réponse à cette demande est déjà notée.")}):
        await FslDecisionRow.insert(FslDecisionRow(**await sealed(FslDecisionRow, as_values(one))))


async def _receipts_of(household_ids: Collection[UUID]) -> dict[UUID, list[FslReceipt]]:
    """What the FSL paid of what these households owe; a cancelled receipt brought nothing, a deposit is no debt."""
    found: dict[UUID, list[FslReceipt]] = defaultdict(list)
    if not household_ids:
        return found
    rows = await ReceiptRow.select().where(
        ReceiptRow.household_id.is_in(list(household_ids)),
        ReceiptRow.third_party == ThirdParty.FSL.value,
        ReceiptRow.kind == PaymentKind.FEES.value,
    )
    cancelled: set[UUID] = set()
    if rows:
        query = ReceiptCancellationRow.select(ReceiptCancellationRow.receipt_id)
        among = ReceiptCancellationRow.receipt_id.is_in([row["id"] for row in rows])
        cancelled = {row["receipt_id"] for row in await query.where(among)}
    for row in rows:
        if row["id"] not in cancelled:
            found[row["household_id"]].append(msgspec.convert(row, FslReceipt))
    return found


async def _with_answers(rows: list[dict[str, object]]) -> list[FslRequest]:
    if not rows:
        return []
    answers = await FslDecisionRow.select().where(FslDecisionRow.request_id.is_in([row["id"] for row in rows]))
    by_request = {row["request_id"]: row for row in await opened(FslDecisionRow, answers)}
    return [msgspec.convert({**row, "decision": by_request.get(row["id"])}, FslRequest) for row in rows]
