"""What is done with insurance attestations: recorded, withdrawn."""

from datetime import date
from uuid import UUID, uuid4

from msgspec import Struct

from kernel.acts import Act, writing
from kernel.db import Database
from occupancy.actions.stay_deadlines import keep_stay_deadlines
from occupancy.domain import insurances as rules
from occupancy.domain.contracts import check_occupying
from occupancy.domain.insurances import Attestation, Capacity, Insured
from occupancy.domain.terms import check_reach
from occupancy.store import contracts
from occupancy.store import insurances as store


class RecordInsurance(Struct, frozen=True, kw_only=True):
    """What an attestation says."""

    insured: Insured
    capacity: Capacity
    insurer: str
    valid_from: date
    valid_until: date
    received_on: date


async def record_insurance(db: Database, contract_id: UUID, command: RecordInsurance, act: Act) -> Attestation:
    """Raises `ContractNotFound`, `ContractNotSigned`, `InsuranceDaysWrong`, `InsuranceReceivedInFuture`."""
    for name in ("valid_from", "valid_until", "received_on"):
        check_reach(getattr(command, name), name)
    async with writing(db, act) as tx:
        contract = await contracts.find_contract(contract_id)
        check_occupying(contract)
        facts = {name: getattr(command, name) for name in RecordInsurance.__struct_fields__}
        recorded = Attestation(id=uuid4(), version=1, contract_id=contract_id, **facts)
        rules.check_attestation(recorded, today=act.today)
        await store.insert_attestation(recorded)
        await keep_stay_deadlines(contract, act)
        await tx.journal("insurance-recorded", f"contract/{contract_id}", after=recorded)
        return tx.keep(recorded)


async def withdraw_insurance(
    db: Database, attestation_id: UUID, reason: str, act: Act, *, expected: int
) -> Attestation:
    """Raises `InsuranceNotFound`, `InsuranceAlreadyWithdrawn`, `StaleVersion`."""
    async with writing(db, act) as tx:
        before = await store.find_attestation(attestation_id)
        after = await store.save_attestation(rules.withdraw(before, reason), expected)
        await keep_stay_deadlines(await contracts.find_contract(before.contract_id), act)
        await tx.journal("insurance-withdrawn", f"contract/{before.contract_id}", before=before, after=after)
        return tx.keep(after)
