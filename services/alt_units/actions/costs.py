"""What people do with costs: record one, reverse one."""

from uuid import UUID, uuid4

from msgspec.structs import asdict

from alt_units.domain.costs import Cost, CostFacts, check_months, reversal
from alt_units.store import costs as store
from alt_units.store import units
from kernel.acts import Act, writing
from kernel.db import Database


async def record_cost(db: Database, facts: CostFacts, act: Act) -> Cost:
    """Record what was paid for a dwelling or for the whole park. Raises `CostMonthsWrong`, `UnitNotFound`."""
    check_months(facts)
    if facts.unit_id is not None:
        await units.find_unit(facts.unit_id)
    async with writing(db, act) as tx:
        cost = Cost(**asdict(facts), id=uuid4(), recorded_on=act.today, recorded_by=act.by.name, cancels_id=None)
        await store.add_cost(db, cost)
        await tx.journal("cost-recorded", f"cost/{cost.id}", after=cost)
        return tx.keep(cost)


async def cancel_cost(db: Database, cost_id: UUID, reason: str, act: Act) -> Cost:
    """Undo a cost by its exact opposite, with the reason. Raises `CostNotFound`, `CostAlreadyCancelled`."""
    async with writing(db, act) as tx:
        cost = await store.find_cost(cost_id)
        undone = reversal(
            cost,
            await store.reversals_of(cost_id),
            cost_id=uuid4(),
            on=act.today,
            by=act.by.name,
            reason=reason,
        )
        await store.add_cost(db, undone)
        await tx.journal("cost-cancelled", f"cost/{cost_id}", before=cost, after=undone)
        return tx.keep(undone)
