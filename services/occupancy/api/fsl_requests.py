"""Help asked of the FSL for a debt, over the API. Amounts are whole euro cents."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from kernel.acts import Act, once
from kernel.db import Database
from kernel.money import DueCents, PaidCents
from kernel.text import LINE_OR_NOTHING
from occupancy.actions import fsl_requests as actions
from occupancy.domain.fsl_requests import FslDecision, FslRequest, PaidTo
from occupancy.store import fsl_requests as store
from occupancy.store import households

_OF_HOUSEHOLD = "/v1/households/{household_id:uuid}/fsl-requests"


class FslRequestIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was asked on which day, at most what is late."""

    asked_on: date
    asked_cents: PaidCents
    reference: Annotated[str, Meta(max_length=120, pattern=LINE_OR_NOTHING)] = ""


class FslDecisionIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was answered. `granted_cents` 0: refused, without `paid_to`."""

    decided_on: date
    granted_cents: DueCents
    paid_to: PaidTo | None = None
    detail: Annotated[str, Meta(max_length=500, pattern=LINE_OR_NOTHING)] = ""


class FslDecisionOut(Struct, frozen=True, kw_only=True):
    """The answer as noted."""

    id: UUID
    decided_on: date
    granted_cents: int
    paid_to: PaidTo | None
    detail: str
    recorded_by_name: str

    @classmethod
    def of(cls, one: FslDecision) -> Self:
        return cls(**{name: getattr(one, name) for name in cls.__struct_fields__})


class FslRequestOut(Struct, frozen=True, kw_only=True):
    """A request and its answer, null while it is awaited. `received_cents`: what receipts of the FSL brought the CCAS of it."""

    id: UUID
    asked_on: date
    asked_cents: int
    reference: str
    recorded_by_name: str
    decision: FslDecisionOut | None
    received_cents: int

    @classmethod
    def of(cls, one: FslRequest) -> Self:
        said = {name: getattr(one, name) for name in cls.__struct_fields__ if name != "decision"}
        return cls(**said, decision=FslDecisionOut.of(one.decision) if one.decision else None)


@get(_OF_HOUSEHOLD, operation_id="list_fsl_requests", summary="Lire les demandes au FSL d'un ménage", tags=["Compte"])
async def list_fsl_requests(household_id: FromPath[UUID]) -> list[FslRequestOut]:
    """Each with its answer, the oldest first."""
    household = await households.find_household(household_id)
    found = (await store.requests_of_many([household.id]))[household.id]
    return [FslRequestOut.of(one) for one in found]


@post(_OF_HOUSEHOLD, operation_id="ask_fsl", summary="Noter une demande au FSL", tags=["Compte"])
async def ask_fsl(
    household_id: FromPath[UUID],
    data: JSONBody[FslRequestIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> FslRequestOut:
    """Nothing is sent. The social reminders wait for the answer, for a time."""
    command = actions.AskFsl(asked_on=data.asked_on, asked_cents=data.asked_cents, reference=data.reference)
    return FslRequestOut.of(await once(act, FslRequest, actions.ask_fsl(db, household_id, command, act)))


@post(
    "/v1/fsl-requests/{request_id:uuid}/decision",
    operation_id="decide_fsl",
    summary="Noter la réponse du FSL",
    tags=["Compte"],
)
async def decide_fsl(
    request_id: FromPath[UUID],
    data: JSONBody[FslDecisionIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> FslDecisionOut:
    """Once. It pays nothing: the receipt of its transfer does."""
    command = actions.DecideFsl(
        decided_on=data.decided_on, granted_cents=data.granted_cents, paid_to=data.paid_to, detail=data.detail
    )
    return FslDecisionOut.of(await once(act, FslDecision, actions.decide_fsl(db, request_id, command, act)))


HANDLERS = [list_fsl_requests, ask_fsl, decide_fsl]
