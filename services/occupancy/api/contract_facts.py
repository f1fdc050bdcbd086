"""What may still be recorded about a signed stay, over the API: its turnaround, and its household's housing aid."""

from uuid import UUID

from litestar import Response, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from kernel.acts import Act, once
from kernel.db import Database
from kernel.http.requests import versioned
from occupancy.actions import contract_facts as actions
from occupancy.api.contract import ContractOut, HousingAidsIn, TurnaroundIn
from occupancy.api.contracts import wake_relay
from occupancy.domain.contracts import Contract, without_address


@put(
    "/v1/contracts/{contract_id:uuid}/turnaround",
    operation_id="set_turnaround",
    summary="Modifier la remise en état",
    tags=["Contrats"],
    after_response=wake_relay,
)
async def set_turnaround(
    contract_id: FromPath[UUID],
    data: JSONBody[TurnaroundIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[ContractOut]:
    """Working days after the departure; 409 names the stay that they would reach into."""
    setting = actions.set_turnaround(db, contract_id, data.turnaround_days, act, expected=expected_version)
    return _answer(await once(act, Contract, setting), act)


@put(
    "/v1/contracts/{contract_id:uuid}/housing-aid",
    operation_id="record_housing_aid",
    summary="Enregistrer l'aide au logement du ménage",
    tags=["Contrats"],
    after_response=wake_relay,
)
async def record_housing_aid(
    contract_id: FromPath[UUID],
    data: JSONBody[HousingAidsIn],
    expected_version: NamedDependency[int],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
) -> Response[ContractOut]:
    """The periods of AL or APL; alt_units only learns how many households of a month receive one."""
    recording = actions.record_housing_aid(db, contract_id, data.aids(), act, expected=expected_version)
    return _answer(await once(act, Contract, recording), act)


def _answer(contract: Contract, act: Act) -> Response[ContractOut]:
    seen = contract if act.by.may("households.read") else without_address(contract)
    return versioned(ContractOut.of(seen), contract.version)


HANDLERS = [set_turnaround, record_housing_aid]
