"""Closing the account of a household at the end of its file."""

from uuid import UUID, uuid4

from kernel.acts import Act, writing
from kernel.db import Database
from occupancy.domain.account_closures import AccountClosure, check_closable
from occupancy.store import account_closures as store
from occupancy.store import contracts, households, ledger


async def close_account(db: Database, household_id: UUID, act: Act) -> AccountClosure:
    """Nothing is owed either way. Raises `HouseholdNotFound`, `AccountStillLives`, `AccountNotAtZero`."""
    async with writing(db, act) as tx:
        await tx.lock("household", household_id)
        household = await households.find_household(household_id)
        rows = await ledger.transfers_of(household.id)
        closure = AccountClosure(
            id=uuid4(),
            household_id=household.id,
            last_number=check_closable(household.id, rows, await contracts.household_contracts(household.id)),
            closed_on=act.today,
            closed_by=act.by.id,
            closed_by_name=act.by.name,
        )
        await store.add_closure(db, closure)
        await tx.journal("account-closed", f"household/{household.id}", after=closure)
        return tx.keep(closure)
