"""A stay is taken up by somebody, or left."""

from uuid import UUID

from kernel.acts import Act, writing
from kernel.db import Database
from occupancy.domain.stay_followers import StayFollower
from occupancy.store import contracts
from occupancy.store import stay_followers as store


async def follow_stay(db: Database, contract_id: UUID, act: Act, *, is_followed: bool) -> StayFollower:
    """Who acts follows the stay, in the place of who did; or nobody does. Raises `ContractNotFound`."""
    async with writing(db, act) as tx:
        await tx.lock("contract", contract_id)
        await contracts.find_contract(contract_id)
        before = await store.follower_of_stay(contract_id)
        after = StayFollower(
            contract_id=contract_id,
            number=before.number + 1 if before else 1,
            person_id=act.by.id if is_followed else None,
            person_name=act.by.name if is_followed else None,
            decided_on=act.today,
        )
        await store.insert_follower(after)
        verb = "stay-followed" if is_followed else "stay-unfollowed"
        await tx.journal(verb, f"contract/{contract_id}", before=before, after=after)
        return tx.keep(after)
