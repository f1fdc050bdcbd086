"""Telling alt_units how a unit is lived in: written in the same transaction as the fact, sent later by the relay."""

from datetime import date, datetime
from uuid import UUID

from msgspec.structs import replace

from kernel.acts import Act, Staff, housekeeping, writing
from kernel.db import Database
from occupancy.actions.activity import put_activity
from occupancy.domain.contracts import Contract
from occupancy.domain.presence import months_changed, presence
from occupancy.store import contracts, outbox, renewals


async def put_presence(before: Contract | None, after: Contract, act: Act) -> None:
    """Put every month that the act changed in the outbox. Called inside the transaction, after the contract is saved."""
    if _tells(before) != _tells(after):
        await put_activity(after.household_id, act)
    months = months_changed(before, after)
    if not months:
        return
    there = await contracts.occupying_contracts(after.unit_id)
    for month in months:
        await outbox.insert_presence(after.unit_id, month, presence(there, month), by=act.by, at=act.at)


async def tell_days_again(db: Database, at: datetime) -> int:
    """Months that were told before days were told with them are told once more, by who told them; how many."""
    months = await outbox.told_without_days()
    if not months:
        return 0
    async with housekeeping(db):
        for unit_id, month, by in months:
            there = await contracts.occupying_contracts(unit_id)
            await outbox.insert_presence(unit_id, month, presence(there, month), by=by, at=at)
    return len(months)


async def tell_known_overstays(db: Database, at: datetime, today: date) -> int:
    """Overstays authorised before presence went on through them: told now; how many. The second time there is nothing to do."""
    missing = await contracts.overstays_untold()
    program = Act(by=Staff(id=UUID(int=0), name="Palier"), at=at, today=today, request_id="overstays")
    for contract_id in missing:
        async with housekeeping(db):
            before = await contracts.find_contract(contract_id)
            last = max(one.last_day for one in await renewals.overstays_of(contract_id))
            after = await contracts.save_contract(replace(before, allowed_until=last), before.version)
            await put_presence(before, after, program)
    return len(missing)


def _tells(contract: Contract | None) -> tuple[object, ...]:
    """What the activity of a year counts of a contract."""
    if contract is None or not contract.is_occupying:
        return ()
    return (contract.programme, contract.stay, contract.end.reason if contract.end else None)


async def resend_presence(db: Database, act: Act) -> int:
    """Give what was refused too often another series of tries; how many there were."""
    async with writing(db, act) as tx:
        count = await outbox.unpark_all()
        await tx.journal("presence-resent", "outbox", after={"rows": count})
        return tx.keep(count)
