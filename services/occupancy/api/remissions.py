"""Proposals to give up a claim, and what is decided on them, over the API. Amounts are whole euro cents."""

from datetime import date
from typing import Self
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from kernel.acts import Act, once
from kernel.db import Database
from kernel.money import PaidCents
from occupancy.actions import remissions as actions
from occupancy.api.money_contract import Why, Words
from occupancy.domain.remissions import Remission, RemissionDecision, RemissionKind
from occupancy.store import households
from occupancy.store import remissions as store


class RemissionIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is proposed. `claim_id`: the entry of the account that is due."""

    claim_id: UUID
    kind: RemissionKind
    amount_cents: PaidCents
    reason: Why

    def command(self) -> actions.ProposeRemission:
        return actions.ProposeRemission(**{name: getattr(self, name) for name in self.__struct_fields__})


class RemissionDecisionIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Granted or refused. `decision_ref`: the act that grants, or why it is refused."""

    is_granted: bool
    decision_ref: Words


class RemissionDecisionOut(Struct, frozen=True, kw_only=True):
    """What was decided. `event_id`: the posting of what is granted."""

    id: UUID
    remission_id: UUID
    is_granted: bool
    decision_ref: str
    decided_on: date
    decided_by_name: str
    event_id: UUID | None

    @classmethod
    def of(cls, one: RemissionDecision) -> Self:
        return cls(**{name: getattr(one, name) for name in cls.__struct_fields__})


class RemissionOut(Struct, frozen=True, kw_only=True):
    """A proposal, and its decision if there is one."""

    id: UUID
    household_id: UUID
    claim_id: UUID
    kind: RemissionKind
    amount_cents: int
    reason: str
    proposed_on: date
    proposed_by_name: str
    decision: RemissionDecisionOut | None

    @classmethod
    def of(cls, one: Remission, decision: RemissionDecision | None = None) -> Self:
        names = [name for name in cls.__struct_fields__ if name != "decision"]
        decided = RemissionDecisionOut.of(decision) if decision else None
        return cls(**{name: getattr(one, name) for name in names}, decision=decided)


_PATH = "/v1/households/{household_id:uuid}/remissions"


@get(_PATH, operation_id="list_remissions", summary="Lire les remises et non-valeurs d'un ménage", tags=["Compte"])
async def list_remissions(household_id: FromPath[UUID]) -> list[RemissionOut]:
    """Proposed, granted and refused, the latest first."""
    await households.find_household(household_id)
    return [RemissionOut.of(one, decided) for one, decided in await store.remissions_of(household_id)]


@post(_PATH, operation_id="propose_remission", summary="Proposer une remise ou une non-valeur", tags=["Compte"])
async def propose_remission(
    household_id: FromPath[UUID],
    data: JSONBody[RemissionIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> RemissionOut:
    """On one claim, whole or part. Nothing moves before another person decides."""
    doing = actions.propose_remission(db, household_id, data.command(), act)
    return RemissionOut.of(await once(act, Remission, doing))


@post(
    "/v1/remissions/{remission_id:uuid}/decision",
    operation_id="decide_remission",
    summary="Décider une remise ou une non-valeur",
    tags=["Compte"],
)
async def decide_remission(
    remission_id: FromPath[UUID],
    data: JSONBody[RemissionDecisionIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> RemissionDecisionOut:
    """By another person than who proposed it. What is granted is posted on the account."""
    doing = actions.decide_remission(db, remission_id, data.decision_ref, act, is_granted=data.is_granted)
    return RemissionDecisionOut.of(await once(act, RemissionDecision, doing))


HANDLERS = [list_remissions, propose_remission, decide_remission]
