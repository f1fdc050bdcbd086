"""Lines of bank statements that go back: their receipts are cancelled, or never came. Told to alt_units until it has heard."""

import logging
from datetime import datetime, timedelta

from kernel.acts import Act, Staff, Tx, housekeeping
from kernel.db import Database
from kernel.errors import Refusal
from occupancy.clients.alt_units import AltUnits
from occupancy.domain.bank_collections import BankCollection, CollectionState
from occupancy.domain.payments import Receipt
from occupancy.store import bank_collections as store

log = logging.getLogger("palier")
RESERVED_FOR = timedelta(minutes=2)
"""How long a reservation waits for its receipt: far longer than a request lasts."""


async def release_line_of(tx: Tx, receipt: Receipt, reason: str) -> None:
    """A receipt of a line was cancelled: the line goes back once none of its receipts stands."""
    collection = await store.collection_of_receipt(receipt.id)
    if collection is None:
        return
    await tx.lock("bank_collection", collection.id)
    if all(one.cancellation for one in await store.receipts_of_collection(collection.id)):
        receipted, returning = CollectionState.RECEIPTED, CollectionState.RETURNING
        await store.move(tx.db, collection.id, receipted, returning, f"Reçu annulé : {reason}"[:500])


async def give_back_lines(db: Database, alt_units: AltUnits, *, now: datetime, everything: bool) -> int:
    """The relay's part: tell alt_units of the lines that no receipt keeps. How many could not be told."""
    due_at = None if everything else now
    left = 0
    for one in await store.unfinished(db, asked_before=now - RESERVED_FOR, due_at=due_at):
        if one.state is CollectionState.ASKED:
            async with housekeeping(db):
                over = "Encaissement interrompu avant son reçu"
                if not await store.move(db, one.id, CollectionState.ASKED, CollectionState.RETURNING, over):
                    continue
        if not await _tell(db, alt_units, one, by=Staff(id=one.asked_by, name=one.asked_by_name), now=now):
            left += 1
    return left


async def turn_back(db: Database, alt_units: AltUnits, collection: BankCollection, reason: str, act: Act) -> None:
    """Give back at once what was reserved for nothing; when alt_units is silent, the relay does later."""
    async with housekeeping(db):
        is_ours = await store.move(db, collection.id, CollectionState.ASKED, CollectionState.RETURNING, reason)
    if is_ours:
        await _tell(db, alt_units, collection, by=act.by, now=act.at)


async def _tell(db: Database, alt_units: AltUnits, collection: BankCollection, *, by: Staff, now: datetime) -> bool:
    found = await store.find_collection(collection.id)
    reason = found.reason if found else ""
    try:
        await alt_units.give_line_back(collection.line_id, collection.id, reason or "Encaissement annulé", by=by)
    except Refusal as refusal:
        log.warning("bank line %s not given back: %s", collection.line_id, refusal.code)
        async with housekeeping(db):
            await store.note_try(collection, now + timedelta(seconds=2 ** min(collection.tries + 1, 10)))
        return False
    async with housekeeping(db):
        await store.move(db, collection.id, CollectionState.RETURNING, CollectionState.RETURNED, reason)
    return True
