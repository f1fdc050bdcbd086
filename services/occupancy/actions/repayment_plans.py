"""Repayment plans: prepared from what is late, signed and agreed with the comptable, cancelled with a reason."""

from datetime import date
from uuid import UUID, uuid4

from msgspec import Struct

from kernel.acts import Act, writing
from kernel.db import Database
from occupancy.domain.claims import open_claims
from occupancy.domain.payments import check_reason
from occupancy.domain.repayment_plans import (
    Instalment,
    NothingToRepay,
    PlanCancellation,
    PlanNotOpen,
    PlanSignature,
    RepaymentPlan,
    check_instalments,
    check_signature,
)
from occupancy.store import households, ledger
from occupancy.store import repayment_plans as store
from occupancy.store.law import law_in_force


class PreparePlan(Struct, frozen=True, kw_only=True):
    """The claims that are spread over instalments. `claims` empty: all that is late."""

    claims: tuple[UUID, ...]
    instalments: tuple[Instalment, ...]


class SignPlan(Struct, frozen=True, kw_only=True):
    """The signed copy, and the agreement of the comptable."""

    signed_on: date
    agreed_on: date
    agreed_with: str


async def prepare_plan(db: Database, household_id: UUID, command: PreparePlan, act: Act) -> RepaymentPlan:
    """Nothing changes before it is signed. Raises `HouseholdNotFound`, `NothingToRepay`, `InstalmentsWrong`."""
    async with writing(db, act) as tx:
        household = await households.find_household(household_id)
        await tx.lock("household", household.id)
        law, due = await law_in_force(), open_claims(await ledger.transfers_of(household.id))
        covered = [
            one for one in due if one.transfer_id in command.claims or (not command.claims and one.due_on < act.today)
        ]
        if set(command.claims) - {one.transfer_id for one in covered}:
            raise NothingToRepay("Une des créances choisies n'est pas due par ce ménage.", field="claim_ids")
        total = sum(one.open_cents for one in covered)
        check_instalments(command.instalments, total, act.today)
        tolerance, missed = law.at("plan.tolerance_days", act.today), law.at("plan.missed_to_break", act.today)
        plan = RepaymentPlan(
            id=uuid4(),
            household_id=household.id,
            number=len(await store.plans_of(household.id)) + 1,
            total_cents=total,
            claims=tuple(one.transfer_id for one in covered),
            instalments=command.instalments,
            tolerance_days=tolerance.number,
            missed_to_break=missed.number,
            rule_source=missed.source,
            prepared_on=act.today,
            prepared_by=act.by.id,
            prepared_by_name=act.by.name,
        )
        await store.add_plan(db, plan)
        await tx.journal("plan-prepared", f"household/{household.id}", after=plan)
        return tx.keep(plan)


async def sign_plan(db: Database, plan_id: UUID, command: SignPlan, act: Act) -> PlanSignature:
    """It lives from then on. Every plan signed before is closed, even a completed one: a cheque returned unpaid would revive it.

    Raises `PlanNotFound`, `PlanNotOpen`, `PlanDayWrong`.
    """
    async with writing(db, act) as tx:
        plan = await store.find_plan(plan_id)
        await tx.lock("household", plan.household_id)
        plan = await store.find_plan(plan_id)
        signature = PlanSignature(
            plan_id=plan.id,
            signed_on=command.signed_on,
            agreed_on=command.agreed_on,
            agreed_with=check_reason(command.agreed_with, field="agreed_with"),
            recorded_by=act.by.id,
            recorded_by_name=act.by.name,
        )
        check_signature(plan, signature, act.today)
        for other in await store.plans_of(plan.household_id):
            if other.signature and not other.cancellation:
                await store.add_cancellation(_cancelled(other, f"Remplacé par le plan n° {plan.number}", act))
        await store.add_signature(signature)
        await tx.journal("plan-signed", f"household/{plan.household_id}", after=signature)
        return tx.keep(signature)


async def cancel_plan(db: Database, plan_id: UUID, reason: str, act: Act) -> PlanCancellation:
    """It no longer holds; the debt is as it was. Raises `PlanNotFound`, `PlanNotOpen`, `ReasonMissing`."""
    why = check_reason(reason)
    async with writing(db, act) as tx:
        plan = await store.find_plan(plan_id)
        await tx.lock("household", plan.household_id)
        plan = await store.find_plan(plan_id)
        if plan.cancellation:
            raise PlanNotOpen("Ce plan est déjà annulé.")
        cancelled = _cancelled(plan, why, act)
        await store.add_cancellation(cancelled)
        await tx.journal("plan-cancelled", f"household/{plan.household_id}", before=plan, after=cancelled)
        return tx.keep(cancelled)


def _cancelled(plan: RepaymentPlan, reason: str, act: Act) -> PlanCancellation:
    return PlanCancellation(
        plan_id=plan.id,
        cancelled_on=act.today,
        reason=reason,
        recorded_by=act.by.id,
        recorded_by_name=act.by.name,
    )
