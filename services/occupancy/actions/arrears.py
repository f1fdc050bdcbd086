"""Debts: who owes what, what is advised, and the acts of the amicable ladder, each recorded with its day."""

from datetime import date
from uuid import UUID, uuid4

from msgspec import Struct

from kernel.acts import Act, writing
from kernel.db import Database
from kernel.law import Law
from occupancy.domain.arrears import Arrears, arrears
from occupancy.domain.arrears_ladder import (
    ActKind,
    Advice,
    AidAlert,
    ArrearsAct,
    TitledClaim,
    advise,
    aid_alert,
    check_act,
    claims_to_title,
    held_by,
)
from occupancy.domain.claims import open_claims
from occupancy.domain.fsl_requests import FslRequest, awaited
from occupancy.domain.ledger import Transfer
from occupancy.domain.repayment_plans import PlanStanding, standing_of
from occupancy.store import arrears as store
from occupancy.store import contracts, fsl_requests, households, ledger, repayment_plans
from occupancy.store.law import law_in_force


class RecordArrearsAct(Struct, frozen=True, kw_only=True):
    """What was done, or learnt from the comptable."""

    kind: ActKind
    done_on: date
    detail: str = ""
    until: date | None = None


class Debt(Struct, frozen=True, kw_only=True):
    """All that is known of one household's debt. `arrears` None: nothing is late. `held_by`: what stops the ladder."""

    household_id: UUID
    arrears: Arrears | None
    advice: Advice | None
    held_by: str
    diary: tuple[ArrearsAct, ...]
    plans: tuple[PlanStanding, ...]
    alert: AidAlert | None
    fsl: tuple[FslRequest, ...]


async def gather_debts(today: date) -> list[Debt]:
    """Every household with a claim whose day has come, the largest debt first."""
    law, accounts = await law_in_force(), await ledger.transfers_of_many(await ledger.owing(today))
    diaries, plans = await store.diaries_of(accounts), await repayment_plans.plans_of_many(accounts)
    fees, asked = await contracts.monthly_fees_of(accounts), await fsl_requests.requests_of_many(accounts)
    found = []
    for household_id, rows in accounts.items():
        standings = tuple(standing_of(one, rows, today) for one in plans[household_id])
        fee = fees.get(household_id, 0)
        debt = _debt(law, household_id, rows, diaries[household_id], standings, asked[household_id], fee, today)
        if debt.arrears:
            found.append(debt)
    return sorted(found, key=lambda one: _order(one.arrears, one.household_id))


async def gather_debt(household_id: UUID, today: date) -> Debt:
    """What is known of one household's debt. Raises `HouseholdNotFound`."""
    await households.find_household(household_id)
    law, rows = await law_in_force(), await ledger.transfers_of(household_id)
    standings = tuple(standing_of(one, rows, today) for one in await repayment_plans.plans_of(household_id))
    fee = (await contracts.monthly_fees_of([household_id])).get(household_id, 0)
    asked = (await fsl_requests.requests_of_many([household_id]))[household_id]
    return _debt(law, household_id, rows, await store.diary_of(household_id), standings, asked, fee, today)


async def record_arrears_act(db: Database, household_id: UUID, command: RecordArrearsAct, act: Act) -> ArrearsAct:
    """Write one line of the diary; a title asked for names the claims that it is for (FIN-02).

    Raises `HouseholdNotFound`, `ArrearsActWrong`.
    """
    async with writing(db, act) as tx:
        household = await households.find_household(household_id)
        await tx.lock("household", household.id)
        law = await law_in_force()
        debt = arrears(household.id, open_claims(await ledger.transfers_of(household.id)), act.today)
        titled: tuple[TitledClaim, ...] = ()
        if command.kind is ActKind.TITLE_ASKED and debt:
            titled = claims_to_title(law, debt, await store.diary_of(household.id), act.today)
        done = ArrearsAct(
            id=uuid4(),
            household_id=household.id,
            kind=command.kind,
            done_on=command.done_on,
            until=command.until if command.kind is ActKind.PAUSED else None,
            detail=command.detail.strip(),
            claims=titled,
            cents=sum(one.cents for one in titled) if titled else debt.cents if debt else 0,
            recorded_on=act.today,
            recorded_by=act.by.id,
            recorded_by_name=act.by.name,
        )
        check_act(done, debt, act.today)
        await store.add_act(done)
        await tx.journal("arrears-act-recorded", f"household/{household.id}", after=done)
        return tx.keep(done)


def _debt(
    law: Law,
    household_id: UUID,
    rows: tuple[Transfer, ...],
    diary: tuple[ArrearsAct, ...],
    plans: tuple[PlanStanding, ...],
    asked: tuple[FslRequest, ...],
    monthly_fee_cents: int,
    today: date,
) -> Debt:
    late = arrears(household_id, open_claims(rows), today)
    said = awaited(law, asked, today)
    return Debt(
        household_id=household_id,
        arrears=late,
        advice=advise(law, late, diary, plans, today, awaited=said) if late else None,
        held_by=held_by(diary, plans, today, awaited=said),
        diary=diary,
        plans=plans,
        alert=aid_alert(law, late, diary, monthly_fee_cents, today) if late else None,
        fsl=asked,
    )


def _order(late: Arrears | None, household_id: UUID) -> tuple[int, date, UUID]:
    return (-late.cents, late.oldest_on, household_id) if late else (0, date.max, household_id)
