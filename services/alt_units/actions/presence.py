"""Taking in what occupancy tells of a unit's month: applied once, whatever is repeated or arrives late."""

from alt_units.domain import presence as rules
from alt_units.domain.presence import Presence
from alt_units.store import presence as store
from alt_units.store import units as unit_store
from kernel.acts import Act, writing
from kernel.db import Database


async def record_presence(db: Database, presence: Presence, act: Act) -> Presence:
    """The month as it stands after the push. Raises `UnitNotFound`, `PresenceImpossible`."""
    rules.check(presence, await unit_store.find_unit(presence.unit_id))
    stored = await store.find_presence(presence.unit_id, presence.month)
    if stored is not None and not rules.is_newer(presence, stored):
        return stored
    async with writing(db, act) as tx:
        await tx.lock("unit", presence.unit_id)
        before = await store.find_presence(presence.unit_id, presence.month)
        kept = presence if before is None or rules.is_newer(presence, before) else before
        await store.save_presence(kept)
        subject = f"unit/{presence.unit_id}/presence/{presence.month}"
        await tx.journal("presence-recorded", subject, before=before, after=kept)
        return tx.keep(kept)
