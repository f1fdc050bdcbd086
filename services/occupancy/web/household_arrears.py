"""The debt of one household: what is advised, its diary, pauses, and repayment plans."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kernel.acts import Act, once
from kernel.db import Database
from kernel.web.export import Export
from kernel.web.form import Form
from kernel.web.page import page, see
from occupancy.actions import fsl_requests as fsl_actions
from occupancy.actions import repayment_plans as plan_actions
from occupancy.actions.arrears import RecordArrearsAct, gather_debt, record_arrears_act
from occupancy.documents.arrears_lists import plans_sheet
from occupancy.domain.arrears_ladder import ActKind, ArrearsAct
from occupancy.domain.fsl_requests import FslDecision, FslRequest, PaidTo, unanswered_since, unpaid_since
from occupancy.domain.repayment_plans import (
    Instalment,
    PlanCancellation,
    PlanSignature,
    RepaymentPlan,
    monthly_instalments,
)
from occupancy.store import households, repayment_plans
from occupancy.store.issued_documents import documents_of
from occupancy.store.law import law_in_force
from occupancy.web import labels, paths
from occupancy.web.stay_words import holder_words

_ONE = f"{paths.HOUSEHOLDS}/{{household_id:uuid}}/impaye"
_PLAN = f"{paths.PLANS}/{{plan_id:uuid}}"


FREE_ROWS = range(1, 13)
"""How many free instalments the form has room for."""


@get(_ONE)
async def household_arrears_page(
    household_id: FromPath[UUID], act: NamedDependency[Act], export: NamedDependency[Export]
) -> Response[Any]:
    """What is owed, what to do now, what was done."""
    if export:
        debt = await gather_debt(household_id, act.today)
        household = await households.find_household(household_id)
        return await export.of(plans_sheet(debt.plans, labels.PLAN_STATE), f"plans-{household.reference}")
    return await _draw(household_id, act)


@post(_ONE)
async def record_arrears_act_form(
    household_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """One line of the diary."""
    command = RecordArrearsAct(
        kind=form.choice("kind", ActKind),
        done_on=form.date("done_on"),
        detail=form.text("detail", max_length=500, required=False),
        until=form.maybe_date("until"),
    )
    if form.ok:
        with form.refusals():
            await once(act, ArrearsAct, record_arrears_act(db, household_id, command, act))
            return see(paths.household_arrears(household_id), done="arrears-act-recorded")
    return await _draw(household_id, act, form=form)


@post(f"{_ONE}/plans")
async def prepare_plan_form(
    household_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """All that is late, in equal monthly instalments, or on the days and in the sums that were agreed."""
    free = _read_free(form)
    count, first_on = (1, act.today) if free else (form.integer("count", least=1), form.date("first_on"))
    if form.ok:
        with form.refusals():
            late = (await gather_debt(household_id, act.today)).arrears
            instalments = free or monthly_instalments(late.cents if late else 0, count, first_on)
            command = plan_actions.PreparePlan(claims=(), instalments=instalments)
            await once(act, RepaymentPlan, plan_actions.prepare_plan(db, household_id, command, act))
            return see(paths.household_arrears(household_id), done="plan-prepared")
    return await _draw(household_id, act, plan_form=form)


@post(f"{_ONE}/fsl")
async def ask_fsl_form(
    household_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """A request to the FSL was made with the household."""
    command = fsl_actions.AskFsl(
        asked_on=form.date("asked_on"),
        asked_cents=form.euros("asked", least=1),
        reference=form.text("reference", max_length=120, required=False),
    )
    if form.ok:
        with form.refusals():
            await once(act, FslRequest, fsl_actions.ask_fsl(db, household_id, command, act))
            return see(paths.household_arrears(household_id), done="fsl-asked")
    return await _draw(household_id, act, fsl_form=form)


@post(f"{_ONE}/fsl/{{request_id:uuid}}")
async def decide_fsl_form(
    household_id: FromPath[UUID],
    request_id: FromPath[UUID],
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[Any]:
    """The FSL answered."""
    command = fsl_actions.DecideFsl(
        decided_on=form.date("decided_on"),
        granted_cents=form.euros("granted"),
        paid_to=form.maybe_choice("paid_to", PaidTo),
        detail=form.text("detail", max_length=500, required=False),
    )
    if form.ok:
        with form.refusals():
            await once(act, FslDecision, fsl_actions.decide_fsl(db, request_id, command, act))
            return see(paths.household_arrears(household_id), done="fsl-decided")
    return await _draw(household_id, act, answer_form=form)


@post(f"{_PLAN}/signature")
async def sign_plan_form(
    plan_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """The signed copy came back, and the comptable agreed."""
    plan = await repayment_plans.find_plan(plan_id)
    command = plan_actions.SignPlan(
        signed_on=form.date("signed_on"), agreed_on=form.date("agreed_on"), agreed_with=form.text("agreed_with")
    )
    if form.ok:
        with form.refusals():
            await once(act, PlanSignature, plan_actions.sign_plan(db, plan_id, command, act))
            return see(paths.household_arrears(plan.household_id), done="plan-signed")
    return await _draw(plan.household_id, act, end_form=form)


@post(f"{_PLAN}/annulation")
async def cancel_plan_form(
    plan_id: FromPath[UUID], form: NamedDependency[Form], act: NamedDependency[Act], db: NamedDependency[Database]
) -> Response[Any]:
    """It no longer holds."""
    plan = await repayment_plans.find_plan(plan_id)
    reason = form.text("reason", max_length=500)
    if form.ok:
        with form.refusals():
            await once(act, PlanCancellation, plan_actions.cancel_plan(db, plan_id, reason, act))
            return see(paths.household_arrears(plan.household_id), done="plan-cancelled")
    return await _draw(plan.household_id, act, end_form=form)


def _read_free(form: Form) -> tuple[Instalment, ...]:
    """The rows of day and sum that were filled in; none: equal instalments."""
    typed = [row for row in FREE_ROWS if form.value(f"due_on_{row}") or form.value(f"due_{row}")]
    return tuple(
        Instalment(due_on=form.date(f"due_on_{row}"), cents=form.euros(f"due_{row}", least=1)) for row in typed
    )


async def _draw(
    household_id: UUID,
    act: Act,
    *,
    form: Form | None = None,
    plan_form: Form | None = None,
    end_form: Form | None = None,
    fsl_form: Form | None = None,
    answer_form: Form | None = None,
) -> Response[Any]:
    debt = await gather_debt(household_id, act.today)
    household = await households.find_household(household_id)
    law = await law_in_force()
    shown = next((one for one in (form, plan_form, end_form, fsl_form, answer_form) if one is not None), None)
    return page(
        "accounts/household_arrears.html",
        free_rows=FREE_ROWS,
        status=shown.status if shown else 200,
        form=form or Form.blank(done_on=act.today),
        plan_form=plan_form or Form.blank(first_on=act.today),
        end_form=end_form or Form.blank(signed_on=act.today, agreed_on=act.today),
        fsl_form=fsl_form or Form.blank(asked_on=act.today),
        answer_form=answer_form or Form.blank(decided_on=act.today),
        fsl_paid_to=list(labels.FSL_PAID_TO.items()),
        fsl_late_on=unanswered_since(law, debt.fsl, act.today),
        fsl_unpaid=unpaid_since(law, debt.fsl, act.today),
        household=household,
        holder=holder_words(household, may_see=act.by.may("households.read")),
        debt=debt,
        documents=await documents_of(f"arrears/{household_id}"),
        kinds=[(kind, words) for kind, words in labels.ARREARS_ACT.items() if kind is not ActKind.FSL_ASKED],
    )


HANDLERS = [
    household_arrears_page,
    record_arrears_act_form,
    prepare_plan_form,
    ask_fsl_form,
    decide_fsl_form,
    sign_plan_form,
    cancel_plan_form,
]
