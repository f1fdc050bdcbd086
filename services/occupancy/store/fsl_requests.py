"""Requests to the FSL, each with its answer."""

from collections.abc import Collection
from uuid import UUID

import msgspec

from kernel.db import Database
from occupancy.domain.fsl_requests import FslAlreadyDecided, FslDecision, FslRequest, FslRequestNotFound
from occupancy.store.ledger import as_values
from occupancy.tables.arrears import FslDecisionRow, FslRequestRow


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
    return found


async def add_request(one: FslRequest) -> None:
    await FslRequestRow.insert(FslRequestRow(**{k: v for k, v in as_values(one).items() if k != "decision"}))


async def add_decision(db: Database, one: FslDecision) -> None:
    """Raises `FslAlreadyDecided`."""
    with db.refusing({"fsl_decided_once": lambda: FslAlreadyDecided("La réponse à cette demande est déjà notée.")}):
        await FslDecisionRow.insert(FslDecisionRow(**as_values(one)))


async def _with_answers(rows: list[dict[str, object]]) -> list[FslRequest]:
    if not rows:
        return []
    answers = await FslDecisionRow.select().where(FslDecisionRow.request_id.is_in([row["id"] for row in rows]))
    by_request = {row["request_id"]: row for row in answers}
    return [msgspec.convert({**row, "decision": by_request.get(row["id"])}, FslRequest) for row in rows]
