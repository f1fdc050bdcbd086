"""Repayment plans, their signed copy and their end."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import asdict

from kernel.db import Database
from occupancy.domain.repayment_plans import (
    Instalment,
    PlanCancellation,
    PlanNotFound,
    PlanNotOpen,
    PlanSignature,
    RepaymentPlan,
)
from occupancy.tables.arrears import RepaymentPlanCancellationRow, RepaymentPlanRow, RepaymentPlanSignatureRow


async def find_plan(plan_id: UUID) -> RepaymentPlan:
    """Raises `PlanNotFound`."""
    rows = await RepaymentPlanRow.select().where(RepaymentPlanRow.id == plan_id)
    if not rows:
        raise PlanNotFound("Ce plan n'existe pas.")
    return (await _plans(rows))[0]


async def plans_of(household_id: UUID) -> tuple[RepaymentPlan, ...]:
    """The plans of a household, the first one first."""
    return (await plans_of_many([household_id]))[household_id]


async def plans_of_many(household_ids: Collection[UUID]) -> dict[UUID, tuple[RepaymentPlan, ...]]:
    """The same for several households."""
    found: dict[UUID, list[RepaymentPlan]] = {one: [] for one in household_ids}
    if found:
        rows = await RepaymentPlanRow.select().where(RepaymentPlanRow.household_id.is_in(list(found)))
        for one in sorted(await _plans(rows), key=lambda plan: plan.number):
            found[one.household_id].append(one)
    return {one: tuple(plans) for one, plans in found.items()}


async def all_plans() -> tuple[RepaymentPlan, ...]:
    """Every plan, the latest prepared first."""
    found = await _plans(await RepaymentPlanRow.select())
    return tuple(sorted(found, key=lambda plan: (plan.prepared_on, plan.number, str(plan.id)), reverse=True))


async def add_plan(db: Database, plan: RepaymentPlan) -> None:
    """Raises `PlanNotOpen` when another was prepared at the same time."""
    values = asdict(plan)
    del values["signature"], values["cancellation"]
    values |= {name: msgspec.json.encode(values[name]).decode() for name in ("claims", "instalments")}
    with db.refusing({"repayment_plan_number": lambda: PlanNotOpen("Un autre plan vient d'être préparé.")}):
        await RepaymentPlanRow.insert(RepaymentPlanRow(**values))


async def add_signature(one: PlanSignature) -> None:
    await RepaymentPlanSignatureRow.insert(RepaymentPlanSignatureRow(**asdict(one)))


async def add_cancellation(one: PlanCancellation) -> None:
    await RepaymentPlanCancellationRow.insert(RepaymentPlanCancellationRow(**asdict(one)))


async def _plans(rows: list[dict[str, Any]]) -> list[RepaymentPlan]:
    if not rows:
        return []
    ids = [row["id"] for row in rows]
    signed = await RepaymentPlanSignatureRow.select().where(RepaymentPlanSignatureRow.plan_id.is_in(ids))
    ended = await RepaymentPlanCancellationRow.select().where(RepaymentPlanCancellationRow.plan_id.is_in(ids))
    signatures = {row["plan_id"]: PlanSignature(**row) for row in signed}
    cancellations = {row["plan_id"]: PlanCancellation(**row) for row in ended}
    return [
        RepaymentPlan(
            **{
                **row,
                "claims": msgspec.json.decode(row["claims"], type=tuple[UUID, ...]),
                "instalments": msgspec.json.decode(row["instalments"], type=tuple[Instalment, ...]),
            },
            signature=signatures.get(row["id"]),
            cancellation=cancellations.get(row["id"]),
        )
        for row in rows
    ]
