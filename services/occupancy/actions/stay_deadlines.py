"""The deadlines of a stay, kept inside each act that changes it, its inspections, its requests or its insurance."""

from datetime import date, datetime, timedelta
from uuid import UUID

from kernel.acts import Act, Staff, housekeeping
from kernel.db import Database
from occupancy.actions.deadlines import keep_deadlines
from occupancy.actions.deposit_facts import deposit_facts
from occupancy.actions.particulars import keep_household_deadlines
from occupancy.domain.contract_deadlines import contract_deadlines, contract_subject
from occupancy.domain.contracts import Contract
from occupancy.domain.inspections import InspectionKind
from occupancy.domain.renewals import pending
from occupancy.domain.settlements import has_left
from occupancy.store import contracts, deadlines, insurance_demands, insurances, renewals
from occupancy.store.inspections import maybe_inspection, signed_kinds
from occupancy.store.law import law_in_force

_RIGHTS_LAST = timedelta(days=400)
"""Whoever came in before no longer has any right to complete the entry inspection: the last ends with a heating month."""


async def keep_stay_deadlines(contract: Contract, act: Act) -> None:
    """Inside the transaction of the act, once everything else of it is written."""
    law = await law_in_force()
    inspected = (await signed_kinds({contract.id})).get(contract.id, frozenset())
    is_lived_in = contract.is_running and InspectionKind.ENTRY in inspected
    wanted = contract_deadlines(
        contract,
        law,
        inspected=inspected,
        entry=await maybe_inspection(contract.id, InspectionKind.ENTRY) if is_lived_in else None,
        deposit=await deposit_facts(contract),
        attestations=await insurances.attestations_of(contract.id),
        demands=await insurance_demands.demands_of(contract.id),
        overstays=await renewals.overstays_of(contract.id),
        has_pending_request=pending(await renewals.requests_of(contract.id)) is not None,
        today=act.today,
    )
    await keep_deadlines(contract_subject(contract), wanted, act)
    await keep_household_deadlines(contract.household_id, law, act)


async def keep_deposit_deadlines(household_id: UUID, act: Act) -> None:
    """Inside an act on money: what is held for a stay that is over may have changed."""
    for contract in await contracts.household_contracts(household_id):
        if has_left(contract):
            await keep_stay_deadlines(contract, act)


async def keep_missing_deadlines(db: Database, at: datetime, today: date) -> int:
    """Stays recorded before deadlines were kept get theirs; how many. The second time there is nothing to do."""
    missing = await deadlines.contracts_without(today - _RIGHTS_LAST)
    program = Act(by=Staff(id=UUID(int=0), name="Palier"), at=at, today=today, request_id="deadlines")
    for contract_id in missing:
        async with housekeeping(db):
            await keep_stay_deadlines(await contracts.find_contract(contract_id), program)
    return len(missing)
