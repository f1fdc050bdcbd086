"""What people do with costs: record one, the rents of a year, reverse one."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

from msgspec.structs import asdict

from alt_units.domain.costs import Cost, CostFacts, CostKind, check_months, reversal
from alt_units.domain.rents import RentProposal, rents_proposed
from alt_units.store import costs as store
from alt_units.store import units
from kernel.acts import Act, writing
from kernel.db import Database
from kernel.errors import StaleVersion
from kernel.period import Month, Period

_RENTS = "rents"
"""Held by whoever records a rent: what is proposed depends on those that are recorded, by hand too."""


async def record_cost(db: Database, facts: CostFacts, act: Act) -> Cost:
    """Record what was paid for a dwelling or for the whole park. Raises `CostMonthsWrong`, `UnitNotFound`."""
    check_months(facts)
    if facts.unit_id is not None:
        await units.find_unit(facts.unit_id)
    async with writing(db, act) as tx:
        if facts.kind is CostKind.RENT:
            await tx.lock_all(_RENTS)
        cost = Cost(**asdict(facts), id=uuid4(), recorded_on=act.today, recorded_by=act.by.name, cancels_id=None)
        await store.add_cost(db, cost)
        await tx.journal("cost-recorded", f"cost/{cost.id}", after=cost)
        return tx.keep(cost)


async def rents_of_year(year: int, today: date) -> tuple[RentProposal, ...]:
    """The rents of the year that are not recorded yet, up to the month that runs."""
    known = await store.costs_touching(Period(date(year, 1, 1), date(year, 12, 31)))
    return rents_proposed(await units.all_units(), known, year, until=Month.of(today))


async def record_rents(db: Database, year: int, chosen: Sequence[UUID], act: Act) -> list[Cost]:
    """Record the proposed rents that an agent chose, all or none, as they stand. Raises `StaleVersion`.

    Of two who decide at once the second is told that the proposal changed: a rent of a month is counted once.
    """
    async with writing(db, act) as tx:
        await tx.lock_all(_RENTS)
        proposed = {one.cost_id: one for one in await rents_of_year(year, act.today)}
        recorded = []
        for wanted in dict.fromkeys(chosen):
            if wanted not in proposed:
                raise StaleVersion("Ce qui est proposé a changé depuis que la page a été ouverte : relisez-la.")
            facts = asdict(proposed[wanted].facts())
            cost = Cost(**facts, id=wanted, recorded_on=act.today, recorded_by=act.by.name, cancels_id=None)
            await store.add_proposed_cost(db, cost)
            recorded.append(cost)
        await tx.journal("rents-recorded", f"rents/{year}", after=recorded)
        return tx.keep(recorded)


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
