"""The payers' money over HTTP: recorded, allocated, an allocation undone."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from alt_units.actions import funder_payments as actions
from alt_units.api.payment_contract import (
    AllocationsIn,
    FunderPaymentIn,
    FunderPaymentOut,
    FunderPaymentsOut,
    ProposalOut,
    ShareOut,
)
from alt_units.domain.funder_payments import FunderPayment, propose
from alt_units.store import funder_payments as store
from kernel.acts import Act, once
from kernel.db import Database
from kernel.errors import InvalidRequest
from kernel.http.requests import Paging

PAYMENT = "/v1/funder-payments/{payment_id:uuid}"
TAGS = ["Versements du financeur"]


@get("/v1/funder-payments", operation_id="list_funder_payments", summary="Lister les versements", tags=TAGS)
async def list_funder_payments(paging: NamedDependency[Paging]) -> FunderPaymentsOut:
    found = await store.list_payments(limit=paging.limit, after=_seen(paging.after))
    last = str(found[-1].id) if len(found) == paging.limit else None
    return FunderPaymentsOut(items=[FunderPaymentOut.of(one) for one in found], next=last)


@post("/v1/funder-payments", operation_id="record_funder_payment", summary="Enregistrer un versement", tags=TAGS)
async def record_funder_payment(
    data: JSONBody[FunderPaymentIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[FunderPaymentOut]:
    payment = await once(act, FunderPayment, actions.record_funder_payment(db, data.command(), act))
    return Response(FunderPaymentOut.of(payment), status_code=201)


@get(PAYMENT, operation_id="get_funder_payment", summary="Lire un versement", tags=TAGS)
async def get_funder_payment(payment_id: FromPath[UUID]) -> FunderPaymentOut:
    return FunderPaymentOut.of(await store.find_payment(payment_id))


@get(f"{PAYMENT}/proposal", operation_id="propose_allocation", summary="Proposer une affectation", tags=TAGS)
async def propose_allocation(payment_id: FromPath[UUID]) -> ProposalOut:
    payment = await store.find_payment(payment_id)
    shares = propose(payment, await actions.dues_of(payment.convention_id))
    return ProposalOut(
        shares=[ShareOut(claim_line_id=one.claim_line_id, amount_cents=one.amount_cents) for one in shares]
    )


@post(f"{PAYMENT}/allocations", operation_id="allocate_funder_payment", summary="Affecter un versement", tags=TAGS)
async def allocate_funder_payment(
    payment_id: FromPath[UUID],
    data: JSONBody[AllocationsIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[FunderPaymentOut]:
    allocating = actions.allocate_funder_payment(db, payment_id, data.shares_wanted(), act)
    return Response(FunderPaymentOut.of(await once(act, FunderPayment, allocating)), status_code=201)


@post(
    f"{PAYMENT}/allocations/{{allocation_id:uuid}}/cancellation",
    operation_id="cancel_allocation",
    summary="Annuler une affectation",
    tags=TAGS,
)
async def cancel_allocation(
    payment_id: FromPath[UUID],
    allocation_id: FromPath[UUID],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[FunderPaymentOut]:
    undoing = actions.cancel_allocation(db, payment_id, allocation_id, act)
    return Response(FunderPaymentOut.of(await once(act, FunderPayment, undoing)), status_code=201)


def _seen(after: str | None) -> UUID | None:
    try:
        return UUID(after) if after else None
    except ValueError:
        raise InvalidRequest("Repère de page illisible.", field="after") from None


HANDLERS = [
    list_funder_payments,
    record_funder_payment,
    get_funder_payment,
    propose_allocation,
    allocate_funder_payment,
    cancel_allocation,
]
