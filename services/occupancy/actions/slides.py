"""The slide, in one act: the stay ends, the household holds the lease the next day, alt_units will know.

The deposit never moves by itself (BG-16, account 165): a settlement is proposed, which another person approves. What the
household owes stays a claim of the CCAS (BG-17).
"""

from datetime import date
from uuid import UUID, uuid4

from msgspec.structs import replace

from kernel.acts import Act, Tx, writing
from kernel.db import Database
from kernel.errors import StaleVersion
from occupancy.actions.charges import FEES_RUN
from occupancy.actions.contract_changes import bring_along, check_override
from occupancy.actions.deposits import ProposeSettlement, add_proposal, payers_of
from occupancy.actions.sliding_leases import done
from occupancy.domain import slides as rules
from occupancy.domain.contracts import Contract
from occupancy.domain.deposits import deposit_state
from occupancy.domain.settlements import Beneficiary
from occupancy.domain.slides import DirectLease, Missing
from occupancy.domain.sliding_leases import DepositMode, Paper, SlidingLease
from occupancy.domain.sliding_reviews import arrears, reviews_of
from occupancy.store import contracts, deposits, households, ledger, outbox
from occupancy.store import sliding_leases as store
from occupancy.store.law import law_in_force


async def slide(db: Database, lease_id: UUID, act: Act, *, arrears_override: str | None, expected: int) -> SlidingLease:
    """The household becomes the holder on the scheduled day.

    Raises `SlidingLeaseNotFound`, `SlideBlocked` with all that is missing, `ContractNotRunning`, `PermissionMissing`,
    `StaleVersion`.
    """
    check_override(act.by, arrears_override, field="arrears_override")
    async with writing(db, act) as tx:
        before = await store.find_sliding_lease(lease_id)
        await tx.lock("unit_lock", before.unit_id)
        await tx.lock_all(FEES_RUN, shared=True)
        await tx.lock("household", before.household_id)
        before = await store.find_sliding_lease(lease_id)
        if before.version != expected:
            raise StaleVersion("Ce bail glissant a été modifié depuis que la page a été ouverte.")
        overridden = replace(before, arrears_override=arrears_override)
        slide_on = rules.check_slide(before, await what_is_missing(overridden, act.today), today=act.today)
        contract = await _end_stay(tx, await contracts.find_contract(before.contract_id), slide_on, act)
        settlement_id = await _propose_deposit(tx, contract, before, slide_on, act)
        owed = arrears(await ledger.transfers_of(before.household_id), before.household_id, act.today)
        await store.insert_direct_lease(_direct_lease(before, slide_on, owed, settlement_id))
        after = await store.save_sliding_lease(rules.slid(before, arrears_override=arrears_override), expected)
        if contract.upstream_contract_id is not None:
            assert contract.end is not None
            await outbox.insert_mobilisation_end(
                contract.unit_id, contract.upstream_contract_id, contract.end.ended_on, act
            )
        return await done(tx, "lease-slid", before, after, act)


async def what_is_missing(lease: SlidingLease, today: date) -> tuple[Missing, ...]:
    """All that stands in the way of the slide of a dossier, today (BG-14)."""
    law = await law_in_force()
    reviews = reviews_of(lease, await store.minutes_of(lease.id), law, today=today)
    owed = arrears(await ledger.transfers_of(lease.household_id), lease.household_id, today)
    return rules.missing_of(lease, reviews, law, arrears_cents=owed, today=today)


async def _end_stay(tx: Tx, contract: Contract, slide_on: date, act: Act) -> Contract:
    ended = rules.end_by_slide(contract, slide_on)
    after = await contracts.save_contract(ended, contract.version)
    await bring_along(tx, contract, after, act)
    return after


async def _propose_deposit(tx: Tx, contract: Contract, lease: SlidingLease, slide_on: date, act: Act) -> UUID | None:
    """The deposit that the CCAS holds is proposed for return, whole, to who paid it, or to the landlord as the household wrote.

    Nothing moves before another person approves (BG-16, DEP-10).
    """
    held = deposit_state(await ledger.transfers_of(contract.household_id), contract.id).held_cents
    if held <= 0 or await deposits.request_of(contract.id) is None:
        return None
    to_landlord = lease.deposit_mode is DepositMode.DIRECT_PAYMENT_TO_LANDLORD
    household, payers = await households.find_household(contract.household_id), await payers_of(contract)
    command = ProposeSettlement(
        contract_id=contract.id,
        keys_returned_on=slide_on,
        exit_conforms=True,
        lines=(),
        refund_to=lease.upstream.landlord if to_landlord else next(iter(payers), household.name),
        address_known_on=slide_on,
        beneficiary=Beneficiary.OTHER if to_landlord else Beneficiary.PAYER,
        refund_to_reason="Instruction écrite du ménage : versement direct au bailleur" if to_landlord else "",
    )
    return (await add_proposal(tx, contract, command, act)).id


def _direct_lease(lease: SlidingLease, slide_on: date, arrears_cents: int, settlement_id: UUID | None) -> DirectLease:
    signed = lease.paper(Paper.DIRECT_LEASE)
    return DirectLease(
        id=uuid4(),
        sliding_lease_id=lease.id,
        contract_id=lease.contract_id,
        household_id=lease.household_id,
        unit_id=lease.unit_id,
        landlord=lease.upstream.landlord,
        first_day=slide_on,
        reference=signed.reference if signed else "",
        arrears_cents=arrears_cents,
        deposit_mode=lease.deposit_mode or DepositMode.REFUND_AND_NEW,
        settlement_id=settlement_id,
    )
