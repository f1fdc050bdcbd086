"""What may still be recorded about a stay once it is signed: how long its place is put in order, and the household's aid."""

from uuid import UUID

from kernel.acts import Act, writing
from kernel.availability import ObstacleKind
from kernel.db import Database
from kernel.errors import StaleVersion
from occupancy.actions.presence import put_presence
from occupancy.domain import contracts as rules
from occupancy.domain.contracts import Contract
from occupancy.domain.housing_aids import HousingAid, in_order
from occupancy.domain.places import check_place
from occupancy.store import contracts as store


async def set_turnaround(db: Database, contract_id: UUID, turnaround_days: int, act: Act, *, expected: int) -> Contract:
    """Another number of working days to put the place in order after this departure; zero frees it the next day.

    Raises `ContractNotSigned`, `TurnaroundOutOfBounds`, `TurnaroundTooLong`, `StaleVersion`.
    """
    unit_id = (await store.find_contract(contract_id)).unit_id
    async with writing(db, act) as tx:
        await tx.lock("unit_lock", unit_id)
        before = await _as_seen(contract_id, expected)
        changed = rules.set_turnaround(before, turnaround_days)
        others = await store.occupying_contracts(unit_id)
        check_place(changed, None, others, minding=[ObstacleKind.NEXT_STAY])
        after = await store.save_contract(changed, expected)
        await put_presence(before, after, act)
        await tx.journal("turnaround-set", f"contract/{contract_id}", before=before, after=after)
        return tx.keep(after)


async def record_housing_aid(
    db: Database, contract_id: UUID, aids: tuple[HousingAid, ...], act: Act, *, expected: int
) -> Contract:
    """All the days for which the household receives AL or APL, in place of what was known.

    Raises `ContractNotSigned`, `HousingAidWrong`, `StaleVersion`.
    """
    unit_id = (await store.find_contract(contract_id)).unit_id
    async with writing(db, act) as tx:
        await tx.lock("unit_lock", unit_id)
        before = await _as_seen(contract_id, expected)
        after = await store.save_contract(rules.record_housing_aids(before, in_order(aids)), expected)
        await put_presence(before, after, act)
        await tx.journal("housing-aid-recorded", f"contract/{contract_id}", before=before, after=after)
        return tx.keep(after)


async def _as_seen(contract_id: UUID, expected: int) -> Contract:
    contract = await store.find_contract(contract_id)
    if contract.version != expected:
        raise StaleVersion("Ce contrat a été modifié depuis que la page a été ouverte.")
    return contract
