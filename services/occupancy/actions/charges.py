"""Charging: the monthly run, and the correction of months already run when the dates of a stay change."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from kernel.acts import Act, Tx, writing
from kernel.db import Database
from kernel.law import Law
from kernel.period import Month
from occupancy.actions.activity import put_years
from occupancy.actions.allocations import settle_household, settle_households
from occupancy.domain.charges import RECHARGE, REVERSAL, MonthPlan, Outcome, charge_posting, check_month, plan_month
from occupancy.domain.claims import claims
from occupancy.domain.contracts import Contract
from occupancy.domain.fees import Charge, FeeRun
from occupancy.domain.ledger import Event, Transfer, last_word, mirror, standing
from occupancy.domain.remissions import REMISSION, RemissionKind, relief_posting, reliefs_on
from occupancy.store import contracts, fees, ledger, openings
from occupancy.store.law import law_in_force

FEES_RUN = "fees-run"
"""Held by a run alone, and shared by the acts that change dates: a month is run before or after such an act, never during."""


async def preview_monthly_fees(month: Month) -> tuple[MonthPlan, ...]:
    """What a run of this month would do now, contract by contract, with the reason. Writes nothing."""
    return await _plan_month_of(await contracts.contracts_touching(month.period), month)


async def run_monthly_fees(db: Database, month: Month, act: Act) -> FeeRun:
    """Charge a month to every stay that has a day in it. Run twice, it charges nothing twice.

    What is new is written in one trip; only what was already charged otherwise is corrected contract by contract.
    Raises `MonthNotBegun`.
    """
    check_month(month, act.today)
    async with writing(db, act) as tx:
        run = await run_all(tx, month, act)
        await tx.journal("fees-run", f"fee-run/{run.month}", after=run)
        return tx.keep(run)


async def run_all(tx: Tx, month: Month, act: Act, *, charged: int = 0, charged_cents: int = 0) -> FeeRun:
    """Inside an act: the run of a whole month. `charged`, `charged_cents`: what its slices charged before."""
    await tx.lock_all(FEES_RUN)
    concerned = await contracts.contracts_touching(month.period)
    await tx.lock_many("household", {one.household_id for one in concerned})
    plans = await _plan_month_of(concerned, month)
    await _charge_all(tx, [plan for plan in plans if plan.outcome is Outcome.CHARGE], act)
    changed = [plan for plan in plans if plan.outcome is Outcome.ADJUST]
    for plan in changed:
        await _carry_out(tx, plan, await ledger.transfers_of(plan.household_id), act)
    paid_ahead = await ledger.paid_ahead() & {one.household_id for one in concerned}
    await settle_households(tx, paid_ahead | {plan.household_id for plan in changed}, act)
    run = _run_of(month, plans, act, charged, charged_cents)
    await fees.add_run(run)
    await put_years({month.year, act.today.year}, act)
    return run


async def charge_slice(tx: Tx, contract_ids: Sequence[UUID], month: Month, act: Act) -> tuple[MonthPlan, ...]:
    """Inside an act that holds the runs: charge the month to those of these contracts that it was never charged to."""
    found = await contracts.contracts_by_id(set(contract_ids))
    await tx.lock_many("household", {one.household_id for one in found.values()})
    known = await contracts.contracts_by_id(set(contract_ids))
    law, charges = await law_in_force(), await fees.charges_of_slice(month, contract_ids)
    rows = await ledger.transfers_of_many({known[one].household_id for one in charges})
    before = await openings.called_until(list(contract_ids))
    plans = (
        _plan(law, one, month, charges.get(one.id, ()), rows.get(one.household_id, ()), before.get(one.id))
        for one in known.values()
    )
    new = tuple(plan for plan in plans if plan.outcome is Outcome.CHARGE)
    await _charge_all(tx, new, act)
    return new


def _run_of(month: Month, plans: Sequence[MonthPlan], act: Act, charged: int, charged_cents: int) -> FeeRun:
    posted = [plan for plan in plans if plan.to_post]
    return FeeRun(
        id=uuid4(),
        month=str(month),
        ran_on=act.today,
        ran_by=act.by.id,
        ran_by_name=act.by.name,
        charged=charged + len(posted),
        charged_cents=charged_cents + sum(plan.fee.cents for plan in posted),
        skipped=max(0, len(plans) - len(posted) - charged),
    )


async def recharge_contract(tx: Tx, contract: Contract, act: Act) -> None:
    """Bring the months already run in line with a contract's dates, inside the transaction that changed them.

    Months never run wait for their run. What was paid on a reversed charge goes to the advance and pays again, oldest first.
    """
    await tx.lock_all(FEES_RUN, shared=True)
    await tx.lock("household", contract.household_id)
    await _charge_months(tx, contract, await _months_already_run(contract), act)
    await settle_household(tx, contract.household_id, act)


async def preview_recharge(contract: Contract) -> tuple[MonthPlan, ...]:
    """What `recharge_contract` would do with these dates, month already run by month. Writes nothing."""
    return await _plans(contract, await _months_already_run(contract))


async def _months_already_run(contract: Contract) -> list[Month]:
    charged = {one.month for one in await fees.charges_of(contract.id)}
    touched = {str(month) for month in contract.there.months()} if contract.is_occupying else set()
    return [Month.parse(month) for month in sorted(charged | (touched & await fees.months_run()))]


async def _plan_month_of(concerned: Sequence[Contract], month: Month) -> tuple[MonthPlan, ...]:
    """The decision for one month of each of these contracts, from the charges of that month alone."""
    law, charges, rows = (
        await law_in_force(),
        await fees.charges_of_month(month),
        await ledger.transfers_of_month(month),
    )
    before = await openings.all_called_until()
    return tuple(
        _plan(law, one, month, charges.get(one.id, ()), rows.get(one.household_id, ()), before.get(one.id))
        for one in concerned
    )


async def _plans(contract: Contract, months: Sequence[Month]) -> tuple[MonthPlan, ...]:
    transfers = await ledger.transfers_of(contract.household_id)
    charges = await fees.charges_of(contract.id)
    law, before = await law_in_force(), (await openings.called_until([contract.id])).get(contract.id)
    return tuple(_plan(law, contract, month, charges, transfers, before) for month in months)


async def _charge_months(tx: Tx, contract: Contract, months: Sequence[Month], act: Act) -> None:
    transfers = await ledger.transfers_of(contract.household_id)
    for plan in await _plans(contract, months):
        await _carry_out(tx, plan, transfers, act)


async def _carry_out(tx: Tx, plan: MonthPlan, transfers: Sequence[Transfer], act: Act) -> None:
    """Write one month of one contract; `transfers` are those of the household before."""
    reliefs: tuple[Transfer, ...] = ()
    if plan.outcome is Outcome.ADJUST and plan.standing:
        reliefs = reliefs_on(plan.standing.transfer_id, transfers)
        await _undo(tx, plan, plan.standing, transfers, act)
    if plan.to_post and plan.fee.cents:
        (charged,) = await _charge_all(tx, [plan], act)
        await _relieve_again(tx, plan.household_id, reliefs, charged, act)


def _plan(
    law: Law,
    contract: Contract,
    month: Month,
    charges: Sequence[Charge],
    transfers: Sequence[Transfer],
    before: Month | None,
) -> MonthPlan:
    counted = standing(transfers)
    undone = (one.transfer_id for one in charges if one.transfer_id not in counted)
    decided = frozenset(one for one in undone if last_word(transfers, one).document_kind == REVERSAL)
    return plan_month(law, contract, month, charges, counted=counted, decided=decided, called_until=before)


async def _undo(tx: Tx, plan: MonthPlan, charge: Charge, transfers: Sequence[Transfer], act: Act) -> None:
    wrong = last_word(transfers, charge.transfer_id)
    event = Event(
        id=uuid4(),
        booked_on=max(act.today, wrong.booked_on),
        household_id=plan.household_id,
        document_kind=RECHARGE,
        document_id=charge.id,
    )
    charged = next(one for one in transfers if one.id == charge.transfer_id)
    label = f"Correction : {charged.label}"[:600]
    reliefs = [last_word(transfers, one.id) for one in reliefs_on(charge.transfer_id, transfers)]
    await ledger.post(tx.db, event, mirror([wrong, *reliefs], transfers, label), at=act.at, by=act.by.id)


async def _relieve_again(tx: Tx, household_id: UUID, reliefs: Sequence[Transfer], charged: Transfer, act: Act) -> None:
    """A decision follows its month: it stands on the new charge, up to its amount."""
    for one in reliefs:
        rows = await ledger.transfers_of(household_id)
        claim = next(claim for claim in claims(rows) if claim.transfer_id == charged.id)
        if cents := min(one.amount_cents, claim.payable_cents):
            event = Event(
                id=uuid4(),
                booked_on=act.today,
                household_id=household_id,
                document_kind=REMISSION,
                document_id=one.document_id,
            )
            posting = relief_posting(RemissionKind(one.kind.value), household_id, claim, cents)
            await ledger.post(tx.db, event, [posting], at=act.at, by=act.by.id)


async def _charge_all(tx: Tx, plans: Sequence[MonthPlan], act: Act) -> tuple[Transfer, ...]:
    """Post these months and keep their charges, in the order of the plans."""
    ids = [uuid4() for _ in plans]
    events = [(_charge_event(plan, one, act), [charge_posting(plan)]) for plan, one in zip(plans, ids, strict=True)]
    posted = await ledger.post_many(tx.db, events, at=act.at, by=act.by.id)
    charges = [_charge_of(plan, one, row) for plan, one, row in zip(plans, ids, posted, strict=True)]
    await fees.add_charges(tx.db, charges)
    return posted


def _charge_event(plan: MonthPlan, charge_id: UUID, act: Act) -> Event:
    return Event(
        id=uuid4(),
        booked_on=plan.due_on if plan.standing is None else max(act.today, plan.due_on),
        household_id=plan.household_id,
        document_kind="charge",
        document_id=charge_id,
    )


def _charge_of(plan: MonthPlan, charge_id: UUID, posted: Transfer) -> Charge:
    return Charge(
        id=charge_id,
        contract_id=plan.contract_id,
        household_id=plan.household_id,
        month=plan.fee.month,
        attempt=plan.attempt,
        amount_cents=plan.fee.cents,
        due_on=plan.due_on,
        trace=plan.fee,
        transfer_id=posted.id,
    )
