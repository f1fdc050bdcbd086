"""Putting a household's money in order after a fact: what every act on money ends with."""

from collections.abc import Collection, Sequence
from uuid import UUID, uuid4

from kernel.acts import Act, Tx
from occupancy.domain.claims import settle_up
from occupancy.domain.ledger import Event, Transfer
from occupancy.store import ledger

ALLOCATION = "allocation"


async def settle_households(tx: Tx, household_ids: Collection[UUID], act: Act) -> None:
    """The same for many households, read and written together."""
    accounts = await ledger.transfers_of_many(household_ids)
    events = [(_event(one, act), settle_up(one, accounts[one])) for one in sorted(accounts)]
    await ledger.post_many(tx.db, [(event, moves) for event, moves in events if moves], at=act.at, by=act.by.id)


async def settle_household(tx: Tx, household_id: UUID, act: Act, *, known: Sequence[Transfer] | None = None) -> None:
    """Move money between the claims and the advance of a household, as an event of its own, where something must move.

    `known`: all its transfers, where the act has just read and written them.
    """
    moves = settle_up(household_id, await ledger.transfers_of(household_id) if known is None else known)
    if not moves:
        return
    await tx.flush()  # what is moved must have come in before
    await ledger.post(tx.db, _event(household_id, act), moves, at=act.at, by=act.by.id)


def _event(household_id: UUID, act: Act) -> Event:
    event_id = uuid4()
    return Event(
        id=event_id, booked_on=act.today, household_id=household_id, document_kind=ALLOCATION, document_id=event_id
    )
