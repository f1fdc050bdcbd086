"""Taking in what occupancy tells of a year: applied once, whatever is repeated or arrives late."""

from alt_units.domain.activity import Activity, is_newer
from alt_units.store import activity as store
from kernel.acts import Act, writing
from kernel.db import Database


async def record_activity(db: Database, told: Activity, act: Act) -> Activity:
    """The year as it stands after the push."""
    known = await store.find_activity(told.year)
    if known is not None and not is_newer(told, known):
        return known
    async with writing(db, act) as tx:
        await tx.lock_all(f"activity/{told.year}")
        before = await store.find_activity(told.year)
        kept = told if is_newer(told, before) else before
        assert kept is not None
        await store.save_activity(kept)
        await tx.journal("activity-recorded", f"activity/{told.year}", after={"revision": kept.revision})
        return tx.keep(kept)
