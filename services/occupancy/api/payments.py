"""Receipts over the API."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from kernel.acts import Act, once
from kernel.db import Database
from occupancy.actions import payments as actions
from occupancy.api.money_contract import CancellationOut, ReasonIn, ReceiptIn, ReceiptOut
from occupancy.api.till_contract import ReceiptDeliveryIn, ReceiptDeliveryOut
from occupancy.domain.payments import Receipt, ReceiptCancellation, ReceiptDelivery
from occupancy.store import payments as store


@post("/v1/receipts", operation_id="issue_receipt", summary="Encaisser et établir un reçu", tags=["Encaissements"])
async def issue_receipt(
    data: JSONBody[ReceiptIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> ReceiptOut:
    """Money taken in pays the oldest claim first; the receipt takes the next number of its régie and year."""
    return ReceiptOut.of(await once(act, Receipt, actions.issue_receipt(db, data.command(), act)))


@get("/v1/receipts/{receipt_id:uuid}", operation_id="get_receipt", summary="Lire un reçu", tags=["Encaissements"])
async def get_receipt(receipt_id: FromPath[UUID]) -> ReceiptOut:
    """One receipt, with its cancellation if there is one."""
    return ReceiptOut.seen(await store.find_receipt(receipt_id))


@post(
    "/v1/receipts/{receipt_id:uuid}/cancellation",
    operation_id="cancel_receipt",
    summary="Annuler un reçu",
    tags=["Encaissements"],
)
async def cancel_receipt(
    receipt_id: FromPath[UUID],
    data: JSONBody[ReasonIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> CancellationOut:
    """Mirrors the receipt in the ledger; the number is kept."""
    cancelling = actions.cancel_receipt(db, receipt_id, data.reason, act)
    return CancellationOut.of(await once(act, ReceiptCancellation, cancelling))


@post(
    "/v1/receipts/{receipt_id:uuid}/deliveries",
    operation_id="deliver_receipt",
    summary="Noter la remise d'un reçu",
    tags=["Encaissements"],
)
async def deliver_receipt(
    receipt_id: FromPath[UUID],
    data: JSONBody[ReceiptDeliveryIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> ReceiptDeliveryOut:
    """Given, posted, or sent by e-mail with the express agreement of the household. Nothing is sent from here."""
    delivering = actions.deliver_receipt(db, receipt_id, data.way, act, agreed=data.agreed)
    return ReceiptDeliveryOut.of(await once(act, ReceiptDelivery, delivering))


HANDLERS = [issue_receipt, get_receipt, cancel_receipt, deliver_receipt]
