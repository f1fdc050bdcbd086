"""Putting a household's money in order after a fact: what every act on money ends with."""

from uuid import UUID, uuid4

from kernel.acts import Act, Tx
from occupancy.domain.claims import settle_up
from occupancy.domain.ledger import Event
from occupancy.store import ledger

ALLOCATION = "allocation"


async def settle_household(tx: Tx, household_id: UUID, act: Act) -> None:
    """Move money between the claims and the advance of a household, as an event of its own, where something must move."""
    moves = settle_up(household_id, await ledger.transfers_of(household_id))
    event_id = uuid4()
    event = Event(
        id=event_id, booked_on=act.today, household_id=household_id, document_kind=ALLOCATION, document_id=event_id
    )
    await ledger.post(tx.db, event, moves, at=act.at, by=act.by.id)
