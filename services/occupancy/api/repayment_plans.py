"""Repayment plans over the API. Amounts are whole euro cents; the state is read from the account."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from kernel.acts import Act, once
from kernel.db import Database
from kernel.money import PaidCents
from occupancy.actions import repayment_plans as actions
from occupancy.api.contract import Line
from occupancy.api.money_contract import ReasonIn
from occupancy.domain.repayment_plans import (
    MOST_INSTALMENTS,
    Instalment,
    PlanCancellation,
    PlanSignature,
    PlanStanding,
    PlanState,
    RepaymentPlan,
    standing_of,
)
from occupancy.store import households, ledger
from occupancy.store import repayment_plans as store


class InstalmentIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So much on such a day."""

    due_on: date
    cents: PaidCents


class PlanIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The instalments, which add up to the debt. `claim_ids`: the entries covered; all that is late when there is none."""

    instalments: Annotated[list[InstalmentIn], Meta(min_length=1, max_length=MOST_INSTALMENTS)]
    claim_ids: Annotated[list[UUID], Meta(max_length=200)] = []

    def command(self) -> actions.PreparePlan:
        instalments = tuple(Instalment(due_on=one.due_on, cents=one.cents) for one in self.instalments)
        return actions.PreparePlan(claims=tuple(self.claim_ids), instalments=instalments)


class PlanSignatureIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The day of the signed copy, and who agreed for the comptable on which day."""

    signed_on: date
    agreed_on: date
    agreed_with: Line

    def command(self) -> actions.SignPlan:
        return actions.SignPlan(**{name: getattr(self, name) for name in self.__struct_fields__})


class PlanCheckOut(Struct, frozen=True, kw_only=True):
    """An instalment. `paid_cents`: paid by then on the claims of the plan, None before its tolerance is over."""

    due_on: date
    cents: int
    expected_cents: int
    paid_cents: int | None
    is_missed: bool


class PlanOut(Struct, frozen=True, kw_only=True):
    """A plan as it stands today."""

    id: UUID
    household_id: UUID
    number: int
    state: PlanState
    total_cents: int
    left_cents: int
    claim_ids: list[UUID]
    tolerance_days: int
    missed_to_break: int
    prepared_on: date
    signed_on: date | None
    agreed_with: str | None
    cancelled_on: date | None
    cancel_reason: str | None
    instalments: list[PlanCheckOut]

    @classmethod
    def of(cls, one: PlanStanding) -> Self:
        plan = one.plan
        names = ("id", "household_id", "number", "total_cents", "tolerance_days", "missed_to_break", "prepared_on")
        return cls(
            **{name: getattr(plan, name) for name in names},
            state=one.state,
            left_cents=one.left_cents,
            claim_ids=list(plan.claims),
            signed_on=plan.signature.signed_on if plan.signature else None,
            agreed_with=plan.signature.agreed_with if plan.signature else None,
            cancelled_on=plan.cancellation.cancelled_on if plan.cancellation else None,
            cancel_reason=plan.cancellation.reason if plan.cancellation else None,
            instalments=[
                PlanCheckOut(
                    due_on=check.instalment.due_on,
                    cents=check.instalment.cents,
                    expected_cents=check.expected_cents,
                    paid_cents=check.paid_cents,
                    is_missed=check.is_missed,
                )
                for check in one.checks
            ],
        )


_OF_HOUSEHOLD = "/v1/households/{household_id:uuid}/repayment-plans"
_ONE = "/v1/repayment-plans/{plan_id:uuid}"


@get(_OF_HOUSEHOLD, operation_id="list_plans", summary="Lire les plans d'apurement d'un ménage", tags=["Compte"])
async def list_plans(household_id: FromPath[UUID], act: NamedDependency[Act]) -> list[PlanOut]:
    """The first one first, each as it stands today."""
    await households.find_household(household_id)
    rows = await ledger.transfers_of(household_id)
    return [PlanOut.of(standing_of(one, rows, act.today)) for one in await store.plans_of(household_id)]


@post(_OF_HOUSEHOLD, operation_id="prepare_plan", summary="Préparer un plan d'apurement", tags=["Compte"])
async def prepare_plan(
    household_id: FromPath[UUID], data: JSONBody[PlanIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> PlanOut:
    """To be signed by the household and agreed with the comptable. It changes no balance."""
    plan = await once(act, RepaymentPlan, actions.prepare_plan(db, household_id, data.command(), act))
    return await _seen(plan.id, act)


@post(f"{_ONE}/signature", operation_id="sign_plan", summary="Enregistrer un plan signé", tags=["Compte"])
async def sign_plan(
    plan_id: FromPath[UUID], data: JSONBody[PlanSignatureIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> PlanOut:
    """It lives from then on; the plan before it is cancelled."""
    await once(act, PlanSignature, actions.sign_plan(db, plan_id, data.command(), act))
    return await _seen(plan_id, act)


@post(f"{_ONE}/cancellation", operation_id="cancel_plan", summary="Annuler un plan d'apurement", tags=["Compte"])
async def cancel_plan(
    plan_id: FromPath[UUID], data: JSONBody[ReasonIn], act: NamedDependency[Act], db: NamedDependency[Database]
) -> PlanOut:
    """The debt stays as it was."""
    await once(act, PlanCancellation, actions.cancel_plan(db, plan_id, data.reason, act))
    return await _seen(plan_id, act)


async def _seen(plan_id: UUID, act: Act) -> PlanOut:
    plan = await store.find_plan(plan_id)
    return PlanOut.of(standing_of(plan, await ledger.transfers_of(plan.household_id), act.today))


HANDLERS = [list_plans, prepare_plan, sign_plan, cancel_plan]
