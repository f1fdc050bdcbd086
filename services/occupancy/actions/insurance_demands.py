"""A mise en demeure for an attestation of insurance, recorded."""

from datetime import date
from uuid import UUID, uuid4

from kernel.acts import Act, writing
from kernel.db import Database
from kernel.errors import Conflict
from occupancy.actions.stay_deadlines import keep_stay_deadlines
from occupancy.domain.insurance_demands import InsuranceAlreadyDemanded, InsuranceDemand, check_demand
from occupancy.domain.notices import NoticeChannel
from occupancy.store import contracts
from occupancy.store import insurance_demands as store
from occupancy.store.insurances import attestations_of


async def demand_insurance(
    db: Database, contract_id: UUID, sent_on: date, channel: NoticeChannel, act: Act
) -> InsuranceDemand:
    """One month runs from it. Raises `ContractNotFound`, and what `check_demand` raises."""
    async with writing(db, act) as tx:
        contract = await contracts.find_contract(contract_id)
        known = await store.demands_of(contract_id)
        demand = InsuranceDemand(
            id=uuid4(), contract_id=contract_id, number=len(known) + 1, sent_on=sent_on, channel=channel
        )
        check_demand(contract, demand, known, await attestations_of(contract_id), today=act.today)
        with tx.db.refusing({"insurance_demand_number": _already}):
            await store.insert_demand(demand)
        await keep_stay_deadlines(contract, act)
        await tx.journal("insurance-demanded", f"contract/{contract_id}", after=demand)
        return tx.keep(demand)


def _already() -> Conflict:
    return InsuranceAlreadyDemanded("Une mise en demeure vient d'être enregistrée par quelqu'un d'autre.")
