"""The acts of a debt on both engines: one advice, a title once, a pause, a plan that holds the ladder while it lives."""

import asyncio
from datetime import date

import pytest
from msgspec.structs import replace

from kernel.period import Month
from occupancy.actions import arrears, charges, fsl_requests, payments, repayment_plans
from occupancy.domain.arrears import Step
from occupancy.domain.arrears_ladder import ActKind, ArrearsActWrong
from occupancy.domain.fsl_requests import FslAlreadyDecided, PaidTo
from occupancy.domain.payments import ThirdParty
from occupancy.domain.repayment_plans import (
    InstalmentsWrong,
    NothingToRepay,
    PlanDayWrong,
    PlanNotOpen,
    PlanState,
    monthly_instalments,
)
from occupancy.domain.tills import Means
from occupancy.store import arrears as store
from occupancy.store import ledger
from tests.service.occupancy.money_town import REGISSEUR, act, household, open_store, payment, regie, stay

MARCH, APRIL = Month(2025, 3), Month(2025, 4)


class Town:
    """One stay of 100,00 € a month, March charged and unpaid."""

    async def begin(self, url):
        self.db = open_store(url)
        await self.db.open()
        self.holder, self.desk = await household(), await regie(self.db)
        await stay(self.holder, date(2025, 3, 1), date(2025, 12, 31))
        await charges.run_monthly_fees(self.db, MARCH, act(date(2025, 3, 1)))
        return self

    async def did(self, kind, day, **more):
        command = arrears.RecordArrearsAct(kind=kind, done_on=day, **more)
        return await arrears.record_arrears_act(self.db, self.holder.id, command, act(day))

    async def debt(self, day):
        return await arrears.gather_debt(self.holder.id, day)

    async def spread(self, day, count=2):
        late = (await self.debt(day)).arrears
        instalments = monthly_instalments(late.cents if late else 0, count, day)
        command = repayment_plans.PreparePlan(claims=(), instalments=instalments)
        return await repayment_plans.prepare_plan(self.db, self.holder.id, command, act(day))

    async def sign(self, plan, day):
        command = repayment_plans.SignPlan(signed_on=day, agreed_on=day, agreed_with="Comptable public")
        return await repayment_plans.sign_plan(self.db, plan.id, command, act(day))

    async def pay(self, cents, day):
        return await payments.issue_receipt(self.db, payment(self.desk, self.holder, cents, day), act(day, REGISSEUR))


@pytest.fixture
async def town(database_url):
    found = await Town().begin(database_url)
    yield found
    await found.db.close()


async def test_the_ladder_goes_one_rung_at_a_time_to_the_title_that_an_export_can_take(town):
    day = date(2025, 4, 10)
    await town.did(ActKind.REMINDED, date(2025, 3, 7))
    assert (await town.debt(date(2025, 3, 16))).advice.step is Step.MEET
    await town.did(ActKind.MEETING_OFFERED, date(2025, 3, 16))
    assert (await town.debt(day)).advice.step is Step.TITLE
    titled = await town.did(ActKind.TITLE_ASKED, day)
    assert (titled.cents, len(titled.claims)) == (10000, 1)
    with pytest.raises(ArrearsActWrong):
        await town.did(ActKind.TITLE_ASKED, day)
    assert await store.titles_asked() == (titled,)
    (listed,) = await arrears.gather_debts(day)
    assert listed == await town.debt(day), "the list and the page of the household read a debt the same way"


async def test_a_pause_holds_the_ladder_until_its_day(town):
    day = date(2025, 3, 10)
    await town.did(ActKind.PAUSED, day, until=date(2025, 3, 20), detail="Dossier FSL en cours")
    assert not (await town.debt(date(2025, 3, 20))).advice.is_to_do
    assert (await town.debt(date(2025, 3, 21))).advice.is_to_do


