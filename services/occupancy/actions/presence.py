"""Telling alt_units how a unit is lived in: written in the same transaction as the fact, sent later by the relay."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from msgspec.structs import replace

from kernel.acts import Act, Staff, Tx, housekeeping, writing
from kernel.db import Database
from kernel.period import Month
from occupancy.actions.activity import put_activity
from occupancy.domain.contracts import Contract
from occupancy.domain.members import Member
from occupancy.domain.presence import MembersById, months_changed, presence
from occupancy.store import contracts, members, outbox, renewals


async def put_presence(before: Contract | None, after: Contract, act: Act) -> None:
    """Put every month that the act changed in the outbox. Called inside the transaction, after the contract is saved."""
    if _tells(before) != _tells(after):
        await put_activity(after.household_id, act)
    months = months_changed(before, after)
    if not months:
        return
    there, known = await _lived_in(after.unit_id)
    for month in months:
        await outbox.insert_presence(after.unit_id, month, presence(there, month, known), by=act.by, at=act.at)


async def lock_units(tx: Tx, household_id: UUID) -> tuple[UUID, ...]:
    """The units of a household's stays, held before the household itself, as the acts on contracts do."""
    stays = await contracts.household_contracts(household_id)
    units = sorted({one.unit_id for one in stays if one.is_occupying}, key=str)
    for unit_id in units:
        await tx.lock("unit_lock", unit_id)
    return tuple(units)


async def put_persons(units: Sequence[UUID], household_id: UUID, before: Sequence[Member], act: Act) -> None:
    """Put every month in the outbox in which a household, whose members were `before`, is no longer as many."""
    for unit_id in units:
        there, known = await _lived_in(unit_id)
        then = {**known, household_id: before}
        months = {month for one in there if one.household_id == household_id for month in one.there.months()}
        for month in sorted(months):
            counted = presence(there, month, known)
            if counted != presence(there, month, then):
                await outbox.insert_presence(unit_id, month, counted, by=act.by, at=act.at)


async def tell_persons_again(db: Database, at: datetime) -> int:
    """Months told before members counted are told once more, by the program; how many. The second time there is nothing to do."""
    named = await members.all_members()
    stays = await contracts.all_occupying()
    units = {one.unit_id for one in stays if one.household_id in named}
    newest = [one for one in await outbox.newest() if one.unit_id in units] if units else []
    program, told = Staff(id=UUID(int=0), name="Palier"), 0
    for one in newest:
        month = Month.parse(one.month)
        counted = presence(tuple(stay for stay in stays if stay.unit_id == one.unit_id), month, named)
        if counted.persons != one.presence.persons:
            told += 1
            async with housekeeping(db):
                await outbox.insert_presence(one.unit_id, month, counted, by=program, at=at)
    return told


async def _lived_in(unit_id: UUID) -> tuple[tuple[Contract, ...], MembersById]:
    there = await contracts.occupying_contracts(unit_id)
    return there, await members.members_of_many({one.household_id for one in there})


async def tell_days_again(db: Database, at: datetime) -> int:
    """Months that were told before days were told with them are told once more, by who told them; how many."""
    months = await outbox.told_without_days()
    if not months:
        return 0
    async with housekeeping(db):
        for unit_id, month, by in months:
            there, known = await _lived_in(unit_id)
            await outbox.insert_presence(unit_id, month, presence(there, month, known), by=by, at=at)
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