async def test_a_plan_changes_no_balance_holds_the_ladder_and_is_broken_or_kept_by_what_is_paid(town):
    day = date(2025, 3, 10)
    before = await ledger.transfers_of(town.holder.id)
    plan = await town.spread(day)
    assert (await town.debt(day)).advice.is_to_do, "a plan that nobody signed holds nothing"
    await town.sign(plan, day)
    assert await ledger.transfers_of(town.holder.id) == before
    assert (await town.debt(day)).held_by == "Plan d'apurement n° 1 en cours"
    assert (await town.debt(date(2025, 4, 16))).plans[0].state is PlanState.BREACHED
    await town.pay(5000, date(2025, 3, 15))
    await town.pay(5000, date(2025, 4, 10))
    assert (await town.debt(date(2025, 4, 16))).plans[0].state is PlanState.COMPLETED


async def test_a_new_plan_takes_the_place_of_the_one_that_lived(town):
    day = date(2025, 3, 10)
    first, second = await town.spread(day), await town.spread(day, count=4)
    await town.sign(first, day)
    await town.sign(second, day)
    assert [one.state for one in (await town.debt(day)).plans] == [PlanState.CANCELLED, PlanState.LIVE]
    with pytest.raises(PlanNotOpen):
        await town.sign(first, day)
    await repayment_plans.cancel_plan(town.db, second.id, "Parti", act(day))
    with pytest.raises(PlanNotOpen):
        await repayment_plans.cancel_plan(town.db, second.id, "Parti", act(day))
    assert (await town.debt(day)).arrears.cents == 10000


async def test_a_plan_is_about_what_is_due_and_its_days_have_come(town):
    day = date(2025, 3, 10)
    wrong = repayment_plans.PreparePlan(claims=(), instalments=monthly_instalments(9999, 2, day))
    with pytest.raises(InstalmentsWrong):
        await repayment_plans.prepare_plan(town.db, town.holder.id, wrong, act(day))
    plan = await town.spread(day)
    early = repayment_plans.SignPlan(signed_on=date(2025, 3, 9), agreed_on=day, agreed_with="X")
    with pytest.raises(PlanDayWrong):
        await repayment_plans.sign_plan(town.db, plan.id, early, act(day))
    await town.pay(10000, day)
    with pytest.raises(NothingToRepay):
        await repayment_plans.prepare_plan(town.db, town.holder.id, wrong, act(day))


async def test_a_request_to_the_fsl_holds_the_ladder_until_its_answer_which_is_noted_once_and_pays_nothing(town):
    day, later = date(2025, 3, 20), date(2025, 3, 25)
    await town.did(ActKind.REMINDED, date(2025, 3, 7))
    asked = fsl_requests.AskFsl(asked_on=day, asked_cents=6000, reference="Dossier 12")
    request = await fsl_requests.ask_fsl(town.db, town.holder.id, asked, act(day))
    assert "réponse attendue" in (await town.debt(day)).held_by
    assert (await arrears.gather_debts(day))[0].advice.step is Step.MEET
    answer = fsl_requests.DecideFsl(decided_on=later, granted_cents=6000, paid_to=PaidTo.CCAS)
    tries = [fsl_requests.decide_fsl(town.db, request.id, answer, act(later)) for _ in range(4)]
    answers = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, FslAlreadyDecided) for one in answers) == 3
    debt = await town.debt(later)
    assert "virement attendu" in debt.held_by
    assert (debt.arrears.cents, debt.fsl[0].decision.granted_cents) == (10000, 6000)
    await town.pay(3000, later)
    assert "virement attendu" in (await town.debt(later)).held_by
    paid = replace(
        payment(town.desk, town.holder, 6000, later, means=Means.THIRD_PARTY),
        third_party=ThirdParty.FSL,
        payer="FSL exemple",
    )
    receipt = await payments.issue_receipt(town.db, paid, act(later, REGISSEUR))
    debt = await town.debt(later)
    assert (debt.held_by, debt.fsl[0].received_cents, debt.arrears.cents) == ("", 6000, 1000)
    assert (await arrears.gather_debts(later))[0].advice.is_to_do
    await payments.cancel_receipt(town.db, receipt.id, "Virement rejeté", act(later, REGISSEUR))
    assert "virement attendu" in (await town.debt(later)).held_by
